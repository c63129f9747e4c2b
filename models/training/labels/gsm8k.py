"""Worksheets with named steps from GSM8K's annotated solutions, of any number of steps.

A solution marks its arithmetic: `16 - 3 - 4 = <<16-3-4=9>>9 eggs`. Each mark becomes a step, and
each number in it becomes what it stands for: the value of an earlier step, a number of the
question, a percentage or fraction that the question writes, or a constant. Where a number could be
a step or a number of the question, it is the step if nothing else can use that step; a solution
whose numbers could mean several things is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.labels.expressions import (
    Signs,
    compute,
    cut,
    is_number,
    is_value,
    spelled,
    written,
)
from lottery_agent.models.training.labels.items import Item, items
from lottery_agent.models.training.labels.naming import step_names
from lottery_agent.toolbox.mathematics.notation import CONSTANTS, numbers_in

_PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?(?:%|percent\b|per cent\b)")
_FRACTION = re.compile(r"(?<![\d/])(\d+)/(\d+)(?![\d/])")
_CENTS = Fraction(1, 100)


class Refused(Exception):
    """A solution that gives no worksheet, and why, in a few words."""


@dataclass(frozen=True, slots=True)
class Worksheet:
    """The steps of a solution that its answer needs.

    Attributes:
        names: Name of each step but the last, by its sign.
        steps: Expression of each step by its sign, in order; the last one is the answer.
    """

    names: Mapping[str, str]
    steps: Mapping[str, Signs]

    @property
    def numbers(self) -> tuple[str, ...]:
        """The different numbers in the steps, as they are spelled."""
        signs = (sign for step in self.steps.values() for sign in step)
        return tuple(dict.fromkeys(filter(is_number, signs)))

    def values(self) -> dict[str, Fraction] | None:
        """Return the exact value of each step by its sign, or None if one has none."""
        values: dict[str, Fraction] = {}
        for key, signs in self.steps.items():
            value = compute(signs, values)
            if value is None:
                return None
            values[key] = value
        return values

    def __str__(self) -> str:
        """Return the worksheet in the mathematics language."""
        return "\n".join(
            f"{self.names.get(key, 'answer')} = {written(signs, self.names)}"
            for key, signs in self.steps.items()
        )


def drafts(data: Path) -> Iterator[Draft]:
    """Yield a worksheet for each problem whose solution gives one that reaches the answer.

    Args:
        data: Folder with the training files.
    """
    for item, sheet in worksheets(data):
        yield draft_of(str(item["question"]), sheet, answer_of(item), item)


def worksheets(data: Path) -> Iterator[tuple[Item, Worksheet]]:
    """Yield each problem whose solution gives a worksheet, with that.

    Args:
        data: Folder with the training files.
    """
    for item in items(data, "gsm8k_train"):
        try:
            sheet = worksheet(item)
        except Refused:
            continue
        yield item, sheet


def draft_of(
    question: str, sheet: Worksheet, answer: Fraction, item: Item, *, form: str = "steps"
) -> Draft:
    """Return the draft of a worksheet for a problem, or for a changed one."""
    return Draft(
        "worksheet",
        {"question": question},
        str(sheet),
        f"mathematics.gsm8k.{form}.{len(sheet.steps)}",
        source=str(item["id"]),
        answer=str(answer),
    )


def answer_of(item: Item) -> Fraction:
    """Return the labelled answer."""
    return Fraction(str(item["answer"]).replace(",", ""))


def worksheet(item: Item) -> Worksheet:
    """Turn an annotated solution into a worksheet.

    Raises:
        Refused: If a mark is no arithmetic, a number comes from nowhere, no step gives the answer,
            a step has no name, or the worksheet gives another value than the label.
    """
    answer = answer_of(item)
    marks = [(cut(left), _typed(right)) for left, right in item["steps"]]
    reader = _Steps(str(item["question"]), [signs or () for signs, _ in marks])
    last = None
    for number, (signs, value) in enumerate(marks):
        key = f"#{number}"
        if signs is None:
            raise Refused("a mark is no arithmetic")
        reader.add(key, signs, value)
        if key in reader.steps and reader.shown[key] == answer:
            last = key
    if last is None:
        raise Refused("no step gives the answer")
    steps = _needed(reader.steps, last)
    names = step_names(item, {key: signs for key, signs in steps.items() if key != last})
    if names is None:
        raise Refused("a step has no name")
    sheet = Worksheet(names, steps)
    values = sheet.values()
    if values is None or values[last] != answer:
        raise Refused("the worksheet gives another value")
    return sheet


def _typed(text: str) -> Fraction:
    try:
        return Fraction(re.sub(r"[\s$,%]", "", text))
    except ValueError:
        raise Refused("a mark is no arithmetic") from None


def _needed(steps: Mapping[str, Signs], last: str) -> dict[str, Signs]:
    """Return the steps that the last one rests on, and the last one, in order."""
    needed, open_ = {last}, [last]
    while open_:
        used = {sign for sign in steps[open_.pop()] if sign.startswith("#")} - needed
        needed |= used
        open_ += used
    return {key: signs for key, signs in steps.items() if key in needed}


def _bare(signs: Signs) -> Signs:
    """Take the brackets off a percentage that stands alone in them."""
    for at in range(len(signs) - 3):
        if signs[at] == "(" and signs[at + 2 : at + 4] == ("%", ")"):
            return (*signs[:at], *signs[at + 1 : at + 3], *_bare(signs[at + 4 :]))
    return signs


class _Steps:
    """Reads the marks of a solution one after the other.

    Attributes:
        steps: The expressions so far, by their signs.
        shown: The value that the solution gives for each.
    """

    def __init__(self, question: str, marks: Sequence[Signs]) -> None:
        self.steps: dict[str, Signs] = {}
        self.shown: dict[str, Fraction] = {}
        self._used: set[str] = set()
        self._ahead = Counter(Fraction(s) for signs in marks for s in signs if is_number(s))
        self._given = {Fraction(text): text for text in reversed(numbers_in(question))}
        self._constants = {Fraction(text): text for text in CONSTANTS}
        self._percents = {Fraction(text) for text in _PERCENT.findall(question)}
        self._fractions = {
            Fraction(int(a), int(b)): (a, "/", b) for a, b in _FRACTION.findall(question) if int(b)
        }

    def add(self, key: str, signs: Signs, value: Fraction) -> None:
        """Read a mark. One that only repeats a number is no step."""
        if len([sign for sign in signs if is_value(sign)]) < 2 and "%" not in signs:
            self._ahead.subtract(Fraction(sign) for sign in signs if is_number(sign))
            return
        made: list[str] = []
        for sign in self._percented(signs):
            made += self._meant(sign) if is_number(sign) else [sign]
        self.steps[key] = _bare(tuple(made))
        self.shown[key] = value

    def _percented(self, signs: Signs) -> Iterator[str]:
        """Write `20 / 100` as `20%` where the question has 20 per cent."""
        at = 0
        while at < len(signs):
            sign = signs[at]
            hundredth = signs[at + 1 : at + 3] == ("/", "100")
            if is_number(sign) and hundredth and Fraction(sign) in self._percents:
                yield from (self._given.get(Fraction(sign), sign), "%")
                at += 3
                continue
            yield sign
            at += 1

    def _meant(self, sign: str) -> Sequence[str]:
        """Return what a number of a mark stands for."""
        value = Fraction(sign)
        earlier = [key for key, shown in reversed(self.shown.items()) if shown == value]
        unused = [key for key in earlier if key not in self._used]
        ahead = self._ahead[value]
        self._ahead[value] -= 1
        if unused:
            if ahead > len(unused) and (value in self._given or len(unused) > 1):
                raise Refused("a number could mean several things")
            self._used.add(unused[0])
            return unused[:1]
        if value in self._given:
            return [self._given[value]]
        if earlier:
            return earlier[:1]
        if value / _CENTS in self._percents:
            return [self._percent(value), "%"]
        if value in self._constants:
            return [self._constants[value]]
        for whole, sign_ in (((value - 1), "+"), ((1 - value), "-")):
            if whole / _CENTS in self._percents:
                return ["(", "1", sign_, self._percent(whole), "%", ")"]
        if value in self._fractions:
            return ["(", *self._fractions[value], ")"]
        raise Refused("a number comes from nowhere")

    def _percent(self, share: Fraction) -> str:
        number = share / _CENTS
        return self._given.get(number, spelled(number))
