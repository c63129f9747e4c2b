"""Questions for the tools that spell a text in another way, and for letters and brackets."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.calls.letters import some_text
from lottery_agent.models.training.generators.calls.patterns import Filled, Group
from lottery_agent.models.training.generators.calls.values import (
    ordinal,
    phrase,
    quoted,
    word,
)
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}


def _palindrome(rng: Random, words: Vocabulary) -> Filled:
    """Draw a text, half of the time one that reads the same backwards."""
    drawn = word(rng, words).lower().replace("-", "")
    draw = rng.random()
    if draw < 0.25:
        drawn = drawn[:4] + drawn[:4][-2::-1]
    elif draw < 0.5:
        drawn = drawn[:3] + drawn[:3][::-1]
    elif draw < 0.65:
        drawn = phrase(rng, words)
    return Filled({"w": quoted(rng, drawn)}, (drawn,))


def _anagrams(rng: Random, words: Vocabulary) -> Filled:
    """Draw two words, half of the time with the same letters."""
    first = word(rng, words)
    signs = list(first.lower())
    rng.shuffle(signs)
    second = "".join(signs) if rng.random() < 0.5 and "-" not in first else word(rng, words)
    while second == first:
        second = word(rng, words)
    return Filled({"a": quoted(rng, first), "b": quoted(rng, second)}, (first, second))


def _one_letter(rng: Random, words: Vocabulary) -> Filled:
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    letter = letter.upper() if rng.random() < 0.5 else letter
    return Filled({"l": quoted(rng, letter, share=0.2)}, (letter,))


def _place(rng: Random, words: Vocabulary) -> Filled:
    number = rng.randint(1, 26)
    return Filled({"k": ordinal(rng, number), "n": str(number)}, (number,))


def _brackets(rng: Random, *, close: float) -> str:
    """Draw brackets, each of which is closed in order with some probability, else left open."""
    kinds = rng.sample(list(_PAIRS), rng.randint(1, 4))
    found: list[str] = []
    opened: list[str] = []
    for _ in range(rng.randint(3, 9)):
        if opened and rng.random() < close:
            found.append(_PAIRS[opened.pop()])
        else:
            opened.append(rng.choice(kinds))
            found.append(opened[-1])
    return (" " if rng.random() < 0.7 else "").join(found)


def _left_open(rng: Random, words: Vocabulary) -> Filled:
    drawn = _brackets(rng, close=0.4)
    return Filled({"b": drawn}, (drawn,))


def _closed(rng: Random, words: Vocabulary) -> Filled:
    drawn = _brackets(rng, close=0.55)
    gap = " " if " " in drawn else ""
    for sign in reversed([sign for sign in drawn if sign in _PAIRS]):
        if drawn.count(sign) > drawn.count(_PAIRS[sign]) and rng.random() < 0.8:
            drawn += gap + _PAIRS[sign]
    return Filled({"b": drawn}, (drawn,))


GROUPS = (
    Group(
        "reverse_text",
        some_text,
        (
            "Reverse the word {w}.",
            "Spell {w} backwards.",
            "What is the word {w} written in reverse?",
            "how do you write {w} back to front",
            "flip the letters of {w}",
            "{w} backwards",
            "What does {w} look like in a mirror, letter by letter from the end?",
            "Write {w} from its last letter to its first.",
        ),
    ),
    Group(
        "upper_case",
        some_text,
        (
            "What is {w} in upper case?",
            "Write {w} in [capital letters|capitals|upper case].",
            "make {w} all caps",
            "{w} in capitals",
            "[Put|Show] {w} in big letters.",
            "The sign must say {w} in block capitals. How does it look?",
            "How does {w} look with every letter a capital?",
        ),
    ),
    Group(
        "is_palindrome",
        _palindrome,
        (
            "Is the word {w} a palindrome?",
            "Does the word {w} read the same backwards?",
            "[check|Check|Tell me] [if|whether] {w} is a palindrome.",
            "palindrome? {w}",
            "Is {w} the same from left to right and from right to left?",
            "{N} claims that {w} is a palindrome. Is it?",
            "Can you read {w} from both ends alike?",
        ),
    ),
    Group(
        "are_anagrams",
        _anagrams,
        (
            "Are {a} and {b} anagrams?",
            "Check whether {a} and {b} have the same letters.",
            "can you make the word {a} out of the letters of {b}",
            "Is {a} an anagram of {b}?",
            "anagrams? {a}, {b}",
            "[Tell me|Find out] whether {a} is made of the letters of {b}.",
            "{N} shuffles the letters of {a}. Can {b} come out?",
        ),
    ),
    Group(
        "alphabet_position",
        _one_letter,
        (
            "Which place in the alphabet does the letter {l} have?",
            "Give the alphabet number of {l}.",
            "counting from A, what number is the letter {l}",
            "What [position|place|number] does {l} have in the alphabet?",
            "position of {l} in the alphabet",
            "If A is 1 and B is 2, what is {l}?",
            "How many letters does the alphabet have up to {l}, that one counted?",
            "At which place of the alphabet is {l}?",
        ),
    ),
    Group(
        "letter_of_alphabet",
        _place,
        (
            "What is the {k} letter of the alphabet?",
            "Give letter number {n} of the alphabet.",
            "which letter comes {k} from A to Z",
            "{k} letter of the alphabet",
            "If A is 1 and B is 2, which letter is {n}?",
            "Which letter [has|stands at] place {n} in the alphabet?",
            "[Tell me|Say] the {k} letter from A to Z.",
        ),
    ),
    Group(
        "close_brackets",
        _left_open,
        (
            "Complete the brackets: {b}",
            "Which brackets are missing at the end of {b}",
            "close the brackets that are still open in {b}",
            "What do I have to write after {b} so that every bracket is closed?",
            "[Finish|Close|Balance] this [sequence|text] of brackets: {b}",
            "missing closing brackets for {b}",
        ),
    ),
    Group(
        "brackets_match",
        _closed,
        (
            "Are the brackets {b} balanced?",
            "Check whether every bracket of {b} is closed in the right order.",
            "do the [parentheses|brackets] {b} match",
            "Is {b} well formed?",
            "Are all brackets closed in {b} ?",
            "balanced brackets? {b}",
            "[Tell me|Find out] whether {b} has a closing bracket for each opening one.",
        ),
    ),
)
"""The patterns of each tool."""
