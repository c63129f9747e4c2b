"""The puzzle language passes the suite of all languages and tools."""

from __future__ import annotations

from itertools import islice
from typing import Any, ClassVar

import pytest

from lottery_agent.toolbox.puzzle.printing import show
from lottery_agent.toolbox.puzzle.reader import QUERY_MARK, read_query, read_statement
from lottery_agent.toolbox.puzzle.statement import Query, Statement
from tests.toolbox.conformance import LanguageConformance, ToolConformance

DECLARED = ["order(robin, owl, crow)", "Ann, 7up in red, green", "order, must, x, in in 1 to 3"]


class TestPuzzle(LanguageConformance):
    name = "puzzle"
    samples: ClassVar = {
        "WORD": ["robin", "owl", "crow", "Ann", "7up", "red", "green", "ée", "last"],
        "NUMBER": ["0", "1", "2", "3", "12"],
    }
    adversarial: ClassVar = {
        "WORD": [
            "order",
            "must",
            "x",
            "in",
            "count",
            "different",
            "to",
            "at",
            "beside",
            "+",
            "*",
            "2*",
        ]
    }
    endings: ClassVar = [")", "\n", ", "]
    narrowings: ClassVar = [
        {"WORD": ["robin", "owl", "crow"], "NUMBER": ["1", "2"]},
        {"WORD": ["order", "in", "at", "different", "must", "1st", "count"], "NUMBER": ["10", "1"]},
    ]


class TestPuzzleLine(TestPuzzle):
    start = "line"


class TestPuzzleStatement(TestPuzzle, ToolConformance):
    start = "statement"

    def request(self, sentence: str) -> dict[str, Any]:
        return {"premises": [*DECLARED, sentence], "query": "robin < owl", "seconds": 2.0}

    def read(self, sentence: str) -> Statement | Query:
        return read_statement(sentence)

    def show(self, meaning: Statement | Query) -> str:
        return show(meaning)


class TestPuzzleQuery(TestPuzzleStatement):
    start = "query"

    def request(self, sentence: str) -> dict[str, Any]:
        return {"premises": DECLARED, "query": sentence, "seconds": 2.0}

    def read(self, sentence: str) -> Statement | Query:
        return read_query(sentence)


@pytest.mark.parametrize(
    "line",
    ["order(robin, owl)", "a = 1", "~(a = 1 | b = 2)", "? must(a = 1)", "? a in b, c", "? count()",
     "a, b in 1 to 3 at most 2", "between(a, b, c) -> exactly(1, a = 1, b = 2)",
     "max(a, b + 1) - 2 * c >= distance(a, b)", "? most(count(red))"],
)  # fmt: skip
def test_what_is_read_is_shown_as_it_was(line: str) -> None:
    read = read_query if line.startswith(QUERY_MARK) else read_statement
    assert show(read(line)) == line


def test_a_query_needs_no_mark() -> None:
    assert read_query("a = 1") == read_query("? a = 1")
    for sentence in islice(TestPuzzleQuery().drawn(4), 50):
        assert read_query(sentence) == read_query(sentence.removeprefix(QUERY_MARK))
