"""Fuzzing of every reader: broken sentences are refused with a reason and a place, and in time.

Sentences of frozen programs are cut, doubled, swapped and mixed with hostile pieces. Whatever comes
out is read, or it is a `ToolError`; nothing else may be raised, and no text may take long. The
readers of DIMACS and SMT-LIB have tests of their own beside them.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from lottery_agent import graphs
from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls import builtin_registry
from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.logic.reader import read as read_logic
from lottery_agent.toolbox.logic.rules import is_rule_line, read_program
from lottery_agent.toolbox.mathematics.notation import read_notation
from lottery_agent.toolbox.puzzle.reader import read_query, read_statement
from lottery_agent.toolbox.state.reader import read as read_state
from lottery_agent.toolbox.table.finding import found_tables
from lottery_agent.toolbox.table.reader import read as read_table

MOST_SECONDS = 5.0
"""Time of this process that one text of at most LONGEST characters may take."""
LONGEST = 400
FULL_SECONDS = 600.0
"""Time of this process for each reader in the full run."""
PIECES = 10

NOTATION = [
    r"\frac{1}{2} + \sqrt{x^2 - 4} = 3", "2x + 3y = 7, x - y = 1", "17% of 2,340", "3·4 + x²",
    r"\int_0^1 x^2 dx", "|x - 3| <= 5", "$1,234.50 * 12", "5! / (3! * 2!)", "sin(2x)cos(x)",
    r"\sum_{k=1}^{10} k^2", "[[1, 2], [3, 4]]", "1/2 + 3 1/4", "lim x->0 sin(x)/x", "f(x) = 2x",
]  # fmt: skip
TABLES = [
    "city,price\nOslo,120\nRome,90\n", "| a | b |\n| --- | --- |\n| 1 | 2 |\n",
    "name;age\nAnn;3\nBen;4\nCy;5\n", "Item\tStock\npen\t3\ncup\t\n", '"a, b",c\n"x\ny",2\n',
]  # fmt: skip
HOSTILE = [
    "\0", "\n", "\r\n", "\t", "\u202e", "\u200b", "\ud800", "é", "猫", "😀", "²", "½", "١",
    "(", ")", "[", "]", "{", "}", "<", ">", "|", "&", "~", "!", "?", ",", ";", ":", "'", '"', "\\",
    "^", "*", "/", "%", "$", "_", "=", "->", "<->", "..", "--", "9" * 40, "0.", "1e9", "all x (",
    "not ", "answer = ", "select ", " from ", "order(", "state(", "__import__", "%s", "{0}",
]  # fmt: skip


def _logic(text: str) -> object:
    if is_rule_line(text):
        return read_program([text], [])
    return read_logic(text, start="query" if text.startswith("? ") else "statement")


READERS: Mapping[str, Callable[[str], object]] = {
    "mathematics": lambda text: Language.load("mathematics").parse(text),
    "notation": read_notation,
    "logic": _logic,
    "puzzle": lambda text: (read_query if text.startswith("? ") else read_statement)(text),
    "state": read_state,
    "table": read_table,
    "tables": found_tables,
    "calls": builtin_registry().parse,
}


def seeds(name: str) -> list[str]:
    """Return sentences to start from."""
    if name == "notation":
        return NOTATION
    if name == "tables":
        return TABLES
    if name == "calls":
        examples = Path(str(graphs.__file__)).with_name("examples.jsonl").read_text("utf-8")
        found = map(json.loads, examples.splitlines())
        return [line["call"] for line in found if line["agent"] == "operator"]
    frozen = Path(__file__).with_name("frozen.jsonl").read_text("utf-8").splitlines()
    found = [line["sentence"] for line in map(json.loads, frozen) if line["language"] == name]
    assert found, name
    return found


def mutated(sentences: list[str], chance: random.Random) -> str:
    """Return a sentence that was changed in a few places, sometimes with a part of another."""
    text = chance.choice(sentences)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        start, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        other = chance.choice(sentences)
        cut = sorted(chance.randrange(len(other) + 1) for _ in range(2))
        text = chance.choice(
            (
                text[:start] + text[end:],
                text[:start] + chance.choice(HOSTILE) + text[start:],
                text[:start] + chance.choice(HOSTILE) + text[end:],
                text[:end] + text[start:],
                text[:start] + other[cut[0] : cut[1]] + text[end:],
                text[:start] + text[start:end][::-1] + text[end:],
            )
        )
    return text[:LONGEST]


def texts(name: str, seed: int) -> Iterator[str]:
    chance, sentences = random.Random(f"{name} {seed}"), seeds(name)
    while True:
        yield mutated(sentences, chance)


def fuzz(name: str, seed: int, seconds: float) -> tuple[int, int]:
    """Read mutated sentences for some time; return how many there were and how many were read."""
    read = READERS[name]
    read(seeds(name)[0])  # what is made once is not counted
    start = time.process_time()
    passed = 0
    for count, text in enumerate(texts(name, seed), 1):
        before = time.process_time()
        try:
            read(text)
            passed += 1
        except ToolError as error:
            _check(error, text)
        after = time.process_time()
        assert after - before < MOST_SECONDS, repr(text)
        if after - start > seconds:
            return count, passed
    raise AssertionError("there is always another text")


def _check(error: ToolError, text: str) -> None:
    assert error.kind in ("syntax", "value", "limit"), repr(text)
    assert 0 < len(str(error)) < 1_000, repr(text)
    assert "\n" not in error.message, repr(text)
    if error.kind == "syntax":
        place: Any = error.position
        assert place is not None, repr(text)
        assert 0 <= place <= len(text), repr(text)


@pytest.mark.parametrize("name", READERS)
def test_a_moment_of_fuzzing(name: str) -> None:
    count, passed = fuzz(name, 0, 1.0)
    assert count > 10
    assert passed < count


@pytest.mark.heavy
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("piece", range(PIECES))
@pytest.mark.parametrize("name", READERS)
def test_ten_minutes_of_fuzzing(name: str, piece: int) -> None:
    count, passed = fuzz(name, 1 + piece, FULL_SECONDS / PIECES)
    print(f"{name} {piece}: {count} texts, {passed} read")
