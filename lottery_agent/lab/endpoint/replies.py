"""What a server says: a chat completion, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from lottery_agent.lab.endpoint.address import without_key

_DETAIL = 200
"""Characters of a server's own words in a message."""


class Passing(Exception):
    """An attempt that failed, though another may succeed.

    Args:
        problem: What happened.
        wait: Seconds that the server asks to wait.
    """

    def __init__(self, problem: str, wait: float = 0.0) -> None:
        super().__init__(problem)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered.

    Attributes:
        text: What the model wrote.
        model: Which model the server says that it was.
        finish: Why it stopped: `stop` at its end, `length` where it was cut.
        prompt: Tokens of the prompt.
        reused: Those of them that the server had computed before.
        completion: Tokens written.
    """

    text: str
    model: str
    finish: str
    prompt: int
    reused: int
    completion: int

    @classmethod
    def of(cls, data: Any) -> Reply:
        """Read the body of a reply.

        Raises:
            Passing: If it is no chat completion.
        """
        try:
            choice, usage = data["choices"][0], data.get("usage") or {}
            content = choice["message"].get("content")
        except (TypeError, KeyError, IndexError, AttributeError):
            raise Passing("the reply is no chat completion") from None
        if not isinstance(content, str | None) or not isinstance(usage, dict):
            raise Passing("the reply is no chat completion")
        return cls(
            text=content or "",
            model=str(data.get("model") or ""),
            finish=str(choice.get("finish_reason") or ""),
            prompt=_count(usage, "prompt_tokens"),
            reused=_count(usage.get("prompt_tokens_details"), "cached_tokens"),
            completion=_count(usage, "completion_tokens"),
        )


def asked_wait(response: httpx.Response) -> float:
    """Return the seconds of a `Retry-After` header; 0 if there is none, or a date."""
    text = response.headers.get("retry-after", "")
    return float(text) if text.isascii() and text.isdigit() else 0.0


def body_of(response: httpx.Response) -> Any:
    """Return what a reply holds.

    Raises:
        Passing: If it is not JSON.
    """
    try:
        return response.json()
    except (ValueError, RecursionError):
        raise Passing("the reply is not JSON") from None


def reason(response: httpx.Response) -> str:
    """Return a server's own words for an error, in the API's form or any."""
    try:
        data = response.json()
    except (ValueError, RecursionError):
        return response.reason_phrase
    error = data.get("error", data) if isinstance(data, dict) else data
    message = error.get("message") if isinstance(error, dict) else error
    return str(message or response.reason_phrase)


def words(text: str) -> str:
    """Return a text of a server for a message: on one line, cut, and without the key."""
    return without_key(" ".join(text.split()))[:_DETAIL]


def _count(usage: Any, name: str) -> int:
    """Return a count of tokens; 0 where a server gives none."""
    value = usage.get(name) if isinstance(usage, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0
