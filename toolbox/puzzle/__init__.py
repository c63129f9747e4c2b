"""Orderings, seatings, assignments and schedules; Z3 decides what must, can and cannot hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lottery_agent.lazy import lazy

if TYPE_CHECKING:
    from lottery_agent.toolbox.puzzle.tool import execute

__all__ = ["execute"]

# The tool brings Z3 with it.
__getattr__ = lazy(__name__, {"execute": "tool"})
