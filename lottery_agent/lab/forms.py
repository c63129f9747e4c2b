"""What form an answer has, for arms that write free text: how it is asked for, and how it is read.

An agent of this project answers with the answer alone. A model that writes as it likes says it
somewhere in a text; it is asked to end with a fixed sentence, and what follows the last of these is
its answer. Where it never says it, the last number, option or verdict of the text counts: what the
literature does, and the more generous reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lottery_agent.comparison import option_index, option_parts

CONCLUSION = "The answer is"
"""How an answer is to be announced."""

_AROUND = ' \t."“”'
"""What may stand around a short answer."""
_CONCLUSION = re.compile(r"answer(?: is)?\s*:?\s*", re.IGNORECASE)
_NUMBER = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-−]?\.\d+")
_VERDICT = re.compile(r"\b(true|false|yes|no|unknown|uncertain)\b", re.IGNORECASE)
_LETTER = re.compile(r"(?<![\w'’])\(?([A-Z])(?:[).:]|(?![\w'’]))")


@dataclass(frozen=True, slots=True)
class Form:
    """The form of the answers to a benchmark.

    Attributes:
        wish: The sentence that asks for it.
        read: Takes a text and the options; returns the answer that it states, or None.
        tokens: Most tokens of an answer that is given at once.
        labels: Answers to choose among where there are no options; empty for free ones.
    """

    wish: str
    read: Callable[[str, Sequence[str]], str | None]
    tokens: int = 24
    labels: tuple[str, ...] = ()


def _concluded(text: str) -> tuple[str, bool]:
    """Return what follows the last announcement of an answer, and whether there is one."""
    parts = _CONCLUSION.split(text)
    return (parts[-1], True) if len(parts) > 1 and parts[-1].strip() else (text, False)


def _found(pattern: re.Pattern[str], text: str) -> str | None:
    """Return the first match after an announcement, or else the last one of all."""
    rest, announced = _concluded(text)
    matches = list(pattern.finditer(rest)) or list(pattern.finditer(text))
    if not matches:
        return None
    chosen = matches[0] if announced else matches[-1]
    return chosen[1] if chosen.re.groups else chosen[0]


def read_number(text: str, options: Sequence[str] = ()) -> str | None:
    """Return the number that a text concludes with."""
    number = _found(_NUMBER, text)
    return None if number is None else number.replace("−", "-").replace(",", "")


def read_verdict(text: str, options: Sequence[str] = ()) -> str | None:
    """Return the verdict that a text concludes with."""
    return _found(_VERDICT, text)


def read_option(text: str, options: Sequence[str] = ()) -> str | None:
    """Return the option that a text concludes with: by its letter, or else by its words."""
    rest, _ = _concluded(text)
    letter = _found(_LETTER, text)
    if letter is not None and option_index(letter, options) is not None:
        return letter
    first = rest.strip().splitlines()[0] if rest.strip() else ""
    if option_index(first, options) is not None:
        return first
    bodies = [(option, option_parts(option)[1]) for option in options]
    named = [option for option, body in bodies if body.casefold() in text.casefold()]
    return named[0] if len(named) == 1 else None


def read_text(text: str, options: Sequence[str] = ()) -> str | None:
    """Return the line in which a text concludes."""
    rest, announced = _concluded(text)
    bare = [line.strip(_AROUND) for line in rest.splitlines()]
    lines = [line for line in bare if line]
    return (lines[0] if announced else lines[-1]) if lines else None


NUMBER = Form("Answer with a number.", read_number, tokens=16)
OPTION = Form("Answer with the letter of the right option.", read_option, tokens=8)
VERDICT = Form(
    "Answer True or False, Yes or No.",
    read_verdict,
    tokens=8,
    labels=("True", "False", "Yes", "No"),
)
TEXT = Form("Answer with nothing but the answer.", read_text, tokens=64)

_BY_SCORER: Mapping[str, Form] = {"number": NUMBER, "option": OPTION, "verdict": VERDICT}


def form_of(scorer: str) -> Form:
    """Return the form of the answers that a scorer of a benchmark judges."""
    return _BY_SCORER.get(scorer, TEXT)
