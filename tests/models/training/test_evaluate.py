from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.models.engine import ScriptedEngine
from lottery_agent.models.engine.scripted import Line
from lottery_agent.models.prompts import Prompt
from lottery_agent.models.training.calibration import calibrate, ece, probabilities
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.evaluate import evaluate, held_out
from lottery_agent.models.training.render import Example, prompt_of, write
from lottery_agent.models.training.separation import auc, auc_within

SHEET = Draft("worksheet", {"question": "What is 3 times 14?"}, "answer = 3 * 14", "a")
FACT = Draft("statement", {"sentence": "Milo is a gull."}, "gull(Milo)", "b")
ROUTE = Draft("route", {"question": "What is 3 times 14?"}, "math", "c")
CALL = Draft(
    "call",
    {"question": "When is the launch for Milo?", "signatures": ["launch(name: str)"]},
    'launch("Milo")',
    "d",
)
TALK = Draft("talk", {"question": "Hello"}, "Hello! How can I help?", "talk.0")


def run(folder: Path, drafts: Sequence[Draft]) -> Path:
    examples = [Example(draft.kind, (1,), (2,), (3,), draft) for draft in drafts]
    write(folder / "words.jsonl", examples)
    write(folder / "templates.jsonl", [])
    return folder


def says(answers: dict[str, Line]) -> ScriptedEngine:
    return ScriptedEngine(lambda prompt: answers[prompt.question])


def answers(drafts: Sequence[Draft], **changes: Line) -> dict[str, Line]:
    def question(draft: Draft) -> str:
        prompt: Prompt = prompt_of(draft)
        return prompt.question

    return {question(draft): changes.get(draft.kind, draft.target) for draft in drafts}


def test_expected_answers_are_right(tmp_path: Path) -> None:
    drafts = [SHEET, FACT, ROUTE, CALL, TALK]
    with says(answers(drafts)) as engine:
        report, wrong = evaluate(engine, run(tmp_path, drafts))
    assert not wrong
    shares = report["scores"]["words"]
    assert {kind: share["exact"] for kind, share in shares.items()} == dict.fromkeys(
        ("worksheet", "statement", "route", "call", "talk"), 1
    )
    low, high = shares["statement"]["interval"]
    assert 0 < low < high == 1


def test_a_worksheet_of_equal_value_is_right_but_not_exact(tmp_path: Path) -> None:
    with says(answers([SHEET], worksheet="answer = 14 * 3")) as engine:
        report, wrong = evaluate(engine, run(tmp_path, [SHEET]))
    assert not wrong
    assert report["scores"]["words"]["worksheet"]["right"] == 1
    assert report["scores"]["words"]["worksheet"]["exact"] == 0


TABLE = Draft(
    "table",
    {"question": "How many gulls are calm?", "text": "gull,calm\nMilo,yes\nPetra,no\nAgnes,yes"},
    "select count(*) from table where calm",
    "table.count.how_many",
    answer="2",
)


@pytest.mark.parametrize(
    ("draft", "written", "right"),
    [
        (TABLE, "select count(calm) - 1 from table", 1),
        (TABLE, "select count(*) from table", 0),
        (TABLE, "select sum(gull) from table", 0),
    ],
)
def test_what_gives_the_known_answer_is_right(
    tmp_path: Path, draft: Draft, written: str, right: int
) -> None:
    with says(answers([draft], **{draft.kind: written})) as engine:
        report, _ = evaluate(engine, run(tmp_path, [draft]))
    share = report["scores"]["words"][draft.kind]
    assert (share["right"], share["exact"]) == (right, 0)


@pytest.mark.parametrize(
    ("draft", "written"),
    [
        (SHEET, "answer = 3 + 14"),
        (FACT, "~gull(Milo)"),
        (FACT, "walrus(Milo)"),
        (CALL, 'launch("When")'),
        (TALK, "Goodbye!"),
    ],
)
def test_another_answer_is_wrong(tmp_path: Path, draft: Draft, written: str) -> None:
    """A word that the agent's grammar does not allow is an error of the engine: wrong too."""
    with says(answers([draft], **{draft.kind: written})) as engine:
        report, (outcome,) = evaluate(engine, run(tmp_path, [draft]))
    assert report["scores"]["words"][draft.kind]["right"] == 0
    assert outcome.to_json()["wanted"] == draft.target


def test_another_reply_to_the_same_talk_is_right(tmp_path: Path) -> None:
    with says(answers([TALK], talk="Hi! What can I do for you?")) as engine:
        _, wrong = evaluate(engine, run(tmp_path, [TALK]))
    assert not wrong


def test_a_wrong_route_is_wrong_and_counts_in_the_calibration(tmp_path: Path) -> None:
    with says({prompt_of(ROUTE).question: {"chat": 0.9, "math": 0.1}}) as engine:
        report, (outcome,) = evaluate(engine, run(tmp_path, [ROUTE]))
    assert outcome.written == "chat"
    assert report["router"]["ece"] == pytest.approx(0.9, abs=0.01)


@pytest.mark.parametrize(("said", "right"), [("places", 1), ("rules", 0)])
def test_a_label_is_chosen_by_its_score(tmp_path: Path, said: str, right: int) -> None:
    draft = Draft("language", {"question": "Who won?", "context": "Milo won."}, "places", "e")
    mode = Draft("mode", {"question": "Which can be?"}, "could", "f")
    words = {
        prompt_of(draft).question: {said: 0.9},
        prompt_of(mode).question: {"could": 0.6, "must": 0.4},
    }
    with says(words) as engine:
        report, _ = evaluate(engine, run(tmp_path, [draft, mode]))
    shares = report["scores"]["words"]
    assert (shares["language"]["right"], shares["mode"]["right"]) == (right, 1)
    assert "router" not in report, "only the router's probabilities are calibrated"


def test_a_question_with_a_context_is_never_routed_to_small_talk(tmp_path: Path) -> None:
    draft = Draft("route", {"question": "Who is it?", "context": "It is Milo."}, "search", "e")
    with says({prompt_of(draft).question: {"chat": 0.9, "search": 0.06, "math": 0.04}}) as engine:
        report, wrong = evaluate(engine, run(tmp_path, [draft]))
    assert not wrong
    assert report["router"]["nll"] == pytest.approx(-math.log(0.6), abs=0.01)


def test_a_limit_counts_each_kind(tmp_path: Path) -> None:
    folder = run(tmp_path, [SHEET, SHEET, FACT, FACT, FACT])
    assert [example.kind for _, example in held_out(folder, limit=1)] == ["worksheet", "statement"]
    assert len(held_out(folder)) == 5


def test_the_fitted_temperature_is_the_one_that_scores_were_divided_by() -> None:
    rng = Random(3)
    rows, labels = [], []
    for _ in range(4000):
        scores = [rng.gauss(0, 1.5) for _ in range(4)]
        labels.append(rng.choices(range(4), probabilities(scores))[0])
        rows.append([2.5 * score for score in scores])
    found = calibrate(rows, labels)
    assert found.temperature == pytest.approx(2.5, rel=0.1)
    assert found.ece_at_temperature < 0.03 < found.ece
    assert found.nll_at_temperature < found.nll


def test_calibration_error_of_certain_answers() -> None:
    sure = [[0.0, -50.0]] * 10
    assert ece(sure, [0] * 10) == pytest.approx(0, abs=1e-9)
    assert ece(sure, [1] * 10) == pytest.approx(1)
    assert ece(sure, [0, 1] * 5) == pytest.approx(0.5)


def test_scores_of_any_size_have_probabilities() -> None:
    assert probabilities([1000.0, 1000.0]) == [0.5, 0.5]
    assert math.isclose(sum(probabilities([-1e4, 3.0, 2.0], 0.1)), 1.0)


def verdict(question: str, sheet: str, value: str, said: str) -> Draft:
    return Draft("verdict", {"question": question, "sheet": sheet, "value": value}, said, "v")


VERDICTS = [
    verdict("3 by 14?", "answer = 3 * 14", "42", "right"),
    verdict("3 by 14?", "answer = 3 + 14", "17", "wrong"),
    verdict("2 by 5?", "answer = 2 * 5", "10", "right"),
    verdict("2 by 5?", "answer = 2^5", "32", "wrong"),
]


def test_verdicts_are_scored_and_told_apart(tmp_path: Path) -> None:
    chances = zip(VERDICTS, (0.4, 0.1, 0.9, 0.7), strict=True)
    with says({prompt_of(draft).question: {"right": p} for draft, p in chances}) as engine:
        report, wrong = evaluate(engine, run(tmp_path, VERDICTS))
    assert [(outcome.written, outcome.example.draft) for outcome in wrong] == [
        ("wrong", VERDICTS[0]),
        ("right", VERDICTS[3]),
    ]
    share = report["scores"]["words"]["verdict"]
    assert (share["right"], share["items"]) == (2, 4)
    assert report["judge"]["auc"] == 0.75
    assert report["judge"]["auc_within"] == 1.0
    assert report["judge"]["temperature"] >= 1
    assert "router" not in report


judgements = st.lists(st.tuples(st.sampled_from([0.1, 0.4, 0.5, 0.9]), st.booleans()), max_size=12)


@given(judgements)
def test_area_under_the_curve_counts_pairs(found: list[tuple[float, bool]]) -> None:
    pairs = [(good, bad) for good, right in found if right for bad, other in found if not other]
    won = sum((good > bad) + (good == bad) / 2 for good, bad in pairs)
    assert auc(found) == (won / len(pairs) if pairs else None)
    assert auc_within(("one", each) for each in found) == auc(found)
    assert auc_within(enumerate(found)) is None
