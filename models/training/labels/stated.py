"""Whether a program of the state language says what a label says."""

from __future__ import annotations

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.state import execute

_SAME = {"yes": "true", "no": "false"}


def states(sentence: str, label: str) -> bool:
    """Tell whether a program runs, passes its checks and answers what the label says.

    Args:
        sentence: A program of the state language.
        label: The answer as a data set writes it; `yes` is the verdict True.
    """
    try:
        result = execute({"call": sentence})
    except ToolError:
        return False
    wanted = _SAME.get(label.casefold(), label.casefold())
    return result["exact"].casefold() == wanted and all(c["passed"] for c in result["checks"])
