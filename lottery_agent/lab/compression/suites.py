"""Suites of a grid: which cells, how many probes of each ability, asked of whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lottery_agent.errors import UsageError

Types = tuple[str, str]
"""Of the weights, and of the keys and values."""


@dataclass(frozen=True, slots=True)
class GridSuite:
    """A choice of cells and probes.

    Attributes:
        name: What it is called.
        items: Probes of each ability.
        types: The cells; the first is the reference.
        arms: Who answers.
        minutes: What all of it is expected to take for the default model on two cores that do
            nothing else.
    """

    name: str
    items: int
    types: tuple[Types, ...]
    arms: tuple[str, ...]
    minutes: float


_WEIGHTS = ("F16", "Q8_0", "Q6_K", "Q5_K_M", "Q4_K_M", "Q4_0", "Q3_K_M", "Q2_K")

SUITES: Mapping[str, GridSuite] = {
    suite.name: suite
    for suite in (
        GridSuite("smoke", 3, (("F16", "F16"), ("Q4_0", "F16")), ("agent", "model"), 4),
        GridSuite(
            "small",
            20,
            (("F16", "F16"), ("Q8_0", "F16"), ("Q4_0", "F16"), ("Q2_K", "F16")),
            ("agent", "model"),
            30,
        ),
        GridSuite(
            "full",
            50,
            (*((type, "F16") for type in _WEIGHTS), ("F16", "Q8_0"), ("F16", "Q4_0")),
            ("agent", "ticket", "model"),
            240,
        ),
    )
}
"""All suites by name, the smallest first."""


def suite_of(name: str) -> GridSuite:
    """Return a suite by its name.

    Raises:
        UsageError: If there is none.
    """
    if name not in SUITES:
        raise UsageError(f"there is no suite {name!r}", hint=f"there is {', '.join(SUITES)}")
    return SUITES[name]
