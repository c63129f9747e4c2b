import time

import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.sandbox import Sandbox
from lottery_agent.toolbox.table import engine, execute

TEXT = """## Staff

| Name | City | Salary | Start | Member | Share |
|------|:----:|-------:|-------|---|---|
| Anna | Rome | $1,200.50 | 2020-01-05 | yes | 10% |
| Bob | rome | $900 | 2021-03-01 | no | 5% |
| Carl O'Hara | Paris | $900.25 | 2019-07-09 | yes | 2.5% |
| Dora | Paris | | 2022-12-31 | no | 7% |

Cities:
town, country, people
Rome, Italy, 2800000
Paris, France, 2100000
Berlin, Germany, 3600000
"""


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        ("select name from table where city = 'ROME'", "Anna, Bob"),
        ("select NAME from STAFF where name contains 'o\\'h'", "Carl O'Hara"),
        ("select sum(salary) from table", "$3000.75"),
        ("select avg(salary) from table", "$1000.25"),
        ("select round(avg(salary) / 3, 1) from table", "$333.40"),
        ("select max(share) from table", "10%"),
        ("select salary from table where name = 'dora'", "none"),
        ("select name from table where name = 'Zoe'", "none"),
        ("select count(*) from table where salary is null", "1"),
        ("select count(salary) from table", "3"),
        ("select count(distinct city) from table where not city in ('Oslo', 'Bern')", "2"),
        ("select name from table where start > 'June 1, 2020' order by start desc", "Dora, Bob"),
        ("select name from table where start between '2020-01-05' and '2021-03-01'", "Anna, Bob"),
        ("select max(start) from table", "2022-12-31"),
        ("select year(min(start)) + 1 from table", "2020"),
        ("select name from table where member", "Anna, Carl O'Hara"),
        ("select name from table where member = 'no' and not name like 'b%'", "Dora"),
        ("select member from table where name = 'Bob'", "False"),
        ("select distinct city from table order by city desc", "Rome, Paris"),
        ("select name from table where salary = (select max(salary) from table)", "Anna"),
        ("select name from table where salary > '900'", "Anna, Carl O'Hara"),
        ("select name from table order by row desc limit 1", "Dora"),
        ("select name from table where row = 2", "Bob"),
        ("select name from table limit 2 offset 1", "Bob, Carl O'Hara"),
        ("select name from table order by length(name), name", "Bob, Anna, Dora, Carl O'Hara"),
        ("select name from table order by salary desc", "Anna, Carl O'Hara, Bob, Dora"),
        ("select median(salary) from table", "$900.25"),
        ("select salary / 0 from table limit 1", "none"),
        ("select town from cities where people > 2500000", "Rome, Berlin"),
        ("select country from table join cities on city = town where name = 'Bob'", "Italy"),
        ("select sum(people) - 100000 from table2", "8400000"),
        ("select name from table where city in (select town from table2 where country = 'france')",
         "Carl O'Hara, Dora"),
    ],
)  # fmt: skip
def test_answers(call: str, answer: str) -> None:
    result = execute({"call": call, "text": TEXT})
    assert result["answer"] == answer
    assert [(c["name"], c["passed"]) for c in result["checks"]] == [("recomputed", True)]
    assert result["is_exact"]


def test_several_columns_are_a_table() -> None:
    call = "select city, count(*) as n, avg(share) from table group by city order by n, city"
    result = execute({"call": call, "text": TEXT})
    assert result["answer"].splitlines() == [
        "| city | n | avg(share) |", "| --- | --- | --- |", "| Paris | 2 | 4.75% |",
        "| Rome | 2 | 7.5% |",
    ]  # fmt: skip
    assert result["rows"] == [["Paris", "2", "4.75%"], ["Rome", "2", "7.5%"]]
    assert result["columns"] == ["city", "n", "avg(share)"]
    assert (result["kind"], result["value"]) == ("text", None)
    assert result["exact"] == "Paris | 2 | 19/4\nRome | 2 | 15/2"


def test_a_number_has_a_value_and_an_exact_form() -> None:
    result = execute({"call": "select 1 / 3 from table limit 1", "text": TEXT})
    assert (result["kind"], result["exact"], result["value"]) == ("number", "1/3", "0.3333333333")
    verdict = execute({"call": "select member from table limit 1", "text": TEXT})
    assert (verdict["kind"], verdict["answer"]) == ("verdict", "True")


def test_tables_below_one_another() -> None:
    tables = {"cats": "name, age\nTom, 3\nKim, 4", "dogs": "age, name, size\n5, Rex, 1\n1, Bo, 2"}
    call = "select name from cats and dogs where age > 3"
    assert execute({"call": call, "tables": tables})["answer"] == "Kim, Rex"
    with pytest.raises(ToolError, match="no column 'size'"):
        execute({"call": "select size from cats and dogs", "tables": tables})


@pytest.mark.parametrize(
    ("call", "words", "hint"),
    [
        ("select nam from table", "no column 'nam'", "perhaps: Name"),
        ("select x from staf", "no table 'staf'", "perhaps: Staff"),
        ("select name, max(salary) from table", "several values", "group by Name"),
        ("select * from table group by city", "can't be grouped", "by name"),
        ("select name from table where salary > 'x'", "'x' is no number", "such as 5"),
        ("select name from table where start > 2020", "2020 is no date", "'2024-03-01'"),
        ("select sum(name) from table", "`sum` needs a number, name is a text", None),
        ("select name from table where name", "name is no truth value", "= 'yes'"),
        ("select name from table where share contains '5'", "needs a text", None),
        ("select name from table where max(share) > 2", "no aggregate here", "having"),
        ("select max(min(share)) from table", "can't take an aggregate", None),
        ("select name from table where share = (select share from table)", "several", "max"),
        ("select name from table where share = (select name, share from table limit 1)",
         "selects 2 columns", "select one"),
        ("select distinct name from table order by share", "ordered by what is selected", None),
        ("select name from table where name = share", "compared with", "of one kind"),
        ("select name from table join cities on city = people", "text values", None),
        ("select name from table join table on name = name", "joined with itself", None),
        ("select cats.name from table", "no table 'cats'", "there is: Staff"),
        ("select round(share, 99) from table", "takes no 99 digits", "up to 10"),
    ],
)  # fmt: skip
def test_refused_with_a_hint(call: str, words: str, hint: str | None) -> None:
    with pytest.raises(ToolError) as caught:
        execute({"call": call, "text": TEXT})
    assert words in caught.value.message
    assert hint is None or hint in (caught.value.hint or "")
    assert "\n" not in str(caught.value)


def test_both_tables_have_the_column() -> None:
    tables = {"a": "id, x\n1, 2\n3, 4", "b": "id, y\n1, 5\n3, 6"}
    with pytest.raises(ToolError, match="both tables have a column 'id'") as caught:
        execute({"call": "select id from a join b on a.id = b.id", "tables": tables})
    assert caught.value.position == 7
    good = execute({"call": "select a.id, y from a join b on b.id = a.id", "tables": tables})
    assert good["rows"] == [["1", "5"], ["3", "6"]]


def test_a_column_that_is_not_quite_numbers_says_why() -> None:
    text = "name,pay\nAnn,3\nBob,four\nCarl,5"
    with pytest.raises(ToolError, match="'four' on line 3 is no number"):
        execute({"call": "select sum(pay) from table", "text": text})


@pytest.mark.parametrize(
    "request_",
    [
        {"text": TEXT},
        {"call": 1, "text": TEXT},
        {"call": "select name from table"},
        {"call": "select name from table", "text": 5},
        {"call": "select name from table", "tables": {"t": 5}},
        {"call": "select name from table", "text": TEXT, "file": "/etc/passwd"},
    ],
)
def test_bad_requests(request_: dict[str, object]) -> None:
    with pytest.raises(ToolError):
        execute(request_)


ATTACKS = [
    "'); drop table t0; --", "' or 1=1 --", "read_csv('/etc/passwd')", "/etc/passwd",
    "t0c0", "information_schema.tables", "$1", "?", "{}", "%s", "a\u202eb", "x' || version() || '",
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_words_of_tables_and_questions_stay_words(attack: str) -> None:
    text = f"{attack}\tn\n{attack}\t1\nb\t2"
    escaped = attack.replace("\\", "\\\\").replace("'", "\\'")
    call = f'select "{attack}", n from table where "{attack}" = \'{escaped}\''
    result = execute({"call": call, "text": text})
    assert result["rows"] == [[attack, "1"]]


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/passwd')", "copy (select 1) to '/tmp/x'",
        "attach '/tmp/x.db'", "install httpfs", "load httpfs", "set threads = 2",
        "set enable_external_access = true", "select * from '/etc/passwd'",
        "select * from glob('/*')", "select content from read_text('/etc/passwd')",
    ],
)  # fmt: skip
def test_the_engine_itself_refuses_files_and_settings(statement: str) -> None:
    import duckdb

    with pytest.raises(duckdb.Error):
        engine.connection().execute(statement)


def test_nothing_is_left_in_the_engine() -> None:
    execute({"call": "select name from table", "text": TEXT})
    assert engine.connection().execute("show tables").fetchall() == []


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("select " + " * ".join(["n"] * 6) + " from table", "too large"),
        ("select " + "9" * 40 + " from table", "too many digits"),
        ("select a.n from a join b on a.k = b.k", "pairs of rows"),
        ("select k from a", "more than 1,000 rows"),
    ],
)
def test_bombs_fail_soon(call: str, words: str) -> None:
    many = "k\tn\n" + "\n".join(f"x\t{i}" for i in range(1_100))
    tables = {"table": "n, m\n999999999999999999, 1\n1, 2", "a": many, "b": many}
    start = time.monotonic()
    with pytest.raises(ToolError, match=words) as caught:
        execute({"call": call, "tables": tables})
    assert caught.value.kind == "limit"
    assert time.monotonic() - start < 3


def test_it_runs_in_the_sandbox() -> None:
    with Sandbox(workers=1) as sandbox:
        result = sandbox.run("table", {"call": "select count(*) from cities", "text": TEXT})
    assert result["answer"] == "3"
