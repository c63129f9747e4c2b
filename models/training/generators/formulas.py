"""Formulas around phrases, and the noun phrases of rules."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.phrases import Form, Phrase, phrase
from lottery_agent.models.training.generators.vocabulary import Vocabulary

Sentence = tuple[str, str, str]
"""Text without its full stop, formula, name of the pattern."""


def of(meaning: str, subject: str) -> str:
    """Put a subject into a meaning; a conjunction inside a larger formula needs no brackets."""
    return meaning.replace("@", subject)


def closed(formula: str) -> str:
    """Put a formula with a connective of its own in brackets."""
    depth = 0
    for i, char in enumerate(formula):
        depth += (char == "(") - (char == ")")
        if depth == 0 and formula[i : i + 3] in (" & ", " | ", " ->", " <-"):
            return f"({formula})"
    return formula


def implies(left: str, right: str) -> str:
    """`left -> right` under a quantifier over x."""
    return f"all x ({left} -> {right})"


def one(rng: Random, p: Phrase, *, negative: float = 0.25) -> Form:
    """Draw the singular form, now and then negated."""
    return rng.choice(p.not_one) if rng.random() < negative else p.one


def many(rng: Random, p: Phrase, *, negative: float = 0.25) -> Form:
    """Draw the plural form, now and then negated."""
    return rng.choice(p.not_many) if rng.random() < negative else p.many


def restricted(rng: Random, words: Vocabulary, *, plural: bool) -> Form:
    """Return the noun phrase of a rule: `cat`, `black cat`, `cats that bark`."""
    word = words.noun(rng)
    name = word.many if plural else word.one
    text, meaning = name, f"{name}(@)"
    draw = rng.random()
    if draw < 0.22:
        quality = words.adjective(rng)
        text, meaning = f"{quality} {text}", f"{quality}(@) & {meaning}"
    elif draw < 0.27:
        first, second = words.adjective(rng), words.adjective(rng)
        link = rng.choice((", ", " ", " and "))
        text, meaning = f"{first}{link}{second} {text}", f"{first}(@) & {second}(@) & {meaning}"
    elif draw < 0.47:
        inner = phrase(rng, words, relations=0.35)
        form = many(rng, inner, negative=0.2) if plural else one(rng, inner, negative=0.2)
        link = rng.choice(("that", "who", "which", "that"))
        text, meaning = f"{text} {link} {form[0]}", f"{meaning} & {form[1]}"
    return text, meaning
