"""Suites of a grid: which cells, how many probes of each ability, asked of whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lottery_agent.errors import UsageError
from lottery_agent.lab.abilities.registry import ABILITIES
from lottery_agent.lab.suites import rough_minutes

Types = tuple[str, str]
"""Of the weights, and of the keys and values."""

_ANSWER_SECONDS = 2.0
"""Of one answer, over all arms and abilities. With the next number it gives what was measured on
two cores: 4 minutes for `smoke`, 30 for `small`."""
_CELL_SECONDS = 50.0
"""Of a cell: making its model files, perplexity and speed."""


@dataclass(frozen=True, slots=True)
class GridSuite:
    """A choice of cells and probes.

    Attributes:
        name: What it is called.
        items: Probes of each ability.
        types: The cells; the first is the reference.
        arms: Who answers.
    """

    name: str
    items: int
    types: tuple[Types, ...]
    arms: tuple[str, ...]

    @property
    def minutes(self) -> int:
        """What all of it takes with the default model on two idle cores: a rough estimate."""
        answers = len(ABILITIES) * self.items * len(self.arms)
        return rough_minutes(len(self.types) * (_CELL_SECONDS + answers * _ANSWER_SECONDS))


_WEIGHTS = ("F16", "Q8_0", "Q6_K", "Q5_K_M", "Q4_K_M", "Q4_0", "Q3_K_M", "Q2_K")

SUITES: Mapping[str, GridSuite] = {
    suite.name: suite
    for suite in (
        GridSuite("smoke", 3, (("F16", "F16"), ("Q4_0", "F16")), ("agent", "model")),
        GridSuite(
            "small",
            20,
            (("F16", "F16"), ("Q8_0", "F16"), ("Q4_0", "F16"), ("Q2_K", "F16")),
            ("agent", "model"),
        ),
        GridSuite(
            "full",
            50,
            (*((type, "F16") for type in _WEIGHTS), ("F16", "Q8_0"), ("F16", "Q4_0")),
            ("agent", "ticket", "model"),
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
