"""Questions to tables that stand in a text, in a small part of SQL's SELECT.

`found_tables`, `outline` and `narrowing` read notation and load nothing heavy; `execute` loads
DuckDB and runs in the sandbox.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lottery_agent.lazy import lazy

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

# `execute` brings the engine with it.
__getattr__ = lazy(__name__, _HOMES)
