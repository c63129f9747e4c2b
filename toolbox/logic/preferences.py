"""Which of two named rules wins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.rules import Program


class Preferences:
    """The preferences of a program; they carry on (`A over B`, `B over C`, so `A over C`).

    Args:
        program: Rules and preferences.

    Raises:
        ToolError: `value` if two premises have one name, a preference is about a rule that is not
            there, or preferences go round in a circle.
    """

    def __init__(self, program: Program) -> None:
        self._labels = program.labels
        named: dict[str, int] = {}
        for position, label in program.labels.items():
            if label in named:
                raise ToolError(
                    f"premise {position + 1}: premise {named[label] + 1} is also named {label!r}",
                    hint="give each rule a name of its own",
                )
            named[label] = position
        below: dict[str, list[str]] = {}
        for winner, loser, position in program.preferences:
            for label in (winner, loser):
                if label not in named:
                    listed = ", ".join(list(named)[:20]) or "no rule has a name"
                    raise ToolError(
                        f"premise {position + 1}: no rule is named {label!r}", hint=listed
                    )
            below.setdefault(winner, []).append(loser)
        self._beats = {label: _reached(label, below) for label in below}

    def beats(self, one: int, other: int) -> bool:
        """Whether the premise at one position wins over the one at the other."""
        loser = self._labels.get(other)
        return loser is not None and loser in self._beats.get(self._labels.get(one, ""), ())


def _reached(start: str, below: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return all rules below a rule.

    Raises:
        ToolError: `value` if the rule is below itself.
    """
    came_from: dict[str, str] = {}
    waiting = [start]
    while waiting:
        label = waiting.pop()
        for loser in below.get(label, ()):
            if loser == start:
                path = [label]
                while path[-1] != start:
                    path.append(came_from[path[-1]])
                told = " over ".join([*reversed(path), start])
                raise ToolError(f"the preferences go round in a circle: {told}")
            if loser not in came_from:
                came_from[loser] = label
                waiting.append(loser)
    return frozenset(came_from)
