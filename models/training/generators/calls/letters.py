"""Questions for the tools that count the letters of words, or pick some of them."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.calls.order import of_list, some_words
from lottery_agent.models.training.generators.calls.patterns import Filled, Group
from lottery_agent.models.training.generators.calls.values import (
    ordinal,
    phrase,
    quoted,
    word,
)
from lottery_agent.models.training.generators.vocabulary import Vocabulary


def some_text(rng: Random, words: Vocabulary) -> Filled:
    """Draw a word or a few words that are the only argument."""
    drawn = word(rng, words) if rng.random() < 0.6 else phrase(rng, words)
    return Filled({"w": quoted(rng, drawn, share=0.35 if " " not in drawn else 0.6)}, (drawn,))


def _sentence(rng: Random, words: Vocabulary) -> Filled:
    drawn = phrase(rng, words)
    if rng.random() < 0.5:
        drawn = f"{drawn} {rng.choice(('and', 'or', 'but', 'while', 'near'))} {phrase(rng, words)}"
    if rng.random() < 0.4:
        drawn = drawn[:1].upper() + drawn[1:]
    return Filled({"w": quoted(rng, drawn, share=0.5)}, (drawn,))


def _letter(rng: Random, words: Vocabulary) -> Filled:
    """Draw a word and a letter that most likely is in it."""
    drawn = word(rng, words)
    letter = rng.choice([sign for sign in drawn.lower() if sign.isalpha()])
    if rng.random() < 0.15:
        letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    if rng.random() < 0.15:
        letter = letter.upper()
    return Filled({"w": quoted(rng, drawn), "l": quoted(rng, letter, share=0.15)}, (drawn, letter))


def _nth(rng: Random, words: Vocabulary) -> Filled:
    drawn = word(rng, words)
    number = rng.randint(1, sum(sign.isalpha() for sign in drawn))
    said = {"w": quoted(rng, drawn), "k": ordinal(rng, number), "n": str(number)}
    return Filled(said, (drawn, number))


def _last(rng: Random, words: Vocabulary) -> Filled:
    drawn = word(rng, words)
    return Filled({"w": quoted(rng, drawn)}, (drawn, -1))


def _of_phrase(rng: Random, words: Vocabulary) -> Filled:
    """Draw a list of words that is said as one text."""
    drawn = phrase(rng, words).split()
    return Filled({"w": quoted(rng, " ".join(drawn))}, (drawn,))


GROUPS = (
    Group(
        "letters",
        some_text,
        (
            "How many letters [are in|has] the word {w}?",
            "Count the letters [of|in] {w}.",
            "how long is the word {w}",
            "number of letters in {w}",
            "How many letters has {w}?",
            "[Tell me|Say] how many letters {w} has.",
            "{N} paints the name {w} on the {t}. How many letters is that?",
            "From how many letters is {w} made?",
        ),
    ),
    Group(
        "count_letter",
        _letter,
        (
            "How often does the letter {l} [occur|appear|come] in [the word |]{w}?",
            "How many times is {l} in the word {w}?",
            "Count the letter {l} in {w}.",
            "how many {l} are in {w}",
            "Number of times that {w} has the letter {l}",
            "In {w}, how often do you see the letter {l}?",
            "{N} spells {w}. How many times does {N} say {l}?",
            "[Count|Tell me] how often {w} has {l}.",
        ),
    ),
    Group(
        "count_vowels",
        some_text,
        (
            "How many vowels [are in|has] the word {w}?",
            "Count the vowels in {w}.",
            "number of vowels in {w}",
            "how many of the letters of {w} are vowels",
            "How many vowels has {w}?",
            "[Tell me|Say] how many vowels {w} has.",
            "How often do a, e, i, o or u come in {w}?",
            "vowel count of {w}",
        ),
    ),
    Group(
        "count_words",
        _sentence,
        (
            "How many words are in the sentence {w}?",
            "Count the words: {w}",
            "how many words long is the title {w}",
            "[number of words|word count]: {w}",
            "How many words does {w} have?",
            "{N} says: {w}. How many words is that?",
            "[Tell me|Say] how many words are in {w}.",
        ),
    ),
    Group(
        "nth_letter",
        _nth,
        (
            "Which letter is the {k} letter of {w}?",
            "Give the {k} letter of {w}.",
            "what is the {k} letter [of|in] {w}",
            "{k} letter of {w}",
            "What letter is at place {n} of the word {w}?",
            "Which letter of {w} comes {k}?",
            "[Tell me|Say] letter number {n} of {w}.",
        ),
    ),
    Group(
        "nth_letter",
        _last,
        (
            "what is the last letter of {w}",
            "[With|In] which letter does {w} end?",
            "last letter of {w}",
            "[Tell me|Say] the final letter of the word {w}.",
        ),
    ),
    Group(
        "first_letters",
        of_list(some_words),
        (
            "What word do the first letters of {i} make?",
            "Take the first letter of each word: {i}",
            "[Join|Put together] the [first|starting] letters of {i}.",
            "first letters of {i}",
            "[Read|Write] the first letter of each of {i} in a row.",
            "What do you read in the first letters of {i}?",
        ),
    ),
    Group(
        "first_letters",
        _of_phrase,
        (
            "write down the initials of {w}",
            "What are the initials of {w}?",
            "Write only the first letter of every word of {w}.",
            "[Make|Build] an acronym of {w}.",
        ),
    ),
    Group(
        "last_letters",
        of_list(some_words),
        (
            "What do the last letters of {i} spell?",
            "Take the last letter of each word: {i}",
            "[Join|Put together] the [last|final] letters of {i}.",
            "last letters of {i}",
            "[Read|Write] the last letter of each of {i} in a row.",
            "Which text do the ends of {i} make, one letter of each?",
        ),
    ),
    Group(
        "last_letters",
        _of_phrase,
        (
            "put together the final letters of {w}",
            "Write only the last letter of every word of {w}.",
            "Take the last letter of each word in {w}.",
        ),
    ),
)
"""The patterns of each tool."""
