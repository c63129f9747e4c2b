from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lottery_agent.knowledge.documents import Document, Unreadable
from lottery_agent.knowledge.readers.html import read_html


def _read(page: str, *, seconds: float = 20.0) -> Document:
    return read_html("page", page, seconds=seconds)


def test_blocks_become_paragraphs_and_inline_marks_vanish() -> None:
    page = "<p>One <b>bold</b>\n word,<i>two</i></p><div>Three<br>four</div><ul><li>a<li>b</ul>"
    assert _read(page).text == "One bold word,two\n\nThree\nfour\n\na\nb"


def test_scripts_and_styles_are_dropped_and_entities_resolved() -> None:
    page = "<style>p {}</style><script>if (a < b) alert('x')</script>fish &amp; chips &eacute;"
    assert _read(page).text == "fish & chips é"


def test_title_and_headings_with_offsets() -> None:
    page = "<title>The Site</title><body>Hi<h1> Top <em>news</em></h1><p>x</p><h3>Low</h3>y"
    document = _read(page)
    text, headings = document.text, document.headings
    assert text == "Hi\n\nTop news\n\nx\n\nLow\n\ny"
    assert [(h.level, h.title, text[h.start : h.end]) for h in headings] == [
        (0, "The Site", ""),
        (1, "Top news", "Top news"),
        (3, "Low", "Low"),
    ]


def test_a_title_that_the_first_heading_repeats_is_given_once() -> None:
    headings = _read("<title>Same</title><h1>Same</h1>text").headings
    assert [(h.level, h.title) for h in headings] == [(1, "Same")]


def test_a_table_of_data_becomes_a_pipe_table() -> None:
    page = (
        "Fares<table><caption>In <i>euros</i></caption><thead><tr><th>train<th colspan=2>price"
        "</thead><tr><td rowspan=2>night<td>1st<br>class<td>100 | 90</tr><tr><td>2nd<td>50</table>x"
    )
    document = _read(page)
    (table,) = document.tables
    assert document.text == f"Fares\n\nIn euros\n\n{table.markdown}\n\nx"
    assert document.text[table.start : table.end] == table.markdown
    assert table.markdown.splitlines() == [
        "| train | price |  |",
        "| --- | --- | --- |",
        "| night | 1st class | 100 \\| 90 |",
        "| night | 2nd | 50 |",
    ]


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ("<tr><td>one<td>row", "one | row"),
        ("<tr><td>one<tr><td>column", "one\ncolumn"),
        ("<tr><td><h2>Head</h2><td>b<tr><td>c<td>d", "Head\n\nb\nc | d"),
        (f"<tr><td>{'long ' * 300}<td>b<tr><td>c<td>d", f"{('long ' * 300).strip()} | b\nc | d"),
        ("<tr>loose<td>a<td>b<tr><td>c<td>d", "loose | a | b\nc | d"),
    ],
)
def test_a_table_that_lays_out_a_page_is_text(rows: str, text: str) -> None:
    document = _read(f"<table>{rows}</table>")
    assert (document.text, document.tables) == (text, ())


def test_a_table_within_a_table_may_be_one_of_data() -> None:
    inner = "<table><tr><td>a<td>b<tr><td>c<td>d</table>"
    document = _read(f"<table><tr><td>menu<td>{inner}<td>foot<tr><td>x<td>y</table>")
    assert [table.columns for table in document.tables] == ["a | b"]
    assert document.text.startswith("menu\n\n| a | b |")
    assert document.text.endswith("| c | d |\n\nfoot\nx | y")


@pytest.mark.parametrize(
    "spans", ["rowspan=9999 colspan=99", "colspan=9999", "rowspan=-1", "colspan=x"]
)
def test_cells_that_claim_many_places_stay_small(spans: str) -> None:
    started = time.monotonic()
    document = _read("<table>" + f"<tr><td {spans}>a<td>b" * 5000)
    assert len(document.text) < 200_000
    assert time.monotonic() - started < 5


def test_preformatted_text_keeps_its_lines() -> None:
    assert _read("<p>x</p><pre>a\n  b</pre>").text == "x\n\na\n  b"


_NAMES = st.sampled_from("p h1 h2 script table caption tr td pre title br".split())
_TAGS = _NAMES.map("<{}>".format) | _NAMES.map("</{}>".format)
_PARTS = _TAGS | st.sampled_from(["<", "&amp;", "&#x", "<!--", "-->", "<![CDATA[", "]]>", "a", " "])


@settings(max_examples=300)
@given(st.lists(_PARTS, max_size=30).map("".join))
def test_any_markup_gives_ordered_headings_and_tables_within_the_text(page: str) -> None:
    document = _read(page)
    text, headings = document.text, document.headings
    end = 0
    for heading in headings:
        assert end <= heading.start <= heading.end <= len(text)
        assert text[heading.start : heading.end] == text[heading.start : heading.end].strip()
        end = heading.end
    end = 0
    for table in document.tables:
        assert end <= table.start < table.end <= len(text)
        assert text[table.start : table.end] == table.markdown
        assert not any(table.start < h.end and h.start < table.end for h in headings if h.end)
        end = table.end


def test_a_sign_that_never_ends_does_not_hide_what_is_before_it() -> None:
    assert _read("<p>Before</p><a href='x").text == "Before\n\n<a href='x"
    assert _read("<p>Before</p><!-- never closed").text == "Before"
    assert _read("5 &lt 6 &am").text == "5 < 6 &am"


@pytest.mark.parametrize("sign", ["<a ", "<!--", "<![CDATA[", "</a ", "<?", "<", "&#", "<div>"])
def test_time_grows_with_the_length_only(sign: str) -> None:
    started = time.monotonic()
    _read(sign * (200_000 // len(sign)))
    assert time.monotonic() - started < 10  # Quadratic time would be minutes.


def test_a_page_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(Unreadable, match="too tangled"):
        _read("<p>x" * 100_000, seconds=0)


@pytest.mark.parametrize("sign", ["<a ", "<!--", "<a href='x"])
def test_a_tag_that_does_not_end_is_given_up(sign: str) -> None:
    started = time.monotonic()
    with pytest.raises(Unreadable, match="too tangled"):
        _read(sign + "<b " * 500_000)
    assert time.monotonic() - started < 10


def test_long_scripts_and_pictures_are_no_tangle() -> None:
    script = f"<script>{'x = 1; ' * 300_000}</script>"
    picture = f"<img alt='x' src='data:image/png;base64,{'A' * 2_000_000}'>"
    assert _read(f"{script}<p>one{picture} two").text == "one two"
