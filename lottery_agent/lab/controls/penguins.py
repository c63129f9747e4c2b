"""Reads BIG-bench's penguins in a table, with rows that come and go, into the table language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lottery_agent.lab.controls.question import Question, Unreadable, whole_number
from lottery_agent.lab.controls.workbench import Found, Workbench

_ROW = r"([A-Z]\w*), (\d+), (\d+), (\d+)"
_TABLE = re.compile(
    r"Here is a table where the first line is a header and each subsequent line is a penguin:\s+"
    rf"name, age, height \(cm\), weight \(kg\)\s+(?P<rows>(?:{_ROW}\s+)+)"
    r"For example: [^.]+\.\s+(?P<rest>.*)",
    re.DOTALL,
)
_ADDED = re.compile(rf"We now add a penguin to the table:\s+{_ROW}\s+", re.DOTALL)
_DELETED = re.compile(r"We then delete the penguin named ([A-Z]\w*) from the table\.\s+")

_MEASURES = {
    "old": ("age", "max"), "young": ("age", "min"),
    "tall": ("height", "max"), "short": ("height", "min"),
    "heavy": ("weight", "max"), "light": ("weight", "min"),
}  # fmt: skip
_FORMS = {
    f"{word.removesuffix('y')}{'i' if word.endswith('y') else ''}{ending}": word
    for word in _MEASURES
    for ending in ("er", "est")
}
"""`heavy` by `heavier` and `heaviest`."""
_MOST = "|".join(form for form in _FORMS if form.endswith("est"))
_MORE = "|".join(form for form in _FORMS if form.endswith("er"))
_RANKS = {None: 0, "second ": 1, "third ": 2}
_COLUMN = "age|height|weight"
_LIMIT = r"(?:are |weigh |weight )?(?P<sign{0}>more|less) than (?P<number{0}>\w+) (?P<unit{0}>years? old|cm(?: tall)?|kg)"
_UNITS = {"year": "age", "cm": "height", "kg": "weight"}


def penguins_in_a_table(question: Question, bench: Workbench) -> Found:
    """Answer a question to the table."""
    rows, asked = table(question.text)
    tables = {"penguins": "\n".join(["name,age,height,weight", *rows])}
    return bench.query(query(asked), tables)


def table(text: str) -> tuple[list[str], str]:
    """Return the rows of the table after all changes, and what is asked.

    Raises:
        Unreadable: If there is no such table, or something else happens to it.
    """
    found = _TABLE.fullmatch(text.strip())
    if found is None:
        raise Unreadable(text)
    rows = {row[0]: ",".join(row) for row in re.findall(_ROW, found["rows"])}
    rest = found["rest"]
    while True:
        if added := _ADDED.match(rest):
            rows[added[1]] = ",".join(added.groups())
            rest = rest[added.end() :]
        elif (deleted := _DELETED.match(rest)) and deleted[1] in rows:
            del rows[deleted[1]]
            rest = rest[deleted.end() :]
        else:
            return list(rows.values()), rest.strip()


def query(asked: str) -> str:
    """Return the query of the table language that a question asks.

    Raises:
        Unreadable: If it fits no template.
    """
    for pattern, form in _QUERIES.items():
        if found := re.fullmatch(pattern, asked):
            return form(found)
    raise Unreadable(asked)


def _extreme(found: re.Match[str]) -> str:
    column, extreme = _MEASURES[_FORMS[found["most"]]]
    direction = "desc" if extreme == "max" else "asc"
    rank = _RANKS[found["rank"]]
    nth = f"(select {column} from table order by {column} {direction} limit 1 offset {rank})"
    return f"select name from table where {column} = {nth}"


def _than_all(found: re.Match[str]) -> str:
    column, extreme = _MEASURES[_FORMS[found["more"]]]
    return f"select name from table where {column} = (select {extreme}({column}) from table)"


def _than_one(found: re.Match[str]) -> str:
    column, extreme = _MEASURES[_FORMS[found["more"]]]
    sign = ">" if extreme == "max" else "<"
    other = f"(select max({column}) from table where name = '{found['name']}')"
    return f"select name from table where {column} {sign} {other}"


def _counted(found: re.Match[str]) -> str:
    limits = [
        f"{_column(found[f'unit{i}'])} {'>' if found[f'sign{i}'] == 'more' else '<'} "
        f"{whole_number(found[f'number{i}'])}"
        for i in (0, 1)
        if found[f"sign{i}"]
    ]
    return f"select count(*) from table where {' and '.join(limits)}"


def _column(unit: str) -> str:
    return next(column for start, column in _UNITS.items() if unit.startswith(start))


def _alphabetic(found: re.Match[str]) -> str:
    direction = "asc" if found["end"] == "first" else "desc"
    return f"select name from table order by name {direction} limit 1"


def _summed(found: re.Match[str]) -> str:
    function = "avg" if found["how"] == "average" else "sum"
    return f"select {function}({found['column']}) from table"


_QUERIES: Mapping[str, Callable[[re.Match[str]], str]] = {
    rf"(?:Which is|Which penguin is|What is the name of) the (?P<rank>second |third )?(?P<most>{_MOST})(?: penguin)?\?": _extreme,
    rf"Which penguin is (?P<more>{_MORE}) than (?:the|all) other(?: one)?s ?\?": _than_all,
    rf"Which penguin is (?P<more>{_MORE}) than (?P<name>[A-Z]\w*)\?": _than_one,
    r"How many penguins are (?:there|listed) in the table\?": lambda _: "select count(*) from table",
    rf"How many penguins {_LIMIT.format(0)}(?: and {_LIMIT.format(1)})?\?": _counted,
    r"What is the name of the (?P<end>first|last) penguin sorted by alphabetic order\?": _alphabetic,
    rf"What is the (?P<how>average|cumulated|total) (?P<column>{_COLUMN}) of (?:all )?the penguins\?": _summed,
    rf"What is the (?P<column>{_COLUMN}) of (?P<name>[A-Z]\w*)\?":
        lambda found: f"select {found['column']} from table where name = '{found['name']}'",
    r"How old is (?P<name>[A-Z]\w*)\?":
        lambda found: f"select age from table where name = '{found['name']}'",
}  # fmt: skip
"""What a question asks, by how it says so."""
