"""Arguments of tools that a caller brings: how a question says each, and the argument itself."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.calls.patterns import Digits
from lottery_agent.models.training.generators.calls.values import (
    day,
    days,
    items,
    listed,
    numbers,
    numeral,
    phrase,
    time,
)
from lottery_agent.models.training.generators.vocabulary import Vocabulary


def name(rng: Random, words: Vocabulary) -> tuple[str, str]:
    """Draw a name, perhaps of two words."""
    drawn = words.name(rng)
    if rng.random() < 0.3:
        drawn += f" {words.name(rng)}"
    return drawn, drawn


def thing(rng: Random, words: Vocabulary) -> tuple[str, str]:
    """Draw a thing, perhaps with a quality."""
    drawn = words.noun(rng).one
    if rng.random() < 0.4:
        drawn = f"{words.adjective(rng)} {drawn}"
    return drawn, drawn


def reference(rng: Random, words: Vocabulary) -> tuple[str, str]:
    """Draw a reference number with letters or without."""
    letters = "".join(rng.choices("ABCDEFGHKLMNPRSTUVWXYZ", k=rng.randint(1, 3)))
    drawn = rng.choice(
        (
            f"{letters}{rng.randint(10, 9999)}",
            f"{letters}-{rng.randint(1, 999)}",
            f"{rng.randint(100, 99999)}",
        )
    )
    return drawn, drawn


def quoted_words(rng: Random, words: Vocabulary) -> tuple[str, str]:
    """Draw a text in quotation marks."""
    drawn = phrase(rng, words)
    mark = rng.choice(("'", '"', '"'))
    return f"{mark}{drawn}{mark}", drawn


def address(rng: Random, words: Vocabulary) -> tuple[str, str]:
    """Draw an address of mail."""
    drawn = (
        f"{words.name(rng)}@{words.noun(rng).one}.{rng.choice(('com', 'org', 'net', 'eu'))}".lower()
    )
    return drawn, drawn


def whole(rng: Random, words: Vocabulary) -> tuple[str, object]:
    """Draw a whole number."""
    number = rng.choice((rng.randint(2, 12), rng.randint(2, 100), rng.randint(2, 2000)))
    return numeral(rng, number, share=0.15), number


def few(rng: Random, words: Vocabulary) -> tuple[str, object]:
    """Draw a small number."""
    number = rng.randint(2, 12)
    return numeral(rng, number, share=0.4), number


def number(rng: Random, words: Vocabulary) -> tuple[str, object]:
    """Draw a number, perhaps with a fraction."""
    if rng.random() < 0.4:
        return whole(rng, words)
    text = f"{rng.randint(0, 900)}.{rng.choice(('5', '25', '99', str(rng.randint(1, 9))))}"
    return text, Digits(text)


def some_date(rng: Random, words: Vocabulary) -> tuple[str, object]:
    """Draw a date."""
    drawn = day(rng)
    return drawn.said, drawn.value


def some_time(rng: Random, words: Vocabulary) -> tuple[str, str]:
    """Draw a time of the day."""
    drawn = time(rng)
    return drawn, drawn


def some_items(rng: Random, words: Vocabulary) -> tuple[str, object]:
    """Draw some items."""
    drawn = items(rng, words, rng.randint(2, 5))
    return listed(rng, drawn), drawn


def values(rng: Random, words: Vocabulary) -> tuple[str, object]:
    """Draw some numbers."""
    drawn = numbers(rng, rng.randint(2, 6))
    return listed(rng, drawn, plain=True), [Digits(number) for number in drawn]


def whole_values(rng: Random, words: Vocabulary) -> tuple[str, object]:
    """Draw some whole numbers."""
    drawn = numbers(rng, rng.randint(2, 6), whole=True)
    return listed(rng, drawn, plain=True), [Digits(number) for number in drawn]


def dates(rng: Random, words: Vocabulary) -> tuple[str, object]:
    """Draw two dates."""
    one, two = days(rng, most=90, full=True)
    return f"{one.said} and {two.said}", [one.value, two.value]
