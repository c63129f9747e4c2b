"""The request of the logic tool, checked: what is given, what is asked, which worlds are meant."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.choices import MODES, Mode
from lottery_agent.toolbox.logic.listing import MAX_WORLDS
from lottery_agent.toolbox.logic.reader import is_name

MAX_SECONDS = 8.0
"""Time for one request. Below the sandbox's own limit, so that the answer is a clear message."""
MAX_DOMAIN = 100
"""Names of a finite domain."""

Asked = Literal["query", "queries", "options", "models"]
_ASKED: tuple[Asked, ...] = ("query", "queries", "options", "models")
_FURTHER = {"premises", "mode", "limit", "distinct_names", "closed_world", "domain", "integers",
            "seconds"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """A checked request.

    Attributes:
        premises: What is given, as written.
        asked: Which of the questions is asked.
        sentences: The queries or options, as written; none for `models`.
        mode: For `options`, what they are asked for.
        limit: For `models`, how many worlds at most.
        distinct_names: Whether different constants name different things.
        closed_world: Whether nothing holds that need not.
        integers: Whether numbers are whole.
        domain: The only things that exist; empty if there may be others.
        seconds: Time for the whole request.
    """

    premises: tuple[str, ...]
    asked: Asked
    sentences: tuple[str, ...]
    mode: Mode
    limit: int
    distinct_names: bool
    closed_world: bool
    integers: bool
    domain: tuple[str, ...]
    seconds: float


def check_request(request: Mapping[str, Any]) -> Request:
    """Return the request with its defaults.

    Raises:
        ToolError: If an option is unknown or has the wrong form.
    """
    unknown = sorted(set(request) - _FURTHER - set(_ASKED))
    if unknown:
        known = ", ".join(sorted(_FURTHER | set(_ASKED)))
        raise _error(f"the logic tool has no option {unknown[0]!r}", f"one of: {known}")
    asked = [name for name in _ASKED if request.get(name) is not None]
    if asked == ["models"] and request["models"] is False:
        asked = []
    if len(asked) != 1:
        raise _error(
            "give either `query` or `queries` or `options` or `models`", "exactly one of the four"
        )
    sentences: list[str] = []
    if asked[0] == "query":
        sentences = _sentences([request["query"]], "query")
    elif asked[0] != "models":
        sentences = _sentences(request[asked[0]], asked[0])
    mode = request.get("mode", "must")
    if mode not in MODES:
        raise _error(f"`mode` is {mode!r}", "one of: must, can, cannot")
    if asked[0] == "options" and not sentences:
        raise _error("`options` is empty", "give one statement or more")
    limit = request.get("limit", 10)
    if not isinstance(limit, int) or not 1 <= limit <= MAX_WORLDS:
        raise _error(f"`limit` is {limit!r}", f"a whole number from 1 to {MAX_WORLDS}")
    return Request(
        premises=tuple(_sentences(request.get("premises", ()), "premises")),
        asked=asked[0],
        sentences=tuple(sentences),
        mode=mode,
        limit=limit,
        distinct_names=bool(request.get("distinct_names", False)),
        closed_world=bool(request.get("closed_world", False)),
        integers=bool(request.get("integers", False)),
        domain=tuple(_domain(request.get("domain") or ())),
        seconds=_seconds(request.get("seconds", MAX_SECONDS)),
    )


def _error(message: str, hint: str) -> ToolError:
    return ToolError(message, position=0, hint=hint)


def _sentences(value: object, name: str) -> list[str]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise _error(f"`{name}` must be a list of sentences, not {value!r:.60}", '["cat(Tom)"]')
    for sentence in value:
        if not isinstance(sentence, str):
            raise _error(
                f"`{name}` holds {sentence!r:.60}, which is not a sentence", "write it as text"
            )
    return list(value)


def _domain(value: object) -> list[str]:
    names = _sentences(value, "domain")
    if len(names) > MAX_DOMAIN:
        raise ToolError(
            f"a domain of {len(names):,} things, at most {MAX_DOMAIN} are read",
            kind="limit",
            position=0,
            hint="leave the domain open",
        )
    for name in names:
        if not is_name(name):
            raise _error(f"{name!r:.60} in `domain` is no name", "words joined by `_`: `Aunt_Ann`")
    return names


def _seconds(value: object) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value) or value <= 0:
        raise _error(f"`seconds` is {value!r:.60}", f"a number up to {MAX_SECONDS:g}")
    return min(float(value), MAX_SECONDS)
