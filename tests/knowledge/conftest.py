"""A deterministic embedder for the tests of the knowledge package."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray


class WordEmbedder:
    """Hashed bags of words: texts are similar if they share words. Counts what it embeds."""

    name = "words"
    dimension = 256

    def __init__(self, version: str = "1") -> None:
        self.sha256 = sha256(version.encode()).hexdigest()
        self.embedded = 0

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += len(texts)
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[0] = 0.01
            for word in re.findall(r"\w+", text.lower()):
                row[int(sha256(word.encode()).hexdigest(), 16) % self.dimension] += 1
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows


@pytest.fixture(scope="session")
def make_embedder() -> type[WordEmbedder]:
    return WordEmbedder


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture
def embedded(embedder: WordEmbedder) -> Callable[[], int]:
    """Returns how many texts the embedder was given."""
    return lambda: embedder.embedded


@pytest.fixture
def other_embedder() -> WordEmbedder:
    return WordEmbedder("2")


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder with a document of each kind, and things that are none."""
    folder = tmp_path / "documents"
    (folder / "guide").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / "guide" / "bees.md").write_text(
        "# Bees\n\nBees live in hives.\n\n## Honey\n\nA colony makes thirty kilograms of honey.\n"
    )
    (folder / "trains.txt").write_text("The night train leaves Vienna at ten.\n\nIt has a diner.\n")
    (folder / "prices.csv").write_text("fruit,price\nquince,3\nmedlar,4\n")
    (folder / "notes.jsonl").write_text('{"note": "buy yarn"}\n{"note": "sell loom"}\n')
    (folder / "page.html").write_text("<h1>Tides</h1><p>The moon pulls the <b>sea</b>.</p>")
    (folder / "tool.py").write_text("def knit(rows):\n    return rows * 2\n")
    (folder / "spec.rst").write_text("Looms\n=====\n\nA loom holds the warp.\n")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (folder / "broken.txt").write_bytes(b"abc\x00\x01\x02")
    (folder / "paper.odt").write_bytes(b"PK")
    (folder / "empty.md").write_text(" \n")
    (folder / ".git" / "config.txt").write_text("secret")
    return folder
