from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lottery_agent.errors import KnowledgeError, UsageError
from lottery_agent.knowledge import Embedder, KnowledgeBase
from lottery_agent.knowledge.documents import Document
from lottery_agent.knowledge.readers.headings import markdown_headings

Open = Callable[..., KnowledgeBase]


@pytest.fixture
def bases(tmp_path: Path) -> Path:
    return tmp_path / "bases"


@pytest.fixture
def base(bases: Path, embedder: Embedder) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open("mine", embedder, folder=bases) as base:
        yield base


def test_a_question_finds_its_passage(base: KnowledgeBase, documents: Path) -> None:
    base.add([documents])
    best = base.search("how much honey does a colony make", 3)[0]
    path = documents / "guide" / "bees.md"
    assert best.source == str(path)
    assert best.text == path.read_text()[best.start : best.end]
    assert best.text == "A colony makes thirty kilograms of honey."
    assert best.heading == "Bees > Honey"
    assert 0.3 < best.score <= 1
    assert best.lexical > 0


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("medlar price", "prices.csv"),
        ("buy yarn", "notes.jsonl"),
        ("moon sea", "page.html"),
        ("warp loom holds", "spec.rst"),
        ("knit rows", "tool.py"),
        ("diner train", "trains.txt"),
    ],
)
def test_each_kind_of_document_is_found(
    base: KnowledgeBase, documents: Path, query: str, name: str
) -> None:
    base.add([documents])
    assert Path(base.search(query, 1)[0].source).name == name


def test_a_passage_that_shares_only_words_is_found_with_its_similarity(
    base: KnowledgeBase,
) -> None:
    filler = [Document(f"d{n}", "alpha beta gamma delta") for n in range(60)]
    target = Document("target", "zyzzyva " + " ".join(f"other{n}" for n in range(150)))
    base.add_documents([*filler, target])
    found = {p.source: p for p in base.search("alpha beta gamma zyzzyva", 61)}
    assert 0 < found["target"].score < 0.5
    assert found["target"].lexical > 0


def test_k_passages_each_once(base: KnowledgeBase, documents: Path) -> None:
    base.add([documents])
    found = base.search("the", 4)
    assert len(found) == len({p.id for p in found}) == 4


def test_an_empty_base_finds_nothing(base: KnowledgeBase) -> None:
    assert base.search("anything") == []
    assert base.sources() == []


@pytest.mark.parametrize(("query", "k"), [("", 1), ("  ", 1), ("x", 0)])
def test_bad_queries(base: KnowledgeBase, query: str, k: int) -> None:
    with pytest.raises(UsageError):
        base.search(query, k)


def test_a_huge_query_is_answered(base: KnowledgeBase, documents: Path) -> None:
    base.add([documents])
    assert base.search("honey " * 200_000, 1)[0].source.endswith("bees.md")


def test_everything_is_there_after_reopening(
    bases: Path, embedder: Embedder, documents: Path
) -> None:
    with KnowledgeBase.open("mine", embedder, folder=bases) as base:
        base.add([documents])
        before = base.search("honey", 5), base.sources()
    with KnowledgeBase.open("mine", embedder, folder=bases) as base:
        assert (base.search("honey", 5), base.sources()) == before


def _words_on_disk(folder: Path, word: str) -> list[str]:
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and word.encode() in path.read_bytes().lower()
    ]


def test_removing_leaves_no_trace(bases: Path, embedder: Embedder, documents: Path) -> None:
    with KnowledgeBase.open("mine", embedder, folder=bases) as base:
        base.add([documents])
        removed = base.remove(documents / "guide" / "bees.md")
        assert removed == [str(documents / "guide" / "bees.md")]
        assert not [p for p in base.search("honey colony", 50) if "bees" in p.source]
        assert base.stats().passages == base._opened.vectors.count()
        kept = "vienna"
    assert _words_on_disk(bases, kept)
    for word in ("kilograms", "kilogram", "bees.md"):
        assert _words_on_disk(bases, word) == []


def test_replacing_leaves_no_trace_of_the_old_text(
    bases: Path, embedder: Embedder, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("The password was swordfish.")
    with KnowledgeBase.open("mine", embedder, folder=bases) as base:
        base.add([file])
        file.write_text("The password was changed.")
        base.add([file])
        assert [p.text for p in base.search("password")] == ["The password was changed."]
    assert _words_on_disk(bases, "swordfish") == []


def test_a_folder_is_removed_with_what_is_below_it(base: KnowledgeBase, documents: Path) -> None:
    base.add([documents])
    count = len(base.sources())
    assert base.remove(documents / "guide") == [str(documents / "guide" / "bees.md")]
    assert len(base.remove(str(documents))) == count - 1
    assert base.sources() == []
    assert base.stats().passages == 0


def test_removing_needs_a_known_source(base: KnowledgeBase, documents: Path) -> None:
    base.add([documents])
    count = len(base.sources())
    for unknown in (documents / "guid", "nothing", "", "a\0b", "\udcff", "~no such user/x"):
        with pytest.raises(UsageError, match="has no document"):
            base.remove(unknown)
        with pytest.raises(UsageError, match="has no document"):
            base.document(unknown)
    assert len(base.sources()) == count


def test_another_embedder_is_refused(
    bases: Path, embedder: Embedder, other_embedder: Embedder, documents: Path
) -> None:
    with KnowledgeBase.open("mine", embedder, folder=bases) as base:
        base.add([documents])
        with pytest.raises(KnowledgeError, match="was made with the embedder 'words'"):
            KnowledgeBase.open("mine", other_embedder, folder=bases)
        assert base.search("honey")
    with pytest.raises(KnowledgeError, match="was made with the embedder"):
        KnowledgeBase.open("mine", other_embedder, folder=bases)
    KnowledgeBase.open("mine", embedder, folder=bases).close()


def test_without_an_embedder_a_base_can_be_listed_and_cleaned(
    bases: Path, embedder: Embedder, documents: Path
) -> None:
    with KnowledgeBase.open("mine", embedder, folder=bases) as base:
        base.add([documents])
    with KnowledgeBase.open("mine", folder=bases, create=False) as base:
        assert len(base.sources()) == 7
        base.remove(documents)
        assert base.sources() == []
        with pytest.raises(KnowledgeError, match="without an embedder"):
            base.search("honey")
        with pytest.raises(KnowledgeError, match="without an embedder"):
            base.add([documents])


def test_users_in_one_process_share_a_base(
    bases: Path, embedder: Embedder, documents: Path
) -> None:
    first = KnowledgeBase.open("mine", embedder, folder=bases)
    second = KnowledgeBase.open("mine", embedder, folder=bases)
    first.add([documents])
    first.close()
    first.close()
    assert second.search("honey", 1)[0].source.endswith("bees.md")
    with pytest.raises(KnowledgeError, match="is closed"):
        first.search("honey")
    second.close()


@pytest.mark.parametrize("name", ["", "none", "a/b", "..", ".hidden", "a" * 65, "a b", "x\n"])
def test_impossible_names(bases: Path, name: str) -> None:
    with pytest.raises(UsageError, match="can't be called"):
        KnowledgeBase.open(name, folder=bases)
    assert not bases.exists()


def test_missing_bases(bases: Path, embedder: Embedder) -> None:
    with pytest.raises(KnowledgeError, match="there is no knowledge base 'mine'"):
        KnowledgeBase.open("mine", embedder, folder=bases, create=False)
    assert not KnowledgeBase.exists("mine", folder=bases)
    assert KnowledgeBase.names(folder=bases) == []
    KnowledgeBase.open("mine", embedder, folder=bases).close()
    assert KnowledgeBase.exists("mine", folder=bases)
    assert KnowledgeBase.names(folder=bases) == ["mine"]


def test_passages_and_their_neighbours(base: KnowledgeBase) -> None:
    text = "\n\n".join(f"# Part {n}\n\nWord{n} is here." for n in range(5))
    headings = tuple(markdown_headings(text))
    base.add_documents([Document("a", text, headings=headings), Document("b", "Word2 is there.")])
    found = base.search("word2 is here", 1)[0]
    parts = base.document("a")
    assert [part.text for part in parts] == [f"Word{n} is here." for n in range(5)]
    assert all(text[part.start : part.end] == part.text for part in parts)
    assert base.passage(found.id) == parts[2]
    assert base.neighbours(found) == [parts[1], parts[3]]
    assert base.neighbours(found.id, before=9, after=0) == parts[:2]
    assert base.neighbours(parts[4]) == [parts[3]]
    assert base.neighbours(found, before=0, after=0) == []
    with pytest.raises(UsageError, match="must be 0 or more"):
        base.neighbours(found, before=-1)
    with pytest.raises(UsageError, match="has no document 'c'"):
        base.document("c")


@pytest.mark.parametrize("id", ["", "x", "1", ":", "9:9", "1:-1", " 1:0", "1_0:0", f"{10**30}:0"])
def test_ids_of_no_passage(base: KnowledgeBase, id: str) -> None:
    base.add_documents([Document("a", "Tea.")])
    assert base.passage(id) is None
    assert base.neighbours(id, 5, 5) == []


def test_the_default_folder_follows_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTTERY_HOME", str(tmp_path / "home"))
    with KnowledgeBase.open("mine") as base:
        assert base.stats().folder == str(tmp_path / "home" / "knowledge" / "mine")


def test_closing_releases_every_file(bases: Path, embedder: Embedder, documents: Path) -> None:
    if not os.path.exists("/proc/self/fd"):  # noqa: PTH110
        pytest.skip("open files can't be listed here")
    base = KnowledgeBase.open("mine", embedder, folder=bases)
    base.add([documents])
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: base.search("honey"), range(8)))
    base.close()
    for _ in range(100):  # Chroma closes its connections in the background.
        links = [f"/proc/self/fd/{number}" for number in os.listdir("/proc/self/fd")]  # noqa: PTH208
        held = [os.readlink(link) for link in links if os.path.exists(link)]  # noqa: PTH110, PTH115
        if not [name for name in held if name.startswith(str(bases))]:
            break
        os.sched_yield()
    else:
        pytest.fail(f"still open: {held}")


def test_a_damaged_base_is_one_clear_error(bases: Path, embedder: Embedder) -> None:
    KnowledgeBase.open("mine", embedder, folder=bases).close()
    (bases / "mine" / "passages.sqlite3").write_bytes(b"not a database" * 100)
    with pytest.raises(KnowledgeError, match="can't be opened: file is not a database"):
        KnowledgeBase.open("mine", embedder, folder=bases)


def test_a_base_of_a_later_format_is_refused(bases: Path, embedder: Embedder) -> None:
    with KnowledgeBase.open("mine", embedder, folder=bases) as base:
        base._opened.passages.describe({"format": "99"})
    with pytest.raises(KnowledgeError, match="has format 99"):
        KnowledgeBase.open("mine", embedder, folder=bases)


def test_a_folder_that_cannot_be_made(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KnowledgeError, match="can't make"):
        KnowledgeBase.open("mine", embedder, folder=tmp_path / "file")


def test_searching_while_adding_and_removing(base: KnowledgeBase, documents: Path) -> None:
    base.add([documents])

    def search(_: int) -> bool:
        return all(p.text in p.text and 0 <= p.score <= 1 for p in base.search("honey tea", 5))

    def change(number: int) -> bool:
        base.add_documents([Document(f"tea{number}", f"Tea number {number} steeps.")])
        base.remove(f"tea{number}")
        return True

    with ThreadPoolExecutor(6) as pool:
        jobs = [pool.submit(search if n % 3 else change, n) for n in range(30)]
        assert all(job.result() for job in jobs)
    assert base.search("honey", 1)[0].source.endswith("bees.md")
    assert base.stats().passages == base._opened.vectors.count()
