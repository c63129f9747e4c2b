from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from typer.testing import CliRunner, Result

from lottery_agent.cli.knowledge import app
from lottery_agent.errors import KnowledgeError, UsageError

Run = Callable[..., Result]


class WordEmbedder:
    name, sha256, dimension, closed = "words", "0" * 64, 64, False

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.full((len(texts), 64), 1e-3, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[sha256(word.encode()).digest()[0] % 64] += 1
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[WordEmbedder]:
    """The embedders that were loaded; bases are in a folder of the test."""
    loaded: list[WordEmbedder] = []

    def load(settings: object) -> WordEmbedder:
        loaded.append(WordEmbedder())
        return loaded[-1]

    monkeypatch.setattr("lottery_agent.assembly.load_embedder", load)
    monkeypatch.setenv("LOTTERY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOTTERY_CONFIG", str(tmp_path / "none.toml"))
    return loaded


@pytest.fixture
def run(loaded: list[WordEmbedder]) -> Run:
    def run(*words: object, ok: bool = True) -> Result:
        result = CliRunner().invoke(app, [str(word) for word in words])
        if ok and result.exception is not None:
            raise result.exception
        return result

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "bees.md").write_text("# Honey\n\nA colony makes honey [bold]in June[/bold].\n")
    (folder / "tea.txt").write_text("Tea is served at four.")
    (folder / "blob.bin").write_bytes(b"\0")
    return folder


def _json(result: Result) -> Any:
    return json.loads(result.stdout)


def test_add_search_list_remove(run: Run, folder: Path, loaded: list[WordEmbedder]) -> None:
    out = run("add", folder).stdout
    assert "default: 2 added, 0 changed, 0 unchanged, 1 skipped; 2 passages" in out
    assert "blob.bin: unknown kind of file '.bin'" in out
    out = run("search", "honey").stdout
    assert f"1. {folder / 'bees.md'}:9-" in out
    assert "A colony makes honey [bold]in June[/bold]." in out
    assert "Honey" in out
    assert "tea.txt" in run("list").stdout.replace("\n", "")
    assert run("remove", folder / "tea.txt").stdout == f"removed {folder / 'tea.txt'}\n"
    assert "2 documents" not in run("list").stdout
    assert [embedder.closed for embedder in loaded] == [True, True]


def test_json(run: Run, folder: Path) -> None:
    added = _json(run("add", folder / "bees.md", folder / "tea.txt", "--json"))
    assert (added["knowledge"], added["added"], added["skipped"]) == ("default", 2, [])
    found = _json(run("search", "tea served", "-k", "1", "--json"))
    (passage,) = found["passages"]
    assert passage["text"] == "Tea is served at four."
    assert list(passage) == "id source text start end score heading lexical fused".split()
    listed = _json(run("list", "--json"))
    assert [s["source"] for s in listed["sources"]] == [
        str(folder / "bees.md"),
        str(folder / "tea.txt"),
    ]
    assert (listed["name"], listed["passages"], listed["embedder"]) == ("default", 2, "words")
    assert _json(run("remove", folder, "--json"))["removed"] == [
        s["source"] for s in listed["sources"]
    ]


def test_bases_are_apart(run: Run, folder: Path) -> None:
    run("add", folder / "tea.txt", "--knowledge", "drinks")
    run("add", folder / "bees.md")
    found = _json(run("search", "tea honey", "--knowledge", "drinks", "--json"))["passages"]
    assert [Path(p["source"]).name for p in found] == ["tea.txt"]


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        (["add", "missing.md"], UsageError, "there is no file or folder 'missing.md'"),
        (["search", " "], UsageError, "the query is empty"),
        (["search", "x", "-k", "0"], UsageError, "must be at least 1"),
        (["search", "x"], KnowledgeError, "there is no knowledge base 'default'"),
        (["list"], KnowledgeError, "there is no knowledge base 'default'"),
        (["remove", "x"], KnowledgeError, "there is no knowledge base 'default'"),
        (["list", "--knowledge", "../x"], UsageError, "can't be called '../x'"),
        (["list", "--knowledge", "none"], UsageError, "no knowledge base is chosen"),
    ],
)
def test_bad_input_is_one_line_and_loads_no_model(
    run: Run, loaded: list[WordEmbedder], words: list[str], error: type[Exception], message: str
) -> None:
    result = run(*words, ok=False)
    assert isinstance(result.exception, error)
    assert message in str(result.exception)
    assert "\n" not in str(result.exception)
    assert loaded == []


def test_an_unknown_source(run: Run, folder: Path) -> None:
    run("add", folder)
    result = run("remove", "nothing.md", ok=False)
    assert isinstance(result.exception, UsageError)
    assert "'default' has no document 'nothing.md'" in str(result.exception)


def test_sync_reads_again_what_was_added(run: Run, folder: Path) -> None:
    run("add", folder)
    (folder / "tea.txt").unlink()
    (folder / "rain.txt").write_text("Rain falls.")
    out = run("sync").stdout
    assert "default: 1 added, 0 changed, 1 unchanged, 1 removed, 1 skipped; 1 passages" in out
    assert _json(run("sync", folder, "--json"))["unchanged"] == 2


def test_standard_input(run: Run) -> None:
    def add(content: bytes, *options: str, ok: bool = True) -> Result:
        result = CliRunner().invoke(app, ["add", "-", *options], input=content)
        if ok and result.exception is not None:
            raise result.exception
        return result

    assert "1 added" in add(b"Gulls cry.").stdout
    assert "1 changed" in add(b"Gulls laugh.").stdout
    assert "1 added" in add(b"# Birds\n\nGulls glide.", "--name", "birds.md").stdout
    found = _json(run("search", "gulls glide", "-k", "1", "--json"))["passages"]
    assert [(p["source"], p["heading"]) for p in found] == [("birds.md", "Birds")]
    for content, options, message in [
        (b"\0", (), "standard input can't be added: not text"),
        (b"x", ("--name", "/etc/passwd"), "it can't be called '/etc/passwd'"),
        (b"x", ("file.txt",), "is added alone"),
    ]:
        result = add(content, *options, ok=False)
        assert isinstance(result.exception, UsageError)
        assert message in str(result.exception)


def test_many_files_skipped_for_one_reason_take_one_line(run: Run, folder: Path) -> None:
    for number in range(9):
        (folder / f"{number}.png").write_bytes(b"\x89PNG")
    assert (
        "  skipped 9 files: unknown kind of file '.png' (0.png, 1.png, 2.png, …)\n"
        in run("add", folder).stdout
    )


def test_control_characters_of_documents_do_not_reach_the_terminal(run: Run, folder: Path) -> None:
    (folder / "tea.txt").write_text("Tea \x1b[31m\u202eis red.")
    run("add", folder)
    out = run("search", "tea red").stdout
    assert "Tea \ufffd[31m\ufffdis red." in out
