"""Embeddings through llama.cpp, so that answering needs no deep-learning framework.

Texts are independent, so each thread computes texts of its own. That beats several threads on one
text, which meet at hundreds of barriers in each step: on two cores that other programs also used it
was two to four times as fast.
"""

from __future__ import annotations

import ctypes
import hashlib
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import llama_cpp
import numpy as np
from numpy.typing import NDArray

from lottery_agent.errors import EngineError, ModelFileError
from lottery_agent.models.engine import library
from lottery_agent.models.engine.processor import PROCESSOR
from lottery_agent.models.forge.embedding import suited

_WINDOW = 512
"""Tokens of a text at most; it must fit into one step, because attention looks both ways."""
_STEP = 192
"""Tokens of a step that texts are gathered for. Each token meets those of its neighbours, if only
to find them masked: much longer steps are slower, and much shorter ones too."""
_SEQUENCES = 64


class LlamaEmbedder:
    """Turns texts into vectors with an embedding model in a GGUF file (see `Embedder`).

    Texts longer than the model's window are cut at its end. Thread-safe: one text batch is
    computed at a time. Weights in F16 are computed with in BF16 where the processor is made for it
    (see `forge.embedding`).

    Args:
        path: The file.
        name: The model's name; the file's by default.
        threads: Threads to compute with; 0 for the number of physical cores.

    Raises:
        ModelFileError: If the file can't be loaded or is no embedding model.
        UsageError: If `threads` is negative.
    """

    def __init__(self, path: str | Path, *, name: str | None = None, threads: int = 0) -> None:
        path = Path(path)
        self._lock = threading.Lock()
        self._threads = library.threads(threads)
        library.start()
        self._model = library.load(suited(path, library.identity()))
        self.dimension = int(llama_cpp.llama_model_n_embd(self._model.pointer))
        self._contexts = [_Context(self._model, self.dimension)]
        self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="embedder")
        self._closed = False
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._model.pointer)
        self._window = min(_WINDOW, int(llama_cpp.llama_model_n_ctx_train(self._model.pointer)))
        with path.open("rb") as file:
            self.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        self.name = name or path.stem

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 (Euclidean) for each text.

        Raises:
            EngineError: If llama.cpp fails, computes no numbers, or the embedder is closed.
        """
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        ids = [self._cut(self._ids(text)) for text in texts]
        groups = list(_groups(ids))
        with self._lock:
            for start in range(0, len(groups), self._threads):
                # A turn of the processor is one step of each thread, so that an engine waits
                # no longer than it does for itself.
                wave = groups[start : start + self._threads]
                steps = [[ids[number] for number in group] for group in wave]
                for group, rows in zip(
                    wave, PROCESSOR.call(partial(self._run, steps)), strict=True
                ):
                    vectors[group] = rows
        if not np.isfinite(vectors).all():
            raise EngineError(
                "the model computes no numbers", hint="its file may be damaged: fetch it again"
            )
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.maximum(lengths, np.finfo(np.float32).tiny)
        return vectors

    def count(self, text: str) -> int:
        """Return how many tokens of the window a text takes, begin and end included."""
        return len(self._ids(text))

    def close(self) -> None:
        """Free the contexts. A second call does nothing."""
        with self._lock:
            self._closed = True
            self._pool.shutdown()
            for context in self._contexts:
                context.close()
            self._contexts.clear()

    def _run(self, steps: list[list[list[int]]]) -> list[NDArray[np.float32]]:
        """Compute steps at once, each in a context of its own."""
        if self._closed:
            raise EngineError("the embedder is closed")
        while len(self._contexts) < len(steps):
            self._contexts.append(_Context(self._model, self.dimension))
        if len(steps) == 1:
            return [self._contexts[0].evaluate(steps[0])]
        return list(self._pool.map(_Context.evaluate, self._contexts, steps))

    def _ids(self, text: str) -> list[int]:
        """Return the ids of a text with its begin and end tokens."""
        data = text.encode("utf-8", "replace")
        room = len(data) + 8
        ids = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(self._vocabulary, data, len(data), ids, room, True, False)
        if count < 0:
            raise EngineError("a text can't be tokenized")
        return list(ids[:count])

    def _cut(self, ids: list[int]) -> list[int]:
        """Cut ids to the window, the end token kept."""
        return ids if len(ids) <= self._window else [*ids[: self._window - 1], ids[-1]]


class _Context:
    """A llama.cpp context that one thread uses at a time, and computes with alone."""

    def __init__(self, model: library.Model, dimension: int) -> None:
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx = parameters.n_batch = parameters.n_ubatch = _WINDOW
        parameters.n_seq_max = _SEQUENCES
        # One thread: llama.cpp then starts no team of OpenMP.
        parameters.n_threads = parameters.n_threads_batch = 1
        parameters.kv_unified = True  # one window shared by the texts of a step
        parameters.embeddings = True
        parameters.no_perf = True
        self._dimension = dimension
        self._pointer = llama_cpp.llama_init_from_model(model.pointer, parameters)
        if not self._pointer:
            raise EngineError(f"llama.cpp can't make a context: {library.complaint('no reason')}")
        if llama_cpp.llama_pooling_type(self._pointer) == llama_cpp.LLAMA_POOLING_TYPE_NONE:
            llama_cpp.llama_free(self._pointer)
            raise ModelFileError(
                "the model gives no text embeddings", hint="use an embedding model as embedder"
            )
        self._batch = llama_cpp.llama_batch_init(_WINDOW, 0, 1)

    def close(self) -> None:
        """Free the context; it can't be used any more."""
        llama_cpp.llama_batch_free(self._batch)
        llama_cpp.llama_free(self._pointer)

    def evaluate(self, texts: list[list[int]]) -> NDArray[np.float32]:
        """Compute the vectors of texts that fit into one step together."""
        batch = self._batch
        at = 0
        for sequence, tokens in enumerate(texts):
            for position, token in enumerate(tokens):
                batch.token[at] = token
                batch.pos[at] = position
                batch.n_seq_id[at] = 1
                batch.seq_id[at][0] = sequence
                batch.logits[at] = True
                at += 1
        batch.n_tokens = at
        memory = llama_cpp.llama_get_memory(self._pointer)
        if memory:
            llama_cpp.llama_memory_clear(memory, True)
            status = llama_cpp.llama_decode(self._pointer, batch)
        else:
            status = llama_cpp.llama_encode(self._pointer, batch)
        if status:
            raise EngineError(f"llama.cpp can't embed: {library.complaint(f'status {status}')}")
        rows = []
        for sequence in range(len(texts)):
            pointer = llama_cpp.llama_get_embeddings_seq(self._pointer, sequence)
            address = ctypes.cast(pointer, ctypes.POINTER(ctypes.c_float))
            rows.append(np.ctypeslib.as_array(address, (self._dimension,)).copy())
        return np.stack(rows)


def _groups(texts: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield numbers of texts that make a step together, texts of like length together.

    The longest come first, so that what threads wait for at the end is short.
    """
    group: list[int] = []
    tokens = 0
    for number in sorted(range(len(texts)), key=lambda n: -len(texts[n])):
        if group and (tokens + len(texts[number]) > _STEP or len(group) == _SEQUENCES):
            yield group
            group, tokens = [], 0
        group.append(number)
        tokens += len(texts[number])
    if group:
        yield group
