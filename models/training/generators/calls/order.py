"""Questions for the tools that put a list in order or leave items out."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from lottery_agent.models.training.generators.calls.patterns import Digits, Fill, Filled, Group
from lottery_agent.models.training.generators.calls.values import (
    items,
    listed,
    numbers,
    repeated,
    size,
    words_of,
)
from lottery_agent.models.training.generators.vocabulary import Vocabulary

Draw = Callable[[Random, Vocabulary], list[str]]


def some_words(rng: Random, words: Vocabulary) -> list[str]:
    """Draw words."""
    return words_of(rng, words, size(rng))


def some_items(rng: Random, words: Vocabulary) -> list[str]:
    """Draw items of any kind."""
    return items(rng, words, size(rng))


def of_list(draw: Draw) -> Fill:
    """Return a way to draw a list that is the only argument."""

    def fill(rng: Random, words: Vocabulary) -> Filled:
        drawn = draw(rng, words)
        return Filled({"i": listed(rng, drawn)}, (drawn,))

    return fill


def of_numbers(rng: Random, words: Vocabulary) -> Filled:
    """Draw numbers that are the only argument."""
    drawn = numbers(rng, size(rng))
    return Filled({"i": listed(rng, drawn, plain=True)}, ([Digits(number) for number in drawn],))


def of_whole_numbers(rng: Random, words: Vocabulary) -> Filled:
    """Draw whole numbers that are the only argument."""
    drawn = numbers(rng, max(size(rng), 3), whole=True)
    return Filled({"i": listed(rng, drawn, plain=True)}, ([Digits(number) for number in drawn],))


GROUPS = (
    Group(
        "sort_words",
        of_list(some_words),
        (
            "Sort these words [alphabetically|from A to Z|]: {i}",
            "[Put|Arrange] {i} in alphabetical order.",
            "What is the alphabetical order of {i}?",
            "[Alphabetise|alphabetize] {i}",
            "Put these [names|words|entries] in order from A to Z: {i}",
            "In which order does a dictionary list {i}?",
            "[sort|alphabetical order:] {i}",
            "{i}: in alphabetical order, please.",
            "{N} has the cards {i}. How do they lie when they are sorted by the alphabet?",
            "Order [the words|the list|the names] {i} by the alphabet.",
            "Alphabetical order, please. [Words|Names|Entries|List|Items]: {i}",
            "Put these in order from A to Z. [The list|The words|Cards]: {i}",
            "[Words|Names|The list]: {i}. Sort [them|it] alphabetically.",
        ),
    ),
    Group(
        "sort_words_descending",
        of_list(some_words),
        (
            "Sort these words from Z to A: {i}",
            "What is the reverse alphabetical order of {i}?",
            "[Put|Arrange] {i} in [reverse|backwards|descending] alphabetical order.",
            "Order {i} against the alphabet, Z first.",
            "[sort descending|reverse alphabetical order|z to a]: {i}",
            "Which order do {i} have if the alphabet goes backwards?",
            "Sort the [words|names] {i} with the letter Z at the top.",
        ),
    ),
    Group(
        "sort_by_length",
        of_list(some_words),
        (
            "Sort these words by [length|their length|number of letters]: {i}",
            "Put {i} in order from the shortest to the longest word.",
            "How are {i} ordered by number of letters?",
            "[Arrange|Order] {i} by how long they are, the shortest first.",
            "by length: {i}",
            "What is the order of {i} from short to long?",
            "{N} stacks the words {i} with the short ones on top. In which order?",
        ),
    ),
    Group(
        "sort_numbers",
        of_numbers,
        (
            "[Sort|Order|Arrange] {i} from [smallest to largest|low to high|least to greatest].",
            "Put these numbers in [order|ascending order|rising order]: {i}",
            "What is the ascending order of {i}?",
            "sort [the numbers |]{i}",
            "Order these numbers, the smallest first: {i}",
            "[Put|Arrange] my scores {i} in rising order.",
            "{N} measured {i}. List the values from the lowest to the highest.",
            "numbers {i} in ascending order",
            "Line up the prices {i} with the cheapest first.",
        ),
    ),
    Group(
        "sort_numbers_descending",
        of_numbers,
        (
            "[Sort|Order|Arrange] {i} from [largest to smallest|high to low|greatest to least].",
            "Put these numbers in [descending|falling] order: {i}",
            "What is the descending order of {i}?",
            "Order {i} with the biggest first.",
            "sort descending: {i}",
            "{N} has the points {i}. Rank them, the highest on top.",
            "List the [values|numbers|prices] {i} from the highest down to the lowest.",
        ),
    ),
    Group(
        "reverse_list",
        of_list(some_items),
        (
            "Reverse the [order of the |]list {i}.",
            "What is the list {i} from back to front?",
            "[Put|Give] {i} in the opposite order.",
            "List {i} backwards, the last item first.",
            "reverse the order: {i}",
            "{N} reads the entries {i} from the end to the start. In which order?",
            "Write the items {i} the other way round.",
            "Which order do I get if the list {i} is read from its end?",
        ),
    ),
    Group(
        "unique",
        of_list(repeated),
        (
            "[Remove|Take|Drop] the [duplicates|repeats|repeated items] [from|in|out of] {i}.",
            "Which different [items|words|entries] are in the list {i}?",
            "[unique|distinct] [items|entries|values]: {i}",
            "List every item of {i} only once.",
            "{N} wrote down {i}. What is on the list if nothing is said twice?",
            "Skip what comes a second time: {i}",
            "[What are the|Give me the] distinct values [of|in] {i}[?|.]",
        ),
    ),
    Group(
        "longest_word",
        of_list(some_words),
        (
            "Which of these words is the longest: {i}?",
            "[Find|Give me|Tell me] the longest word [in|of|among] {i}.",
            "Out of {i}, [which|who] has the longest name?",
            "longest word: {i}",
            "Which word among {i} has the most letters?",
            "What is the longest of the words {i}?",
            "{N} must write {i} on a {t}. Which word needs the most room?",
        ),
    ),
    Group(
        "shortest_word",
        of_list(some_words),
        (
            "Which of these words is the shortest: {i}?",
            "[Find|Give me|Tell me] the shortest word [in|of|among] {i}.",
            "Who has the shortest name, {i}?",
            "shortest word: {i}",
            "Which word among {i} has the fewest letters?",
            "What is the shortest of the words {i}?",
            "{N} can spell only one of {i}, the one with the least letters. Which is it?",
        ),
    ),
    Group(
        "even_numbers",
        of_whole_numbers,
        (
            "Which [numbers|of the numbers] [in |]{i} are even?",
            "List the even numbers: {i}",
            "what are the even ones among {i}",
            "[Pick|Find|Give me] the even numbers [of|in|from] {i}.",
            "Which of {i} can be halved without a rest?",
            "even numbers in {i}",
            "{N} likes even numbers only. Which of {i} does {N} like?",
        ),
    ),
    Group(
        "odd_numbers",
        of_whole_numbers,
        (
            "Which [numbers|of the numbers] [in |]{i} are odd?",
            "List the odd numbers: {i}",
            "what are the odd ones among {i}",
            "[Pick|Find|Give me] the odd numbers [of|in|from] {i}.",
            "Which of {i} can't be divided by two?",
            "odd numbers in {i}",
            "Houses with odd numbers are on the left. Which of {i} are there?",
        ),
    ),
)
"""The patterns of each tool."""
