"""The tools that every agent has."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cache

from lottery_agent.toolbox.calls import calendars, clock, days, letters, lists, units
from lottery_agent.toolbox.calls.programs import Program
from lottery_agent.toolbox.calls.registry import AnyTool, Registry

STATE_WORDS = ("home", "position", "facing", "distance", "free", "who")
"""Words of the state language that a question need not contain."""

BUILTIN: tuple[AnyTool, ...] = (
    *days.TOOLS,
    *calendars.TOOLS,
    *clock.TOOLS,
    units.convert,
    *lists.TOOLS,
    *letters.TOOLS,
    Program(
        "state",
        "… ? …",
        "follows what happens step by step: who has what after swaps and gifts, what a box holds, "
        "where one stands after steps and turns, which times a day leaves free",
        own_words=STATE_WORDS,
        by_sentence=True,
    ),
)


@cache
def _names() -> frozenset[str]:
    return frozenset(tool.name for tool in BUILTIN)


def builtin_registry(*, today: date | None = None, withheld: Collection[str] = ()) -> Registry:
    """Return a registry of the built-in tools.

    Args:
        today: What `today` means in calls; the clock is never read.
        withheld: Tools of the sandbox to do without: `calls` is all functions together, a program
            has a name of its own.
    """
    chosen = [
        tool
        for tool in BUILTIN
        if (tool.name if isinstance(tool, Program) else "calls") not in withheld
    ]
    return Registry(chosen, sandboxed=_names(), today=today)
