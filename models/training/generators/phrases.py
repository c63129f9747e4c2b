# ruff: noqa: E501 - a pattern of language is one line
"""Verb phrases of English beside what they mean: the building blocks of the logic generator.

Each phrase comes in the forms that sentences need. In a meaning, `@` stands for the subject. Words
are copied into the meaning as they stand in that form, case and inflection kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from lottery_agent.models.training.generators.vocabulary import Vocabulary

Form = tuple[str, str]
"""A text and its meaning."""

DETERMINERS = ("the", "the", "the", "my", "our", "this", "that", "her")
_PLACES = "in|on|near|under|behind|above|below|inside|opposite|next to|in front of"
_COMPLEMENTS = "afraid of|proud of|fond of|jealous of|kind to|angry with|married to|related to|similar to|famous for|ready for|busy with|close to|good at|aware of|responsible for".split(
    "|"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A predicate of one subject, in all forms, positive and negative."""

    kind: str
    one: Form
    many: Form
    not_one: tuple[Form, ...]
    not_many: tuple[Form, ...]
    base: Form
    ask: tuple[str, Form]
    """Auxiliary that opens a question, and what follows the subject."""
    ask_many: tuple[str, Form]


def entity(rng: Random, words: Vocabulary, *, names: float = 0.6) -> Form:
    """Return a thing with a name: `Tom`, `the bald eagle`; and its constant."""
    draw = rng.random()
    if draw < names:
        name = words.name(rng)
        if rng.random() < 0.08:
            last = words.name(rng)
            return f"{name} {last}", f"{name}_{last}"
        if rng.random() < 0.05:
            title = rng.choice(("Mr", "Mrs", "Dr", "Aunt", "Uncle", "Professor", "Captain"))
            return f"{title} {name}", f"{title}_{name}"
        if rng.random() < 0.08:
            return name.lower(), name.lower()
        return name, name
    noun = words.noun(rng).one
    determiner = rng.choice(DETERMINERS)
    if draw > 0.88:
        adjective = words.adjective(rng)
        return f"{determiner} {adjective} {noun}", f"{adjective}_{noun}"
    return f"{determiner} {noun}", noun


def _copula(rng: Random, kind: str, one: Form, many: Form) -> Phrase:
    """Build a phrase with `be`: (text after the verb, meaning) for one and for many."""
    (text, meaning), (texts, meanings) = one, many
    past = rng.random() < 0.08
    is_, are = ("was", "were") if past else ("is", "are")
    negative, negatives = _deny(meaning), _deny(meanings)
    return Phrase(
        kind,
        (f"{is_} {text}", meaning),
        (f"{are} {texts}", meanings),
        ((f"{is_} not {text}", negative), (f"{is_}n't {text}", negative))
        + (((f"{is_} never {text}", negative),) if rng.random() < 0.3 else ()),
        ((f"{are} not {texts}", negatives), (f"{are}n't {texts}", negatives)),
        (f"be {text}", meaning),
        (is_, (text, meaning)),
        (are, (texts, meanings)),
    )


def _deny(meaning: str) -> str:
    return f"~({meaning})" if " & " in meaning or " | " in meaning else f"~{meaning}"


def verbal(rng: Random, kind: str, forms: tuple[str, str, str], rest: str, meaning: str) -> Phrase:
    """Build a phrase with a full verb: `rest` follows it, `meaning` has the verb as `!`."""
    base, third, past = forms

    def form(lead: str, verb: str) -> Form:
        return f"{lead}{verb}{rest}", meaning.replace("!", verb)

    def no(lead: str) -> Form:
        return f"{lead}{base}{rest}", "~" + meaning.replace("!", base)

    if rng.random() < 0.12:
        return Phrase(
            kind,
            form("", past),
            form("", past),
            (no("did not "), no("didn't ")),
            (no("did not "), no("didn't ")),
            form("", base),
            ("did", form("", base)),
            ("did", form("", base)),
        )
    if rng.random() < 0.18:
        modal = rng.choice(("can", "can", "will", "must", "may", "should"))
        short = {"can": "can't", "will": "won't"}.get(modal, f"{modal} not")
        long = {"can": "cannot"}.get(modal, f"{modal} not")
        positive = form(f"{modal} ", base)
        negatives = (no(f"{long} "), no(f"{short} "))
        return Phrase(
            kind,
            positive,
            positive,
            negatives,
            negatives,
            form("", base),
            (modal, form("", base)),
            (modal, form("", base)),
        )
    never = ("~" + meaning.replace("!", third), "~" + meaning.replace("!", base))
    return Phrase(
        kind,
        form("", third),
        form("", base),
        (no("does not "), no("doesn't "), (f"never {third}{rest}", never[0])),
        (no("do not "), no("don't "), (f"never {base}{rest}", never[1])),
        form("", base),
        ("does", form("", base)),
        ("do", form("", base)),
    )


def adjective(rng: Random, words: Vocabulary) -> Phrase:
    """`is kind`; now and then `is very kind`."""
    word = words.adjective(rng)
    if rng.random() < 0.06:
        word = words.verb(rng).past
    if rng.random() < 0.05:
        word = f"{words.adjective(rng)}-{word}"
    lead = rng.choice(("very ", "quite ", "always ")) if rng.random() < 0.05 else ""
    form = (lead + word, f"{lead.strip() + '_' if lead not in ('', 'always ') else ''}{word}(@)")
    form = (lead + word, f"{word}(@)")
    return _copula(rng, "adjective", form, form)


def article(word: str) -> str:
    """Return the word with its indefinite article."""
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def noun(rng: Random, words: Vocabulary) -> Phrase:
    """`is a cat`; `is a black cat`; `is a fire truck`."""
    word = words.noun(rng)
    draw = rng.random()
    if draw < 0.12:
        quality = words.adjective(rng)
        return _copula(
            rng,
            "noun",
            (article(f"{quality} {word.one}"), f"{quality}(@) & {word.one}(@)"),
            (f"{quality} {word.many}", f"{quality}(@) & {word.many}(@)"),
        )
    if draw < 0.18:
        first = words.noun(rng).one
        return _copula(
            rng,
            "noun",
            (article(f"{first} {word.one}"), f"{first}_{word.one}(@)"),
            (f"{first} {word.many}", f"{first}_{word.many}(@)"),
        )
    return _copula(
        rng, "noun", (article(word.one), f"{word.one}(@)"), (word.many, f"{word.many}(@)")
    )


def verb(rng: Random, words: Vocabulary) -> Phrase:
    """`sings`, `can sing`, `sang`."""
    word = words.verb(rng)
    return verbal(rng, "verb", (word.base, word.third, word.past), "", "!(@)")


def relation(rng: Random, words: Vocabulary) -> Phrase:
    """`likes Ben`, `is taller than Ben`, `is on the table`, `lives in Paris`, `has a car`."""
    other, constant = entity(rng, words)
    draw = rng.random()
    if draw < 0.50:
        word = words.verb(rng)
        forms = (word.base, word.third, word.past)
        return verbal(rng, "relation", forms, f" {other}", f"!(@, {constant})")
    if draw < 0.60:
        word = words.verb(rng)
        forms = (word.base, word.third, word.past)
        link = rng.choice("in at with for to from near by on about".split())
        return verbal(rng, "relation", forms, f" {link} {other}", f"!(@, {constant})")
    if draw < 0.72:
        quality = rng.choice(
            "taller older younger faster slower bigger smaller heavier lighter stronger richer "
            "louder kinder smarter colder warmer cheaper newer larger longer shorter higher".split()
        )
        form = (f"{quality} than {other}", f"{quality}(@, {constant})")
        return _copula(rng, "relation", form, form)
    if draw < 0.80:
        place = rng.choice(_PLACES.split("|"))
        form = (f"{place} {other}", f"{place.replace(' ', '_')}(@, {constant})")
        return _copula(rng, "relation", form, form)
    if draw < 0.87:
        complement = rng.choice(_COMPLEMENTS)
        form = (f"{complement} {other}", f"{complement.split()[0]}(@, {constant})")
        return _copula(rng, "relation", form, form)
    if draw < 0.94:
        role = words.noun(rng)
        return _copula(
            rng,
            "relation",
            (f"the {role.one} of {other}", f"{role.one}(@, {constant})"),
            (f"the {role.many} of {other}", f"{role.many}(@, {constant})"),
        )
    thing = words.noun(rng).one
    return verbal(rng, "relation", ("have", "has", "had"), f" {article(thing)}", f"!(@, {thing})")


def phrase(rng: Random, words: Vocabulary, *, relations: float = 0.25) -> Phrase:
    """Draw any phrase."""
    draw = rng.random()
    if draw < relations:
        return relation(rng, words)
    return rng.choice((adjective, adjective, noun, noun, verb))(rng, words)
