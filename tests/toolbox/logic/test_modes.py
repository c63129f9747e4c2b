"""What a request may ask besides a query over an open world."""

import time
from typing import Any

import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic import execute


def told(premises: list[str], query: str, **options: Any) -> str:
    return str(execute({"premises": premises, "query": query, **options})["answer"])


ADULTS = ["all x (age(x) >= 18 -> adult(x))", "age(Ann) = age(Tom) + 2", "age(Tom) > 17"]


@pytest.mark.parametrize(
    ("query", "rational", "whole"),
    [
        ("adult(Ann)", "True", "True"),
        ("adult(Tom)", "Unknown", "True"),
        ("age(Ann) > 19", "True", "True"),
        ("age(Ann) >= 20", "Unknown", "True"),
        ("age(Ann) < 19", "False", "False"),
        ("2 * age(Tom) - age(Ann) > 15", "True", "True"),
        ("all x (~adult(x) -> age(x) < 18)", "True", "True"),
    ],
)
def test_numbers(query: str, rational: str, whole: str) -> None:
    assert told(ADULTS, query) == rational
    assert told(ADULTS, query, integers=True) == whole


def test_numbers_of_relations_are_quantified_over() -> None:
    premises = ["score(Tom, 85)", "all x all y (score(x, y) & y > 80 -> passed(x))"]
    assert told(premises, "passed(Tom)") == "True"
    assert told(premises, "passed(Ann)") == "Unknown"


def test_functions_of_things() -> None:
    premises = ["mother(Tom) = Ann", "all x (kind(mother(x)))", "age(mother(Tom)) = 60"]
    assert told(premises, "kind(Ann)") == "True"
    assert told(premises, "age(Ann) > 59.5") == "True"
    assert told(premises, "kind(Tom)") == "Unknown"


def test_worlds_show_numbers() -> None:
    worlds = execute({"premises": ["age(Tom) = 2.5", "rent = -7"], "query": "glad(Tom)"})["models"]
    assert worlds == [
        "glad(Tom), age(Tom) = 2.5, rent = -7; nothing else holds",
        "age(Tom) = 2.5, rent = -7; nothing else holds",
    ]


def test_a_finite_domain_has_nothing_else() -> None:
    premises = ["cat(Tom)", "cats(Ann)"]
    assert told(premises, "all x (cat(x))") == "Unknown"
    assert told(premises, "all x (cat(x))", domain=["Tom", "Ann"]) == "True"
    assert told(premises, "all x (cat(x))", domain=["Tom", "Ann", "Bob"]) == "Unknown"
    assert told(premises, "Tom = Ann", domain=["Tom", "Ann"]) == "False"
    assert told(premises, "Kim = Ann | Kim = Tom", domain=["Tom", "Ann"]) == "True"


@pytest.mark.parametrize(
    ("premises", "query", "verdict"),
    [
        (["late | ill"], "late", "Unknown"),
        (["late | ill"], "late & ill", "False"),
        (["late | ill"], "late | ill", "True"),
        (["cat(Tom)", "some x (dog(x))"], "dog(Tom)", "Unknown"),
        (["cat(Tom)", "some x (dog(x))"], "bird(Tom)", "False"),
        (["Ann = Bob", "rich(Ann)"], "rich(Bob)", "True"),
        (["Ann = Bob", "rich(Ann)"], "poor(Bob)", "False"),
        (["age(Tom) > 5"], "age(Tom) > 6", "Unknown"),
        (["age(Tom) > 5"], "cat(Tom)", "False"),
        (["p", "~p"], "p", "Contradiction"),
    ],
)
def test_the_closed_world_keeps_the_premises(premises: list[str], query: str, verdict: str) -> None:
    assert told(premises, query, closed_world=True) == verdict


def test_all_worlds_of_a_finite_domain() -> None:
    request = {"premises": ["cat(Tom) | cat(Ann)"], "models": True, "domain": ["Tom", "Ann"]}
    result = execute(request)
    assert sorted(result["worlds"]) == [
        "cat(Ann), cat(Tom); nothing else holds",
        "cat(Ann); nothing else holds",
        "cat(Tom); nothing else holds",
    ]
    assert (result["answer"], result["exact"], result["complete"]) == ("3 worlds", "3", True)
    fewer = execute({**request, "limit": 2})
    assert (fewer["answer"], len(fewer["worlds"])) == ("more than 2 worlds", 2)
    assert not fewer["complete"]


def test_no_world_has_a_smallest_reason() -> None:
    premises = ["happy(Kim)", "age(Tom) > 9", "cat(Tom)", "2 * age(Tom) < 18"]
    result = execute({"premises": premises, "models": True})
    assert (result["answer"], result["worlds"]) == ("Contradiction", [])
    assert result["core"] == [
        {"position": 1, "sentence": "age(Tom) > 9"},
        {"position": 3, "sentence": "2 * age(Tom) < 18"},
    ]
    assert result["explanation"].splitlines()[1:] == ["age(Tom) > 9 [2]", "2 * age(Tom) < 18 [4]"]


LEFT = ["left(A, B)", "all x all y (left(x, y) -> ~left(y, x))"]


@pytest.mark.parametrize(
    ("mode", "options", "answer", "unique"),
    [
        ("must", ["left(B, A)", "left(A, B)"], "left(A, B)", True),
        ("cannot", ["left(B, A)", "left(A, B)"], "left(B, A)", True),
        ("can", ["left(B, A)", "left(B, C)"], "left(B, C)", True),
        ("can", ["left(A, B)", "left(B, C)"], "2 options can hold: left(A, B); left(B, C)", False),
        ("must", ["left(C, A)"], "no option must hold", False),
    ],
)
def test_options(mode: str, options: list[str], answer: str, unique: bool) -> None:
    result = execute({"premises": LEFT, "options": options, "mode": mode, "distinct_names": True})
    assert (result["kind"], result["answer"]) == ("option", answer)
    assert result["checks"][-1]["passed"] == unique
    assert len(result["verdicts"]) == len(options)


def test_both_notations_can_be_typed() -> None:
    premises = ["∀person (Cat(person) → Animal(person))", "cat(Tom)", " ∀x Animal(x) → ¬Plant(x). "]
    assert told(premises, "? ~plant(Tom)") == "True"


@pytest.mark.parametrize(
    ("request_", "kind", "position"),
    [
        ({"premises": ["p", "q("], "query": "p"}, "syntax", 4),
        ({"premises": ["p", "  q("], "query": "p"}, "syntax", 6),
        ({"premises": ["p", "q"], "query": "cat(x)"}, "value", 8),
        ({"premises": ["p"], "query": "∀x (P(x)"}, "syntax", 10),
        ({"premises": ["p"], "query": "p", "mode": "may"}, "value", 0),
        ({"premises": ["p"], "options": []}, "value", 0),
        ({"premises": ["p"], "models": True, "limit": 101}, "value", 0),
        ({"premises": ["p"], "models": True, "query": "p"}, "value", 0),
        ({"premises": ["p"], "query": "p", "domain": ["a b"]}, "value", 0),
        ({"premises": ["p"], "query": "p", "domain": ["a"] * 200}, "limit", 0),
        ({"premises": ["a < 2.5"], "query": "p", "integers": True}, "value", 0),
        ({"premises": ["p"], "query": "p", "seconds": "soon"}, "value", 0),
    ],
)
def test_errors_name_their_place_and_the_way_out(
    request_: dict[str, object], kind: str, position: int
) -> None:
    with pytest.raises(ToolError) as caught:
        execute(request_)
    assert (caught.value.kind, caught.value.position) == (kind, position)
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def _pigeons(holes: int) -> list[str]:
    some = [" | ".join(f"p{p}_{h}" for h in range(holes)) for p in range(holes + 1)]
    pairs = [
        f"(~p{p}_{h} | ~p{q}_{h})" for h in range(holes) for p in range(holes + 1) for q in range(p)
    ]
    return some + [" & ".join(pairs[i : i + 60]) for i in range(0, len(pairs), 60)]


def _pairs(count: int) -> list[str]:
    facts = [f"p(a{i}, b{i})" for i in range(count)]
    return [" & ".join(facts[i : i + 80]) for i in range(0, count, 80)]


JOINED = "all x all y all z (p(x, y) & p(y, z) -> p(x, z))"


@pytest.mark.parametrize(
    "request_",
    [
        {"premises": _pigeons(11), "query": "dark"},
        {"premises": _pigeons(11), "models": True},
        {"premises": _pigeons(22), "query": "dark"},
        {"premises": ["all x " * 40 + "(p(x))"], "query": "p(a)"},
        {"premises": [" & ".join(f"p(a{i})" for i in range(j, j + 99)) for j in range(0, 2970, 99)],
         "query": JOINED},
        {"premises": _pairs(450), "query": JOINED, "closed_world": True},
        {"premises": _pairs(450), "models": True},
        {"premises": ["(" * 900 + "p" + ")" * 900], "query": "p"},
        {"premises": ["p" * 3000], "query": "p"},
    ],
    ids=["pigeons", "worlds", "500 names", "quantifiers", "names", "closed", "pairs", "brackets",
         "long"],
)  # fmt: skip
def test_too_much_is_refused_in_time(request_: dict[str, object]) -> None:
    start = time.process_time()
    with pytest.raises(ToolError) as caught:
        execute(request_)
    assert caught.value.kind == "limit"
    assert caught.value.hint
    assert time.process_time() - start < 6, "an idle machine takes at most three seconds"
