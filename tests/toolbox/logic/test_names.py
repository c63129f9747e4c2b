"""Different ways to write one thing become one name."""

import pytest

from lottery_agent.toolbox.logic import execute


def answer(premises: list[str], query: str) -> str:
    return str(execute({"premises": premises, "query": query})["answer"])


@pytest.mark.parametrize(
    ("rule", "fact"),
    [
        ("all x (rents(x, car) -> adult(x))", "rent_car(Ann)"),
        ("all x (rents(x, car) -> adult(x))", "rents_a_car(Ann)"),
        ("all x (rent_car(x) -> adult(x))", "rents(Ann, cars)"),
        ("all x (goes_to(x, late_show) -> adult(x))", "goes_to_the_late_show(Ann)"),
        ("all x (likes(x, Bo) -> adult(x))", "likes_Bo(Ann)"),
    ],
)
def test_a_word_that_holds_verb_and_thing_says_the_same_as_both(rule: str, fact: str) -> None:
    assert answer([rule, fact], "? adult(Ann)") == "True"
    assert answer([rule, fact, "~adult(Ann)"], "? adult(Ann)") == "Contradiction"


@pytest.mark.parametrize(
    "fact", ["rents_boat(Ann)", "car_rents(Ann)", "rents_car(Ann, Bo)", "rents(car, Ann)"]
)
def test_other_words_stay_apart(fact: str) -> None:
    assert answer(["all x (rents(x, car) -> adult(x))", fact], "? adult(Ann)") == "Unknown"


def test_a_word_whose_thing_nobody_names_stays_whole() -> None:
    assert answer(["rents_car(Ann)", "all x (rents_car(x) -> adult(x))"], "? adult(Ann)") == "True"
