"""Questions to tables that stand in a text, in a small part of SQL's SELECT.

`found_tables`, `outline` and `narrowing` read notation and load nothing heavy; `execute` loads
DuckDB and runs in the sandbox.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lottery_agent.toolbox.table.finding import found_tables
    from lottery_agent.toolbox.table.tool import execute
    from lottery_agent.toolbox.table.wording import narrowing, outline

__all__ = ["execute", "found_tables", "narrowing", "outline"]

_HOMES = {
    "execute": "tool",
    "found_tables": "finding",
    "narrowing": "wording",
    "outline": "wording",
}


def __getattr__(name: str) -> Any:
    """Load a name when it is first asked for; `execute` brings the engine with it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
