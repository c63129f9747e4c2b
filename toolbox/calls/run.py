"""The calls tool of the sandbox: a request of plain data in, a result out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls import measures  # noqa: F401 - loaded before the clock starts
from lottery_agent.toolbox.calls.builtin import builtin_registry

_OPTIONS = {"call", "tools", "today"}


def execute(request: Mapping[str, Any]) -> dict[str, Any]:
    """Run a call of a built-in tool.

    Args:
        request: `call` (text), and optionally `tools` (names that may be called, all by default)
            and `today` (YYYY-MM-DD, what `today` means).

    Returns:
        `answer`, `exact`, `kind`, `is_exact`, `value`, `call` (as read), `tool` and `checks`.

    Raises:
        ToolError: If the call can't be read, or the tool refuses it.
    """
    unknown = sorted(set(request) - _OPTIONS)
    if unknown:
        raise ToolError(f"the calls tool has no option {unknown[0]!r}")
    text = request.get("call")
    if not isinstance(text, str):
        raise ToolError(f"`call` must be a text, not {text!r}")
    call = builtin_registry(today=_today(request.get("today"))).parse(text)
    allowed = request.get("tools")
    if allowed is not None and not isinstance(allowed, list):
        raise ToolError(f"`tools` must be a list of names, not {allowed!r}")
    if allowed is not None and call.tool.name not in allowed:
        raise ToolError(
            f"the tool {call.tool.name!r} may not be called here",
            hint=f"one of: {', '.join(allowed)}",
        )
    return call.result()


def _today(value: object) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ToolError(f"`today` must be a date such as 2024-03-01, not {value!r}") from None
