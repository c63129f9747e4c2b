"""Which of several statements must hold, can hold, or can't hold, given the premises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from lottery_agent.toolbox.logic.decide import Verdict

Mode = Literal["must", "can", "cannot"]
MODES: tuple[Mode, ...] = get_args(Mode)

_FITTING: dict[Mode, frozenset[Verdict]] = {
    "must": frozenset({"True"}),
    "can": frozenset({"True", "Unknown"}),
    "cannot": frozenset({"False"}),
}


def fits(verdict: Verdict, mode: Mode) -> bool:
    """Whether a statement with a verdict must, can or cannot hold."""
    return verdict in _FITTING[mode]


def chosen(options: Sequence[str], fitting: Sequence[int], mode: Mode) -> str:
    """Return the only option that fits, or say that none or several do."""
    if len(fitting) == 1:
        return options[fitting[0]]
    if not fitting:
        return f"no option {mode} hold"
    listed = "; ".join(options[i] for i in fitting)
    return f"{len(fitting)} options {mode} hold: {listed}"
