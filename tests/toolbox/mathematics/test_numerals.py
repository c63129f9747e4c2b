import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.mathematics.numerals import CONSTANTS, numbers_in


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("What is 17% of 2,340?", ["17", "2340"]),
        ("$12.50 for 3/4 of it", ["12.50", "3", "4"]),
        ("twelve pens and a dozen eggs, half of them twice", ["12", "0.5", "2"]),
        ("the 3rd of May, the 21st, the 1,000th", []),
        ("twenty-one, then ninety nine", ["21", "99"]),
        ("two hundred and five thousand three hundred forty-two", ["205342"]),
        ("one hundred and one dalmatians", ["101"]),
        ("three and four", ["3", "4"]),
        ("five six seven", ["5", "6", "7"]),
        ("a thousand nights", ["1000"]),
        ("2.5 million and $12k", ["2.5", "1000000", "2500000", "12", "1000", "12000"]),
        ("1,2,3 and 1,200,300.50.", ["1", "2", "3", "1200300.50"]),
        ("10,20,30", ["10", "20", "30"]),
        ("a third of 90 on the third day", ["3", "90"]),
        ("½ cup and 3½", ["1", "2", "3"]),
        ("B2 and 2x3 feet", ["2", "3"]),
        ("007 costs .5.", ["7", "0.5"]),
        ("1e6 and 3.2e-3", ["1000000", "0.0032"]),
        ("２０ and ٣", ["20", "3"]),
        ("no numbers, not even tension or weight", []),
        ("", []),
    ],
)
def test_numbers_are_found(text: str, numbers: list[str]) -> None:
    assert numbers_in(text) == numbers


@settings(max_examples=200)
@given(st.text())
def test_whatever_is_found_is_a_literal_of_the_language(text: str) -> None:
    found = numbers_in(text)
    assert len(found) == len(set(found))
    for number in found:
        Language.load("mathematics").parse(f"answer = {number}")


@settings(max_examples=200)
@given(st.integers(0, 10**12))
def test_thousands_separators_are_dropped(number: int) -> None:
    assert numbers_in(f"He has {number:,} of them.") == [str(number)]


def test_constants_are_literals() -> None:
    for number in CONSTANTS:
        Language.load("mathematics").parse(f"answer = {number}")
