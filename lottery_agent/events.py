"""What happens while a question is answered, as frozen plain data.

`Agent.stream` yields these events in order; `Agent.ask` is their fold. Each has `to_json`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lottery_agent.answer import Answer


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events."""

    def to_json(self) -> dict[str, Any]:
        """Return the event as plain data, with its type under `event`."""
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        for name, value in fields.items():
            if isinstance(value, Answer):
                fields[name] = value.to_json()
        return {"event": type(self).__name__, **fields}


@dataclass(frozen=True, slots=True)
class AgentStarted(Event):
    """An agent took the question (or a sub-question, when `depth` is above 0)."""

    agent: str
    question: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class CallWritten(Event):
    """The model wrote a sentence in a tool's language."""

    tool: str
    call: str


@dataclass(frozen=True, slots=True)
class ToolFinished(Event):
    """A tool ran a call. `result` is its readable result, or the error's text."""

    tool: str
    call: str
    result: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class CheckFinished(Event):
    """A check of the answer was made."""

    name: str
    passed: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TextDelta(Event):
    """More text of a plain reply."""

    text: str


@dataclass(frozen=True, slots=True)
class ApprovalNeeded(Event):
    """An acting tool waits for approval of its call."""

    tool: str
    call: str


@dataclass(frozen=True, slots=True)
class Answered(Event):
    """The last event of a run, always."""

    answer: Answer
