"""A model's vocabulary: text to token ids and back.

It works on a loaded model or on a vocabulary-only load (a tenth of a second, no weights), so
training makes the same ids as the engine without running one:

    with load_vocabulary(path) as vocabulary:
        prompt = vocabulary.renderer.render(Prompt(...))
        answer = vocabulary.renderer.target("answer = 6 * 7")
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import llama_cpp

from lottery_agent.errors import EngineError, ModelFileError
from lottery_agent.models.engine import library
from lottery_agent.models.engine.tokenizer import Tokenizer
from lottery_agent.models.prompts import Renderer


class Vocabulary:
    """The tokens of a model. Thread-safe.

    Args:
        model: The model.

    Raises:
        ModelFileError: If the model has no vocabulary.
    """

    def __init__(self, model: library.Model) -> None:
        pointer = llama_cpp.llama_model_get_vocab(model.pointer)
        if not pointer or llama_cpp.llama_vocab_n_tokens(pointer) < 1:
            raise ModelFileError("the model has no vocabulary", hint="use a text model")
        self._model: library.Model | None = model
        self._tokenizer: Tokenizer | None = Tokenizer(model)
        self._pointer = pointer
        self._pieces: dict[int, bytes] = {}
        self.size: int = llama_cpp.llama_vocab_n_tokens(pointer)

    @property
    def pointer(self) -> int:
        """llama.cpp's pointer to the vocabulary.

        Raises:
            EngineError: If the vocabulary was closed.
        """
        self._open()
        return int(self._pointer)

    @cached_property
    def ends(self) -> frozenset[int]:
        """Ids that end an answer."""
        is_end = llama_cpp.llama_vocab_is_eog
        ends = {token for token in range(self.size) if is_end(self.pointer, token)}
        try:
            turn = self.renderer.end_of_turn
        except ModelFileError:  # no chat model
            return frozenset(ends)
        return frozenset({*ends, turn} if self._open().steers(turn) else ends)

    @property
    def end(self) -> int:
        """The id that ends an answer by default."""
        return int(llama_cpp.llama_vocab_eos(self.pointer))

    @cached_property
    def renderer(self) -> Renderer:
        """The renderer of prompts for this model. It goes on working after `close`.

        Raises:
            ModelFileError: If the model has no chat template, or one that can't be rendered.
        """
        pointer, tokenizer = self.pointer, self._open()
        assert self._model is not None  # noqa: S101 - it was checked
        template = llama_cpp.llama_model_chat_template(self._model.pointer, None)
        if template is None:
            raise ModelFileError(
                "the model has no chat template", hint="use an instruction-tuned model"
            )
        renderer = Renderer(
            template.decode("utf-8", "replace"),
            tokenizer,
            bos=self._text(llama_cpp.llama_vocab_bos(pointer)),
            eos=self._text(llama_cpp.llama_vocab_eos(pointer)),
            begin=bool(llama_cpp.llama_vocab_get_add_bos(pointer)),
            blank_after=tokenizer.blank_after(),
        )
        for marker in (renderer.markers.opening, renderer.markers.closing):
            ids = tokenizer(marker, True)
            if len(ids) == 1:  # it is shown, or nobody could tell reasoning from the answer
                self._pieces[ids[0]] = marker.encode()
        return renderer

    def tokenize(self, text: str, special: bool = False) -> list[int]:
        """Return the ids of a text, without a begin or end token added.

        Args:
            text: Any text. Characters that UTF-8 can't express become question marks.
            special: Read the spelling of a special token as that token. Never for text of users
                or documents.
        """
        return self._open()(text, special)

    def piece(self, token: int) -> bytes:
        """Return the bytes that a token stands for: part of a character, or none if special.

        The markers of reasoning are text, special or not.
        """
        known = self._pieces.get(token)
        if known is None:
            known = self._pieces[token] = self._read_piece(token, special=False)
        return known

    def is_special(self, token: int) -> bool:
        """Tell whether a token stands for no text."""
        attributes = llama_cpp.llama_vocab_get_attr(self.pointer, token)
        return bool(attributes & llama_cpp.LLAMA_TOKEN_ATTR_CONTROL) or token in self.ends

    def detokenize(self, tokens: Iterable[int], *, special: bool = False) -> str:
        """Return the text of ids. Special tokens are left out unless `special` is set."""
        pieces = (self._read_piece(token, special=special) for token in tokens)
        return b"".join(pieces).decode("utf-8", "replace")

    def close(self) -> None:
        """Let go of the model, which is freed once nothing else uses it."""
        self._model = self._tokenizer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _read_piece(self, token: int, *, special: bool) -> bytes:
        if not 0 <= token < self.size:
            raise EngineError(f"there is no token {token}")
        return self._open().spell(token, special=special)

    def _open(self) -> Tokenizer:
        if self._tokenizer is None:
            raise EngineError("the vocabulary is closed")
        return self._tokenizer

    def _text(self, token: int) -> str:
        return self.detokenize([token], special=True) if token >= 0 else ""


def load_vocabulary(path: str | Path) -> Vocabulary:
    """Load the vocabulary of a GGUF file, without weights.

    Raises:
        ModelFileError: If the file can't be loaded.
    """
    return Vocabulary(library.load(path, vocabulary_only=True))
