# ruff: noqa: E501 - a pattern of language is one line
"""Compound questions and the simple questions that they split into."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from lottery_agent.models.training.draft import Draft, rough, spin
from lottery_agent.models.training.generators.calls import MONTHS, UNITS
from lottery_agent.models.training.generators.phrases import article
from lottery_agent.models.training.generators.reading import note
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_PERSONS = (
    "wrote|painted|founded|invented|discovered|designed|directed|composed|owns|won|leads|teaches|"
    "manages|built|sold|translated|runs|published|produced|opened"
).split("|")
_OF_PERSON = (
    "How old is {}|When was {} born|Where was {} born|Where does {} live|How tall is {}|"
    "Who is married to {}|What is the name of the mother of {}|When did {} die|What does {} earn|"
    "What is the phone number of {}|Which languages does {} speak|Where did {} study|Who taught {}|"
    "What is the email address of {}|What nationality is {}|Who is the sister of {}"
).split("|")
_OF_THING = (
    "How high is {}|How much does {} cost|When was {} built|What colour is {}|How old is {}|"
    "Who made {}|Where is {}|What is {} made of|How heavy is {}|Who designed {}|When does {} close|"
    "What is the population of {}|What is the capital of {}|How big is {}"
).split("|")


def _quantity(rng: Random) -> str:
    a, b = rng.randint(2, 999), rng.randint(2, 99)
    return rng.choice(
        (f"{b}% of {a}", f"{b} percent of {a}", f"{a} times {b}", f"{a} plus {b}", f"{a} * {b}",
         f"{a} + {b}", f"half of {2 * a}", f"{a} - {b}", f"{a} minus {b}", f"{a} divided by {b}",
         f"{b} squared", f"the square root of {a}", f"the sum of {a} and {b}", f"{a} / {b}")
    )  # fmt: skip


def _simple(rng: Random, words: Vocabulary) -> str:
    draw = rng.random()
    if draw < 0.35:
        return f"what is {_quantity(rng)}"
    if draw < 0.45:
        return spin(
            rng,
            f"[which weekday is|what weekday is|what day is|which day of the week was] {rng.randint(1, 28)} {rng.choice(MONTHS)} {rng.randint(1900, 2060)}",
        )
    if draw < 0.57:
        one, two = rng.sample(rng.choice(UNITS), 2)
        return spin(
            rng,
            f"[how many {two} are {rng.randint(2, 90)} {one}|what is {rng.randint(2, 90)} {one} in {two}|convert {rng.randint(2, 90)} {one} to {two}]",
        )
    if draw < 0.62:
        return f"how many days are there between {rng.randint(1, 28)} {rng.choice(MONTHS)} and {rng.randint(1, 28)} {rng.choice(MONTHS)}"
    if draw < 0.67:
        return f"is {words.name(rng)} {rng.choice((words.adjective(rng), article(words.noun(rng).one)))}"
    text = str(note(rng, words).inputs["question"]).rstrip("?")
    return (
        text[:1].lower() + text[1:]
        if not text[:1].isupper() or text.split()[0] in _OPENERS
        else text
    )


_OPENERS = frozenset("When At What Who How Where In On To Why After By Whose Which".split())


def _both(rng: Random, words: Vocabulary) -> tuple[str, list[str], str]:
    count = 3 if rng.random() < 0.12 else 2
    parts = [_simple(rng, words) for _ in range(count)]
    if rng.random() < 0.7:
        parts[0] = parts[0][:1].upper() + parts[0][1:]
    joint = rng.choice(
        (" and ", ", and ", ", and ", " and also ", "? And ", "? ", "; ", ", then ", "? Also, ")
    )
    if joint.endswith("? ") and rng.random() < 0.8:
        parts = [p[:1].upper() + p[1:] for p in parts]
    head = joint.join((parts[0], parts[1]))
    if count == 3:
        head = f"{parts[0]}, {parts[1]}{joint if joint != '; ' else ', '}{parts[2]}"
    return head + "?", [f"{p}?" for p in parts], "both"


def _bridge(rng: Random, words: Vocabulary) -> tuple[str, list[str], str]:
    verb = rng.choice((rng.choice(_PERSONS), words.verb(rng).past))
    thing = rng.choice(
        (
            f"the {words.noun(rng).one}",
            f"the {words.adjective(rng)} {words.noun(rng).one}",
            words.name(rng),
            f"{words.name(rng)} {words.name(rng)}",
        )
    )
    if rng.random() < 0.65:
        role = rng.choice(("person", "woman", "man", words.noun(rng).one, words.noun(rng).one))
        question = rng.choice(_OF_PERSON)
        link = rng.choice(("who", "that", "who"))
        text = question.format(f"the {role} {link} {verb} {thing}")
        return (
            text + "?",
            [
                f"What {role} {verb} {thing}?" if link == "that" else f"{link} {verb} {thing}?",
                question.format("#1") + "?",
            ],
            "bridge",
        )
    role = words.noun(rng).one
    owner = rng.choice((words.name(rng), f"the {words.noun(rng).one}"))
    question = rng.choice(_OF_THING)
    inner = f"the {rng.choice(('', words.adjective(rng) + ' '))}{role} of {owner}"
    return question.format(inner) + "?", [f"What is {inner}?", question.format("#1") + "?"], "of"


def _chain(rng: Random, words: Vocabulary) -> tuple[str, list[str], str]:
    first = _quantity(rng)
    if rng.random() < 0.35:
        thing = words.noun(rng).many
        first = f"the number of {thing} {rng.choice(('in', 'of', 'on'))} the {words.noun(rng).one}"
    n = rng.randint(2, 99)
    one, two = rng.sample(rng.choice(UNITS), 2)
    draw = rng.random()
    lead = rng.choice(("Take", "Work out", "Calculate", "Compute", "Find", "First find", "take"))
    said = rng.choice((" and", ", then", " and then", ", and then", ". Then"))
    if draw < 0.3:
        step = rng.choice(
            (
                "multiply {} by N",
                "add N to {}",
                "divide {} by N",
                "subtract N from {}",
                "double {}",
                "halve {}",
                "square {}",
            )
        ).replace("N", str(n))
        it = rng.choice(("it", "the result", "that", "the answer"))
        return (
            f"{lead} {first}{said} {step.format(it)}",
            [f"What is {first}?", step.format("#1")],
            "chain",
        )
    if draw < 0.65:
        tell = rng.choice(("tell me ", "say ", "", "work out "))
        tail = spin(
            rng,
            f"[how many {two} [that many {one} would be|that many {one} are]|how many {two} are in that many {one}]",
        )
        return (
            f"{lead} {first}{said} {tell}{tail}",
            [f"What is {first}?", f"how many {two} is #1 {one}?"],
            "convert",
        )
    if draw < 0.85:
        word = rng.choice(("plus", "times", "minus", "divided by"))
        inner = str(_lookup(rng, words))
        return (
            f"What is {inner} {word} {n}?",
            [f"What is {inner}?", f"What is #1 {word} {n}?"],
            "lookup",
        )
    day = f"{rng.randint(1, 28)} {rng.choice(MONTHS)} {rng.randint(1950, 2050)}"
    weekday = rng.choice(
        ("which weekday is that", "what weekday is that", "which day of the week is that")
    )
    head = rng.choice(
        (f"Which date is {n} days after {day}", f"What is the date {n} days before {day}")
    )
    return f"{head} and {weekday}?", [f"{head}?", f"{weekday.replace('that', '#1')}?"], "date"


def _lookup(rng: Random, words: Vocabulary) -> str:
    kind = rng.choice(("price", "height", "age", "number", "weight", "population", "length"))
    of = rng.choice(
        (
            f"the {words.noun(rng).one}",
            words.name(rng),
            f"the {words.adjective(rng)} {words.noun(rng).one}",
        )
    )
    return f"the {kind} of {of}"


_MAKERS: tuple[Callable[[Random, Vocabulary], tuple[str, list[str], str]], ...] = (_both, _both, _bridge, _chain, _chain)  # fmt: skip


def draft(rng: Random, words: Vocabulary) -> Draft:
    """Draw a compound question with its plan."""
    text, plan, name = rng.choice(_MAKERS)(rng, words)
    spaced = " ".join(text.split())
    if rng.random() < 0.15:
        spaced = rough(rng, spaced, share=1.0) if plan[0][0].islower() else spaced.rstrip("?.")
    lines = [" ".join(line.split()) for line in plan]
    return Draft("plan", {"question": spaced}, "\n".join(lines), f"planning.{name}")
