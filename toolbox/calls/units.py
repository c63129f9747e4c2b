"""The tool for units of measurement."""

from __future__ import annotations

from fractions import Fraction

from lottery_agent.toolbox.calls.results import Result
from lottery_agent.toolbox.calls.tools import tool


@tool
def convert(amount: Fraction, source: str, target: str) -> Result:
    """Convert a measurement from one unit to another."""
    # Loaded here because a registry is also built where nothing is ever converted.
    from lottery_agent.toolbox.calls.measures import converted

    return converted(amount, source, target)
