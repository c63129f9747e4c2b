"""The card of an adapter: data, recipe, training, scores and what it is trained for.

`card.json` holds the facts, `card.md` tells them to people. Scores are added by `lottery train
evaluate`, and what no program knows by `lottery train note`; both write the two files again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lottery_agent.errors import UsageError
from lottery_agent.models.adapters.card import CARD
from lottery_agent.models.engine import load_vocabulary
from lottery_agent.models.training.card_text import LAST_STEPS, markdown
from lottery_agent.models.training.hardware import processor
from lottery_agent.models.training.recipe import PREDECESSOR, RECIPE, Recipe
from lottery_agent.models.training.render import head_of
from lottery_agent.models.zoo import hashes, read_header, sha256_of
from lottery_agent.toolbox.calls.grammar import VERSION as CALLS_VERSION
from lottery_agent.toolbox.language import VERSIONS

LANGUAGES: Mapping[str, int] = {**VERSIONS, "calls": CALLS_VERSION}
"""The tool languages and their versions."""


def facts(
    run: Path,
    *,
    recipe: Recipe,
    base: Path,
    adapter: Path,
    averaged: Sequence[Path] = (),
) -> dict[str, Any]:
    """Return the facts of an adapter that was just exported from a run.

    Args:
        run: Folder of the run.
        recipe: The recipe of the run.
        base: GGUF file of the base.
        adapter: The adapter's file.
        averaged: Adapters that the run's pairs were averaged with.

    Raises:
        UsageError: If the run has no manifest or no log.
    """
    manifest = _json(run / "manifest.json")
    before = run / PREDECESSOR
    header = read_header(adapter).fields
    steps = header["lottery.steps"]
    # Adapters from older checkpoints do not say what they were trained on.
    hardware = str(header.get("lottery.hardware") or processor())
    log = [entry for entry in _log(run / "log.jsonl") if entry["step"] <= steps]
    # What was learnt before stays learnt: training goes on with the same pairs.
    known = _json(before).get("heads", {}) if before.exists() else {}
    trained = dict(map(head_of, manifest["train"]["kinds"]))
    with load_vocabulary(base) as vocabulary:
        heads = {name: vocabulary.renderer.hash(head) for name, head in trained.items()}
    return {
        "version": 1,
        "name": recipe.name,
        "adapter": {
            "file": adapter.name,
            "sha256": hashes.compute(adapter),
            "bytes": adapter.stat().st_size,
        },
        "base": {"file": base.name, "sha256": sha256_of(base)},
        "template": str(read_header(base).fields["tokenizer.chat_template"]),
        "languages": dict(sorted(LANGUAGES.items())),
        "heads": dict(sorted({**known, **heads}.items())),
        "data": {
            "examples": manifest["train"]["examples"],
            "tokens": manifest["train"]["tokens"],
            "templates": manifest["train"]["templates"],
            "kinds": {
                kind: count["examples"] for kind, count in manifest["train"]["kinds"].items()
            },
            "sources": dict(manifest["train"]["sources"]),
            "vocabulary": manifest["vocabulary"],
            "contamination": manifest["contamination"],
            **({"samples": manifest["samples"]} if "samples" in manifest else {}),
            "sha256": hashes.compute(run / "train.jsonl"),
        },
        "recipe": _json_recipe(run, recipe),
        "training": _training(log, manifest["train"]["examples"], hardware),
        **({"predecessor": _json(before)} if before.exists() else {}),
        **({"averaged": [sha256_of(path) for path in averaged]} if averaged else {}),
        "scores": {},
    }


def _json_recipe(run: Path, recipe: Recipe) -> dict[str, Any]:
    return {
        "file": RECIPE,
        "seed": recipe.seed,
        "rank": recipe.rank,
        "alpha": recipe.alpha,
        "rate": recipe.rate,
        "batch_tokens": recipe.batch_tokens,
        "text": (run / RECIPE).read_text("utf-8"),
    }


def _training(log: list[dict[str, Any]], available: int, hardware: str) -> dict[str, Any]:
    last = log[-LAST_STEPS:]
    count = len(last)
    return {
        "steps": log[-1]["step"],
        "examples_seen": sum(entry["examples"] for entry in log),
        "examples_available": available,
        "minutes": round(log[-1]["seconds"] / 60, 1),
        "hardware": hardware,
        "loss": round(sum(entry["loss"] for entry in last) / count, 4),
        "nll": round(sum(entry["nll"] for entry in last) / count, 4),
        "tokens_right": round(sum(entry["right"] for entry in last) / count, 4),
    }


def _json(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        raise UsageError(f"there is no {str(path)!r}", hint="run `lottery train data`") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{str(path)!r} can't be read: {error}") from error


def _log(path: Path) -> list[dict[str, Any]]:
    """Read the log. An interrupted run repeats steps; the last entry of each step counts."""
    try:
        entries = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    except FileNotFoundError:
        raise UsageError(f"there is no {str(path)!r}", hint="run `lottery train fit`") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{str(path)!r} can't be read: {error}") from error
    steps = {entry["step"]: entry for entry in entries}
    if not steps:
        raise UsageError(f"{str(path)!r} has no steps", hint="run `lottery train fit`")
    return [steps[step] for step in sorted(steps)]


def add_scores(folder: Path, report: Mapping[str, Any], *, label: str) -> dict[str, Any]:
    """Add an evaluation to the card in a folder and write it again.

    Args:
        folder: The folder of the adapter.
        report: What `evaluate` returned.
        label: Name of the column: `adapter Q8_0`.

    Raises:
        UsageError: If the folder has no card.
    """
    card = _json(folder / CARD)
    card["scores"][label] = dict(report)
    write(folder, card)
    return card


def add_note(folder: Path, text: str) -> None:
    """Put a text into the card in a folder, in place of the one that is there.

    Args:
        folder: The folder of the adapter.
        text: Markdown about what was tried, what limits the adapter, and what would help it.

    Raises:
        UsageError: If the folder has no card.
    """
    write(folder, {**_json(folder / CARD), "note": text.strip()})


def write(folder: Path, card: Mapping[str, Any]) -> None:
    """Write `card.json` and `card.md`."""
    text = json.dumps(card, indent=1, ensure_ascii=False) + "\n"
    (folder / CARD).write_text(text, "utf-8")
    (folder / "card.md").write_text(markdown(card), "utf-8")
