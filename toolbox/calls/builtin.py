"""The tools that every agent has."""

from __future__ import annotations

from datetime import date
from functools import cache

from lottery_agent.toolbox.calls import days, lists, units
from lottery_agent.toolbox.calls.registry import Registry
from lottery_agent.toolbox.calls.tools import Tool

BUILTIN: tuple[Tool, ...] = (
    days.weekday,
    days.days_between,
    days.time_between,
    days.add_days,
    days.add_weeks,
    days.add_months,
    days.add_years,
    days.leap_year,
    units.convert,
    lists.sort_words,
    lists.reverse_list,
    lists.unique,
    lists.longest_word,
    lists.shortest_word,
    lists.count,
    lists.letters,
    lists.count_letter,
    lists.reverse_text,
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
