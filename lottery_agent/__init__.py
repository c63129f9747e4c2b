"""lottery-agent: a tiny local model that delegates to exact tools.

The names below are loaded on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lottery_agent.lazy import lazy

if TYPE_CHECKING:
    from lottery_agent.agent import Agent as Agent
    from lottery_agent.answer import Answer as Answer
    from lottery_agent.conversation import Conversation as Conversation
    from lottery_agent.errors import LotteryError as LotteryError
    from lottery_agent.errors import UsageError as UsageError
    from lottery_agent.settings import load_settings as load_settings

__version__ = "0.1.0"

_HOME = {
    "Agent": "agent",
    "Answer": "answer",
    "Conversation": "conversation",
    "LotteryError": "errors",
    "UsageError": "errors",
    "load_settings": "settings",
}

__all__ = ["Agent", "Answer", "Conversation", "LotteryError", "UsageError", "load_settings"]

__getattr__ = lazy(__name__, _HOME)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
