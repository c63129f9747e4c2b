import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls import Tool, days


def zeller(day: date) -> str:
    """Zeller's congruence, another way to the weekday."""
    month, year = (day.month + 12, day.year - 1) if day.month < 3 else (day.month, day.year)
    century, short = divmod(year, 100)
    h = (day.day + 13 * (month + 1) // 5 + short + short // 4 + century // 4 + 5 * century) % 7
    return ("Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday")[h]


@given(st.dates())
def test_weekday(day: date) -> None:
    assert days.weekday(day) == zeller(day)


@given(st.dates(), st.dates())
def test_days_between_is_the_inverse_of_adding_days(a: date, b: date) -> None:
    start, end = sorted((a, b))
    assert days.days_between(a, b) == days.days_between(b, a)
    assert days.add_days(start, days.days_between(start, end)) == end


def test_time_between_counts_up_to_the_end() -> None:
    rng = random.Random(1)
    for _ in range(300):
        start = date(rng.randint(1800, 2100), rng.randint(1, 12), rng.randint(1, 28))
        months, rest = rng.randint(0, 400), rng.randint(0, 27)
        end = days.add_months(start, months) + timedelta(days=rest)
        counts = {"year": months // 12, "month": months % 12, "day": rest}
        expected = [f"{n} {unit}" + "s" * (n != 1) for unit, n in counts.items() if n]
        assert days.time_between(end, start) == (", ".join(expected) or "0 days")


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
        (date(2024, 5, 5), 0, date(2024, 5, 5)),
    ],
)
def test_add_months(day: date, months: int, expected: date) -> None:
    assert days.add_months(day, months) == expected


def test_years_and_weeks() -> None:
    assert days.add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert days.add_years(date(2024, 2, 29), -4) == date(2020, 2, 29)
    assert days.add_weeks(date(2024, 2, 29), 2) == date(2024, 3, 14)
    assert [year for year in (1900, 2000, 2023, 2024) if days.leap_year(year)] == [2000, 2024]


@pytest.mark.parametrize(
    "add", [days.add_days, days.add_weeks, days.add_months, days.add_years], ids=lambda t: t.name
)
@pytest.mark.parametrize("amount", [10**5, -(10**5), 10**30, -(10**30)])
def test_the_calendar_ends(add: Tool, amount: int) -> None:
    amount *= 365
    with pytest.raises(ToolError, match="outside of the calendar"):
        add(date(2024, 1, 1), amount)
