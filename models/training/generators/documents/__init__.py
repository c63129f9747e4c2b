"""Questions about everyday documents: letters, chats, recipes, minutes, rules, timetables."""

from __future__ import annotations

import re
from random import Random

from lottery_agent.graphs.librarian import quotable
from lottery_agent.models.training.draft import Draft, capital, rough, spin
from lottery_agent.models.training.generators.documents import goods, home, work
from lottery_agent.models.training.generators.documents.forms import Fact, Form, read
from lottery_agent.models.training.generators.documents.slots import Slots, swapped
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.generators.voices import misspelt

FORMS = read(home.FORMS + work.FORMS + goods.FORMS)
"""The forms of documents."""
_MISSING = 0.22
"""Share of the questions that the document does not answer."""
_MOST_WORDS = 130
_MARK = re.compile(r"<(\d):(.*?)>")
_HEADS = ("General", "Good to know", "Details", "Important", "What else", "In short", "More")


def draft(rng: Random, words: Vocabulary) -> Draft:
    """Draw a document and a question; the template is `documents.<form>.<fact>`.

    An unanswerable question has `+documents.none` in its template.
    """
    text, drawn = document(rng, words)
    return Draft("quote", drawn.inputs | {"passage": quotable(text)}, drawn.target, drawn.template)


def document(rng: Random, words: Vocabulary) -> tuple[str, Draft]:
    """Draw a document with its line breaks, and the draft of a question about it."""
    while True:
        made = _document(rng, words, rng.choice(FORMS))
        if made is not None:
            return made


def _document(rng: Random, words: Vocabulary, form: Form) -> tuple[str, Draft] | None:
    missing = rng.random() < _MISSING
    order = rng.sample(range(len(form.facts)), len(form.facts))
    told = order[: rng.choice((1, 2, 3, 3, 4, 4, 5, 6, 7))]
    asked = rng.choice(told)
    used: set[str] = set()
    lines, answers, own = [], {}, {}
    for index in told:
        slots = Slots(rng, words, used)
        pattern = spin(rng, rng.choice(form.facts[index].says))
        marked = slots.fill(pattern)
        marks = {int(mark): answer for mark, answer in _MARK.findall(marked)}
        line = _MARK.sub(r"\2", marked)
        line = line if form.layout in ("lines", "bullets") else capital(line)
        marks = {
            key: answer if answer in line else capital(answer) for key, answer in marks.items()
        }
        lines.append(line)
        if index == asked:
            answers, own = marks | {0: line.rstrip(".!?")}, dict(slots)
    question, answer = _question(rng, words, form.facts[asked], answers, own, missing=missing)
    if missing and rng.random() < 0.45 and len(told) < len(order):
        asked = order[len(told)]
        fact = form.facts[asked]
        pattern = rng.choice(fact.asks[rng.choice(list(fact.asks))])
        question = Slots(rng, words, used, own).fill(spin(rng, pattern))
    text = _laid_out(rng, words, form, lines)
    shown = quotable(text)
    answer = quotable(answer)
    if answer and (shown.count(answer) != 1 or len(answer.split()) > 22):
        return None
    if len(shown.split()) > _MOST_WORDS:
        return None
    question = rough(rng, capital(question), share=0.35)
    draw = rng.random()
    if draw < 0.06:
        question = question.lower()
    elif draw < 0.14:
        question = misspelt(rng, question)
    template = f"documents.{form.name}.{asked}" + ("" if answer else "+documents.none")
    inputs = {"question": question, "passage": text}
    return text, Draft("quote", inputs, f'"{answer}"' if answer else "none", template)


def _question(
    rng: Random,
    words: Vocabulary,
    fact: Fact,
    answers: dict[int, str],
    own: dict[str, str],
    *,
    missing: bool,
) -> tuple[str, str]:
    """Return a question about a fact, and its answer, empty if it has none."""
    slots = Slots(rng, words, set(own.values()), own)
    number = rng.choice(list(fact.asks))
    pattern = spin(rng, rng.choice(fact.asks[number]))
    if missing:
        if fact.swap and f"{{{fact.swap}}}" in pattern and rng.random() < 0.5:
            slots = swapped(slots, fact.swap)
            return slots.fill(pattern), ""
        return slots.fill(spin(rng, rng.choice(fact.absent))), ""
    if fact.about and rng.random() < 0.12:
        asked = spin(rng, f"What [does it say|is said|does the text say] about {fact.about}?")
        return slots.fill(asked), answers[0]
    return slots.fill(pattern), answers[number]


def _laid_out(rng: Random, words: Vocabulary, form: Form, lines: list[str]) -> str:
    """Return the lines as a document of a form, with what such documents have around them."""
    slots = Slots(rng, words, set())
    lines = list(lines)
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        filler = slots.fill(spin(rng, rng.choice(form.fillers)))
        end = "" if ":" in filler or filler.endswith("!") or form.layout == "lines" else "."
        lines.insert(rng.randint(0, len(lines)), filler + end)
    layout = form.layout if rng.random() < 0.75 else rng.choice(("prose", "bullets", "mixed"))
    if form.layout in ("prose", "mixed") and layout == "bullets":
        layout = "mixed"
    if layout == "bullets":
        sign = rng.choice(("- ", "* ", "• ", "- [ ] ", "{}. ", ""))
        body = "\n".join(sign.format(i) + line for i, line in enumerate(lines, 1))
    elif layout == "lines":
        body = "\n".join(lines)
    else:
        body = lines[0]
        for line in lines[1:]:
            joint = rng.choice((" ", " ", "\n", "\n\n"))
            if layout == "mixed" and rng.random() < 0.3:
                joint = f"\n\n## {rng.choice(_HEADS)}\n"
            elif form.layout in ("lines", "bullets"):
                joint = "\n"
            body += joint + line
    start = slots.fill(rng.choice(form.starts)).replace("~", "\n") if rng.random() < 0.8 else ""
    end = slots.fill(rng.choice(form.ends)).replace("~", "\n") if rng.random() < 0.6 else ""
    return rng.choice(("\n", "\n\n")).join(part for part in (start, body, end) if part)
