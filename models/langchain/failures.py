"""The engine's failures under the names that LangChain programs catch.

Retries, fallbacks and agents decide by LangChain's exceptions; who calls the engine knows ours.
Each class here is both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from langchain_core.exceptions import (
    ContextOverflowError,
    ModelTimeoutError,
    OutputParserException,
)

from lottery_agent.errors import BudgetExceeded, EngineError, PromptTooLong


class ContextOverflow(PromptTooLong, ContextOverflowError):
    """The messages don't fit into the window."""


class TimedOut(BudgetExceeded, ModelTimeoutError):
    """The answer was not there when `timeout` ended."""


class AnswerCut(EngineError, OutputParserException):
    """The token limit cut a call or an object before its end.

    Args:
        text: What was written.
    """

    def __init__(self, text: str) -> None:
        EngineError.__init__(
            self, "the token limit cut the answer before its end", hint="raise max_tokens"
        )
        self.llm_output = text
        self.observation = None
        self.send_to_llm = False


@contextmanager
def translated() -> Iterator[None]:
    """Raise an engine's failures under LangChain's names."""
    try:
        yield
    except PromptTooLong as error:
        raise ContextOverflow(error.tokens, error.window) from None
    except BudgetExceeded as error:
        raise TimedOut(error.kind, error.used, error.limit) from None
