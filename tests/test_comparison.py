"""How two answers compare."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.comparison import (
    is_number_list,
    is_words,
    meaning,
    normalise,
    numbers,
    option_index,
    option_parts,
    same_notation,
    same_numbers,
    same_words,
    token_f1,
    verdict,
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("42", [42]),
        ("1,234.5", [1234.5]),
        ("1,234,567 metres", [1234567]),
        ("2, 3", [2, 3]),
        ("2,3", [2, 3]),
        ("x = -2 or x = 3", [-2, 3]),
        ("−7", [-7]),
        ("5-3", [5, 3]),
        ("3/4", [0.75]),
        ("6/5 = 1.2", [1.2, 1.2]),
        ("sqrt(2) ≈ 1.414", [1.414]),
        ("12 m^2", [12]),
        ("x2 + 5", [5]),
        (".5", [0.5]),
        ("6.02e23", [6.02e23]),
        ("$19.99", [19.99]),
        ("35%", [35]),
        ("none here", []),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, values: list[float]) -> None:
    assert numbers(text) == pytest.approx(values)


def test_a_division_by_zero_equals_nothing() -> None:
    assert math.isnan(numbers("1/0")[0])
    assert not same_numbers("1/0", "1/0")


@pytest.mark.parametrize(
    ("prediction", "gold", "same"),
    [
        ("1000.9", "1000", True),
        ("1001.1", "1000", False),
        ("0.0009", "0", True),
        ("0.002", "0", False),
        ("x = 3 or x = 2", "2, 3", True),
        ("x = 2", "2, 3", False),
        ("2, 3, 4", "2, 3", False),
        ("-2", "2", False),
        ("42.165 km", "42.1648", True),
        ("", "3", False),
    ],
)
def test_numbers_are_compared_as_sets_with_a_tolerance(
    prediction: str, gold: str, same: bool
) -> None:
    assert same_numbers(prediction, gold) is same


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_a_number_equals_itself_in_every_spelling(value: object) -> None:
    assert same_numbers(f"{value:,}", str(value))
    assert same_numbers(f"about {value} metres", str(value))


@given(st.text(max_size=60))
def test_reading_numbers_never_fails(text: str) -> None:
    assert all(isinstance(value, float) for value in numbers(text))


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text("abc the", max_size=30), st.text("abc the", max_size=30))
def test_overlap_is_symmetric_and_full_for_equal_texts(left: str, right: str) -> None:
    assert token_f1(left, right) == token_f1(right, left)
    assert token_f1(left, left) == 1.0
    assert 0.0 <= token_f1(left, right) <= 1.0


def test_overlap_counts_words_as_squad_does() -> None:
    assert token_f1("The green watering can.", "beneath the green watering can") == 6 / 7


def test_signs_without_words_are_compared_as_signs() -> None:
    assert same_words("The Owl!", "owl")
    assert same_words("] }", "]}")
    assert not same_words("} ]", "}")
    assert not same_words("?!", "")


@pytest.mark.parametrize(
    ("option", "parts"),
    [
        ("A) True", ("A", "True")),
        ("(B) the second", ("B", "the second")),
        ("C. third", ("C", "third")),
        ("d: fourth ", ("d", "fourth")),
        ("(E)", ("E", "")),
        ("plain", (None, "plain")),
        ("Amber", (None, "Amber")),
        ("U.S. dollars", (None, "U.S. dollars")),
    ],
)
def test_letters_are_told_from_texts(option: str, parts: tuple[str | None, str]) -> None:
    assert option_parts(option) == parts


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("B", 1),
        ("(b)", 1),
        ("B.", 1),
        ("B) -3", 1),
        ("-3", 1),
        ("3", 0),
        ("D", None),
        ("4", None),
        ("", None),
    ],
)
def test_lettered_options(text: str, index: int | None) -> None:
    assert option_index(text, ["A) 3", "B) -3", "C) 30"]) == index


def test_plain_options_have_no_letters() -> None:
    options = ["a yes", "The owl"]
    assert option_index("the  owl.", options) == 1
    assert option_index("A", options) is None


def test_verdicts() -> None:
    assert verdict("Yes.") == verdict("true") == "true"
    assert {verdict(text) for text in ("Uncertain", "Unknown", "cannot be determined")} == {
        "unknown"
    }
    assert verdict("disproved") == verdict("no") == "false"
    assert verdict("perhaps") is verdict(None) is None


def test_kinds_of_gold_answers() -> None:
    assert is_number_list("2, 3")
    assert is_number_list("1/3 and 2")
    assert not is_number_list("1/x")
    assert not is_number_list("Friday")
    assert is_words("Friday the last")
    assert not is_words("x^2")
    assert same_notation("2 * x**3 − 1", "2*x^3-1")
    assert not same_notation("2*x", "2+x")


@pytest.mark.parametrize(
    ("one", "other", "options", "same"),
    [
        ("A", "(A) the red one", ("(A) the red one", "(B) blue"), True),
        ("A", "B", ("(A) the red one", "(B) blue"), False),
        ("yes", "True.", (), True),
        ("yes", "no", (), False),
        ("18", "18.00", (), True),
        ("1,000", "1000", (), True),
        ("0.5", "1/2", (), True),
        ("-3", "3", (), False),
        ("2, 3", "3, 2", (), True),
        ("The cat", "cat!", (), True),
        ("x - 1", "x-1", (), True),
        ("x-1", "x+1", (), False),
        ("] ]", "]]", (), True),
        ("] ]", "] )", (), False),
    ],
)
def test_what_is_judged_alike_means_the_same(
    one: str, other: str, options: tuple[str, ...], same: bool
) -> None:
    assert (meaning(one, options) == meaning(other, options)) == same
