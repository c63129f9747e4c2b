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
        (["add", "missing.md"], UsageError, "there is no file or folder"),
        (["add", "~nobody9/x"], UsageError, "the path '~nobody9/x' can't be followed"),
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


def test_a_named_file_that_is_skipped_is_a_failure(run: Run, folder: Path) -> None:
    (folder / "empty.md").write_text("")
    assert run("add", folder).exit_code == 0
    for words in (["add", folder / "empty.md"], ["add", folder / "tea.txt", folder / "empty.md"]):
        result = run(*words, ok=False)
        assert (result.exit_code, "empty.md: no text" in result.stdout) == (1, True)
    result = CliRunner().invoke(app, ["add", "-", "--json"], input=b"")
    assert (result.exit_code, json.loads(result.stdout)["added"]) == (1, 0)


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


@pytest.fixture
def filled(run: Run, folder: Path, loaded: list[WordEmbedder]) -> Path:
    """The folder, added; no embedder counts as loaded yet."""
    run("add", folder)
    loaded.clear()
    return folder


def _id(run: Run, query: str) -> str:
    (passage,) = _json(run("search", query, "-k", "1", "--json"))["passages"]
    return str(passage["id"])


def test_search_by_words_alone_loads_no_model(
    run: Run, filled: Path, loaded: list[WordEmbedder]
) -> None:
    found = _json(run("search", "honey", "--mode", "lexical", "--json"))["passages"]
    assert [Path(p["source"]).name for p in found] == ["bees.md"]
    assert "bees.md" in run("search", "honey", "--mode", "lexical").stdout
    assert loaded == []


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--suffix", "txt"], ["tea.txt"]),
        (["--suffix", ".TXT", "--suffix", "md"], ["bees.md", "tea.txt"]),
        (["--source", "*bees*"], ["bees.md"]),
        (["--source", "*bees*", "--suffix", "txt"], []),
        (["--added-after", "2020-01-01"], ["bees.md", "tea.txt"]),
        (["--added-before", "2020-01-01T12:00"], []),
        (["--threshold", "1"], []),
        (["--diversity", "0.5", "--mode", "dense"], ["bees.md", "tea.txt"]),
    ],
)
def test_search_options(run: Run, filled: Path, options: list[str], names: list[str]) -> None:
    found = _json(run("search", "tea honey", *options, "--json"))["passages"]
    assert sorted(Path(p["source"]).name for p in found) == names
    shown = run("search", "tea honey", *options).stdout
    assert ("nothing found" in shown) == (not names)


def test_show_a_document_and_a_passage(run: Run, filled: Path) -> None:
    path = filled / "bees.md"
    id = _id(run, "honey")
    text = "A colony makes honey [bold]in June[/bold]."
    for target in (path, id):
        shown = run("show", target).stdout
        assert shown.splitlines()[:3] == [
            f"{id}  {path}:9-{path.stat().st_size - 1}",
            "Honey",
            text,
        ]
        (passage,) = _json(run("show", target, "--json"))["passages"]
        assert passage == {
            "id": id,
            "source": str(path),
            "text": text,
            "start": 9,
            "end": path.stat().st_size - 1,
            "heading": "Honey",
        }
    assert run("show", id, "--before", "2", "--after", "2").stdout == run("show", id).stdout


def test_neighbours_are_shown_in_order(run: Run, folder: Path) -> None:
    (folder / "long.md").write_text("".join(f"# Part {n}\n\nWord{n} here.\n\n" for n in range(5)))
    run("add", folder / "long.md")
    id = _id(run, "word2")
    shown = _json(run("show", id, "--before", "1", "--after", "2", "--json"))["passages"]
    assert [p["text"] for p in shown] == [f"Word{n} here." for n in (1, 2, 3, 4)]


def test_nothing_in_a_document_moves_the_cursor(run: Run, folder: Path) -> None:
    hostile = "before \x1b[2J\x9b31m\u202emoc after"
    (folder / "evil.txt").write_text(f"{hostile}\n\u2028line\xa0end")
    run("add", folder / "evil.txt")
    name = folder / "x\ny\x1b[1m.txt"
    name.write_text("Tea is served.")
    run("add", name)
    outputs = [
        run("search", "before after").stdout,
        run("search", "tea served").stdout,
        run("search", "tea served", "--json").stdout,
        run("search", "before", "--json").stdout,
        run("show", folder / "evil.txt").stdout,
        run("show", folder / "evil.txt", "--json").stdout,
        run("list").stdout,
        run("list", "--json").stdout,
        run("remove", name).stdout,
    ]
    for output in outputs:
        assert [c for c in output if not c.isprintable() and c != "\n"] == []
    assert _json(run("show", folder / "evil.txt", "--json"))["passages"][0]["text"] == (
        f"{hostile}\n\u2028line\xa0end"
    )
    assert "line end" in outputs[4]
    assert outputs[8] == f"removed {folder}/x\ufffdy\ufffd[1m.txt\n"


def test_stats_and_bases(run: Run, filled: Path, loaded: list[WordEmbedder]) -> None:
    assert run("bases").stdout == "default\n"
    assert _json(run("bases", "--json")) == {"bases": ["default"]}
    stats = _json(run("stats", "--json"))
    assert (stats["documents"], stats["passages"], stats["url"]) == (2, 2, None)
    assert "documents  2" in run("stats").stdout
    assert "embedder   words (000000000000)" in run("stats").stdout
    assert loaded == []


def test_no_base_yet(run: Run) -> None:
    assert "no knowledge base yet" in run("bases").stdout
    assert _json(run("bases", "--json")) == {"bases": []}


def test_export_and_import(
    run: Run, filled: Path, tmp_path: Path, loaded: list[WordEmbedder]
) -> None:
    file = tmp_path / "base.jsonl.gz"
    assert "default: 2 documents, 2 passages in" in run("export", file).stdout
    assert loaded == []
    result = run("export", file, ok=False)
    assert "exists (name another file, or use --force)" in str(result.exception)
    assert _json(run("export", file, "--force", "--json"))["passages"] == 2
    out = run("import", file, "--knowledge", "copy").stdout
    assert "copy: 2 added, 0 changed, 0 unchanged; 2 passages, 0 of them embedded" in out
    assert _json(run("import", file, "--knowledge", "copy", "--json"))["unchanged"] == 2
    assert _json(run("import", file, "--knowledge", "new", "--embed", "--json"))["embedded"] == 2
    listed = [_json(run("list", "--knowledge", name, "--json")) for name in ("default", "copy")]
    assert listed[0]["sources"] == listed[1]["sources"]
    result = run("import", filled / "tea.txt", "--knowledge", "other", ok=False)
    assert "line 1 of" in str(result.exception)
    assert "other" not in run("bases").stdout


def test_verify_tells_and_repairs(run: Run, filled: Path, loaded: list[WordEmbedder]) -> None:
    assert "2 vectors checked, no problems" in run("verify").stdout
    assert loaded == []
    from lottery_agent.knowledge import KnowledgeBase

    with KnowledgeBase.open("default") as base:
        base._opened.vectors.discard([_id(run, "honey")])
    result = run("verify", ok=False)
    assert result.exit_code == 1
    assert "1 passages have no vector" in result.stdout
    assert "→ `lottery knowledge verify --repair`" in result.stdout
    result = run("verify", "--json", ok=False)
    assert result.exit_code == 1
    assert _json(result)["problems"][0]["kind"] == "vectors"
    assert "repaired: 1 passages have no vector" in run("verify", "--repair").stdout
    assert _json(run("verify", "--json"))["sound"] is True


def test_reembed(run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "default: 0 vectors by words" in run("reembed").stdout
    monkeypatch.setattr(WordEmbedder, "sha256", "1" * 64)
    result = run("search", "honey", ok=False)
    assert "`lottery knowledge reembed --knowledge default`" in str(result.exception)
    assert "default: 2 vectors by words" in run("reembed").stdout
    assert "bees.md" in run("search", "honey").stdout
    assert _json(run("reembed", "--json"))["passages"] == 0


def test_remove_a_whole_base(run: Run, filled: Path) -> None:
    for words in (["remove"], ["remove", filled, "--all"]):
        assert isinstance(run(*words, ok=False).exception, UsageError)
    assert len(_json(run("remove", "--all", "--json"))["removed"]) == 2
    assert _json(run("bases", "--json")) == {"bases": []}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["search", "x", "--mode", "psychic"], "psychic"),
        (["search", "x", "--threshold", "2"], "the threshold must be between 0 and 1"),
        (["search", "x", "--diversity", "-1"], "the diversity must be between 0 and 1"),
        (["search", "x", "--mode", "lexical", "--threshold", "0.1"], "a threshold compares"),
        (["search", "x", "--added-after", "soon"], "'soon' is no date"),
        (["search", "x", "--suffix", ""], "a suffix is empty"),
        (["show", "9:9"], "there is no knowledge base"),
        (["stats"], "there is no knowledge base"),
        (["export", "x"], "there is no knowledge base"),
        (["import", "missing.jsonl"], "can't read 'missing.jsonl'"),
        (["verify"], "there is no knowledge base"),
        (["verify", "--repair"], "there is no knowledge base"),
        (["reembed"], "there is no knowledge base"),
        (["stats", "--knowledge", "none"], "no knowledge base is chosen"),
    ],
)
def test_bad_housekeeping_loads_no_model(
    run: Run, loaded: list[WordEmbedder], words: list[str], message: str
) -> None:
    result = run(*words, ok=False)
    assert message in str(result.exception) + result.output
    assert loaded == []


def test_a_server_that_is_not_there(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTTERY_KNOWLEDGE_URL", "http://127.0.0.1:1")
    for words in (["list"], ["bases"], ["search", "x"]):
        result = run(*words, ok=False)
        assert isinstance(result.exception, KnowledgeError)
        assert "the Chroma server http://127.0.0.1:1 does not answer" in str(result.exception)
