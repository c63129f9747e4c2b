"""Score results against gold answers: what was right, what was wrong, what was left open.

How an item is judged follows from its gold answer, never from its wording:

* abstention is right where the gold status is `abstained` or the gold answer is empty;
* small talk (task `direct`) is right if there is a reply and no tool was called;
* with options, the letter or the text of the gold option;
* with `answers`, any of these texts, compared as SQuAD does;
* else the value of `answer`: a number or several within 0.1% or 0.001, a verdict, an expression.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeVar

from lottery_agent.comparison import (
    is_number_list,
    is_words,
    normalise,
    option_index,
    same_notation,
    same_numbers,
    same_words,
    token_f1,
    verdict,
)
from lottery_agent.errors import UsageError

T = TypeVar("T")
Outcome = Literal["correct", "wrong", "abstained", "failed"]
Equivalent = Callable[[str, str], bool]
"""Says whether two expressions have the same value."""

NO_TASK = "all"
"""The task of items that name none."""

Z95 = 1.959963984540054
"""Quantile of the normal distribution for an interval of 95%."""


@dataclass(frozen=True, slots=True)
class Gold:
    """What an item's result is compared with."""

    id: str
    task: str
    answer: str | None
    answers: tuple[str, ...] | None
    options: tuple[str, ...]
    abstain: bool

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Gold:
        """Read a line of an answers file.

        Raises:
            UsageError: If it has no `id`, or neither an answer nor the status `abstained`.
        """
        if data.get("id") is None:
            raise UsageError(f"an answer has no id: {dict(data)!r:.120}")
        answer = data.get("answer")
        answers = data.get("answers")
        if not isinstance(answers, list | None):
            raise UsageError(f'item {data["id"]!r}: "answers" is no list: {answers!r:.80}')
        if answer is None and not answers and data.get("status") != "abstained":
            raise UsageError(
                f"item {data['id']!r} has no answer", hint='give "answer", or "status": "abstained"'
            )
        return cls(
            id=str(data["id"]),
            task=str(data.get("task") or NO_TASK),
            answer=None if answer is None else str(answer),
            answers=tuple(str(text) for text in answers) if answers else None,
            options=tuple(str(text) for text in data.get("options") or ()),
            abstain=data.get("status") == "abstained" or (answer in (None, "") and not answers),
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    """How one result compares with its gold answer."""

    id: str
    task: str
    outcome: Outcome
    answered: bool
    f1: float | None = None
    """Token overlap with the nearest accepted text; None if the gold answer is no text."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts and rates over some items. Rates lie in [0, 1]."""

    items: int
    correct: int
    wrong: int
    abstained: int
    failed: int
    accuracy: float
    low: float
    """Lower end of the 95% Wilson interval of the accuracy."""
    high: float
    """Upper end of the 95% Wilson interval of the accuracy."""
    coverage: float
    """Share of items that were answered."""
    wrong_share: float
    """Share of items that were answered wrongly, without abstaining."""
    f1: float | None
    """Mean token overlap over the items whose gold answer is a text; None if there are none."""


@dataclass(frozen=True, slots=True)
class Report:
    """The score of a run."""

    total: Tally
    tasks: dict[str, Tally]
    items: tuple[Judgement, ...]
    missing: int
    """Gold items without a result; they count as failed."""
    extra: int
    """Results without a gold item; they are left out."""

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return {"version": 1, **asdict(self)}


def wilson(successes: float, trials: int, z: float = Z95) -> tuple[float, float]:
    """Return the Wilson score interval of a rate.

    Args:
        successes: How many trials succeeded; for a mean of shares, their sum, which is cautious: no
            share varies more around its mean than trials that succeed or fail do.
        trials: How many there were; with none, the interval is (0, 1).
        z: Quantile of the normal distribution; the default gives 95%.
    """
    if trials == 0:
        return 0.0, 1.0
    rate = successes / trials
    scale = 1 + z * z / trials
    middle = (rate + z * z / (2 * trials)) / scale
    half = z / scale * math.sqrt(rate * (1 - rate) / trials + z * z / (4 * trials * trials))
    # At the borders the exact ends are 0 and 1; rounding must not move them.
    low = 0.0 if successes == 0 else middle - half
    high = 1.0 if successes == trials else middle + half
    return low, high


def judge(
    result: Mapping[str, Any] | None,
    gold: Gold,
    *,
    contains: bool = False,
    equivalent: Equivalent = same_notation,
) -> Judgement:
    """Compare one result object with its gold answer.

    Args:
        result: A line of a batch's output; None if the item has no result.
        gold: What is right.
        contains: Accept a text that holds an accepted answer among other words.
        equivalent: Compares two expressions that are no numbers.
    """
    status = result.get("status") if result else None
    if result is None or status not in ("answered", "abstained"):
        return Judgement(gold.id, gold.task, "failed", answered=False, f1=_f1("", gold))
    if status == "abstained":
        found = gold.abstain or (
            result.get("reason") == "contradiction" and verdict(gold.answer) == "contradiction"
        )
        outcome: Outcome = "correct" if found else "abstained"
        return Judgement(gold.id, gold.task, outcome, answered=False, f1=_f1("", gold))
    text = str(result.get("answer") or "")
    if gold.abstain:
        right = False
    elif gold.task == "direct":
        right = bool(text.strip()) and not result.get("work")
    else:
        right = _is_right(text, gold, contains=contains, equivalent=equivalent)
    outcome = "correct" if right else "wrong"
    return Judgement(gold.id, gold.task, outcome, answered=True, f1=_f1(text, gold))


def tally(judgements: Sequence[Judgement]) -> Tally:
    """Count judgements; the order does not matter."""
    counts = Counter(item.outcome for item in judgements)
    size = len(judgements)
    overlaps = [item.f1 for item in judgements if item.f1 is not None]
    low, high = wilson(counts["correct"], size)
    return Tally(
        items=size,
        correct=counts["correct"],
        wrong=counts["wrong"],
        abstained=counts["abstained"],
        failed=counts["failed"],
        accuracy=counts["correct"] / size if size else 0.0,
        low=low,
        high=high,
        coverage=sum(item.answered for item in judgements) / size if size else 0.0,
        wrong_share=counts["wrong"] / size if size else 0.0,
        f1=math.fsum(overlaps) / len(overlaps) if overlaps else None,
    )


def score(
    results: Iterable[Mapping[str, Any]],
    golds: Iterable[Gold],
    *,
    contains: bool = False,
    equivalent: Equivalent = same_notation,
) -> Report:
    """Score a run. Every gold item counts once; one without a result counts as failed.

    Args:
        results: Result objects, as `lottery batch` writes them.
        golds: The gold answers.
        contains: See `judge`.
        equivalent: See `judge`.

    Raises:
        UsageError: If an id occurs twice, or no result belongs to a gold item.
    """
    by_id = _unique(((str(result.get("id")), result) for result in results), "the results")
    gold_by_id = _unique(((gold.id, gold) for gold in golds), "the answers")
    known = by_id.keys() & gold_by_id.keys()
    if not known:
        raise UsageError(
            "no result belongs to an item of the answers file", hint="compare the ids of both files"
        )
    items = tuple(
        judge(by_id.get(name), gold, contains=contains, equivalent=equivalent)
        for name, gold in sorted(gold_by_id.items())
    )
    tasks = sorted({item.task for item in items})
    return Report(
        total=tally(items),
        tasks={task: tally([item for item in items if item.task == task]) for task in tasks},
        items=items,
        missing=len(gold_by_id) - len(known),
        extra=len(by_id) - len(known),
    )


def _is_right(text: str, gold: Gold, *, contains: bool, equivalent: Equivalent) -> bool:
    if gold.options:
        wanted = option_index(gold.answer or "", gold.options)
        return wanted is not None and option_index(text, gold.options) == wanted
    if gold.answers:
        return any(
            same_words(text, answer)
            or (contains and f" {normalise(answer)} " in f" {normalise(text)} ")
            for answer in gold.answers
        )
    answer = gold.answer or ""
    if verdict(answer) is not None:
        return verdict(text) == verdict(answer)
    if is_number_list(answer):
        return same_numbers(text, answer)
    return same_words(text, answer) if is_words(answer) else equivalent(text, answer)


def _f1(text: str, gold: Gold) -> float | None:
    if not gold.answers or gold.options:
        return None
    return max(token_f1(text, answer) for answer in gold.answers)


def _unique(pairs: Iterable[tuple[str, T]], where: str) -> dict[str, T]:
    found: dict[str, T] = {}
    for name, value in pairs:
        if name in found:
            raise UsageError(f"the id {name!r} occurs twice in {where}")
        found[name] = value
    return found
