from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from lottery_agent.errors import ModelFileError
from lottery_agent.graphs.heads import HEADS
from lottery_agent.graphs.router import LABELS
from lottery_agent.models.engine import ScriptedEngine
from lottery_agent.models.engine.scripted import Line
from lottery_agent.models.forge.measure import answers
from lottery_agent.models.forge.probes import Grammar, Probe, probes, read_probes, write_probes
from lottery_agent.models.prompts import Prompt

SHARED = "start: FIRST WORD\nFIRST: /[a-z]/\n"


def probe(word: str, grammar: str, *, kind: str = "statement") -> Probe:
    return Probe(kind, Prompt(kind, "Say it.", f"Say {word}"), word, Grammar(grammar), 9)


def test_there_are_probes_for_all_that_delegate() -> None:
    counts = Counter(one.kind for one in probes())
    assert counts.total() == 535
    assert set(counts) == {
        "statement", "query", "worksheet", "route", "quote", "search", "call", "plan", "table",
        "line", "asking", "mode", "language", "event", "asked",
    }  # fmt: skip
    assert min(counts.values()) > 15


def test_the_file_is_small() -> None:
    path = files("lottery_agent.models.forge") / "probes.jsonl"
    assert len(path.read_bytes()) < 400_000


def test_no_probe_is_there_twice() -> None:
    asked = [(one.kind, one.prompt.question) for one in probes()]
    assert len(asked) == len(set(asked))


def test_the_heads_are_those_of_the_agents() -> None:
    heads = {one.prompt.head for one in probes()}
    assert heads == set(HEADS.values()) - {HEADS["direct"], HEADS["judge"]}


def test_the_labels_are_those_of_the_router() -> None:
    for one in probes():
        if one.kind == "route":
            assert one.target in one.labels
            assert set(LABELS) - set(one.labels) <= {"chat"}


@pytest.fixture(scope="module")
def perfect() -> Iterator[ScriptedEngine]:
    """An engine that answers as expected; it enforces the grammars."""
    wanted = {(one.prompt.head, one.prompt.question): one for one in probes()}

    def say(prompt: Prompt) -> Line:
        one = wanted[prompt.head, prompt.question]
        return {one.target: 1.0} if one.labels else one.target

    with ScriptedEngine(say) as engine:
        yield engine


def test_each_expected_sentence_is_allowed_by_its_grammar(perfect: ScriptedEngine) -> None:
    # A token of this engine is a byte, so that sentences need more of them.
    patient = [replace(one, max_tokens=2000) for one in probes()]
    assert [
        one.target for one, good in zip(patient, answers(perfect, patient), strict=True) if not good
    ] == []


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    written = (
        probe("a red", SHARED + 'WORD: " red"\n\nstart: statement\n'),
        probe("a blue", SHARED + 'WORD: " blue"\nMORE: "x"\n\nstart: statement\n'),
        probe("2", "start: /[0-9]/", kind="call"),
        Probe("route", Prompt("router", "Choose.", "Hello"), "chat", None, 1, ("math", "chat")),
    )
    path = tmp_path / "probes.jsonl"
    write_probes(path, written, origin={"recipe": "r", "seed": 7})
    assert read_probes(path) == written
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert lines[0] == {"version": 2, "recipe": "r", "seed": 7}
    assert lines[1]["opening"] == SHARED
    assert lines[1]["closing"] == "\nstart: statement\n"
    assert lines[2]["grammar"] == 'WORD: " red"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no probes"),
        ("{", "holds no probes"),
        ('{"version": 99}\n', "version 99"),
        ('{"version": 2}\n{"kind": "call", "question": "?", "target": "x"}\n', "holds no probes"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(ModelFileError, match=message):
        read_probes(path)
    with pytest.raises(ModelFileError, match="holds no probes"):
        read_probes(tmp_path / "missing.jsonl")
