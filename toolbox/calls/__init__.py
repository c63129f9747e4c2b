"""The operator's language: calls of typed Python functions.

A registry turns signatures into one grammar for the decoder and reads calls back into validated
arguments. Built-in tools run in the sandbox, custom ones in this process.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lottery_agent.toolbox.calls.builtin import builtin_registry
    from lottery_agent.toolbox.calls.programs import Program
    from lottery_agent.toolbox.calls.registry import Call, Registry, SignatureIndex
    from lottery_agent.toolbox.calls.results import Result
    from lottery_agent.toolbox.calls.run import execute
    from lottery_agent.toolbox.calls.tools import Tool, tool

__all__ = [
    "Call",
    "Program",
    "Registry",
    "Result",
    "SignatureIndex",
    "Tool",
    "builtin_registry",
    "execute",
    "tool",
]

_HOMES = {
    "Call": "registry",
    "Program": "programs",
    "Registry": "registry",
    "SignatureIndex": "registry",
    "Result": "results",
    "Tool": "tools",
    "tool": "tools",
    "builtin_registry": "builtin",
    "execute": "run",
}


def __getattr__(name: str) -> Any:
    """Load a name when it is first asked for; `execute` brings the units' library with it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
