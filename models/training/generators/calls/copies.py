"""What a call copies from its question, which is all that the decoder can write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lottery_agent.models.training.generators.calls.patterns import Digits, argument
from lottery_agent.toolbox.calls.narrowing import narrowing
from lottery_agent.toolbox.calls.tools import Tool
from lottery_agent.toolbox.language import Spans

Arguments = Sequence[object]

_TEXTS = ("text", "list_of_text")


def texts_in(tool: Tool, arguments: Arguments) -> list[str]:
    """Return the texts among the arguments of a call; a choice is none."""
    return [
        text
        for rule, value in zip(_rules(tool), arguments, strict=False)
        if rule in _TEXTS
        for text in _flat(value)
        if isinstance(text, str)
    ]


def lowered(tool: Tool, arguments: Arguments) -> tuple[object, ...]:
    """Return arguments with texts in lower case, as a question in lower case says them."""
    return tuple(
        _lower(value) if rule in _TEXTS else value
        for rule, value in zip(_rules(tool), arguments, strict=False)
    )


def can_copy(question: str, tool: Tool, arguments: Arguments) -> bool:
    """Tell whether a question has all texts, numbers and dates of a call."""
    limits = narrowing(question)
    written = {text for kind in ("NUMBER", "DATE") for text in _listed(limits[kind])}
    spans = Spans(question)
    return all(
        spans.has(value)
        if isinstance(value, str) and not isinstance(value, Digits)
        else argument(value) in written
        for rule, given in zip(_rules(tool), arguments, strict=False)
        if rule != "boolean" and not rule.startswith("choice_")
        for value in _flat(given)
    )


def _rules(tool: Tool) -> list[str]:
    return [parameter.type.rule for parameter in tool.parameters]


def _listed(limit: object) -> Sequence[str]:
    assert isinstance(limit, list)  # noqa: S101 - what numbers and dates are limited to
    return limit


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, list):
        yield from value
    else:
        yield value


def _lower(value: object) -> object:
    if isinstance(value, list):
        return [_lower(each) for each in value]
    return value.lower() if isinstance(value, str) else value
