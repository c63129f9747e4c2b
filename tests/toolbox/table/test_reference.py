"""Random questions to random tables, answered by SQLite too, and by the tool's own evaluation."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from lottery_agent.toolbox.table import execute
from lottery_agent.toolbox.table.reader import read
from lottery_agent.toolbox.table.writer import show

NAMES = ["Anna", "anna", "Bob", "Carl", "O'Hara", "Eve Smith", "100%"]
CITIES = ["Rome", "Paris", "ROME", "Oslo", "Bern"]

Rows = list[dict[str, Any]]


def random_rows(chance: random.Random) -> tuple[Rows, Rows]:
    """Draw people and cities; None is an empty cell."""

    def maybe(value: Any) -> Any:
        return None if chance.random() < 0.12 else value

    people = [
        {
            "name": maybe(chance.choice(NAMES)),
            "city": maybe(chance.choice(CITIES)),
            "age": maybe(chance.randint(-3, 40)),
            "price": maybe(Fraction(chance.randint(-500, 5000), 100)),
            "day": maybe(f"202{chance.randint(0, 4)}-0{chance.randint(1, 9)}-17"),
        }
        for _ in range(chance.randint(1, 14))
    ]
    # One filled row each keeps the columns' kinds.
    dora = {"name": "Dora", "city": "Lima", "age": 5, "price": Fraction(1, 4), "day": "2020-01-31"}
    people.append(dora)
    cities = [{"city": city, "rank": chance.randint(1, 4)} for city in [*CITIES[:4], "Lima"]]
    return people, cities


def as_text(rows: Rows) -> str:
    """Write rows as lines with tabs."""
    lines = ["\t".join(rows[0])]
    for row in rows:
        values = [float(v) if isinstance(v, Fraction) else v for v in row.values()]
        lines.append("\t".join("" if value is None else str(value) for value in values))
    return "\n".join(lines)


class Questions:
    """Draws questions, as our sentence and as SQLite's statement side by side."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def draw(self) -> tuple[str, str, bool]:
        """Return a sentence, a statement, and whether the order of rows is fixed."""
        chance = self._chance
        style = chance.choice(["rows", "rows", "distinct", "total", "group", "group", "join"])
        ours, theirs = "", ""
        if chance.random() < 0.7:
            city = "people.city" if style == "join" else "city"
            ours, theirs = (f" where {each}".replace("@city", city) for each in self._condition(2))
        if style == "join":
            joined = "select name, rank, age from people join cities on people.city = cities.city"
            return (
                f"{joined}{ours} order by rank desc, name",
                f"{joined}{theirs} order by rank desc nulls last, name nulls last,"
                " people.rowid, cities.rowid",
                True,
            )
        if style == "distinct":
            names = ", ".join(chance.sample(["city", "age", "name"], chance.randint(1, 2)))
            start = f"select distinct {names} from people"
            return f"{start}{ours}", f"{start}{theirs}", False
        if style == "total":
            pairs = [self._aggregate() for _ in range(chance.randint(1, 3))]
            mine, yours = (", ".join(pair[i] for pair in pairs) for i in (0, 1))
            return f"select {mine} from people{ours}", f"select {yours} from people{theirs}", True
        if style == "group":
            key = chance.choice(["city", "name", "age"])
            pair = self._aggregate()
            direction = chance.choice(["", " desc"])
            having = self._having() if chance.random() < 0.4 else ""
            limit = f" limit {chance.randint(0, 4)}" if chance.random() < 0.4 else ""
            return (
                f"select {key}, {pair[0]} from people{ours} group by {key}{having}"
                f" order by {pair[0]}{direction}{limit}",
                f"select {key}, {pair[1]} from people{theirs} group by {key}{having}"
                f" order by {pair[1]} collate nocase{direction} nulls last, min(rowid){limit}",
                True,
            )
        value = self._number(2)
        key = chance.choice(["name", "age", "price", "day"])
        direction, limit = chance.choice(["", " desc"]), ""
        if chance.random() < 0.5:
            limit = f" limit {chance.randint(0, 5)} offset {chance.randint(0, 3)}"
        return (
            f"select {value[0]}, name, day from people{ours} order by {key}{direction}{limit}",
            f"select {value[1]}, name, day from people{theirs}"
            f" order by {key}{direction} nulls last, rowid{limit}",
            True,
        )

    def _number(self, depth: int) -> tuple[str, str]:
        chance = self._chance
        if depth == 0 or chance.random() < 0.4:
            if chance.random() < 0.3:
                number = str(chance.choice([0, 2, -3, 0.5, 12.25]))
                return number, number
            column = chance.choice(["age", "price"])
            return column, column
        left, right = self._number(depth - 1), self._number(depth - 1)
        sign = chance.choice("+-*/")
        ours = f"({left[0]} {sign} {right[0]})"
        theirs = f"({left[1]} * 1.0 {sign} {right[1]})"
        if chance.random() < 0.2:
            return f"abs({ours})", f"abs({theirs})"
        return ours, theirs

    def _aggregate(self) -> tuple[str, str]:
        name = self._chance.choice(["count", "sum", "avg", "min", "max", "count(*)", "distinct"])
        if name == "count(*)":
            return name, name
        if name == "distinct":
            column = self._chance.choice(["city", "name", "age"])
            return f"count(distinct {column})", f"count(distinct {column})"
        if name in ("min", "max", "count") and self._chance.random() < 0.5:
            column = self._chance.choice(["name", "day", "city"])
            return f"{name}({column})", f"{name}({column})"
        ours, theirs = self._number(1)
        return f"{name}({ours})", f"{name}({theirs})"

    def _having(self) -> str:
        sign, number = self._chance.choice(["<", ">=", "!="]), self._chance.randint(0, 3)
        return f" having count(*) {sign} {number}"

    def _condition(self, depth: int) -> tuple[str, str]:
        chance = self._chance
        if depth and chance.random() < 0.5:
            left, right = self._condition(depth - 1), self._condition(depth - 1)
            word = chance.choice(["and", "or"])
            return f"({left[0]} {word} {right[0]})", f"({left[1]} {word} {right[1]})"
        if depth and chance.random() < 0.3:
            inside = self._condition(depth - 1)
            return f"not ({inside[0]})", f"not ({inside[1]})"
        return self._test()

    def _test(self) -> tuple[str, str]:
        chance = self._chance
        text = chance.choice([*NAMES, *CITIES, "zoe"])
        mine, yours = text.replace("'", "\\'"), text.replace("'", "''")
        sign = chance.choice(["=", "!=", "<", "<=", ">", ">="])
        match chance.randrange(9):
            case 0:
                return f"name {sign} '{mine}'", f"name {sign} '{yours}'"
            case 1:
                left, right = self._number(1), self._number(1)
                if not {"age", "price"} & set(left[0].replace("(", " ").replace(")", " ").split()):
                    left = ("age", "age")
                return f"{left[0]} {sign} {right[0]}", f"{left[1]} {sign} {right[1]}"
            case 2:
                return f"day {sign} '2021-05-12'", f"day {sign} '2021-05-12'"
            case 3:
                return f"@city in ('{mine}', 'oslo')", f"@city in ('{yours}', 'oslo')"
            case 4:
                low, high = chance.randint(-2, 10), chance.randint(5, 40)
                both = f"age between {low} and {high}"
                return both, both
            case 5:
                column = chance.choice(["name", "@city", "age", "day"])
                both = f"{column} is {chance.choice(['', 'not '])}null"
                return both, both
            case 6:
                part = chance.choice(["a", "o", "NN", "%", "ro", "_a", "a%"])
                how = chance.choice(["contains", "starts with", "ends with"])
                size, low = len(part), f"lower('{part}')"
                theirs = {
                    "contains": f"instr(lower(name), {low}) > 0",
                    "starts with": f"substr(lower(name), 1, {size}) = {low}",
                    "ends with": f"substr(lower(name), -{size}) = {low} and length(name) >= {size}",
                }[how]
                return f"name {how} '{part}'", f"({theirs})"
            case 7:
                pattern = chance.choice(["a%", "%a", "%o%", "___", "%e s%", "%"])
                return f"name like '{pattern}'", f"name like '{pattern}'"
            case _ if chance.random() < 0.5:
                name = chance.choice(["min", "max", "avg"])
                both = f"age {sign} (select {name}(age) from people)"
                return both, both
            case _:
                both = "@city in (select city from cities where rank < 3)"
                return both, both


def in_sqlite(people: Rows, cities: Rows, statement: str) -> list[tuple[Any, ...]]:
    """Answer a statement in SQLite, where texts are compared without case too."""
    base = sqlite3.connect(":memory:")
    try:
        base.execute(
            "create table people (name text collate nocase, city text collate nocase, age integer,"
            " price real, day text)"
        )
        base.execute("create table cities (city text collate nocase, rank integer)")
        for row in people:
            values = [float(v) if isinstance(v, Fraction) else v for v in row.values()]
            base.execute("insert into people values (?, ?, ?, ?, ?)", values)
        for row in cities:
            base.execute("insert into cities values (?, ?)", list(row.values()))
        return base.execute(statement).fetchall()
    finally:
        base.close()


def same(ours: Sequence[Sequence[str]], theirs: Sequence[Sequence[Any]], ordered: bool) -> bool:
    """Say whether two answers hold the same rows."""
    mine = [[_plain(cell) for cell in row] for row in ours]
    yours = [["none" if cell is None else _plain(cell) for cell in row] for row in theirs]
    if not ordered:
        mine, yours = sorted(mine, key=repr), sorted(yours, key=repr)
    return len(mine) == len(yours) and all(
        len(row) == len(other) and all(map(_close, row, other))
        for row, other in zip(mine, yours, strict=True)
    )


def _plain(cell: Any) -> float | str:
    try:
        return float(cell) + 0.0
    except ValueError:
        return str(cell).casefold()


def _close(mine: float | str, yours: float | str) -> bool:
    if isinstance(mine, float) and isinstance(yours, float):
        return abs(mine - yours) <= 1e-6 * max(1.0, abs(yours))
    return mine == yours


def check(seed: int, count: int) -> None:
    """Compare answers to random questions."""
    chance = random.Random(seed)
    for _ in range(count):
        people, cities = random_rows(chance)
        sentence, statement, ordered = Questions(chance).draw()
        assert read(show(read(sentence))) == read(sentence)
        result = execute(
            {"call": sentence, "tables": {"people": as_text(people), "cities": as_text(cities)}}
        )
        theirs = in_sqlite(people, cities, statement)
        case = f"{sentence}\n{statement}\n{as_text(people)}\n{result['rows']}\n{theirs}"
        assert result["checks"][0]["passed"], case
        assert same(result["rows"], theirs, ordered), case


def test_answers_are_those_of_sqlite() -> None:
    check(seed=1, count=60)


@pytest.mark.heavy
def test_a_thousand_answers_are_those_of_sqlite() -> None:
    check(seed=2, count=1_000)
