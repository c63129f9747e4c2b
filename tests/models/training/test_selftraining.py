"""What a ticket wrote becomes verdicts, balanced in each problem, and other right ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lottery_agent.errors import UsageError
from lottery_agent.models.training.checks import fault
from lottery_agent.models.training.computations import normal_form
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.samples import Sample, identity
from lottery_agent.models.training.selftraining import (
    PAIRS,
    WAYS,
    check_samples,
    is_reserved,
    selftrained,
    verdicts,
    without_samples,
)

KNOWN = "gulls = 3 * 14\nanswer = gulls - 12"
RIGHT = [
    "wagons = 14 * 3\nanswer = wagons - 12",
    "answer = 3 * 14 - 12",
    "answer = 14 * 3 - 12",
    "wagons = 12\nanswer = 3 * 14 - wagons",
    "answer = -12 + 14 * 3",
    "answer = -12 + 3 * 14",
]
WRONG = {
    "answer = 3 + 14 - 12": "5",
    "answer = 14 + 3 - 12": "5",
    "answer = 3 * 14": "42",
    "answer = 3 * 12": "36",
}


def problem(
    sheets: Sequence[tuple[str, str | None]], number: int = 0, *, source: str = "generated"
) -> list[Sample]:
    """Return samples of one problem, each a worksheet and its value."""
    name = f"Milo sees 3 gulls on each of 14 wagons, and 12 leave. How many, in case {number}?"
    return [
        Sample(
            question=name,
            context=None,
            sheet=sheet,
            value=value,
            right=value == "30",
            known=KNOWN,
            template="mathematics.story.two.5",
            source=source,
            of=identity({"question": name}),
            number=index,
            drawn={},
        )
        for index, (sheet, value) in enumerate(sheets)
    ]


GOOD: list[tuple[str, str | None]] = [(sheet, "30") for sheet in RIGHT]
BAD: list[tuple[str, str | None]] = list(WRONG.items())


def free(numbers: range, sheets: Sequence[tuple[str, str | None]]) -> list[Sample]:
    """Return problems that are not kept for evaluation."""
    found = (problem(sheets, number) for number in numbers)
    return [sample for each in found if not is_reserved(each[0]) for sample in each]


def judged(samples: Sequence[Sample], *, held_out: bool = False, seed: int = 1) -> list[Draft]:
    return list(verdicts(samples, Random(seed), held_out=held_out))


def test_verdicts_are_balanced_in_each_problem() -> None:
    drafts = judged([*free(range(20), [*GOOD, *BAD]), *free(range(20, 30), [*GOOD[:1], *BAD])])
    counts = Counter((draft.inputs["question"], draft.target) for draft in drafts)
    assert {target for _, target in counts} == {"right", "wrong"}
    assert set(counts.values()) == {1, PAIRS}
    for question, _ in counts:
        assert counts[question, "right"] == counts[question, "wrong"]
    assert all(fault(draft) is None for draft in drafts)
    shown = [(draft.inputs["question"], draft.inputs["sheet"]) for draft in drafts]
    assert len(shown) == len(set(shown))


def test_what_tells_nothing_of_the_worksheet_is_left_out() -> None:
    assert judged(free(range(9), GOOD)) == []
    assert judged(free(range(9), BAD)) == []
    assert judged(free(range(9), [*GOOD, ("answer = 3 / 0", None)])) == []


def test_a_value_by_accident_is_neither_right_nor_wrong() -> None:
    accidents: list[tuple[str, str | None]] = [("answer = 30", "30"), ("answer = 3 * 10", "30")]
    assert judged(free(range(9), [*accidents, *BAD])) == []
    assert list(selftrained(free(range(9), accidents), Random(1))) == []


def test_wrong_values_that_come_often_are_judged_first() -> None:
    often: list[tuple[str, str | None]] = [("answer = 14 * 12", "168")] * 3
    drafts = judged(free(range(9), [GOOD[0], *BAD, *often]))
    wrong = {draft.inputs["value"] for draft in drafts if draft.target == "wrong"}
    assert wrong == {"168"}
    drafts = judged(free(range(9), [*GOOD, *BAD, *often]))
    values = Counter(draft.inputs["value"] for draft in drafts if draft.target == "wrong")
    assert values["168"] == values["5"] == len(drafts) / 4  # one each before a second of one value


def test_worksheets_that_differ_in_names_alone_count_once() -> None:
    named: list[tuple[str, str | None]] = [
        (f"{name} = 3 + 14\nanswer = {name} - 12", "5") for name in ("gulls", "wagons", "case")
    ]
    drafts = judged(free(range(9), [*GOOD, *named]))
    assert set(Counter(draft.inputs["question"] for draft in drafts).values()) == {2}


def test_some_problems_are_kept_for_evaluation() -> None:
    samples = [s for number in range(90) for s in problem([GOOD[0], BAD[0]], number)]
    train, held_out = judged(samples), judged(samples, held_out=True)
    ways = list(selftrained(samples, Random(1)))
    asked = [{draft.inputs["question"] for draft in each} for each in (train, held_out, ways)]
    assert asked[0] == asked[2]
    assert not asked[0] & asked[1]
    assert len(asked[0]) + len(asked[1]) == 90
    assert 0 < len(asked[1]) < 20


def test_all_variants_of_a_problem_are_kept_together() -> None:
    kept = {is_reserved(problem(GOOD, n, source="gsm8k-train-00007")[0]) for n in range(50)}
    assert len(kept) == 1
    assert {is_reserved(problem(GOOD, n)[0]) for n in range(90)} == {True, False}


def test_other_ways_are_right_few_and_not_long() -> None:
    long = ("gulls = 14 + 14\nwagons = gulls + 14\ncase = 12 - 0\nanswer = wagons - case", "30")
    drafts = list(selftrained(free(range(20), [*GOOD, *BAD, long, (KNOWN, "30")]), Random(1)))
    for draft in drafts:
        assert draft.kind == "worksheet"
        assert draft.target in RIGHT
        assert normal_form(draft.target) != normal_form(KNOWN)
        assert draft.answer == "30"
        assert fault(draft) is None
    counts = Counter(draft.inputs["question"] for draft in drafts)
    assert set(counts.values()) == {WAYS}
    assert len({draft.target for draft in drafts}) > WAYS


@settings(max_examples=20)
@given(st.permutations([*GOOD, *BAD]), st.randoms(use_true_random=False))
def test_the_order_of_a_file_does_not_matter(
    sheets: list[tuple[str, str | None]], random: Random
) -> None:
    samples = [*problem(sheets, 1), *problem(sheets[:5], 2)]
    mixed = random.sample(samples, len(samples))
    assert judged(samples) == judged(mixed)
    assert list(selftrained(samples, Random(1))) == list(selftrained(mixed, Random(1)))


def test_samples_need_a_share(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    check_samples(None, {"story": 1.0})
    check_samples(path, {"story": 1.0, "selftrained": 0.1})
    assert without_samples({"story": 1.0, "verdicts": 0.1, "selftrained": 0.1}) == {"story": 1.0}
    with pytest.raises(UsageError, match="takes nothing from samples"):
        check_samples(path, {"story": 1.0})
