from __future__ import annotations

from pathlib import Path

import pytest

from lottery_agent.knowledge import Embedder, KnowledgeBase
from lottery_agent.knowledge.collection import Collection
from lottery_agent.knowledge.documents import Document
from lottery_agent.knowledge.passages import PassageStore
from lottery_agent.knowledge.shelf import LocalShelf

OLD = [Document("a", "Old tea."), Document("b", "Old milk.")]
NEW = [Document("a", "New tea."), Document("c", "New bread.")]


class Died(BaseException):
    """Stands for the end of the process at this very place."""


def _die(*_: object, **__: object) -> None:
    raise Died


# Where a process can end between two steps that touch different stores.
PLACES = [
    (PassageStore, "reserve"),
    (Collection, "add"),
    (PassageStore, "put"),
    (LocalShelf, "_bury"),
    (Collection, "delete"),
    (PassageStore, "forget"),
]


@pytest.mark.parametrize(("owner", "step"), PLACES)
@pytest.mark.parametrize("change", ["add", "remove"])
def test_stores_agree_after_a_death_at_any_step(
    tmp_path: Path, embedder: Embedder, owner: type, step: str, change: str
) -> None:
    with KnowledgeBase.open("mine", embedder, folder=tmp_path) as base:
        base.add_documents(OLD)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(owner, step, _die)
            try:
                if change == "add":
                    base.add_documents(NEW)
                else:
                    base.remove("a")
            except Died:
                pass
    with KnowledgeBase.open("mine", embedder, folder=tmp_path) as base:
        assert base._opened.passages.doomed() == []
        assert base._opened.vectors.count() == base.stats().passages
        texts = {p.source: p.text for p in base.search("tea milk bread", 10)}
        assert texts["b"] == "Old milk."
        assert texts.get("a") in ("Old tea.", "New tea.", None)
        base.add_documents(NEW)
        texts = {p.source: p.text for p in base.search("tea milk bread", 10)}
        assert texts == {"a": "New tea.", "b": "Old milk.", "c": "New bread."}
        assert base._opened.vectors.count() == base.stats().passages == 3


def test_listing_does_not_load_chroma(tmp_path: Path) -> None:
    with KnowledgeBase.open("mine", folder=tmp_path) as base:
        assert base.sources() == []
        assert isinstance(base._opened, LocalShelf)
        assert base._opened._vectors is None
