"""Which documents may answer: a filter that means the same for vectors and for words.

A filter is decided on the documents table, so that neither store needs to know names or dates.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lottery_agent.errors import UsageError

_WILDCARD = re.compile(r"[*?\[]")

Condition = tuple[str, tuple[str, ...]]
"""An SQL condition on the documents table, and its values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a document must be to be searched. What is None or empty admits every document.

    Attributes:
        source: Its name, its path, a folder that it is below, or a pattern with `*`, `?` and
            `[…]`, in which `*` stands for any characters, `/` too.
        suffixes: One of these, as `.md`; capitals and a missing dot don't matter.
        added_after: Added at this time or later; a time without a zone is local.
        added_before: Added before this time.

    Raises:
        UsageError: If a suffix is empty or the times admit nothing.
    """

    source: str | None = None
    suffixes: tuple[str, ...] = ()
    added_after: datetime | None = None
    added_before: datetime | None = None

    def __post_init__(self) -> None:
        if not all(suffix.strip(". ") for suffix in self.suffixes):
            raise UsageError("a suffix is empty", hint="give one like .md")
        after, before = self.added_after, self.added_before
        if after and before and after.astimezone(UTC) >= before.astimezone(UTC):
            raise UsageError(f"nothing is added after {after} and before {before}")

    def __bool__(self) -> bool:
        """Tell whether it could refuse a document."""
        return self != Filter()

    def condition(self) -> Condition:
        """Return the filter in SQL."""
        terms: list[Condition] = []
        if self.source is not None:
            terms.append(_named(self.source, patterns=True))
        if self.suffixes:
            suffixes = tuple(
                f".{suffix.strip(' ').lstrip('.').lower()}" for suffix in self.suffixes
            )
            terms.append((f"suffix IN ({', '.join('?' * len(suffixes))})", suffixes))
        if self.added_after:
            terms.append(("added >= ?", (_utc(self.added_after),)))
        if self.added_before:
            terms.append(("added < ?", (_utc(self.added_before),)))
        return _joined(terms, " AND ")


def named(source: str) -> Condition:
    """Return the condition for one document, by name or path, or all below a folder."""
    return _named(source, patterns=False)


def resolved(source: str) -> str:
    """Return the absolute path of what may be a path; what can be none stays as it is."""
    try:
        return str(Path(source).expanduser().resolve())
    except (ValueError, RuntimeError):  # a null character, or the home of nobody
        return source


def _named(source: str, *, patterns: bool) -> Condition:
    source = source.encode(errors="replace").decode()  # what is no text names nothing
    path = resolved(source)
    below = path.rstrip(os.sep) + os.sep
    terms: list[Condition] = [
        ("source IN (?, ?)", (source, path)),
        # Everything that begins with the folder and a separator, found in the index.
        ("(source > ? AND source < ?)", (below, below[:-1] + chr(ord(os.sep) + 1))),
    ]
    if patterns and _WILDCARD.search(source):
        terms.append(("source GLOB ?", (source,)))
        if not Path(source).is_absolute():
            terms.append(("source GLOB ?", (f"{_literal(Path.cwd())}{os.sep}{source}",)))
    return _joined(terms, " OR ")


def _literal(folder: Path) -> str:
    """Return a folder as a pattern that matches nothing else."""
    return _WILDCARD.sub(lambda match: f"[{match[0]}]", str(folder))


def _joined(terms: Iterable[Condition], word: str) -> Condition:
    conditions, values = zip(*terms, strict=True)
    return f"({word.join(conditions)})", tuple(value for part in values for value in part)


def _utc(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="seconds")
