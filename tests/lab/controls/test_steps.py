"""Swaps, walks, expressions, lists and times."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lottery_agent.answer import Answer
from lottery_agent.lab.controls.slots import minutes

Ask = Callable[..., Answer]

SWAPS = (
    "Oda, Piet, and Quin are trading stamps. At the start, they each own one: Oda has a red stamp, "
    "Piet has a tin stamp, and Quin has a black stamp.\n"
    "As the day goes on, they trade stamps. First, Oda and Quin swap stamps. {then}"
    "At the end of the day, Oda has the"
)
STAMPS = ["A) red stamp.", "B) tin stamp.", "C) black stamp."]


def test_swaps_are_followed(ask: Ask) -> None:
    name = "bbh_tracking_shuffled_objects_three_objects"
    answer = ask(name, SWAPS.format(then="Then, Piet and Oda swap stamps. "), STAMPS)
    assert (answer.answer, [work.tool for work in answer.work]) == ("B", ["state"])
    lost = ask(name, SWAPS.format(then="Then, Oda loses hers. "), STAMPS)
    assert (lost.status, lost.reason) == ("abstained", "no_evidence")


WALK = "If you follow these instructions, do you return to the starting point? "


@pytest.mark.parametrize(
    ("steps", "option"),
    [
        ("Take 3 steps. Turn around. Take 3 steps.", "Yes"),
        ("Always face forward. Take 1 step left. Take 2 steps backward.", "No"),
        ("Turn left. Take 2 steps. Turn right. Take 1 step.", "No"),
        ("Always face forward. Take 4 steps right. Take 4 steps left.", "Yes"),
    ],
)
def test_walks_are_followed(ask: Ask, steps: str, option: str) -> None:
    assert ask("bbh_navigate", WALK + steps, ["Yes", "No"]).answer == option
    assert ask("bbh_navigate", f"{WALK}{steps} Hop twice.", ["Yes", "No"]).status == "abstained"


TRUTHS = st.recursive(
    st.sampled_from(["True", "False"]),
    lambda part: st.one_of(
        part.map(lambda one: f"not ( {one} )"),
        part.map(lambda one: f"not {one}"),
        st.tuples(part, st.sampled_from(["and", "or"]), part).map(" ".join),
        part.map(lambda one: f"( {one} )"),
    ),
    max_leaves=8,
)


@settings(max_examples=40)
@given(TRUTHS)
def test_truth_values_are_those_of_python(ask: Ask, text: str) -> None:
    assert ask("bbh_boolean_expressions", f"{text} is").answer == str(eval(text))


SUMS = st.recursive(
    st.integers(-9, 9).map(str),
    lambda part: st.tuples(part, st.sampled_from(["+", "-", "*"]), part).map(
        lambda three: f"({' '.join(three)})"
    ),
    max_leaves=8,
)


@settings(max_examples=40)
@given(SUMS)
def test_sums_are_those_of_python(ask: Ask, text: str) -> None:
    answer = ask("bbh_multistep_arithmetic_two", f"{text} =")
    assert (answer.answer, answer.exact) == (str(eval(text)), True)


def test_other_expressions_are_not_read(ask: Ask) -> None:
    assert ask("bbh_boolean_expressions", "True nand False is").status == "abstained"
    assert ask("bbh_multistep_arithmetic_two", "What is two and three?").status == "abstained"


def test_lists(ask: Ask) -> None:
    words = ask("bbh_word_sorting", "Sort the following words alphabetically: List: kiwi fig kale")
    assert words.answer == "fig, kale, kiwi"
    closed = (
        "Complete the rest of the sequence, making sure that the parentheses are closed properly. "
        "Input: < { ( )"
    )
    assert ask("bbh_dyck_languages", closed).answer == "} >"
    wrong = ask("bbh_dyck_languages", closed.replace("( )", "( ]"))
    assert (wrong.status, wrong.reason) == ("abstained", "error")


def test_all_things_are_counted_but_none_is_known(ask: Ask) -> None:
    have = "I have a kettle, two mice, three heads of kale, and a lamp. How many {} do I have?"
    assert ask("bbh_object_counting", have.format("objects")).answer == "7"
    unknown = ask("bbh_object_counting", have.format("animals"))
    assert (unknown.status, unknown.reason) == ("abstained", "no_evidence")


DAY = (
    "Today, Oda went to the harbour. Between what times could they have gone?\nWe know that: \n"
    "Oda woke up at 6am.\nPiet saw Oda baking bread at home from 6am to 10am.\n"
    "Quin saw Oda mending nets on the pier from 11:30am to 8pm.\n"
    "The harbour was closed after 9pm.\nBetween what times could Oda have gone to the harbour?"
)


def test_the_free_slot_is_found(ask: Ask) -> None:
    slots = ["A) 6am to 10am", "B) 10am to 11:30am", "C) 11am to 12pm", "D) 9pm to 10pm"]
    answer = ask("bbh_temporal_sequences", DAY, slots)
    assert (answer.answer, {work.tool for work in answer.work}) == ("B", {"table"})
    two = ask("bbh_temporal_sequences", DAY, [*slots, "E) 8pm to 9pm"])
    assert two.status == "abstained"
    unread = DAY.replace("was closed after 9pm", "opens until 9pm")
    assert ask("bbh_temporal_sequences", unread, slots).reason == "no_evidence"


def test_times_of_the_day() -> None:
    assert [minutes(time) for time in ("12am", "9am", "12pm", "1:30pm")] == [0, 540, 720, 810]


@pytest.mark.parametrize(
    ("given_day", "asked", "date"),
    [
        ("Today is 3/2/2011.", "tomorrow", "03/03/2011"),
        ("Yesterday was Mar 1, 2011.", "today", "03/02/2011"),
        ("The day before yesterday was 2/28/2011.", "one week ago", "02/23/2011"),
        ("Oda's exam is tomorrow, March 3rd, 2011.", "a month ago", "02/02/2011"),
        ("It is 3/2/2011 today.", "one year from today", "03/02/2012"),
        ("Today is the last day of 1999.", "24 hours later", "01/01/2000"),
        ("Tomorrow is 3/3/2011.", "10 days ago", "02/20/2011"),
    ],
)
def test_dates(ask: Ask, given_day: str, asked: str, date: str) -> None:
    question = f"{given_day} What is the date {asked} in MM/DD/YYYY?"
    answer = ask("bbh_date_understanding", question, [f"A) {date}", "B) 01/01/1970"])
    assert answer.answer == "A"


@pytest.mark.parametrize(
    "given_day",
    [
        "Oda thinks today is 3/2/2011, but Piet thinks it is 3/3/2011.",
        "Oda is sure that today is 3/2/2011.",
        "Today is 3/2/2011 to them, who write the day first.",
        "Today is 3/2.",
        "Oda left on 3/2/2011. Today is her second day away.",
    ],
)
def test_dates_that_are_not_stated_outright(ask: Ask, given_day: str) -> None:
    question = f"{given_day} What is the date tomorrow in MM/DD/YYYY?"
    answer = ask("bbh_date_understanding", question, ["A) 03/03/2011", "B) 03/04/2011"])
    assert (answer.status, answer.reason) == ("abstained", "no_evidence")
