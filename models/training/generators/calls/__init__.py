"""Calls: questions, the signatures that a run would show beside them, and the call that answers.

Every built-in tool is asked for by patterns of its own, and tools that are made up per caller stand
beside them, so that the model learns to read signatures and not a list of names. Each question has
a tool that answers it, because the operator can only write calls: where no tool fits, the router
sends the question elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators.calls import (
    calendar,
    clock,
    days,
    formats,
    items,
    letters,
    order,
    sets,
    spelling,
    units,
)
from lottery_agent.models.training.generators.calls.callers import kit
from lottery_agent.models.training.generators.calls.copies import can_copy, lowered, texts_in
from lottery_agent.models.training.generators.calls.manner import surrounded, typed
from lottery_agent.models.training.generators.calls.patterns import (
    Own,
    Template,
    call,
    templates,
)
from lottery_agent.models.training.generators.calls.shelf import (
    Shelf,
    description,
    lexical_shelf,
)
from lottery_agent.models.training.generators.calls.units import UNITS
from lottery_agent.models.training.generators.calls.values import MONTHS
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.toolbox.calls.builtin import BUILTIN
from lottery_agent.toolbox.calls.tools import Tool

__all__ = ["MONTHS", "TEMPLATES", "UNITS", "as_shown", "asked", "draft", "drafts"]

TEMPLATES: Mapping[str, Sequence[Template]] = templates(
    (
        *days.GROUPS, *formats.GROUPS, *calendar.GROUPS, *clock.GROUPS, *units.GROUPS,
        *order.GROUPS, *items.GROUPS, *sets.GROUPS, *letters.GROUPS, *spelling.GROUPS,
    )
)  # fmt: skip
"""The patterns of each built-in tool."""

_TOOLS = {tool.name: tool for tool in BUILTIN if isinstance(tool, Tool)}
_OFTEN = {
    "convert": 6,
    "sort_words": 4,
    "format_date": 3,
    **dict.fromkeys(("weekday", "days_between", "add_days", "add_minutes"), 2),
}
"""How often a tool is drawn, if not once: what people ask for most."""
_WEIGHTS = [_OFTEN.get(tool, 1) for tool in TEMPLATES]
_STRANGERS = 0.3
"""How often a caller's tool is asked for."""
_BESIDE = 0.15
"""How often a caller has tools where a built-in one is asked for."""
_CALLERS = 1500
"""How many callers there are in a vocabulary, each with tools that are asked for again."""
_LOWER = 0.1
"""How often all of a question is in lower case."""
_CASED = ("convert",)
"""Tools for which a capital letter changes the meaning: a megawatt is no milliwatt."""
_APART = 0.15
"""How often a text comes before the question on a line of its own."""
_LAST_SENTENCE = re.compile(r"(?P<before>.*[^\W\d][.]) (?P<last>[^.\n]+\?)", re.DOTALL)
"""A text and the question after it. Where a number stands before the stop, it may be a date."""
_BLOCK = 32
"""Questions that are drawn together, so that their vectors are made at once."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the call that answers it.

    Attributes:
        text: The question, with a text that is given with it.
        question: The question alone, by which tools are found.
        tool: Name of the tool.
        call: The call.
        template: Name of the pattern.
        own: The tools of the caller.
    """

    text: str
    question: str
    tool: str
    call: str
    template: str
    own: tuple[Tool, ...]


def asked(rng: Random, words: Vocabulary) -> Question:
    """Draw a question and its call."""
    strange = rng.random() < _STRANGERS
    callers = _caller(rng, words) if strange or rng.random() < _BESIDE else []
    (name,) = rng.choices(list(TEMPLATES), _WEIGHTS)
    while True:
        if strange:
            own = rng.choice(callers)
            tool, made = own.tool, own.ask(rng, words)
        else:
            tool, made = _TOOLS[name], rng.choice(TEMPLATES[name]).ask(rng, words)
        spoken = _spoken(rng, words, made.text, tool, made.arguments)
        if spoken is not None:
            text, question, arguments = spoken
            tools = tuple(each.tool for each in callers)
            written = call(tool.name, arguments)
            return Question(text, question, tool.name, written, made.template, tools)


def _caller(rng: Random, words: Vocabulary) -> list[Own]:
    return kit(Random(f"caller {rng.randrange(_CALLERS)}"), words)  # noqa: S311 - no secret


def _spoken(
    rng: Random, words: Vocabulary, text: str, tool: Tool, arguments: tuple[object, ...]
) -> tuple[str, str, tuple[object, ...]] | None:
    """Return a question as it is typed, alone and with the text before it, and its arguments.

    None stands for a question of which an argument can't be copied.
    """
    lower = rng.random() < _LOWER and tool.name not in _CASED
    heard = lowered(tool, arguments) if lower else arguments
    plain = surrounded(rng, text, words)
    hurried = typed(rng, plain, texts_in(tool, heard), lower=lower)
    for said, values in ((hurried, heard), (plain, arguments)):
        if not can_copy(said, tool, values):
            continue
        found = _LAST_SENTENCE.fullmatch(said)
        if found is None or rng.random() > _APART:
            return said, said, values
        return f"{found['before']}\n{found['last']}", found["last"], values
    return None


def drafts(rng: Random, words: Vocabulary, shelf: Shelf | None = None) -> Iterator[Draft]:
    """Draw questions without end, with the signatures that a run would show and their calls.

    Args:
        rng: Where to draw from.
        words: The vocabulary.
        shelf: Finds the signatures; by default by their words.
    """
    shelf = shelf or lexical_shelf()
    while True:
        block = [asked(rng, words) for _ in range(_BLOCK)]
        shelf.prepare(each.question for each in block)
        shelf.prepare(description(tool) for each in block for tool in each.own)
        for each in block:
            yield _draft(each, shelf)


def as_shown(drafts: Iterable[Draft], shelf: Shelf | None = None) -> Iterator[Draft]:
    """Yield drafts of any kind; calls get the signatures that a run would show beside them."""
    shelf = shelf or lexical_shelf()
    for each in drafts:
        if each.kind != "call":
            yield each
            continue
        question, tool = str(each.inputs["question"]), each.target.partition("(")[0]
        yield replace(each, inputs={**each.inputs, "signatures": shelf.shown(question, tool)})


def draft(rng: Random, words: Vocabulary, shelf: Shelf | None = None) -> Draft:
    """Draw one question, with the signatures beside it and its call."""
    return _draft(asked(rng, words), shelf or lexical_shelf())


def _draft(made: Question, shelf: Shelf) -> Draft:
    shown = shelf.shown(made.question, made.tool, made.own)
    return Draft("call", {"question": made.text, "signatures": shown}, made.call, made.template)
