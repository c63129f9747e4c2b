from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lottery_agent.knowledge.chunking import SIZE, chunk, sentences
from lottery_agent.knowledge.documents import Document, Heading, Layout
from lottery_agent.knowledge.embedder import estimate_tokens
from lottery_agent.knowledge.headings import markdown_headings

_LAYOUTS: list[Layout] = ["prose", "lines", "records"]
_WORDS = st.sampled_from(["word", "Dr.", "ends.", "Why?", "a" * 90, "漢字。", "é", "x=1", "3."])
_MARKS = st.sampled_from(["# Top\n", "## Under\n", "```\n", "- item\n", "| a | b |\n"])
_BLANKS = st.sampled_from(["\n", "\n\n", " ", "\r\n", "\t", "\u2028"])
_PIECES = _WORDS | _MARKS | _BLANKS
_TEXTS = st.lists(_PIECES, max_size=60).map("".join) | st.text(max_size=200)


def _texts(document: Document, *, size: int = SIZE) -> list[str]:
    return [document.text[c.start : c.end] for c in chunk(document, size=size)]


@settings(derandomize=True, max_examples=400, deadline=None)
@given(_TEXTS, st.sampled_from(_LAYOUTS), st.integers(1, 40))
def test_chunks_are_ordered_slices_that_lose_nothing(text: str, layout: Layout, size: int) -> None:
    headings = markdown_headings(text)
    chunks = chunk(Document("d", text, layout, headings), size=size)
    kept = [False] * len(text)
    end = 0
    for part in chunks:
        assert end <= part.start < part.end <= len(text)
        piece = text[part.start : part.end]
        assert piece == piece.strip()
        assert estimate_tokens(piece) <= size
        end = part.end
        kept[part.start : part.end] = [True] * (part.end - part.start)
        assert all(
            h.end <= part.start or h.start >= part.end or h.start <= part.start <= part.end <= h.end
            for h in headings
        )
    for heading in headings:
        kept[heading.start : heading.end] = [True] * (heading.end - heading.start)
    assert all(kept[i] or text[i].isspace() for i in range(len(text)))


def test_headings_make_the_path_and_are_not_repeated_in_the_text() -> None:
    text = "intro\n# A\none\n## B\ntwo\n# C\nthree\n"
    document = Document("d", text, headings=markdown_headings(text))
    found = [(text[c.start : c.end], c.heading) for c in chunk(document)]
    assert found == [("intro", ""), ("one", "A"), ("two", "A > B"), ("three", "C")]


def test_a_heading_with_nothing_below_is_kept_as_text() -> None:
    text = "# Works\n## Opening hours: nine to five\n## Closed on Sunday\n"
    document = Document("d", text, headings=markdown_headings(text))
    found = [(text[c.start : c.end], c.heading) for c in chunk(document)]
    assert found == [
        ("## Opening hours: nine to five", "Works"),
        ("## Closed on Sunday", "Works"),
    ]


def test_a_title_that_is_not_in_the_text_is_context_only() -> None:
    document = Document("d", "a,1\nb,2", "lines", (Heading(0, 0, 0, "name,value"),))
    assert [(c.start, c.end, c.heading) for c in chunk(document)] == [(0, 7, "name,value")]


def test_paragraphs_that_fit_stay_together_and_long_ones_are_cut_at_sentences() -> None:
    text = "One two three.\n\nFour five six. Seven eight nine. Ten eleven twelve.\n\nThirteen."
    assert _texts(Document("d", text), size=9) == [
        "One two three.\n\nFour five six.",
        "Seven eight nine. Ten eleven twelve.",
        "Thirteen.",
    ]


def test_chunks_of_a_section_have_about_equal_length() -> None:
    text = " ".join(f"This is sentence {number}." for number in range(50))
    lengths = [estimate_tokens(part) for part in _texts(Document("d", text), size=200)]
    assert lengths == [125, 125]


def test_records_are_never_joined_and_tables_are_cut_at_lines() -> None:
    lines = [f"row {number}, value {number}" for number in range(8)]
    text = "\n".join(lines)
    assert _texts(Document("d", text, "records")) == lines
    assert _texts(Document("d", text, "lines"), size=10) == [
        "\n".join(lines[i : i + 2]) for i in range(0, 8, 2)
    ]


def test_a_markdown_table_is_cut_at_lines_not_at_full_stops() -> None:
    rows = [f"| Mr. Nr. {number}. | v. {number} |" for number in range(6)]
    for part in _texts(Document("d", "\n".join(rows)), size=30):
        assert all(line in rows for line in part.split("\n"))


def test_the_embedders_own_count_is_used() -> None:
    text = "a b c d"
    cut = chunk(Document("d", text), size=2, count=lambda part: len(part.split()))
    assert [text[c.start : c.end] for c in cut] == ["a b", "c d"]


def test_a_huge_word_is_cut_without_being_counted_whole() -> None:
    counted: list[int] = []

    def count(part: str) -> int:
        counted.append(len(part))
        return estimate_tokens(part)

    text = "x" * 1_000_000
    cut = chunk(Document("d", text), size=50, count=count)
    assert "".join(text[c.start : c.end] for c in cut) == text
    assert max(counted) <= 1000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Dr. Who met J. Smith. He left.", ["Dr. Who met J. Smith.", "He left."]),
        ("Version 1.5 is out. It works", ["Version 1.5 is out.", "It works"]),
        ('She said "No." Then left.', ['She said "No."', "Then left."]),
        ("これは猫。あれは犬。", ["これは猫。", "あれは犬。"]),
        ("e.g. this one. and that", ["e.g. this one. and that"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@pytest.mark.parametrize("sign", [".", "!", ". ", "\n", "\n \n", '"', ".'", "# ", "a\n===\n"])
def test_time_grows_with_the_length_only(sign: str) -> None:
    text = sign * (200_000 // len(sign))
    started = time.monotonic()
    chunk(Document("d", text, headings=markdown_headings(text)))
    assert time.monotonic() - started < 10  # Quadratic time would be minutes.
