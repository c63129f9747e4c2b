"""Every exception that lottery-agent raises on purpose.

Three families: mistakes of the caller (`UsageError`), runs that failed (`RunError`), and signals
that are no failure (`Signal`). A message says what happened, shows the offending value, and `hint`
says what to do next. This module imports nothing, so any package may depend on it.
"""

from __future__ import annotations


class LotteryError(Exception):
    """Base of all errors of this package.

    Args:
        message: What happened, in one line, with the offending value.
        hint: What the reader can do about it, in one line.
    """

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class UsageError(LotteryError):
    """The caller passed something that can't work. The command line exits with code 2."""


class RunError(LotteryError):
    """A run could not be finished."""


class ModelFileError(UsageError):
    """A model file is missing, broken, or not what its manifest promises."""


class DownloadError(UsageError):
    """A model could not be fetched; the cache holds no partial file under the final name."""


class KnowledgeError(UsageError):
    """A knowledge base can't be opened or used as asked."""


class EngineError(RunError):
    """The engine could not serve a request."""


class PromptTooLong(EngineError):
    """A prompt does not fit into the window.

    Args:
        tokens: Length of the prompt and of the answer asked for, in tokens.
        window: Size of the sequence, in tokens.
    """

    def __init__(self, tokens: int, window: int) -> None:
        super().__init__(
            f"the prompt needs {tokens} tokens, the window holds {window}",
            hint="shorten the question or its context",
        )
        self.tokens = tokens
        self.window = window


class GrammarError(EngineError):
    """A grammar does not compile, or leaves the decoder no legal token."""


class EngineCrashed(EngineError):
    """The engine's process ended, by a fault in native code or at the hands of the system.

    Args:
        message: What happened, in one line.
        hint: What the reader can do about it, in one line.
        output: The last that the process wrote to standard error.
    """

    def __init__(self, message: str, *, hint: str | None = None, output: str = "") -> None:
        super().__init__(message, hint=hint)
        self.output = output


class Cancelled(RunError):
    """The caller cancelled the request."""


class BudgetExceeded(RunError):
    """A limit of the run was reached.

    Args:
        kind: What ran out: `calls`, `tokens` or `seconds`.
        used: How much was used.
        limit: How much was allowed.
    """

    def __init__(self, kind: str, used: float, limit: float) -> None:
        super().__init__(
            f"the run used {used:g} {kind}, its limit is {limit:g}", hint="raise the limit"
        )
        self.kind = kind
        self.used = used
        self.limit = limit


class Signal(LotteryError):
    """Not a failure of the program: something the machine reacts to."""


class ToolError(Signal):
    """A tool refused or failed to run a sentence.

    The text goes back to the model (or a person), so it names the place and the way out.

    Args:
        message: What is wrong.
        kind: `syntax` (not a sentence), `value` (a sentence without a meaning), `limit` (too
            large, too slow), or `crash` (the worker died).
        position: Offset in the sentence, in characters, if one is known.
        hint: What to write instead.
    """

    def __init__(
        self,
        message: str,
        *,
        kind: str = "value",
        position: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.kind = kind
        self.position = position
