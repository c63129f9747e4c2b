"""Constraint puzzles: orders, seats, ranks, assignments, schedules and grids, each one proven.

A whole puzzle is drawn first, with a hidden solution and clues that are true of it; each sentence
is an example of its own, because the model translates sentence by sentence. How sentences are
worded stands in `scenes`, a text file for each of the things that a puzzle can be about.
"""

from __future__ import annotations

from lottery_agent.models.training.generators.puzzles.drafts import askings, lines

__all__ = ["askings", "lines"]
