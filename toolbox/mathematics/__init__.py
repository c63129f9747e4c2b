"""The mathematics tool: a worksheet in, an exact and checked answer out.

`numerals` and `notation` read what people type and load nothing heavy; everything that computes
loads SymPy and runs in the sandbox, behind `execute`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lottery_agent.toolbox.mathematics.tool import execute

__all__ = ["execute"]


def __getattr__(name: str) -> Any:
    """Load the tool, and SymPy with it, when it is first asked for."""
    if name == "execute":
        from lottery_agent.toolbox.mathematics.tool import execute

        return execute
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
