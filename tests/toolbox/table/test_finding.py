"""Tables are found by their notation, wherever they stand in a text."""

from datetime import date
from decimal import Decimal

import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.table import found_tables, narrowing, outline
from lottery_agent.toolbox.table.tables import Table
from lottery_agent.toolbox.table.writer import is_word

MARKDOWN = """Some words before.

## Staff

| Name | City |  Pay  |
|------|:----:|------:|
| Anna | Rome | 1,200 |
| **Bob** | `Oslo` | 900 |

Some words after, which are no row."""


def rows(table: Table) -> list[list[object]]:
    return [list(row) for row in zip(*(column.values for column in table.columns), strict=True)]


def one(text: str) -> Table:
    (table,) = found_tables(text)
    return table


PEOPLE = [["Ann", Decimal(7)], ["Bob", Decimal(5)]]


@pytest.mark.parametrize(
    "text",
    [
        "name,age\nAnn,7\nBob,5",
        "name, age\nAnn, 7\nBob, 5\n",
        "name;age\nAnn;7\nBob;5",
        "name\tage\nAnn\t7\nBob\t5",
        "name | age\nAnn | 7\nBob | 5",
        "|name|age|\n|--|-:|\n|Ann|7|\n|Bob|5|",
        "\ufeffname,age\r\nAnn,7\r\nBob,5\r\n",
        '"name","age"\n"Ann","7"\n"Bob",5',
        "These are people:\nname, age\nAnn, 7\nBob, 5\nHow old is Bob?",
        "People, as they are:\n\nname, age\nAnn, 7\nBob, 5\n\nWell, that is all.",
        "First, look at this, and then that, please.\n\nname, age\nAnn, 7\nBob, 5",
    ],
)
def test_notations(text: str) -> None:
    table = one(text)
    assert [column.name for column in table.columns] == ["name", "age"]
    assert rows(table) == PEOPLE


def test_quoted_cells_keep_delimiters_and_quotes() -> None:
    table = one('name,note\n"Smith, Ann","said ""no"""\nBob,"a;b"')
    assert rows(table) == [["Smith, Ann", 'said "no"'], ["Bob", "a;b"]]
    assert rows(one("a|b\nx\\|y|1\nz|2")) == [["x|y", Decimal(1)], ["z", Decimal(2)]]


def test_markdown_in_a_text() -> None:
    table = one(MARKDOWN)
    assert table.name == "Staff"
    assert rows(table) == [["Anna", "Rome", Decimal(1200)], ["Bob", "Oslo", Decimal(900)]]


def test_tables_are_numbered_and_named() -> None:
    text = "Cats:\nname, age\nTom, 3\nKim, 4\n\n**Dogs**\n\nname, age\nRex, 5\nFido, 1\n\na|b\n1|2"
    tables = found_tables(text)
    assert [table.name for table in tables] == ["Cats", "Dogs", "table3"]
    assert [sorted(table.names) for table in tables] == [
        ["cats", "table"], ["dogs", "table2"], ["table3"]
    ]  # fmt: skip
    given = found_tables(text, {"birds": "name, age\nPip, 1", "Cats": "x|y\n1|2"})
    assert [table.name for table in given] == ["Cats", "Dogs", "table3", "birds", "table5"]


def test_a_rule_alone_is_no_table() -> None:
    with pytest.raises(ToolError, match="no table"):
        found_tables("a\n\n| --- | --- |\n\nb")
    (table,) = found_tables("| --- | --- |\n| a | b |\n| 1 | 2 |\n")
    assert [column.name for column in table.columns] == ["a", "b"]


def test_a_line_without_a_header_is_one_more_row() -> None:
    text = "name, age\nAnn, 7\nBob, 5\n\nNow there is one more:\nCarl, 9\nAnd that is all."
    assert rows(one(text)) == [*PEOPLE, ["Carl", Decimal(9)]]
    two = found_tables("name, age\nAnn, 7\nBob, 5\n\nname, age\nCarl, 9\nDora, 8")
    assert [table.length for table in two] == [2, 2]
    assert one("name, age\nAnn, 7\nBob, 5\n\nwell, then").length == 2


@pytest.mark.parametrize(
    ("text", "header", "first", "length"),
    [
        (
            "A table of birds:  name, age, size (cm) Kim, 7, 50 Tom, 5, 80 Ida, 9, 60  And more.",
            ["name", "age", "size (cm)"], ["Kim", 7, 50], 3,
        ),
        ("Birds: kind, legs, size red kite, 2, 60 grey owl, 2, 40", ["kind", "legs", "size"],
         ["red kite", 2, 60], 2),
    ],
)  # fmt: skip
def test_a_table_without_line_breaks(
    text: str, header: list[str], first: list[object], length: int
) -> None:
    table = one(text)
    assert [column.name for column in table.columns] == header
    assert (rows(table)[0], table.length) == (first, length)


@pytest.mark.parametrize(
    "text",
    [
        "no table", "", "a, b", "I like tea, coffee, and milk.", "one\ntwo\nthree",
        "I came, saw\nand won, they say", "name, age\n", "|", "||\n||", "1, 2, 3, 4, 5, 6, 7",
    ],
)  # fmt: skip
def test_texts_without_a_table(text: str) -> None:
    with pytest.raises(ToolError, match="no table in the text") as caught:
        found_tables(text)
    assert caught.value.hint is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,age,city\nAnn,7,Rome\nBob,5\nCarl,9,Oslo", "line 3 has 2 cells"),
        ("name,age\nAnn,7\nBob,5,Rome", "line 3 has 3 cells"),
        ("a|b\n1|2\n3|4|5", "line 3 has 3 cells"),
        ("a\tb\n1\t2\n3\t4\t5\n", "line 3 has 3 cells"),
        ("name,pay\nAnn,1200\nBob,1,300", "line 3 has 3 cells"),
        ("a,b,c\n1,2\n3,4\n5,6", "line 2 has 2 cells, the table's header has 3"),
        ('name,age,x\nAnn,7,1\n"Bob,5,1\nCarl,9,1', "the quote on line 3 has no end"),
    ],
)
def test_ragged_rows_are_refused_with_their_line(text: str, words: str) -> None:
    with pytest.raises(ToolError, match=words):
        found_tables(text)


def test_a_given_table_is_one_table_and_nothing_else() -> None:
    with pytest.raises(ToolError, match="holds 2 tables"):
        found_tables(None, {"t": "a,b,c\n1,2,3\n\nx|y\n1|2"})
    with pytest.raises(ToolError, match="line 3 of 't' is no row"):
        found_tables(None, {"t": "a,b,c\n1,2,3\nthe end"})
    assert found_tables(None, {"t": "| a | b |\n| --- | --- |\n| 1 | 2 |"})[0].names == {
        "t", "table"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "kind", "unit", "values"),
    [
        (["1", "-2", "+3"], "number", "", [1, -2, 3]),
        (["1,200", "3", ""], "number", "", [1200, 3, None]),
        (["1.50", ".5", "2"], "number", "", ["1.50", ".5", 2]),
        (["$12", "$1,200.50"], "number", "$", [12, "1200.50"]),
        (["12 €", "-3.5 €"], "number", "€", [12, "-3.5"]),
        (["45%", "3.5 %"], "number", "%", [45, "3.5"]),
        (["80 cm", "7 cm"], "number", "cm", [80, 7]),
        (["−4 °C", "5 °C"], "number", "°C", [-4, 5]),
        (["n/a", "-", "4"], "number", "", [None, None, 4]),
        (["007", "012"], "text", "", None),
        (["0", "0.5"], "number", "", [0, "0.5"]),
        (["1,20", "3,50"], "text", "", None),
        (["80 cm", "7 kg"], "text", "", None),
        (["80 cm", "7"], "text", "", None),
        (["$5", "€5"], "text", "", None),
        (["8 am", "9 am"], "text", "", None),
        (["4 th", "5 th"], "text", "", None),
        (["1e5", "2"], "text", "", None),
        (["9" * 31, "1"], "text", "", None),
        (["٣", "1"], "text", "", None),
        (["yes", "No"], "boolean", "", [True, False]),
        (["TRUE", "false"], "boolean", "", [True, False]),
        (["yes", "perhaps"], "text", "", None),
        (["", "-"], "text", "", [None, None]),
        (["2024-03-01", "2023-12-31"], "date", "", [date(2024, 3, 1), date(2023, 12, 31)]),
        (["March 1, 2024", "2 Apr 2020"], "date", "", [date(2024, 3, 1), date(2020, 4, 2)]),
        (["3/4/2024", "12/31/2024"], "date", "", [date(2024, 3, 4), date(2024, 12, 31)]),
        (["3/4/2024", "31/12/2024"], "date", "", [date(2024, 4, 3), date(2024, 12, 31)]),
        (["3.4.2024", "31.12.2024"], "date", "", [date(2024, 4, 3), date(2024, 12, 31)]),
        (["2024-02-30", "2024-01-01"], "text", "", None),
        (["March 1", "April 2"], "text", "", None),
    ],
)
def test_kinds_of_columns(
    cells: list[str], kind: str, unit: str, values: list[object] | None
) -> None:
    text = "x\ty\n" + "\n".join(f"{cell}\tz" for cell in cells)
    column = one(text).columns[0]
    assert (column.kind, column.unit) == (kind, unit)
    wanted = [
        Decimal(v) if kind == "number" and v is not None else v for v in values or cells
    ]  # type: ignore[arg-type]  # fmt: skip
    assert list(column.values) == wanted


def test_texts_that_differ_in_case_are_one() -> None:
    table = one("name, city, n\nAnn, Rome, 1\nBob, ROME, 2\nCarl, new  york, 3\nDan, New York, 4")
    assert table.columns[1].values == ("Rome", "Rome", "new york", "new york")


def test_names_of_columns_are_made_unique() -> None:
    table = one("|a|a||A|\n|1|2|3|4|")
    assert [column.name for column in table.columns] == ["a", "a2", "column3", "A3"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\n".join(["a\tb"] * 50_002), "100,004 cells"),
        ("\t".join("ab" * 100) + "\n" + "\t".join("12" * 100), "up to 200 columns"),
        ("a" * 2_000_001, "2,000,001 characters"),
    ],
)
def test_sizes_are_bounded(text: str, words: str) -> None:
    with pytest.raises(ToolError, match=words) as caught:
        found_tables(text)
    assert caught.value.kind == "limit"


def test_outline_and_narrowing_name_what_may_be_written() -> None:
    text = "Cats:\nname, height (cm), 2019, km/h\nTom, 30, 1, 2\nKim, 40, 3, 4"
    tables = found_tables(text)
    assert outline(tables) == 'Cats(name, "height (cm)", "2019", km/h)'
    allowed = narrowing(tables, "Which cats are above 35 cm, or 1,200?")
    assert {"Cats", "name", "height", "km/h"} <= set(filter(is_word, allowed["WORD"]))
    assert set(allowed["QUOTED"]) == {"height (cm)", "2019"}
    assert {"35", "1200", "0", "12", "-35"} <= set(allowed["NUMBER"])
