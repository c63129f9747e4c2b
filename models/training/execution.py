"""Runs the targets of drafts in their tools, to compare what they give with the known answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from lark import Token, Tree

from lottery_agent.errors import ToolError
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.signatures import is_builtin, registry_of
from lottery_agent.toolbox.calls.narrowing import narrowing as call_limits
from lottery_agent.toolbox.calls.programs import Program
from lottery_agent.toolbox.calls.tools import Tool
from lottery_agent.toolbox.language import Language, Spans
from lottery_agent.toolbox.table import execute as answer_table
from lottery_agent.toolbox.table.finding import tables_in
from lottery_agent.toolbox.table.wording import narrowing

_ARGUMENT = re.compile(r'"((?:[^"\\]|\\.)*)"|(\d{4}-\d\d-\d\d)|(-?\d+(?:\.\d+)?)')
"""A text, a date or a number in a call."""


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


def call_fault(draft: Draft) -> str | None:
    """Return why a call can't be an example, or None.

    It must call one of the tools that are shown, with what the question says, and a built-in tool
    must give a value: the known answer, if there is one. What a made-up tool would do is not known.
    """
    question = str(draft.inputs["question"])
    try:
        call = registry_of(draft.inputs["signatures"]).parse(draft.target)
    except ToolError as error:
        return f"not in its language: {error.message}"
    if isinstance(call.tool, Program):
        # What the tool is asked is another agent's to write.
        return None if draft.target == call.tool.bare else "not bare: its lines are drafts apart"
    unsaid = _unsaid(call.tool, draft.target, question)
    if unsaid is not None or not is_builtin(call.tool.signature):
        return unsaid
    try:
        return _other(call.result(text=question), draft.answer)
    except ToolError as error:
        return f"fails: {error.message}"


def _unsaid(tool: Tool, call: str, question: str) -> str | None:
    """Return which arguments of a call the question does not say, or None."""
    limits = _sets(call_limits(question))
    schemas = [parameter.type.schema for parameter in tool.parameters]
    choices = {choice for schema in schemas for choice in schema.get("enum", ())}
    missing = []
    for quote, day, number in _ARGUMENT.findall(call.partition("(")[2]):
        text = quote.replace('\\"', '"').replace("\\\\", "\\") or day or number
        kind = "DATE" if day else "NUMBER" if number else "QUOTE"
        if text not in choices and not _allowed(text, limits[kind]):
            missing.append(text)
    return f"not copied: {missing}" if missing else None


def not_copied(tree: Tree[Token], limits: Mapping[str, Iterable[str] | Spans]) -> str | None:
    """Return which words of a sentence the narrowed decoder can't write, or None.

    Args:
        tree: The sentence.
        limits: What each terminal is limited to.
    """
    sets = _sets(limits)
    used = {
        str(token)
        for token in tree.scan_values(lambda value: isinstance(value, Token))
        if token.type in sets and not _allowed(str(token), sets[token.type])
    }
    return f"not copied: {sorted(used)}" if used else None


def _sets(limits: Mapping[str, Iterable[str] | Spans]) -> dict[str, set[str] | Spans]:
    return {name: each if isinstance(each, Spans) else set(each) for name, each in limits.items()}


def _allowed(text: str, limit: set[str] | Spans) -> bool:
    if isinstance(limit, set):
        return text in limit
    return limit.has(text)
