"""Limits of one run: model calls, tokens and seconds, counted in one place for all agents."""

from __future__ import annotations

import threading
import time

from lottery_agent.answer import Usage
from lottery_agent.errors import BudgetExceeded, Cancelled


class Budget:
    """Counts what a run uses and ends it at a limit. Thread-safe.

    Args:
        calls: Most model calls.
        tokens: Most tokens, prompts and completions together.
        seconds: Most seconds from now.
    """

    def __init__(self, *, calls: int, tokens: int, seconds: float) -> None:
        self._lock = threading.Lock()
        self._limits = {"calls": calls, "tokens": tokens}
        self._seconds = seconds
        self._start = time.monotonic()
        self._cancelled = threading.Event()
        self._calls = self._prompt = self._reused = self._completion = 0

    @property
    def deadline(self) -> float:
        """When the run must end, on `time.monotonic`'s clock."""
        return self._start + self._seconds

    def restart(self) -> None:
        """Let the seconds count from now: what came before, loading the model, was no work."""
        self._start = time.monotonic()

    def cancel(self) -> None:
        """Ask the run to end at its next step."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether the run was asked to end."""
        return self._cancelled.is_set()

    def check(self) -> None:
        """End the run if it was cancelled or a limit is reached.

        Raises:
            Cancelled: If `cancel` was called.
            BudgetExceeded: If calls, tokens or seconds ran out.
        """
        if self.cancelled:
            raise Cancelled("the question was cancelled")
        with self._lock:
            used = {"calls": self._calls, "tokens": self._prompt + self._completion}
        for kind, limit in self._limits.items():
            if used[kind] > limit:
                raise BudgetExceeded(kind, used[kind], limit)
        seconds = time.monotonic() - self._start
        if seconds > self._seconds:
            raise BudgetExceeded("seconds", round(seconds, 1), self._seconds)

    @property
    def calls_left(self) -> int:
        """How many model calls may still start, if each takes what those so far took on average."""
        seconds = time.monotonic() - self._start
        with self._lock:
            calls, tokens = self._calls, self._prompt + self._completion
        left = [self._limits["calls"] - calls]
        for used, limit in ((tokens, self._limits["tokens"]), (seconds, self._seconds)):
            if calls and used:
                left.append(int(calls * (limit - used) / used))
        return max(min(left), 0)

    def start_call(self) -> None:
        """Count a model call that is about to start."""
        with self._lock:
            self._calls += 1
        self.check()

    def add(self, *, prompt: int, reused: int, completion: int) -> None:
        """Count the tokens of a finished model call."""
        with self._lock:
            self._prompt += prompt
            self._reused += reused
            self._completion += completion

    def usage(self) -> Usage:
        """Return what was used so far."""
        with self._lock:
            return Usage(
                model_calls=self._calls,
                prompt_tokens=self._prompt,
                prompt_tokens_reused=self._reused,
                completion_tokens=self._completion,
                seconds=round(time.monotonic() - self._start, 3),
            )
