# ruff: noqa: E501 - a pattern of language is one line
"""Calls: questions with signatures beside them, and the call that answers.

The built-in tools are shown next to made-up ones with made-up names, so that the model learns to
read signatures and not a list of names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from lottery_agent.models.training.draft import Draft, rough
from lottery_agent.models.training.generators.vocabulary import Vocabulary, made_up

MONTHS = (
    "January February March April May June July August September October November December".split()
)
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
UNITS = (
    ("metres", "kilometres", "miles", "feet", "inches", "yards", "centimetres", "millimetres"),
    ("grams", "kilograms", "pounds", "ounces", "tonnes"),
    ("seconds", "minutes", "hours", "days", "weeks"),
    ("litres", "gallons", "millilitres", "pints"),
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its signature, questions for it and the arguments of their calls."""

    signature: str
    ask: Callable[[Random, Vocabulary], tuple[str, str]]
    """Draws a question and the text between the brackets of the call."""

    @property
    def name(self) -> str:
        """The name before the bracket."""
        return self.signature.split("(")[0]


def quoted(text: str) -> str:
    """Return a text as an argument."""
    return f'"{text}"'


def listed(items: list[str]) -> str:
    """Return a list as an argument."""
    return f"[{', '.join(items)}]"


@dataclass(frozen=True, slots=True)
class Day:
    """A date as a question writes it, and as an argument."""

    said: str
    written: str


def day(rng: Random) -> Day:
    """Draw a date in one of the usual spellings."""
    year, month, number = rng.randint(1890, 2090), rng.randint(1, 12), rng.randint(1, 28)
    name = MONTHS[month - 1]
    ending = "th" if 10 < number < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    said = rng.choice(
        (f"{number} {name} {year}", f"{number} {name} {year}", f"{name} {number}, {year}",
         f"the {number}{ending} of {name} {year}", f"{name} {number}{ending}, {year}",
         f"{year}-{month:02d}-{number:02d}", f"{number} {name[:3]} {year}", f"{number}. {name} {year}",
         f"{number}{ending} {name} {year}", f"{number} {name.lower()} {year}")
    )  # fmt: skip
    return Day(said, f"{year}-{month:02d}-{number:02d}")


def _weekday(rng: Random, words: Vocabulary) -> tuple[str, str]:
    d = day(rng)
    text = rng.choice(
        ("What weekday is {d}?", "Which weekday was {d}?", "What day of the week is {d}?", "On which day does {d} fall?",
         "which day of the week does {d} fall on?", "What day is {d}?", "Is {d} a Sunday?", "weekday of {d}",
         "Tell me the weekday of {d}.", "What day of the week was {d}?", "On what weekday will {d} be?", "On which weekday was {N} born, on {d}?")
    )  # fmt: skip
    return text.format(d=d.said, N=words.name(rng)), d.written


def _between(rng: Random, words: Vocabulary) -> tuple[str, str]:
    a, b = day(rng), day(rng)
    if a.written > b.written:
        a, b = b, a
    text = rng.choice(
        ("How many days are there between {a} and {b}?", "How many days from {a} to {b}?", "days between {a} and {b}",
         "How long is it from {a} until {b}, in days?", "Count the days from {a} to {b}.", "How many days passed between {a} and {b}?",
         "{N} arrived on {a} and went on {b}. How many days was that?")
    )  # fmt: skip
    return text.format(a=a.said, b=b.said, N=words.name(rng)), f"{a.written}, {b.written}"


def _later(rng: Random, words: Vocabulary) -> tuple[str, str]:
    d, n = day(rng), rng.randint(2, 400)
    back = rng.random() < 0.35
    text = rng.choice(
        ("What date is {n} days before {d}?", "Which date was {n} days before {d}?", "{n} days before {d}", "Go {n} days back from {d}.")
        if back
        else ("What date is {n} days after {d}?", "Which day is {n} days after {d}?", "{n} days after {d}", "What is the date {n} days from {d}?",
              "Add {n} days to {d}.", "If today is {d}, what is the date in {n} days?")
    )  # fmt: skip
    return text.format(n=n, d=d.said), f"{d.written}, {'-' if back else ''}{n}"


def _convert(rng: Random, words: Vocabulary) -> tuple[str, str]:
    one, two = rng.sample(rng.choice(UNITS), 2)
    n = rng.choice(
        (
            str(rng.randint(1, 500)),
            str(rng.randint(1, 90)),
            f"{rng.randint(0, 90)}.{rng.randint(1, 9)}",
            f"{rng.randint(1, 90)}.{rng.randint(1, 9)}{rng.randint(1, 9)}",
        )
    )
    text = rng.choice(
        ("Convert {n} {a} to {b}.", "convert {n} {a} to {b}", "How many {b} are {n} {a}?", "What is {n} {a} in {b}?", "{n} {a} in {b}",
         "How many {b} are in {n} {a}?", "How much is {n} {a} in {b}?", "Turn {n} {a} into {b}.", "{n} {a} to {b}", "Express {n} {a} in {b}.",
         "{N} ran {n} {a}. How many {b} is that?", "The {t} is {n} {a}. What is that in {b}?")
    )  # fmt: skip
    return text.format(
        n=n, a=one, b=two, N=words.name(rng), t=words.noun(rng).one
    ), f"{n}, {quoted(one)}, {quoted(two)}"


def _items(rng: Random, words: Vocabulary) -> list[str]:
    count = rng.randint(3, 6)
    if rng.random() < 0.2:
        return [words.name(rng) for _ in range(count)]
    return [words.noun(rng).one for _ in range(count)]


def _spoken(rng: Random, items: list[str]) -> str:
    draw = rng.random()
    if draw < 0.6:
        return ", ".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}" if draw < 0.9 else " ".join(items)


def _sort(rng: Random, words: Vocabulary) -> tuple[str, str]:
    items = _items(rng, words)
    text = rng.choice(
        ("Sort these words: {i}", "Sort these words alphabetically: {i}", "Put {i} in alphabetical order.", "Alphabetise {i}.", "sort {i}",
         "Order these names: {i}", "What is the alphabetical order of {i}?", "Arrange alphabetically: {i}", "Sort the list {i}")
    )  # fmt: skip
    return text.format(i=_spoken(rng, items)), listed([quoted(item) for item in items])


def _one_list(rng: Random, words: Vocabulary, patterns: tuple[str, ...]) -> tuple[str, str]:
    items = _items(rng, words)
    return rng.choice(patterns).format(i=_spoken(rng, items)), listed(
        [quoted(item) for item in items]
    )


def _one_text(rng: Random, words: Vocabulary, patterns: tuple[str, ...]) -> tuple[str, str]:
    word = (
        words.noun(rng).one
        if rng.random() < 0.7
        else f"{words.adjective(rng)} {words.noun(rng).one}"
    )
    return rng.choice(patterns).format(w=rng.choice((word, f"'{word}'", f'"{word}"'))), quoted(word)


def _longest(rng: Random, words: Vocabulary) -> tuple[str, str]:
    return _one_list(
        rng,
        words,
        (
            "Which of these words is the longest: {i}?",
            "longest of {i}",
            "What is the longest word among {i}?",
        ),
    )


def _shuffled_back(rng: Random, words: Vocabulary) -> tuple[str, str]:
    return _one_list(
        rng,
        words,
        (
            "Reverse the list {i}.",
            "Turn the order of {i} around.",
            "List {i} backwards.",
            "reverse: {i}",
        ),
    )


def _count_items(rng: Random, words: Vocabulary) -> tuple[str, str]:
    return _one_list(
        rng,
        words,
        (
            "How many words are in this list: {i}?",
            "Count the items: {i}",
            "How many items are there: {i}",
            "How many names are these: {i}?",
        ),
    )


def _unique(rng: Random, words: Vocabulary) -> tuple[str, str]:
    return _one_list(
        rng,
        words,
        (
            "Take the duplicates out of {i}.",
            "Which different words are in {i}?",
            "unique words of {i}",
            "Drop repeated items: {i}",
        ),
    )


def _letters(rng: Random, words: Vocabulary) -> tuple[str, str]:
    return _one_text(
        rng,
        words,
        (
            "How many letters does {w} have?",
            "How long is the word {w}?",
            "Count the letters of {w}.",
            "How many letters are in {w}?",
            "number of letters in {w}",
        ),
    )


def _backwards(rng: Random, words: Vocabulary) -> tuple[str, str]:
    return _one_text(
        rng,
        words,
        (
            "Spell {w} backwards.",
            "What is {w} backwards?",
            "Reverse the word {w}.",
            "Write {w} in reverse.",
        ),
    )


def _upper(rng: Random, words: Vocabulary) -> tuple[str, str]:
    return _one_text(
        rng, words, ("Write {w} in capital letters.", "{w} in upper case", "Put {w} in capitals.")
    )


def _leap(rng: Random, words: Vocabulary) -> tuple[str, str]:
    year = str(rng.randint(1600, 2400))
    text = rng.choice(
        (
            "Is {y} a leap year?",
            "Was {y} a leap year?",
            "is {y} a leap year",
            "Will {y} be a leap year?",
            "Does {y} have a 29 February?",
        )
    )
    return text.format(y=year), year


def _letter_count(rng: Random, words: Vocabulary) -> tuple[str, str]:
    word = words.noun(rng).one
    letter = rng.choice(word)
    text = rng.choice(
        (
            "How often does the letter {l} occur in {w}?",
            "How many times is the letter {l} in {w}?",
            "Count the letter {l} in {w}.",
            "How many times does {l} appear in {w}?",
        )
    )
    return text.format(l=letter, w=word), f"{quoted(word)}, {quoted(letter)}"


def _age(rng: Random, words: Vocabulary) -> tuple[str, str]:
    a, b = sorted((day(rng) for _ in range(2)), key=lambda d: d.written)
    text = rng.choice(
        ("How old was {N} on {b}, if {N} was born on {a}?", "How many years, months and days lie between {a} and {b}?", "{N} was born on {a}. How old was {N} on {b}?",
         "How much time passed from {a} to {b}?", "time between {a} and {b}", "What was the age of {N}, born {a}, on {b}?")
    )  # fmt: skip
    return text.format(a=a.said, b=b.said, N=words.name(rng)), f"{a.written}, {b.written}"


def _shifted(rng: Random, words: Vocabulary, unit: str) -> tuple[str, str]:
    d, n = day(rng), rng.randint(2, 40)
    back = rng.random() < 0.35
    text = rng.choice(
        ("What date is {n} {u} before {d}?", "{n} {u} before {d}", "Which date was {n} {u} before {d}?", "Go {n} {u} back from {d}.")
        if back
        else ("What date is {n} {u} after {d}?", "{n} {u} after {d}", "What is the date {n} {u} from {d}?", "Add {n} {u} to {d}.", "{n} {u} later than {d}",
              "The {t} was begun on {d} and took {n} {u}. When was it finished?")
    )  # fmt: skip
    return text.format(
        n=n, u=unit, d=d.said, t=words.noun(rng).one
    ), f"{d.written}, {'-' if back else ''}{n}"


def _weeks(rng: Random, words: Vocabulary) -> tuple[str, str]:
    return _shifted(rng, words, "weeks")


def _months(rng: Random, words: Vocabulary) -> tuple[str, str]:
    return _shifted(rng, words, "months")


def _years(rng: Random, words: Vocabulary) -> tuple[str, str]:
    return _shifted(rng, words, "years")


def _shortest(rng: Random, words: Vocabulary) -> tuple[str, str]:
    return _one_list(
        rng,
        words,
        (
            "Which of these words is the shortest: {i}?",
            "shortest of {i}",
            "What is the shortest word among {i}?",
        ),
    )


_FAMILIES: tuple[tuple[tuple[str, ...], Callable[[Random, Vocabulary], tuple[str, str]]], ...] = (
    (("weekday(day: date)", "weekday(day: date)", "weekday(day: date)", "day_of_week(date: date)"), _weekday),
    (("weekday(day: date)",), _weekday),
    (("days_between(start: date, end: date)", "days_between(start: date, end: date)", "date_difference(first: date, second: date)"), _between),
    (("time_between(start: date, end: date)", "age(born: date, day: date)"), _age),
    (("add_days(day: date, days: int)", "add_days(day: date, days: int)", "shift_date(start: date, days: int)"), _later),
    (("add_weeks(day: date, weeks: int)",), _weeks),
    (("add_months(day: date, months: int)",), _months),
    (("add_years(day: date, years: int)",), _years),
    (("convert(amount: number, source: str, target: str)", "convert(amount: number, source: str, target: str)", "change_unit(value: number, unit: str, to: str)"), _convert),
    (("convert(amount: number, source: str, target: str)",), _convert),
    (("sort_words(words: list[str])", "sort_words(words: list[str])", "alphabetical(items: list[str])"), _sort),
    (("sort_words(words: list[str])",), _sort),
    (("longest_word(words: list[str])", "longest(items: list[str])"), _longest),
    (("shortest_word(words: list[str])",), _shortest),
    (("reverse_list(items: list[str])", "reverse_list(items: list[str])", "backwards(words: list[str])"), _shuffled_back),
    (("count(items: list[str])", "length(items: list[str])"), _count_items),
    (("unique(items: list[str])", "unique(items: list[str])", "distinct(words: list[str])"), _unique),
    (("letters(word: str)", "letters(word: str)", "count_letters(word: str)"), _letters),
    (("reverse_text(text: str)", "reverse_text(text: str)", "spell_backwards(word: str)"), _backwards),
    (("upper(text: str)", "capitals(text: str)"), _upper),
    (("leap_year(year: int)", "leap_year(year: int)", "is_leap_year(year: int)"), _leap),
    (("count_letter(word: str, letter: str)", "count_letter(word: str, letter: str)", "occurrences(text: str, part: str)"), _letter_count),
)  # fmt: skip


def _known(rng: Random) -> Tool:
    """Draw a tool for dates, units, lists or words under one of its usual names."""
    signatures, ask = rng.choice(_FAMILIES)
    return Tool(rng.choice(signatures), ask)


def _invented(rng: Random, words: Vocabulary) -> Tool:
    """Make up a tool: a verb and a noun, and a question in the same words."""
    verb, thing = words.verb(rng).base, words.noun(rng)
    if not (verb.isascii() and verb.isalpha() and thing.one.isascii() and thing.one.isalpha()):
        verb, thing = "open", type(thing)(made_up(rng), made_up(rng))
    name = rng.choice(
        (
            f"{verb}_{thing.one}",
            verb,
            f"{thing.one}_{words.noun(rng).one}".replace("-", "_"),
            f"get_{thing.one}",
        )
    )
    title = name.replace("_", " ")
    kind = rng.choice(("name", "number", "both", "date", "none", "list", "two"))
    who, number, when = words.name(rng), rng.randint(1, 500), day(rng)
    lead = rng.choice(("", "Please ", "Can you ", "I want to "))
    asked = {
        "name": ("name: str", (f"{title} for {who}", f"{title} {who}", f"what is the {title} of {who}"), quoted(who)),
        "number": (rng.choice(("count: int", "number: number", "amount: number")), (f"{title} {number}", f"{title} with {number}", f"{title} {number} times"), str(number)),
        "both": (f"name: str, {rng.choice(('count: int', 'amount: number', 'seconds: int'))}", (f"{title} {who} {number}", f"{title} for {who} with {number}"), f"{quoted(who)}, {number}"),
        "date": (rng.choice(("date: date", "day: date")), (f"{title} on {when.said}", f"{title} for {when.said}", f"what is the {title} of {when.said}"), when.written),
        "none": ("", (f"{title}", f"{title} now", f"the {title}"), ""),
        "list": ("items: list[str]", (f"{title} {', '.join(some := _items(rng, words))}", f"{title}: {', '.join(some)}"), listed([quoted(s) for s in some])),
        "two": ("source: str, target: str", (f"{title} from {who} to {(other := words.name(rng))}", f"{title} {who} and {other}"), f"{quoted(who)}, {quoted(other)}"),
    }  # fmt: skip
    parameters, questions, arguments = asked[kind]
    question = lead + rng.choice(questions)
    end = "?" if lead == "Can you " or question.startswith("what") else rng.choice((".", ""))
    return Tool(
        f"{name}({parameters})", lambda r, w: (question[:1].upper() + question[1:] + end, arguments)
    )


def draft(rng: Random, words: Vocabulary) -> Draft:
    """Draw a question, the signatures shown with it, and the call."""
    invented = rng.random() < 0.25
    wanted = _invented(rng, words) if invented else _known(rng)
    beside = [_known(rng) for _ in range(rng.choice((0, 1, 2, 3, 5)))]
    beside += [_invented(rng, words) for _ in range(rng.choice((0, 0, 0, 1, 2)))]
    # Tools that answer the same question would make two calls right.
    others = {tool.name: tool for tool in beside if tool.ask is not wanted.ask}
    others.pop(wanted.name, None)
    tools = [wanted, *list(others.values())[: rng.choice((3, 4, 5, 5))]]
    rng.shuffle(tools)
    question, arguments = wanted.ask(rng, words)
    return Draft(
        "call",
        {
            "question": rough(rng, question, share=0.3),
            "signatures": [tool.signature for tool in tools],
        },
        f"{wanted.name}({arguments})",
        f"calls.{'invented' if invented else wanted.ask.__name__.strip('_')}",
    )
