from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lottery_agent.knowledge.markup import read_html


def test_blocks_become_paragraphs_and_inline_marks_vanish() -> None:
    page = "<p>One <b>bold</b>\n word,<i>two</i></p><div>Three<br>four</div><ul><li>a<li>b</ul>"
    assert read_html(page)[0] == "One bold word,two\n\nThree\nfour\n\na\nb"


def test_scripts_and_styles_are_dropped_and_entities_resolved() -> None:
    page = "<style>p {}</style><script>if (a < b) alert('x')</script>fish &amp; chips &eacute;"
    assert read_html(page)[0] == "fish & chips é"


def test_title_and_headings_with_offsets() -> None:
    page = "<title>The Site</title><body>Hi<h1> Top <em>news</em></h1><p>x</p><h3>Low</h3>y"
    text, headings = read_html(page)
    assert text == "Hi\n\nTop news\n\nx\n\nLow\n\ny"
    assert [(h.level, h.title, text[h.start : h.end]) for h in headings] == [
        (0, "The Site", ""),
        (1, "Top news", "Top news"),
        (3, "Low", "Low"),
    ]


def test_a_title_that_the_first_heading_repeats_is_given_once() -> None:
    _, headings = read_html("<title>Same</title><h1>Same</h1>text")
    assert [(h.level, h.title) for h in headings] == [(1, "Same")]


def test_table_rows_are_lines_and_cells_are_separated() -> None:
    page = "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"
    assert read_html(page)[0] == "a | b\n1 | 2"


def test_preformatted_text_keeps_its_lines() -> None:
    assert read_html("<p>x</p><pre>a\n  b</pre>")[0] == "x\n\na\n  b"


_NAMES = st.sampled_from("p h1 h2 script td pre title br".split())
_TAGS = _NAMES.map("<{}>".format) | _NAMES.map("</{}>".format)
_PARTS = _TAGS | st.sampled_from(["<", "&amp;", "&#x", "<!--", "-->", "<![CDATA[", "]]>", "a", " "])


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.lists(_PARTS, max_size=30).map("".join))
def test_any_markup_gives_ordered_headings_within_the_text(page: str) -> None:
    text, headings = read_html(page)
    end = 0
    for heading in headings:
        assert end <= heading.start <= heading.end <= len(text)
        assert text[heading.start : heading.end] == text[heading.start : heading.end].strip()
        end = heading.end


def test_a_sign_that_never_ends_does_not_hide_what_is_before_it() -> None:
    assert read_html("<p>Before</p><a href='x")[0] == "Before\n\n<a href='x"
    assert read_html("<p>Before</p><!-- never closed")[0] == "Before"
    assert read_html("5 &lt 6 &am")[0] == "5 < 6 &am"


@pytest.mark.parametrize("sign", ["<a ", "<!--", "<![CDATA[", "</a ", "<?", "<", "&#", "<div>"])
def test_time_grows_with_the_length_only(sign: str) -> None:
    started = time.monotonic()
    read_html(sign * (200_000 // len(sign)))
    assert time.monotonic() - started < 10  # Quadratic time would be minutes.


def test_a_page_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(TimeoutError):
        read_html("<p>x" * 100_000, seconds=0)
