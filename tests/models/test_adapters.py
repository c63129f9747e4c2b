"""The adapters that the package brings fit the prompts and languages that it runs."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from lottery_agent.assembly import load_engine
from lottery_agent.errors import ModelFileError
from lottery_agent.graphs.heads import HEADS
from lottery_agent.models import adapters
from lottery_agent.models.adapters.card import mismatches, read_card, trained
from lottery_agent.models.engine import load_vocabulary
from lottery_agent.models.forge import adapter_for, read_adapter, write_adapter
from lottery_agent.models.prompts import Renderer
from lottery_agent.settings import load_settings
from lottery_agent.toolbox.calls.grammar import VERSION as CALLS
from lottery_agent.toolbox.language import VERSIONS

LANGUAGES = {**VERSIONS, "calls": CALLS}
COMMITTED = sorted(Path(str(adapters.__file__)).parent.glob("*/adapter.gguf"))


def renderer(template: str) -> Renderer:
    return Renderer(template, lambda text, special: list(text.encode()))


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.parent.name)
def test_a_committed_adapter_knows_what_runs(path: Path) -> None:
    card = read_card(path)
    assert card is not None, "every adapter has a card"
    hashed = renderer(card["template"]).hash
    assert mismatches(card, languages=LANGUAGES, heads=HEADS, hashed=hashed) == []


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.parent.name)
def test_a_committed_adapter_is_found_and_evaluated(path: Path) -> None:
    assert adapter_for(path.parent.name) == path
    assert read_adapter(path).pairs
    card = read_card(path)
    assert card is not None
    assert card["name"] == path.parent.name
    assert card["scores"], "run `lottery train evaluate`"
    assert card["data"]["contamination"]["exact"] == card["data"]["contamination"]["near"] == 0


@pytest.mark.real
@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.parent.name)
def test_a_card_names_the_template_and_the_hash_of_the_base(path: Path, base_model: Path) -> None:
    from lottery_agent.models.zoo import read_header

    card = read_card(path)
    assert card is not None
    assert card["template"] == read_header(base_model).fields["tokenizer.chat_template"]
    assert card["base"]["sha256"] == hashlib.sha256(base_model.read_bytes()).hexdigest()


def fitting() -> dict[str, object]:
    hashed = renderer("{% for m in messages %}{{ m.content }}\n{% endfor %}").hash
    return {
        "languages": dict(LANGUAGES),
        "heads": {name: hashed(head) for name, head in HEADS.items()},
    }


def found(card: dict[str, object], **changes: object) -> list[str]:
    template = str(changes.pop("template", "{% for m in messages %}{{ m.content }}\n{% endfor %}"))
    options = {"languages": LANGUAGES, "heads": HEADS, **changes}
    return mismatches(card, hashed=renderer(template).hash, **options)  # type: ignore[arg-type]


def known(card: dict[str, object], heads: dict[str, str]) -> frozenset[str]:
    hashed = renderer("{% for m in messages %}{{ m.content }}\n{% endfor %}").hash
    return trained(card, heads=heads, hashed=hashed)


def test_what_was_trained_for_is_no_mismatch() -> None:
    assert found(fitting()) == []


def test_an_older_language_is_named() -> None:
    (line,) = found(fitting(), languages={**LANGUAGES, "logic": 1})
    assert "logic" in line
    assert "version 1 runs" in line
    assert f"knows {LANGUAGES['logic']}" in line


def test_a_language_that_is_gone_is_named() -> None:
    (line,) = found(fitting(), languages={n: v for n, v in LANGUAGES.items() if n != "quote"})
    assert "quote" in line


def test_what_was_added_since_is_no_mismatch() -> None:
    heads = {**HEADS, "clerk": "Write."}
    languages = {**{name: version + 1 for name, version in LANGUAGES.items()}, "forms": 1}
    assert found(fitting(), languages=languages, heads=heads) == []
    assert known(fitting(), heads) == set(HEADS)


def test_a_changed_head_is_named() -> None:
    heads = {**HEADS, "router": "Choose!"}
    (line,) = found(fitting(), heads=heads)
    assert "router" in line
    assert known(fitting(), heads) == HEADS.keys() - {"router"}


def test_another_template_changes_every_head() -> None:
    other = "{% for m in messages %}{{ m.content }}\n\n{% endfor %}"
    assert len(found(fitting(), template=other)) == len(HEADS)


def test_a_card_belongs_to_its_adapter(tmp_path: Path) -> None:
    adapter = tmp_path / "adapter.gguf"
    adapter.write_bytes(b"one")
    assert read_card(adapter) is None
    card = {"adapter": {"sha256": hashlib.sha256(b"one").hexdigest()}}
    (tmp_path / "card.json").write_text(json.dumps(card), "utf-8")
    assert read_card(adapter) == card
    adapter.write_bytes(b"two")
    with pytest.raises(ModelFileError, match="another adapter"):
        read_card(adapter)
    (tmp_path / "card.json").write_text("{", "utf-8")
    with pytest.raises(ModelFileError, match="can't be read"):
        read_card(adapter)


@pytest.mark.parametrize(
    ("heads", "judges"),
    [(HEADS, True), ({n: h for n, h in HEADS.items() if n != "judge"}, False), (None, False)],
    ids=["trained", "untrained", "no card"],
)
@pytest.mark.usefixtures("cache")
def test_only_an_adapter_whose_card_names_the_judge_may_judge(
    heads: dict[str, str] | None, judges: bool, tiny_model: Path, tmp_path: Path
) -> None:
    pair = (np.ones((2, 64), np.float32), np.ones((64, 2), np.float32))
    adapter = tmp_path / "adapter.gguf"
    write_adapter(adapter, {"blk.0.attn_q.weight": pair}, alpha=2.0, base=tiny_model, name="tiny")
    if heads is not None:
        with load_vocabulary(tiny_model) as vocabulary:
            known = {name: vocabulary.renderer.hash(head) for name, head in heads.items()}
        facts = {
            "adapter": {"sha256": hashlib.sha256(adapter.read_bytes()).hexdigest()},
            "languages": LANGUAGES,
            "heads": known,
        }
        (tmp_path / "card.json").write_text(json.dumps(facts), "utf-8")
    settings = load_settings({"model": str(tiny_model), "adapter_file": str(adapter)})
    loaded = load_engine(settings, settings.model)
    try:
        assert loaded.judges is judges
        assert loaded.trained is not None
        assert "mathematician" in loaded.trained
    finally:
        loaded.close()
