# ruff: noqa: E501 - a pattern of language is one line
"""The choice of the logician's language: rules for facts and rules, places for puzzles.

What decides is what the tools can express. Who is where among all, and what is left for the others,
is a puzzle; what follows for everyone of some kind is a theory, even if it speaks of left and right.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from lottery_agent.models.training.draft import Draft, capital, rough, spin
from lottery_agent.models.training.generators import constructions, logic
from lottery_agent.models.training.generators.constructions.everyday import Speech
from lottery_agent.models.training.generators.facts import fact
from lottery_agent.models.training.generators.phrases import article
from lottery_agent.models.training.generators.puzzles.asking import asked
from lottery_agent.models.training.generators.puzzles.clues import clue
from lottery_agent.models.training.generators.puzzles.drafts import told
from lottery_agent.models.training.generators.puzzles.make import Puzzle, puzzle
from lottery_agent.models.training.generators.puzzles.options import mode
from lottery_agent.models.training.generators.puzzles.wording import fill, written
from lottery_agent.models.training.generators.rules import rule
from lottery_agent.models.training.generators.vocabulary import Vocabulary

LONGEST = 900
"""Characters of a question with its context; more would not fit into an example."""
_VERDICTS = ("Yes / No", "True, False or Unknown", "A) True B) False C) Unknown", "A) Yes\nB) No")
_RELATIVE = "< > beside( between( ~".split()
"""Signs of lines that need no introduction."""

_BOUNDARY = (
    # Places are spoken of, but what is asked follows from a rule for everyone.
    "{A} sits [to the left of|next to|behind|in front of] {B}. Everyone who sits [to the left of|next to|behind|in front of] {B} is {adj}. ? Is {A} {adj}",
    "{A} is {more} than {B}. [Whoever|Everyone who] is {more} than {B} {verbs}. ? Does {A} {verb}",
    "{A} is {more} than {B}. {B} is {more} than {C}. If [someone|a person] is {more} than [someone|a person] who is {more} than {C}, then they are {adj}. ? Is {A} {adj}",
    "If [someone|somebody] finishes [first|last|second], then they are {adj}. {A} finishes [first|last|second]. ? Is {A} {adj}",
    "[All|The] {nouns} on the [left|right|top|bottom] shelf are {adj}. {the_noun} is on the [left|right|top|bottom] shelf. ? Is {the_noun} {adj}",
    "Every {noun} in the [first|last|middle] row is {adj}. {A} is a {noun} in the [first|last|middle] row. ? Is {A} {adj}",
    "{A} drinks tea or coffee. Everyone who drinks tea is {adj}. Nobody who drinks coffee is {adj2}. {A} is {adj2}. ? Is {A} {adj}",
    "Everybody who owns a {noun} is {adj}. {A} owns a {noun}. ? Is {A} {adj}",
    "{A} is either {adj} or {adj2}. {A} is not {adj}. ? Is {A} {adj2}",
    "If {A} is [older|younger|taller|faster] than {B} then {A} is {adj}. {A} is [older|younger|taller|faster] than {B}. ? Is {A} {adj}",
    "If one thing is [above|below|before|after] another and that is [above|below|before|after] a third, then the first is [above|below|before|after] the third. {the_noun} is [above|below|before|after] {B}. ? Is {the_noun} [above|below|before|after] {B}",
    "Each member of the [red|blue|first|second] team is {adj}. {A} is on the [red|blue|first|second] team. No one {adj} {verbs}. ? Does {A} {verb}",
    "People who live next to {B} are {adj}. {A} lives next to {B}. {C} does not live next to {B}. ? Is {A} {adj}",
    "Only people in the [front|back] row are {adj}. {A} is {adj}. ? Is {A} in the [front|back] row",
    "No one who comes after {B} is {adj}. {A} comes after {B}. {C} comes before {B}. ? Is {A} {adj}",
    "Some {nouns} are [bigger|smaller|heavier|lighter] than {B}. Anything [bigger|smaller|heavier|lighter] than {B} is {adj}. ? Are some {nouns} {adj}",
    "Whoever works on Monday is {adj}. {A} works on Monday. {B} works on Tuesday. ? Is {A} {adj}",
    "If {A} takes the {noun} then {B} is {adj}. {A} takes the {noun}. ? Is {B} {adj}",
    "{A} sees {B}. {B} sees {C}. {A} is {adj}. {C} is not {adj}. ? Does [someone|somebody] {adj} see [someone|somebody] who is not {adj}",
    "Nothing that stands between two {nouns} is {adj}. {the_noun} stands between two {nouns}. ? Is {the_noun} {adj}",
)


_CALLED = (
    "Rule {}:",
    "Rule{}:",
    "R{}:",
    "Policy {}:",
    "Article {}:",
    "Clause {}:",
    "Law {}.",
    "Norm {} -",
)
_PREFERS = "{} [overrides|beats|is stronger than|takes precedence over|has priority over|outranks|prevails over|wins over|comes before] {}."
_OPENS_FACTS = (
    "Here is what we know.",
    "The facts:",
    "This is the situation.",
    "These are the facts of the case.",
    "The state of things is as follows.",
)
_OPENS_RULES = (
    "The house has rules.",
    "The rules:",
    "And these are the rules.",
    "The following rules apply.",
    "Our rules are as follows.",
)
_GIVEN = (
    "Given all that,",
    "By these rules,",
    "With the facts and the rules above,",
    "Under these rules,",
    "According to facts and rules,",
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem for the logician.

    Attributes:
        given: What is told, a sentence each.
        question: What is asked.
        label: The language that it needs: `places` or `rules`.
        template: Name of what it was drawn from.
        options: What to choose from, with their letters; empty if there is no choice.
    """

    given: tuple[str, ...]
    question: str
    label: str
    template: str
    options: tuple[str, ...] = ()

    @property
    def joint(self) -> str:
        """What stands between its sentences: a line ends those that no sign ends."""
        return " " if all(sentence[-1] in ".!?:" for sentence in self.given) else "\n"


def draft(rng: Random, words: Vocabulary) -> Draft:
    """Draw a problem with the language that it needs."""
    while True:
        made = (places if rng.random() < 0.5 else _rules)(rng, words)
        joint = "\n" if rng.random() < 0.2 else made.joint
        text = joint.join(made.given)
        question = "\n".join((made.question, *made.options))
        if len(text) + len(question) > LONGEST:
            continue
        if rng.random() < 0.6 and text:
            return Draft(
                "language", {"question": question, "context": text}, made.label, made.template
            )
        whole = joint.join(filter(None, (text, question)))
        return Draft("language", {"question": whole}, made.label, made.template)


def places(rng: Random, words: Vocabulary) -> Problem:
    """Draw a puzzle as it is told, whole or in part, with something that is asked of it."""
    made = puzzle(rng, words)
    clues = [*made.clues, *made.fillers]
    rng.shuffle(clues)
    if rng.random() < 0.45:
        clues = clues[: rng.randint(1, 3)]
    known = any(sign in c.line for c in made.clues for sign in _RELATIVE)
    introduced = [] if known and rng.random() < 0.15 else made.declarations
    given = told(rng, made, [*introduced, *clues])
    question, options = _question(rng, made)
    return Problem(tuple(given), question, "places", f"language.places.{made.scene.name}", options)


def _question(rng: Random, made: Puzzle) -> tuple[str, tuple[str, ...]]:
    """Draw what is asked of a puzzle, and the options if it has some."""
    draw = rng.random()
    if draw < 0.3:
        asks = str(mode(rng, made).inputs["question"])
        claims = [
            clue(rng, made.cast, rng.choice(made.scene.used_as("clue")), None) for _ in "abcd"
        ]
        stated = told(rng, made, [claim for claim in claims if claim is not None])
        if rng.random() < 0.5:
            return asks, ()
        return asks, tuple(f"{chr(65 + i)}) {claim}" for i, claim in enumerate(stated))
    question = asked(rng, made)
    if question is None:
        return ("What is the order?" if rng.random() < 0.5 else "Who is where?"), ()
    text, _ = written(rng, question.text, "", (), made.cast.style, end="?")
    return (f"{text} {rng.choice(_VERDICTS)}" if rng.random() < 0.05 else text), ()


def _rules(rng: Random, words: Vocabulary) -> Problem:
    draw = rng.random()
    if draw < 0.4:
        return _boundary(rng, words)
    if draw < 0.55:
        return _rulebook(rng, words)
    if draw < 0.62:
        return _tale(rng, words)
    count = rng.choice((1, 2, 3, 4, 5, 6, 8, 10, 13))
    given = [
        capital((fact if rng.random() < 0.4 else rule)(rng, words)[0]) + "." for _ in range(count)
    ]
    if rng.random() < 0.7:
        question = capital(logic.question(rng, words)[0]) + "?"
    else:
        query = logic.draft(rng, words)
        question = str(query.inputs.get("question") or query.inputs["sentence"])
    question = rough(rng, question)
    return Problem(tuple(given), question + _verdicts(rng), "rules", "language.rules.theory")


def _rulebook(rng: Random, words: Vocabulary) -> Problem:
    """Draw facts and rules that have names, some with what holds where two of them disagree."""
    facts = [capital(fact(rng, words)[0]) + "." for _ in range(rng.randint(1, 4))]
    called = rng.choice(_CALLED)
    count = rng.randint(1, 6)
    rules = [f"{called.format(i)} {capital(rule(rng, words)[0])}." for i in range(1, count + 1)]
    preferences = []
    if count > 1 and rng.random() < 0.6:
        one, other = (called.format(i).rstrip(" :.)-") for i in rng.sample(range(1, count + 1), 2))
        preferences.append(spin(rng, _PREFERS).format(one, other))
    opening = [rng.choice(_OPENS_FACTS)] if rng.random() < 0.4 else []
    middle = [rng.choice(_OPENS_RULES)] if rng.random() < 0.5 else []
    question = capital(logic.question(rng, words)[0]) + "?"
    if rng.random() < 0.3:
        question = f"{rng.choice(_GIVEN)} {question[:1].lower()}{question[1:]}"
    given = (*opening, *facts, *middle, *rules, *preferences)
    return Problem(given, rough(rng, question) + _verdicts(rng), "rules", "language.rules.rulebook")


def _tale(rng: Random, words: Vocabulary) -> Problem:
    """Draw people who say of one another whether they tell the truth."""
    given, question = constructions.told_tale(rng, Speech(words))
    return Problem(
        tuple(given), rough(rng, question) + _verdicts(rng), "rules", "language.rules.tale"
    )


def _verdicts(rng: Random) -> str:
    return f" {rng.choice(_VERDICTS)}" if rng.random() < 0.12 else ""


def _boundary(rng: Random, words: Vocabulary) -> Problem:
    """Draw a theory that speaks of places, orders or choices."""
    number = rng.randrange(len(_BOUNDARY))
    noun, verb = words.noun(rng), words.verb(rng)
    slots = {
        **dict(zip("ABC", (words.name(rng) for _ in range(3)), strict=True)),
        "adj": words.adjective(rng),
        "adj2": words.adjective(rng),
        "noun": noun.one,
        "nouns": noun.many,
        "the_noun": f"the {noun.one}",
        "verb": verb.base,
        "verbs": verb.third,
        "more": rng.choice("taller older younger faster slower richer stronger louder".split()),
    }
    text = fill(
        rng,
        _BOUNDARY[number].replace("a {noun}", "{a_noun}"),
        slots | {"a_noun": article(noun.one)},
    )
    given, _, question = text.partition(" ? ")
    sentences = [capital(sentence.strip()) + "." for sentence in given.rstrip(".").split(". ")]
    for _ in range(rng.choice((0, 0, 1, 2, 3, 5, 7))):
        more = (fact if rng.random() < 0.5 else rule)(rng, words)[0]
        sentences.insert(rng.randint(0, len(sentences)), capital(more) + ".")
    asks = rough(rng, f"{question}?")
    if rng.random() < 0.15:
        asks = f"{rng.choice(('True or false?', 'Can we conclude this:', 'Tell me:'))} {asks}"
    return Problem(tuple(sentences), asks + _verdicts(rng), "rules", f"language.rules.{number}")
