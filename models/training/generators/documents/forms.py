"""Forms of documents, read from a short notation.

`# name layout` begins a form; `>` holds openings, `+` fillers, `<` closings. `*` is a fact in
several wordings with its answers marked `<1:...>`; `?` asks for the answer of a number, `!` for
what the fact leaves out, `~` names the slot that another value makes unanswerable, and `@` is what
the whole sentence is about. Alternatives are parted by `|`, line breaks inside are `~`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MARK = re.compile(r"<(\d):([^>]*\|[^>]*)>")
_APART = re.compile(r"\|(?![^\[\]]*\])")


@dataclass(slots=True)
class Fact:
    """A fact that a document may tell."""

    says: list[str]
    asks: dict[int, list[str]] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    swap: str = ""
    about: str = ""


@dataclass(slots=True)
class Form:
    """A form of documents."""

    name: str
    layout: str
    starts: list[str] = field(default_factory=list)
    fillers: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


def read(text: str) -> tuple[Form, ...]:
    """Read forms in their notation."""
    forms: list[Form] = []
    for line in filter(None, text.splitlines()):
        sign, rest = line[0], line[2:]
        if sign == "#":
            name, layout = rest.split()
            forms.append(Form(name, layout))
            continue
        form = forms[-1]
        if sign in ">+<":
            {">": form.starts, "+": form.fillers, "<": form.ends}[sign].extend(rest.split("|"))
        elif sign == "*":
            form.facts.append(Fact(_APART.split(_MARK.sub(r"<\1:[\2]>", rest))))
        elif sign == "?":
            form.facts[-1].asks.setdefault(int(rest[0]), []).append(rest[2:])
        elif sign == "!":
            form.facts[-1].absent += rest.split("|")
        elif sign == "~":
            form.facts[-1].swap = rest
        else:
            form.facts[-1].about = rest
    return tuple(forms)
