"""What form an answer has, for arms that write free text: how it is asked for, and how it is read.

An agent of this project answers with the answer alone. A model that writes as it likes says it
somewhere in a text; it is asked to end with a fixed sentence, and the first number, option or
verdict after the last of these is its answer. Where none follows any of them, the last one of the
text counts: what the literature does, and the more generous reading.
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
_ANNOUNCEMENT = re.compile(r"\banswer(?:\s+is\b\s*:?|\s*:)", re.IGNORECASE)
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


def _stated(text: str, found: Callable[[str], Sequence[str]]) -> str | None:
    """Return the answer that a text states, of all that may be one.

    That is the first one after the last announcement that any follows, or else the last of all.

    Args:
        text: The text.
        found: Returns what may be an answer in a part of the text, in order.
    """
    for announcement in reversed(list(_ANNOUNCEMENT.finditer(text))):
        if stated := found(text[announcement.end() :]):
            return stated[0]
    anywhere = found(text)
    return anywhere[-1] if anywhere else None


def read_number(text: str, options: Sequence[str] = ()) -> str | None:
    """Return the number that a text concludes with."""
    number = _stated(text, _NUMBER.findall)
    return None if number is None else number.replace("−", "-").replace(",", "")


def read_verdict(text: str, options: Sequence[str] = ()) -> str | None:
    """Return the verdict that a text concludes with."""
    return _stated(text, _VERDICT.findall)


def read_option(text: str, options: Sequence[str] = ()) -> str | None:
    """Return the option that a text concludes with: by its letter, or else by its words."""
    return _stated(text, lambda part: _named(part, options))


def read_text(text: str, options: Sequence[str] = ()) -> str | None:
    """Return the line in which a text concludes."""
    return _stated(text, _lines)


def _named(text: str, options: Sequence[str]) -> Sequence[str]:
    """Return the options that a text names by their letters, or else the one that it words."""
    letters = [name for name in _LETTER.findall(text) if option_index(name, options) is not None]
    if letters:
        return letters
    first = next(iter(text.strip().splitlines()), "")
    if option_index(first, options) is not None:
        return [first]
    bodies = [(option, option_parts(option)[1]) for option in options]
    worded = [option for option, body in bodies if body.casefold() in text.casefold()]
    return worded if len(worded) == 1 else ()


def _lines(text: str) -> Sequence[str]:
    """Return the lines that hold anything, without what stands around them."""
    bare = [line.strip(_AROUND) for line in text.splitlines()]
    return [line for line in bare if line]


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
