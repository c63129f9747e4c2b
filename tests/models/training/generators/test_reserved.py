"""No pattern that a person wrote holds a word that is reserved for the everyday questions."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import lottery_agent.models.training.generators as generators
from lottery_agent.models.training.generators.vocabulary import held_out

HOME = Path(generators.__path__[0])
FOLDERS = ("calls", "tables", "worlds")
MODULES = sorted(path for folder in FOLDERS for path in (HOME / folder).glob("*.py"))


_KEYWORDS = re.compile("turn .*|free$")
"""Words of the state language."""


def strings(tree: ast.AST) -> set[str]:
    """Return the texts of a module that are no docstrings."""
    documents = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documents
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_reserved_word_is_written(path: Path) -> None:
    texts = strings(ast.parse(path.read_text("utf-8")))
    said = (text for text in texts if not _KEYWORDS.match(text))
    used = {word for text in said for word in re.findall("[a-z]+", text.lower())}
    assert not used & held_out()
