from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lottery_agent.errors import UsageError
from lottery_agent.graphs import logician, puzzles
from lottery_agent.models.adapters.card import read_card, trained
from lottery_agent.models.engine import load_vocabulary
from lottery_agent.models.forge import write_adapter
from lottery_agent.models.training import card
from lottery_agent.models.training.card_text import SOURCES, markdown
from lottery_agent.models.training.hardware import processor
from lottery_agent.models.training.recipe import PREDECESSOR, RECIPE, load_recipe
from lottery_agent.toolbox.language import VERSIONS

MANIFEST = {
    "vocabulary": {"nouns": 5, "verbs": 3, "adjectives": 4, "names": 4},
    "train": {
        "examples": 1234,
        "tokens": 45678,
        "templates": 17,
        "kinds": {"route": {"examples": 1000}, "plan": {"examples": 234}},
        "sources": {"generated": 1200, "gsm8k": 34},
    },
    "contamination": {"exact": 0, "near": 0, "unit": 0, "sentence": 0, "items": 6442},
}
REPORT = {
    "ticket": {"name": "tiny", "type": "Q8_0", "sha256": "0"},
    "limit": None,
    "seconds": 1.0,
    "scores": {
        "words": {
            "route": {
                "items": 60, "right": 45, "exact": 45, "accuracy": 0.75, "interval": [0.63, 0.84],
            }
        }
    },
    "router": {
        "ece": 0.123, "temperature": 1.7, "ece_at_temperature": 0.04, "nll": 1.0,
        "nll_at_temperature": 0.9,
    },
}  # fmt: skip


def entry(step: int, *, loss: float = 0.5) -> dict[str, float]:
    return {"step": step, "loss": loss, "nll": loss, "right": 0.9, "examples": 10, "seconds": step}


def facts_of(run: Path, base: Path, **metadata: str) -> dict[str, Any]:
    """Return the facts of a run with an adapter that is written anew, of step 4."""
    adapter = run / "adapter.gguf"
    pair = (np.ones((2, 64), np.float32), np.ones((64, 2), np.float32))
    write_adapter(
        adapter,
        {"blk.0.attn_q.weight": pair},
        alpha=2.0,
        base=base,
        name="tiny",
        metadata={"lottery.steps": 4, **metadata},
    )
    return card.facts(run, recipe=load_recipe(), base=base, adapter=adapter)


@pytest.fixture
def exported(tiny_model: Path, tmp_path: Path) -> Path:
    """A run's folder with the files that a card is made of, and an adapter."""
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST), "utf-8")
    (tmp_path / RECIPE).write_text(load_recipe().text, "utf-8")
    (tmp_path / "train.jsonl").write_text("{}\n", "utf-8")
    # Interrupted after step 3 with a checkpoint of step 2; a step after the exported checkpoint.
    steps = [entry(1), entry(2), entry(3, loss=99), entry(3), entry(4), entry(5, loss=99)]
    (tmp_path / "log.jsonl").write_text("\n".join(map(json.dumps, steps)), "utf-8")
    card.write(tmp_path, facts_of(tmp_path, tiny_model))
    return tmp_path


def test_the_facts_are_of_the_exported_checkpoint(exported: Path) -> None:
    facts = read_card(exported / "adapter.gguf")
    assert facts is not None
    training = facts["training"]
    assert training["steps"] == 4
    assert training["examples_seen"] == 40
    assert training["loss"] == 0.5
    assert set(facts["languages"]) == {*VERSIONS, "calls"}
    assert all(len(value) == 64 for value in facts["heads"].values())


def test_the_hardware_is_that_of_the_training(exported: Path, tiny_model: Path) -> None:
    facts = read_card(exported / "adapter.gguf")
    assert facts is not None
    assert facts["training"]["hardware"] == processor()  # the adapter does not say
    facts = facts_of(exported, tiny_model, **{"lottery.hardware": "NVIDIA H200"})
    assert facts["training"]["hardware"] == "NVIDIA H200"
    assert "on a machine of this class: NVIDIA H200. Mean" in markdown(facts)


def test_the_heads_are_those_of_the_examples(exported: Path, tiny_model: Path) -> None:
    facts = read_card(exported / "adapter.gguf")
    assert facts is not None
    assert set(facts["heads"]) == {"router", "planner"}
    kinds = {**MANIFEST["train"]["kinds"], "line": {"examples": 5}, "language": {"examples": 1}}  # type: ignore[dict-item]
    manifest = {**MANIFEST, "train": {**MANIFEST["train"], "kinds": kinds}}  # type: ignore[dict-item]
    (exported / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    more = card.facts(
        exported, recipe=load_recipe(), base=tiny_model, adapter=exported / "adapter.gguf"
    )
    assert set(more["heads"]) == {"router", "planner", "puzzler", "language"}
    with load_vocabulary(tiny_model) as vocabulary:
        hashed = vocabulary.renderer.hash
        heads = {"puzzler": puzzles.HEAD, "language": logician.LANGUAGE_HEAD, "logician": "?"}
        assert trained(more, heads=heads, hashed=hashed) == {"puzzler", "language"}
        assert trained(facts, heads=heads, hashed=hashed) == frozenset()
    (exported / PREDECESSOR).write_text(json.dumps({"heads": {"logician": "0" * 64}}), "utf-8")
    after = card.facts(
        exported, recipe=load_recipe(), base=tiny_model, adapter=exported / "adapter.gguf"
    )
    assert set(after["heads"]) == {*more["heads"], "logician"}


def test_the_card_tells_people_what_they_need(exported: Path) -> None:
    text = (exported / "card.md").read_text("utf-8")
    for words in (
        "1,234 examples", "GSM8K", "CC BY-SA 4.0", "CC BY-SA 3.0", "MIT", "4 steps",
        f"seed {load_recipe().seed}", "Known failures", "lottery train fit RUN", "rank = 16",
        "Not evaluated yet",
    ):  # fmt: skip
        assert words in text


def test_scores_are_added_to_both_files(exported: Path) -> None:
    card.add_scores(exported, REPORT, label="adapter Q8_0")
    card.add_scores(exported, REPORT, label="base Q8_0")
    text = (exported / "card.md").read_text("utf-8")
    assert "| set | kind | adapter Q8_0 | base Q8_0 |" in text
    assert "45 of 60 (63% to 84%)" in text
    assert "softmax temperature 1.7" in text
    assert "small talk if the reply is one that fits, everything else if it is equal" in text
    facts = read_card(exported / "adapter.gguf")
    assert facts is not None
    assert text == markdown(facts)


def test_a_note_is_told_and_stays(exported: Path) -> None:
    card.add_note(exported, "An older note.")
    card.add_note(exported, "Longer stories failed.\n")
    card.add_scores(exported, REPORT, label="adapter Q8_0")
    text = (exported / "card.md").read_text("utf-8")
    assert "## What was tried, and what limits it\n\nLonger stories failed.\n\n## " in text
    assert "older" not in text


def test_what_scores_below_half_is_named_worst_first(exported: Path) -> None:
    share = {"items": 10, "interval": [0.0, 1.0]}
    kinds = {
        kind: {**share, "right": right}
        for kind, right in {"table": 4, "quote": 9, "talk": 0, "call": 5}.items()
    }
    facts = read_card(exported / "adapter.gguf")
    assert facts is not None
    assert "unseen patterns of" not in markdown(facts)
    text = markdown({**facts, "scores": {"adapter Q8_0": {"scores": {"templates": kinds}}}})
    assert "Less than half is right on unseen patterns of talk (0%), table (40%)." in text
    base = {"quote": {**share, "right": 0}}
    columns = {"adapter Q8_0": kinds, "base Q8_0": base}
    scores = {label: {"scores": {"templates": each}} for label, each in columns.items()}
    text = markdown({**facts, "scores": scores})
    assert "unseen patterns of talk (0%), table (40%)." in text, "the base fails, not the adapter"


def test_own_samples_and_the_judge_are_told_of(exported: Path, tiny_model: Path) -> None:
    samples = {"sha256": "5" * 64, "problems": 1500, "samples": 12000, "right": 7000, "both": 900}
    kinds = {"verdict": {"examples": 40}}
    manifest = {
        **MANIFEST, "samples": samples, "train": {**MANIFEST["train"], "kinds": kinds},  # type: ignore[dict-item]
    }  # fmt: skip
    (exported / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    facts = card.facts(
        exported, recipe=load_recipe(), base=tiny_model, adapter=exported / "adapter.gguf"
    )
    assert set(facts["heads"]) == {"judge"}
    judge = {**REPORT["router"], "auc": 0.8123, "auc_within": 0.75}  # type: ignore[dict-item]
    text = markdown({**facts, "scores": {"adapter Q8_0": {**REPORT, "judge": judge}}})
    assert "12,000 that a ticket wrote for 1,500 problems" in text
    assert "5" * 64 in text
    assert "--data FOLDER --samples FILE\n" in text
    assert "in 81.2% of the pairs" in text
    assert "in 75.0% of those of one question." in text
    alone = {**judge, "auc_within": None}
    text = markdown({**facts, "scores": {"adapter Q8_0": {**REPORT, "judge": alone}}})
    assert "of a right and a wrong one." in text


def test_every_source_of_the_recipe_has_a_licence() -> None:
    assert set(MANIFEST["train"]["sources"]) <= set(SOURCES)  # type: ignore[index]
    assert all(licence for _, licence in SOURCES.values())


def test_a_run_without_a_log_has_no_card(exported: Path, tiny_model: Path) -> None:
    (exported / "log.jsonl").unlink()
    with pytest.raises(UsageError, match=r"log\.jsonl"):
        card.facts(
            exported, recipe=load_recipe(), base=tiny_model, adapter=exported / "adapter.gguf"
        )


def test_scores_without_a_card(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"card\.json"):
        card.add_scores(tmp_path, REPORT, label="x")
