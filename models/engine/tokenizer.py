"""Text to token ids, so that a text of a user or document stays a text.

llama.cpp finds tokens that a model's maker added as `user-defined` in any text, even where special
tokens are off. Some of them steer the model (`<think>`, `<tool_call>`, the channels of gpt-oss), so
a text that spells one is tokenised in parts that are cut inside of it.
"""

from __future__ import annotations

import ctypes
import re
from functools import cached_property
from itertools import pairwise

import llama_cpp

from lottery_agent.models.engine import library
from lottery_agent.models.prompts import JOINT

_BREAKS = (
    llama_cpp.LLAMA_TOKEN_ATTR_CONTROL
    | llama_cpp.LLAMA_TOKEN_ATTR_USER_DEFINED
    | llama_cpp.LLAMA_TOKEN_ATTR_UNKNOWN
)


class Tokenizer:
    """The tokenizer of a model, which it keeps alive. Thread-safe.

    Args:
        model: The model.
    """

    def __init__(self, model: library.Model) -> None:
        self._model = model
        self._pointer = llama_cpp.llama_model_get_vocab(model.pointer)
        self._steering: dict[int, bool] = {}

    def __call__(self, text: str, special: bool = False) -> list[int]:
        """Return the ids of a text, without a begin or end token added.

        Args:
            text: Any text. Characters that UTF-8 can't express become question marks.
            special: Read the spelling of a special token as that token. Never for text of users
                or documents.
        """
        ids = self._tokenize(text, special)
        if special:
            return ids
        spellings: set[str] = set()
        while new := {self.spell(i).decode("utf-8", "replace") for i in ids if self.steers(i)}:
            if new <= spellings:
                break
            spellings |= new
            first, *rest = _cut(text, spellings)
            ids = self._tokenize(first, False)
            for part in rest:
                ids += self._go_on(part)
        return ids

    def steers(self, token: int) -> bool:
        """Tell whether a token is none that a text is made of: a control token, or a tag."""
        known = self._steering.get(token)
        if known is None:
            attributes = llama_cpp.llama_vocab_get_attr(self._pointer, token)
            if attributes & llama_cpp.LLAMA_TOKEN_ATTR_USER_DEFINED:
                spelling = self.spell(token)
                known = spelling[:1] + spelling[-1:] == b"<>"
            else:
                known = bool(attributes & llama_cpp.LLAMA_TOKEN_ATTR_CONTROL)
            self._steering[token] = known
        return known

    def spell(self, token: int, *, special: bool = True) -> bytes:
        """Return the bytes of a token; of a special one its name, or none if not `special`."""
        size = 64
        while True:
            buffer = ctypes.create_string_buffer(size)
            count = llama_cpp.llama_token_to_piece(self._pointer, token, buffer, size, 0, special)
            if count >= 0:
                return buffer.raw[:count]
            size = -count

    def blank_after(self) -> frozenset[int]:
        """Return the ids after which a blank is put before a text; empty if that never happens."""
        if not self._puts_blanks:
            return frozenset()
        count = llama_cpp.llama_vocab_n_tokens(self._pointer)
        attributes = (llama_cpp.llama_vocab_get_attr(self._pointer, i) for i in range(count))
        return frozenset(i for i, attribute in enumerate(attributes) if attribute & _BREAKS)

    @cached_property
    def _puts_blanks(self) -> bool:
        """Whether a blank is put before a text."""
        return b"".join(map(self.spell, self._tokenize("a", False))).startswith(b" ")

    def _go_on(self, text: str) -> list[int]:
        """Return the ids of a text that goes on after another one."""
        if not self._puts_blanks:
            return self._tokenize(text, False)
        return self._tokenize(JOINT + text, False)[len(self._tokenize(JOINT, False)) :]

    def _tokenize(self, text: str, special: bool) -> list[int]:
        data = text.encode("utf-8", "replace")
        room = len(data) + 8
        while True:
            ids = (llama_cpp.llama_token * room)()
            count = llama_cpp.llama_tokenize(
                self._pointer, data, len(data), ids, room, False, special
            )
            if count >= 0:
                return list(ids[:count])
            room = -count


def _cut(text: str, spellings: set[str]) -> list[str]:
    """Cut a text after the first character of each spelling in it."""
    pattern = "|".join(sorted(map(re.escape, spellings), key=len, reverse=True))
    places = [0, *(found.start() + 1 for found in re.finditer(pattern, text)), len(text)]
    return [text[one:other] for one, other in pairwise(places)]
