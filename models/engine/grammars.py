"""Compiled grammars: which tokens may come next.

llguidance compiles a grammar in milliseconds and gives a mask in microseconds; it reports errors
where llama.cpp's own grammars would end the process. Masks are bounded in time by its limits;
compiling is not, and its recursion over chains of rules overflows an ordinary stack. So a grammar
is compiled on a thread of its own with a large stack, for a bounded time.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections import OrderedDict
from concurrent.futures import Future

import llama_cpp
import numpy as np
from llguidance import LLMatcher, LLTokenizer
from llguidance.numpy import fill_next_token_bitmask
from numpy.typing import NDArray

from lottery_agent.errors import GrammarError
from lottery_agent.models.engine.sampling import unpack
from lottery_agent.models.engine.vocabulary import Vocabulary

_KEPT = 256
_KEPT_CHARACTERS = 1_000_000
_LONGEST = 250_000
"""Characters of a grammar."""
_STACK = 256 * 2**20
"""Bytes of stack to compile with. Measured: up to 400 for each character of a grammar."""
_SECONDS = 10.0
"""How long a grammar may take to compile."""
_STARTING = threading.Lock()
"""Held while the stack size of new threads is changed."""
_NOTHING_LEFT = "NoExtensionBias"
"""What llguidance says where no token is legal."""


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
            reason = _first_line(self._matcher.get_error())
            if reason == _NOTHING_LEFT:
                raise GrammarError("the grammar leaves no legal token")
            raise GrammarError(f"the grammar failed: {reason}")


class Grammars:
    """Compiles grammars for one vocabulary and keeps the latest. Thread-safe.

    Args:
        tokenizer: llguidance's view of the vocabulary.
    """

    def __init__(self, tokenizer: LLTokenizer) -> None:
        self._tokenizer = tokenizer
        self._lock = threading.Lock()
        self._compiled: OrderedDict[str, Future[LLMatcher | str]] = OrderedDict()

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

    def follow(self, text: str, *, deadline: float | None = None) -> Follower:
        """Return a follower at the start of a grammar.

        Args:
            text: The grammar.
            deadline: Time on the monotonic clock up to which to wait for its compilation, if that
                is not too long anyway.

        Raises:
            GrammarError: If the grammar does not compile, or not in time.
        """
        if len(text) > _LONGEST:
            raise GrammarError(
                f"the grammar has {len(text)} characters, the most are {_LONGEST}",
                hint="narrow it to fewer words",
            )
        seconds = _SECONDS
        if deadline is not None:
            seconds = max(0.0, min(seconds, deadline - time.monotonic()))
        try:
            compiled = self._find(text).result(seconds)
        except TimeoutError:
            raise GrammarError(
                f"the grammar does not compile within {seconds:.3g} s",
                hint="use fewer `&` and repetitions within one terminal",
            ) from None
        if isinstance(compiled, str):
            raise GrammarError(f"the grammar does not compile: {compiled}")
        with self._lock:
            return Follower(compiled.deep_copy(), self._tokenizer.vocab_size)

    def _find(self, text: str) -> Future[LLMatcher | str]:
        """Return a compiled grammar, or one that is being compiled."""
        with self._lock:
            future = self._compiled.get(text)
            if future is None:
                future = self._compiled[text] = Future()
                self._start(text, future)
                self._forget()
            self._compiled.move_to_end(text)
            return future

    def _forget(self) -> None:
        """Forget what was used least recently, if there is too much."""
        characters = sum(map(len, self._compiled))
        while len(self._compiled) > 1 and (
            len(self._compiled) > _KEPT or characters > _KEPT_CHARACTERS
        ):
            text, _ = self._compiled.popitem(last=False)
            characters -= len(text)

    def _start(self, text: str, future: Future[LLMatcher | str]) -> None:
        """Compile a grammar on a thread of its own."""

        def run() -> None:
            try:
                future.set_result(self._compile(text))
            except Exception as error:
                future.set_result(f"{type(error).__name__}: {error}")

        with _STARTING:
            usual = threading.stack_size(_STACK)
            try:
                threading.Thread(target=run, name="grammar", daemon=True).start()
            finally:
                threading.stack_size(usual)

    def _compile(self, text: str) -> LLMatcher | str:
        """Return a matcher at the start of a grammar, or why there is none."""
        matcher = LLMatcher(self._tokenizer, text, log_level=0)
        return _first_line(matcher.get_error()) if matcher.is_error() else matcher


def _spelling(vocabulary: Vocabulary, token: int) -> bytes:
    """Return a token's bytes; special tokens are marked, or a grammar could spell them as text."""
    if not vocabulary.is_special(token):
        return vocabulary.piece(token)
    return b"\xff" + vocabulary.detokenize([token], special=True).encode()


def _first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0]
