from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lottery_agent.knowledge.chunking import HEADING_SIZE, SIZE, chunk
from lottery_agent.knowledge.documents import Document, Heading, Layout, Table
from lottery_agent.knowledge.embedder import estimate_tokens
from lottery_agent.knowledge.readers.headings import markdown_headings
from lottery_agent.knowledge.readers.tables import markdown_tables

_LAYOUTS: list[Layout] = ["prose", "lines", "records", "code"]
_WORDS = st.sampled_from(["word", "Dr.", "ends.", "Why?", "a" * 90, "漢字。", "é", "x=1", "3."])
_MARKS = st.sampled_from(
    ["# Top\n", "## Under\n", "```\n", "- item\n", "| a | b |\n", "|-|-|\n", "\n\n    ", "\n\n}"]
)
_BLANKS = st.sampled_from(["\n", "\n\n", " ", "\r\n", "\t", "\u2028"])
_PIECES = _WORDS | _MARKS | _BLANKS
_TEXTS = st.lists(_PIECES, max_size=60).map("".join) | st.text(max_size=200)


def _texts(document: Document, *, size: int = SIZE) -> list[str]:
    return [document.text[c.start : c.end] for c in chunk(document, size=size)]


@settings(max_examples=400)
@given(_TEXTS, st.sampled_from(_LAYOUTS), st.integers(1, 40))
def test_chunks_are_ordered_slices_that_lose_nothing(text: str, layout: Layout, size: int) -> None:
    headings = markdown_headings(text)
    chunks = chunk(Document("d", text, layout, headings, markdown_tables(text)), size=size)
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


@pytest.mark.parametrize("sign", [".", "!", ". ", "\n", "\n \n", '"', ".'", "# ", "a\n===\n"])
def test_time_grows_with_the_length_only(sign: str) -> None:
    text = sign * (200_000 // len(sign))
    started = time.monotonic()
    chunk(Document("d", text, headings=markdown_headings(text)))
    assert time.monotonic() - started < 10  # Quadratic time would be minutes.


_CODE = """import os

# Looms weave.
LOOMS = 3


class Loom:
    \"\"\"Holds the warp.\"\"\"

    def weave(self, rows):
        for row in range(rows):
            self.beat(row)

        return rows

    @property
    def width(self):
        return 3


def spin(wool):
    yarn = list(wool)

    return yarn
"""


def test_definitions_stay_whole_where_they_fit() -> None:
    document = Document("d", _CODE, "code")
    assert _texts(document, size=200) == [_CODE.strip()]
    whole = _texts(document, size=52)
    assert [part.splitlines()[0] for part in whole] == [
        "import os",
        "class Loom:",
        "def spin(wool):",
    ]
    small = [(c.heading, _CODE[c.start : c.end]) for c in chunk(document, size=25)]
    assert [(heading, text.splitlines()[0]) for heading, text in small] == [
        ("", "import os"),
        ("class Loom", "class Loom:"),
        ("class Loom", "def weave(self, rows):"),
        ("class Loom", "@property"),
        ("", "def spin(wool):"),
    ]
    assert all(
        text.endswith(("return rows", "return 3", "return yarn", '"""', "3")) for _, text in small
    )


def test_a_long_definition_names_itself_above_its_later_parts() -> None:
    code = "int main(void)\n{\n" + "".join(f"    call({n});\n" for n in range(40)) + "}\n"
    parts = chunk(Document("d", code, "code"), size=50)
    assert len(parts) > 3
    assert parts[0].heading == ""
    assert {part.heading for part in parts[1:]} == {"int main(void)"}


def test_deep_nesting_of_code_ends() -> None:
    code = "".join(" " * depth + f"if x{depth}:\n\n" for depth in range(2000))
    parts = _texts(Document("d", code, "code"), size=5)
    assert "".join("".join(parts).split()) == "".join(code.split())


def test_later_parts_of_a_table_have_the_columns_as_heading() -> None:
    text = "# Fares\n\n| train | fare |\n|---|---|\n" + "| night | 10 |\n" * 30 + "\nEnd.\n"
    document = Document("d", text, "prose", markdown_headings(text), markdown_tables(text))
    parts = chunk(document, size=30)
    assert [part.heading for part in parts] == ["Fares"] + ["Fares > train | fare"] * (
        len(parts) - 1
    )
    assert len(parts) > 3


def test_text_after_a_table_does_not_have_its_columns() -> None:
    text = "a,b\n1,2\n\nEnd here. " + "Words follow. " * 40
    table = Table(0, 7, "| a | b |\n| --- | --- |\n| 1 | 2 |")
    parts = chunk(Document("d", text, tables=(table,)), size=30)
    assert {part.heading for part in parts} == {""}


def test_long_headings_make_chunks_shorter() -> None:
    text = "word " * 400
    title = " ".join(f"t{n}" for n in range(40))
    headings = (Heading(0, 0, 0, title), Heading(0, 0, 1, title))
    limit = SIZE + HEADING_SIZE
    for part in chunk(Document("d", text, headings=headings)):
        assert estimate_tokens(part.heading) + estimate_tokens(text[part.start : part.end]) <= limit


def test_no_small_rest_is_left_behind() -> None:
    text = " ".join([*(f"This is sentence {n}." for n in range(40)), "A last one follows here."])
    sizes = [estimate_tokens(part) for part in _texts(Document("d", text), size=190)]
    assert len(sizes) == 2
    assert min(sizes) > 90


def test_a_title_that_does_not_fit_into_the_path_is_text_too() -> None:
    text = f"# {'word ' * 30}end\n\nBody."
    (part,) = chunk(Document("d", text, headings=markdown_headings(text)))
    assert text[part.start : part.end] == text
    assert len(part.heading) == 100
