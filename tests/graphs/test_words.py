import pytest

from lottery_agent.graphs.words import content_words, coverage
from lottery_agent.toolbox.calls.narrowing import words_in


def test_words_stand_as_they_are_written() -> None:
    assert words_in("Tom's well-kept café, 2 o’clock.") == [
        "Tom's",
        "well-kept",
        "café",
        "2",
        "o’clock",
    ]


def test_function_words_carry_no_content() -> None:
    assert content_words("Every big cat is an animal") == {"big", "cat", "animal"}


@pytest.mark.parametrize(
    ("sentence", "written", "share"),
    [
        ("Every big cat is an animal.", "all x (big(x) & cat(x) -> animal(x))", 1.0),
        ("Every big cat is an animal.", "all x (cat(x) -> animal(x))", 2 / 3),
        ("The bald eagle sings.", "sings(bald_eagle)", 1.0),
        ("Is it?", "anything", 1.0),
        ("Exactly one person sings.", "one x (sings(x))", 1.0),
        ("Ann says that Bob lies.", "truth(Ann) <-> ~truth(Bob)", 1.0),
        ("Ann says that Bob is kind.", "truth(Ann) <-> truth(Bob)", 2 / 3),
        ("Ann lies.", "lies(Bob)", 1 / 2),
    ],
)
def test_coverage_is_the_share_of_content_that_was_kept(
    sentence: str, written: str, share: float
) -> None:
    assert coverage(sentence, written) == pytest.approx(share)


def test_of_a_question_only_what_it_states_is_to_be_kept() -> None:
    question = "Based on the rules above, does it follow that Tom is kind?"
    assert coverage(question, "? kind(Tom)", asked=True) == 1
    assert coverage(question, "? nice(Tom)", asked=True) == pytest.approx(1 / 2)
    assert coverage(question, "? kind(Tom)") < 1
