"""Whether two expressions are worth the same, asked of the mathematics tool."""

from __future__ import annotations

import re
from types import TracebackType

from lottery_agent.comparison import same_notation
from lottery_agent.errors import ToolError
from lottery_agent.toolbox.sandbox import Sandbox

SECONDS = 10.0
"""How long one comparison may take; after that the expressions count as different."""


class Equivalence:
    """Compares expressions by simplifying their difference; a context manager and a function.

    The texts are read by the grammar of the mathematics language and computed in a sandbox: what
    is no sentence of the language equals only itself.
    """

    def __init__(self) -> None:
        self._sandbox: Sandbox | None = None

    def __enter__(self) -> Equivalence:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._sandbox is not None:
            self._sandbox.__exit__(kind, error, trace)
            self._sandbox = None

    def __call__(self, left: str, right: str) -> bool:
        """Say whether two expressions have the same value wherever both have one."""
        if same_notation(left, right):
            return True
        if self._sandbox is None:
            # Only a comparison that needs it pays for the worker.
            self._sandbox = Sandbox().__enter__()
        call = f"answer = simplify(({spell(left)}) - ({spell(right)}))"
        try:
            result = self._sandbox.run("mathematics", {"call": call}, seconds=SECONDS)
        except ToolError:
            return False
        return bool(result["exact"] == "0")


def spell(text: str) -> str:
    """Return an expression with the blanks that the mathematics language wants."""
    tight = re.sub(r"\s+", "", text).replace("**", "^").replace("−", "-")
    tight = re.sub("[·×]", "*", tight)
    return re.sub(r"(?<=[\w)!%])([-+*/])", r" \1 ", tight).replace(",", ", ")
