"""Compiled grammars: which tokens may come next.

llguidance compiles a grammar in milliseconds and gives a mask in microseconds; it reports errors
where llama.cpp's own grammars would end the process.
"""

from __future__ import annotations

import ctypes
import threading
from collections import OrderedDict

import llama_cpp
import numpy as np
from llguidance import LLMatcher, LLTokenizer
from llguidance.numpy import fill_next_token_bitmask
from numpy.typing import NDArray

from lottery_agent.errors import GrammarError
from lottery_agent.models.engine.sampling import unpack
from lottery_agent.models.engine.vocabulary import Vocabulary

_KEPT = 256


class Follower:
    """Follows one answer through a grammar.

    Args:
        matcher: llguidance's state at the start of the answer, used by this object alone.
        size: How many tokens the vocabulary has.
    """

    def __init__(self, matcher: LLMatcher, size: int) -> None:
        self._matcher = matcher
        self._size = size
        self._mask = np.zeros((1, -(-size // 32)), np.int32)

    @property
    def finished(self) -> bool:
        """Whether nothing but the end can follow."""
        return bool(self._matcher.is_stopped())

    @property
    def accepting(self) -> bool:
        """Whether the answer is a whole sentence as it stands."""
        return bool(self._matcher.is_accepting())

    def allowed(self) -> NDArray[np.bool_]:
        """Tell for each id whether it may come next; an end of the turn may where it is legal.

        Raises:
            GrammarError: If there are none.
        """
        fill_next_token_bitmask(self._matcher, self._mask)
        self._check()
        if not self._mask.any():
            raise GrammarError("the grammar leaves no legal token")
        return unpack(self._mask[0], self._size)

    def forced(self) -> list[int]:
        """Return the ids that must come next, spelled as the tokenizer would spell them."""
        return list(self._matcher.compute_ff_tokens())

    def accept(self, tokens: list[int]) -> None:
        """Go on past tokens.

        Raises:
            GrammarError: If the grammar does not allow them.
        """
        self._matcher.consume_tokens(tokens)
        self._check()

    def allows(self, tokens: list[int]) -> bool:
        """Tell whether these tokens may all come next, in this order."""
        return int(self._matcher.validate_tokens(tokens)) == len(tokens)

    def _check(self) -> None:
        if self._matcher.is_error():
            raise GrammarError(f"the grammar failed: {_first_line(self._matcher.get_error())}")


class Grammars:
    """Compiles grammars for one vocabulary and keeps the latest. Thread-safe.

    Args:
        tokenizer: llguidance's view of the vocabulary.
    """

    def __init__(self, tokenizer: LLTokenizer) -> None:
        self._tokenizer = tokenizer
        self._lock = threading.Lock()
        self._compiled: OrderedDict[str, LLMatcher] = OrderedDict()

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Grammars:
        """Build the compiler for a model. Takes about 0.4 s on a vocabulary of 49,000.

        Raises:
            GrammarError: If the tokenizer does not do what a grammar needs.
        """
        end = vocabulary.end
        pieces = [_spelling(vocabulary, token) for token in range(vocabulary.size)]
        function = ctypes.cast(llama_cpp.llama_cpp._lib.llama_tokenize, ctypes.c_void_p)
        try:
            tokenizer = LLTokenizer.from_llamacpp(
                tokens=pieces,
                vocab_ptr=vocabulary.pointer,
                tokenize_fptr=function.value,
                eos_token=[end, *sorted(vocabulary.ends - {end})],
                slices=None,
            )
        except ValueError as error:
            raise GrammarError(
                f"the model's tokenizer can't follow a grammar: {_first_line(str(error))}",
                hint="the file may be damaged: fetch it again",
            ) from None
        return cls(tokenizer)

    def follow(self, text: str) -> Follower:
        """Return a follower at the start of a grammar.

        Raises:
            GrammarError: If the grammar does not compile.
        """
        with self._lock:
            matcher = self._compiled.get(text)
            if matcher is None:
                matcher = self._compiled[text] = self._compile(text)
                if len(self._compiled) > _KEPT:
                    self._compiled.popitem(last=False)
            self._compiled.move_to_end(text)
            return Follower(matcher.deep_copy(), self._tokenizer.vocab_size)

    def _compile(self, text: str) -> LLMatcher:
        matcher = LLMatcher(self._tokenizer, text, log_level=0)
        if matcher.is_error():
            raise GrammarError(f"the grammar does not compile: {_first_line(matcher.get_error())}")
        return matcher


def _spelling(vocabulary: Vocabulary, token: int) -> bytes:
    """Return a token's bytes; special tokens are marked, or a grammar could spell them as text."""
    if not vocabulary.is_special(token):
        return vocabulary.piece(token)
    return b"\xff" + vocabulary.detokenize([token], special=True).encode()


def _first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0]
