from collections.abc import Iterable
from datetime import date
from typing import cast

from lottery_agent.toolbox.calls.narrowing import SMALL, narrowing, numbers_in, times_in
from lottery_agent.toolbox.language import Language, Spans


def test_numbers_lose_their_thousands_separators() -> None:
    text = "1,200 and 3.50, then 12,34 or 1,234,567.8; $5. Not 1.2.3?"
    assert numbers_in(text) == ["1200", "3.50", "12", "34", "1234567.8", "5", "1.2", "3"]


def test_times_are_found_as_they_stand() -> None:
    text = "From 9 am to 11:30AM, 14:05-15.30 and 9–10 p.m. Noon; 12\u202fpm, 24:00. Midnight (7)"
    times = "9 am, 11:30AM, 14:05, 15.30, 9, 10 p.m., Noon, 12 pm, 24:00, Midnight, 7".split(", ")
    assert times_in(text) == times
    assert times_in("At 9 pm. At 9 p.m. At 9.\nAm I?") == ["9 pm", "9 p.m.", "9"]
    assert times_in(
        "25:00, 9:60, 13 pm, 9th, 3 amber, 1,200, 10.5, 1/2/2024, 0:30:15, noontime"
    ) == [
        "3",
    ]


def test_a_time_that_is_found_is_one_of_the_state_language() -> None:
    language = Language.load("state")
    for time in times_in("9 am, 11:30AM, 14:05, 15.30, 10 p.m, 10 P.M., noon, Midnight, 7, 24:00"):
        (tree,) = language.parse(f"busy {time} to {time}", start="lines").children
        assert list(getattr(tree, "children", ())) == [f"{time} to ", time]


def test_a_call_gets_the_questions_numbers_both_signs_and_small_ones() -> None:
    question = "45.5 days before 10 May 2026, or 60"
    narrow = narrowing(question, today=date(2024, 1, 1))
    assert narrow["QUOTE"] == Spans(question)
    integers, numbers = (
        {str(number) for number in cast("Iterable[str]", narrow[name])}
        for name in ("INTEGER", "NUMBER")
    )
    assert integers >= {"10", "-10", "2026", "60", "-60", *SMALL}
    assert not {"45.5", "45", "-0"} & integers
    assert numbers >= {"45.5", "-45.5"}
    assert narrow["TIME"] == ["10"]
    assert narrow["DATE"] == ["2026-05-10"]
