"""Runs the targets of drafts in their tools, to compare what they give with the known answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from lark import Token, Tree

from lottery_agent.errors import ToolError
from lottery_agent.models.training.draft import Draft
from lottery_agent.toolbox.language import Language, Spans
from lottery_agent.toolbox.table import execute as answer_table
from lottery_agent.toolbox.table.finding import tables_in
from lottery_agent.toolbox.table.wording import narrowing


def table_fault(draft: Draft) -> str | None:
    """Return why a query to a table can't be an example, or None.

    The narrowed decoder must be able to write it, and the table tool must give the known answer.
    """
    question, text = str(draft.inputs["question"]), str(draft.inputs["text"])
    try:
        tree = Language.load("table").parse(draft.target)
        result = answer_table({"call": draft.target, "text": text})
    except ToolError as error:
        return f"not answered: {error.message}"
    return not_copied(tree, narrowing(tables_in(text), question)) or _other(result, draft.answer)


def _other(result: Mapping[str, Any], known: str | None) -> str | None:
    if not all(check["passed"] for check in result["checks"]):
        return "not checked: two ways give two answers"
    given = str(result["exact"])
    if known is None or given.casefold() == known.casefold():
        return None
    return f"gives {given[:60]!r}, not {known[:60]!r}"


def not_copied(tree: Tree[Token], limits: Mapping[str, Iterable[str] | Spans]) -> str | None:
    """Return which words of a sentence the narrowed decoder can't write, or None.

    Args:
        tree: The sentence.
        limits: What each terminal is limited to.
    """
    sets = {name: each if isinstance(each, Spans) else set(each) for name, each in limits.items()}
    used = {
        str(token)
        for token in tree.scan_values(lambda value: isinstance(value, Token))
        if token.type in sets and not _allowed(str(token), sets[token.type])
    }
    return f"not copied: {sorted(used)}" if used else None


def _allowed(text: str, limit: set[str] | Spans) -> bool:
    if isinstance(limit, set):
        return text in limit
    return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", limit.text) is not None
