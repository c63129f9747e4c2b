"""lottery-agent: a tiny local model that delegates to exact tools.

The names below are loaded on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lottery_agent.agent import Agent as Agent
    from lottery_agent.answer import Answer as Answer
    from lottery_agent.conversation import Conversation as Conversation
    from lottery_agent.errors import LotteryError as LotteryError
    from lottery_agent.errors import UsageError as UsageError
    from lottery_agent.settings import load_settings as load_settings

__version__ = "0.1.0"

_HOME = {
    "Agent": "lottery_agent.agent",
    "Answer": "lottery_agent.answer",
    "Conversation": "lottery_agent.conversation",
    "LotteryError": "lottery_agent.errors",
    "UsageError": "lottery_agent.errors",
    "load_settings": "lottery_agent.settings",
}

__all__ = ["Agent", "Answer", "Conversation", "LotteryError", "UsageError", "load_settings"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
