"""Problems with other numbers: question and worksheet change together, and execution answers.

A problem takes part if every number of its worksheet stands in the question exactly once, in
digits, and nowhere in words. A change counts only if every step stays whole and positive where it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from random import Random

from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.labels.expressions import spelled
from lottery_agent.models.training.labels.gsm8k import Worksheet, draft_of, worksheets
from lottery_agent.models.training.labels.items import Item
from lottery_agent.toolbox.mathematics.notation import numbers_in

_DIGITS = re.compile(r"(?<![\w.,/-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w/]|[.,]\d)|"
                     r"(?<![\w.,/])\d+(?:\.\d+)?(?!\w|[.,]\d|/)")  # fmt: skip
_TRIES = 60
_FEW = 12
"""Up to this, a number is drawn from all small ones; above, near its own size."""
_MOST = 10_000_000
_EXACT = 10_000
"""A share of something has a value that this many times is whole."""


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of a question.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        written: How the question writes it.
        percent: Whether it is a percentage.
    """

    start: int
    end: int
    written: str
    percent: bool

    @property
    def sign(self) -> str:
        """The number as the worksheet spells it."""
        return self.written.replace(",", "")


def drafts(data: Path, *, copies: int = 3) -> Iterator[Draft]:
    """Yield changed problems; equal calls give equal drafts.

    Args:
        data: Folder with the training files.
        copies: Most changes of one problem.
    """
    for item, sheet in worksheets(data):
        yield from changes(item, sheet, copies=copies)


def changes(item: Item, sheet: Worksheet, *, copies: int) -> Iterator[Draft]:
    """Yield a problem with other numbers, as often as wanted and possible.

    Args:
        item: The problem.
        sheet: Its worksheet.
        copies: Most changes.
    """
    question = str(item["question"])
    numbers = _once(question, sheet)
    before = sheet.values()
    if numbers is None or before is None:
        return
    seen = {tuple(number.sign for number in numbers)}
    rng = Random(str(item["id"]))  # noqa: S311 - no secret
    for _ in range(_TRIES):
        if len(seen) > copies:
            return
        drawn = {number.sign: _drawn(rng, number) for number in numbers}
        made = replace(
            sheet,
            steps={
                key: tuple(drawn.get(sign, sign) for sign in signs)
                for key, signs in sheet.steps.items()
            },
        )
        after = made.values()
        new = tuple(drawn.values())
        if after is None or new in seen or len(set(new)) < len(new) or not _fits(before, after):
            continue
        seen.add(new)
        answer = list(after.values())[-1]
        yield draft_of(_put(question, numbers, drawn), made, answer, item, form="changed")


def _once(question: str, sheet: Worksheet) -> list[_Number] | None:
    """Return the numbers of the worksheet where they stand, or None if one isn't there once."""
    found = [
        _Number(match.start(), match.end(), match[0], question[match.end() :].startswith("%"))
        for match in _DIGITS.finditer(question)
    ]
    signs = [Fraction(number.sign) for number in found]
    wanted = {Fraction(sign) for sign in sheet.numbers}
    every = [
        Fraction(text.replace(",", "")) for text in re.findall(r"\d[\d,]*(?:\.\d+)?", question)
    ]
    worded = {Fraction(text) for text in numbers_in(re.sub(r"\d", "", question))}
    if not wanted or wanted & worded:
        return None
    if any(signs.count(sign) != 1 or every.count(sign) != 1 for sign in wanted):
        return None
    kept = [number for number, sign in zip(found, signs, strict=True) if sign in wanted]
    # What the worksheet spells otherwise (007, 5.0) could not be put in its place.
    return kept if {number.sign for number in kept} == set(sheet.numbers) else None


def _drawn(rng: Random, number: _Number) -> str:
    """Draw another number of the same kind; years, 0 and 1 stay as they are."""
    value = Fraction(number.sign)
    if value in (0, 1) or (1900 <= value <= 2100 and value.denominator == 1):
        return number.sign
    if number.percent and value < 100:
        step = 5 if value % 5 == 0 else 1
        return str(step * rng.randint(1, 95 // step))
    if "." in number.sign:
        places = len(number.sign.partition(".")[2])
        unit = Fraction(1, 10**places)
        ticks = max(1, int(value / unit))
        text = spelled(unit * rng.randint(max(1, ticks // 2), 2 * ticks))
        whole, _, decimals = text.partition(".")
        return f"{whole}.{decimals.ljust(places, '0')}"
    if value <= _FEW:
        return str(rng.randint(2, _FEW + 3))
    step = next(unit for unit in (1000, 100, 10, 5, 1) if value % unit == 0 and unit <= value)
    least = max(1, int(value / 2 / step))
    return str(step * rng.randint(least, max(least + 1, int(2 * value / step))))


def _fits(before: Mapping[str, Fraction], after: Mapping[str, Fraction]) -> bool:
    """Tell whether each step is as whole and as positive as it was, and of a usual size."""
    return all(
        abs(new) <= _MOST
        and (new > 0 or old <= 0)
        and (new.denominator == 1 if old.denominator == 1 else _EXACT % new.denominator == 0)
        for old, new in zip(before.values(), after.values(), strict=True)
    )


def _put(question: str, numbers: list[_Number], drawn: Mapping[str, str]) -> str:
    """Return the question with its new numbers, thousands parted where they were."""
    text = question
    for number in reversed(numbers):
        new = drawn[number.sign]
        if "," in number.written:
            whole, point, decimals = new.partition(".")
            new = f"{int(whole):,}{point}{decimals}"
        text = text[: number.start] + new + text[number.end :]
    return text
