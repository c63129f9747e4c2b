"""How much work one problem may cost.

Z3 is bounded by its own count of steps first, so that a verdict does not depend on the machine's
speed; the clock is the second line, and the sandbox's kill the third.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

QUICK_STEPS = 200_000
"""Z3's resource units for a first try; an everyday problem takes a few thousand."""
GROUND_STEPS = 300_000
"""Z3's resource units for one size of finite worlds, where a unit takes longer: about a second."""
LONG_STEPS = 800_000
"""Z3's resource units for a hard problem, about a second."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The time that one problem may take.

    Attributes:
        seconds: Time for the whole problem.
    """

    seconds: float
    _start: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """Return the seconds that are left, never below zero."""
        return max(0.0, self._start + self.seconds - time.monotonic())

    def milliseconds(self) -> int:
        """Return the time left in Z3's unit, at least 1 because 0 means no limit there."""
        return max(1, int(self.left() * 1000))
