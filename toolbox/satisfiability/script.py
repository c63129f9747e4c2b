"""The commands of SMT-LIB 2 that are run, and nothing else of what Z3's interpreter would do.

Z3's own interpreter opens files for options (`:diagnostic-output-channel`), includes others and
runs commands of its own. So a script is read here, each command is one of a fixed list, and only
declarations and assertions are printed for Z3, token by token.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.satisfiability.expressions import Expressions, read_expressions

MAX_INDEX = 4_096
"""Largest index of an indexed name, such as the width of `(_ BitVec 32)`."""
MAX_LEVELS = 1_000
"""Levels that one `push` or `pop` may name."""

DECLARATIONS = {
    "declare-const": (2, 2),
    "declare-fun": (3, 3),
    "declare-sort": (1, 2),
    "declare-datatype": (2, 2),
    "declare-datatypes": (2, 2),
    "define-const": (3, 3),
    "define-fun": (4, 4),
    "define-sort": (3, 3),
}
"""Commands that are printed for Z3, with the least and the largest number of their arguments."""

_COMMANDS: Mapping[str, tuple[int, int]] = {
    **DECLARATIONS,
    "assert": (1, 1),
    "assert-soft": (1, 5),
    "minimize": (1, 1),
    "maximize": (1, 1),
    "check-sat": (0, 0),
    "check-sat-assuming": (1, 1),
    "get-model": (0, 0),
    "get-value": (1, 1),
    "get-unsat-core": (0, 0),
    "get-objectives": (0, 0),
    "push": (0, 1),
    "pop": (0, 1),
    "reset": (0, 0),
    "reset-assertions": (0, 0),
    "echo": (1, 1),
    "set-logic": (1, 1),
    "set-info": (1, 2),
    "set-option": (2, 2),
    "exit": (0, 0),
}
_OPTIONS = frozenset(
    (
        ":produce-models :produce-unsat-cores :produce-unsat-assumptions :produce-assignments "
        ":produce-proofs :print-success :interactive-mode :produce-assertions :global-declarations "
        ":random-seed :timeout :rlimit :verbosity :incremental :opt.priority"
    ).split()
)
"""Options that a script may set. None of them is passed on: models and cores are always at hand."""
_VALUES = {":opt.priority": ("lex", "box"), ":global-declarations": ("false",)}
_ANNOTATIONS = frozenset((":named", ":pattern", ":no-pattern", ":weight", ":qid", ":skolemid"))
_HINTS = {
    "eval": "write (get-value (term)) after (check-sat)",
    "simplify": "write (get-value (term)) after (check-sat)",
    "define-fun-rec": "recursive definitions are not run; state the equations with assert",
    "define-funs-rec": "recursive definitions are not run; state the equations with assert",
    "include": "paste the other file's text here",
}


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a script.

    Attributes:
        name: A name of the fixed list.
        position: Position of its bracket among the tokens.
        arguments: Positions of its arguments among the tokens.
    """

    name: str
    position: int
    arguments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A text that holds commands of the fixed list only.

    Attributes:
        expressions: The tokens.
        commands: The commands, up to `exit`.
    """

    expressions: Expressions
    commands: tuple[Command, ...]

    def offset(self, position: int) -> int:
        """Return the offset of a token in the text."""
        return self.expressions.starts[position]

    def line(self, position: int) -> int:
        """Return the line that a token stands on, counted from 1."""
        return self.expressions.text.count("\n", 0, self.offset(position)) + 1


def read_script(text: str) -> Script:
    """Read a script and make sure that it holds nothing but what is run.

    Raises:
        ToolError: `syntax` with the position of the first thing that can't be run, `limit` if the
            text or an index in it is too large.
    """
    expressions = read_expressions(text)
    commands: list[Command] = []
    for position in expressions.top():
        command = _command(expressions, position)
        check = _CHECKS.get(command.name)
        if check is not None:
            check(expressions, command)
        _check_terms(expressions, command)
        commands.append(command)
    ends = [i for i, command in enumerate(commands) if command.name == "exit"]
    return Script(expressions, tuple(commands[: ends[0]] if ends else commands))


def _command(expressions: Expressions, position: int) -> Command:
    if expressions.kinds[position] != "open":
        refuse(expressions, position, "a command starts with a bracket", "write (assert …)")
    head, *arguments = [*expressions.children(position)] or [position]
    name = expressions.token(head) if expressions.kinds[head] == "symbol" else ""
    if name not in _COMMANDS:
        known = "commands are: " + " ".join(sorted(_COMMANDS))
        shown = expressions.token(head)[:40]
        refuse(expressions, head, f"{shown!r} is no command", _HINTS.get(name, known))
    least, most = _COMMANDS[name]
    if not least <= len(arguments) <= most:
        usual = f"{least}" if least == most else f"{least} to {most}"
        refuse(expressions, position, f"{name} with {len(arguments)} arguments", f"give it {usual}")
    return Command(name, position, tuple(arguments))


def _check_terms(expressions: Expressions, command: Command) -> None:
    """Allow only annotations that mean something in a term, and bound the indices."""
    if command.name in ("set-info", "set-option", "echo"):
        return
    outer = command.arguments[1:] if command.name == "assert-soft" else ()
    indexed = False
    for i in expressions.within(command.position):
        kind = expressions.kinds[i]
        if kind == "open":
            indexed = expressions.token(i + 1) == "_"
        elif kind == "close":
            indexed = False
        elif kind == "keyword" and i not in outer and expressions.token(i) not in _ANNOTATIONS:
            refuse(expressions, i, f"{expressions.token(i)[:40]!r} can't be used here", _ALLOWED)
        elif kind == "number" and indexed:
            token = expressions.token(i)
            if token.isdigit() and (len(token) > 6 or int(token) > MAX_INDEX):
                raise ToolError(
                    f"the index {token[:20]} is too large",
                    kind="limit",
                    position=expressions.starts[i],
                    hint=f"use at most {MAX_INDEX:,}",
                )


_ALLOWED = "terms may have " + " ".join(sorted(_ANNOTATIONS))


def _check_option(expressions: Expressions, command: Command) -> None:
    option = command.arguments[0]
    if expressions.token(option) not in _OPTIONS:
        known = "options are: " + " ".join(sorted(_OPTIONS))
        shown = expressions.token(option)[:60]
        refuse(expressions, option, f"the option {shown!r} can't be set", known)
    value = command.arguments[1]
    allowed = _VALUES.get(expressions.token(option))
    if allowed is not None and expressions.token(value) not in allowed:
        refuse(expressions, value, "a value without effect here", f"write {' or '.join(allowed)}")


def _check_levels(expressions: Expressions, command: Command) -> None:
    for argument in command.arguments:
        token = expressions.token(argument)
        if not token.isdigit() or len(token) > 6 or int(token) > MAX_LEVELS:
            hint = f"write a whole number up to {MAX_LEVELS:,}"
            refuse(expressions, argument, f"{token[:20]!r} levels", hint)


def _check_echo(expressions: Expressions, command: Command) -> None:
    if expressions.kinds[command.arguments[0]] != "string":
        refuse(expressions, command.arguments[0], "echo takes a string", 'write (echo "text")')


def _check_list(expressions: Expressions, command: Command) -> None:
    argument = command.arguments[0]
    empty = command.name == "get-value" and not list(expressions.children(argument))
    if expressions.kinds[argument] != "open" or empty:
        refuse(expressions, argument, f"{command.name} takes a list", "put brackets around it")


def _check_logic(expressions: Expressions, command: Command) -> None:
    if expressions.kinds[command.arguments[0]] != "symbol":
        refuse(expressions, command.arguments[0], "a logic is a name", "write (set-logic ALL)")


def _check_soft(expressions: Expressions, command: Command) -> None:
    """Allow `:weight` with a positive number and `:id` with a name after the term."""
    _, *rest = command.arguments
    for key, value in zip(rest[::2], [*rest[1::2], None], strict=False):
        token = expressions.token(key)
        kind = "" if value is None else expressions.kinds[value]
        weight = value is not None and expressions.token(value)[:1] != "#"
        known = ((":weight", "number"), (":id", "symbol"), (":id", "quoted"))
        if (token, kind) not in known or not weight:
            refuse(expressions, key, "assert-soft takes a weight and an id", "write :weight 2")


_CHECKS: Mapping[str, Callable[[Expressions, Command], None]] = {
    "set-option": _check_option,
    "push": _check_levels,
    "pop": _check_levels,
    "echo": _check_echo,
    "get-value": _check_list,
    "check-sat-assuming": _check_list,
    "set-logic": _check_logic,
    "assert-soft": _check_soft,
}


def refuse(expressions: Expressions, position: int, message: str, hint: str) -> NoReturn:
    """Raise the error for something that can't be run, at the place of a token."""
    raise ToolError(
        f"not an SMT-LIB script: {message}",
        kind="syntax",
        position=expressions.starts[position],
        hint=hint,
    )


def named(expressions: Expressions, position: int) -> tuple[int, str | None]:
    """Return the term of an assertion without its annotations, and its name as written.

    Args:
        expressions: The tokens.
        position: The term, perhaps `(! term :named name)`.
    """
    if expressions.kinds[position] != "open":
        return position, None
    parts: Sequence[int] = list(expressions.children(position))
    if len(parts) < 2 or expressions.token(parts[0]) != "!":
        return position, None
    for key, value in zip(parts[2::2], parts[3::2], strict=False):
        if expressions.token(key) == ":named":
            return parts[1], expressions.token(value)
    return position, None
