"""A model's vocabulary: text to token ids and back.

It works on a loaded model or on a vocabulary-only load (a tenth of a second, no weights), so
training makes the same ids as the engine without running one:

    with load_vocabulary(path) as vocabulary:
        prompt = vocabulary.renderer.render(Prompt(...))
        answer = vocabulary.renderer.target("answer = 6 * 7")
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

import llama_cpp

from lottery_agent.errors import ModelFileError
from lottery_agent.models.engine import library
from lottery_agent.models.prompts import Renderer


class Vocabulary:
    """The tokens of a loaded model. Thread-safe; valid until the model is freed.

    Args:
        model: llama.cpp's pointer to a model. The vocabulary does not free it unless `owned`.
        owned: Whether `close` frees the model.

    Raises:
        ModelFileError: If the model has no vocabulary.
    """

    def __init__(self, model: int, *, owned: bool = False) -> None:
        self._model = model
        self._owned = owned
        pointer = llama_cpp.llama_model_get_vocab(model)
        if not pointer or llama_cpp.llama_vocab_n_tokens(pointer) < 1:
            raise ModelFileError("the model has no vocabulary", hint="use a text model")
        self.pointer: int = pointer
        self.size: int = llama_cpp.llama_vocab_n_tokens(pointer)
        self.piece = lru_cache(maxsize=None)(self._piece)

    @cached_property
    def ends(self) -> frozenset[int]:
        """Ids that end an answer."""
        ends = (llama_cpp.llama_vocab_is_eog(self.pointer, token) for token in range(self.size))
        return frozenset(token for token, is_end in enumerate(ends) if is_end)

    @cached_property
    def template(self) -> str:
        """The chat template, in Jinja.

        Raises:
            ModelFileError: If the model has none, so is no chat model.
        """
        text = llama_cpp.llama_model_chat_template(self._model, None)
        if text is None:
            raise ModelFileError(
                "the model has no chat template", hint="use an instruction-tuned model"
            )
        return str(text.decode("utf-8", "replace"))

    @cached_property
    def renderer(self) -> Renderer:
        """The renderer of prompts for this model.

        Raises:
            ModelFileError: If the model has no chat template, or one that can't be rendered.
        """
        return Renderer(
            self.template,
            self.tokenize,
            bos=self._text(llama_cpp.llama_vocab_bos(self.pointer)),
            eos=self._text(llama_cpp.llama_vocab_eos(self.pointer)),
            begin=bool(llama_cpp.llama_vocab_get_add_bos(self.pointer)),
        )

    def tokenize(self, text: str, special: bool = False) -> list[int]:
        """Return the ids of a text, without a begin or end token added.

        Args:
            text: Any text. Characters that UTF-8 can't express become question marks.
            special: Read the spelling of a special token as that token. Never for text of users
                or documents.
        """
        data = text.encode("utf-8", "replace")
        room = len(data) + 8
        ids = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(self.pointer, data, len(data), ids, room, False, special)
        if count < 0:
            room = -count
            ids = (llama_cpp.llama_token * room)()
            count = llama_cpp.llama_tokenize(
                self.pointer, data, len(data), ids, room, False, special
            )
        return list(ids[:count])

    def detokenize(self, tokens: Iterable[int], *, special: bool = False) -> str:
        """Return the text of ids. Special tokens are left out unless `special` is set."""
        pieces = (self.piece(token, special) for token in tokens)
        return b"".join(pieces).decode("utf-8", "replace")

    def close(self) -> None:
        """Free the model, if this object owns it."""
        if self._owned:
            self._owned = False
            llama_cpp.llama_model_free(self._model)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _piece(self, token: int, special: bool = False) -> bytes:
        """Return the bytes that a token stands for; they may be part of a character."""
        size = 64
        while True:
            buffer = ctypes.create_string_buffer(size)
            count = llama_cpp.llama_token_to_piece(self.pointer, token, buffer, size, 0, special)
            if count >= 0:
                return buffer.raw[:count]
            size = -count

    def _text(self, token: int) -> str:
        return self.piece(token, True).decode("utf-8", "replace") if token >= 0 else ""


def load_vocabulary(path: str | Path) -> Vocabulary:
    """Load the vocabulary of a GGUF file, without weights. A context manager frees it.

    Raises:
        ModelFileError: If the file can't be loaded.
    """
    return Vocabulary(library.load(path, vocabulary_only=True), owned=True)
