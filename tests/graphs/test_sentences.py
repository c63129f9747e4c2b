import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.graphs.sentences import problem_in, sentence_around, split_sentences


def test_each_sentence_stands_alone() -> None:
    text = "Every cat is an animal. Tom is a cat! Is Tom a plant?\nno stop here"
    assert split_sentences(text) == [
        "Every cat is an animal.",
        "Tom is a cat!",
        "Is Tom a plant?",
        "no stop here",
    ]


def test_lower_case_sentences_are_split_too() -> None:
    assert split_sentences("tom is a cat. every cat is an animal.") == [
        "tom is a cat.",
        "every cat is an animal.",
    ]


def test_abbreviations_initials_and_decimals_end_nothing() -> None:
    text = "Dr. J. Miller paid 3.50 euros, e.g. for tea. He left."
    assert split_sentences(text) == ["Dr. J. Miller paid 3.50 euros, e.g. for tea.", "He left."]


@given(st.text(alphabet="ab .!?\n\"')", max_size=60))
def test_nothing_but_white_space_is_lost(text: str) -> None:
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())


@given(st.text(alphabet="ab .!\n", min_size=1, max_size=60), st.data())
def test_the_sentence_around_a_span_holds_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = sentence_around(text, start, end)
    assert text[start:end].strip() in found
    assert found in text


@pytest.mark.parametrize(
    ("question", "premises", "query"),
    [
        ("Is Tom kind?", [], "Is Tom kind?"),
        ("is tom kind", [], "is tom kind"),
        ("All cats purr. Tom is one. Does he?", ["All cats purr.", "Tom is one."], "Does he?"),
        ("True or false? Tom is kind.", [], "True or false? Tom is kind."),
        ("Tom is a cat. Tom purrs.", ["Tom is a cat."], "Tom purrs."),
        ("Tom is a cat. Tom purrs. True or false?", ["Tom is a cat."], "Tom purrs. True or false?"),
        ("Tom is kind. Is that right?", [], "Tom is kind. Is that right?"),
        ("Tom is kind. Is he right?", ["Tom is kind."], "Is he right?"),
        ("True or false?", [], "True or false?"),
    ],
)
def test_what_is_asked_is_told_from_what_is_given(
    question: str, premises: list[str], query: str
) -> None:
    problem = problem_in(question)
    assert (problem.premises, problem.query) == (premises, query)
    problem = problem_in(question, "Ann is old. Ben is not.")
    assert problem.premises == ["Ann is old.", "Ben is not.", *premises]
