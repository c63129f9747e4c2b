# ruff: noqa: E501 - tables of words are long lines
"""Turns the facts and the question of a plot into a text.

A fact is a clause without a full stop. In it `[a|b]` are alternatives, `{S}` is an owner, `{S.o}`
and `{S.p}` are its object and possessive, other `{…}` are slots of the scene, and `<S:give>` is a
verb that agrees with an owner.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from lottery_agent.models.training.draft import capital, spin
from lottery_agent.models.training.generators.ledgers.scene import Money, Owner, Scene
from lottery_agent.models.training.generators.ledgers.sheet import Step
from lottery_agent.models.training.generators.ledgers.verbs import finite, forms
from lottery_agent.models.training.generators.numerals import in_words

_SLOT = re.compile(r"\{(\w+)(?:\.(\w))?\}|<(\w+):(\w+)(?:\.(\w+))?>")
_ARTICLE = re.compile(r"\b([Aa]) (?=(?![Uu]ni|[Uu]se|[Oo]ne\b|[Ee]u)[AEIOUaeiou]|hour)")
_BACK = re.compile(r"\b(?:them|of the|the rest|the others|those|it)\b|<\w+:\w+> \w* *\{\w+\}$")
_CONNECTED = re.compile(
    r"(?:then|later|after that|the next day|now|in the end|afterwards|today|so far|also|at first|in the|on [A-Z]|a little|an hour|yesterday|when|this|to begin|that|there was a)\b"
)


@dataclass(frozen=True, slots=True)
class Plot:
    """What happens and what is asked, with the way to the answer.

    Attributes:
        form: Which problem it is, for the template's name.
        facts: Clauses, in the order in which they are told.
        question: Clause that asks.
        step: The step that gives the answer.
        answer: Value by the simulated world.
        asides: Which facts beside the point may be told: letters of `asides`.
        order: Whether the order of the facts tells the order in time.
    """

    form: str
    facts: tuple[str, ...]
    question: str
    step: Step
    answer: int | Fraction
    asides: str = "uoap"
    order: bool = True


class Teller:
    """Writes clauses one after the other, so that pronouns follow their names."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._rng = scene.rng
        self._before: dict[str, None] = {}
        self._worded = self._rng.random() < 0.25
        self._coin = self._rng.choice(("$", "$", "$", "£", "€", " dollars", " euros", " pounds"))
        self._shy = self._rng.choice((0.3, 0.75, 0.95))

    def clause(self, pattern: str) -> str:
        """Return a clause with its slots filled."""
        text = spin(self._rng, pattern)
        here: dict[str, None] = {}
        made, at = "", 0
        for found in _SLOT.finditer(text):
            made += text[at : found.start()]
            at = found.end()
            slot, case, subject, verb, form = found.groups()
            if subject:
                made += self._verb(subject, verb, form)
                continue
            value = self._scene.slots[slot]
            if isinstance(value, Owner):
                made += self._owner(slot, value, case or "s", here)
            elif isinstance(value, Money):
                made += self._money(value)
            elif isinstance(value, str):
                made += value
            else:
                made += self._number(value, made, text[at:])
        self._before = here or self._before
        return _ARTICLE.sub(r"\1n ", re.sub(r"  +", " ", made + text[at:]).strip())

    def _verb(self, subject: str, verb: str, form: str | None) -> str:
        if form == "ing":
            return forms(verb).ing
        if form == "base":
            return verb
        owner = None if subject == "one" else self._scene.slots[subject]
        plural = owner.plural if isinstance(owner, Owner) else owner is not None
        first = owner.first if isinstance(owner, Owner) else False
        past = self._scene.past if form is None else form == "past"
        return finite(verb, past=past, plural=plural, first=first)

    def _owner(self, key: str, owner: Owner, case: str, here: dict[str, None]) -> str:
        rivals = {
            other
            for other in {**self._before, **here}
            if other != key and self._pronoun(other) == owner.she
        }
        leading = next(iter(self._before), None) == key
        clear = 1.0 if len(self._before) == 1 else 0.3
        familiar = leading and not here and self._rng.random() < self._shy * clear
        familiar |= key in here and case == "s" and self._rng.random() < 0.6
        again = key in here and case != "s"
        here.setdefault(key)
        if owner.first or (familiar and not rivals) or (again and not rivals):
            return owner.pronoun(case)
        return owner.named(case)

    def _pronoun(self, key: str) -> str:
        owner = self._scene.slots[key]
        return owner.she if isinstance(owner, Owner) else ""

    def _money(self, money: Money) -> str:
        value = money.value
        digits = f"{value:,}" if isinstance(value, int) else f"{float(value):.2f}"
        if self._coin.startswith(" "):
            return digits + (self._coin[:-1] if value == 1 else self._coin)
        return self._coin + digits

    def _number(self, value: int | Fraction, before: str, after: str) -> str:
        if not isinstance(value, int):
            return f"{float(value)}"
        alone = not before.endswith(("another ", "the ", "these ", "a ", "all "))
        if value == 12 and alone and after.startswith(" {") and self._rng.random() < 0.3:
            return "a dozen"
        if value <= 20 and (
            self._rng.random() < 0.9 if self._worded else self._rng.random() < 0.04
        ):
            return in_words(value)
        return f"{value:,}" if value >= 1000 and self._rng.random() < 0.5 else str(value)


def told(plot: Plot, scene: Scene, asides: Sequence[str]) -> str:
    """Return the text of a plot, with facts beside the point among its own.

    Args:
        plot: What happens and what is asked.
        scene: What it is about.
        asides: Clauses beside the point.
    """
    rng, teller = scene.rng, Teller(scene)
    facts = list(plot.facts)
    if not plot.order:
        rng.shuffle(facts)
    for aside in asides:
        facts.insert(rng.choice(_places(facts, early=aside.startswith("!"))), aside.lstrip("!"))
    draw = rng.random()
    if draw < 0.05 and not asides:
        asked = capital(teller.clause(plot.question)) + "?"
        return " ".join((asked, *_sentences(rng, [teller.clause(fact) for fact in facts])))
    if draw < 0.1 and len(facts) <= 2 and not asides and "if" not in plot.question:
        asked = capital(teller.clause(plot.question))
        return f"{asked} if {_listed([teller.clause(fact) for fact in facts])}?"
    clauses = [teller.clause(fact) for fact in facts]
    if draw < 0.3 and clauses and not asides and not _CONNECTED.match(clauses[-1]):
        *rest, last = clauses
        asked = teller.clause(plot.question)
        word = rng.choice(("if", "if", "if", "given that"))
        return " ".join((*_sentences(rng, rest), f"{capital(word)} {last}, {asked}?"))
    asked = capital(teller.clause(plot.question))
    return " ".join((*_sentences(rng, clauses), f"{asked}?"))


def _places(facts: Sequence[str], *, early: bool) -> list[int]:
    """Return where a fact beside the point may stand: what follows must not point back."""
    free = [
        at
        for at in range(0 if early else 1, len(facts))
        if not _BACK.search(facts[at]) and ("{T}" in facts[at] or at == 0)
    ]
    return [*free, len(facts)]


def _listed(clauses: Sequence[str]) -> str:
    return " and ".join(clauses)


def _sentences(rng: Random, clauses: Sequence[str]) -> list[str]:
    """Return the clauses as sentences; now and then two are one."""
    made: list[str] = []
    for clause in clauses:
        if made and rng.random() < 0.15 and len(made[-1]) < 90 and ", and " not in made[-1]:
            joint = rng.choice((", and ", ", and ", "; "))
            made[-1] = made[-1][:-1] + joint + clause + "."
        else:
            made.append(capital(clause) + ".")
    return made
