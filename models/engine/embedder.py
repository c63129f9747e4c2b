"""Embeddings through llama.cpp, so that answering needs no deep-learning framework."""

from __future__ import annotations

import ctypes
import hashlib
import threading
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import llama_cpp
import numpy as np
from numpy.typing import NDArray

from lottery_agent.errors import EngineError, ModelFileError
from lottery_agent.models.engine import library
from lottery_agent.models.engine.processor import PROCESSOR

_BATCH = 512
"""Tokens in one step; every text must fit into one, because attention looks both ways."""
_SEQUENCES = 64


class LlamaEmbedder:
    """Turns texts into vectors with an embedding model in a GGUF file (see `Embedder`).

    Texts longer than the model's window are cut at its end. Thread-safe: one text batch is
    computed at a time.

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
        self._model = library.load(path)
        self._context = self._open(library.threads(threads))
        vocabulary = llama_cpp.llama_model_get_vocab(self._model.pointer)
        self._vocabulary = vocabulary
        self._window = min(_BATCH, int(llama_cpp.llama_model_n_ctx_train(self._model.pointer)))
        self._batch = llama_cpp.llama_batch_init(_BATCH, 0, 1)
        with path.open("rb") as file:
            self.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        self.name = name or path.stem
        self.dimension = int(llama_cpp.llama_model_n_embd(self._model.pointer))

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 (Euclidean) for each text.

        Raises:
            EngineError: If llama.cpp fails, computes no numbers, or the embedder is closed.
        """
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        ids = [self._cut(self._ids(text)) for text in texts]
        with self._lock:
            for group in _groups(ids):
                chosen = [ids[number] for number in group]
                vectors[group] = PROCESSOR.call(partial(self._evaluate, chosen))
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
        """Free the context. A second call does nothing."""
        with self._lock:
            if self._context:
                llama_cpp.llama_batch_free(self._batch)
                llama_cpp.llama_free(self._context)
                self._context = 0

    def _open(self, threads: int) -> int:
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx = parameters.n_batch = parameters.n_ubatch = _BATCH
        parameters.n_seq_max = _SEQUENCES
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.kv_unified = True  # one window shared by the texts of a step
        parameters.embeddings = True
        parameters.no_perf = True
        context = llama_cpp.llama_init_from_model(self._model.pointer, parameters)
        if not context:
            raise EngineError(f"llama.cpp can't make a context: {library.complaint('no reason')}")
        if llama_cpp.llama_pooling_type(context) == llama_cpp.LLAMA_POOLING_TYPE_NONE:
            llama_cpp.llama_free(context)
            raise ModelFileError(
                "the model gives no text embeddings", hint="use an embedding model as embedder"
            )
        return int(context)

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

    def _evaluate(self, texts: list[list[int]]) -> NDArray[np.float32]:
        """Compute the vectors of texts that fit into one step together."""
        if not self._context:
            raise EngineError("the embedder is closed")
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
        memory = llama_cpp.llama_get_memory(self._context)
        if memory:
            llama_cpp.llama_memory_clear(memory, True)
            status = llama_cpp.llama_decode(self._context, batch)
        else:
            status = llama_cpp.llama_encode(self._context, batch)
        if status:
            raise EngineError(f"llama.cpp can't embed: {library.complaint(f'status {status}')}")
        rows = []
        for sequence in range(len(texts)):
            pointer = llama_cpp.llama_get_embeddings_seq(self._context, sequence)
            address = ctypes.cast(pointer, ctypes.POINTER(ctypes.c_float))
            rows.append(np.ctypeslib.as_array(address, (self.dimension,)).copy())
        return np.stack(rows)


def _groups(texts: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield numbers of texts that fit into one step together, texts of like length together."""
    group: list[int] = []
    tokens = 0
    for number in sorted(range(len(texts)), key=lambda n: len(texts[n])):
        if group and (tokens + len(texts[number]) > _BATCH or len(group) == _SEQUENCES):
            yield group
            group, tokens = [], 0
        group.append(number)
        tokens += len(texts[number])
    if group:
        yield group
