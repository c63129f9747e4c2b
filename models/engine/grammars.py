"""Compiled grammars: which tokens may come next.

llguidance compiles a grammar in milliseconds and gives a mask in microseconds; it reports errors
where llama.cpp's own grammars would end the process. Masks are bounded in time by its limits;
compiling is not, and its recursion over chains of rules overflows an ordinary stack. So a grammar
is compiled on another thread with a large stack, and waited for only so long. The thread can't be
stopped: there are few of them, they step back behind the others when they are late, and a grammar
that was too slow is not compiled a second time beside the first.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

import llama_cpp
import numpy as np
from llguidance import LLMatcher, LLTokenizer
from llguidance.numpy import fill_next_token_bitmask
from numpy.typing import NDArray

from lottery_agent.errors import GrammarError
from lottery_agent.models.engine.sampling import unpack
from lottery_agent.models.engine.vocabulary import Vocabulary
from lottery_agent.models.engine.waits import Wait, Waiting, finish

_KEPT = 256
_KEPT_CHARACTERS = 1_000_000
_LONGEST = 250_000
"""Characters of a grammar."""
_STACK = 256 * 2**20
"""Bytes of stack to compile with. Measured: up to 400 for each character of a grammar."""
_SECONDS = 10.0
"""How long a grammar may take to compile, and how long it may wait for its turn."""
_AT_ONCE = 2
"""Grammars that are compiled at once."""
_LAST = 19
"""Nice value of a thread that is late: it computes when nobody else wants to."""
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


@dataclass(slots=True, eq=False)
class _Compilation:
    """A grammar that is, was or will be compiled."""

    text: str
    started: Future[None] = field(default_factory=Future)
    compiled: Future[LLMatcher | str] = field(default_factory=Future)
    """A matcher at its start, or why there is none."""
    waiting: int = 0
    """How many callers wait for it."""
    begun: float = 0.0
    """When it started, on the monotonic clock."""
    thread: int = 0
    """The system's number of its thread."""
    late: bool = False
    """Whether its thread has stepped back; another one does what comes after."""


class Grammars:
    """Compiles grammars for one vocabulary and keeps the latest. Thread-safe.

    Args:
        tokenizer: llguidance's view of the vocabulary.
    """

    def __init__(self, tokenizer: LLTokenizer) -> None:
        self._tokenizer = tokenizer
        self._lock = threading.Lock()
        self._known: OrderedDict[str, _Compilation] = OrderedDict()
        self._queue: deque[_Compilation] = deque()
        self._threads = 0

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
        """Return a follower at the start of a grammar, as `compile` does, blocking."""
        return finish(self.compile(text, deadline=deadline))

    def compile(self, text: str, *, deadline: float | None = None) -> Waiting[Follower]:
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
        compilation = self._find(text)
        try:
            yield from self._wait(compilation, deadline)
        finally:
            self._stop_waiting(compilation)
        compiled = compilation.compiled.result()
        if isinstance(compiled, str):
            raise GrammarError(f"the grammar does not compile: {compiled}")
        with self._lock:
            return Follower(compiled.deep_copy(), self._tokenizer.vocab_size)

    def _wait(self, compilation: _Compilation, deadline: float | None) -> Waiting[None]:
        """Wait until a grammar is compiled.

        Raises:
            GrammarError: If it is not, in time.
        """
        latest = time.monotonic() + _SECONDS
        yield Wait(compilation.started, _earlier(latest, deadline))
        if not compilation.started.done():
            raise GrammarError(
                "the grammar is not compiled yet: others that take long are before it",
                hint="ask again later, or start a new engine",
            )
        latest = compilation.begun + _SECONDS
        yield Wait(compilation.compiled, _earlier(latest, deadline))
        if not compilation.compiled.done():
            if time.monotonic() >= latest:  # and not only the deadline has passed
                self._step_back(compilation)
            raise GrammarError(
                f"the grammar does not compile within {_SECONDS:.3g} s",
                hint="use fewer `&` and repetitions within one terminal",
            )

    def _find(self, text: str) -> _Compilation:
        """Return a compilation of a grammar, to be waited for, and see to it that it goes on."""
        with self._lock:
            compilation = self._known.get(text)
            if compilation is None:
                compilation = self._known[text] = _Compilation(text)
                self._queue.append(compilation)
                self._forget()
            self._known.move_to_end(text)
            compilation.waiting += 1
            if self._queue and self._threads < _AT_ONCE:
                self._threads += 1
                _start(self._work)
            return compilation

    def _stop_waiting(self, compilation: _Compilation) -> None:
        """Drop a grammar that nobody waits for any more, unless its compilation has begun."""
        with self._lock:
            compilation.waiting -= 1
            if not compilation.waiting and compilation in self._queue:
                self._queue.remove(compilation)
                del self._known[compilation.text]

    def _forget(self) -> None:
        """Forget what was used least recently, if there is too much.

        What is not compiled yet stays: forgotten, it could be started a second time.
        """
        characters = sum(map(len, self._known))
        for text, compilation in list(self._known.items()):
            if len(self._known) <= _KEPT and characters <= _KEPT_CHARACTERS:
                break
            if compilation.compiled.done():
                del self._known[text]
                characters -= len(text)

    def _step_back(self, compilation: _Compilation) -> None:
        """Let a late compilation compute only when nobody else wants to.

        A thread can't step forward again, so another one takes its place when it has ended.
        """
        with self._lock:
            if compilation.late or compilation.compiled.done():
                return
            compilation.late = True
        if sys.platform == "linux":  # elsewhere threads have no nice values of their own
            with contextlib.suppress(OSError):  # it may have ended by now
                os.setpriority(os.PRIO_PROCESS, compilation.thread, _LAST)

        def succeed() -> None:
            compilation.compiled.result()
            self._work()

        _start(succeed)

    def _work(self) -> None:
        """Compile grammars until there are no more."""
        while (compilation := self._next()) is not None:
            compilation.started.set_result(None)
            try:
                compilation.compiled.set_result(self._compile(compilation.text))
            except Exception as error:
                compilation.compiled.set_result(f"{type(error).__name__}: {error}")
            with self._lock:
                if compilation.late:
                    return

    def _next(self) -> _Compilation | None:
        with self._lock:
            if not self._queue:
                self._threads -= 1
                return None
            compilation = self._queue.popleft()
            compilation.begun = time.monotonic()
            compilation.thread = threading.get_native_id()
            return compilation

    def _compile(self, text: str) -> LLMatcher | str:
        """Return a matcher at the start of a grammar, or why there is none."""
        matcher = LLMatcher(self._tokenizer, text, log_level=0)
        return _first_line(matcher.get_error()) if matcher.is_error() else matcher


def _earlier(time: float, deadline: float | None) -> float:
    return time if deadline is None else min(time, deadline)


def _start(work: Callable[[], None]) -> None:
    """Run a function on a thread of its own with a large stack."""
    with _STARTING:
        usual = threading.stack_size(_STACK)
        try:
            threading.Thread(target=work, name="grammar", daemon=True).start()
        finally:
            threading.stack_size(usual)


def _spelling(vocabulary: Vocabulary, token: int) -> bytes:
    """Return a token's bytes; special tokens are marked, or a grammar could spell them as text."""
    if not vocabulary.is_special(token):
        return vocabulary.piece(token)
    return b"\xff" + vocabulary.detokenize([token], special=True).encode()


def _first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0]
