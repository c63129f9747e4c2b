"""Reads a sentence of the state language into events and queries, within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from lark import Token, Tree

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls.times import read_hour
from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.state.day import Stretch
from lottery_agent.toolbox.state.program import (
    Assign,
    Begin,
    Busy,
    Change,
    Compare,
    Copy,
    Count,
    End,
    Equals,
    Event,
    Face,
    Give,
    Move,
    Name,
    Number,
    Program,
    Put,
    Query,
    Swap,
    Text,
    Total,
    Turn,
    Value,
)

MAX_CHARACTERS = 10_000
"""Length of a program."""
MAX_LINES = 400
"""Events and queries of a program."""
MAX_DIGITS = 40
"""Length of a number."""
_MAX_EVENT = 2_000
"""Length of a line whose names are read."""


def read(sentence: str) -> Program:
    """Read a program.

    Raises:
        ToolError: `syntax` if it is not a sentence of the language, `limit` if it is too long.
    """
    if len(sentence) > MAX_CHARACTERS or sentence.count("\n") >= MAX_LINES:
        raise ToolError(
            f"a program of {sentence.count(chr(10)) + 1:,} lines and {len(sentence):,} characters",
            kind="limit",
            hint=f"write at most {MAX_LINES} lines and {MAX_CHARACTERS:,} characters",
        )
    language = Language.load("state")
    # Line by line: the time of the parser grows faster than the length of its text.
    events: list[Event] = []
    queries: list[Query] = []
    place = 0
    for line in sentence.split("\n"):
        asks = line.startswith("? ")
        if queries and not asks:
            raise ToolError(
                "an event behind a query",
                kind="syntax",
                position=place,
                hint="write the queries last",
            )
        try:
            tree = language.parse(line, start="query" if asks else "event")
        except ToolError as error:
            offset = place + (error.position or 0)
            raise ToolError(
                f"not a line of the state language: {line[(error.position or 0) :][:20]!r} at "
                f"character {offset + 1}",
                kind="syntax",
                position=offset,
                hint="write `name = value`, `a <-> b`, `a -> b 3`, `from 9am`, … or `? name`",
            ) from None
        if asks:
            queries.append(_query(_trees(tree)[0]))
        else:
            events.append(_event(tree, place))
        place += len(line) + 1
    if not queries:
        raise ToolError(
            "nothing is asked",
            kind="syntax",
            position=len(sentence),
            hint="end with a line such as `? alice`",
        )
    return Program(tuple(events), tuple(queries))


def names_of(line: str) -> list[str]:
    """Return the names, things and places of one event, as written and in order.

    Of what is no event, or longer than 2,000 characters, there are none.
    """
    if len(line) > _MAX_EVENT:
        return []
    try:
        tree = Language.load("state").parse(line, start="event")
    except ToolError:
        return []
    return [_name(part).written for part in _depth_first(tree) if part.data == "name"]


def _depth_first(tree: Tree[Token]) -> Iterator[Tree[Token]]:
    yield tree
    for part in _trees(tree):
        yield from _depth_first(part)


def _trees(tree: Tree[Token]) -> list[Tree[Token]]:
    return [child for child in tree.children if isinstance(child, Tree)]


def _event(tree: Tree[Token], place: int) -> Event:
    parts: Any = tree.children
    match tree.data:
        case "assign":
            return Assign(_name(parts[0]), _value(parts[1]))
        case "copy":
            return Copy(_name(parts[0]), _name(parts[1]))
        case "swap":
            return Swap(_name(parts[0]), _name(parts[1]))
        case "increase" | "decrease":
            sign = "+" if tree.data == "increase" else "-"
            return Change(_name(parts[0]), sign, _term(parts[1]))  # type: ignore[arg-type]
        case "give":
            return Give(_name(parts[0]), _name(parts[1]), _number(parts[2]))
        case "put" | "take":
            *count, thing = parts[0].children
            many = _number(count[0]) if count else None
            return Put(many, _name(thing), _name(parts[1]), tree.data == "take")
        case "move":
            return Move(str(parts[0]).strip(), _number(parts[1]))  # type: ignore[arg-type]
        case "turn":
            return Turn(str(parts[0]).removeprefix("turn "))  # type: ignore[arg-type]
        case "face":
            return Face(str(parts[0]).removeprefix("face "))  # type: ignore[arg-type]
        case "begin" | "end":
            time = read_hour(str(parts[0]))
            return Begin(time) if tree.data == "begin" else End(time)
        case "busy":
            first, last = (read_hour(str(part).removesuffix(" to ")) for part in parts)
            return Busy(Stretch(first, last))
    raise AssertionError(f"the grammar has a rule without a meaning: {tree.data} at {place}")


def _query(tree: Tree[Token]) -> Query:
    parts: Any = tree.children
    match tree.data:
        case "total":
            return _total(tree)
        case "compare":
            left, sign, right = parts
            return Compare(_total(left), str(sign).strip(), _total(right))  # type: ignore[arg-type]
        case "equals":
            return Equals(_name(parts[0]), _value(parts[1]))
        case "count":
            *things, place = map(_name, parts)
            return Count(tuple(things), place)
    raise AssertionError(f"the grammar has a rule without a meaning: {tree.data}")


def _total(tree: Tree[Token]) -> Total:
    parts: Any = tree.children
    signs = ["+", *(str(sign).strip() for sign in parts[1::2])]
    return Total(tuple(zip(signs, map(_term, parts[::2]), strict=True)))  # type: ignore[arg-type]


def _term(tree: Tree[Token]) -> Name | Number:
    return _number(tree.children[0]) if tree.data == "number" else _name(tree)


def _name(tree: Tree[Token]) -> Name:
    return Name("_".join(str(word) for word in tree.children))


def _value(tree: Tree[Token]) -> Value:
    if tree.data == "negative":
        number = _number(tree.children[0])
        return Number(-number.value, f"-{number.written}")
    words = [word.children[0] for word in _trees(tree)]
    first = words[0]
    if len(words) == 1 and isinstance(first, Token) and first.type == "NUMBER":
        return _number(first)
    return Text(" ".join(map(str, words)))


def _number(token: Token | Tree[Token]) -> Number:
    text = str(token)
    if len(text) > MAX_DIGITS:
        raise ToolError(
            f"a number of {len(text)} digits",
            kind="limit",
            hint=f"write at most {MAX_DIGITS}",
        )
    return Number(Fraction(text), text)
