"""Facts about things with names, and their formulas."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.draft import spin
from lottery_agent.models.training.generators.formulas import Sentence, closed, many, of, one
from lottery_agent.models.training.generators.phrases import adjective, entity, phrase
from lottery_agent.models.training.generators.vocabulary import Vocabulary


def fact(rng: Random, words: Vocabulary) -> Sentence:
    """`Tom is kind`, `The bald eagle does not chase the cat`, `Tom and Ben are kind`."""
    subject, constant = entity(rng, words)
    first = phrase(rng, words, relations=0.35)
    draw = rng.random()
    if draw < 0.62:
        text, meaning = one(rng, first)
        return f"{subject} {text}", of(meaning, constant), "fact.plain"
    second = phrase(rng, words)
    if draw < 0.74:
        a, b = one(rng, first), one(rng, second)
        link, sign = rng.choice((("and", "&"), ("and", "&"), ("but", "&"), ("or", "|")))
        left, right = of(a[1], constant), of(b[1], constant)
        if sign == "&" and first.kind == second.kind == "adjective" and a == first.one:
            left_word = second.one[0].split(" ", 1)[1]
            text = f"{a[0]} {link} {left_word}"
            return f"{subject} {text}", f"{left} & {of(second.one[1], constant)}", "fact.two"
        return f"{subject} {a[0]} {link} {b[0]}", f"{left} {sign} {right}", "fact.two"
    if draw < 0.80:
        other, constant2 = entity(rng, words)
        text, meaning = many(rng, first)
        formula = f"{of(meaning, constant)} & {of(meaning, constant2)}"
        both = "Both " if rng.random() < 0.2 else ""
        name = "fact.both"
        return f"{both}{subject} and {other} {text}", formula, name
    if draw < 0.86:
        other, constant2 = entity(rng, words)
        if rng.random() < 0.5:
            text, meaning = first.one
            formula = f"{closed(of(meaning, constant))} | {closed(of(meaning, constant2))}"
            return spin(rng, f"[Either |Either |]{subject} or {other} {text}"), formula, "fact.or"
        text, meaning = first.one
        formula = f"~{closed(of(meaning, constant))} & ~{closed(of(meaning, constant2))}"
        return f"Neither {subject} nor {other} {text}", formula, "fact.neither"
    if draw < 0.93:
        a, b = adjective(rng, words).one, phrase(rng, words, relations=0).one
        if rng.random() < 0.5 or not a[0].startswith("is ") or not b[0].startswith("is "):
            b = adjective(rng, words).one
        x, y = a[0].split(" ", 1)[1], b[0].split(" ", 1)[1]
        left, right = of(a[1], constant), closed(of(b[1], constant))
        if rng.random() < 0.45:
            if rng.random() < 0.25:
                formula = f"({left} | {right}) & ~({left} & {right})"
                return f"{subject} is either {x} or {y} but not both", formula, "fact.exclusive"
            return f"{subject} is either {x} or {y}", f"{left} | {right}", "fact.either"
        formula = f"~{left} & ~{right}"
        return f"{subject} is neither {x} nor {y}", formula, "fact.neither_nor"
    return _fact_of_three(rng, words, subject, constant)


def _fact_of_three(rng: Random, words: Vocabulary, subject: str, constant: str) -> Sentence:
    """`Tom, Ben and Anna sing`, `Tom gave Ben a book`."""
    other, constant2 = entity(rng, words)
    third, constant3 = entity(rng, words)
    draw = rng.random()
    if draw < 0.5:
        text, meaning = many(rng, phrase(rng, words, relations=0.35), negative=0.1)
        formula = " & ".join(closed(of(meaning, c)) for c in (constant, constant2, constant3))
        return f"{subject}, {other} and {third} {text}", formula, "fact.three"
    word = rng.choice(("gave", "sent", "showed", "told", "gives", "sends", "offered"))
    thing = words.noun(rng).one
    if rng.random() < 0.5:
        return (
            f"{subject} {word} {other} a {thing}",
            f"{word}({constant}, {constant2}, {thing})",
            "fact.gave",
        )
    return (
        f"{subject} {word} the {thing} to {other}",
        f"{word}({constant}, {thing}, {constant2})",
        "fact.gave",
    )
