from __future__ import annotations

import io
import os
import re
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.knowledge import KnowledgeBase, reading
from lottery_agent.knowledge.documents import Document, Unreachable, Unreadable
from lottery_agent.knowledge.readers.process import ReadingProcess
from lottery_agent.knowledge.reading import find_files, read_bytes, read_document, read_stream
from tests.knowledge.making import docx, paragraph, pdf


def test_hidden_and_generated_files_are_not_found(documents: Path) -> None:
    (documents / ".hidden.md").write_text("x")
    (documents / "node_modules").mkdir()
    (documents / "node_modules" / "x.md").write_text("x")
    found = [str(path.relative_to(documents)) for path in find_files(documents)]
    assert "guide/bees.md" in found
    assert not [name for name in found if "hidden" in name or ".git" in name or "node" in name]


def test_a_link_to_the_own_folder_does_not_loop(documents: Path) -> None:
    (documents / "guide" / "again").symlink_to(documents, target_is_directory=True)
    assert sum(path.name == "bees.md" for path in find_files(documents)) == 1


def _read(name: str, content: bytes, *, named: bool = True) -> Document:
    with ReadingProcess() as process:
        return read_document(Path(name), content, process, named=named)


@pytest.mark.parametrize(
    ("name", "layout"),
    [
        ("a.md", "prose"),
        ("a.TXT", "prose"),
        ("README", "prose"),
        ("a.py", "code"),
        ("a.csv", "lines"),
        ("a.yaml", "lines"),
        ("Makefile", "lines"),
        ("a.jsonl", "records"),
    ],
)
def test_the_suffix_decides_the_layout(name: str, layout: str) -> None:
    assert _read(name, b"text", named=False).layout == layout


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"abc\x00def", "not text"),
        ("a.xls", b"x", "no reader for .xls"),
        ("a.pdf", b"%PDF", "broken"),
        ("a.docx", b"x", "no DOCX file"),
        ("a.xyz", b"text", "unknown kind of file '.xyz'"),
        ("strange", b"text", "unknown kind of file 'strange'"),
    ],
)
def test_reasons(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(reason)):
        _read(name, content, named=False)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"# text", "# text"),
        (b" <!DOCTYPE HTML><p>A <b>page</b>", "A page"),
        (b"<html><p>A page", "A page"),
        (pdf([["A paper."]]), "A paper."),
        (docx(paragraph("A letter.")), "A letter."),
    ],
)
def test_content_tells_the_kind_of_what_the_user_names(content: bytes, text: str) -> None:
    for name in ("a.xyz", "stdin"):
        assert _read(name, content).text == text
        if content.startswith(b"#"):
            continue
        with pytest.raises(Unreadable, match="unknown kind"):
            _read(name, content, named=False)


def test_kinds_of_structure() -> None:
    page = b"# Top\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    assert [h.title for h in _read("a.md", page).headings] == ["Top"]
    assert [t.columns for t in _read("a.md", page).tables] == ["a | b"]
    assert [t.columns for t in _read("a.txt", page).tables] == ["a | b"]
    assert _read("a.txt", page).headings == ()
    assert [h.title for h in _read("a.rst", b"Top\n===\n\nx").headings] == ["Top"]
    html = b"<h1>Top</h1><table><tr><td>a<td>b<tr><td>1<td>2</table>"
    assert [t.columns for t in _read("a.htm", html).tables] == ["a | b"]
    assert [t.columns for t in _read("a.tsv", b"a,x\tb\n1\t2\n").tables] == ["a,x | b"]


def test_rows_of_one_column_stand_below_the_first_one() -> None:
    document = _read("a.csv", b"fruit\nquince\nmedlar\n")
    assert document.tables == ()
    assert [(h.start, h.end, h.title) for h in document.headings] == [(0, 0, "fruit")]
    document = _read("a.csv", b"fruit,price\nquince,3\n")
    assert (document.text, document.headings) == ("fruit,price\nquince,3\n", ())
    assert [(t.start, t.end, t.columns) for t in document.tables] == [(0, 20, "fruit | price")]


def test_large_missing_and_irregular_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 3)
    large = tmp_path / "large.txt"
    large.write_text("four")
    os.mkfifo(tmp_path / "pipe")
    for path, reason, kind in [
        (large, "the limit is", Unreadable),
        (tmp_path, "not a regular file", Unreadable),
        (tmp_path / "pipe", "not a regular file", Unreadable),
        (Path("/dev/zero"), "not a regular file", Unreadable),
        (tmp_path / "missing", "No such file", Unreachable),
        (large / "x", "Not a directory", Unreachable),
    ]:
        with pytest.raises(kind, match=reason):
            read_bytes(path)


def test_a_file_that_says_nothing_of_its_size_is_read_up_to_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    status = Path("/proc/self/status")
    if not status.exists():
        pytest.skip("needs /proc")
    assert read_bytes(status).startswith(b"Name:")
    monkeypatch.setattr(reading, "MAX_BYTES", 3)
    with pytest.raises(Unreadable, match="too long"):
        read_bytes(status)


def test_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_stream(io.BytesIO(pdf([["Piped."]])), "stdin").text == "Piped."
    document = read_stream(io.BytesIO(b"# Top\n\nText."), "notes.md")
    assert (document.source, [h.title for h in document.headings]) == ("notes.md", ["Top"])
    for name in ("", " ", "/etc/passwd", "a\nb", "\x1b[2J"):
        with pytest.raises(Unreadable, match="can't be called"):
            read_stream(io.BytesIO(b"x"), name)
    monkeypatch.setattr(reading, "MAX_BYTES", 3)
    with pytest.raises(Unreadable, match="too long"):
        read_stream(io.BytesIO(b"four"), "x")


def test_the_files_of_a_knowledge_base_are_not_found(documents: Path, tmp_path: Path) -> None:
    KnowledgeBase.open("own", folder=documents).close()
    assert (documents / "own").is_dir()
    assert not [path for path in find_files(documents) if "own" in path.parts]


def test_folders_that_can_not_be_listed_are_told(
    documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = os.scandir

    def scandir(path: str) -> Any:
        if Path(path).name == "guide":
            raise PermissionError(13, "Permission denied", path)
        return original(path)

    monkeypatch.setattr(os, "scandir", scandir)
    errors: list[OSError] = []
    found = [path.name for path in find_files(documents, unreachable=errors.append)]
    assert "trains.txt" in found
    assert [error.filename for error in errors] == [str(documents / "guide")]
