"""The arm: no model is loaded, what has no control is left out, and nothing is guessed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lottery_agent import assembly
from lottery_agent.answer import Answer
from lottery_agent.cli import main
from lottery_agent.errors import ToolError
from lottery_agent.knowledge import Passage
from lottery_agent.lab.arms import ARMS
from lottery_agent.lab.catalogue import BENCHMARKS
from lottery_agent.lab.controls.control import Control
from lottery_agent.lab.controls.retrieval import Retrieval
from lottery_agent.lab.controls.solvers import CONTROLLED, SOLVERS
from lottery_agent.lab.opening import opened
from lottery_agent.lab.runs import read_manifest, results_of
from lottery_agent.lab.scores import score_run
from lottery_agent.settings import load_settings

Write = Callable[[str, Iterable[Mapping[str, Any]]], Path]
Ask = Callable[..., Answer]


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("the control needs no model")

    for loader in ("load_engine", "load_embedder", "ticket_for"):
        monkeypatch.setattr(assembly, loader, refuse)


def test_the_controls_are_those_of_benchmarks() -> None:
    assert BENCHMARKS.keys() > CONTROLLED
    without = BENCHMARKS.keys() - CONTROLLED
    assert without == {
        *("gsm8k", "gsm8k_paired", "gsm_hard", "svamp", "multiarith"),
        *("folio", "folio_paired", "bbh_formal_fallacies"),
    }


def test_the_tools_answer_in_their_sandbox_without_a_model(no_model: None) -> None:
    with opened(ARMS["control"], load_settings({"tool_workers": 1})) as asker_of:
        asker = asker_of(BENCHMARKS["bbh_word_sorting"])
        answer = asker.ask("Sort the following words alphabetically: List: fig elm")
    assert (answer.answer, answer.agent, answer.ticket) == ("elm, fig", "control", None)
    assert [work.call for work in answer.work] == ['sort_words(["fig", "elm"])']
    assert answer.usage.model_calls == answer.usage.prompt_tokens == 0


def test_a_run_leaves_out_what_has_no_control(
    no_model: None, write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sums = [{"id": "s-1", "task": "svamp", "question": "What is 1 + 1?", "answer": "2"}]
    claim = "Is the following statement true, false, or unknown? "
    theory = {"context": "Oda is calm. If Oda is calm then Oda is kind.", "task": "proofwriter"}
    options = ["A) True", "B) False", "C) Unknown"]
    items = [
        {"id": "p-1", "question": f"{claim}Oda is kind.", "answer": "A"},
        {"id": "p-2", "question": f"{claim}Oda is odd or so.", "answer": "C"},
    ]
    data = write("svamp_dev", sums).parent
    write("proofwriter_dev", [{**item, **theory, "options": options} for item in items])
    place = ["--data", str(data), "-a", "control", "-b", "svamp"]
    folder = tmp_path / "run"
    assert main(["lab", "run", str(folder), *place, "-b", "proofwriter", "-j", "1"]) == 0
    assert "svamp" not in capsys.readouterr().out
    assert read_manifest(folder)["left_out"] == {"control": ["svamp"]}
    assert not results_of(folder, "control", "svamp").exists()
    lines = results_of(folder, "control", "proofwriter").read_text("utf-8").splitlines()
    answers = {answer["id"]: answer for answer in map(json.loads, lines)}
    assert (answers["p-1"]["answer"], answers["p-1"]["exact"]) == ("A", True)
    assert (answers["p-2"]["status"], answers["p-2"]["reason"]) == ("abstained", "no_evidence")
    tally = score_run(folder, data).cells["proofwriter"]["control"].tally
    assert (tally.correct, tally.wrong, tally.abstained) == (1, 0, 1)
    assert main(["lab", "run", str(folder), "--resume", "--data", str(data)]) == 0
    assert main(["lab", "run", str(tmp_path / "none"), *place]) == 2
    assert "none of these benchmarks can be asked of control" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


class Refusing:
    """Tools that refuse every call."""

    def run(
        self, tool: str, request: Mapping[str, Any], *, seconds: float | None = None
    ) -> dict[str, Any]:
        raise ToolError("no", kind="limit")


WORDS = (
    "If then all things people is are not does the Wilma otter kind and , . ? ! : says lies tells "
    "truth Rule1: Rule1 is preferred over Rule2 The current state of the game is as follows. And "
    "rules On the desk you see a red mug two blue pens . What color Take 3 steps left. Turn around "
    "Today was 1/2/2011 99/99/2011 0000 -1 ( ) [ { True = + \n List: Input: x y z ? = ~ | 7pm to 8"
).split(" ")


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(SOLVERS)),
    st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=24).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.lists(st.text(max_size=6), max_size=3),
)
def test_whatever_is_asked_there_is_an_abstention_and_no_error(
    name: str, question: str, context: str, options: list[str]
) -> None:
    answer = Control(SOLVERS[name], Refusing()).ask(question, context=context, options=options)
    assert answer.status == "abstained"
    assert answer.reason in ("no_evidence", "limit", "error")


def test_an_answer_that_no_option_states_is_an_abstention(ask: Ask) -> None:
    have = "I have a lamp and two mice. How many things do I have?"
    assert ask("bbh_object_counting", have, ["A) two", "B) three"]).answer == "B"
    answer = ask("bbh_object_counting", have, ["A) two", "B) four"])
    assert (answer.status, answer.reason, answer.confidence) == ("abstained", "low_confidence", 0)


class WordEmbedder:
    """One direction per word."""

    name, sha256, dimension = "words", "0" * 64, 64

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().strip("?.").split():
                row[sum(map(ord, word)) % self.dimension] += 1
            row /= np.linalg.norm(row)
        return rows


TEXT = "The mill was built in 1804. It burned down in the winter of 1911. A lake is beside it."


class Shelf:
    """One passage, of some relevance."""

    def __init__(self, score: float) -> None:
        self.score = score

    def _passage(self, source: str, text: str) -> list[Passage]:
        return [Passage("1", source, text, 0, len(text), self.score, "")]

    def search(self, query: str, k: int) -> list[Passage]:
        return self._passage("base", TEXT)

    def rank(self, text: str, query: str, k: int) -> list[Passage]:
        return self._passage("context", text)

    def table_of(self, passage: Passage) -> str | None:
        return None


def read(*, open: bool, score: float = 0.9, context: str | None = None) -> Answer:
    retrieval = Retrieval(Shelf(score), WordEmbedder, open)
    return Control(retrieval, Refusing()).ask("When was the mill built?", context=context)


def test_the_best_sentence_is_the_answer() -> None:
    for answer in (read(open=False, context=TEXT), read(open=True)):
        assert (answer.answer, answer.kind) == ("The mill was built in 1804.", "quote")
        assert not answer.exact
        assert [citation.quote for citation in answer.citations] == [answer.answer]
    assert read(open=True).citations[0].source == "base"


def test_a_passage_of_the_base_must_be_relevant_as_it_must_for_the_agent() -> None:
    answer = read(open=True, score=0.1)
    assert (answer.status, answer.reason) == ("abstained", "no_evidence")
    assert read(open=False, score=0.1, context=TEXT).status == "answered"
    assert read(open=False, context="").status == "abstained"
