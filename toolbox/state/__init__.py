"""A world that is changed line by line and then asked: what is where, whose, how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lottery_agent.toolbox.state.tool import execute

__all__ = ["execute"]


def __getattr__(name: str) -> Any:
    """Load the tool when it is first asked for."""
    if name == "execute":
        from lottery_agent.toolbox.state.tool import execute

        return execute
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
