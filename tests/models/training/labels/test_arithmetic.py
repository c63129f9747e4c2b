"""Worksheets from annotated solutions, and problems with other numbers."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest

from lottery_agent.models.training.checks import fault, worksheet_value
from lottery_agent.models.training.labels.changed import changes
from lottery_agent.models.training.labels.expressions import compute, cut, written
from lottery_agent.models.training.labels.gsm8k import Refused, answer_of, draft_of, worksheet
from lottery_agent.toolbox.mathematics.notation import CONSTANTS, numbers_in

pytest.importorskip("lemminflect")

EGGS = "A farmer collects 16 eggs. He eats 3 eggs and sells the rest for $2 each. How much money?"


def problem(question: str, *lines: str, answer: str) -> dict[str, Any]:
    """Build an item whose solution has a mark a line, such as `16-3=13 eggs`."""
    marks, told = [], []
    for line in lines:
        mark, _, rest = line.partition(" ")
        left, _, right = mark.rpartition("=")
        marks.append([left, right])
        told.append(f"It is <<{left}={right}>>{right} {rest}.")
    return {
        "id": "gsm8k-train-x",
        "question": question,
        "solution": "\n".join(told),
        "steps": marks,
        "answer": answer,
    }


def sheet(question: str, *lines: str, answer: str) -> str:
    return str(worksheet(problem(question, *lines, answer=answer)))


def test_steps_are_named_after_what_the_solution_counts() -> None:
    made = sheet(EGGS, "16-3=13 eggs", "13*2=26 dollars", answer="26")
    assert made == "eggs = 16 - 3\nanswer = eggs * 2"


def test_a_number_is_what_the_question_writes() -> None:
    question = "A coat costs $80.50 and gets a 20% discount, 1/4 of the coats are red. How much?"
    assert sheet(question, "80.5*.2=16.1 discount", "80.5-16.1=64.4", answer="64.4") == (
        "discount = 80.50 * 20%\nanswer = 80.50 - discount"
    )
    assert sheet(question, "80.5*20/100=16.1", answer="16.1") == "answer = 80.50 * 20%"
    assert sheet(question, "80.5*.8=64.4", answer="64.4") == "answer = 80.50 * (1 - 20%)"


def test_words_for_numbers_and_units_of_time_count() -> None:
    question = "Twelve gulls eat twice as many plums each day. How many plums in a week?"
    made = sheet(question, "12*2=24 plums", "24*7=168", answer="168")
    assert made == "plums = 12 * 2\nanswer = plums * 7"


def test_steps_that_the_answer_does_not_need_are_left_out() -> None:
    made = sheet(EGGS, "16+3=19 eggs", "16-3=13 eggs", "13*2=26", answer="26")
    assert made == "eggs = 16 - 3\nanswer = eggs * 2"


@pytest.mark.parametrize(
    ("lines", "answer", "why"),
    [
        (["16-3=13 eggs", "13*7.7=100.1"], "100.1", "a number comes from nowhere"),
        (["16-3=13 eggs"], "26", "no step gives the answer"),
        (["16-3=13 eggs", "x*2=26"], "26", "a mark is no arithmetic"),
        (["16-3=12 eggs", "12*2=24"], "24", "the worksheet gives another value"),
        (["5-2=3 eggs", "3*16=48", "3*2=6", "48+6=54"], "54", "several things"),
    ],
)
def test_a_solution_that_can_not_be_trusted_is_refused(
    lines: list[str], answer: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        sheet(EGGS, *lines, answer=answer)


def test_a_worksheet_passes_the_checks_of_every_example() -> None:
    item = problem(EGGS, "16-3=13 eggs", "13*2=26 dollars", answer="26")
    draft = draft_of(EGGS, worksheet(item), answer_of(item), item)
    assert fault(draft) is None
    assert draft.template == "mathematics.gsm8k.steps.2"


def test_question_and_worksheet_change_together() -> None:
    item = problem(EGGS, "16-3=13 eggs", "13*2=26 dollars", answer="26")
    made = list(changes(item, worksheet(item), copies=5))
    assert len(made) == 5
    assert made == list(changes(item, worksheet(item), copies=5)), "equal items give equal drafts"
    for draft in made:
        assert draft.inputs["question"] != EGGS
        assert re.sub(r"\d+", "#", draft.inputs["question"]) == re.sub(r"\d+", "#", EGGS)
        allowed = {*numbers_in(draft.inputs["question"]), *CONSTANTS}
        assert set(re.findall(r"\d+", draft.target)) <= allowed
        value = worksheet_value(draft.target)
        assert value == Fraction(draft.answer or "")
        assert value > 0
        assert value.denominator == 1


@pytest.mark.parametrize(
    "question",
    [
        EGGS.replace("3 eggs", "three eggs"),
        EGGS.replace("money?", "money? He has 3 hens."),
        EGGS.replace("money?", "money for three days?"),
    ],
)
def test_a_number_in_words_or_in_two_places_stays(question: str) -> None:
    item = problem(question, "16-3=13 eggs", "13*2=26 dollars", answer="26")
    assert list(changes(item, worksheet(item), copies=5)) == []


def test_whole_steps_stay_whole_and_thousands_stay_parted() -> None:
    question = "A school buys 1,200 lanterns and splits them among 40 rooms. How many in a room?"
    item = problem(question, "1200/40=30 lanterns", answer="30")
    made = list(changes(item, worksheet(item), copies=8))
    assert made
    for draft in made:
        assert Fraction(draft.answer or "").denominator == 1
        number = re.search(r"buys ([\d,]+) ", draft.inputs["question"])
        assert number
        assert ("," in number[1]) == (len(number[1]) > 3)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("16-3-4", "9"),
        ("2(3+4)", "14"),
        ("-3+5*2", "7"),
        ("$1,000*20%", "200"),
        (".5/(1-.75)", "2"),
    ],
)
def test_arithmetic_is_exact(text: str, value: str) -> None:
    signs = cut(text)
    assert signs is not None
    assert compute(signs, {}) == Fraction(value)
    assert worksheet_value(f"answer = {written(signs, {})}") == Fraction(value)


@pytest.mark.parametrize("text", ["12 eggs", "x*2", "", "2//3=", "3:4"])
def test_what_is_no_arithmetic_is_not_cut(text: str) -> None:
    assert cut(text) is None


@pytest.mark.parametrize("text", ["2/0", "(2", "2+", "*"])
def test_what_has_no_value_has_none(text: str) -> None:
    assert compute(cut(text) or (), {}) is None
