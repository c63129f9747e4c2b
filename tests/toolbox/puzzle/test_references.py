"""The tool against all assignments of random puzzles, tried one by one in plain Python."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.puzzle import execute
from tests.toolbox.puzzle.random_puzzles import Drawn, Rule, World, amount, draw, formula

EXPECTED = {(True, False): "True", (False, True): "False", (True, True): "Unknown"}


def verdict(worlds: list[World], rule: Rule) -> str:
    """Return what must be said about a formula."""
    found = [bool(rule(world)) for world in worlds]
    return EXPECTED.get((True in found, False in found), "Contradiction")


def passed(result: dict[str, Any], *besides: str) -> bool:
    """Say whether all checks passed, apart from the named ones."""
    return all(check["passed"] for check in result["checks"] if check["name"] not in besides)


def check_core(drawn: Drawn, used: list[int], rule: Rule) -> None:
    """The lines of a core force a formula; without any of them they do not."""
    assert all(rule(world) for world in drawn.solutions(used))
    for left_out in used:
        fewer = [position for position in used if position != left_out]
        assert not all(rule(world) for world in drawn.solutions(fewer))


def check_verdict(drawn: Drawn, chance: random.Random) -> None:
    asked, rule = formula(drawn, chance, chance.choice([0, 0, 1]))
    worlds = drawn.solutions()
    expected = verdict(worlds, rule)
    queries = [asked, *(f"? {mode}({asked})" for mode in ("must", "can", "cannot")), "? count()"]
    result, *modes, count = execute({"premises": drawn.lines, "queries": queries})["results"]
    assert result["answer"] == expected, (drawn.lines, asked)
    if expected == "Contradiction":
        assert not passed(result)
        check_core(drawn, result["used"], lambda world: False)
    else:
        assert passed(result)
        assert {"enumerated", "verified"} <= {check["name"] for check in result["checks"]}
        fitting = [expected == "True", expected != "False", expected == "False"]
        assert [mode["answer"] for mode in modes] == list(map(str, fitting))
    if expected == "True":
        check_core(drawn, result["used"], rule)
    if expected == "False":
        check_core(drawn, result["used"], lambda world: not rule(world))
    assert count["value"] == len(worlds)


def check_values(drawn: Drawn, chance: random.Random) -> None:
    worlds = drawn.solutions()
    if drawn.shape in ("circle", "match"):
        return
    term, measure = amount(drawn, chance, chance.randint(0, 1))
    if term in drawn.values:
        return
    words = {number: word for word, number in reversed([*drawn.values.items()])}
    place = re.fullmatch(r"(max|min)\(.*\)|[^ *(]+( [+-] [0-9]+)?", term)
    plain = drawn.shape == "named" and place is not None
    found = sorted({measure(world) for world in worlds})
    asked = [f"? {term}", f"? most({term})", f"? least({term})"]
    results = execute({"premises": drawn.lines, "queries": asked})["results"]
    shown = [words.get(number, str(number)) if plain else str(number) for number in found]
    if not shown:
        assert [result["answer"] for result in results] == ["Contradiction"] * 3
        return
    assert results[0]["answer"] == (shown[0] if len(shown) == 1 else "Unknown"), drawn.lines
    assert [result["answer"] for result in results[1:]] == [shown[-1], shown[0]], drawn.lines
    assert all(map(passed, results))
    if len(found) == 1:
        check_core(drawn, results[0]["used"], lambda world: measure(world) == found[0])


def check_who(drawn: Drawn, chance: random.Random) -> None:
    worlds = drawn.solutions()
    if not drawn.values or not worlds:
        return
    word, place = chance.choice([*drawn.values.items()])
    result = execute({"premises": drawn.lines, "query": word})
    there = {tuple(name for name in drawn.things if world[name] == place) for world in worlds}
    alone = ", ".join(there.pop()) or "nobody" if len(there) == 1 else "Unknown"
    assert result["answer"] == alone, (drawn.lines, word)
    assert passed(result)


def check_options(drawn: Drawn, chance: random.Random) -> None:
    worlds = drawn.solutions()
    options = [formula(drawn, chance, chance.choice([0, 0, 1])) for _ in range(3)]
    verdicts = [verdict(worlds, rule) for _, rule in options]
    for mode, fits in (("must", "True"), ("can", "True Unknown"), ("cannot", "False")):
        request = {"premises": drawn.lines, "options": [text for text, _ in options], "mode": mode}
        result = execute(request)
        if not worlds:
            assert result["answer"] == "Contradiction"
            continue
        fitting = [i for i, found in enumerate(verdicts) if found in fits.split()]
        assert result["index"] == (fitting[0] if len(fitting) == 1 else None)
        assert [each["verdict"] for each in result["verdicts"]] == verdicts
        assert passed(result, "unique")
        assert passed(result) == (len(fitting) == 1)


def check_puzzles(seed: int, number: int) -> None:
    """Draw puzzles, and ask each in every way."""
    chance = random.Random(seed)
    for _ in range(number):
        drawn = draw(chance)
        check_verdict(drawn, chance)
        chance.choice([check_values, check_who, check_options])(drawn, chance)


def test_eighty_random_puzzles() -> None:
    check_puzzles(seed=0, number=80)


@pytest.mark.heavy
@pytest.mark.parametrize("piece", range(20))
def test_two_thousand_random_puzzles(piece: int) -> None:
    check_puzzles(seed=100 + piece, number=100)


def test_the_generator_draws_every_kind_of_answer() -> None:
    """Without this, a generator of contradictions alone would test nothing."""
    chance = random.Random(1)
    found = set()
    for _ in range(300):
        drawn = draw(chance)
        found.add((drawn.shape, verdict(drawn.solutions(), formula(drawn, chance, 0)[1])))
    shapes = {shape for shape, _ in found}
    assert shapes == {"order", "circle", "match", "named", "numbers"}
    answers = ("True", "False", "Unknown", "Contradiction")
    assert found == {(shape, answer) for shape in shapes for answer in answers}


def test_a_wrong_rule_would_be_noticed() -> None:
    """The comparison itself can fail: a solution too many is a difference."""
    drawn = Drawn("order", ["order(a, b)"], ["a", "b"], {"1": 1}, [{"a": 1, "b": 2}])
    with pytest.raises(AssertionError):
        check_verdict(drawn, random.Random(0))


def test_errors_of_random_puzzles_are_none_of_reading() -> None:
    chance = random.Random(2)
    for _ in range(20):
        try:
            execute({"premises": draw(chance).lines})
        except ToolError as error:
            pytest.fail(str(error))
