"""The mathematics tool: a worksheet in, an exact and checked answer out.

`numerals` and `notation` read what people type and load nothing heavy; everything that computes
loads SymPy and runs in the sandbox, behind `execute`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lottery_agent.lazy import lazy

if TYPE_CHECKING:
    from lottery_agent.toolbox.mathematics.tool import execute

__all__ = ["execute"]

# The tool brings SymPy with it.
__getattr__ = lazy(__name__, {"execute": "tool"})
