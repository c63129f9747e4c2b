from __future__ import annotations

import pytest

from lottery_agent.lab.forms import form_of, read_number, read_option, read_text, read_verdict

BLUE = "(B) the blue one"
OPTIONS = ("(A) the red one", BLUE, "(C) none")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("He buys 3 and 4, so the answer is 7 apples, not 8.", "7"),
        ("3 + 4 = 7", "7"),
        ("The answer is 1,234.50 dollars", "1234.50"),
        ("The answer is: −5.", "-5"),
        ("Answer: 12\nThe answer is 13", "13"),
        ("It costs $12. The answer is unclear", "12"),
        ("the answer is .5", ".5"),
        ("We have 3 + 4 = 7. The answer is 7. Does this answer help?", "7"),
        ("The answer is 7. I hope this answers your question about 2 apples.", "7"),
        ("3 of 5 are left. The answer is 7. Whether the answer is right I can't say.", "7"),
        ("3 and 4. This answers it: 7", "7"),
        ("no idea", None),
        ("", None),
    ],
)
def test_numbers(text: str, number: str | None) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Yes, it is.", "Yes"),
        ("It is not false but true", "true"),
        ("True? No. The answer is False.", "False"),
        ("It is false that x. So the answer is True. This answers it.", "True"),
        ("knowing nothing", None),
    ],
)
def test_verdicts(text: str, verdict: str | None) -> None:
    assert read_verdict(text) == verdict


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("B", "B"),
        ("(B)", "B"),
        ("The answer is (C).", "C"),
        ("A is wrong and so is C. The answer is B", "B"),
        ("A person sits. (A) is wrong, so the answer is (B). I am confident in this answer.", "B"),
        ("A and C are wrong. The answer is the blue one, not red. This answers it.", BLUE),
        ("Not (A) but (B). I am sure.", "B"),
        ("I choose the blue one.", BLUE),
        ("the red one or the blue one", None),
        ("Apples", None),
        ("D", None),
    ],
)
def test_options(text: str, option: str | None) -> None:
    assert read_option(text, OPTIONS) == option


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Paris", "Paris"),
        ("Let me see.\nParis.", "Paris"),
        ('The answer is "Paris".\nIt is in France.', "Paris"),
        ("The answer is:\nParis.\nDoes this answer your question?", "Paris"),
        ("I hope it helps.\nThe answer is Paris. This answers it.", "Paris. This answers it"),
        ("  \n ", None),
    ],
)
def test_texts(text: str, line: str | None) -> None:
    assert read_text(text) == line


def test_each_scorer_has_a_form() -> None:
    assert form_of("number").read is read_number
    assert form_of("option").read is read_option
    assert form_of("verdict").labels
    assert form_of("quote") == form_of("holds") == form_of("text")
