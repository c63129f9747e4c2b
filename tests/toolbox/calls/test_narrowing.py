from collections.abc import Iterable
from datetime import date
from typing import cast

from lottery_agent.toolbox.calls.narrowing import SMALL, narrowing, numbers_in
from lottery_agent.toolbox.language import Spans


def test_numbers_lose_their_thousands_separators() -> None:
    text = "1,200 and 3.50, then 12,34 or 1,234,567.8; $5. Not 1.2.3?"
    assert numbers_in(text) == ["1200", "3.50", "12", "34", "1234567.8", "5", "1.2", "3"]


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
    assert narrow["DATE"] == ["2026-05-10"]
