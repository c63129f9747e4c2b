from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.knowledge import KnowledgeBase, reading
from lottery_agent.knowledge.reading import Unreadable, find_files, read_bytes, read_document


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


@pytest.mark.parametrize(
    ("name", "layout"),
    [
        ("a.md", "prose"),
        ("a.TXT", "prose"),
        ("README", "prose"),
        ("a.py", "lines"),
        ("a.csv", "lines"),
        ("Makefile", "lines"),
        ("a.jsonl", "records"),
    ],
)
def test_the_suffix_decides_the_layout(name: str, layout: str) -> None:
    assert read_document(Path(name), b"text", named=False).layout == layout


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("\ufeffcafé\r\nx".encode(), "café\r\nx"),
        ("café".encode("utf-16"), "café"),
        (b"caf\xe9 \x80", "café €"),
    ],
)
def test_encodings(content: bytes, text: str) -> None:
    assert read_document(Path("a.txt"), content).text == text


def test_a_page_declares_its_encoding() -> None:
    page = '<meta charset="iso-8859-2"><p>łąka'.encode("iso-8859-2")
    assert read_document(Path("a.html"), page).text == "łąka"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"abc\x00def", "not text"),
        ("a.txt", b"\xff\xfea", "not text"),
        ("a.txt", b"\x81\x8d", "not text"),
        ("a.pdf", b"%PDF", "no reader for .pdf"),
        ("a.xyz", b"text", "unknown kind of file '.xyz'"),
        ("strange", b"text", "unknown kind of file 'strange'"),
    ],
)
def test_reasons(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason.replace(".", r"\.")):
        read_document(Path(name), content, named=False)


def test_a_file_that_the_user_names_is_read_whatever_its_suffix() -> None:
    assert read_document(Path("a.xyz"), b"text", named=True).text == "text"


def test_the_columns_of_a_table_are_context_and_stay_in_the_text() -> None:
    document = read_document(Path("a.csv"), b"fruit,price\nquince,3\n")
    assert document.text.startswith("fruit,price")
    assert [(h.start, h.end, h.title) for h in document.headings] == [(0, 0, "fruit,price")]


def test_large_missing_and_irregular_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 3)
    large = tmp_path / "large.txt"
    large.write_text("four")
    for path, reason in [
        (large, "the limit is"),
        (tmp_path, "not a regular file"),
        (tmp_path / "missing", "not a regular file"),
    ]:
        with pytest.raises(Unreadable, match=reason):
            read_bytes(path)


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
