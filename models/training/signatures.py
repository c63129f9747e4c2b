"""Reads signatures back into tools, so that a draft is read and decoded as a run would do it.

A draft keeps only what the prompt shows of a tool, its signature; that settles the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

from lottery_agent.toolbox.calls import Registry
from lottery_agent.toolbox.calls.builtin import BUILTIN
from lottery_agent.toolbox.calls.registry import AnyTool
from lottery_agent.toolbox.calls.tools import Parameter, Tool
from lottery_agent.toolbox.calls.types import ParameterType, parameter_type

_BUILTIN: Mapping[str, AnyTool] = {tool.signature: tool for tool in BUILTIN}
_SIGNATURE = re.compile(r"(\w+)\((.*)\)", re.DOTALL)
_TEXT = r'"(?:[^"\\]|\\.)*"'
_PARAMETER = re.compile(
    rf"""
    (?P<name>\w+):\ (?P<type>{_TEXT}(?:\ \|\ {_TEXT})*|list\[\w+\]|\w+)
    (?:\ =\ (?P<default>{_TEXT}|\[[^\]]*\]|[^,\s]+))?
    (?:,\ |$)
    """,
    re.VERBOSE,
)
_SCALARS: Mapping[str, Any] = {
    "int": int,
    "number": Fraction,
    "str": str,
    "bool": bool,
    "date": date,
}


def is_builtin(signature: str) -> bool:
    """Tell whether a signature is that of a built-in tool."""
    return signature in _BUILTIN


def registry_of(signatures: Sequence[str]) -> Registry:
    """Return a registry of tools with these signatures; those that are made up do nothing."""
    return Registry(map(_tool, signatures))


@lru_cache(maxsize=4096)
def _tool(signature: str) -> AnyTool:
    if signature in _BUILTIN:
        return _BUILTIN[signature]
    found = _SIGNATURE.fullmatch(signature)
    assert found is not None, signature  # noqa: S101 - the generators write no other
    parameters, at = [], 0
    while at < len(found[2]):
        part = _PARAMETER.match(found[2], at)
        assert part is not None, signature  # noqa: S101 - likewise
        kind = _type(part["type"])
        more = {"default": _default(kind, part["default"])} if part["default"] else {}
        parameters.append(Parameter(part["name"], kind, **more))
        at = part.end()
    return Tool(found[1], "pure", signature, tuple(parameters), lambda *_: None)


@lru_cache(maxsize=4096)
def _type(text: str) -> ParameterType:
    if text.startswith('"'):
        choices = tuple(_plain(choice) for choice in re.findall(_TEXT, text))
        return parameter_type(Literal[choices], text)
    if text.startswith("list["):
        return parameter_type(list[_SCALARS[text[5:-1]]], text)  # type: ignore[misc]
    return parameter_type(_SCALARS[text], text)


def _default(kind: ParameterType, text: str) -> Any:
    """Return the value that a default stands for, read as an argument is."""
    if text == "None":
        return None
    read = Tool("read", "pure", "read", (Parameter("value", kind),), lambda *_: None)
    return Registry([read]).parse(f"read({text})").arguments["value"]


def _plain(text: str) -> str:
    return text[1:-1].replace('\\"', '"').replace("\\\\", "\\")
