"""How the lines of a document stand: headings, greetings, bullets, paragraphs, signatures."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.draft import spin
from lottery_agent.models.training.generators.documents.forms import Form
from lottery_agent.models.training.generators.documents.slots import Slots
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_HEADS = ("General", "Good to know", "Details", "Important", "What else", "In short", "More")
_BULLETS = ("- ", "* ", "• ", "- [ ] ", "{}. ", "{}) ", "")
_OWN = 0.75
"""How often a document has the layout of its form."""


def laid_out(rng: Random, words: Vocabulary, form: Form, lines: list[str]) -> str:
    """Return the lines as a document of a form, with what such documents have around them."""
    slots = Slots(rng, words, set())
    lines = list(lines)
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        filler = slots.fill(spin(rng, rng.choice(form.fillers)))
        whole = form.layout in ("lines", "bullets") or filler.endswith(("!", "?"))
        lines.insert(rng.randint(0, len(lines)), filler if whole else f"{filler}.")
    start = slots.fill(rng.choice(form.starts)) if rng.random() < 0.8 else ""
    end = slots.fill(rng.choice(form.ends)) if rng.random() < 0.6 else ""
    parts = [start.replace("~", "\n"), _body(rng, form, lines), end.replace("~", "\n")]
    return rng.choice(("\n", "\n\n")).join(part for part in parts if part)


def _body(rng: Random, form: Form, lines: list[str]) -> str:
    layout = form.layout
    if rng.random() >= _OWN:
        listed = layout in ("lines", "bullets")
        layout = rng.choice(("lines", "bullets") if listed else ("prose", "mixed", "bullets"))
    if layout == "lines":
        return "\n".join(lines)
    if layout == "bullets":
        sign = rng.choice(_BULLETS)
        return "\n".join(sign.format(number) + line for number, line in enumerate(lines, 1))
    body = lines[0]
    for line in lines[1:]:
        joint = rng.choice((" ", " ", " ", "\n", "\n\n"))
        if layout == "mixed" and rng.random() < 0.3:
            joint = f"\n\n## {rng.choice(_HEADS)}\n"
        body += joint + line
    return body
