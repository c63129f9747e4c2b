from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lottery_agent.knowledge.readers import tables as module
from lottery_agent.knowledge.readers.tables import delimited_tables, markdown_tables, pipe_table
from lottery_agent.toolbox.table.finding import found_tables

_CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8) | st.sampled_from(
    ["1", "2.5", "a|b", "\\|", "x\ny", '"q"', "3 kg"]
)


def test_pipe_table() -> None:
    rows = [["a", "b\n c"], ["1"], ["", " "], ["2", "x|y", "3"]]
    assert pipe_table(rows).splitlines() == [
        "| a | b c |  |",
        "| --- | --- | --- |",
        "| 1 |  |  |",
        "| 2 | x\\|y | 3 |",
    ]
    assert pipe_table([]) == "|"


def test_markdown_tables_and_what_is_none() -> None:
    text = (
        "a | b is no table\n\n  | a | b |\n  |:--|--:|\n  | 1 \\| 2 |\n  | 3 | 4 | 5 |\n"
        "Text.\nh|i\n-|-\n\n| x |\n|---|\n| y |\n\nj|k\r\n-|-\r\nl|m"
    )
    first, second = markdown_tables(text)
    assert first.markdown.splitlines() == [
        "| a | b |",
        "| --- | --- |",
        "| 1 \\| 2 |  |",
        "| 3 | 4 |",
    ]
    assert text[first.start : first.end].startswith("| a | b |\n")
    assert text[first.start : first.end].endswith("| 3 | 4 | 5 |")
    assert (first.columns, second.columns) == ("a | b", "j | k")
    assert text[second.start : second.end] == "j|k\r\n-|-\r\nl|m"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\n1,2\n", ["| a | b |", "| 1 | 2 |"]),
        ("a;b\n1,5;2,5\n3;4\n", ["| a | b |", "| 1,5 | 2,5 |", "| 3 | 4 |"]),
        ("a\tb\n1,1\t2,2\n", ["| a | b |", "| 1,1 | 2,2 |"]),
        ('a,b\n"1\n2","x, y"\n', ["| a | b |", "| 1 2 | x, y |"]),
        ("Fares\n\na,b\n1,2\n\n3,4\n", ["| a | b |", "| 1 | 2 |", "| 3 | 4 |"]),
        ("a,b\n1,2\n3\n4,5\n", ["| a | b |", "| 1 | 2 |", "| 3 |  |", "| 4 | 5 |"]),
        ("a,b\r\n1,2\r\n", ["| a | b |", "| 1 | 2 |"]),
        ("a\n1\n2\n", []),
        ("a,b\n", []),
        ("", []),
    ],
)
def test_delimited_tables(text: str, rows: list[str]) -> None:
    found = [t.markdown.splitlines() for t in delimited_tables(text)]
    assert [[lines[0], *lines[2:]] for lines in found] == ([rows] if rows else [])


def test_a_title_above_a_delimited_table_stays_outside() -> None:
    text = 'Fares\n\na,b\n1,"x\ny"\n\n'
    (table,) = delimited_tables(text)
    assert text[table.start : table.end] == 'a,b\n1,"x\ny"'


def test_a_quote_that_never_ends_ends_the_table() -> None:
    text = 'a,b\n1,2\n3,4\n5,"' + "6,7\n" * 100_000
    (table,) = delimited_tables(text)
    assert table.markdown.splitlines()[2:] == ["| 1 | 2 |", "| 3 | 4 |"]


def test_long_tables_stay_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_CHARACTERS", 40)
    assert delimited_tables("a,b\n" + "1,2\n" * 20) == ()
    assert markdown_tables("|a|b|\n|-|-|\n" + "|1|2|\n" * 20) == ()


@settings(max_examples=200)
@given(st.lists(st.lists(_CELLS, min_size=2, max_size=4), min_size=2, max_size=5))
def test_what_is_written_is_found_again(rows: list[list[str]]) -> None:
    written = pipe_table([["name", "other", "third", "fourth"], *rows])
    found = markdown_tables(f"Before.\n\n{written}\n\nAfter.")
    if written.count("\n") > 1:
        assert [table.markdown for table in found] == [written]


def test_the_table_tool_reads_what_is_written() -> None:
    (table,) = delimited_tables("city;people (m);note\nVienna;2,0;a | b\nPrague;1,3;\n")
    (read,) = found_tables(table.markdown)
    assert [c.name for c in read.columns] == ["city", "people (m)", "note"]
    assert read.columns[2].values == ("a | b", None)


@pytest.mark.parametrize("sign", ["|", "|-", "a,", '"', ",\n", "| a |\n", "\\|", '",'])
def test_time_grows_with_the_length_only(sign: str) -> None:
    text = sign * (300_000 // len(sign))
    started = time.monotonic()
    markdown_tables(text)
    delimited_tables(text)
    assert time.monotonic() - started < 10  # Quadratic time would be minutes.
