# ruff: noqa: E501 - a pattern of language is one line
"""What stories about a changing world have in common: how they are told, and what is kept of them.

A story keeps what happens in a plain dictionary while it is drawn, so that its answer is known
without the state tool.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random

from lottery_agent.models.training.draft import capital, spin, with_articles
from lottery_agent.models.training.generators.numerals import in_words
from lottery_agent.models.training.generators.vocabulary import Noun, Vocabulary

LONGEST = 360
"""Characters of the lines of one sentence: longer ones may need more tokens than the agent writes.
"""
_LINKS = ("Then ", "Next, ", "After that, ", "Later, ", "Afterwards ", "And then ", "Now ", "Soon ")
_FIRST = ("First, ", "First of all, ", "To begin with, ")
_LAST = ("Finally, ", "At last ", "Lastly, ", "In the end ")

_ASIDES = (
    "it is a long afternoon", "they are good friends", "nobody is in a hurry", "this is a game",
    "it rains all day", "everybody is watching", "the weather is fine", "it happened last week",
    "lunch is at noon", "here is what happened", "listen", "this is a true story",
)  # fmt: skip
"""What is said without meaning anything for the answer."""
_ANNOUNCEMENTS = (
    "then [some|several|a few] things [happen|change]", "this does not stay so", "things change after that",
    "[from here on|from now on] it gets [busy|confusing|lively]", "what comes next happens in this order",
    "some changes follow", "a few changes are made [one after another|step by step]",
    "over the next hour a lot [happens|goes on]", "during the [day|evening|morning] there are some changes",
    "here is what [happens|comes] next", "[pay|please pay] attention to what follows", "now look at what happens",
    "[several|some] events follow", "in what follows things change",
)  # fmt: skip
"""What is said of events that have not happened yet."""
_GROUPS = (
    "[good|old|close|] friends", "neighbours", "colleagues", "classmates", "cousins", "members of [a|the same] club",
    "guests at a [party|wedding|festival]", "players [in|from] a [team|league]", "keen [collectors|readers|gardeners]",
    "students in [a|the same] class", "flatmates", "[dancers|musicians|actors] in a [show|hall|group]",
)  # fmt: skip
_HABITS = (
    "[sometimes|often|now and then|regularly|rarely] [swap|trade|exchange] {ts}", "like to [swap|trade] {ts}",
    "[always|never] share {ts}", "swap {ts} with each other [when it rains|every week|a lot]",
    "[love|enjoy] to change {ts}", "never have the same {t} for long", "take turns with {ts}",
)  # fmt: skip
"""What people are and what they are used to do: said of them, nothing has happened yet."""
_JOINTS = (", then ", " and then ", ", and then ", "; then ", ", and ", "; ")
"""What parts two events in one sentence."""
_AFTERWARDS = (
    " after this", " after all of this", " after the following", " once this has happened",
    " if this happens", " after what follows", " when all of this is over", " after these events",
)  # fmt: skip
"""Ends of a question that stands before the events."""
_BEFOREHAND = (
    "After all of the following, ", "Read on and tell me: ", "Once this has happened: ",
    "When everything below is done, ", "Read what follows and say: ",
)  # fmt: skip
"""Beginnings of such a question."""
_OPENINGS = (
    "What", "Which", "Who", "How", "Where", "Is ", "Are ", "Do", "Has ", "By ", "At ", "In ", "With ",
    "On ", "When", "As ", "Can ", "Have ",
)  # fmt: skip
_GAP = re.compile(r"(?<=\w) (?=[?,])")
"""A blank that an alternative without words leaves before a mark."""
_NOW = re.compile(r" (?:now|in the end|at the end|at last|then)(?=\?)")


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence, or a part of one, says, and the lines of the program for it.

    Attributes:
        text: The sentence, without full stop.
        lines: The events of the program; none if nothing happens.
    """

    text: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A story with a question, and the program that answers it.

    Attributes:
        template: Name of the manner in which it is told.
        start: Says how things are at first.
        events: Says what happens.
        question: What is asked; without a question mark if the answer is to end the sentence.
        query: The query of the program, without its mark.
        answer: The answer, as the state tool gives it or writes it for comparison.
        subjects: Who or what does something, if sentences about the same one may be joined.
        before: Whether the question may stand before the events.
        ahead: What is asked there, if it is said in words of its own.
        given: The events that the question itself tells.
        again: What is asked at the very beginning besides, in words of its own, or nothing.
    """

    template: str
    start: Sequence[Said]
    events: Sequence[Said]
    question: str
    query: str
    answer: str
    subjects: Sequence[str] = ()
    before: bool = False
    ahead: str = ""
    given: tuple[str, ...] = ()
    again: str = ""

    @property
    def program(self) -> str:
        """The program: what is so at first, what happens, what is asked."""
        told = [line for said in (*self.start, *self.events) for line in said.lines]
        return "\n".join([*told, *self.given, f"? {self.query}"])


def say(rng: Random, choices: str | Sequence[str], **places: str) -> str:
    """Draw a pattern, its alternatives too, and fill its places."""
    text = spin(rng, choices if isinstance(choices, str) else rng.choice(choices))
    for name, value in places.items():
        text = text.replace(f"{{{name}}}", value)
    return _GAP.sub("", " ".join(with_articles(text).split()))


def story(rng: Random, told: Told) -> list[Said]:
    """Return the sentences of a story without its question, as they stand in the text.

    Each has its mark at the end. One that ends in a comma goes on with the question.
    """
    start, events = list(told.start), list(told.events)
    asides = [Said(f"{capital(rng.choice(_ASIDES))}.")] if rng.random() < 0.08 else []
    if told.subjects and rng.random() < 0.35:
        together = rng.random() < 0.4 and all(said.lines for said in start)
        joined = _joined(rng, [*start * together, *events], told.subjects)
        start, events = (start * (not together), joined)
    draw = rng.random()
    if draw < 0.14 and (parts := [said for said in (*start, *events) if said.lines]):
        leads = [said for said in start if not said.lines]  # hurried: commas only
        hurried = _together(", ".join(_plain(rng, parts)), parts)
        end = rng.choice((".", ",", "."))
        return [*asides, *map(_sentence, leads), replace(hurried, text=hurried.text + end)]
    if len(events) > 1 and draw < 0.55:
        events = _linked(rng, events)
    start, events = _shorter(rng, start), _merged(rng, events)
    return [*asides, *map(_sentence, (*start, *events))]


def _sentence(said: Said) -> Said:
    return replace(said, text=f"{_begun(said.text)}.")


def _together(text: str, parts: Iterable[Said]) -> Said:
    """Return a sentence that says what some others say."""
    return Said(text, tuple(line for said in parts for line in said.lines))


def _shorter(rng: Random, start: list[Said]) -> list[Said]:
    """Return the start with what it tells in one sentence now and then."""
    parts = [said for said in start if said.lines]
    draw = rng.random()
    if len(parts) < 2 or draw > 0.64:
        return start
    texts = [said.text for said in parts]
    text = listed(rng, texts) if draw < 0.55 else "; ".join(texts)
    first, last = start.index(parts[0]), start.index(parts[-1])
    return [*start[:first], _together(text, parts), *start[last + 1 :]]


def _merged(rng: Random, events: list[Said]) -> list[Said]:
    """Return events of which some neighbours share a sentence: `Ann wins 3, then Ben loses 2`."""
    often = rng.choice((0, 0, 0, 0.2, 0.4))
    merged: list[Said] = []
    for said in events:
        if merged and merged[-1].lines and said.lines and rng.random() < often:
            text = f"{merged[-1].text}{rng.choice(_JOINTS)}{_uncapped(said.text)}"
            merged[-1] = _together(text, (merged[-1], said))
        else:
            merged.append(said)
    return merged


def _uncapped(text: str) -> str:
    """Return a text without the link that begins it: `Then Ben wins` -> `Ben wins`."""
    found = [link for link in (*_FIRST, *_LINKS, *_LAST) if text.startswith(link)]
    return text.removeprefix(max(found, key=len, default=""))


def _begun(sentence: str) -> str:
    """Return a sentence with a capital, unless it begins with a variable such as `x`."""
    variable = sentence[1:2] == " " and sentence[0].islower() and sentence[0] != "a"
    return sentence if variable else capital(sentence)


def _joined(rng: Random, sentences: Sequence[Said], subjects: Sequence[str]) -> list[Said]:
    """Join neighbouring sentences about the same one: `Ann finds 3, loses 1 and wins 2`."""
    groups: list[tuple[str, list[Said]]] = []
    for said in sentences:
        found = [subject for subject in subjects if said.text.startswith(f"{subject} ")]
        subject = max(found, key=len, default="")
        if groups and subject and groups[-1][0] == subject:
            groups[-1][1].append(replace(said, text=said.text.removeprefix(f"{subject} ")))
        else:
            groups.append((subject, [said]))
    return [_together(listed(rng, [said.text for said in parts]), parts) for _, parts in groups]


def _plain(rng: Random, parts: Sequence[Said]) -> list[str]:
    texts = [said.text for said in parts]
    if len(texts) > 1 and rng.random() < 0.4:
        texts[-1] = f"then {texts[-1]}"
    return texts


def _linked(rng: Random, events: list[Said]) -> list[Said]:
    """Return events with words between them that say which comes first."""
    last = len(events) - 1
    linked = []
    for i, event in enumerate(events):
        words = _FIRST if i == 0 else _LAST if i == last and rng.random() < 0.5 else _LINKS
        link = rng.choice(words) if rng.random() < (0.4, 0.8)[i > 0] else ""
        linked.append(replace(event, text=link + event.text))
    return linked


def announced(rng: Random, patterns: Sequence[str] = (), **places: str) -> list[Said]:
    """Return what may be said of events before they happen: it has no lines.

    Args:
        rng: Where to draw from.
        patterns: Phrasings of the manner, beside those for all stories.
        places: What stands in their places.
    """
    if rng.random() > 0.3:
        return []
    own = bool(patterns) and rng.random() < 0.75
    return [Said(say(rng, patterns if own else _ANNOUNCEMENTS, **places))]


def introduced(rng: Random, everyone: str, **places: str) -> Said:
    """Return what is said of people before anything happens: it has no lines.

    Args:
        rng: Where to draw from.
        everyone: All of them: `Ann, Ben and Cleo`.
        places: What stands in the places of a habit.
    """
    group, habit = say(rng, _GROUPS), say(rng, _HABITS, **places)
    link = rng.choice((" who ", " and ", ", and they ", " that "))
    are = rng.choice(("are", "are", "are all", "have long been"))
    return Said(f"{everyone} {are} {group}" + (f"{link}{habit}" if rng.random() < 0.75 else ""))


def ahead(rng: Random, question: str) -> str:
    """Return a question as it may stand before the events that it is about."""
    if rng.random() < 0.25:
        return question
    plain = _NOW.sub("", question)
    if rng.random() < 0.5:
        return plain.removesuffix("?").rstrip() + rng.choice(_AFTERWARDS) + "?"
    begins = plain.startswith(_OPENINGS)
    return rng.choice(_BEFOREHAND) + (plain[:1].lower() + plain[1:] if begins else plain)


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


def thing(rng: Random, words: Vocabulary) -> Noun:
    """Draw a thing that is one: no `scissors`."""
    while True:
        noun = words.noun(rng)
        if noun.one != noun.many and (not noun.one.endswith("s") or noun.one.endswith("ss")):
            return noun


_ON = frozenset("shelf counter rack table desk sofa sill tray windowsill carpet".split())


def inside(place: str) -> dict[str, str]:
    """Return how sentences say that something is in a place or gets there: `on` a table."""
    on = place.split()[-1] in _ON
    return {"in": "on" if on else "in", "into": "onto" if on else "into"}


def counted(rng: Random, number: int) -> str:
    """Return a number in digits, or in words if a program may write it nevertheless."""
    return in_words(number) if 2 <= number <= 12 and rng.random() < 0.3 else str(number)


def name_of(words: str) -> str:
    """Return the name that a program gives to a thing of several words."""
    return words.replace(" ", "_")


_MINE = (
    (r"\bthe (\w+) of I\b", r"my \1"),
    (r"\bof I\b", "of mine"),
    (r"\b(for|from|to) I\b", r"\1 me"),
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


def pronouns(rng: Random, events: Sequence[Said], name: str) -> list[Said]:
    """Return events in which `he` or `she` does what a name did.

    The name is said again now and then: an event is read with the two sentences before it alone.
    """
    pronoun = rng.choice(("he", "she"))
    return [
        replace(said, text=f"{pronoun} {said.text.removeprefix(name).lstrip()}")
        if said.text.startswith(f"{name} ") and i % 3 < 2
        else said
        for i, said in enumerate(events)
    ]


def verdict(holds: bool) -> str:
    """Return yes or no as the tool says it."""
    return str(holds)
