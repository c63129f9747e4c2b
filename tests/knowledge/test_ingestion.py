from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lottery_agent.knowledge import Embedder, KnowledgeBase
from lottery_agent.knowledge import ingestion as module
from lottery_agent.knowledge.documents import Document
from lottery_agent.progress import Update


@pytest.fixture
def base(tmp_path: Path, embedder: Embedder) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open("mine", embedder, folder=tmp_path / "bases") as base:
        yield base


def test_equal_files_are_two_documents(base: KnowledgeBase, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("The same words.")
    base.add([tmp_path / "a.txt", tmp_path / "b.txt"])
    assert {Path(p.source).name for p in base.search("same words")} == {"a.txt", "b.txt"}


def test_documents_that_are_no_files(base: KnowledgeBase) -> None:
    document = Document("memo", "Tea is at four.")
    assert base.add_documents([document]).added == 1
    assert base.add_documents([document]).unchanged == 1
    assert base.add_documents([Document("memo", "Tea is at five.")]).changed == 1
    assert [(p.source, p.text) for p in base.search("tea")] == [("memo", "Tea is at five.")]


def test_an_interrupted_run_keeps_what_it_did(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_GROUP", 4)
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number:02}.txt").write_text(f"Fact number {number}.")

    class Interrupted:
        name, sha256, dimension = embedder.name, embedder.sha256, embedder.dimension
        calls = 0

        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            self.calls += 1
            if self.calls == 4:
                raise KeyboardInterrupt
            return embedder.embed(texts)

    with (
        KnowledgeBase.open("mine", Interrupted(), folder=tmp_path / "bases") as base,
        pytest.raises(KeyboardInterrupt),
    ):
        base.add([folder])
    with KnowledgeBase.open("mine", embedder, folder=tmp_path / "bases") as base:
        assert len(base.sources()) == 12
        summary = base.add([folder])
        assert (summary.added, summary.unchanged) == (8, 12)
        assert base._opened.vectors.count() == base.stats().passages == 20


def test_progress_counts_bytes_and_never_goes_back(
    base: KnowledgeBase, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BATCH", 2)
    monkeypatch.setattr(module, "_GROUP", 5)
    (documents / "long.txt").write_text("\n\n".join(f"Line {n} " * 150 for n in range(30)))
    seen: list[int] = []
    totals: list[int | None] = []

    @contextmanager
    def progress(text: str, *, total: int | None = None, unit: str = "steps") -> Iterator[Update]:
        totals.append(total)
        yield seen.append

    base.add([documents], progress=progress)
    assert seen == sorted(seen)
    assert len(set(seen)) > 20
    assert [seen[-1]] == totals
