"""Premises as rules: which conclusion follows from which body.

A rule is a premise of the form `all x (body -> head)`, where the head is an atom, an opposite of
one (`~swim(x)`), or several of these joined by `&`; a fact is a head without a body. Whatever else
a formula may be in classical logic (`late | ill`, `some y (owns(y, Tom))`) has no meaning as a rule
and is refused, because reading it as something near to it would prove wrong things.

Two forms of line are read besides statements: `Rule1 : all x (body -> head)` names a rule, and
`Rule1 over Rule2` says which of two wins where they disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.clauses import Domain
from lottery_agent.toolbox.logic.formula import (
    All,
    And,
    Atom,
    Equal,
    Formula,
    Iff,
    Implies,
    Not,
    Or,
    Some,
    all_terms,
    show,
)
from lottery_agent.toolbox.logic.reader import is_name, read
from lottery_agent.toolbox.logic.terms import Constant, Negative, show_term
from lottery_agent.toolbox.logic.theory import Theory, check_size, place, theory_of
from lottery_agent.toolbox.logic.variables import apart, number_variables

SOMETHING = "something"
"""The thing that there is in a problem that names none."""

_NOTHING = And(())
"""What a preference states about things."""
_NAMED = " : "
_OVER = re.compile(r"(\S+) over (\S+)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One conclusion of a premise.

    Attributes:
        head: An atom or the opposite of one.
        body: What it follows from; empty for a fact. The variables of the whole rule differ from
            those bound inside the body.
        source: Position of the premise.
        numbers: Those of its variables that range over numbers.
    """

    head: Formula
    body: tuple[Formula, ...]
    source: int
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Program:
    """A problem whose premises are rules.

    Attributes:
        theory: Rules and queries with normalised names.
        rules: The conclusions of the premises.
        labels: The name of each premise that has one.
        preferences: Pairs of names, the winner first, with the position of the premise.
        sentences: All premises as they were given.
    """

    theory: Theory
    rules: tuple[Rule, ...]
    labels: dict[int, str]
    preferences: tuple[tuple[str, str, int], ...]
    sentences: tuple[str, ...]

    @property
    def domain(self) -> Domain:
        """What variables range over: all that the problem names."""
        terms = [
            term
            for formula in (*self.theory.premises, *self.theory.queries)
            for term in all_terms(formula)
        ]
        named = dict.fromkeys(self.theory.constants)
        below_zero = [show_term(term) for term in terms if isinstance(term, Negative)]
        other = [term.name for term in terms if isinstance(term, Constant)]
        numbers = dict.fromkeys((*below_zero, *(name for name in other if name not in named)))
        return Domain(tuple(named) or (SOMETHING,), tuple(numbers))


def is_rule_line(sentence: str) -> bool:
    """Whether a sentence names a rule or prefers one to another, which a statement never does."""
    return _NAMED in sentence or _OVER.fullmatch(sentence) is not None


def read_program(premises: Sequence[str], queries: Sequence[str]) -> Program:
    """Read facts, rules, preferences and queries.

    Raises:
        ToolError: If a sentence can't be read or is no rule (the message says which and why), or
            the problem is too large. `position` counts from the beginning of all sentences, joined
            by newlines, premises first.
    """
    check_size(premises, queries)
    sentences = (*premises, *queries)
    given: list[Formula] = []
    labels: dict[int, str] = {}
    preferences: list[tuple[str, str, int]] = []
    for i, sentence in enumerate(premises):
        with _Place(sentences, i, len(premises)):
            if (over := _OVER.fullmatch(sentence)) is not None:
                preferences.append((_label(over[1]), _label(over[2], over.start(2)), i))
                given.append(_NOTHING)
                continue
            begin = sentence.find(_NAMED)
            if begin >= 0:
                labels[i] = _label(sentence[:begin])
                begin += len(_NAMED)
            with _Place(offset=max(begin, 0)):
                given.append(read(sentence[max(begin, 0) :]))
    asked = []
    for i, sentence in enumerate(queries, len(premises)):
        with _Place(sentences, i, len(premises)):
            asked.append(read(sentence, start="query"))
    theory = theory_of(given, asked, sentences=sentences)
    rules: list[Rule] = []
    for i, formula in enumerate(theory.premises):
        with _Place(sentences, i, len(premises)):
            rules += rules_of(formula, i)
    return Program(theory, tuple(rules), labels, tuple(preferences), tuple(premises))


class _Place:
    """Adds to an error where in the problem it arose.

    Args:
        sentences: Premises and queries.
        number: The sentence that is read.
        premises: How many of the sentences are premises.
        offset: Where in its sentence the text begins that is read; without `sentences`.
    """

    def __init__(
        self, sentences: Sequence[str] = (), number: int = 0, premises: int = 0, *, offset: int = 0
    ) -> None:
        name, begin = place(sentences, number, premises) if sentences else ("", offset)
        self._name = f"{name}: " if name else ""
        self._begin = begin

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ToolError):
            raise ToolError(
                self._name + error.message,
                kind=error.kind,
                position=self._begin + (error.position or 0),
                hint=error.hint,
            ) from None


def _label(text: str, offset: int = 0) -> str:
    if not is_name(text):
        raise ToolError(
            f"{text!r} is no name of a rule",
            kind="syntax",
            position=offset,
            hint="write `Rule1 : all x (cat(x) -> animal(x))` or `Rule1 over Rule2`",
        )
    return text


def rules_of(formula: Formula, source: int) -> list[Rule]:
    """Return the rules that a formula states.

    Args:
        formula: A formula without free variables.
        source: Position of the premise.

    Raises:
        ToolError: `value`, with the reason, if it is no rule.
    """
    own = apart(formula)
    numbers = number_variables(own)
    return [Rule(head, body, source, numbers) for head, body in _conclusions(own, ())]


def _conclusions(
    formula: Formula, body: tuple[Formula, ...]
) -> Iterator[tuple[Formula, tuple[Formula, ...]]]:
    match formula:
        case All(_, inner):
            yield from _conclusions(inner, body)
        case Implies(left, right):
            yield from _conclusions(right, (*body, left))
        case And(inner_parts):
            for part in inner_parts:
                yield from _conclusions(part, body)
        case Not(Or(inner_parts)):
            for part in inner_parts:
                yield from _conclusions(Not(part), body)
        case Not(Not(inner)):
            yield from _conclusions(inner, body)
        case Atom() | Not(Atom()):
            yield formula, body
        case _:
            reason, hint = _refusal(formula)
            raise ToolError(f"no fact or rule: `{show(formula)}` {reason}", kind="value", hint=hint)


def _refusal(formula: Formula) -> tuple[str, str]:
    match formula:
        case Or() | Not(And()):
            return (
                "leaves open which of its parts is concluded",
                "write one rule for each conclusion, or decide it with classical semantics",
            )
        case Some() | Not(All()):
            return (
                "concludes something about a thing without a name",
                "name the thing, or decide it with classical semantics",
            )
        case Iff() | Not(Iff()):
            return "concludes an equivalence", "write a rule for each direction"
        case Equal() | Not(Equal()):
            return (
                "concludes whether things are the same",
                "different names are different things here; leave it out",
            )
        case _:
            return "concludes that a rule does not hold", "write `body -> ~conclusion`"
