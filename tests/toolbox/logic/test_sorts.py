"""Which names are things and which numbers."""

import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.formula import All, Compare, Equal, Implies
from lottery_agent.toolbox.logic.theory import read_theory


@pytest.mark.parametrize(
    ("premises", "things", "numbers"),
    [
        (["age(Tom) > 17"], ("Tom",), ()),
        (["Tom_age < 5", "cat(Tom)"], ("Tom",), ("Tom_age",)),
        (["a = b", "b < 3"], (), ("a", "b")),
        (["a = b", "b = 3"], ("a", "b", "3"), ()),
        (["has(Tom, 5)", "has(Ann, many)"], ("Tom", "5", "Ann", "many"), ()),
        (["has(Tom, 5)", "has(Ann, many)", "many > 2"], ("Tom", "Ann"), ("many",)),
        (["price(Tea, Monday) = low + 2"], ("Tea", "Monday"), ("low",)),
        (["mother(Tom) = Ann", "age(mother(Tom)) > 60"], ("Tom", "Ann"), ()),
        (["temperature(Oslo) = -5"], ("Oslo",), ()),
        (["debt = -rent"], (), ("debt", "rent")),
    ],
)
def test_names_have_the_sort_of_their_use(
    premises: list[str], things: tuple[str, ...], numbers: tuple[str, ...]
) -> None:
    theory = read_theory(premises, [])
    assert (theory.constants, theory.numbers) == (things, numbers)


def test_a_use_in_one_sentence_decides_in_another() -> None:
    theory = read_theory(["all x all y (score(x, y) -> y > 3)", "score(Tom, x1) -> x1 = 5"], [])
    rule, fact = theory.premises
    assert isinstance(rule, All)
    assert isinstance(rule.body, All)
    assert (rule.sort, rule.body.sort) == ("thing", "number")
    assert isinstance(fact, Implies)
    assert isinstance(fact.right, Compare)
    assert not theory.only_things


def test_an_equation_of_things_stays_one() -> None:
    assert isinstance(read_theory(["Tom = 5"], []).premises[0], Equal)


@pytest.mark.parametrize(
    ("premises", "words", "position"),
    [
        (["cat(Tom)", "Tom > 5"], "`cat(Tom)` (premise 1) speaks of a thing, `Tom > 5`", 9),
        (["Tom > 5", "cat(Tom)"], "`Tom > 5` (premise 1) of a number", 8),
        (["all x (cat(x) -> x > 5)"], "can't be a thing and a number", 0),
        (["a = b", "b < 3", "p(a)"], "premise 3: 'a' can't be", 12),
        (["cat(age(Tom))", "age(Tom) > 3"], "`age(Tom) > 3` (premise 2)", 14),
        (["p", "age(Tom) * age(Ann) > 3"], "premise 2: `age(Tom) * age(Ann)` multiplies", 2),
    ],
)
def test_a_conflict_names_both_uses_and_its_place(
    premises: list[str], words: str, position: int
) -> None:
    with pytest.raises(ToolError) as caught:
        read_theory(premises, [])
    assert words in caught.value.message
    assert (caught.value.kind, caught.value.position) == ("value", position)
    assert caught.value.hint


def test_a_name_of_the_domain_is_a_thing() -> None:
    with pytest.raises(ToolError, match="domain"):
        read_theory(["Tom > 5"], [], domain=["Tom"])
