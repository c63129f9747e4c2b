"""Runs a tool call for an agent and tells the listeners about it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lottery_agent.answer import Check, Work
from lottery_agent.errors import ToolError
from lottery_agent.events import CallWritten, ToolFinished
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.state import Candidate
from lottery_agent.models.engine import Completion


@dataclass(frozen=True, slots=True)
class Outcome:
    """A call that ran, or the error that it met; `position` is where in the call, if known."""

    work: Work
    result: Mapping[str, Any] | None
    error: str | None
    position: int | None = None

    @property
    def checks(self) -> tuple[Check, ...]:
        """The tool's own checks of its result."""
        found = self.result.get("checks", ()) if self.result else ()
        return tuple(Check(c["name"], bool(c["passed"]), str(c.get("detail", ""))) for c in found)


def offered(
    outcome: Outcome, confidence: float, *checks: Check, final: bool = False
) -> dict[str, Any]:
    """Return the update that offers what came of a call, or its error.

    Args:
        outcome: The call and its result.
        confidence: How sure it is that this is the right call, in [0, 1].
        checks: Checks that only inform; those of the tool must pass.
        final: Whether a person decided on the call.
    """
    call, result = outcome.work.call, outcome.result
    if result is None:
        failed = Candidate(error=outcome.error, reason="error", final=final)
        return {"candidate": failed, "work": [outcome.work]}
    candidate = Candidate(
        text=str(result["answer"]),
        kind=result["kind"],
        exact=bool(result["is_exact"]),
        confidence=confidence,
        checks=(*checks, Check("ran", True, call), *outcome.checks),
        final=final,
        binding=frozenset(check.name for check in outcome.checks),
    )
    return {"candidate": candidate, "work": [outcome.work]}


def run_written(
    handles: Handles,
    tool: str,
    completion: Completion,
    request: Mapping[str, Any] | None = None,
    *,
    quiet: bool = False,
) -> Outcome:
    """Run a call that the model wrote. One that was cut at its limit is not run, even if it parses.

    Args:
        handles: The run's handles.
        tool: Name of the tool.
        completion: What the model wrote.
        request: What the tool receives beside the call.
        quiet: Emit no events: for derivations that only vote.
    """
    call = completion.text
    if completion.finish == "length":
        return Outcome(Work(tool, call, "cut off"), None, "the call does not end")
    return run_tool(handles, tool, {"call": call, **(request or {})}, call=call, quiet=quiet)


def tool_seconds(handles: Handles) -> float:
    """Return how long a tool may run: its own limit, or what is left of the run's time."""
    left = handles.budget.deadline - time.monotonic()
    return min(handles.policy.tool_seconds, max(left, 0.1))


def run_tool(
    handles: Handles, tool: str, request: Mapping[str, Any], *, call: str, quiet: bool = False
) -> Outcome:
    """Run a call in the sandbox; one of a tool that is withheld is refused.

    Args:
        handles: The run's handles.
        tool: Name of the tool.
        request: What the tool receives, as plain data.
        call: The call as it is shown to people.
        quiet: Emit no events: for derivations that only vote.
    """
    seconds = tool_seconds(handles)

    def run() -> Mapping[str, Any]:
        if tool in handles.policy.withheld:
            raise ToolError(f"the tool {tool} is withheld")
        return handles.tools.run(tool, request, seconds=seconds)

    return told(handles, tool, call, run, quiet=quiet)


def told(
    handles: Handles,
    tool: str,
    call: str,
    run: Callable[[], Mapping[str, Any]],
    *,
    quiet: bool = False,
) -> Outcome:
    """Run a call in whatever way, and tell the listeners about it.

    Args:
        handles: The run's handles.
        tool: Name of the tool.
        call: The call as it is shown to people.
        run: Runs it; raises `ToolError` if it is refused or fails.
        quiet: Emit no events.
    """
    handles.budget.check()
    if not quiet:
        handles.emit(CallWritten(tool, call))
    try:
        result = run()
    except ToolError as error:
        outcome = Outcome(Work(tool, call, str(error)), None, str(error), error.position)
    else:
        outcome = Outcome(Work(tool, call, str(result["answer"])), result, None)
    if not quiet:
        handles.emit(
            ToolFinished(tool, call, outcome.work.result, failed=outcome.error is not None)
        )
    return outcome
