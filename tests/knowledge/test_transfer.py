from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lottery_agent.errors import KnowledgeError, UsageError
from lottery_agent.knowledge import Embedder, KnowledgeBase, archive
from lottery_agent.knowledge.archive import Broken, Header, Reader
from lottery_agent.knowledge.documents import Document, Table
from lottery_agent.knowledge.records import Entry

LINES = "| fruit | price |\n| --- | --- |\n| quince | 3 |"
DOCUMENTS = [
    Document("tea.md", "Tea is served at four.\n\nNobody brings milk."),
    Document("/prices.md", LINES, tables=(Table(0, len(LINES), LINES),)),
    Document("lines\nand \x1b[31m", "“Ünïcode” 🫖 [bold]text[/bold]"),
]


@pytest.fixture
def bases(tmp_path: Path) -> Path:
    return tmp_path / "bases"


@pytest.fixture
def exported(tmp_path: Path, bases: Path, embedder: Embedder) -> Path:
    path = tmp_path / "export.jsonl"
    with KnowledgeBase.open("mine", embedder, folder=bases) as base:
        base.add_documents(DOCUMENTS)
        totals = base.export(path)
    assert (totals.documents, totals.passages) == (3, 3)
    return path


def _contents(base: KnowledgeBase) -> list[Entry | None]:
    passages = base._opened.passages
    entries = [passages.entry(number) for number in passages.numbers()]
    return sorted(entries, key=lambda entry: entry.source if entry else "")


@pytest.mark.parametrize("name", ["copy.jsonl", "copy.jsonl.gz"])
def test_an_import_gives_the_same_base_without_embedding(
    tmp_path: Path, bases: Path, make_embedder: Callable[[], Any], exported: Path, name: str
) -> None:
    embedder = make_embedder()
    with KnowledgeBase.open("mine", embedder, folder=bases) as base:
        base.export(tmp_path / name)
        before = _contents(base)
        found = base.search("When is tea served?", 3)
    made = make_embedder()
    with KnowledgeBase.open("copy", made, folder=bases) as copy:
        done = copy.import_(tmp_path / name)
        assert (done.added, done.changed, done.unchanged, done.embedded) == (3, 0, 0, 0)
        assert made.embedded == 3  # those that were compared
        assert _contents(copy) == before
        again = copy.search("When is tea served?", 3)
        assert [(p.text, p.score) for p in again] == [(p.text, p.score) for p in found]
        assert copy.verify().problems == ()
        done = copy.import_(tmp_path / name)
        assert (done.added, done.unchanged, done.passages) == (0, 3, 0)
        copy.add_documents([Document("tea.md", "Coffee.")])
        assert copy.import_(tmp_path / name).changed == 1
        assert [p.text for p in copy.search("coffee", 5)].count("Coffee.") == 0


def test_an_import_by_another_embedder_or_without_trust_embeds(
    bases: Path, make_embedder: Callable[..., Any], exported: Path
) -> None:
    for name, version, embed in (("other", "2", False), ("distrusting", "1", True)):
        embedder = make_embedder(version)
        with KnowledgeBase.open(name, embedder, folder=bases) as base:
            done = base.import_(exported, embed=embed)
            assert (done.embedded, embedder.embedded) == (3, 3)
            assert base.search("tea", 1)[0].source == "tea.md"
            assert base.verify().problems == ()


def test_an_empty_base_and_a_missing_vector_can_not_be_exported(
    tmp_path: Path, bases: Path, embedder: Embedder
) -> None:
    path = tmp_path / "x.jsonl"
    with (
        KnowledgeBase.open("mine", folder=bases) as base,
        pytest.raises(KnowledgeError, match="'mine' is empty"),
    ):
        base.export(path)
    with KnowledgeBase.open("mine", embedder, folder=bases) as base:
        base.add_documents(DOCUMENTS)
        base._opened.vectors.discard(["1:0"])
        with pytest.raises(KnowledgeError, match="lacks 1 of 1 vectors"):
            base.export(path)
    assert not path.exists()
    assert list(tmp_path.glob(".x*")) == []


def test_places_that_can_not_be_written_or_read(
    tmp_path: Path, bases: Path, embedder: Embedder
) -> None:
    with KnowledgeBase.open("mine", embedder, folder=bases) as base:
        base.add_documents(DOCUMENTS)
        for path in (tmp_path / "no" / "x.jsonl", tmp_path):
            with pytest.raises(UsageError, match="can't write"):
                base.export(path)
            with pytest.raises(UsageError, match="can't read"):
                base.import_(path)


def _sealed(lines: list[Any]) -> bytes:
    """Return lines as a file with a right checksum; the last one gets it."""
    raw = b""
    for line in lines:
        if isinstance(line, dict) and "totals" in line and "sha256" not in line["totals"]:
            line["totals"]["sha256"] = sha256(raw).hexdigest()
        raw += line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n"
    return raw


def _vector(*values: float) -> str:
    return base64.b64encode(np.array(values, "<f4").tobytes()).decode()


UNIT = _vector(1.0, *[0.0] * 255)


def _lines() -> list[Any]:
    """Return the lines of a small valid file."""
    document = {"source": "a", "sha256": "0", "bytes": 3, "tables": 1, "passages": 2}
    embedder = {"embedder": "words", "sha256": "1", "dimension": 256}
    return [
        {"lottery_knowledge": 1, "name": "mine", "embedder": embedder},
        {"document": {**document, "added": "2025-01-31T10:00:00+00:00"}},
        {"start": 0, "end": 3, "markdown": "| a |"},
        {"start": 0, "end": 3, "heading": "", "text": "tea", "vector": UNIT},
        {"start": 4, "end": 8, "heading": "H", "text": "milk", "vector": UNIT},
        {"totals": {"documents": 1, "passages": 2}},
    ]


def _read(path: Path) -> int:
    with Reader(path) as reader:
        return len(list(reader.documents()))


def test_the_small_file_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(_sealed(_lines()))
    assert _read(path) == 1


@pytest.mark.parametrize(
    ("number", "change", "problem"),
    [
        (1, {"lottery_knowledge": 2}, "version 2, this program reads 1"),
        (1, {"lottery_knowledge": "1"}, "no header"),
        (1, {"embedder": None}, "no header"),
        (1, {"embedder": {"embedder": "", "sha256": "", "dimension": 10**9}}, "vectors of"),
        (2, {"source": ""}, "a document needs a name"),
        (2, {"source": "a\0b"}, "'source' is no text"),
        (2, {"source": "\ud800"}, "'source' is no text"),
        (2, {"source": "a" * 5000}, "'source' is no text of up to 4,096"),
        (2, {"source": 7}, "'source' is no text"),
        (2, {"passages": 0}, "a document needs a name and passages"),
        (2, {"passages": 10**9}, "'passages' is no number up to"),
        (2, {"passages": True}, "'passages' is no number"),
        (2, {"passages": 3}, "'start' is no number"),
        (2, {"passages": 1}, "neither a document nor the totals"),
        (2, {"tables": -1}, "'tables' is no number"),
        (2, {"bytes": 1e3}, "'bytes' is no number"),
        (2, {"bytes": 2**60}, "'bytes' is no number"),
        (2, {"added": "yesterday"}, "'added' is no time"),
        (2, {"added": None}, "'added' is no text"),
        (3, {"end": 0}, "a table from 0 to 0"),
        (3, {"markdown": None}, "'markdown' is no text"),
        (4, {"start": 1}, "a passage from 1 to 3"),
        (4, {"text": "teas"}, "a passage from 0 to 3"),
        (4, {"heading": None}, "'heading' is no text"),
        (4, {"vector": "!"}, "a vector is none"),
        (4, {"vector": None}, "a vector is none"),
        (4, {"vector": _vector(1.0)}, "a vector is none"),
        (4, {"vector": _vector(float("nan"), *[0.0] * 255)}, "a vector is none"),
        (4, {"vector": _vector(float("inf"), *[0.0] * 255)}, "a vector is none"),
        (4, {"vector": _vector(2.0, *[0.0] * 255)}, "a vector's length is not 1"),
        (5, {"start": 2, "end": 6}, "a passage from 2 to 6 after 3"),
        (6, {"documents": 2}, "its counts or its checksum"),
        (6, {"sha256": "0"}, "its counts or its checksum"),
        (6, {"documents": None}, "its counts or its checksum"),
    ],
)
def test_a_wrong_field_is_named_with_its_line(
    tmp_path: Path, number: int, change: dict[str, Any], problem: str
) -> None:
    lines = _lines()
    line = lines[number - 1]
    (line.get("document") or (line["totals"] if number == 6 else line)).update(change)
    path = tmp_path / "x.jsonl"
    path.write_bytes(_sealed(lines))
    with pytest.raises(Broken) as caught:
        _read(path)
    message = str(caught.value)
    assert problem in message
    assert f"of {str(path)!r} can't be imported" in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "the file is cut here"),
        (b"not json\n", "it is no JSON"),
        (b"[]\n", "it is no object"),
        (b"[" * 100_000 + b"\n", "it is no JSON"),
        (b'{"a": ' + b"9" * 10_000 + b"}\n", "it is no JSON"),
        (b"\xff\n", "it is no JSON"),
        (_sealed(_lines())[:-1], "the file is cut here"),
        (_sealed(_lines()[:-1]), "the file is cut here"),
        (_sealed(_lines()) + b"x", "it follows the totals"),
        (_sealed(_lines()).replace(b"milk", b"silk"), "its checksum"),
    ],
)
def test_a_file_that_is_none_or_damaged(tmp_path: Path, content: bytes, problem: str) -> None:
    for path, raw in (
        (tmp_path / "x.jsonl", content),
        (tmp_path / "x.jsonl.gz", gzip.compress(content)),
    ):
        path.write_bytes(raw)
        with pytest.raises(Broken, match=problem):
            _read(path)


def test_damaged_packing_and_endless_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = gzip.compress(_sealed(_lines()))
    path = tmp_path / "x.jsonl.gz"
    for content in (packed[:-9], b"plain", packed[:30] + b"\0" * 30 + packed[60:], packed + b"x"):
        path.write_bytes(content)
        with pytest.raises(Broken):
            _read(path)
    monkeypatch.setattr(archive, "_LINE", 100)
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"{" + b" " * 1000 + b"}\n")
    with pytest.raises(Broken, match="it is too long"):
        _read(path)


def test_nothing_of_a_broken_file_is_stored(
    tmp_path: Path, bases: Path, embedder: Embedder, exported: Path
) -> None:
    cut = tmp_path / "cut.jsonl"
    lines = exported.read_bytes().splitlines(keepends=True)
    cut.write_bytes(b"".join(lines[:-1]))
    twice = tmp_path / "twice.jsonl"
    whole = [json.loads(line) for line in lines]
    body = whole[1:3]
    totals = {"totals": {"documents": 4, "passages": 4}}
    twice.write_bytes(_sealed([*whole[:-1], *body, totals]))
    with KnowledgeBase.open("copy", embedder, folder=bases) as copy:
        for path, message in ((cut, "the file is cut here"), (twice, "'tea.md' twice")):
            with pytest.raises(UsageError, match=message):
                copy.import_(path)
            assert copy.sources() == []
            assert copy._opened.vectors.count() == 0


def test_vectors_that_are_not_what_they_say_are_refused(
    tmp_path: Path, bases: Path, embedder: Embedder, exported: Path
) -> None:
    lines = [json.loads(line) for line in exported.read_bytes().splitlines()]
    for line in lines:
        if "vector" in line:
            line["vector"] = UNIT
    del lines[-1]["totals"]["sha256"]
    path = tmp_path / "poisoned.jsonl"
    path.write_bytes(_sealed(lines))
    with KnowledgeBase.open("copy", embedder, folder=bases) as copy:
        with pytest.raises(UsageError, match=r"not what 'words' makes of the texts .*--embed"):
            copy.import_(path)
        assert copy.sources() == []
        assert copy.import_(path, embed=True).embedded == 3
        assert copy.search("tea", 1)[0].source == "tea.md"


def test_a_file_that_claims_an_embedder_of_another_dimension(
    tmp_path: Path, bases: Path, embedder: Embedder
) -> None:
    lines = _lines()
    lines[0]["embedder"].update(sha256=embedder.sha256, dimension=2)
    lines[3]["vector"] = lines[4]["vector"] = _vector(1.0, 0.0)
    path = tmp_path / "x.jsonl"
    path.write_bytes(_sealed(lines))
    with (
        KnowledgeBase.open("copy", embedder, folder=bases) as copy,
        pytest.raises(UsageError, match="not what 'words' makes"),
    ):
        copy.import_(path)


def test_an_interrupted_import_goes_on(
    bases: Path, embedder: Embedder, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lottery_agent.knowledge import transfer
    from lottery_agent.knowledge.shelf import LocalShelf

    monkeypatch.setattr(transfer, "_GROUP", 1)
    put, calls = LocalShelf.put, []

    def die(self: LocalShelf, entries: Any) -> None:
        calls.append(entries)
        if len(calls) == 2:
            raise KeyboardInterrupt
        put(self, entries)

    with KnowledgeBase.open("copy", embedder, folder=bases) as copy:
        with monkeypatch.context() as patch:
            patch.setattr(LocalShelf, "put", die)
            with pytest.raises(KeyboardInterrupt):
                copy.import_(exported)
        assert len(copy.sources()) == 1
        done = copy.import_(exported)
        assert (done.added, done.unchanged) == (2, 1)
        assert copy.verify().problems == ()


texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    parts, at = [], 0
    for text in draw(st.lists(texts, min_size=1, max_size=4)):
        start = at + draw(st.integers(0, 5))
        at = start + len(text)
        parts.append((start, at, text, draw(texts)))
    tables = [(n, n + 1, draw(texts)) for n in range(draw(st.integers(0, 2)))]
    added = "2025-01-31T10:00:00+00:00"
    return Entry(draw(texts), draw(texts), draw(st.integers(0, 2**53)), parts, tables, added)


@settings(max_examples=50)
@given(stored=st.lists(entries(), max_size=3), seed=st.integers(0, 99), packed=st.booleans())
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, stored: list[Entry], seed: int, packed: bool
) -> None:
    path = tmp_path_factory.mktemp("archive") / ("x.gz" if packed else "x")
    rng = np.random.default_rng(seed)
    documents = []
    for entry in stored:
        rows = rng.normal(size=(len(entry.passages), 8)).astype(np.float32)
        documents.append((entry, rows / np.linalg.norm(rows, axis=1, keepdims=True)))
    header = Header("mine", "words", "1", 8)
    archive.write(path, header, documents)
    with Reader(path) as reader:
        assert reader.header == header
        for (entry, rows), (found, again) in zip(documents, reader.documents(), strict=True):
            assert found == entry
            assert np.array_equal(rows, again)
