from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lottery_agent.knowledge.readers.headings import markdown_headings, rest_headings


def _found(text: str, *, rest: bool = False) -> list[tuple[int, str, str]]:
    headings = rest_headings(text) if rest else markdown_headings(text)
    return [(h.level, h.title, text[h.start : h.end]) for h in headings]


def test_atx_and_setext_headings() -> None:
    text = "# One #\n\nTwo\n===\n\nThree\n---\n\n### *Four* [five](http://x)\n"
    assert _found(text) == [
        (1, "One", "# One #"),
        (1, "Two", "Two\n==="),
        (2, "Three", "Three\n---"),
        (3, "Four five", "### *Four* [five](http://x)"),
    ]


def test_marks_in_code_front_matter_lists_and_tables_are_no_headings() -> None:
    text = (
        "---\ntitle: x\n---\n```sh\n# comment\n```\n~~~~\n# more\n```\n# still\n~~~~\n"
        "- item\n---\n| a |\n---\n#hashtag\n    # code\n"
    )
    assert _found(text) == []


def test_rest_levels_come_from_the_order_of_styles() -> None:
    text = "=====\nTitle\n=====\n\nPart\n====\n\nSub\n---\n\ntext\n\nPart two\n========\n\n--\nno\n"
    assert _found(text, rest=True) == [
        (1, "Title", "=====\nTitle\n====="),
        (2, "Part", "Part\n===="),
        (3, "Sub", "Sub\n---"),
        (2, "Part two", "Part two\n========"),
    ]


def test_a_short_underline_makes_no_rest_heading() -> None:
    assert _found("A long line of text\n---\n", rest=True) == []


@settings(max_examples=300)
@given(st.text(alphabet="#=-~` \n\ra[](*x|", max_size=80), st.booleans())
def test_headings_are_ordered_and_do_not_overlap(text: str, rest: bool) -> None:
    end = 0
    for heading in rest_headings(text) if rest else markdown_headings(text):
        assert end <= heading.start < heading.end <= len(text)
        assert heading.title
        end = heading.end


@pytest.mark.parametrize("sign", ["#", "# ", "[", "![](", "`", "\n", "a\n---\n", " ", "-"])
def test_time_grows_with_the_length_only(sign: str) -> None:
    text = "# a " + sign * (200_000 // len(sign)) + " b"
    started = time.monotonic()
    markdown_headings(text)
    rest_headings(text)
    assert time.monotonic() - started < 10  # Quadratic time would be minutes.


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("# my_function and `other`", "my_function and other"),
        ("# _em_ and __strong__ and ***both***", "em and strong and both"),
        ("# [text](link) ![picture](x.png)", "text picture"),
    ],
)
def test_titles_have_no_markup(line: str, title: str) -> None:
    assert [h.title for h in markdown_headings(line)] == [title]
