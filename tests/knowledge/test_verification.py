from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from lottery_agent.errors import KnowledgeError
from lottery_agent.knowledge import Embedder, KnowledgeBase
from lottery_agent.knowledge.documents import Document

DOCUMENTS = [Document(f"d{n}", f"Tea number {n}.") for n in range(5)]


@pytest.fixture
def base(tmp_path: Path, embedder: Embedder) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open("mine", embedder, folder=tmp_path) as base:
        base.add_documents(DOCUMENTS)
        yield base


def _write(base: KnowledgeBase, statement: str) -> None:
    with base._opened.passages.transaction() as database:
        database.execute(statement)


def _lose_a_vector(base: KnowledgeBase) -> None:
    base._opened.vectors.discard(["1:0"])


def _add_a_vector(base: KnowledgeBase) -> None:
    base._opened.vectors.add(["9:9"], np.eye(1, 256, dtype=np.float32), [{"document": 9}])


def _break_a_vector(base: KnowledgeBase) -> None:
    half = np.full((1, 256), 1 / 32, dtype=np.float32)
    base._opened.vectors.upsert(["2:0"], half, [{"document": 2}])


def _label_a_vector_wrongly(base: KnowledgeBase) -> None:
    vectors = base._opened.vectors
    vectors.upsert(["2:0"], vectors.rows(["2:0"])["2:0"][np.newaxis], [{"document": 3}])


def _lose_words(base: KnowledgeBase) -> None:
    _write(base, "DELETE FROM words_data WHERE id > 1000")


def _lose_a_passage(base: KnowledgeBase) -> None:
    _write(base, "DELETE FROM passages WHERE document = 4")


def _lose_a_document(base: KnowledgeBase) -> None:
    _write(base, "DELETE FROM documents WHERE document = 4")


def _change_a_text(base: KnowledgeBase) -> None:
    _write(base, "UPDATE words SET text = 'Tea number 6.' WHERE rowid = 3")


def _change_an_offset(base: KnowledgeBase) -> None:
    _write(base, "UPDATE passages SET stop = stop + 1 WHERE document = 3")


DAMAGES: list[tuple[Callable[[KnowledgeBase], None], str, str]] = [
    (_lose_a_vector, "vectors", "1 passages have no vector"),
    (_add_a_vector, "vectors", "1 vectors belong to no passage"),
    (_break_a_vector, "vectors", "1 vectors are not finite, not of length 1, or wrongly labelled"),
    (_label_a_vector_wrongly, "vectors", "1 vectors are not finite"),
    (_lose_words, "words", "the full-text index is broken"),
    (_lose_a_document, "passages", "1 texts belong to no document"),
]


@pytest.mark.parametrize(("damage", "kind", "detail"), DAMAGES)
def test_what_can_be_made_again_is_repaired(
    base: KnowledgeBase, damage: Callable[[KnowledgeBase], None], kind: str, detail: str
) -> None:
    assert base.verify().problems == ()
    damage(base)
    found = base.verify()
    assert not found.sound
    assert kind in {problem.kind for problem in found.problems}
    assert any(detail in problem.detail for problem in found.problems)
    assert all("verify --repair" in problem.advice for problem in found.problems)
    assert base.verify().problems == found.problems, "a check changes nothing"
    repaired = base.verify(repair=True)
    assert repaired.sound
    assert all(problem.repaired for problem in repaired.problems)
    assert base.verify().problems == ()
    for number in (0, 1, 2, 4):
        best = base.search(f"tea number {number}", 1)[0]
        assert best.source == f"d{number}"
        assert best.score > 0.9


@pytest.mark.parametrize(
    ("damage", "detail"),
    [
        (_lose_a_passage, "'d3': 0 of 1 passages are there"),
        (_change_a_text, "'d2': the texts are not those that were added"),
        (_change_an_offset, "'d2': a passage from 0 to 14 after 0 has 13 characters"),
    ],
)
def test_what_can_not_be_repaired_is_named_with_its_document(
    base: KnowledgeBase, damage: Callable[[KnowledgeBase], None], detail: str
) -> None:
    damage(base)
    repaired = base.verify(repair=True)
    assert not repaired.sound
    (problem,) = [problem for problem in repaired.problems if not problem.repaired]
    assert problem.detail == detail
    name = detail.split("'")[1]
    assert problem.advice == f"`lottery knowledge remove {name}`, then add it again"
    base.remove(name)
    base.verify(repair=True)
    assert base.verify().problems == ()


def test_a_damaged_database_page_is_found(tmp_path: Path, embedder: Embedder) -> None:
    with KnowledgeBase.open("mine", embedder, folder=tmp_path) as base:
        base.add_documents([Document("long", " ".join(f"word{n}" for n in range(9000)))])
    path = tmp_path / "mine" / "passages.sqlite3"
    content = bytearray(path.read_bytes())
    page = content.index(b"word8999") // 4096 * 4096
    content[page : page + 64] = b"\xff" * 64
    path.write_bytes(content)
    with KnowledgeBase.open("mine", embedder, folder=tmp_path) as base:
        found = base.verify()
        assert not base.verify(repair=True).sound
        with pytest.raises(KnowledgeError, match=r"can't be read or written: .*malformed"):
            base.document("long")
    assert {problem.kind for problem in found.problems} == {"database"}
    assert found.problems[0].advice == f"delete {tmp_path / 'mine'} and add the documents again"


def test_vectors_that_chroma_can_not_read_are_made_again(
    base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = base._opened.vectors

    def fail() -> list[str]:
        raise KnowledgeError("Chroma failed")

    monkeypatch.setattr(vectors, "ids", fail)
    assert [problem.detail for problem in base.verify().problems] == ["Chroma failed"]
    assert base.verify(repair=True).sound
    assert base._opened.vectors is not vectors
    assert base.search("tea number 3", 1)[0].source == "d3"
    assert base.verify().problems == ()


def test_checking_needs_no_embedder_repairing_does(base: KnowledgeBase) -> None:
    folder = base._opened.folder.parent
    with KnowledgeBase.open("mine", folder=folder) as without:
        assert without.verify().sound
        with pytest.raises(KnowledgeError, match="without an embedder"):
            without.verify(repair=True)


def test_an_empty_base_is_sound(tmp_path: Path) -> None:
    with KnowledgeBase.open("mine", folder=tmp_path) as base:
        assert base.verify().to_json() == {
            "sound": True,
            "documents": 0,
            "passages": 0,
            "vectors": 0,
            "problems": (),
        }
