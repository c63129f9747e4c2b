"""Patterns of questions for one tool, and the call that answers what they ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Protocol

from lottery_agent.models.training.draft import spin
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.toolbox.calls.tools import Tool
from lottery_agent.toolbox.calls.types import parameter_type

_TEXT = parameter_type(str, "a text")


class Digits(str):
    """A number as the question writes it; other texts are written in quotation marks."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """What a pattern is filled with, by the name of the place, and the arguments of the call."""

    said: Mapping[str, str]
    arguments: tuple[object, ...]


Fill = Callable[[Random, Vocabulary], Filled]


@dataclass(frozen=True, slots=True)
class Group:
    """Patterns for a tool that are filled alike.

    A pattern has places such as `{d}` and choices such as `[What|Which]`. Beside what `fill` says,
    every pattern may name persons (`{N}`, `{M}`), a thing (`{t}`, `{ts}` for many) and a quality
    (`{adj}`).
    """

    tool: str
    fill: Fill
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for a tool of a caller.

    Attributes:
        text: The question.
        arguments: The arguments of its call.
        template: Name of the pattern.
    """

    text: str
    arguments: tuple[object, ...]
    template: str


class Own(Protocol):
    """A tool of a caller."""

    @property
    def tool(self) -> Tool:
        """The tool."""
        ...

    def ask(self, rng: Random, words: Vocabulary) -> Asked:
        """Draw a question and the arguments of its call."""
        ...


@dataclass(frozen=True, slots=True)
class Template:
    """One pattern of one tool, under a name that stays what it is.

    The patterns of a tool are numbered in order, so a new one goes to the end of the tool's last
    group.
    """

    name: str
    tool: str
    fill: Fill
    pattern: str

    def ask(self, rng: Random, words: Vocabulary) -> Asked:
        """Draw a question and the arguments of its call."""
        filled = self.fill(rng, words)
        one = two = words.name(rng)
        while one == two:
            two = words.name(rng)
        thing = words.noun(rng)
        said = {"N": one, "M": two, "t": thing.one, "ts": thing.many, "adj": words.adjective(rng)}
        text = spin(rng, self.pattern).format_map({**said, **filled.said})
        return Asked(text, filled.arguments, self.name)


def templates(groups: tuple[Group, ...]) -> dict[str, list[Template]]:
    """Return the templates of each tool, numbered from 1."""
    found: dict[str, list[Template]] = {}
    for group in groups:
        own = found.setdefault(group.tool, [])
        for pattern in group.patterns:
            own.append(
                Template(f"calls.{group.tool}.{len(own) + 1}", group.tool, group.fill, pattern)
            )
    return found


def call(tool: str, arguments: Iterable[object]) -> str:
    """Return a call as the language spells it."""
    return f"{tool}({', '.join(map(argument, arguments))})"


def argument(value: object) -> str:
    """Return an argument as the language spells it."""
    match value:
        case Digits():
            return str(value)
        case str():
            return _TEXT.write(value)
        case date():
            return value.isoformat()
        case list():
            return f"[{', '.join(map(argument, value))}]"
        case _:
            return str(value)
