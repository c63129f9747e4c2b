from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.errors import UsageError
from lottery_agent.knowledge import Embedder, TextIndex, rank
from lottery_agent.knowledge.ranking import fuse

_SCORES = st.dictionaries(st.integers(0, 9), st.floats(0, 1))


def test_meaning_and_words_count_together() -> None:
    dense = {"paraphrase": 0.7, "both": 0.6, "words": 0.2, "neither": 0.3}
    lexical = {"both": 4.0, "words": 5.0}
    assert list(fuse(dense, lexical)) == ["both", "paraphrase", "words", "neither"]


@given(_SCORES, st.dictionaries(st.integers(0, 9), st.floats(0, 50)), st.floats(0.1, 100))
def test_fusion_keeps_every_item_and_ignores_the_scale_of_bm25(
    dense: dict[int, float], lexical: dict[int, float], scale: float
) -> None:
    joint = fuse(dense, lexical)
    assert sorted(joint) == sorted(dense)
    assert list(joint.values()) == sorted(joint.values(), reverse=True)
    assert all(0 <= score <= 1.0000001 for score in joint.values())
    scaled = fuse(dense, {item: score * scale for item, score in lexical.items()})
    assert scaled == pytest.approx(joint, abs=1e-9)
    assert fuse(dense, {}) == pytest.approx({i: 0.7 * score for i, score in dense.items()})


TEXT = """# Handbook

Rooms are booked at the desk.

## Fire

In case of fire, leave by the green door.

## Holidays

Everyone has thirty days of leave. Ask Ms. Berg.
"""


def test_the_part_that_answers_comes_first_with_its_place(embedder: Embedder) -> None:
    best = rank(TEXT, "How many days of leave?", 2, embedder=embedder, source="handbook")[0]
    assert best.text == TEXT[best.start : best.end]
    assert best.text.startswith("Everyone has thirty days")
    assert (best.heading, best.source) == ("Handbook > Holidays", "handbook")
    assert 0 < best.score <= 1
    assert best.lexical > 0


def test_in_a_long_text_only_promising_parts_are_embedded_once(
    embedder: Embedder, embedded: Callable[[], int]
) -> None:
    text = "\n".join(f"# Part {n}\nPlain filler words {n}." for n in range(300))
    text += "\n# Last\nThe zebra sleeps.\n"
    with TextIndex(text, embedder, embed=20) as index:
        assert len(index) == 301
        assert index.rank("Where does the zebra sleep?", 1)[0].text == "The zebra sleeps."
        assert embedded() == 20 + 1
        index.rank("Where does the zebra sleep?", 1)
        assert embedded() == 20 + 2


def test_threads_share_an_index(embedder: Embedder) -> None:
    with TextIndex(TEXT, embedder) as index, ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: index.rank("green door", 1)[0].text, range(40)))
    assert set(results) == {"In case of fire, leave by the green door."}


def test_an_empty_text_has_no_parts(embedder: Embedder) -> None:
    assert rank(" \n", "anything", embedder=embedder) == []


@pytest.mark.parametrize(("question", "k"), [("", 1), (" \n", 1), ("x", 0)])
def test_bad_questions(embedder: Embedder, question: str, k: int) -> None:
    with pytest.raises(UsageError):
        rank(TEXT, question, k, embedder=embedder)


def test_an_underlined_line_of_a_plain_text_stays_in_the_text(embedder: Embedder) -> None:
    best = rank("Tom is a cat.\n---\nAnn is a dog.", "Tom", 1, embedder=embedder)[0]
    assert best.text.startswith("Tom is a cat.")
