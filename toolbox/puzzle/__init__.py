"""Orderings, seatings, assignments and schedules; Z3 decides what must, can and cannot hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lottery_agent.toolbox.puzzle.tool import execute

__all__ = ["execute"]


def __getattr__(name: str) -> Any:
    """Load the tool, and Z3 with it, when it is first asked for."""
    if name == "execute":
        from lottery_agent.toolbox.puzzle.tool import execute

        return execute
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
