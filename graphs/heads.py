"""The head of every prompt that an adapter is trained on, by the name in the prompt.

An adapter fits the heads that it was trained on; its card records their hashes.
"""

from __future__ import annotations

from collections.abc import Mapping

from lottery_agent.graphs import (
    direct,
    judge,
    librarian,
    logician,
    mathematician,
    operator,
    planner,
    puzzles,
    router,
    stories,
    tables,
    theories,
)

HEADS: Mapping[str, str] = {
    "direct": direct.HEAD,
    "judge": judge.HEAD,
    "language": logician.LANGUAGE_HEAD,
    "librarian": librarian.READ_HEAD,
    "logician": theories.HEAD,
    "mathematician": mathematician.HEAD,
    "mode": puzzles.MODE_HEAD,
    "operator": operator.HEAD,
    "planner": planner.HEAD,
    "puzzler": puzzles.HEAD,
    "router": router.HEAD,
    "search": librarian.SEARCH_HEAD,
    "story": stories.HEAD,
    "table": tables.HEAD,
}
