"""Questions for the tools that compare two lists."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.calls.patterns import Filled, Group
from lottery_agent.models.training.generators.calls.values import items, listed
from lottery_agent.models.training.generators.vocabulary import Vocabulary


def _drawn(rng: Random, words: Vocabulary) -> tuple[list[str], list[str]]:
    """Draw two lists that share some items."""
    count = rng.randint(3, 8)
    every = items(rng, words, count)
    shared = rng.randint(1, max(count // 2, 1))
    own = rng.randint(0, count - shared)
    first, second = every[: shared + own], [*every[:shared], *every[shared + own :]]
    rng.shuffle(first)
    rng.shuffle(second)
    return first, second


def _both(rng: Random, words: Vocabulary) -> Filled:
    """Draw two lists, each of which is said in one piece."""
    first, second = _drawn(rng, words)
    return Filled(_said(rng, first, second), (first, second))


def _swapped(rng: Random, words: Vocabulary) -> Filled:
    """Draw two lists of which the question names the second one first."""
    first, second = _drawn(rng, words)
    return Filled(_said(rng, second, first), (first, second))


def _part(rng: Random, words: Vocabulary) -> Filled:
    """Draw two lists; the first most likely is a part of the second."""
    second = items(rng, words, rng.randint(3, 7))
    first = rng.sample(second, rng.randint(1, 3))
    if rng.random() < 0.4:
        first = list(dict.fromkeys([*first, *items(rng, words, 1)]))
    return Filled(_said(rng, first, second), (first, second))


def _said(rng: Random, first: list[str], second: list[str]) -> dict[str, str]:
    """Return both lists, and a way to say them side by side that shows where one ends."""
    one, two = ", ".join(first), ", ".join(second)
    pair = rng.choice(
        (f"{one} and {two}", f"{one} and {two}", f"({one}) and ({two})", f"[{one}] and [{two}]",
         f"{one} / {two}", f"{one} vs {two}", f"{one} | {two}", f"{one}; {two}")
    )  # fmt: skip
    return {"p": pair, "a": listed(rng, first), "b": listed(rng, second)}


GROUPS = (
    Group(
        "in_both",
        _both,
        (
            "Which [items|words|entries] are in both lists: {p}?",
            "[Find|Tell me] what the lists {p} have in common.",
            "who is on both teams: {p}",
            "[common items|intersection] of {p}",
            "What is the intersection of {p}?",
            "{N} likes {a}. {M} likes {b}. What do both like?",
            "List A is {a}. List B is {b}. [Which|What] is on both?",
            "First list: {a}. Second list: {b}. What do they share?",
        ),
    ),
    Group(
        "in_either",
        _both,
        (
            "What is the union of {p}?",
            "Put both lists together without repeats: {p}",
            "all names that are on one list or the other: {p}",
            "[union|everything in one or both] of {p}",
            "{N} has {a}. {M} has {b}. What do they have together, each thing named once?",
            "List A is {a}. List B is {b}. Join them without repeats.",
            "[Merge|Unite|Join] the lists {p} and name everything once.",
        ),
    ),
    Group(
        "only_in_first",
        _both,
        (
            "Which items are in the first list but not in the second: {p}?",
            "what is in {a} that is missing from {b}",
            "{N} has {a}. {M} has {b}. What does only {N} have?",
            "List A is {a}. List B is {b}. What is in A but not in B?",
            "I need {a}. I have {b}. What do I still have to get?",
            "in {a} but not in {b}",
            "[Tell me|Find|Show] what of {a} does not come in {b}.",
        ),
    ),
    Group(
        "only_in_first",
        _swapped,
        (
            "Take {a} away from {b}.",
            "Remove the items {a} from the list {b}.",
            "I have {a}. The recipe needs {b}. What do I lack?",
            "Without {a}, what is left of {b}?",
        ),
    ),
    Group(
        "only_in_one",
        _both,
        (
            "Which items are in just one of the lists {p}?",
            "Give the symmetric difference of {p}.",
            "what is on one list but not on both: {p}",
            "[symmetric difference|in exactly one list]: {p}",
            "{N} has {a}. {M} has {b}. What does only one of the two have?",
            "List A is {a}. List B is {b}. What is on exactly one of them?",
            "Drop what the lists {p} share and give me the rest of both.",
        ),
    ),
    Group(
        "all_in",
        _part,
        (
            "Are all items of {a} in the list {b}?",
            "[Check|Tell me|Find out] whether [{a}|all of {a}] [is a subset of|are in] {b}.",
            "is everything from {a} also on the list {b}",
            "subset? {p}",
            "{N} needs {a}. The shop has {b}. Does it have everything?",
            "Does the list {b} have all of {a}?",
            "The invited are {b}. Are {a} all among them?",
            "Is each of {a} one of {b}?",
        ),
    ),
)
"""The patterns of each tool."""
