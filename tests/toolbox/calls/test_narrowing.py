from datetime import date

from lottery_agent.toolbox.calls.narrowing import SMALL, narrowing, numbers_in


def test_numbers_lose_their_thousands_separators() -> None:
    text = "1,200 and 3.50, then 12,34 or 1,234,567.8; $5. Not 1.2.3?"
    assert numbers_in(text) == ["1200", "3.50", "12", "34", "1234567.8", "5", "1.2", "3"]


def test_a_call_gets_the_questions_numbers_both_signs_and_small_ones() -> None:
    narrow = narrowing("45.5 days before 10 May 2026, or 60", today=date(2024, 1, 1))
    integers = set(narrow["INTEGER"])
    assert integers >= {"10", "-10", "2026", "60", "-60", *SMALL}
    assert not {"45.5", "45", "-0"} & integers
    assert {"45.5", "-45.5"} <= set(narrow["NUMBER"])
    assert list(narrow["DATE"]) == ["2026-05-10"]
