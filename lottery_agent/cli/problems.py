"""The kinds of files that `lottery solve` runs, and how each becomes a request to an exact tool.

A kind says which suffixes it has, which tool takes it, and how places in what the tool was sent are
found again in the file. No model is involved: these files are written in the tools' own notations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lottery_agent.errors import ToolError, UsageError

Place = Callable[[int], int | None]
"""Turns an offset that a tool gives into an offset in the file, or None if there is none."""

_COMMENT = "#"
_QUERY = "? "


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of a file.

    Attributes:
        seconds: Time for the tool.
        models: How many models or solutions to look for; None leaves that to the tool.
        core: Whether to explain why there is no model, with as little as possible.
    """

    seconds: float
    models: int | None = None
    core: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request to a tool, and where its parts stand in the file."""

    request: Mapping[str, Any]
    place: Place


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of files.

    Attributes:
        name: What `--as` calls it.
        suffixes: The endings of its files.
        tool: The tool that takes it, as in `worker.TOOLS`.
        prepare: Makes the request from a file's text; may raise `ToolError` with an offset there.
        offers: Which of `models` and `core` may be asked for.
        loose: Bytes that are no UTF-8 are replaced, as in comments of old files.
    """

    name: str
    suffixes: tuple[str, ...]
    tool: str
    prepare: Callable[[str, Wish], Prepared]
    offers: frozenset[str] = frozenset()
    loose: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that holds something: its text without outer blanks, and its offset in the file."""

    text: str
    offset: int


def _lines(text: str) -> list[_Line]:
    """Return the lines of a file, without blank ones and those that start with `#`."""
    found: list[_Line] = []
    offset = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare and not bare.startswith(_COMMENT):
            found.append(_Line(bare, offset + line.index(bare)))
        offset += len(line) + 1
    return found


def _joined(lines: list[_Line]) -> Place:
    """Return how places in lines that were joined by newlines are found in the file."""

    def place(position: int) -> int | None:
        for line in lines:
            if position <= len(line.text):
                return line.offset + position
            position -= len(line.text) + 1
        return None

    return place


def _clauses(form: str) -> Callable[[str, Wish], Prepared]:
    def prepare(text: str, wish: Wish) -> Prepared:
        request = {
            "text": text,
            "format": form,
            "models": wish.models,
            "core": wish.core,
            "seconds": wish.seconds,
        }
        return Prepared(request, lambda position: position)

    return prepare


def _logic(text: str, wish: Wish) -> Prepared:
    from lottery_agent.toolbox.logic.rules import is_rule_line

    lines = _lines(text)
    if not lines:
        raise ToolError("there is no statement", position=0, hint="write one a line: cat(Tom)")
    premises = [line for line in lines if not line.text.startswith(_QUERY)]
    queries = [line for line in lines if line.text.startswith(_QUERY)]
    request: dict[str, Any] = {
        "premises": [line.text for line in premises],
        "seconds": wish.seconds,
    }
    if any(is_rule_line(line.text) for line in premises):
        request["semantics"] = "defeasible"
    if queries:
        request["queries"] = [line.text for line in queries]
    else:
        request |= {"models": True, "limit": wish.models or 10}
    return Prepared(request, _joined([*premises, *queries]))


def _puzzle(text: str, wish: Wish) -> Prepared:
    lines = _lines(text)
    request: dict[str, Any] = {
        "call": "\n".join(line.text for line in lines),
        "seconds": wish.seconds,
    }
    return Prepared(request, _joined(lines))


def _mathematics(text: str, wish: Wish) -> Prepared:
    from lottery_agent.toolbox.language import Language
    from lottery_agent.toolbox.mathematics.notation import CONSTANT_NAMES, read_notation

    lines = _lines(text)
    if not lines:
        raise ToolError("there is nothing to compute", position=0, hint="write: 3 * 4")
    place = _joined(lines)
    typed = "\n".join(line.text for line in lines)
    try:
        spelled = read_notation(typed)
        sheet = spelled.startswith("answer = ") or "\nanswer = " in spelled
        if not sheet:
            tree = Language.load("mathematics").parse(f"answer = {spelled}")
            names = {str(name.children[0]) for name in tree.find_data("name")}
            relations = {"relation"} & {getattr(each, "data", "") for each in tree.children}
            if relations and names - set(CONSTANT_NAMES):
                spelled = f"solve({spelled})"
            spelled = f"answer = {spelled}"
    except ToolError as error:
        position = None if error.position is None else place(error.position)
        raise ToolError(
            error.message, kind=error.kind, position=position, hint=error.hint
        ) from None
    return Prepared({"call": spelled}, place if spelled == typed else lambda position: None)


KINDS: tuple[Kind, ...] = (
    Kind(
        "cnf",
        (".cnf", ".dimacs"),
        "satisfiability",
        _clauses("cnf"),
        frozenset({"models", "core"}),
        loose=True,
    ),
    Kind("wcnf", (".wcnf",), "satisfiability", _clauses("wcnf"), frozenset({"core"}), loose=True),
    Kind(
        "smt2",
        (".smt2",),
        "satisfiability",
        _clauses("smt2"),
        frozenset({"models", "core"}),
    ),
    Kind("logic", (".logic",), "logic", _logic, frozenset({"models", "core"})),
    Kind("puzzle", (".puzzle",), "puzzle", _puzzle, frozenset({"core"})),
    Kind("math", (".math",), "mathematics", _mathematics),
)
"""All kinds. Logic and puzzles name what suffices for each verdict, asked or not."""


def kind_of(name: str, wanted: str | None) -> Kind:
    """Return the kind of a file.

    Args:
        name: The file's name; `-` for standard input.
        wanted: The kind that the user named, if any.

    Raises:
        UsageError: If there is no such kind, or the name tells none.
    """
    if wanted is not None:
        for kind in KINDS:
            if kind.name == wanted:
                return kind
        raise UsageError(f"--as {wanted!r} is no kind of file", hint=f"one of: {_names()}")
    if name == "-":
        raise UsageError("standard input has no suffix", hint=f"name its kind: --as {_names('|')}")
    for kind in KINDS:
        if name.lower().endswith(kind.suffixes):
            return kind
    suffixes = " ".join(suffix for kind in KINDS for suffix in kind.suffixes)
    raise UsageError(
        f"the name {name!r} does not tell what the file holds",
        hint=f"suffixes are {suffixes}; or name its kind: --as {_names('|')}",
    )


def _names(separator: str = ", ") -> str:
    return separator.join(kind.name for kind in KINDS)
