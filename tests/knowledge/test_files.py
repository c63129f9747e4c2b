from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.errors import UsageError
from lottery_agent.knowledge import Embedder, KnowledgeBase
from lottery_agent.knowledge.documents import Document
from tests.knowledge.making import docx, paragraph, pdf, table


@pytest.fixture
def base(tmp_path: Path, embedder: Embedder) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open("mine", embedder, folder=tmp_path / "bases") as base:
        yield base


def test_what_can_be_read_is_added_and_the_rest_is_named(
    base: KnowledgeBase, documents: Path
) -> None:
    summary = base.add([documents])
    assert (summary.added, summary.changed, summary.unchanged) == (7, 0, 0)
    assert summary.passages == base.stats().passages == 9
    assert {Path(s.source).name: s.reason for s in summary.skipped} == {
        "broken.txt": "not text",
        "empty.md": "no text",
        "paper.odt": "no reader for .odt",
        "picture.png": "unknown kind of file '.png'",
    }


def test_adding_again_embeds_nothing(
    base: KnowledgeBase, documents: Path, embedded: Callable[[], int]
) -> None:
    base.add([documents])
    before, sources = embedded(), base.sources()
    summary = base.add([documents, documents / "trains.txt"])
    assert (summary.added, summary.changed, summary.unchanged) == (0, 0, 7)
    assert (embedded(), base.sources()) == (before, sources)


def test_a_changed_file_is_replaced(base: KnowledgeBase, documents: Path) -> None:
    base.add([documents])
    (documents / "trains.txt").write_text("The night train leaves Prague at six.")
    summary = base.add([documents])
    assert (summary.added, summary.changed, summary.unchanged) == (0, 1, 6)
    found = [p.text for p in base.search("night train", 5) if p.source.endswith("trains.txt")]
    assert found == ["The night train leaves Prague at six."]
    assert base.stats().passages == base._opened.vectors.count()


def test_a_file_that_says_nothing_any_more_is_not_cited(
    base: KnowledgeBase, documents: Path
) -> None:
    base.add([documents])
    (documents / "trains.txt").write_text("\n")
    summary = base.add([documents / "trains.txt"])
    assert [s.reason for s in summary.skipped] == ["no text"]
    assert not [s for s in base.sources() if s.source.endswith("trains.txt")]


def test_a_missing_path_adds_nothing(base: KnowledgeBase, documents: Path) -> None:
    with pytest.raises(UsageError, match="there is no file or folder"):
        base.add([documents, documents / "missing.md"])
    assert base.sources() == []


def test_one_unreadable_file_does_not_stop_the_rest(
    base: KnowledgeBase, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = os.open

    def refuse(path: str | Path, flags: int, *rest: Any, **options: Any) -> int:
        if Path(path).name == "trains.txt":
            raise PermissionError(13, "Permission denied")
        return original(path, flags, *rest, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        summary = base.add([documents])
    assert summary.added == 6
    assert ("trains.txt", "Permission denied") in {
        (Path(s.source).name, s.reason) for s in summary.skipped
    }
    assert base.add([documents]).added == 1


def _names(base: KnowledgeBase) -> set[str]:
    return {Path(source.source).name for source in base.sources()}


def test_sync_removes_what_has_disappeared_and_adds_what_is_new(
    base: KnowledgeBase, documents: Path
) -> None:
    base.add([documents])
    (documents / "trains.txt").unlink()
    (documents / "guide" / "bees.md").unlink()
    (documents / "guide").rmdir()
    (documents / "new.md").write_text("Otters hold hands.")
    (documents / "spec.rst").write_text("A loom needs a weft.")
    summary = base.sync()
    counts = (summary.added, summary.changed, summary.unchanged, summary.removed)
    assert counts == (1, 1, 4, 2)
    assert _names(base) == {
        "new.md", "notes.jsonl", "page.html", "prices.csv", "spec.rst", "tool.py"
    }  # fmt: skip
    assert base.search("night train honey")[0].lexical == 0
    assert base.stats().passages == base._opened.vectors.count()
    again = base.sync()
    assert (again.added, again.changed, again.unchanged, again.removed) == (0, 0, 6, 0)


def test_sync_of_one_path_leaves_the_others_alone(base: KnowledgeBase, documents: Path) -> None:
    base.add([documents])
    (documents / "trains.txt").unlink()
    (documents / "guide" / "bees.md").unlink()
    assert base.sync([documents / "guide"]).removed == 1
    assert "trains.txt" in _names(base)
    assert base.sync([documents / "trains.txt"]).removed == 1
    assert _names(base).isdisjoint({"trains.txt", "bees.md"})


def test_sync_of_a_new_path_adds_it(base: KnowledgeBase, documents: Path) -> None:
    assert base.sync([documents]).added == 7
    (documents / "trains.txt").unlink()
    assert base.sync().removed == 1


def test_sync_reads_named_files_again_whatever_their_suffix(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    (tmp_path / "a.odd").write_text("Herons stand still.")
    (tmp_path / "b.odd").write_text("Nobody asked for this.")
    base.add([tmp_path / "a.odd"])
    (tmp_path / "a.odd").write_text("Herons walk slowly.")
    assert base.sync([tmp_path]).changed == 1
    (tmp_path / "a.odd").unlink()
    assert base.sync().removed == 1
    assert base.sources() == []


def test_a_folder_that_is_gone_keeps_its_documents(base: KnowledgeBase, documents: Path) -> None:
    base.add([documents])
    documents.rename(documents.with_name("away"))
    for summary in (base.sync(), base.sync([documents])):
        assert summary.removed == 0
        assert [(s.source, s.reason) for s in summary.skipped] == [
            (str(documents), "the folder is gone, its 7 documents are kept until removed")
        ]
    base.remove(documents)
    with pytest.raises(UsageError, match="no file or folder was added"):
        base.sync()


def test_sync_keeps_what_it_can_not_look_at(
    base: KnowledgeBase, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.add([documents])
    original = os.stat

    def stat(path: str | Path, **options: Any) -> os.stat_result:
        if "trains" in str(path):
            raise PermissionError(13, "Permission denied")
        return original(path, **options)

    monkeypatch.setattr(os, "stat", stat)
    assert base.sync().removed == 0
    assert "trains.txt" in _names(base)


def test_documents_that_are_no_files_survive_a_sync(base: KnowledgeBase, documents: Path) -> None:
    base.add_documents([Document("memo", "Tea is at four.")])
    base.add([documents])
    assert base.sync().removed == 0
    assert "memo" in _names(base)


@pytest.mark.parametrize("paths", [None, [Path("missing")], [Path("nobody\0")], [Path("~nobody9")]])
def test_sync_of_nothing_is_refused(base: KnowledgeBase, paths: list[Path] | None) -> None:
    with pytest.raises(UsageError):
        base.sync(paths)


def test_a_file_that_became_unreadable_text_is_not_cited(
    base: KnowledgeBase, documents: Path
) -> None:
    base.add([documents])
    (documents / "trains.txt").write_bytes(b"\0\1\2")
    summary = base.add([documents])
    assert (summary.removed, summary.unchanged) == (1, 6)
    assert "trains.txt" not in _names(base)


def test_a_name_that_is_no_text_is_skipped(base: KnowledgeBase, documents: Path) -> None:
    with (Path(os.fsdecode(bytes(documents) + b"/caf\xe9.txt"))).open("w") as file:
        file.write("Coffee.")
    skipped = {s.source: s.reason for s in base.add([documents]).skipped}
    assert skipped[f"{documents}/caf\\udce9.txt"] == "its name is not UTF-8"


def test_links_in_a_folder_are_not_followed(base: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("The key is under the mat.")
    (tmp_path / "folder").mkdir()
    link = tmp_path / "folder" / "notes.txt"
    link.symlink_to(tmp_path / "secret.txt")
    summary = base.add([tmp_path / "folder"])
    assert (summary.added, [s.source for s in summary.skipped]) == (0, [str(link)])
    assert base.add([link]).added == 1, "what the user names is followed"
    assert [s.source for s in base.sources()] == [str(tmp_path / "secret.txt")]


def test_papers_and_letters_are_read(base: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(pdf([["Bees dance."], ["The queen lays eggs."]]))
    (tmp_path / "letter.docx").write_bytes(
        docx(paragraph("Weather", "Heading1") + paragraph("It rains in Graz."))
    )
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7")
    summary = base.add([tmp_path / name for name in ("broken.pdf", "paper.pdf", "letter.docx")])
    assert (summary.added, [Path(s.source).name for s in summary.skipped]) == (2, ["broken.pdf"])
    (found,) = base.search("queen eggs", 1)
    assert (Path(found.source).name, found.heading) == ("paper.pdf", "p. 2")
    (found,) = base.search("rains Graz", 1)
    assert (Path(found.source).name, found.heading) == ("letter.docx", "Weather")


def test_a_document_of_which_a_part_is_missing_is_named(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    stream = b"<< /Length 3 /Filter /Nonsense >>\nstream\nabc\nendstream"
    (tmp_path / "a.pdf").write_bytes(pdf([["Lost."], ["Kept."]], stream=stream))
    summary = base.add([tmp_path / "a.pdf"])
    assert (summary.added, summary.skipped) == (1, ())
    assert [s.reason for s in summary.incomplete] == ["page 1 can't be read"]
    assert [p.text for p in base.search("kept lost")] == ["Kept."]


@pytest.mark.parametrize(
    ("name", "content", "question"),
    [
        ("a.csv", b"fruit;price\nquince;3\nmedlar;4\n", "medlar"),
        ("a.md", b"# Prices\n\nfruit | price\n--|--\nquince | 3\nmedlar | 4\n", "medlar"),
        (
            "a.html",
            b"<table><tr><th>fruit<th>price<tr><td>quince<td>3<tr><td>medlar<td>4</table>",
            "medlar",
        ),
        (
            "a.docx",
            docx(
                table(
                    [
                        [paragraph("fruit"), paragraph("price")],
                        [paragraph("quince"), paragraph("3")],
                        [paragraph("medlar"), paragraph("4")],
                    ]
                )
            ),
            "medlar",
        ),
    ],
)
def test_the_table_of_a_passage(
    base: KnowledgeBase, tmp_path: Path, name: str, content: bytes, question: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "text.md").write_text("No table here, only thyme.")
    base.add([tmp_path / name, tmp_path / "text.md"])
    (passage,) = base.search(question, 1)
    assert base.table_of(passage) == (
        "| fruit | price |\n| --- | --- |\n| quince | 3 |\n| medlar | 4 |"
    )
    assert base.table_of(base.search("thyme", 1)[0]) is None
    base.remove(tmp_path / name)
    assert base.table_of(passage) is None
