"""The signatures that are shown beside a call: that of its own tool among others."""

from __future__ import annotations

from random import Random

from lottery_agent.toolbox.calls.builtin import BUILTIN

_LONGEST = 60
"""Characters of a signature that is shown although the question does not need it."""
_BESIDE = (2, 3, 5, 5)
"""How many others are shown; in a run it is five."""

_SIGNATURES = {tool.name: tool.signature for tool in BUILTIN}


def beside(name: str, source: str) -> list[str]:
    """Return signatures in an order drawn by the item: of a built-in tool, and of some others.

    Args:
        name: The tool that is called.
        source: Id of the item; equal ids give equal signatures.
    """
    rng = Random(source)  # noqa: S311 - no secret
    others = [text for tool, text in _SIGNATURES.items() if tool != name and len(text) <= _LONGEST]
    shown = [_SIGNATURES[name], *rng.sample(others, rng.choice(_BESIDE))]
    rng.shuffle(shown)
    return shown
