"""Where a model is served, and the key for it, which is never kept."""

from __future__ import annotations

import os
from dataclasses import dataclass

import httpx

from lottery_agent.errors import UsageError

KEY = "LOTTERY_ENDPOINT_KEY"
"""The environment variable that holds the key."""

ROUTE = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is served.

    Attributes:
        url: What the routes of the API are under, such as `https://example.org/v1`.
        model: The name that the server knows it by.
    """

    url: str
    model: str

    @classmethod
    def of(cls, url: str, model: str) -> Endpoint:
        """Return the endpoint that a user names.

        Raises:
            UsageError: If the URL is none, or holds a key or anything else that must not be kept.
        """
        try:
            parsed = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise UsageError(f"--endpoint {url!r} is no URL: {error}") from None
        if parsed.userinfo or parsed.query or parsed.fragment:
            raise UsageError(
                "--endpoint has more than scheme, host, port and path",
                hint=f"a key belongs into the environment variable {KEY}",
            )
        if parsed.scheme not in ("http", "https") or not parsed.host:
            raise UsageError(f"--endpoint {url!r} is no URL", hint="give http://HOST:PORT/v1")
        if not model.strip():
            raise UsageError("--endpoint-model is empty", hint="name a model of the server")
        return cls(url.rstrip("/").removesuffix(ROUTE), model)


def headers() -> dict[str, str]:
    """Return what a request is sent with.

    Raises:
        UsageError: If the key can't be sent.
    """
    key = _key()
    if not key:
        return {}
    if not key.isascii() or not key.isprintable():
        raise UsageError(f"{KEY} holds a character that no key has", hint="copy the key again")
    return {"Authorization": f"Bearer {key}"}


def without_key(text: str) -> str:
    """Return a text of a server without the key, should it repeat it."""
    key = _key()
    return text.replace(key, "…") if key else text


def _key() -> str:
    return os.environ.get(KEY, "").strip()
