"""Bases on a Chroma server: with Chroma in this process in its place, and with a real one."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import chromadb
import httpx
import numpy as np
import pytest
from chromadb.config import Settings

from lottery_agent.errors import KnowledgeError, UsageError
from lottery_agent.knowledge import (
    Embedder,
    Filter,
    KnowledgeBase,
    collection,
    retrieval,
    server_shelf,
)
from lottery_agent.knowledge.collection import Collection
from lottery_agent.knowledge.documents import Document, Table
from lottery_agent.knowledge.passages import PassageStore
from lottery_agent.knowledge.server import Server, without_password
from lottery_agent.knowledge.server_copy import Copy

URL = "http://chroma.test:8000"
TABLE = "| a | b |\n| --- | --- |\n| 1 | 2 |"
DOCUMENTS = [
    Document("tea.md", "Tea is served at four."),
    Document("/notes/milk.txt", "Milk is bought on Friday."),
    Document("/notes/table.md", TABLE, tables=(Table(0, len(TABLE), TABLE),)),
]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes the process believe that it runs on a machine of this name."""

    def be(name: str) -> None:
        monkeypatch.setenv("LOTTERY_HOME", str(tmp_path / name))

    be("one")
    return be


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch, machine: Callable[[str], None]) -> Iterator[str]:
    """The URL of a server whose part is played by Chroma in this process."""

    def client(**_: Any) -> Any:
        return chromadb.EphemeralClient(Settings(anonymized_telemetry=False))

    def heartbeat(*_: Any, **__: Any) -> httpx.Response:
        return httpx.Response(200, json={"nanosecond heartbeat": 1})

    monkeypatch.setattr(chromadb, "HttpClient", client)
    monkeypatch.setattr(httpx, "get", heartbeat)
    monkeypatch.setattr(collection, "_LOG", 10)
    monkeypatch.setattr(collection, "_SPARE", 5)
    keeper = client()
    yield URL
    for made in keeper.list_collections():
        keeper.delete_collection(made.name)
    keeper.close()


@pytest.fixture
def base(url: str, embedder: Embedder) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open("mine", embedder, url=url) as base:
        base.add_documents(DOCUMENTS)
        yield base


def _elsewhere(
    machine: Callable[[str], None], url: str, embedder: Embedder, name: str = "mine"
) -> KnowledgeBase:
    """Open a base as another machine does, which has a copy of its own."""
    machine("two")
    shelves = server_shelf.ServerShelf(Server(url), name)
    base = KnowledgeBase(name, shelves, embedder)
    shelves.users = 1
    base._check_embedder()
    machine("one")
    return base


@pytest.fixture
def other(
    base: KnowledgeBase, machine: Callable[[str], None], url: str, embedder: Embedder
) -> Iterator[KnowledgeBase]:
    """The same base on another machine."""
    other = _elsewhere(machine, url, embedder)
    yield other
    other._opened.close()


def _texts(base: KnowledgeBase, query: str) -> list[str]:
    return [passage.text for passage in base.search(query, 10)]


def test_a_base_on_a_server_does_what_a_local_one_does(base: KnowledgeBase, url: str) -> None:
    assert base.search("When is tea served?", 1)[0].source == "tea.md"
    assert base.search("milk", 1, mode="lexical")[0].source == "/notes/milk.txt"
    found = base.search("is", 5, where=Filter(source="/notes", suffixes=("txt",)))
    assert [p.source for p in found] == ["/notes/milk.txt"]
    assert base.table_of(base.search("a b", 1, where=Filter(suffixes=("md",)))[0]) is not None
    assert base.remove("tea.md") == ["tea.md"]
    assert [s.source for s in base.sources()] == ["/notes/milk.txt", "/notes/table.md"]
    stats = base.stats()
    assert (stats.url, stats.documents, stats.passages) == (url, 2, 2)
    assert base.verify().problems == ()
    assert KnowledgeBase.names(url=url) == ["mine"]
    assert KnowledgeBase.exists("mine", url=url)
    assert not KnowledgeBase.exists("other", url=url)


def test_machines_see_each_others_changes(base: KnowledgeBase, other: KnowledgeBase) -> None:
    assert other.search("tea", 1)[0].text == "Tea is served at four."
    base.add_documents([Document("tea.md", "Tea is served at five.")])
    assert _texts(other, "tea served")[0] == "Tea is served at five."
    assert "Tea is served at four." not in _texts(other, "tea served")
    other.add_documents([Document("bread.md", "Bread is baked at dawn.")])
    assert base.search("bread dawn", 1)[0].source == "bread.md"
    base.remove("bread.md")
    assert other.search("bread dawn", 5, mode="lexical") == []
    assert base.verify().problems == other.verify().problems == ()
    assert [s.source for s in base.sources()] == [s.source for s in other.sources()]


def test_what_is_removed_leaves_every_copy(
    base: KnowledgeBase, other: KnowledgeBase, tmp_path: Path
) -> None:
    base.add_documents([Document("secret.md", "The password is swordfish.")])
    assert other.search("password", 1)[0].source == "secret.md"
    base.remove("secret.md")
    base.search("tea")
    other.search("tea")
    for machine in ("one", "two"):
        for path in (tmp_path / machine).rglob("*"):
            if path.is_file():
                assert b"swordfish" not in path.read_bytes()


def test_the_copy_is_made_again_after_it_is_lost(
    base: KnowledgeBase, url: str, embedder: Embedder
) -> None:
    folder = base._opened.folder
    before = base.sources()
    base.close()
    for path in folder.iterdir():
        path.unlink()
    with KnowledgeBase.open("mine", embedder, url=url) as again:
        assert again.sources() == before
        assert again.search("tea", 1)[0].source == "tea.md"


def test_unchanged_bases_are_not_copied_again(
    base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.add_documents([Document("x", "Coffee.")])
    monkeypatch.setattr(Copy, "follow", lambda *_: pytest.fail("copied"))
    base.search("tea")
    base.add_documents([Document("y", "Cocoa.")])
    base.search("tea")


class Died(BaseException):
    """Stands for the end of the process at this very place."""


def _die(*_: object, **__: object) -> None:
    raise Died


PLACES = [
    (Collection, "add"),
    (Collection, "records"),
    (Collection, "delete"),
    (PassageStore, "put"),
    (PassageStore, "delete"),
    (Server, "describe"),
]


@pytest.mark.parametrize(("owner", "step"), PLACES)
@pytest.mark.parametrize("change", ["add", "remove"])
def test_copies_agree_after_a_death_at_any_step(
    base: KnowledgeBase,
    other: KnowledgeBase,
    monkeypatch: pytest.MonkeyPatch,
    owner: type,
    step: str,
    change: str,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(owner, step, _die)
        try:
            if change == "add":
                base.add_documents([Document("tea.md", "Tea is cold.")])
            else:
                base.remove("tea.md")
        except Died:
            pass
    assert base.sources() == other.sources()
    texts = _texts(base, "tea is")
    assert texts == _texts(other, "tea is")
    assert len([text for text in texts if text.startswith("Tea")]) <= 1
    base.add_documents([Document("tea.md", "Tea is hot.")])
    for machine in (base, other):
        tea = [text for text in _texts(machine, "tea is") if text.startswith("Tea")]
        assert tea == ["Tea is hot."]
        assert machine.verify().problems == ()


def test_a_dead_writer_costs_copies_for_an_hour_only(
    base: KnowledgeBase, other: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    describe, calls = Server.describe, []

    def die_later(self: Server, *arguments: Any, **values: Any) -> None:
        calls.append(values)
        if len(calls) == 2:
            raise Died
        describe(self, *arguments, **values)

    with monkeypatch.context() as patch:
        patch.setattr(Server, "describe", die_later)
        with pytest.raises(Died):
            base.add_documents([Document("tea.md", "Tea is cold.")])
    copied: list[int] = []
    follow = Copy.follow

    def counted(self: Copy, vectors: Collection) -> None:
        copied.append(1)
        follow(self, vectors)

    monkeypatch.setattr(Copy, "follow", counted)
    assert _texts(other, "tea")[0] == _texts(other, "tea")[0] == "Tea is cold."
    assert len(copied) == 2
    monkeypatch.setattr(server_shelf, "_UNFINISHED", 0)
    for _ in range(4):
        other.search("tea")
    assert len(copied) == 4


def test_half_a_document_is_none(
    base: KnowledgeBase, other: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer died between two batches: what it wrote is ignored, found, and swept when old."""
    add = Collection.add

    def half(self: Collection, ids: Sequence[str], rows: Any, fields: Any, texts: Any) -> None:
        add(self, ids[:1], rows[:1], fields[:1], texts[:1])
        raise Died

    long = "\n\n".join(f"# {n}\n\nCocoa number {n}." for n in range(3))
    from lottery_agent.knowledge.readers.headings import markdown_headings

    document = Document("cocoa.md", long, headings=markdown_headings(long))
    with monkeypatch.context() as patch:
        patch.setattr(Collection, "add", half)
        with pytest.raises(Died):
            base.add_documents([document])
    for machine in (base, other):
        assert not [p for p in machine.search("cocoa number", 10) if p.source == "cocoa.md"]
    (problem,) = other.verify().problems
    assert problem.detail == "1 vectors belong to no passage"
    assert not other.verify(repair=True).sound, "somebody may be writing it"
    monkeypatch.setattr(server_shelf, "_UNFINISHED", 0)
    assert other.verify(repair=True).sound
    base.add_documents([document])
    assert other.search("cocoa number 2", 1)[0].text == "Cocoa number 2."
    assert base.verify().problems == other.verify().problems == ()


def test_of_two_writers_of_a_document_the_later_one_counts(
    base: KnowledgeBase, other: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other machine writes while the first is about to delete what it has replaced."""
    records = Collection.records
    done: list[bool] = []

    def meanwhile(self: Collection, *arguments: Any, **options: Any) -> Any:
        if not done and arguments[0].get("source"):
            done.append(True)
            other.add_documents([Document("tea.md", "Tea of the other.")])
        return records(self, *arguments, **options)

    monkeypatch.setattr(Collection, "records", meanwhile)
    monkeypatch.setattr(Copy, "alone", lambda self: nullcontext())
    base.add_documents([Document("tea.md", "Tea of the first.")])
    for machine in (base, other):
        tea = [text for text in _texts(machine, "tea of") if text.startswith("Tea")]
        assert tea == ["Tea of the other."]
        assert machine.verify().problems == ()


def test_a_copy_that_was_changed_is_restored(base: KnowledgeBase) -> None:
    with base._opened.passages.transaction() as database:
        database.execute("UPDATE words SET text = 'Tea is poison at four.' WHERE rowid = 1")
    assert "the texts are not those" in base.verify().problems[0].detail
    assert base.verify(repair=True).sound
    assert base.document("tea.md")[0].text == "Tea is served at four."
    assert base.verify().problems == ()


def test_a_broken_vector_is_mended_and_keeps_its_text(base: KnowledgeBase) -> None:
    id = base.document("tea.md")[0].id
    half = np.full((1, 256), 1 / 32, dtype=np.float32)
    base._opened.vectors.upsert([id], half, [{"document": int(id.split(":")[0])}])
    assert base.verify(repair=True).sound
    assert base.verify().problems == ()
    (record,) = base._opened.vectors.lookup([id])
    assert record.text == "Tea is served at four."
    assert record.fields["source"] == "tea.md"


def test_records_of_strangers_are_no_documents(
    base: KnowledgeBase, other: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrieval, "_EXACT", 0)
    row = np.eye(1, 256, dtype=np.float32)
    fields: list[dict[str, Any]] = [
        {"position": 0},
        {"position": 0, "document": 7, "source": "x", "written": 1, "passages": 1},
        {"position": 0, "document": "8", "source": "x", "written": 1},
        {
            "position": 0,
            "document": 9,
            "source": "x",
            "written": 1,
            "passages": 1,
            "start": 0,
            "end": 3,
            "heading": "",
            "sha256": "0",
            "bytes": 1,
            "tables": "[[",
            "added": "now",
            "digest": "",
        },
    ]
    for n, field in enumerate(fields):
        base._opened.vectors.add([f"{n}:0"], row, [field], ["tea"])
    base._opened.vectors._collection.add(ids=["hello"], embeddings=row)
    for machine in (base, other):
        assert len(machine.sources()) == 3
        assert "x" not in [p.source for p in machine.search("tea", 10)]
        assert "x" not in [p.source for p in machine.search("tea", where=Filter(suffixes=("md",)))]
        assert machine.verify().problems[0].detail == "5 vectors belong to no passage"
    assert base.verify(repair=True).sound
    assert other.verify().problems == ()


def test_another_embedder_is_refused_until_the_vectors_are_made_anew(
    base: KnowledgeBase, other: KnowledgeBase, url: str, other_embedder: Embedder
) -> None:
    with pytest.raises(KnowledgeError, match="was made with the embedder"):
        KnowledgeBase.open("mine", other_embedder, url=url)
    base.close()
    done = KnowledgeBase.reembed("mine", other_embedder, url=url)
    assert done.passages == 3
    with pytest.raises(KnowledgeError, match="deleted or replaced by somebody else"):
        other.search("tea")
    with KnowledgeBase.open("mine", other_embedder, url=url) as again:
        assert again.search("tea", 1)[0].text == "Tea is served at four."
        assert again.verify().problems == ()
        assert KnowledgeBase.names(url=url) == ["mine"]
    assert len(Server(url)._client.list_collections()) == 1


def test_nobody_writes_while_the_vectors_are_made_anew(
    base: KnowledgeBase, other: KnowledgeBase, url: str, embedder: Embedder, make_embedder: Any
) -> None:
    class Dies:
        name, dimension = "words 2", 256

        def __init__(self, version: str) -> None:
            self.sha256 = make_embedder(version).sha256

        def embed(self, texts: Sequence[str]) -> Any:
            with pytest.raises(KnowledgeError, match="being made anew by the embedder 'words 2'"):
                other.add_documents([Document("x", "Coffee.")])
            assert other.search("tea", 1)[0].source == "tea.md"
            raise Died

    base.close()
    with pytest.raises(Died):
        KnowledgeBase.reembed("mine", Dies("2"), url=url)
    with pytest.raises(KnowledgeError, match="gives it up when run with the earlier embedder"):
        other.remove("tea.md")
    with pytest.raises(Died):
        KnowledgeBase.reembed("mine", Dies("3"), url=url)
    assert len(Server(url)._client.list_collections()) == 2
    assert KnowledgeBase.reembed("mine", embedder, url=url).passages == 0
    assert other.remove("tea.md") == ["tea.md"]
    assert len(Server(url)._client.list_collections()) == 1


def test_a_base_moves_to_a_server_and_back(
    base: KnowledgeBase, tmp_path: Path, embedder: Embedder, url: str
) -> None:
    base.export(tmp_path / "x.jsonl.gz")
    with KnowledgeBase.open("local", embedder, folder=tmp_path / "bases") as local:
        assert local.import_(tmp_path / "x.jsonl.gz").embedded == 0
        assert local.verify().problems == ()
        local.export(tmp_path / "y.jsonl")
    with KnowledgeBase.open("again", embedder, url=url) as again:
        assert again.import_(tmp_path / "y.jsonl").added == 3
        assert again.sources() == base.sources()
        assert again.verify().problems == ()


def test_a_base_is_deleted(base: KnowledgeBase, url: str) -> None:
    folder = base._opened.folder
    base.delete()
    assert KnowledgeBase.names(url=url) == []
    assert not folder.exists()
    with pytest.raises(KnowledgeError, match="there is no knowledge base 'mine'"):
        KnowledgeBase.open("mine", url=url, create=False)


def test_copies_of_a_deleted_base_are_deleted_too(
    base: KnowledgeBase,
    other: KnowledgeBase,
    url: str,
    embedder: Embedder,
    machine: Callable[[str], None],
    tmp_path: Path,
) -> None:
    base.delete()
    with pytest.raises(KnowledgeError, match="deleted or replaced by somebody else"):
        other.search("tea")
    assert other._opened.passages.totals() == (0, 0)
    with KnowledgeBase.open("mine", embedder, url=url) as again:
        again.add_documents(DOCUMENTS)
        with KnowledgeBase.open("mine", url=url) as same:
            assert len(same.sources()) == 3
        server = Server(url)
        server.drop(server.bases()["mine"][0])
    with KnowledgeBase.open("mine", url=url) as empty:
        assert empty.sources() == []
    assert len(list((tmp_path / "one" / "copies").iterdir())) == 1
    assert not KnowledgeBase.exists("mine", url=url)
    assert list((tmp_path / "one" / "copies").iterdir()) == []


def test_a_base_of_a_later_format_is_refused(base: KnowledgeBase, url: str) -> None:
    server = Server(url)
    (made,) = server.bases()["mine"]
    server.describe(made, format=2)
    base.close()
    with pytest.raises(KnowledgeError, match="has format 2, this version reads 1"):
        KnowledgeBase.open("mine", url=url)


def test_an_empty_base_and_a_name_that_chroma_does_not_take(url: str, embedder: Embedder) -> None:
    with KnowledgeBase.open("new", url=url) as base:
        assert base.sources() == []
        assert base.search("tea", mode="lexical") == []
        assert base.verify().problems == ()
    with pytest.raises(UsageError, match=r"can't be called 'a\.\.b'"):
        KnowledgeBase.open("a..b", embedder, url=url)


@pytest.mark.parametrize(
    "url",
    ["", "x", "ftp://h", "http://", "http://h:0", "http://h:99999", "http://h:x", "http://h/path"],
)
def test_what_is_no_url_of_a_server(url: str) -> None:
    with pytest.raises(UsageError, match="URL of"):
        without_password(url)


def test_no_message_holds_the_password() -> None:
    assert without_password("https://ann:secret@[::1]:8000/") == "https://[::1]:8000"
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))  # not listening: nothing answers there
        with pytest.raises(KnowledgeError) as caught:
            KnowledgeBase.names(url=f"http://ann:secret@127.0.0.1:{listener.getsockname()[1]}")
    assert "does not answer" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_something_else_than_chroma_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []

    def answer(*_: Any, headers: Any, **__: Any) -> httpx.Response:
        sent.append(headers)
        return httpx.Response(401, text="who are you?")

    monkeypatch.setattr(httpx, "get", answer)
    with pytest.raises(KnowledgeError, match="is no Chroma server: it answered 401"):
        KnowledgeBase.names(url="http://ann:secret@host.test:8000")
    assert sent == [{"Authorization": "Basic YW5uOnNlY3JldA=="}]


WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from conftest import WordEmbedder
from lottery_agent.knowledge import KnowledgeBase
from lottery_agent.knowledge.documents import Document

url, name = sys.argv[2:]
with KnowledgeBase.open("mine", WordEmbedder(), url=url) as base:
    for n in range(5):
        base.add_documents([Document(f"{name}{n}", f"Tea of {name} number {n}.")])
        base.search("tea", 3)
    base.remove(f"{name}0")
"""


@pytest.fixture
def real(tmp_path: Path, machine: object) -> Iterator[str]:
    """The URL of a Chroma server in a process of its own, which keeps its files in `server`."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    chroma = str(Path(sys.executable).with_name("chroma"))
    command = [chroma, "run", "--path", "server", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        url = f"http://127.0.0.1:{port}"
        try:
            for _ in range(100):
                try:
                    KnowledgeBase.names(url=url)
                    break
                except KnowledgeError:
                    time.sleep(0.1)
            yield url
        finally:
            server.terminate()


@pytest.mark.package
def test_a_real_server_is_shared_by_processes_and_forgets(
    real: str, tmp_path: Path, embedder: Embedder
) -> None:
    arguments = [sys.executable, "-c", WRITER, str(Path(__file__).parent), real]
    writers = [subprocess.Popen([*arguments, name]) for name in ("ann", "bob", "eve")]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0]
    with KnowledgeBase.open("mine", embedder, url=real) as base:
        assert len(base.sources()) == 12
        assert base.search("tea of bob number 3", 1)[0].source == "bob3"
        assert base.search("eve", 9, mode="lexical", where=Filter(source="eve*"))
        assert base.verify().problems == ()
        base.add_documents([Document("secret", "The password is swordfish.")])
        base.remove("secret")
        base.export(tmp_path / "x.jsonl")
    with KnowledgeBase.open("copy", embedder, url=real) as copy:
        assert copy.import_(tmp_path / "x.jsonl").added == 12
        copy.delete()
    chroma = str(Path(sys.executable).with_name("chroma"))
    vacuum = [chroma, "vacuum", "--path", "server", "--force"]
    subprocess.run(vacuum, cwd=tmp_path, check=True, capture_output=True, timeout=60)
    for folder in ("server", "one"):
        for path in (tmp_path / folder).rglob("*"):
            assert not path.is_file() or b"swordfish" not in path.read_bytes()
