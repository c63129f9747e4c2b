"""The steps that lead to the value asked for, and the worksheet that writes them down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from lottery_agent.graphs.words import FUNCTION_WORDS
from lottery_agent.models.training.generators.numerals import plain
from lottery_agent.toolbox.calls.narrowing import words_in

_RESERVED = frozenset({"answer"})


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One line of a worksheet: numbers and earlier steps, joined by one sign.

    Attributes:
        sign: `+`, `-`, `*` or `/`.
        parts: What the sign joins.
        named: Words that name the value, the best first.
    """

    sign: str
    parts: tuple[Step | int | Fraction, ...]
    named: tuple[str, ...] = ()


def add(*parts: Step | int | Fraction, named: str = "") -> Step:
    """Return the step of a sum."""
    return Step("+", parts, tuple(named.split()))


def take(whole: Step | int | Fraction, part: Step | int | Fraction, named: str = "") -> Step:
    """Return the step of a difference."""
    return Step("-", (whole, part), tuple(named.split()))


def times(*parts: Step | int | Fraction, named: str = "") -> Step:
    """Return the step of a product."""
    return Step("*", parts, tuple(named.split()))


def over(whole: Step | int | Fraction, part: Step | int | Fraction, named: str = "") -> Step:
    """Return the step of a quotient."""
    return Step("/", (whole, part), tuple(named.split()))


def changed(
    start: Step | int | Fraction, changes: Iterable[int | Fraction], named: str = ""
) -> Step | int | Fraction:
    """Return what is there after changes, the losses below zero.

    Gains that follow each other are one sum; so are losses, which are then taken away at once.
    """
    value = start
    runs: list[list[int | Fraction]] = []
    for change in changes:
        if runs and (runs[-1][0] > 0) is (change > 0):
            runs[-1].append(change)
        else:
            runs.append([change])
    for run in runs:
        sizes = [-change if change < 0 else change for change in run]
        if run[0] > 0:
            value = add(value, *sizes, named=named)
        else:
            lost = add(*sizes, named=named) if len(sizes) > 1 else sizes[0]
            value = take(value, lost, named)
    return value


def written(last: Step, text: str, spare: Iterable[str]) -> str | None:
    """Return the worksheet of a step, or None if a step finds no name.

    Args:
        last: The step that gives the answer.
        text: The problem, whose words name the steps.
        spare: Words for steps whose own names the text lacks.
    """
    words = {word.lower() for word in words_in(text)} - FUNCTION_WORDS - _RESERVED
    names: dict[int, str] = {}
    lines: list[str] = []
    for step in _inner(last):
        if id(step) in names:
            continue
        wanted = (
            word for label in (*step.named, *spare) for word in reversed(words_in(label.lower()))
        )
        name = next((w for w in wanted if w in words and w not in names.values()), None)
        if name is None or not name.isidentifier() or not name.isascii():
            return None
        names[id(step)] = name
        lines.append(f"{name} = {_spelled(step, names)}")
    return "\n".join((*lines, f"answer = {_spelled(last, names)}"))


def _inner(step: Step) -> Iterator[Step]:
    """Yield the steps that a step rests on, each after its own."""
    for part in step.parts:
        if isinstance(part, Step):
            yield from _inner(part)
            yield part


def _spelled(step: Step, names: dict[int, str]) -> str:
    return f" {step.sign} ".join(
        names[id(part)] if isinstance(part, Step) else plain(Fraction(part)) for part in step.parts
    )
