"""Clauses against truth tables: verdicts, models, minimal cores, least costs."""

from __future__ import annotations

import itertools
import random
import time
from typing import Any

import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.satisfiability import execute
from lottery_agent.toolbox.satisfiability.clauses import Problem
from lottery_agent.toolbox.satisfiability.dimacs import show_dimacs
from lottery_agent.toolbox.satisfiability.refutation import refute

Clauses = list[tuple[int, ...]]


def table(variables: int) -> list[tuple[int, ...]]:
    """Return all models as literals."""
    signs = itertools.product((1, -1), repeat=variables)
    return [tuple(sign * (i + 1) for i, sign in enumerate(row)) for row in signs]


def meets(model: tuple[int, ...], clauses: Clauses) -> bool:
    return all(any(literal in model for literal in clause) for clause in clauses)


def random_clauses(rng: random.Random, variables: int, count: int) -> Clauses:
    widths = (1, 2, 2, 3, 3, 3, 4)
    return [
        tuple(rng.choice((1, -1)) * rng.randint(1, variables) for _ in range(rng.choice(widths)))
        for _ in range(count)
    ]


def checked(result: dict[str, Any]) -> None:
    assert result["checks"], result
    assert all(check["passed"] for check in result["checks"]), result


def check_problem(seed: int) -> str:
    """Compare every answer about one random problem with its truth table; return the verdict."""
    rng = random.Random(seed)
    variables = rng.randint(1, 7)
    clauses = random_clauses(rng, variables, rng.randint(1, 6 * variables))
    text = show_dimacs(Problem(variables, tuple(clauses)))
    models = [model for model in table(variables) if meets(model, clauses)]
    result = execute({"text": text, "format": "cnf", "models": 200, "core": True})
    checked(result)
    assert result["count"] == len(models)
    assert sorted(map(tuple, result["models"])) == sorted(models)
    if models:
        assert result["answer"] == "satisfiable"
        matter = rng.sample(range(1, variables + 1), rng.randint(0, variables))
        projected = {tuple(model[v - 1] for v in matter) for model in models}
        part = execute({"text": text, "format": "cnf", "models": 200, "variables": matter})
        assert part["count"] == len(projected)
        assert set(map(tuple, part["models"])) == projected
        return "satisfiable"
    assert result["answer"] == "unsatisfiable"
    core = [clauses[item["number"] - 1] for item in result["core"]["items"]]
    assert [item["text"] for item in result["core"]["items"]] == [
        " ".join(map(str, (*clause, 0))) for clause in core
    ]
    assert result["core"]["minimal"]
    everything = table(variables)
    assert not any(meets(model, core) for model in everything)
    for i in range(len(core)):
        assert any(meets(model, core[:i] + core[i + 1 :]) for model in everything), core
    return "unsatisfiable"


def check_costs(seed: int) -> None:
    """Compare the least cost of one random problem with its truth table."""
    rng = random.Random(f"cost {seed}")
    variables = rng.randint(1, 6)
    hard = random_clauses(rng, variables, rng.randint(0, 2 * variables))
    soft = random_clauses(rng, variables, rng.randint(1, 4 * variables))
    largest = rng.choice((1, 5, 2**40))
    weights = [rng.randint(1, largest) for _ in soft]
    problem = Problem(variables, tuple(hard), soft=tuple(soft), weights=tuple(weights))
    costs = [
        sum(w for w, clause in zip(weights, soft, strict=True) if not meets(model, [clause]))
        for model in table(variables)
        if meets(model, hard)
    ]
    result = execute({"text": show_dimacs(problem), "format": "wcnf", "core": True})
    checked(result)
    if not costs:
        assert result["answer"] == "unsatisfiable"
        assert result["core"]["minimal"]
        return
    assert result["value"] == str(min(costs))
    assert {check["name"] for check in result["checks"]} == {"model", "optimal"}
    (model,) = map(tuple, result["models"])
    assert meets(model, hard)
    assert sum(item["weight"] for item in result["broken"]) == min(costs)


def test_sample_of_random_problems() -> None:
    verdicts = {check_problem(seed) for seed in range(80)}
    assert verdicts == {"satisfiable", "unsatisfiable"}


def test_sample_of_random_costs() -> None:
    for seed in range(80):
        check_costs(seed)


@pytest.mark.heavy
@pytest.mark.parametrize("piece", range(10))
def test_random_problems_against_truth_tables(piece: int) -> None:
    for seed in range(1_000 + 200 * piece, 1_200 + 200 * piece):
        check_problem(seed)
        check_costs(seed)


def pigeons(holes: int) -> Problem:
    """One pigeon more than there are holes."""

    def sits(pigeon: int, hole: int) -> int:
        return pigeon * holes + hole + 1

    clauses: Clauses = [
        tuple(sits(pigeon, hole) for hole in range(holes)) for pigeon in range(holes + 1)
    ]
    clauses += [
        (-sits(one, hole), -sits(other, hole))
        for hole in range(holes)
        for one, other in itertools.combinations(range(holes + 1), 2)
    ]
    return Problem(holes * (holes + 1), tuple(clauses))


def test_pigeons_need_every_clause() -> None:
    problem = pigeons(3)
    noise = tuple((20, 21 + i) for i in range(6))
    text = show_dimacs(Problem(30, noise + problem.clauses))
    result = execute({"text": text, "format": "cnf", "core": True})
    checked(result)
    assert {check["name"] for check in result["checks"]} == {"refuted", "minimal"}
    assert [item["number"] - 7 for item in result["core"]["items"]] == list(range(22))


def test_a_hard_problem_ends_in_time() -> None:
    start = time.monotonic()
    with pytest.raises(ToolError) as caught:
        execute({"text": show_dimacs(pigeons(14)), "format": "cnf", "seconds": 0.7})
    assert caught.value.kind == "limit"
    assert "time" in caught.value.message
    assert time.monotonic() - start < 4


def test_answers_are_the_same_again() -> None:
    rng = random.Random(5)
    clauses = tuple(random_clauses(rng, 30, 60))
    request = {"text": show_dimacs(Problem(30, clauses)), "format": "cnf", "models": 20}
    assert execute(request) == execute(request)


def test_more_models_than_asked_for() -> None:
    request = {"text": "p cnf 20 1\n1 2 0\n", "format": "cnf", "models": 3}
    result = execute(request)
    assert len(result["models"]) == 3
    assert result["count"] is None
    assert result["notes"] == ["there are more than 3 models"]


def test_variables_that_the_text_names() -> None:
    text = "p cnf 3 1\nc p show 2 0\n1 2 3 0\n"
    result = execute({"text": text, "format": "cnf", "models": 5})
    assert sorted(result["models"]) == [[-2], [2]]


def test_a_proof_that_a_person_can_follow() -> None:
    text = "p cnf 2 4\n1 2 0\n1 -2 0\n-1 2 0\n-1 -2 0\n"
    result = execute({"text": text, "format": "cnf"})
    assert result["explanation"].splitlines() == [
        "suppose 1:",
        "  clause 3 forces 2",
        "  clause 4 fails",
        "suppose -1:",
        "  clause 1 forces 2",
        "  clause 2 fails",
    ]


def test_nothing_is_refuted_that_holds() -> None:
    rng = random.Random(3)
    refuted = 0
    for _ in range(300):
        variables = rng.randint(1, 5)
        clauses = random_clauses(rng, variables, rng.randint(1, 5 * variables))
        holds = any(meets(model, clauses) for model in table(variables))
        steps = refute(clauses, [str(i) for i in range(len(clauses))])
        assert (steps is None) == holds
        refuted += steps is not None
    assert 50 < refuted < 250


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({"text": "p cnf 1 1\n1 0\n", "format": "xml"}, "no format 'xml'"),
        ({"format": "cnf"}, "no text"),
        ({"text": "p cnf 1 1\n1 0\n", "format": "cnf", "color": 1}, "no option 'color'"),
        ({"text": "p cnf 1 1\n1 0\n", "format": "cnf", "models": 0}, "number of models"),
        ({"text": "p cnf 1 1\n1 0\n", "format": "cnf", "models": True}, "number of models"),
        ({"text": "p cnf 1 1\n1 0\n", "format": "cnf", "variables": [2]}, "no variable 2"),
        ({"text": "p cnf 1 1\n1 0\n", "format": "cnf", "variables": "1"}, "must be a list"),
        ({"text": "p cnf 1 1\n1 0\n", "format": "cnf", "seconds": -1}, "number of seconds"),
        ({"text": "p cnf 99999 1\n1 0\n", "format": "cnf", "models": 999}, "too much to show"),
        ({"text": "p wcnf 1 1\n2 1 0\n", "format": "wcnf", "models": 2}, "not counted"),
    ],
)
def test_bad_requests(request_: dict[str, Any], words: str) -> None:
    with pytest.raises(ToolError, match=words):
        execute(request_)
