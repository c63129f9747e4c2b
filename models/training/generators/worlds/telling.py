"""What stories about a changing world have in common: how they are told, and what is kept of them.

A story keeps what happens in a plain dictionary while it is drawn, so that its answer is known
without the state tool.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from lottery_agent.models.training.draft import capital, spin, with_articles
from lottery_agent.models.training.generators.numerals import in_words
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_LINKS = ("Then ", "Next, ", "After that, ", "Later, ", "Afterwards ", "And then ", "Now ", "Soon ")
_FIRST = ("First, ", "First of all, ", "To begin with, ")
_LAST = ("Finally, ", "At last ", "Lastly, ", "In the end ")


_ASIDES = (
    "it is a long afternoon", "they are good friends", "nobody is in a hurry", "this is a game",
    "it rains all day", "everybody is watching", "the weather is fine", "it happened last week",
    "lunch is at noon", "here is what happened", "listen", "this is a true story",
)  # fmt: skip
"""What is said without meaning anything for the answer."""


@dataclass(frozen=True, slots=True)
class Told:
    """A story with a question, and the program that answers it.

    Attributes:
        template: Name of the manner in which it is told.
        start: Sentences that say how things are at first, without full stops.
        events: Sentences that say what happens.
        question: What is asked.
        lines: The events of the program.
        query: The query of the program, without its mark.
        answer: The answer, as the state tool writes it for comparison.
        subjects: Who or what does something, if sentences about the same one may be joined.
    """

    template: str
    start: Sequence[str]
    events: Sequence[str]
    question: str
    lines: Sequence[str]
    query: str
    answer: str
    subjects: Sequence[str] = ()

    @property
    def program(self) -> str:
        """The program."""
        return "\n".join([*self.lines, f"? {self.query}"])


def say(rng: Random, choices: str | Sequence[str], **places: str) -> str:
    """Draw a pattern, its alternatives too, and fill its places."""
    text = spin(rng, choices if isinstance(choices, str) else rng.choice(choices))
    for name, value in places.items():
        text = text.replace(f"{{{name}}}", value)
    return " ".join(with_articles(text).split())


def story(rng: Random, told: Told) -> str:
    """Return a story without its question: sentence by sentence, or one long sentence."""
    start, events = list(told.start), list(told.events)
    aside = f"{capital(rng.choice(_ASIDES))}. " if rng.random() < 0.08 else ""
    if told.subjects and rng.random() < 0.35:
        together = rng.random() < 0.4
        joined = _joined(rng, [*start * together, *events], told.subjects)
        start, events = (start * (not together), joined)
    draw = rng.random()
    if draw < 0.14:  # hurried: commas only
        return aside + ", ".join(_plain(rng, [*start, *events])) + rng.choice((". ", ", ", ". "))
    if len(events) > 1 and draw < 0.55:
        events = _linked(rng, events)
    if len(start) > 1 and rng.random() < 0.55:
        start = [listed(rng, start)]
    elif len(start) > 1 and rng.random() < 0.2:
        start = ["; ".join(start)]
    return aside + " ".join(f"{_begun(sentence)}." for sentence in (*start, *events)) + " "


def _begun(sentence: str) -> str:
    """Return a sentence with a capital, unless it begins with a variable such as `x`."""
    return sentence if sentence[1:2] == " " and sentence[0].islower() else capital(sentence)


def _joined(rng: Random, sentences: Sequence[str], subjects: Sequence[str]) -> list[str]:
    """Join neighbouring sentences about the same one: `Ann finds 3, loses 1 and wins 2`."""
    groups: list[tuple[str, list[str]]] = []
    for sentence in sentences:
        found = [subject for subject in subjects if sentence.startswith(f"{subject} ")]
        subject = max(found, key=len, default="")
        if groups and subject and groups[-1][0] == subject:
            groups[-1][1].append(sentence.removeprefix(f"{subject} "))
        else:
            groups.append((subject, [sentence]))
    return [listed(rng, parts) for _, parts in groups]


def _plain(rng: Random, sentences: list[str]) -> list[str]:
    if rng.random() < 0.4:
        sentences[-1] = f"then {sentences[-1]}"
    return sentences


def _linked(rng: Random, events: list[str]) -> list[str]:
    """Return events with words between them that say which comes first."""
    last = len(events) - 1
    linked = []
    for i, event in enumerate(events):
        words = _FIRST if i == 0 else _LAST if i == last and rng.random() < 0.5 else _LINKS
        linked.append(rng.choice(words) + event if rng.random() < (0.4, 0.8)[i > 0] else event)
    return linked


def listed(rng: Random, parts: Sequence[str]) -> str:
    """Return parts as one: `a, b and c`."""
    if len(parts) == 1:
        return parts[0]
    comma = "," if len(parts) > 2 and rng.random() < 0.3 else ""
    return f"{', '.join(parts[:-1])}{comma} and {parts[-1]}"


def people(rng: Random, words: Vocabulary, count: int, *, but: Sequence[str] = ()) -> list[str]:
    """Draw first names that differ, and that are none of some others."""
    taken = {name.lower() for name in but}
    found: dict[str, str] = {}
    while len(found) < count:
        name = words.name(rng)
        if name.lower() not in taken:
            found.setdefault(name.lower(), name)
    return list(found.values())


def counted(rng: Random, number: int) -> str:
    """Return a number in digits, or in words if a program may write it nevertheless."""
    return in_words(number) if 2 <= number <= 12 and rng.random() < 0.3 else str(number)


def name_of(words: str) -> str:
    """Return the name that a program gives to a thing of several words."""
    return words.replace(" ", "_")


_MINE = (
    (r"\b(of|for|from|to) I\b", r"\1 me"),
    (r"\b([Dd])oes I\b", r"\1o I"),
    (r"\bhas I\b", "have I"),
)
_I = re.compile(r"\bI (\w+?)(es|s)?\b")


def first_person(text: str) -> str:
    """Return a sentence about somebody called `I` as I say it: `I have`, `do I have`."""
    for pattern, instead in _MINE:
        text = re.sub(pattern, instead, text)
    return _I.sub(lambda verb: f"I {_said_of_me(verb[1], verb[2] or '')}", text)


def _said_of_me(stem: str, end: str) -> str:
    known = {"ha": "have", "i": "am", "goe": "go"}
    if stem in known and end:
        return known[stem]
    return stem + (end.removesuffix("s") if end and not stem.endswith("ss") else "")


def pronouns(rng: Random, events: Sequence[str], name: str) -> list[str]:
    """Return events in which `he` or `she` does what a name did."""
    pronoun = rng.choice(("he", "she"))
    return [
        f"{pronoun} {event.removeprefix(name).lstrip()}" if event.startswith(f"{name} ") else event
        for event in events
    ]


def verdict(holds: bool) -> str:
    """Return yes or no as the tool says it."""
    return str(holds)
