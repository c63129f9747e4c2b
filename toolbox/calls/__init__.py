"""The operator's language: calls of typed Python functions.

A registry turns signatures into one grammar for the decoder and reads calls back into validated
arguments. Built-in tools run in the sandbox, custom ones in this process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lottery_agent.lazy import lazy

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

# `execute` brings the units' library with it.
__getattr__ = lazy(__name__, _HOMES)
