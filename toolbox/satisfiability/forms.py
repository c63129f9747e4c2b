"""Tells by its notation whether a text is a file for a solver."""

from __future__ import annotations

import re
from typing import Literal

Form = Literal["cnf", "wcnf", "smt2"]

# Comments may come first: a line with `c` in DIMACS, anything behind `;` in SMT-LIB.
_DIMACS = re.compile(r"\s*(?:c(?:[ \t][^\n]*)?\n\s*)*p[ \t]+(?P<form>w?cnf)[ \t]+\d")
_SMT_LIB = re.compile(
    r"\s*(?:;[^\n]*\n\s*)*\((?:set-|declare-|define-|assert\b|push\b|check-sat\b)"
)


def form_of(text: str) -> Form | None:
    """Return the format of a text: DIMACS CNF, weighted CNF or SMT-LIB 2, else None."""
    if found := _DIMACS.match(text):
        return "cnf" if found["form"] == "cnf" else "wcnf"
    return "smt2" if _SMT_LIB.match(text) else None
