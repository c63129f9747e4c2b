"""Reads and writes DIMACS CNF, and weighted CNF in the forms of the MaxSAT evaluations.

Read as solvers read it: comments anywhere, clauses over several lines, several on one line, and the
`%` that ends the files of SATLIB. A header that counts wrong is noted and not believed, as MiniSat
does; a last clause without its 0 is refused, because it may have been cut off.
Forms: the SAT competitions' `p cnf`; `p wcnf VARIABLES CLAUSES [TOP]`, where a clause of weight TOP
must hold; and the form of 2022 without a header, where `h` marks a clause that must hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.satisfiability.clauses import Clause, Problem

MAX_VARIABLES = 100_000
"""Variables of one problem."""
MAX_CLAUSES = 400_000
"""Clauses of one problem."""
MAX_LITERALS = 1_500_000
"""Literals of one problem, all clauses together."""
MAX_WEIGHT = 2**63 - 1
"""Largest weight of a soft clause, as in the MaxSAT evaluations."""

_WORD = re.compile(r"[^ \t\r\f\v]+")
_INTEGER = re.compile(r"-?[0-9]{1,30}", re.ASCII)
_END = "0"


def read_dimacs(text: str, *, weighted: bool = False) -> Problem:
    """Read a problem.

    Args:
        text: The text of a file.
        weighted: Read a text without a header as weighted clauses. A header decides by itself.

    Raises:
        ToolError: `syntax` with the position if the text is no DIMACS, `limit` if the problem is
            too large.
    """
    return _Reader(text, weighted=weighted).read()


def show_dimacs(problem: Problem) -> str:
    """Return a problem as a text that reads as an equal one, its notes and lines apart."""
    total = len(problem.clauses) + len(problem.soft)
    shown = "" if problem.shown is None else f"c p show {_row(problem.shown)}"
    if not problem.soft:
        rows = "".join(_row(clause) for clause in problem.clauses)
        return f"p cnf {problem.variables} {total}\n{shown}{rows}"
    top = sum(problem.weights) + 1
    hard = "".join(f"{top} {_row(clause)}" for clause in problem.clauses)
    soft = "".join(
        f"{weight} {_row(clause)}"
        for weight, clause in zip(problem.weights, problem.soft, strict=True)
    )
    return f"p wcnf {problem.variables} {total} {top}\n{shown}{hard}{soft}"


def _row(clause: Clause) -> str:
    return "".join(f"{literal} " for literal in clause) + "0\n"


@dataclass(slots=True)
class _Reader:
    """Goes through a text once, line by line."""

    text: str
    weighted: bool
    declared: tuple[int, int] | None = None
    top: int | None = None
    largest: int = 0
    size: int = 0
    clauses: list[Clause] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    soft: list[Clause] = field(default_factory=list)
    soft_lines: list[int] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    shown: list[int] | None = None
    # The clause that is being read: its weight (None for one that must hold) and its literals.
    weight: int | None = None
    open: list[int] | None = None
    open_line: int = 0
    open_at: int = 0

    def read(self) -> Problem:
        for number, start, line in _lines(self.text):
            first = line[:1]
            if first == "%":
                self._after_the_end(start + len(line))
                break
            if first == "c":
                self._comment(line, start)
            elif first == "p":
                self._header(line, start)
            else:
                self._clauses(line, start, number)
        if self.open is not None:
            _refuse("the last clause does not end", self.open_at, "end each clause with 0")
        if self.declared is None and not self.clauses and not self.soft:
            _refuse("no clauses", 0, "start with a line such as: p cnf 3 2")
        return Problem(
            variables=max(self.largest, self.declared[0] if self.declared else 0),
            clauses=tuple(self.clauses),
            soft=tuple(self.soft),
            weights=tuple(self.weights),
            lines=tuple(self.lines),
            soft_lines=tuple(self.soft_lines),
            shown=None if self.shown is None else tuple(dict.fromkeys(self.shown)),
            notes=tuple(self._notes()),
        )

    def _notes(self) -> Iterator[str]:
        if self.declared is None:
            # The weighted form of 2022 has no header.
            if not self.weighted:
                yield "there is no header `p cnf VARIABLES CLAUSES`"
            return
        variables, clauses = self.declared
        found = len(self.clauses) + len(self.soft)
        if found != clauses:
            yield f"the header announces {clauses} clauses, the text has {found}"
        if self.largest > variables:
            yield f"the header announces {variables} variables, the text uses {self.largest}"

    def _comment(self, line: str, start: int) -> None:
        """Keep `c p show 1 2 0`, the model counters' line for the variables that matter."""
        words = list(_WORD.finditer(line))
        if [word[0] for word in words[:3]] != ["c", "p", "show"]:
            return
        self.shown = self.shown or []
        for word in words[3:]:
            variable = _integer(word[0], start + word.start())
            if variable == 0:
                break
            self._count(variable, start + word.start())
            self.shown.append(abs(variable))

    def _header(self, line: str, start: int) -> None:
        words = line.split()
        hint = "write it as: p cnf VARIABLES CLAUSES"
        if self.declared is not None or self.clauses or self.soft or self.open is not None:
            _refuse("a header after the first line of the problem", start, hint)
        kind = words[1] if len(words) > 1 and words[0] == "p" else ""
        sizes = words[2:]
        if kind == "wcnf":
            hint = "write it as: p wcnf VARIABLES CLAUSES TOP"
        usual = len(sizes) == 2 or (kind == "wcnf" and len(sizes) == 3)
        digits = all(size.isascii() and size.isdigit() for size in sizes)
        if kind not in ("cnf", "wcnf") or not usual or not digits:
            _refuse(f"{line[:40]!r} is no header", start, hint)
        if any(len(size) > 30 for size in sizes):
            raise _too_large("counts", 10**30, start)
        variables, clauses, *top = map(int, sizes)
        if variables > MAX_VARIABLES:
            raise _too_large("variables", MAX_VARIABLES, start)
        if clauses > MAX_CLAUSES:
            raise _too_large("clauses", MAX_CLAUSES, start)
        self.declared = variables, clauses
        self.weighted = kind == "wcnf"
        self.top = top[0] if top else None

    def _clauses(self, line: str, start: int, number: int) -> None:
        for word in _WORD.finditer(line):
            at = start + word.start()
            if self.open is None:
                self.open, self.open_line, self.open_at = [], number, at
                self.weight = None
                if self.weighted:
                    self._weigh(word[0], at)
                    continue
            if word[0] == _END:
                self._close(at)
                continue
            literal = _integer(word[0], at)
            if literal == 0:
                _refuse(f"{word[0]!r} is no literal", at, "write 0 to end a clause")
            self._count(literal, at)
            self.open.append(literal)

    def _weigh(self, word: str, at: int) -> None:
        if word == "h" and self.declared is None:
            return
        weight = _integer(word, at, "a weight is a whole number, or h in a text without a header")
        if self.top is not None and weight >= self.top:
            return
        if not 0 <= weight <= MAX_WEIGHT:
            _refuse(f"{word!r} is no weight", at, "weights go from 1 to 2^63 - 1")
        self.weight = weight

    def _close(self, at: int) -> None:
        clause = tuple(self.open or ())
        if self.weight is None:
            self.clauses.append(clause)
            self.lines.append(self.open_line)
        else:
            self.soft.append(clause)
            self.soft_lines.append(self.open_line)
            self.weights.append(self.weight)
        self.open = None
        if len(self.clauses) + len(self.soft) > MAX_CLAUSES:
            raise _too_large("clauses", MAX_CLAUSES, at)

    def _count(self, literal: int, at: int) -> None:
        self.largest = max(self.largest, abs(literal))
        self.size += 1
        if self.largest > MAX_VARIABLES:
            raise _too_large("variables", MAX_VARIABLES, at)
        if self.size > MAX_LITERALS:
            raise _too_large("literals", MAX_LITERALS, at)

    def _after_the_end(self, position: int) -> None:
        """Refuse anything after `%` but the lone 0 that SATLIB writes there."""
        rest = self.text[position:]
        if rest.strip() not in ("", _END):
            found = position + len(rest) - len(rest.lstrip())
            _refuse("the text goes on after its end mark %", found, "leave out the %")


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield number, offset and text of each line, without the blanks before and after it."""
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if bare:
            yield number, start + line.index(bare[0]), bare
        start += len(line) + 1


def _integer(
    word: str, at: int, hint: str = "literals are whole numbers, comments start with c"
) -> int:
    if not _INTEGER.fullmatch(word):
        _refuse(f"{word[:40]!r} is no literal", at, hint)
    return int(word)


def _refuse(message: str, position: int, hint: str) -> NoReturn:
    raise ToolError(
        f"not a DIMACS file: {message}", kind="syntax", position=position, hint=hint
    ) from None


def _too_large(what: str, most: int, position: int) -> ToolError:
    return ToolError(
        f"the problem has too many {what}: at most {most:,} are taken",
        kind="limit",
        position=position,
        hint="ask about a part of it",
    )
