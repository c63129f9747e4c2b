from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.errors import KnowledgeError
from lottery_agent.knowledge import Embedder, KnowledgeBase
from lottery_agent.knowledge.documents import Document
from lottery_agent.knowledge.shelf import LocalShelf

DOCUMENTS = [Document(f"d{n}", f"Tea number {n}.") for n in range(100)]


class Dies:
    """An embedder whose process ends after some texts."""

    def __init__(self, embedder: Any, texts: int) -> None:
        self._embedder = embedder
        self._texts = texts
        self.name, self.sha256, self.dimension = "words", embedder.sha256, embedder.dimension

    def embed(self, texts: Sequence[str]) -> Any:
        if self._embedder.embedded + len(texts) > self._texts:
            raise KeyboardInterrupt
        return self._embedder.embed(texts)


@pytest.fixture
def folder(tmp_path: Path, embedder: Embedder) -> Path:
    with KnowledgeBase.open("mine", embedder, folder=tmp_path) as base:
        base.add_documents(DOCUMENTS)
    return tmp_path


def _collections(folder: Path) -> int:
    return len(list((folder / "mine").glob("vectors*")))


def test_a_base_changes_its_embedder(
    folder: Path, embedder: Embedder, other_embedder: Embedder
) -> None:
    with pytest.raises(KnowledgeError, match="lottery knowledge reembed --knowledge mine"):
        KnowledgeBase.open("mine", other_embedder, folder=folder)
    done = KnowledgeBase.reembed("mine", other_embedder, folder=folder)
    assert (done.passages, done.kept, done.sha256) == (100, 0, other_embedder.sha256)
    assert _collections(folder) == 1
    with pytest.raises(KnowledgeError, match="was made with the embedder"):
        KnowledgeBase.open("mine", embedder, folder=folder)
    with KnowledgeBase.open("mine", other_embedder, folder=folder) as base:
        assert base.search("tea number 42", 1)[0].source == "d42"
        assert base.verify().problems == ()
        base.add_documents([Document("new", "Coffee.")])
        base.remove("d42")
        assert base.verify().problems == ()


def test_an_interrupted_run_leaves_the_base_as_it_was_and_is_taken_up(
    folder: Path, embedder: Embedder, make_embedder: Callable[..., Any]
) -> None:
    with pytest.raises(KeyboardInterrupt):
        KnowledgeBase.reembed("mine", Dies(make_embedder("2"), 70), folder=folder)
    with KnowledgeBase.open("mine", embedder, folder=folder) as base:
        assert base.verify().problems == ()
        assert base.search("tea number 42", 1)[0].source == "d42"
        base.remove("d1")
        base.add_documents([Document("new", "Coffee.")])
    done = KnowledgeBase.reembed("mine", other := make_embedder("2"), folder=folder)
    assert (done.passages, done.kept) == (37, 63)
    assert other.embedded == 37
    with KnowledgeBase.open("mine", other, folder=folder) as base:
        assert base.verify().problems == ()
        assert base.search("coffee", 1)[0].source == "new"


def test_a_run_is_given_up_with_the_earlier_embedder(
    folder: Path, embedder: Embedder, make_embedder: Callable[..., Any]
) -> None:
    with pytest.raises(KeyboardInterrupt):
        KnowledgeBase.reembed("mine", Dies(make_embedder("2"), 70), folder=folder)
    assert _collections(folder) == 2
    done = KnowledgeBase.reembed("mine", embedder, folder=folder)
    assert (done.passages, done.kept) == (0, 0)
    assert _collections(folder) == 1
    with KnowledgeBase.open("mine", embedder, folder=folder) as base:
        assert base.verify().problems == ()


def test_a_third_embedder_begins_anew(folder: Path, make_embedder: Callable[..., Any]) -> None:
    with pytest.raises(KeyboardInterrupt):
        KnowledgeBase.reembed("mine", Dies(make_embedder("2"), 70), folder=folder)
    third = make_embedder("3")
    done = KnowledgeBase.reembed("mine", third, folder=folder)
    assert (done.passages, done.kept) == (100, 0)
    assert _collections(folder) == 1
    with KnowledgeBase.open("mine", third, folder=folder) as base:
        assert base.verify().problems == ()


@pytest.mark.parametrize("step", ["_clear", "replace"])
def test_a_death_while_the_vectors_change_places(
    folder: Path, other_embedder: Embedder, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    replace = LocalShelf.replace

    def dying(self: LocalShelf, *arguments: Any) -> None:
        monkeypatch.setattr(LocalShelf, step, die)
        replace(self, *arguments) if step == "_clear" else die()

    monkeypatch.setattr(LocalShelf, "replace", dying)
    with pytest.raises(KeyboardInterrupt):
        KnowledgeBase.reembed("mine", other_embedder, folder=folder)
    monkeypatch.undo()
    done = KnowledgeBase.reembed("mine", other_embedder, folder=folder)
    assert done.passages == 0
    assert _collections(folder) == 1
    with KnowledgeBase.open("mine", other_embedder, folder=folder) as base:
        assert base.verify().problems == ()


def test_a_base_that_is_in_use_or_missing(
    folder: Path, embedder: Embedder, other_embedder: Embedder
) -> None:
    with (
        KnowledgeBase.open("mine", embedder, folder=folder),
        pytest.raises(KnowledgeError, match="'mine' is in use"),
    ):
        KnowledgeBase.reembed("mine", other_embedder, folder=folder)
    with pytest.raises(KnowledgeError, match=r"no knowledge base 'x' .*there are: mine"):
        KnowledgeBase.reembed("x", other_embedder, folder=folder)


def test_a_base_without_vectors_takes_any_embedder(tmp_path: Path, embedder: Embedder) -> None:
    KnowledgeBase.open("mine", folder=tmp_path).close()
    assert KnowledgeBase.reembed("mine", embedder, folder=tmp_path).passages == 0
    KnowledgeBase.open("mine", embedder, folder=tmp_path).close()
