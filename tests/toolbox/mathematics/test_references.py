"""Answers of the tool against references that are computed another way."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest

from lottery_agent.toolbox.mathematics import execute
from tests.toolbox.mathematics.problems import AREAS, Expected

SEEDS = 9


def read(text: str) -> Any:
    """Read a printed list of exact numbers."""
    text = text.strip()
    if text.startswith("["):
        parts, depth, start = [], 0, 1
        for place, sign in enumerate(text):
            depth += (sign == "[") - (sign == "]")
            if (sign == "," and depth == 1) or (sign == "]" and depth == 0):
                parts.append(text[start:place])
                start = place + 1
        return [read(part) for part in parts if part.strip()]
    return text


def agrees(found: Any, expected: Expected, readable: Any) -> bool:
    """Compare an exact or rounded answer with its reference."""
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(found) == len(expected)
            and all(map(agrees, found, expected, readable))
        )
    if isinstance(expected, bool | str):
        return str(found) == str(expected)
    if isinstance(expected, float):
        value = float(readable.replace(" * 10^", "e"))
        return abs(value - expected) <= 2e-9 * max(1.0, abs(expected))
    return Fraction(found) == expected


def ask(name: str, seed: int) -> None:
    problem = AREAS[name](Random(f"{name} {seed}"))
    result = execute({"call": problem.call})
    assert all(check["passed"] for check in result["checks"]), (problem, result)
    if isinstance(problem.expected, list):
        # Numbers are compared as decimals where the reference is one.
        rounded = execute({"call": decimals(problem.call)}) if floats(problem.expected) else result
        found, readable = read(result["exact"]), read(rounded["answer"])
    else:
        found, readable = result["exact"], result["value"] or result["answer"]
    assert agrees(found, problem.expected, readable), (problem, result)


def floats(expected: Expected) -> bool:
    """Say whether some number of a reference is a decimal."""
    if isinstance(expected, list):
        return any(map(floats, expected))
    return isinstance(expected, float)


def decimals(call: str) -> str:
    """Return a worksheet whose answer is written in decimals."""
    *steps, last = call.split("\n")
    inner = last.removeprefix("answer = ")
    return "\n".join([*steps, f"answer = numeric({inner}, 12)"])


@pytest.mark.parametrize("name", AREAS)
def test_an_area_agrees_with_its_references(name: str) -> None:
    ask(name, 0)


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(1, SEEDS))
@pytest.mark.parametrize("name", AREAS)
def test_five_hundred_problems_agree_with_their_references(name: str, seed: int) -> None:
    ask(name, seed)


def test_there_are_five_hundred_problems() -> None:
    assert len(AREAS) * (SEEDS - 1) >= 500
