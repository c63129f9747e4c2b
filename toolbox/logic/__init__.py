"""Facts and rules in the logic language; Z3 decides what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lottery_agent.lazy import lazy

if TYPE_CHECKING:
    from lottery_agent.toolbox.logic.tool import execute

__all__ = ["execute"]

# The tool brings Z3 with it.
__getattr__ = lazy(__name__, {"execute": "tool"})
