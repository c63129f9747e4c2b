"""Identification of the required tool, and of the case that needs none.

A request is shown with tools to choose among. Two in five requests need none of them: half of these
are plain talk, the other half hold a lure, a number or a date or a list that nothing is to be done
with. Small models call a tool for small talk more often than they miss one, so restraint is counted
apart. Tools that could do the same are never offered together.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from lottery_agent.lab.abilities.probes import Probe, lettered

NONE = "no tool: a plain reply is enough"
TOOLS: Mapping[str, str] = {
    "calculator": "calculator: works out numbers and equations",
    "calendar": "calendar: finds dates and weekdays",
    "converter": "converter: turns one unit of measure into another",
    "archive": "archive: looks facts up in stored documents",
    "prover": "prover: decides what follows from rules",
    "sorter": "sorter: puts the words of a list in order",
    "state": "notebook: keeps track of things that change places",
}
_OFFERED = 4
"""Tools that a question offers, beside none."""
CHANCE = 1 / (_OFFERED + 1)
NEEDED, PLAIN, LURED = "a tool", "no tool, plain", "no tool, with a lure"
KINDS = (NEEDED, PLAIN, NEEDED, LURED, NEEDED)
_ALIKE: Mapping[str, frozenset[str]] = {
    "calculator": frozenset({"converter", "calendar", "state"}),
    "converter": frozenset({"calculator"}),
    "calendar": frozenset({"calculator"}),
    "state": frozenset({"calculator", "prover", "sorter"}),
    "sorter": frozenset({"state"}),
    "prover": frozenset({"archive", "state"}),
    "archive": frozenset({"prover"}),
}
"""Tools that a request could be said to need, too, beside the one that it is made for."""

_NAMES = ("Ottilie", "Bram", "Sunniva", "Corin", "Petra", "Ludo", "Maren", "Idris")
_MONTHS = ("January", "March", "May", "July", "September", "November")
_WORDS = (
    "plum",
    "anchor",
    "violet",
    "grain",
    "castle",
    "ember",
    "willow",
    "drum",
    "noodle",
    "ticket",
)
_PLACES = ("the Orrin ferry", "Sallow Bridge", "the Marrick museum", "the Tarn observatory")
_HOLDERS = ("Ottilie's bag", "Bram's drawer", "the tin box", "the blue bucket")

_REQUESTS: Mapping[str, tuple[str, ...]] = {
    "calculator": (
        "A ticket costs {a} crowns. What do {b} tickets cost, with {c} crowns off the whole?",
        "If three times a number plus {c} is {d}, what is the number?",
        "What share of {d} people are {b} people, in percent?",
    ),
    "calendar": (
        "On which weekday does {day} {month} 2031 fall?",
        "Which date is {b} days after {day} {month}?",
        "How many days are there from {day} {month} to 30 November?",
    ),
    "converter": (
        "How many ounces are {a} pounds?",
        "The cable is {d} feet long. How many metres is that?",
        "What is {a} degrees Celsius on the Fahrenheit scale?",
    ),
    "archive": (
        "What do the rules of {place} say about dogs on board?",
        "In which year was {place} opened?",
        "Who gave the money for {place}, according to its records?",
    ),
    "prover": (
        "Every smith is patient, and nobody who is patient shouts. {name} is a smith. Does it "
        "follow that {name} does not shout?",
        "If the lamp is lit, the door is open. The door is not open. Must the lamp be out?",
        "All {one}s are small or old, and this {one} is not small. Is it certain that it is old?",
    ),
    "sorter": (
        "Put these words in the order of the alphabet: {one}, {two}, {three}, {four}.",
        "Which of these words comes last in the alphabet: {one}, {two}, {three}, {four}?",
        "List {one}, {two}, {three} and {four} from the shortest word to the longest.",
    ),
    "state": (
        "The key is in {first}. {name} puts it into {second} and then swaps what is in {second} "
        "with what is in {third}. Where is the key?",
        "The {one} is in {first} and the {two} in {second}. {name} swaps the two, then puts the "
        "{two} into {third}. Where is each of them?",
    ),
}
_TALK = (
    "Thank you, that was all that I needed.",
    "Good morning! How are you?",
    "Please say that again in friendlier words: ‘Send it now.’",
    "Write a line that wishes {name} a safe trip.",
    "Tell me something kind, it has been a long day.",
    "What would be a nice name for a grey cat?",
    "Say hello to {name} for me.",
    "Could you use shorter sentences from now on?",
    "That is not what I meant, but never mind.",
    "Make this sound more polite: ‘You are in my way.’",
)
_LURES = (
    "I turned {a} today. Wish me a happy birthday!",
    "My train leaves on {day} {month} and I am looking forward to it. Wish me luck.",
    "{name} ran {a} miles this morning. Say something to praise that.",
    "I bought {one}s, {two}s and {three}s for the party. Is that not nice?",
    "The archive was closed today, what a pity. Cheer me up, please.",
    "I never liked calculating, and {b} times I was told to practise. Tell me it is all right.",
    "Write a friendly title for a card that shows a {one} and a {two}.",
    "{name} says that all rules are made to be broken. Answer with a wink.",
    "Thanks for sorting my list yesterday!",
    "We walked {c} feet up to the tower, and the view was lovely. Say how that sounds.",
)


def make(random: Random, kind: str) -> Probe:
    """Return a probe."""
    needed = random.choice(list(TOOLS)) if kind == NEEDED else None
    texts = _REQUESTS[needed] if needed else _LURES if kind == LURED else _TALK
    request = random.choice(texts).format(**_words(random))
    alike = _ALIKE[needed] if needed else frozenset()
    others = [tool for tool in TOOLS if tool != needed and tool not in alike]
    shown = [TOOLS[tool] for tool in random.sample(others, _OFFERED - (needed is not None))]
    right, wrong = (TOOLS[needed], [*shown, NONE]) if needed else (NONE, shown)
    answer, options = lettered(random, right, wrong)
    question = f"Somebody writes: “{request}” Which tool does the answer need?"
    return Probe(kind, question, answer, options=options)


def _words(random: Random) -> dict[str, str | int]:
    """Return what the gaps of a request are filled with."""
    one, two, three, four = random.sample(_WORDS, 4)
    first, second, third = random.sample(_HOLDERS, 3)
    return {
        "a": random.randrange(12, 60),
        "b": random.randrange(13, 40),
        "c": random.randrange(5, 30),
        "d": 5 * random.randrange(20, 90),
        "day": random.randrange(1, 29),
        "month": random.choice(_MONTHS),
        "name": random.choice(_NAMES),
        "place": random.choice(_PLACES),
        "one": one, "two": two, "three": three, "four": four,
        "first": first, "second": second, "third": third,
    }  # fmt: skip
