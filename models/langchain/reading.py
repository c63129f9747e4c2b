"""Reads what the model writes, piece by piece: words, or calls.

A reader gets the text as it comes, cut anywhere, and says the same whatever the cuts are.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

_NAME = '{"name": '
_ARGUMENTS = ', "arguments": '


@dataclass(frozen=True, slots=True)
class Words:
    """More text for the reader of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Called:
    """A call begins."""

    index: int
    name: str


@dataclass(frozen=True, slots=True)
class Arguments:
    """More text of a call's arguments, which are a JSON object in the end."""

    index: int
    text: str


Delta: TypeAlias = Words | Called | Arguments


class Reader(ABC):
    """Turns pieces of an answer into what they mean."""

    stopped: str | None = None
    """The stop sequence that was found; nothing after it counts."""

    @abstractmethod
    def feed(self, piece: str) -> Iterator[Delta]:
        """Yield what is certain after a piece. Must be consumed to its end."""

    def finish(self) -> Iterator[Delta]:
        """Yield what was held back. To be called when the text has ended."""
        return iter(())

    @property
    def complete(self) -> bool:
        """Whether the text may end here."""
        return True


class WordReader(Reader):
    """Passes words on, up to the first stop sequence.

    The first is the one that is complete first, and of those that end together the longest, as if
    the text came character by character.

    Args:
        stop: Texts that end the answer and are not part of it.
    """

    def __init__(self, stop: Sequence[str] = ()) -> None:
        self._stop = tuple(stop)
        self._held = ""

    def feed(self, piece: str) -> Iterator[Delta]:
        """Yield the words that no stop sequence can claim any more."""
        if self.stopped is not None:
            return
        text = self._held + piece
        found = [
            (text.find(stop) + len(stop), -len(stop), stop) for stop in self._stop if stop in text
        ]
        if found:
            end, length, self.stopped = min(found)
            self._held, sure = "", text[: end + length]
        else:
            sure = text[: len(text) - self._claimed(text)]
            self._held = text[len(sure) :]
        if sure:
            yield Words(sure)

    def finish(self) -> Iterator[Delta]:
        """Yield what could have become a stop sequence."""
        held, self._held = self._held, ""
        if held:
            yield Words(held)

    def _claimed(self, text: str) -> int:
        """Return how many of the last characters could begin a stop sequence."""
        longest = max((len(stop) - 1 for stop in self._stop), default=0)
        for size in range(min(longest, len(text)), 0, -1):
            if any(stop.startswith(text[-size:]) for stop in self._stop):
                return size
        return 0


class CallReader(Reader):
    """Reads calls, one in a line, in the one spelling that the grammar allows."""

    def __init__(self) -> None:
        self._held = ""
        self._index = -1
        self._depth = 0
        self._quoted = False
        self._escaped = False
        self._inside = False

    @property
    def complete(self) -> bool:
        """Whether the last call is closed."""
        return self._index >= 0 and not self._inside and self._held == "}"

    def feed(self, piece: str) -> Iterator[Delta]:
        """Yield the calls and arguments that a piece brings."""
        self._held += piece
        while True:
            if not self._inside:
                name = self._take_name()
                if name is None:
                    return
                self._index += 1
                self._inside = True
                yield Called(self._index, name)
            size = self._measure()
            text, self._held = self._held[:size], self._held[size:]
            if text:
                yield Arguments(self._index, text)
            if self._inside:
                return

    def _take_name(self) -> str | None:
        """Return the name of the next call once its arguments begin."""
        begin = self._held.find(_NAME)
        if begin < 0:
            return None
        try:
            name, end = json.JSONDecoder().raw_decode(self._held, begin + len(_NAME))
        except ValueError:
            return None
        if len(self._held) < end + len(_ARGUMENTS):
            return None
        self._held = self._held[end + len(_ARGUMENTS) :]
        return str(name)

    def _measure(self) -> int:
        """Return how much of the held text belongs to the arguments, and note if they end."""
        for position, character in enumerate(self._held):
            if self._quoted:
                if self._escaped:
                    self._escaped = False
                elif character == "\\":
                    self._escaped = True
                elif character == '"':
                    self._quoted = False
            elif character == '"':
                self._quoted = True
            elif character in "{[":
                self._depth += 1
            elif character in "}]":
                self._depth -= 1
                if not self._depth:
                    self._inside = False
                    return position + 1
        return len(self._held)


class WordOrCallReader(Reader):
    """Reads calls if the answer begins with a brace, else words.

    Args:
        stop: Texts that end the words and are not part of them.
    """

    def __init__(self, stop: Sequence[str] = ()) -> None:
        self._words = WordReader(stop)
        self._chosen: Reader | None = None

    @property
    def complete(self) -> bool:
        """Whether the text may end here."""
        return self._chosen is None or self._chosen.complete

    def feed(self, piece: str) -> Iterator[Delta]:
        """Yield what the piece means, once it is clear which it is."""
        if not piece:
            return
        if self._chosen is None:
            self._chosen = CallReader() if piece.startswith("{") else self._words
        yield from self._chosen.feed(piece)
        self.stopped = self._chosen.stopped

    def finish(self) -> Iterator[Delta]:
        """Yield what was held back."""
        return self._words.finish()
