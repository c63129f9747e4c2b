"""What to do about a name that nothing has."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def meant(name: str, known: Iterable[str], *, otherwise: str | None = None) -> str:
    """Return the hint for an unknown name: the known one that is most like it.

    Args:
        name: What was written.
        known: All names that there are.
        otherwise: The hint where none is like it; by default the list of them.
    """
    every = list(known)
    near = get_close_matches(name, every, n=1)
    if near:
        return f"did you mean {near[0]}?"
    return otherwise or f"there is {', '.join(every)}"
