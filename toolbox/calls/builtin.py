"""The tools that every agent has."""

from __future__ import annotations

from datetime import date
from functools import cache

from lottery_agent.toolbox.calls import calendars, clock, days, letters, lists, units
from lottery_agent.toolbox.calls.registry import Registry
from lottery_agent.toolbox.calls.tools import Tool

BUILTIN: tuple[Tool, ...] = (
    *days.TOOLS,
    *calendars.TOOLS,
    *clock.TOOLS,
    units.convert,
    *lists.TOOLS,
    *letters.TOOLS,
)


@cache
def _names() -> frozenset[str]:
    return frozenset(tool.name for tool in BUILTIN)


def builtin_registry(*, today: date | None = None) -> Registry:
    """Return a registry of the built-in tools.

    Args:
        today: What `today` means in calls; the clock is never read.
    """
    return Registry(BUILTIN, sandboxed=_names(), today=today)
