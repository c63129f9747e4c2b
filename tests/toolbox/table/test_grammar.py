"""The promise of the grammar: what the decoder can write, the tool reads to exactly one tree."""

from typing import Any, ClassVar

import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.table.query import Select
from lottery_agent.toolbox.table.reader import read
from lottery_agent.toolbox.table.writer import show
from tests.toolbox.conformance import ToolConformance

KEYWORDS = [
    *("select from where and or not in between like contains is null group by having order asc desc"
      " limit offset distinct as join on count sum avg min max median abs round row table").split()
]  # fmt: skip


class TestTable(ToolConformance):
    name = "table"
    samples: ClassVar = {
        "WORD": ["name", "age", "Städte", "price_2", "km/h", "t-shirt"],
        "QUOTED": ["height (cm)", "2019", "a.b"],
        "TEXT": ["Anna", r"O\'Brien", "%a_", "é ü", "(1, 2)"],
        "NUMBER": ["0", "7", "-12", "2.50"],
        "INTEGER": ["0", "3", "10"],
        "DISTINCT": ["distinct "],
        "COMPARISON": [" = ", " != ", " < ", " <= ", " > ", " >= "],
        "MATCH": [" contains ", " starts with ", " ends with ", " like "],
        "PRESENCE": [" is null", " is not null"],
        "DIRECTION": [" asc", " desc"],
        "AGGREGATE": ["count(", "sum(", "median("],
        "FUNCTION": ["abs(", "round(", "year("],
    }
    adversarial: ClassVar = {
        "WORD": KEYWORDS,
        "QUOTED": ["select", "a from b"],
        "TEXT": [" or ", "from"],
    }
    endings: ClassVar = [
        " from ",
        ")",
        " is null",
        "name",
        "count",
        "'",
        '"',
        "7",
        "1",
        " = ",
        "Anna",
    ]
    narrowings: ClassVar = [
        {"WORD": ["name", "age", "table"], "TEXT": ["Anna"], "NUMBER": ["7"]},
        {"WORD": ["from", "not", "and", "count"], "QUOTED": ["height (cm)"], "INTEGER": ["1"]},
    ]

    def request(self, sentence: str) -> dict[str, Any]:
        """Every name that is drawn is a column and a table."""
        names = [*self.samples["WORD"], *KEYWORDS]
        quoted = [*self.samples["QUOTED"], *self.adversarial["QUOTED"]]
        rows = [names + quoted, [str(i) for i in range(len(names + quoted))]]
        text = "\n".join("\t".join(row) for row in rows)
        return {"call": sentence, "tables": dict.fromkeys(names + quoted, text)}

    def read(self, sentence: str) -> Any:
        return read(sentence)

    def show(self, meaning: Any) -> str:
        return show(meaning)


@pytest.mark.parametrize(
    "sentence",
    [
        "select * from table",
        "select distinct from from from where where = 1 and and = 2 order by order limit 3",
        "select not from table where not not and not",
        "select (a - (b - c)) / (d * e) from t where not (a = 1 or b = 2) and c = 3",
        "select count(*), count(distinct a), round(avg(b), 2) as m from t group by c having m > 1",
        "select a.x from a join b on a.id = b.id where x in ('p', 'q') or y in (select z from b)",
        "select x from a and b where y between -1 and 2 and \"z z\" is not null limit 2 offset 4",
        "select x from t where y = (select max(y) from t) and n contains 'O\\'B' and n like '%a'",
    ],
)  # fmt: skip
def test_sentences_are_written_as_they_were(sentence: str) -> None:
    assert show(read(sentence)) == sentence


@pytest.mark.parametrize(
    ("sentence", "position"),
    [
        ("select name from read_csv('/etc/passwd')", 25),
        ("select name from '/etc/passwd'", 17),
        ("select name from table; drop table t0", 22),
        ("copy table to '/tmp/x'", 0),
        ("attach '/tmp/x'", 0),
        ("pragma version", 0),
        ("install httpfs", 0),
        ("set threads = 4", 0),
        ("insert into table values (1)", 0),
        ("select name from table union select 1", 22),
        ("select getenv('HOME') from table", 13),
        ("select name from table -- comment", 22),
        ("select name /* x */ from table", 11),
        ("select name from table where name = 'a' or 1=1", 44),
        ("SELECT name FROM table", 0),
        ("select  name from table", 7),
        ("select name from table where name = 'a\0'", 38),
        ('select name from table where name = "a', 38),
        ("", 0),
    ],
)
def test_what_can_not_be_said(sentence: str, position: int) -> None:
    with pytest.raises(ToolError, match="not a table sentence") as caught:
        read(sentence)
    assert (caught.value.kind, caught.value.position) == ("syntax", position)


@pytest.mark.parametrize(
    "sentence",
    [
        "select " + "(" * 400 + "a" + ")" * 400 + " from t",
        "select a from t where " + "not " * 240 + "a",
        "select a from t where " + " or ".join(["a = 1"] * 3_000),
        "select a from t where a = " + "(select a from t where a = " * 30 + "1" + ")" * 30,
        "a" * 1_000_000,
    ],
)
def test_what_is_too_long_or_too_deep(sentence: str) -> None:
    with pytest.raises(ToolError) as caught:
        read(sentence)
    assert caught.value.kind == "limit"


def test_positions_point_into_the_sentence() -> None:
    sentence = 'select "a b", t.c from t where t."d e" = \'x\''
    made = read(sentence)
    assert isinstance(made, Select)
    places = [sentence[output.value.at :] for output in made.outputs]  # type: ignore[union-attr]
    assert [place[:3] for place in places] == ['"a ', "t.c"]
