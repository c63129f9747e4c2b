"""Coloured things and penguins."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lottery_agent.answer import Answer

Ask = Callable[..., Answer]

ROW = (
    "On the shelf, you see several items arranged in a row: a red kettle, a blue tin mug, "
    "a green pair of gloves, and a yellow lamp. "
)
HEAP = "On the shelf, there are two red kettles, three blue kettles, and one red lamp. "
COLOURS = ["A) red", "B) blue", "C) green", "D) yellow"]
COUNTS = ["A) zero", "B) one", "C) two", "D) three"]


@pytest.mark.parametrize(
    ("asked", "colour"),
    [
        ("What color is the tin mug?", "blue"),
        ("What is the color of the pair of gloves?", "green"),
        ("What is the color of the left-most item?", "red"),
        ("What is the color of the right-most thing?", "yellow"),
        ("What is the color of the item directly to the right of the tin mug?", "green"),
        ("What is the color of the item directly to the left of the yellow item?", "green"),
        ("What is the color of the object furthest from the tin mug?", "yellow"),
    ],
)
def test_colours(ask: Ask, asked: str, colour: str) -> None:
    answer = ask("bbh_reasoning_about_colored_objects", ROW + asked, COLOURS)
    assert (answer.answer, answer.exact) == ("ABCD"[[o[3:] for o in COLOURS].index(colour)], True)


@pytest.mark.parametrize(
    ("question", "count"),
    [
        (f"{ROW}How many items are neither red nor blue?", 2),
        (f"{ROW}How many non-red items do you see to the left of the lamp?", 2),
        (f"{ROW}How many non-red items do you see to the right of the blue item?", 2),
        (f"{HEAP}If I remove all the red items from the shelf, how many kettles remain on it?", 3),
        (f"{HEAP}If I remove all the kettles from the shelf, how many red things remain on it?", 1),
    ],
)
def test_counts(ask: Ask, question: str, count: int) -> None:
    assert ask("bbh_reasoning_about_colored_objects", question, COUNTS).answer == "ABCD"[count]


def test_whether_a_thing_has_a_colour(ask: Ask) -> None:
    name = "bbh_reasoning_about_colored_objects"
    assert ask(name, f"{ROW}Is the lamp yellow?", ["A) yes", "B) no"]).answer == "A"
    assert ask(name, f"{ROW}Is the lamp red?", ["A) yes", "B) no"]).answer == "B"


@pytest.mark.parametrize(
    "question",
    [
        f"{ROW}What color is the spoon?",
        f"{HEAP}What color is the kettle?",
        f"{ROW}Which item do you like best?",
        f"{ROW}What is the color of the item furthest from the teal item?",
        "On the shelf, there are some kettles. What color is the kettle?",
    ],
)
def test_what_is_not_there_or_not_clear(ask: Ask, question: str) -> None:
    answer = ask("bbh_reasoning_about_colored_objects", question, COLOURS)
    assert (answer.status, answer.reason) == ("abstained", "no_evidence")


def test_two_things_that_are_furthest_are_no_answer(ask: Ask) -> None:
    asked = "What is the color of the item furthest from the blue item?"
    row = ROW.replace(", and a yellow lamp", "").replace(", a green", ", and a green")
    answer = ask("bbh_reasoning_about_colored_objects", row + asked, COLOURS)
    assert (answer.status, answer.reason) == ("abstained", "low_confidence")


HEADER = (
    "Here is a table where the first line is a header and each subsequent line is a penguin:  "
    "name, age, height (cm), weight (kg) Oda, 4, 61, 12 Piet, 9, 55, 14 Quin, 6, 70, 17  "
    "For example: the age of Oda is 4, the weight of Quin is 17 kg.  "
)
ADDED = "We now add a penguin to the table:\nRik, 2, 48, 9\n"
DELETED = "We then delete the penguin named Quin from the table.\n"


@pytest.mark.parametrize(
    ("story", "asked", "answer"),
    [
        ("", "Which is the oldest penguin?", "Piet"),
        ("", "Which penguin is the youngest?", "Oda"),
        ("", "Which is the second heaviest penguin?", "Piet"),
        ("", "Which penguin is taller than the other ones?", "Quin"),
        ("", "Which penguin is heavier than Piet?", "Quin"),
        ("", "What is the height of Piet?", "55"),
        ("", "How old is Quin?", "6"),
        ("", "What is the average height of the penguins?", "62"),
        ("", "What is the cumulated weight of the penguins?", "43"),
        ("", "What is the name of the last penguin sorted by alphabetic order?", "Quin"),
        (ADDED, "How many penguins are there in the table?", "4"),
        (ADDED, "Which is the lightest penguin?", "Rik"),
        (ADDED, "How many penguins are less than 5 years old?", "2"),
        (ADDED, "How many penguins are more than 3 years old and weigh more than 13 kg?", "2"),
        (ADDED + DELETED, "Which is the tallest penguin?", "Oda"),
        (ADDED + DELETED, "What is the total age of the penguins?", "15"),
    ],
)
def test_penguins(ask: Ask, story: str, asked: str, answer: str) -> None:
    found = ask("bbh_penguins_in_a_table", HEADER + story + asked)
    assert found.answer == answer
    assert [work.tool for work in found.work] == ["table"]


@pytest.mark.parametrize(
    "asked",
    [
        "Which penguin would you like to meet?",
        "We now weigh Oda again. Which is the heaviest penguin?",
        "And here is a similar table, but listing owls: Which is the oldest penguin?",
        "We then delete the penguin named Zed from the table.\nHow old is Oda?",
    ],
)
def test_other_questions_and_other_events(ask: Ask, asked: str) -> None:
    answer = ask("bbh_penguins_in_a_table", HEADER + asked)
    assert (answer.status, answer.reason) == ("abstained", "no_evidence")


def test_two_that_are_second_are_no_answer(ask: Ask) -> None:
    table = HEADER + "We now add a penguin to the table:\nRik, 6, 48, 14\n"
    options = ["A) Oda", "B) Piet", "C) Quin", "D) Rik"]
    for asked, letter in (("heaviest", "C"), ("second heaviest", None), ("second oldest", None)):
        found = ask("bbh_penguins_in_a_table", f"{table}Which is the {asked} penguin?", options)
        assert found.answer == letter


def test_one_who_is_not_in_the_table_has_no_age(ask: Ask) -> None:
    assert ask("bbh_penguins_in_a_table", f"{HEADER}How old is Zed?").status == "abstained"
