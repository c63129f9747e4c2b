import itertools
import time

import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic import execute

FAMILY = ["all x (Cats(x) -> animals(x))", "cat(Tom)", "all x (animal(x) -> ~plants(x))"]


def answer(premises: list[str], query: str, **options: object) -> str:
    return str(execute({"premises": premises, "query": query, **options})["answer"])


@pytest.mark.parametrize(
    ("query", "verdict", "used"),
    [
        ("? plant(Tom)", "False", [0, 1, 2]),
        ("animal(tom)", "True", [0, 1]),
        ("cats(Tom)", "True", [1]),
        ("happy(Tom)", "Unknown", []),
        ("plant(Kim)", "Unknown", []),
        ("happy(Tom) | ~happy(Tom)", "True", []),
        ("all x (plant(x) -> ~cat(x))", "True", [0, 2]),
    ],
)
def test_verdict_and_premises_used(query: str, verdict: str, used: list[int]) -> None:
    result = execute({"premises": FAMILY, "query": query})
    assert (result["answer"], result["exact"], result["used"]) == (verdict, verdict, used)
    assert (result["kind"], result["is_exact"]) == ("verdict", True)
    assert [check["name"] for check in result["checks"]] == ["consistent", "refuted"]
    assert all(check["passed"] for check in result["checks"])


def test_five_hops_are_explained_step_by_step_without_distractors() -> None:
    kinds = ["yumpus", "zorpus", "brimpus", "lempus", "gorpus", "vumpus"]
    chain = [f"all x ({a}(x) -> {b}es(x))" for a, b in itertools.pairwise(kinds)]
    distractors = ["all x (tumpus(x) -> ~red(x))", "all x (lempuses(x) -> loud(x))"]
    result = execute({"premises": [*distractors, *chain, "Yumpus(Max)"], "query": "vumpus(Max)"})
    assert result["answer"] == "True"
    assert result["used"] == [2, 3, 4, 5, 6, 7]
    assert result["explanation"].splitlines() == [
        "yumpus(Max) [8]",
        "zorpuses(Max) [3]",
        "brimpuses(Max) [4]",
        "lempuses(Max) [5]",
        "gorpuses(Max) [6]",
        "vumpuses(Max) [7]",
        "So vumpuses(Max).",
    ]


def test_a_proof_by_cases_lists_its_premises() -> None:
    result = execute({"premises": ["late | ill", "late -> away", "ill -> away"], "query": "away"})
    assert result["used"] == [0, 1, 2]
    assert result["explanation"].startswith("From these premises:\nlate | ill [1]")


def test_contradiction_names_the_premises_that_clash() -> None:
    result = execute({"premises": [*FAMILY, "happy(Kim)", "plant(Tom)"], "query": "happy(Kim)"})
    assert result["answer"] == "Contradiction"
    assert result["used"] == [0, 1, 2, 4]
    assert [check["passed"] for check in result["checks"]] == [False, False]


def test_unknown_shows_a_world_each_way() -> None:
    result = execute({"premises": ["all x (dog(x) -> some y (owns(y, x)))", "dog(Rex)"],
                      "query": "owns(Ann, Rex)"})  # fmt: skip
    assert result["answer"] == "Unknown"
    along, against = result["models"]
    assert "owns(Ann, Rex)" in along
    assert "owns(Ann, Rex)" not in against
    assert "owns(" in against


def test_giving_up_is_an_error_and_not_unknown() -> None:
    """An order without an end has no finite world, and no proof of anything about `p`."""
    premises = [
        "all x some y (less(x, y))",
        "all x all y all z (less(x, y) & less(y, z) -> less(x, z))",
        "all x (~less(x, x))",
    ]
    with pytest.raises(ToolError, match="gave up") as caught:
        execute({"premises": premises, "query": "ripe(Apple)"})
    assert caught.value.kind == "limit"
    assert answer(premises, "some x (less(x, x))") == "False"


def test_several_queries_are_decided_apart() -> None:
    results = execute({"premises": FAMILY, "queries": ["plant(Tom)", "? animal(Tom)", "p(Tom)"]})
    assert [result["answer"] for result in results["results"]] == ["False", "True", "Unknown"]


def test_names_may_or_may_not_be_distinct() -> None:
    premises = [
        "all x all y (in(x, Rome) & in(y, Rome) -> x = y)",
        "in(Ann, Rome)",
        "in(Bob, Rome)",
    ]
    assert answer(premises, "Ann = Bob") == "True"
    assert answer(premises, "Ann = Bob", distinct_names=True) == "Contradiction"
    assert answer([], "Ann = Bob") == "Unknown"
    assert answer([], "Ann != Bob", distinct_names=True) == "True"


def test_numbers_are_what_they_are() -> None:
    assert answer([], "5 = 6") == "False"
    assert answer([], "5 = 5.0") == "True"
    assert answer(["has(Tom, 5)"], "has(Tom, 5.0)") == "True"


@pytest.mark.parametrize(
    ("query", "open_world", "closed_world"),
    [
        ("dog(Tom)", "Unknown", "False"),
        ("~dog(Tom)", "Unknown", "True"),
        ("all x (cat(x))", "Unknown", "True"),
        ("animal(Tom)", "True", "True"),
        ("cat(Tom) & ~dog(Tom)", "Unknown", "True"),
    ],
)
def test_closed_world(query: str, open_world: str, closed_world: str) -> None:
    premises = ["cat(Tom)", "all x (cat(x) -> animal(x))"]
    assert answer(premises, query) == open_world
    assert answer(premises, query, closed_world=True) == closed_world


@pytest.mark.parametrize(
    "name",
    ["all", "some", "not", "answer", "True", "False", "None", "and", "Thing", "c0", "p0", "v0x",
     "f0", "xor", "O'Brien", "naïve", "猫", "Ünal", "a;b", "(set-logic)"[1:10], "%s", "{x}", "\\"],
)  # fmt: skip
def test_any_word_can_be_a_name(name: str) -> None:
    premises = [f"all x ({name}(x) -> good(x))", f"{name}({name})"]
    assert answer(premises, f"good({name})") == "True"
    assert answer(premises, f"bad({name})") == "Unknown"


def test_the_predicate_and_the_thing_of_one_word_do_not_clash() -> None:
    assert answer(["fish(fish)", "fish(fish, fish)", "fish"], "fish & fish(fish)") == "True"
    assert answer(["fish(Tom)"], "fish") == "Unknown"
    assert answer(["fish(Tom)"], "fish(Tom, Tom)") == "Unknown"


@pytest.mark.parametrize(
    ("request_", "kind", "words"),
    [
        ({"premises": ["cat(x)"], "query": "p"}, "value", "premise 1: the variable 'x' is free"),
        ({"premises": ["p"], "query": "? p("}, "syntax", "query 1"),
        ({"premises": ["p"] * 600, "query": "p"}, "limit", "601 sentences"),
        ({"premises": "p", "query": "p"}, "value", "list of sentences"),
        ({"premises": [1], "query": "p"}, "value", "not a sentence"),
        ({"premises": ["p"]}, "value", "either"),
        ({"premises": ["p"], "query": "p", "world": 1}, "value", "no option 'world'"),
        ({"premises": [" & ".join(["p"] * 200)] * 200, "query": "p"}, "limit", "characters"),
        ({"premises": ["p(a, b, c, d, e, f)"], "query": "p"}, "limit", "6 terms"),
    ],
)  # fmt: skip
def test_refused(request_: dict[str, object], kind: str, words: str) -> None:
    with pytest.raises(ToolError) as caught:
        execute(request_)
    assert caught.value.kind == kind
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_time_is_bounded_on_a_hard_problem() -> None:
    """Pigeons: twelve of them, eleven holes; propositional solvers need very long."""
    premises = [" | ".join(f"in(pigeon{p}, hole{h})" for h in range(11)) for p in range(12)] + [
        "all x all y all z (in(x, z) & in(y, z) -> x = y)"
    ]
    start = time.monotonic()
    with pytest.raises(ToolError, match="gave up"):
        execute(
            {"premises": premises, "query": "dark(hole1)", "distinct_names": True, "seconds": 1}
        )
    assert time.monotonic() - start < 30, "without a limit it takes minutes"
