"""Who takes part in a puzzle: the things and the values that its declarations introduce."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.words import ConstantKeys, folded
from lottery_agent.toolbox.puzzle.constraint import Constraint, Member, Spread
from lottery_agent.toolbox.puzzle.statement import Choice, Limit, Name, Number, Order, Range

MAX_THINGS = 200
"""Things in one puzzle."""
MAX_VALUES = 200
"""Values that one thing can have."""

Key: TypeAlias = tuple[str, ...]
_EDGES = ("first", "last", "middle")


@dataclass(frozen=True, slots=True)
class Kind:
    """What sort of place some things have; only places of one kind can be compared.

    Attributes:
        shape: `number` (a position or another number), `named` (one of the labels, counted from
            1), `circle` (a seat at a round table) or `match` (a place without a number).
        labels: The names of the values, for `named`.
        size: Number of places, for `circle` and `match`.
    """

    shape: Literal["number", "named", "circle", "match"]
    labels: tuple[str, ...] = ()
    size: int = 0


NUMBERS = Kind("number")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that has a place.

    Attributes:
        name: As it was written first.
        domain: The places that it can have, ascending.
        kind: What sort of places these are.
    """

    name: str
    domain: tuple[int, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Group:
    """Things that one line declares.

    Attributes:
        shape: `choice`, or the word of an order.
        things: Their positions among the things of the puzzle.
    """

    shape: Literal["order", "circle", "match", "choice"]
    things: tuple[int, ...]


class Vocabulary:
    """The names of one puzzle.

    Args:
        names: Every name that the puzzle or its queries use.

    Attributes:
        things: All things, in order of declaration.
        groups: What was declared together.
        structure: What the declarations say beyond the domains, and no line can be blamed for.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self._keys = ConstantKeys(frozenset(name.text for name in names))
        self._things: dict[Key, int] = {}
        self._lists: list[tuple[tuple[Key, ...], Kind]] = []
        self.things: list[Thing] = []
        self.groups: list[Group] = []
        self.structure: list[Constraint] = []

    def key(self, name: Name) -> Key:
        """Return what makes two names one."""
        return self._keys.key(name.text)

    def thing(self, name: Name) -> int | None:
        """Return the position of a thing, or None if the name is no thing."""
        return self._things.get(self.key(name))

    def edge(self, name: Name) -> str | None:
        """Return `first`, `last` or `middle` if the name is one of these words."""
        word = folded(name.text)
        return word if word in _EDGES else None

    def label(self, name: Name, kind: Kind) -> int | None:
        """Return which value of a kind a name is, counted from 1, or None if it is none."""
        for keys, known in self._lists:
            if known == kind and self.key(name) in keys:
                return keys.index(self.key(name)) + 1
        return None

    def kinds_with(self, name: Name) -> list[Kind]:
        """Return the kinds that have a value of this name."""
        return [kind for keys, kind in self._lists if self.key(name) in keys]

    def prepare(self, choices: Sequence[Choice]) -> None:
        """Settle which lists of values are one kind: a list with only values of another is part.

        Raises:
            ToolError: If a list names a value twice or mixes names and numbers.
        """
        listed: list[tuple[tuple[Key, ...], tuple[str, ...]]] = []
        for choice in choices:
            if isinstance(choice.values, Range):
                continue
            named = [value for value in choice.values if isinstance(value, Name)]
            if named and len(named) < len(choice.values):
                raise ToolError(
                    "the values are names and numbers mixed", hint="use names alone, or numbers"
                )
            if named:
                listed.append((self._unique(named), tuple(name.text for name in named)))
        # A sort keeps the order of equal lengths: of two equal lists the first one counts.
        for keys, labels in sorted(listed, key=lambda pair: -len(pair[0])):
            if not any(set(keys) <= set(known) for known, _ in self._lists):
                self._lists.append((keys, Kind("named", labels)))

    def declare(self, sentence: Order | Choice) -> Constraint | None:
        """Take in a declaration, and return what else it says about its things.

        Raises:
            ToolError: If it names something twice, or too much.
        """
        known = [name for name in sentence.names if self.thing(name) is not None]
        if isinstance(sentence, Choice) and len(known) == len(sentence.names):
            return self._restriction(sentence)
        if known:
            raise ToolError(
                f"{known[0].text!r} is declared twice", hint="name each thing in one declaration"
            )
        keys = self._unique(sentence.names)
        if len(self.things) + len(keys) > MAX_THINGS:
            raise ToolError(
                f"{len(self.things) + len(keys)} things, at most {MAX_THINGS} are solved",
                kind="limit",
            )
        for name in sentence.names:
            if self.kinds_with(name):
                raise ToolError(
                    f"{name.text!r} is both a thing and a value", hint="give one another name"
                )
        first = len(self.things)
        members = tuple(range(first, first + len(keys)))
        self._things.update(zip(keys, members, strict=True))
        domain, kind = self._domain(sentence)
        self.things += [Thing(name.text, domain, kind) for name in sentence.names]
        if isinstance(sentence, Order):
            self._arrange(sentence, members, domain)
            return None
        self.groups.append(Group("choice", members))
        return _spread(members, domain, sentence.limit)

    def _arrange(self, order: Order, members: tuple[int, ...], domain: tuple[int, ...]) -> None:
        kind = self.things[members[0]].kind
        earlier = [group for group in self.groups if self.things[group.things[0]].kind == kind]
        self.structure.append(Spread(members, domain, 1, 1))
        # Seats and matching places have no numbers: solutions that differ in the numbers alone
        # are one, so the first thing, or the first group, stays where it is.
        if order.shape == "circle" and not earlier:
            self.structure.append(Member(members[0], frozenset((1,))))
        if order.shape == "match" and not earlier:
            self.structure += [Member(m, frozenset((i,))) for i, m in enumerate(members, 1)]
        self.groups.append(Group(order.shape, members))

    def _restriction(self, choice: Choice) -> Constraint:
        from lottery_agent.toolbox.puzzle.constraint import Every

        members = tuple(dict.fromkeys(self._things[self.key(name)] for name in choice.names))
        rules: list[Constraint] = []
        for member in members:
            thing = self.things[member]
            allowed = self._allowed(choice, thing)
            rules.append(Member(member, frozenset(allowed)))
            values = allowed
        limit = _spread(members, tuple(values), choice.limit)
        return Every((*rules, limit) if limit else tuple(rules))

    def _allowed(self, choice: Choice, thing: Thing) -> tuple[int, ...]:
        if thing.kind.shape in ("circle", "match"):
            raise ToolError(f"{thing.name!r} has no value that could be named")
        if isinstance(choice.values, Range):
            return self._numbers(choice.values)
        allowed = []
        for value in choice.values:
            number = value.value if isinstance(value, Number) else self.label(value, thing.kind)
            if number is None:
                raise ToolError(
                    f"{_text(value)!r} is no value of {thing.name!r}", hint=self.values_of(thing)
                )
            allowed.append(number)
        return tuple(allowed)

    def values_of(self, thing: Thing) -> str:
        """Return the values of a thing as a hint."""
        shown = [self.show(thing.kind, value) for value in thing.domain[:12]]
        return f"its values are {', '.join(shown)}{', …' if len(thing.domain) > 12 else ''}"

    def show(self, kind: Kind, value: int) -> str:
        """Return a value of a kind in the words of the puzzle."""
        if kind.shape == "named" and 1 <= value <= len(kind.labels):
            return kind.labels[value - 1]
        return str(value)

    def _domain(self, sentence: Order | Choice) -> tuple[tuple[int, ...], Kind]:
        if isinstance(sentence, Order):
            size = len(sentence.names)
            kind = NUMBERS if sentence.shape == "order" else Kind(sentence.shape, size=size)
            return tuple(range(1, size + 1)), kind
        if isinstance(sentence.values, Range):
            return self._numbers(sentence.values), NUMBERS
        if len(sentence.values) > MAX_VALUES:
            raise ToolError(f"{len(sentence.values)} values, at most {MAX_VALUES}", kind="limit")
        named = [value for value in sentence.values if isinstance(value, Name)]
        if not named:
            numbers = [value.value for value in sentence.values if isinstance(value, Number)]
            return tuple(sorted(set(numbers))), NUMBERS
        for value in named:
            if self.thing(value) is not None:
                raise ToolError(
                    f"{value.text!r} is both a thing and a value", hint="give one another name"
                )
        keys = {self.key(value) for value in named}
        known, kind = next((k, kind) for k, kind in self._lists if keys <= set(k))
        return tuple(sorted(known.index(key) + 1 for key in keys)), kind

    def _numbers(self, range_: Range) -> tuple[int, ...]:
        size = range_.high - range_.low + 1
        if size < 1:
            raise ToolError(
                f"no number is in {range_.low} to {range_.high}", hint="the smaller one comes first"
            )
        if size > MAX_VALUES:
            raise ToolError(f"{size:,} values, at most {MAX_VALUES}", kind="limit")
        return tuple(range(range_.low, range_.high + 1))

    def _unique(self, names: Sequence[Name]) -> tuple[Key, ...]:
        found: dict[Key, str] = {}
        for name in names:
            key = self.key(name)
            if key in found:
                also = "" if found[key] == name.text else f" (also as {found[key]!r})"
                raise ToolError(f"{name.text!r} is named twice{also}", hint="name each once")
            found[key] = name.text
        return tuple(found)


def _text(value: Name | Number) -> str:
    return value.text if isinstance(value, Name) else str(value.value)


def _spread(
    members: tuple[int, ...], values: tuple[int, ...], limit: Limit | None
) -> Constraint | None:
    if limit is None:
        return None
    low = limit.number if limit.bound in ("exactly", "at least") else 0
    high = len(members) if limit.bound == "at least" else limit.number
    return Spread(members, values, low, high)
