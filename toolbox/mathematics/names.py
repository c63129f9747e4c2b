"""The names that mean something in the language, read from its grammar: the one place with a list.

This loads nothing heavy, so that readers of notation may use it outside of the sandbox.
"""

from __future__ import annotations

import re

from lottery_agent.toolbox.language import Language

FUNCTION_NAMES: frozenset[str] = frozenset(
    re.findall(r'"([a-z][a-z0-9_]*)\("', Language.load("mathematics").text)
)
"""Every word that is a call when a bracket follows, `solve` included."""

CONSTANT_NAMES: tuple[str, ...] = ("pi", "e", "i", "oo")
"""Names that mean a number unless a worksheet uses them for something else."""
