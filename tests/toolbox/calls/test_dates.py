from datetime import date

import pytest

from lottery_agent.toolbox.calls.dates import MONTHS, dates_in

DAY = date(2024, 3, 1)


@pytest.mark.parametrize(
    "text",
    ["2024-03-01", "2024/3/1", "March 1, 2024", "march 1 2024", "Mar. 1, 2024", "Mar 1st 2024",
     "1 March 2024", "1st of March, 2024", "the 1. March 2024", "on 1 Mar 2024.", "(1 MARCH 2024)"],
)  # fmt: skip
def test_notations(text: str) -> None:
    assert dates_in(text) == [DAY]


def test_a_slashed_date_has_both_readings_where_both_are_days() -> None:
    assert dates_in("3/1/2024") == [date(2024, 3, 1), date(2024, 1, 3)]
    assert dates_in("12/31/2024") == [date(2024, 12, 31)]
    assert dates_in("31.12.2024") == [date(2024, 12, 31)]


def test_dates_come_in_order_and_once() -> None:
    text = "from 5 May 2020 to 2019-01-02, that is May 5, 2020"
    assert dates_in(text) == [date(2020, 5, 5), date(2019, 1, 2)]


def test_a_missing_year_is_taken_from_the_text_or_from_today() -> None:
    assert dates_in("March 1 to April 2, 2024") == [DAY, date(2024, 4, 2)]
    assert dates_in("March 1", today=date(2024, 12, 31)) == [DAY]
    assert dates_in("March 1") == []


def test_every_month_is_known_in_full_and_short() -> None:
    for number, name in enumerate(MONTHS, 1):
        assert (
            dates_in(f"2 {name} 2021") == dates_in(f"{name[:3]} 2, 2021") == [date(2021, number, 2)]
        )
    assert dates_in("Sept 2, 2021") == [date(2021, 9, 2)]


@pytest.mark.parametrize(
    "text",
    ["", "March", "2024", "30 February 2024", "2024-13-01", "0/0/2024", "room 2024-1", "marching 1",
     "12024-03-01", "1,200 marbles", "99 May 2024", "version 1.2.3"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert dates_in(text) == []
