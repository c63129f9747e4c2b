"""The mathematics tool: a worksheet in, an exact and checked answer out.

`numerals` and `notation` read what people type and load nothing heavy; everything that computes
loads SymPy and runs in the sandbox, behind `execute`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def execute(request: Mapping[str, Any]) -> dict[str, Any]:
    """Run the worksheet in `request["call"]`; see `tool.run` for the result."""
    from lottery_agent.toolbox.mathematics.tool import run

    return run(request)
