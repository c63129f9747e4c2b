from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.errors import KnowledgeError, UsageError
from lottery_agent.knowledge import Embedder, Filter, KnowledgeBase, Passage, retrieval
from lottery_agent.knowledge.collection import Collection, Where
from lottery_agent.knowledge.documents import Document
from lottery_agent.knowledge.embedder import Vectors
from lottery_agent.knowledge.ranking import Mode
from lottery_agent.knowledge.retrieval import diversify

TOPICS = ["tea", "rain", "loom", "yarn", "bread"]


@pytest.fixture(scope="module")
def base(
    tmp_path_factory: pytest.TempPathFactory, make_embedder: Callable[[], Embedder]
) -> Iterator[KnowledgeBase]:
    """Sixty documents of one passage each, in three folders, of two kinds."""
    documents = [
        Document(
            f"/{'abc'[n % 3]}/{n}.{'md' if n % 2 else 'txt'}",
            f"{TOPICS[n % 5]} {TOPICS[n % 4]} number{n} of {n // 10}.",
        )
        for n in range(60)
    ]
    folder = tmp_path_factory.mktemp("bases")
    with KnowledgeBase.open("mine", make_embedder(), folder=folder) as base:
        base.add_documents(documents)
        yield base


def _sources(passages: list[Passage]) -> list[str]:
    return [passage.source for passage in passages]


def test_each_mode_scores_what_it_is_about(base: KnowledgeBase) -> None:
    for passage in base.search("tea number5", 5, mode="dense"):
        assert passage.lexical == 0
        assert passage.fused == passage.score > 0
    for passage in base.search("tea number5", 5, mode="lexical"):
        assert passage.score == 0
        assert passage.lexical > 0
    fused = base.search("tea number5", 5)
    assert fused[0].score > 0
    assert fused[0].lexical > 0
    ranks = base.search("tea number5", 5, fusion="reciprocal")
    assert ranks[0].fused == 1
    for mode in ("fused", "dense", "lexical"):
        found = base.search("tea number5", 5, mode=mode)
        assert [p.fused for p in found] == sorted((p.fused for p in found), reverse=True)
        assert _sources(found)[0] == "/c/5.md"


def test_words_alone_need_no_embedder(base: KnowledgeBase) -> None:
    folder = base._opened.folder.parent
    with KnowledgeBase.open("mine", folder=folder) as without:
        assert _sources(without.search("number7", 3, mode="lexical")) == ["/b/7.md"]
        with pytest.raises(KnowledgeError, match="without an embedder"):
            without.search("number7", 3)


def test_a_threshold_cuts_what_is_not_similar(base: KnowledgeBase) -> None:
    found = base.search("loom number2 of 0", 60)
    least = found[5].score
    kept = base.search("loom number2 of 0", 60, threshold=least)
    assert 0 < len(kept) < len(found)
    assert {p.id for p in kept} == {p.id for p in found if p.score >= least}


FILTERS = [
    Filter(source="/a"),
    Filter(source="/b/1*"),
    Filter(suffixes=(".md",)),
    Filter(source="/c", suffixes=("txt",)),
]


@pytest.mark.parametrize("exact", [0, 1000], ids=["index", "one by one"])
@pytest.mark.parametrize("widest", [0, 8000], ids=["condition", "wide"])
@pytest.mark.parametrize("where", FILTERS, ids=str)
def test_a_filter_means_the_same_for_both_stores(
    base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, where: Filter, exact: int, widest: int
) -> None:
    monkeypatch.setattr(retrieval, "_EXACT", exact)
    monkeypatch.setattr(retrieval, "_WIDEST", widest)
    admitted = set(base._opened.passages.names(where.condition()))
    assert 0 < len(admitted) < 60
    for mode in ("dense", "lexical", "fused"):
        everything = base.search("tea rain loom yarn bread of", 60, mode=mode)
        found = base.search("tea rain loom yarn bread of", 60, mode=mode, where=where)
        assert set(_sources(found)) == {p.source for p in everything} & admitted
        scores = {p.id: p.score for p in everything}
        assert {p.id: p.score for p in found} == pytest.approx(
            {p.id: scores[p.id] for p in found}, abs=1e-5
        )


def test_neighbours_far_from_the_query_are_found_under_a_filter(
    base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nearest passages are all of the other kind: the wide search fails, Chroma's decides."""
    monkeypatch.setattr(retrieval, "_EXACT", 0)
    monkeypatch.setattr(retrieval, "_DEPTH", 1)
    asked: list[object] = []
    nearest = Collection.nearest

    def spy(self: Collection, row: Vectors, k: int, where: Where | None = None) -> object:
        asked.append(where)
        return nearest(self, row, k, where)

    monkeypatch.setattr(Collection, "nearest", spy)
    found = base.search("tea loom", 1, mode="dense", where=Filter(suffixes=("md",)))
    assert [source.endswith(".md") for source in _sources(found)] == [True]
    assert len(asked) == 2
    assert asked[0] is None
    assert asked[1] is not None


def test_nothing_is_found_where_nothing_is_admitted(base: KnowledgeBase) -> None:
    for mode in ("dense", "lexical", "fused"):
        assert base.search("tea", 5, mode=mode, where=Filter(source="/nowhere")) == []


def test_a_search_asks_the_database_a_constant_number_of_questions(base: KnowledgeBase) -> None:
    database = base._opened.passages._database

    def questions(k: int) -> int:
        asked: list[str] = []
        database.set_trace_callback(asked.append)
        try:
            assert len(base.search("of", k)) == k
        finally:
            database.set_trace_callback(None)
        return len([line for line in asked if line.startswith(("SELECT", "WITH", "\nSELECT"))])

    assert questions(1) == questions(50)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"mode": "psychic"}, "there is no mode 'psychic'"),
        ({"fusion": "cold"}, "there is no fusion 'cold'"),
        ({"threshold": 1.5}, "the threshold must be between 0 and 1"),
        ({"threshold": float("nan")}, "the threshold must be between 0 and 1"),
        ({"diversity": -0.1}, "the diversity must be between 0 and 1"),
        ({"mode": "lexical", "threshold": 0.5}, "a threshold compares meanings"),
    ],
)
def test_bad_options(base: KnowledgeBase, options: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        base.search("tea", 3, **options)  # type: ignore[arg-type]


def _passage(id: str, fused: float) -> Passage:
    return Passage(id, "s", "", 0, 1, fused, "", 0.0, fused)


def test_diversity_prefers_what_was_not_said() -> None:
    passages = [_passage("a", 0.9), _passage("b", 0.89), _passage("c", 0.5)]
    rows = {
        "a": np.array([1, 0], np.float32),
        "b": np.array([1, 0], np.float32),
        "c": np.array([0, 1], np.float32),
    }
    assert [p.id for p in diversify(passages, rows, 3, 0.0)] == ["a", "b", "c"]
    assert [p.id for p in diversify(passages, rows, 2, 0.5)] == ["a", "c"]
    assert [p.id for p in diversify(passages, {}, 2, 0.5)] == ["a", "b"]


@given(
    scores=st.lists(st.floats(0, 1), min_size=1, max_size=12),
    k=st.integers(1, 15),
    diversity=st.floats(0, 1),
    seed=st.integers(0, 2**16),
)
def test_diversity_chooses_each_passage_once_and_the_best_one_first(
    scores: list[float], k: int, diversity: float, seed: int
) -> None:
    passages = [_passage(str(n), score) for n, score in enumerate(sorted(scores, reverse=True))]
    rows = np.random.default_rng(seed).normal(size=(len(scores), 4)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    by_id = {passage.id: row for passage, row in zip(passages, rows, strict=True)}
    chosen = diversify(passages, by_id, k, diversity)
    assert len(chosen) == len({p.id for p in chosen}) == min(k, len(passages))
    assert chosen[0].id == "0" or diversity == 1
    assert set(chosen) <= set(passages)


@pytest.mark.parametrize("mode", ["fused", "dense", "lexical"])
def test_a_diverse_search_gives_k_passages(base: KnowledgeBase, mode: Mode) -> None:
    plain = base.search("tea rain of", 10, mode=mode)
    varied = base.search("tea rain of", 10, mode=mode, diversity=0.8)
    assert len({p.id for p in varied}) == 10
    assert varied[0] == plain[0]
    assert _sources(varied) != _sources(plain)
