"""One llama.cpp context with many sequences, behind calls that can't kill the process.

llama.cpp aborts on some invalid input (positions out of order, ids out of range, copying part of a
stream). Every call here checks its arguments first and raises `EngineError` instead.

Each sequence has its own key-value stream (`kv_unified=False`): with quantised weights on a CPU,
the logits of a sequence are then bit-identical alone, beside any neighbours, and for any chunking
of its prompt.

A context belongs to one thread at a time.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Sequence
from dataclasses import dataclass

import llama_cpp
import numpy as np
from gguf.constants import GGMLQuantizationType
from numpy.typing import NDArray

from lottery_agent.errors import EngineError, UsageError
from lottery_agent.models.engine import library
from lottery_agent.models.engine.threads import Threads

Logits = NDArray[np.float32]

KV_TYPES = ("F32", "F16", "BF16", "Q8_0", "Q5_1", "Q5_0", "Q4_1", "Q4_0", "IQ4_NL")
"""Types that llama.cpp can keep keys and values in."""

_FLASH = {None: -1, False: 0, True: 1}  # enum llama_flash_attn_type
_ALIGNMENT = 256  # llama.cpp pads a stream to this many cells


@dataclass(frozen=True, slots=True)
class Feed:
    """Tokens to append to a sequence in one step."""

    sequence: int
    start: int
    """Position of the first token: how many the sequence holds already."""
    tokens: Sequence[int]
    rows: int
    """How many of the last tokens want logits."""


def align(window: int) -> int:
    """Round a window up to what llama.cpp would use, in tokens."""
    return -(-window // _ALIGNMENT) * _ALIGNMENT


def _kv_type(name: str) -> int:
    if name not in KV_TYPES:
        raise UsageError(f"unknown KV type {name!r}", hint=f"choose one of {', '.join(KV_TYPES)}")
    return int(GGMLQuantizationType[name])  # llama_cpp does not name them all


class Context:
    """Evaluates tokens of many sequences in one step.

    Args:
        model: A loaded model.
        sequences: How many sequences there are.
        window: Tokens that a sequence can hold, a multiple of 256.
        batch: Most tokens in one step.
        threads: Threads to compute with.
        yielding: Compute with fewer while other programs take the processors.
        flash_attention: Whether to use it; None to leave that to llama.cpp. Its results depend on
            how a prompt is cut.
        kv_type: Type of the keys and values that are kept; one that is quantised needs flash
            attention.

    Raises:
        UsageError: If a size is out of the range that llama.cpp accepts.
        EngineError: If the context can't be made, for want of memory say.
    """

    def __init__(
        self,
        model: library.Model,
        *,
        sequences: int,
        window: int,
        batch: int,
        threads: int,
        yielding: bool = False,
        flash_attention: bool | None = False,
        kv_type: str = "F16",
    ) -> None:
        most = llama_cpp.llama_max_parallel_sequences()
        if not 1 <= sequences <= most:
            raise UsageError(f"sequences must be 1 to {most}, not {sequences}")
        if window < _ALIGNMENT or window != align(window):
            raise UsageError(f"window must be a multiple of {_ALIGNMENT}, not {window}")
        if flash_attention is False and kv_type not in ("F32", "F16", "BF16"):
            raise UsageError(
                f"the KV type {kv_type} needs flash attention", hint="switch it on, or use F16"
            )
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx = window * sequences
        parameters.n_seq_max = sequences
        parameters.n_batch = parameters.n_ubatch = batch
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.kv_unified = False
        parameters.flash_attn_type = _FLASH[flash_attention]
        parameters.type_k = parameters.type_v = _kv_type(kv_type)
        parameters.swa_full = True  # or a sequence with a sliding window could not be cut
        parameters.no_perf = True
        pointer = llama_cpp.llama_init_from_model(model.pointer, parameters)
        if not pointer:
            raise EngineError(
                f"llama.cpp can't make a context: {library.complaint('unknown reason')}",
                hint="use fewer sequences or a smaller window",
            )
        self._model = model  # kept alive
        self._pointer: int | None = pointer
        self._memory = llama_cpp.llama_get_memory(pointer)
        self._vocabulary: int = llama_cpp.llama_vocab_n_tokens(
            llama_cpp.llama_model_get_vocab(model.pointer)
        )
        self.sequences = sequences
        self.window = window
        self.batch = batch
        self.recurrent = bool(
            llama_cpp.llama_model_is_recurrent(model.pointer)
            or llama_cpp.llama_model_is_hybrid(model.pointer)
        )
        self._threads = Threads(threads) if yielding else None
        self._make_batch(batch)

    def decode(self, feeds: Sequence[Feed]) -> Logits:
        """Evaluate one step.

        Returns:
            The wanted logits, a row for each wanted token in the order of the feeds. It is a view
            into llama.cpp's buffer: valid until the next step, and free to be overwritten.

        Raises:
            EngineError: If a feed is not valid (nothing is evaluated) or llama.cpp fails.
        """
        end = rows = 0
        for feed in feeds:
            begin, end = end, end + len(feed.tokens)
            rows += feed.rows
            self._check(feed, end)
            self._token[begin:end] = feed.tokens
            self._position[begin:end] = range(feed.start, feed.start + len(feed.tokens))
            self._sequence[begin:end] = feed.sequence
            self._wanted[begin:end] = 0
            self._wanted[end - feed.rows : end] = 1
        if not end:
            return np.empty((0, self._vocabulary), np.float32)
        if int(self._token[:end].min()) < 0 or int(self._token[:end].max()) >= self._vocabulary:
            raise EngineError("a token id is outside of the model's vocabulary")
        self._batch.n_tokens = end
        status = self._compute()
        if status:
            reason = library.complaint(f"status {status}")
            raise EngineError(f"llama.cpp can't evaluate a step: {reason}")
        if not rows:
            return np.empty((0, self._vocabulary), np.float32)
        logits = llama_cpp.llama_get_logits(self._live())
        return np.ctypeslib.as_array(logits, (rows, self._vocabulary))

    def cut(self, sequence: int, length: int) -> bool:
        """Forget what a sequence holds from a position on.

        Returns:
            Whether it worked. A model with a recurrent state can only forget everything.
        """
        self._check_sequence(sequence)
        return bool(llama_cpp.llama_memory_seq_rm(self._memory, sequence, length, -1))

    def save(self, sequence: int) -> NDArray[np.uint8]:
        """Return a copy of what a sequence holds."""
        self._check_sequence(sequence)
        size = llama_cpp.llama_state_seq_get_size(self._live(), sequence)
        state = np.empty(size, np.uint8)
        buffer = ctypes.cast(state.ctypes.data, ctypes.POINTER(ctypes.c_uint8))
        written = llama_cpp.llama_state_seq_get_data(self._live(), buffer, size, sequence)
        return state[:written]

    def restore(self, sequence: int, state: NDArray[np.uint8]) -> None:
        """Make a sequence hold a saved state, and nothing else.

        Raises:
            EngineError: If llama.cpp does not take the state.
        """
        self._check_sequence(sequence)
        self.cut(sequence, 0)
        buffer = ctypes.cast(state.ctypes.data, ctypes.POINTER(ctypes.c_uint8))
        if not llama_cpp.llama_state_seq_set_data(self._live(), buffer, state.size, sequence):
            raise EngineError(f"llama.cpp can't restore a state: {library.complaint('no reason')}")

    def close(self) -> None:
        """Free the context. A second call does nothing."""
        # Taken out first: two threads must not free it both.
        pointer, self._pointer = self._pointer, None
        if pointer is not None:
            llama_cpp.llama_free(pointer)

    def _make_batch(self, size: int) -> None:
        """Lay out llama.cpp's batch over arrays that are filled by slices."""
        self._token = np.zeros(size, np.int32)
        self._position = np.zeros(size, np.int32)
        self._sequence = np.zeros(size, np.int32)
        self._wanted = np.zeros(size, np.int8)
        self._ones = np.ones(size, np.int32)
        stride = self._sequence.itemsize
        self._pointers = self._sequence.ctypes.data + stride * np.arange(size, dtype=np.uintp)

        def point(array: NDArray[np.generic], kind: type) -> ctypes._Pointer[ctypes.c_int32]:
            return ctypes.cast(array.ctypes.data, ctypes.POINTER(kind))

        self._batch = llama_cpp.llama_batch(
            n_tokens=0,
            token=point(self._token, llama_cpp.llama_token),
            pos=point(self._position, llama_cpp.llama_pos),
            n_seq_id=point(self._ones, ctypes.c_int32),
            seq_id=point(self._pointers, ctypes.POINTER(llama_cpp.llama_seq_id)),
            logits=point(self._wanted, ctypes.c_int8),
        )

    def _compute(self) -> int:
        """Evaluate the batch; return llama.cpp's status, 0 if all went well."""
        if self._threads is None:
            return int(llama_cpp.llama_decode(self._live(), self._batch))
        count = self._threads.count
        llama_cpp.llama_set_n_threads(self._live(), count, count)
        wall, processor = time.perf_counter(), time.process_time()
        status = int(llama_cpp.llama_decode(self._live(), self._batch))
        processor, now = time.process_time() - processor, time.perf_counter()
        self._threads.observe(wall=now - wall, processor=processor, now=now)
        return status

    def _live(self) -> int:
        if self._pointer is None:
            raise EngineError("the engine is closed")
        return self._pointer

    def _check(self, feed: Feed, end: int) -> None:
        self._check_sequence(feed.sequence)
        count = len(feed.tokens)
        if not 0 <= feed.rows <= count or end > self.batch:
            raise EngineError(f"a step of {end} tokens does not fit into a batch of {self.batch}")
        if feed.start < 0 or feed.start + count > self.window:
            raise EngineError(f"position {feed.start + count} is outside of the window")
        last = llama_cpp.llama_memory_seq_pos_max(self._memory, feed.sequence)
        if feed.start != last + 1:
            raise EngineError(f"sequence {feed.sequence} continues at {last + 1}, not {feed.start}")

    def _check_sequence(self, sequence: int) -> None:
        self._live()
        if not 0 <= sequence < self.sequences:
            raise EngineError(f"there is no sequence {sequence}")
