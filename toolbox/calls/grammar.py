"""One grammar from the signatures of tools."""

from __future__ import annotations

from functools import lru_cache

from lottery_agent.errors import UsageError
from lottery_agent.toolbox.calls.programs import Program
from lottery_agent.toolbox.calls.tools import Parameter, Tool
from lottery_agent.toolbox.calls.types import NARROWABLE, TERMINALS
from lottery_agent.toolbox.language import Language

VERSION = 1
"""Version of the calls language: how arguments are spelled."""


_TODAY = ' | "today" -> today'


@lru_cache(maxsize=256)
def language_for(
    tools: tuple[Tool | Program, ...], *, today: bool = True, bare: bool = False
) -> Language:
    """Return the language whose sentences are the calls of some tools.

    Args:
        tools: The tools.
        today: Whether `today` may stand for a date.
        bare: Whether the call of a program that is written by sentence is its name alone.

    Raises:
        UsageError: If there is no tool.
    """
    if not tools:
        raise UsageError("a grammar of calls needs a tool", hint="register one")
    programs = [
        tool for tool in tools if isinstance(tool, Program) and not (bare and tool.by_sentence)
    ]
    rules: dict[str, str] = {}
    for tool in tools:
        if isinstance(tool, Tool):
            for parameter in tool.parameters:
                rules |= parameter.type.rules
    if not today:
        rules = {name: body.removesuffix(_TODAY) for name, body in rules.items()}
    words = {word.strip("()?*") for body in rules.values() for word in body.split()}
    used = [name for name in TERMINALS if name in words]
    narrowable = [name for name in used if name in NARROWABLE]
    narrowable += [name for program in programs for name in program.terminals]
    lines = [
        f"// narrow: {' '.join(narrowable)}",
        "start: " + " | ".join(f"call_{tool.name}" for tool in tools),
        *(f"call_{tool.name}: {_call(tool, bare=bare)}" for tool in tools),
        *(f"{name}: {body}" for name, body in rules.items()),
        *(f"{name}: {TERMINALS[name]}" for name in used),
        *(program.definitions for program in programs),
    ]
    return Language("calls", VERSION, "\n".join(lines) + "\n")


def _call(tool: Tool | Program, *, bare: bool) -> str:
    if isinstance(tool, Program):
        if bare and tool.by_sentence:
            return f'"{tool.bare}"'
        return f'"{tool.name}(" {tool.start} ")"'
    required = [parameter for parameter in tool.parameters if parameter.required]
    optional = tool.parameters[len(required) :]
    arguments = ' ", " '.join(parameter.type.rule for parameter in required)
    rest = _optional(optional, first=not required)
    return " ".join(filter(None, [f'"{tool.name}("', arguments, rest, '")"']))


def _optional(parameters: tuple[Parameter, ...], *, first: bool) -> str:
    """Return the part that may be left out, from the end."""
    if not parameters:
        return ""
    comma = "" if first else '", "'
    rest = _optional(parameters[1:], first=False)
    return f"({' '.join(filter(None, [comma, parameters[0].type.rule, rest]))})?"
