"""Questions about everyday documents: letters, chats, recipes, minutes, rules, timetables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from lottery_agent.graphs.librarian import quotable
from lottery_agent.models.training.draft import Draft, capital, rough, spin
from lottery_agent.models.training.generators.documents import goods, home, work
from lottery_agent.models.training.generators.documents.forms import Fact, Form, read
from lottery_agent.models.training.generators.documents.layout import laid_out
from lottery_agent.models.training.generators.documents.slots import Slots
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.generators.voices import voiced

FORMS = read(home.FORMS + work.FORMS + goods.FORMS)
"""The forms of documents. No two facts of a form answer the same question."""

_MISSING = 0.21
"""Share of the questions without an answer as drawn; long documents are then drawn anew."""
_MOST_WORDS = 130
_LONGEST = 22
"""Most words of an answer; the decoder allows 64 tokens."""
_COUNTS = (1, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9)
"""Facts of a document, as far as its form has that many."""
_LEADS = ("According to this, ", "In this text, ", "Going by the text, ", "From what is written: ")
_MARK = re.compile(r"<(\d):(.*?)>")
_SPEAKER = re.compile(r"^\w+: ")


@dataclass(frozen=True, slots=True)
class _Told:
    """A fact as a document tells it; answer 0 is the whole line, less who wrote it."""

    fact: Fact
    line: str
    answers: dict[int, str]
    slots: Slots


def draft(rng: Random, words: Vocabulary) -> Draft:
    """Draw a document and a question; the template is `documents.<form>.<fact>`.

    The template of a question without an answer ends in `+documents.none`.
    """
    text, drawn = document(rng, words)
    inputs = {"question": drawn.inputs["question"], "passage": quotable(text)}
    return Draft("quote", inputs, drawn.target, drawn.template)


def document(rng: Random, words: Vocabulary) -> tuple[str, Draft]:
    """Draw a document with its line breaks, and the draft of a question about it."""
    while True:
        made = _document(rng, words, rng.choice(FORMS))
        if made is not None:
            return made


def _document(rng: Random, words: Vocabulary, form: Form) -> tuple[str, Draft] | None:
    """Draw a document; None if it is too long, or if its answer stands in it twice."""
    order = rng.sample(range(len(form.facts)), len(form.facts))
    count = rng.choice(_COUNTS)
    used: set[str] = set()
    plain = form.layout in ("lines", "bullets")
    told = [_told(rng, words, form.facts[index], used, plain=plain) for index in order[:count]]
    at = rng.randrange(len(told))
    answer = ""
    if rng.random() >= _MISSING:
        question, answer = _answered(rng, told[at])
    elif count < len(order) and rng.random() < 0.45:
        question, at = _of(rng, form.facts[order[count]], told[at].slots), count
    else:
        people = {t.slots[key] for t in told for key in "NM" if key in t.slots}
        question = _beside(rng, told[at], people)
    text = laid_out(rng, words, form, [each.line for each in told])
    answer = quotable(answer)
    if len(text.split()) > _MOST_WORDS or len(answer.split()) > _LONGEST:
        return None
    if answer and quotable(text).count(answer) != 1:
        return None
    if rng.random() < 0.06:
        question = rng.choice(_LEADS) + question[:1].lower() + question[1:]
    question = rough(rng, capital(question))
    question = voiced(rng, question, lower=rng.random() < 0.06, plain=0.75)
    template = f"documents.{form.name}.{order[at]}" + ("" if answer else "+documents.none")
    inputs = {"question": question, "passage": text}
    return text, Draft("quote", inputs, f'"{answer}"' if answer else "none", template)


def _told(rng: Random, words: Vocabulary, fact: Fact, used: set[str], *, plain: bool) -> _Told:
    slots = Slots(rng, words, used)
    marked = slots.fill(spin(rng, rng.choice(fact.says)))
    line = _MARK.sub(r"\2", marked)
    line = line if plain else capital(line)
    answers = {0: _SPEAKER.sub("", line).rstrip(".!?")}
    for number, answer in _MARK.findall(marked):
        answers[int(number)] = answer if answer in line else capital(answer)
    return _Told(fact, line, answers, slots)


def _answered(rng: Random, told: _Told) -> tuple[str, str]:
    """Return a question about a fact, and its answer."""
    if told.fact.about and rng.random() < 0.12:
        lead = rng.choice(("What does it say about", "What is said about", "What do we read about"))
        return told.slots.fill(f"{lead} {told.fact.about}?"), told.answers[0]
    number = rng.choice(list(told.fact.asks))
    return told.slots.fill(spin(rng, rng.choice(told.fact.asks[number]))), told.answers[number]


def _of(rng: Random, fact: Fact, known: Slots) -> str:
    """Return a question about a fact that is not told, with the values of one that is."""
    return known.copy().fill(spin(rng, rng.choice(rng.choice(list(fact.asks.values())))))


def _beside(rng: Random, told: _Told, people: set[str]) -> str:
    """Return a question that a fact comes near to, but does not answer."""
    slots, fact = told.slots.copy(), told.fact
    if fact.swap and rng.random() < 0.5:
        asked = [p for patterns in fact.asks.values() for p in patterns]
        pattern = spin(rng, rng.choice(asked))
        if f"{{{fact.swap}}}" in pattern:
            slots.swap(fact.swap, people if fact.swap in "NM" else ())
            return slots.fill(pattern)
    return slots.fill(spin(rng, rng.choice(fact.absent)))
