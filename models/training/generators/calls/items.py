"""Questions for the tools that look something up in a list or pick a part of it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from lottery_agent.models.training.generators.calls.order import of_list, some_items, some_words
from lottery_agent.models.training.generators.calls.patterns import Digits, Filled, Group
from lottery_agent.models.training.generators.calls.values import (
    items,
    listed,
    numbers,
    numeral,
    ordinal,
    repeated,
    size,
)
from lottery_agent.models.training.generators.vocabulary import Vocabulary


def _one_of(rng: Random, words: Vocabulary) -> Filled:
    """Draw a list, and an item that most likely is in it."""
    drawn = some_items(rng, words)
    chosen = rng.choice(drawn)
    if rng.random() < 0.35:
        (chosen,) = items(rng, words, 1)
    return Filled({"i": listed(rng, drawn), "x": chosen}, (drawn, chosen))


def _counted(rng: Random, words: Vocabulary) -> Filled:
    drawn = repeated(rng, words)
    chosen = rng.choice(drawn)
    return Filled({"i": listed(rng, drawn), "x": chosen}, (drawn, chosen))


def _placed(rng: Random, words: Vocabulary) -> Filled:
    drawn = items(rng, words, max(size(rng), 3))
    chosen = rng.choice(drawn)
    return Filled({"i": listed(rng, drawn), "x": chosen}, (drawn, chosen))


def _nth(rng: Random, words: Vocabulary) -> Filled:
    drawn = items(rng, words, max(size(rng), 3))
    number = rng.randint(1, len(drawn))
    said = {"i": listed(rng, drawn), "k": ordinal(rng, number), "n": str(number)}
    return Filled(said, (drawn, number))


def _last(rng: Random, words: Vocabulary) -> Filled:
    drawn = items(rng, words, max(size(rng), 3))
    return Filled({"i": listed(rng, drawn)}, (drawn, -1))


def _some_of(rng: Random, words: Vocabulary) -> Filled:
    drawn = items(rng, words, max(size(rng), 3))
    number = rng.randint(2, len(drawn) - 1)
    return Filled({"i": listed(rng, drawn), "n": numeral(rng, number, share=0.5)}, (drawn, number))


def _limited(rng: Random, words: Vocabulary) -> Filled:
    drawn = numbers(rng, max(size(rng), 3))
    limit = rng.choice(drawn).partition(".")[0]
    if rng.random() < 0.7:
        ordered = sorted(float(number) for number in drawn)
        limit = str(round(ordered[len(ordered) // 2]))
    said = {"i": listed(rng, drawn, plain=True), "n": limit}
    return Filled(said, ([Digits(number) for number in drawn], Digits(limit)))


def _begun(rng: Random, words: Vocabulary) -> Filled:
    return _lettered(rng, words, lambda word, n: word[:n])


def _ended(rng: Random, words: Vocabulary) -> Filled:
    return _lettered(rng, words, lambda word, n: word[-n:])


def _inside(rng: Random, words: Vocabulary) -> Filled:
    def part(word: str, n: int) -> str:
        at = rng.randrange(max(len(word) - n, 1))
        return word[at : at + n]

    return _lettered(rng, words, part)


def _lettered(rng: Random, words: Vocabulary, part: Callable[[str, int], str]) -> Filled:
    """Draw words, and letters that at least one of them has."""
    drawn = some_words(rng, words)
    found = part(rng.choice(drawn), rng.choice((1, 1, 1, 2, 2, 3))).strip("-")
    found = (found or "a").lower()
    if len(found) == 1 and rng.random() < 0.3:
        found = found.upper()
    said = {"i": listed(rng, drawn), "l": found, "s": "s" if len(found) > 1 else ""}
    return Filled(said, (drawn, found))


GROUPS = (
    Group(
        "count",
        of_list(some_items),
        (
            "How many [items|entries|things] are [in|on] this list: {i}?",
            "Count the [entries|items|names|words]: {i}",
            "how many names are there in {i}",
            "number of [items|entries] in {i}",
            "[Tell me|Say] how many [items|entries|things] {i} are.",
            "{N} packs {i}. How many things is that?",
            "How long is the list {i}?",
            "How many [elements|members] does the list {i} have?",
            "We invited {i}. How many guests are that?",
        ),
    ),
    Group(
        "count_item",
        _counted,
        (
            "How often is {x} in the list {i}?",
            "Count how many times {x} [occurs|appears|comes] in {i}.",
            "how many times did i write {x} in {i}",
            "[How often does|How many times does] {x} [occur|appear|come up] in {i}?",
            "times {x} in {i}",
            "The votes were {i}. How many did {x} get?",
            "In {i}, how often is {x} named?",
            "{N} wrote {i}. How many of these are {x}?",
        ),
    ),
    Group(
        "is_in",
        _one_of,
        (
            "Is {x} in the list {i}?",
            "[Check|Tell me|Find out] whether {x} is [one of|among|in] {i}.",
            "do i have {x} on my list {i}",
            "Is {x} among {i}?",
            "Does the list {i} [contain|have|include] {x}?",
            "{x} in {i}?",
            "My list is {i}. Is {x} on it?",
            "{N} invited {i}. Was {x} invited too?",
        ),
    ),
    Group(
        "position",
        _placed,
        (
            "At which place is {x} in the list {i}?",
            "[Find|Give|Tell me] the position of {x} in {i}.",
            "in the list {i} where does {x} come",
            "position of {x} in {i}",
            "Which place does {x} have in {i}?",
            "The queue is {i}. As which number does {x} come?",
            "What number in the list {i} is {x}?",
            "{N} reads out {i}. After how many entries, itself counted, comes {x}?",
        ),
    ),
    Group(
        "nth_item",
        _nth,
        (
            "What is the {k} [item|entry|element] [of|in] {i}?",
            "[Give|Tell|Show] me the {k} entry of {i}.",
            "Which [item|entry] is at place {n} of {i}?",
            "{k} item of {i}",
            "The {ts} are called in the order {i}. Which one is {k}?",
            "In the list {i}, what comes {k}?",
            "What stands at number {n} in the list {i}?",
            "Pick number {n} out of {i}.",
        ),
    ),
    Group(
        "nth_item",
        _last,
        (
            "Which one comes last in {i}?",
            "What is the last [item|entry] of {i}?",
            "[Give|Tell|Show] me the final entry of {i}.",
            "The queue is {i}. Who or what is at its end?",
        ),
    ),
    Group(
        "first_items",
        _some_of,
        (
            "What are the first {n} [items|entries] of {i}?",
            "Give the first {n} of {i}.",
            "just the first {n} [names|entries|words] of {i} please",
            "[Cut|Shorten] the list {i} to the first {n}.",
            "first {n}: {i}",
            "{N} takes the first {n} of {i}. Which are these?",
            "Which {n} [items|entries] stand at the start of {i}?",
            "The top {n} of the list {i}, please.",
        ),
    ),
    Group(
        "last_items",
        _some_of,
        (
            "What are the last {n} [items|entries] of {i}?",
            "Give the last {n} of {i}.",
            "show me only the {n} at the end of {i}",
            "last {n}: {i}",
            "{N} takes the last {n} of {i}. Which are these?",
            "Which {n} [items|entries] stand at the end of {i}?",
            "I need the final {n} [names|words|entries] of the list {i}.",
        ),
    ),
    Group(
        "most_common",
        of_list(repeated),
        (
            "Which [item|entry|value] [occurs|comes|appears] most often in {i}?",
            "Find the most common [entry|item|word]: {i}",
            "what did people choose most: {i}",
            "most frequent [item|value|entry] in {i}",
            "[Tell me|Say] which of {i} comes up the most.",
            "The votes are {i}. Who or what wins?",
            "{N} saw {i}. What did {N} see more often than anything else?",
        ),
    ),
    Group(
        "starting_with",
        _begun,
        (
            "Which of these words [begin|start] with {l}: {i}?",
            "List the words that [begin|start] with {l}: {i}",
            "Who has a name with {l} at the front, {i}?",
            "[Find|Pick|Show me] the [words|names] with {l} at the start [in|from] {i}.",
            "words [beginning|starting] with {l} in {i}",
            "Out of {i}, what [begins|starts] with the letter{s} {l}?",
            "{N} files everything in {l}. Which of {i} belong there by their first letter{s}?",
        ),
    ),
    Group(
        "ending_with",
        _ended,
        (
            "Which of these words [end|finish] [in|with|on] {l}: {i}?",
            "List the words with {l} at the end: {i}",
            "{i}, which ones [finish|end] with {l}",
            "[Find|Pick|Show me] the [words|names] that end in {l} [in|from] {i}.",
            "words ending [in|with] {l}: {i}",
            "What rhymes on {l} at its end among {i}?",
            "Out of {i}, what has {l} as its last letter{s}?",
        ),
    ),
    Group(
        "containing",
        _inside,
        (
            "Which of these words [contain|have in them] {l}: {i}?",
            "List the words that have the letter{s} {l} in them: {i}",
            "find words with {l} inside: {i}",
            "[Find|Pick|Show me] the words [containing|with] {l} [anywhere |]in {i}.",
            "words with {l}: {i}",
            "In which of {i} do you see {l}?",
            "Which names of {i} are spelled with {l} somewhere?",
        ),
    ),
    Group(
        "numbers_above",
        _limited,
        (
            "Which of the numbers {i} are [greater|larger|more] than {n}?",
            "List the numbers [above|over|greater than] {n}: {i}",
            "what values in {i} are more than {n}",
            "[Find|Pick|Show me] everything above {n} in {i}.",
            "numbers > {n} in {i}",
            "The scores are {i}. Which ones beat {n}?",
            "{N} wants only prices higher than {n} out of {i}. Which are these?",
        ),
    ),
    Group(
        "numbers_below",
        _limited,
        (
            "Which of the numbers {i} are [less|smaller|lower] than {n}?",
            "List the numbers [below|under|less than] {n}: {i}",
            "which of my scores {i} are under {n}",
            "[Find|Pick|Show me] everything below {n} in {i}.",
            "numbers < {n} in {i}",
            "{N} can pay less than {n}. Which of the prices {i} are low enough?",
            "The temperatures were {i}. Which ones were colder than {n}?",
        ),
    ),
)
"""The patterns of each tool."""
