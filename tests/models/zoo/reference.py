"""MiniLM computed from its safetensors with plain numpy: what our GGUF has to agree with."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

ODD = (
    "Hello",
    "What's the résumé of Señor Müller's naïve café?",
    "E = mc^2, isn't it?",
    "C++ & C# — 100% fun!!! #winning @home",
    "https://example.org/a/b.html?x=1&y=2",
    "価格は五百円です。",
    "Привет, мир!",
    "It costs $1,234.56 (or £987.65).",
    "\ttabs\tand\nnew lines\n",
    "pneumonoultramicroscopicsilicovolcanoconiosis",
    "snake_case and kebab-case and CamelCase",
    "[brackets] are words here?",
    "🙂 emoji are unknown to it",
    "“Curly quotes” and ‘others’ …",
    "zero\u200bwidth and non\u00a0breaking",
    "ALL CAPITALS SHOUT",
    "x² + y² ≤ z²",
    "a",
    ".",
    " ".join(["The river flows past the old mill and under the stone bridge."] * 12),
)


def sentences(count: int = 200) -> list[str]:
    """Varied sentences, the same ones each time: odd ones first, then ordinary ones."""
    who = ["The gardener", "My neighbour", "A tired nurse", "Our teacher", "Professor Lindqvist"]
    did = ["repaired", "sold", "described", "was looking for", "never understood", "photographed"]
    what = ["the blue bicycle", "three contracts", "an ancient map", "the train timetable"]
    when = ["on Tuesday", "before the storm", "in 1987", "while it rained", "without asking why"]
    ordinary = [f"{' '.join(words)}." for words in itertools.product(who, did, what, when)]
    random.Random(11).shuffle(ordinary)
    return [*ODD, *ordinary][:count]


class NumpyMiniLM:
    """Forward pass, one sentence at a time."""

    def __init__(self, folder: Path, *, heads: int = 12) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(256)
        self._weights: dict[str, NDArray[np.float32]] = {
            name: tensor.astype(np.float32)
            for name, tensor in load_file(folder / "model.safetensors").items()
        }
        self._heads = heads

    def tokens(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text).ids
        return ids

    def embed(self, text: str) -> NDArray[np.float32]:
        ids = self.tokens(text)
        weights = self._weights
        hidden = (
            weights["embeddings.word_embeddings.weight"][ids]
            + weights["embeddings.position_embeddings.weight"][: len(ids)]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        hidden = self._norm(hidden, "embeddings.LayerNorm")
        for layer in range(6):
            hidden = self._layer(hidden, f"encoder.layer.{layer}")
        pooled: NDArray[np.float32] = hidden.mean(axis=0)
        return pooled / np.linalg.norm(pooled)

    def _linear(self, x: NDArray[Any], name: str) -> NDArray[np.float32]:
        out: NDArray[np.float32] = (
            x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        )
        return out

    def _norm(self, x: NDArray[Any], name: str) -> NDArray[np.float32]:
        centred = x - x.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(1e-12))
        out: NDArray[np.float32] = (
            scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        )
        return out

    def _layer(self, x: NDArray[Any], name: str) -> NDArray[np.float32]:
        count, width = x.shape
        query, key, value = (
            self._linear(x, f"{name}.attention.self.{part}")
            .reshape(count, self._heads, -1)
            .transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores: NDArray[np.float32] = (
            query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(width // self._heads))
        )
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed = (scores @ value).transpose(1, 0, 2).reshape(count, width)
        x = self._norm(
            x + self._linear(mixed, f"{name}.attention.output.dense"),
            f"{name}.attention.output.LayerNorm",
        )
        wide = self._linear(x, f"{name}.intermediate.dense")
        wide = wide * np.float32(0.5) * (1 + erf(wide / np.float32(np.sqrt(2))))
        return self._norm(
            x + self._linear(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm"
        )
