"""A conversation: earlier turns as plain data, so that it can be stored and sent anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lottery_agent.answer import Answer


@dataclass(slots=True)
class Conversation:
    """The turns so far, oldest first, as pairs of what the user and the agent said."""

    turns: list[tuple[str, str]] = field(default_factory=list)

    def add(self, answer: Answer) -> None:
        """Append an answered question. Questions without an answer leave no trace."""
        if answer.answer is not None:
            self.turns.append((answer.question, answer.answer))

    def to_json(self) -> dict[str, Any]:
        """Return the conversation as plain data."""
        return {"version": 1, "turns": [list(turn) for turn in self.turns]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Conversation:
        """Build a conversation from what `to_json` returned."""
        return cls([(str(user), str(reply)) for user, reply in data["turns"]])
