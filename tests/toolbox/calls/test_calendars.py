"""The calendar against algorithms of others: days counted from 0000-03-01, and plain counting."""

import random
from collections.abc import Iterator
from datetime import date

import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls import builtin_registry, calendars, days

Day = tuple[int, int, int]
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def number(day: Day) -> int:
    """H. Hinnant's days_from_civil: days since 1970-01-01 (howardhinnant.github.io)."""
    year, month, of_month = day
    year -= month <= 2
    era, of_era = divmod(year, 400)
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + of_month - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def civil(count: int) -> Day:
    """Hinnant's civil_from_days, the inverse."""
    era, of_era = divmod(count + 719_468, 146_097)
    of_years = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * of_years + of_years // 4 - of_years // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + (3 if shifted < 10 else -9)
    year = of_years + era * 400 + (month <= 2)
    return year, month, of_year - (153 * shifted + 2) // 5 + 1


def weekday(count: int) -> int:
    return (count + 3) % 7


def plain(day: date) -> Day:
    return day.year, day.month, day.day


def some_days(seed: int, amount: int) -> Iterator[tuple[random.Random, date, int]]:
    chance = random.Random(seed)
    for _ in range(amount):
        count = chance.randint(number((1, 3, 1)), number((9999, 10, 31)))
        yield chance, date(*civil(count)), count


def check(seed: int, amount: int) -> None:
    for chance, day, count in some_days(seed, amount):
        name = chance.choice(NAMES)
        wanted = NAMES.index(name)
        after = next(c for c in range(count + 1, count + 8) if weekday(c) == wanted)
        before = next(c for c in range(count - 1, count - 8, -1) if weekday(c) == wanted)
        assert plain(calendars.next_weekday(day, name)) == civil(after)
        assert plain(calendars.previous_weekday(day, name)) == civil(before)
        assert days.weekday(day) == NAMES[weekday(count)]

        start = number((day.year, 1, 1))
        assert calendars.day_of_year(day) == count - start + 1
        assert calendars.date_of_day(day.year, count - start + 1) == day
        assert calendars.quarter(day) == 1 + (day.month - 1) // 3
        assert calendars.is_weekend(day) == (weekday(count) in (5, 6))
        # The week of a day is that of its Thursday, counted from the first of January.
        thursday = count - weekday(count) + 3
        first = number((civil(thursday)[0], 1, 1))
        assert calendars.week_number(day) == (thursday - first) // 7 + 1

        following = (day.year + day.month // 12, day.month % 12 + 1, 1)
        length = number(following) - number((day.year, day.month, 1))
        assert calendars.days_in_month(day.year, day.month) == length
        assert plain(calendars.end_of_month(day)) == (day.year, day.month, length)
        of_month = number((day.year, day.month, 1))
        these = [c for c in range(of_month, of_month + length) if weekday(c) == wanted]
        for i, each in enumerate(these):
            found = calendars.nth_weekday(day.year, day.month, i + 1, name)
            assert plain(found) == civil(each)
            assert found == calendars.nth_weekday(day.year, day.month, i - len(these), name)

        moved = chance.randint(-40, 40)
        assert plain(days.add_days(day, moved)) == civil(count + moved)
        other = date(*civil(count + moved))
        low, high = sorted((count, count + moved))
        between = sum(weekday(c) < 5 for c in range(low, high + 1))
        assert calendars.workdays(day, other) == calendars.workdays(other, day) == between
        rest, place, step = abs(moved), count, 1 if moved > 0 else -1
        while rest:
            place += step
            rest -= weekday(place) < 5
        assert plain(calendars.add_workdays(day, moved)) == civil(place)
        old = chance.randint(0, 120)
        if day.year > old:
            birth = date(day.year - old, day.month, min(day.day, 28))
            assert days.age(birth, day) == old
            eve = date(*civil(number(plain(day)) - 1))
            if day.day <= 28 and eve >= birth:
                assert days.age(birth, eve) == old - 1


def test_days_of_all_centuries() -> None:
    check(seed=1, amount=100)


@pytest.mark.heavy
def test_a_thousand_days_of_all_centuries() -> None:
    check(seed=2, amount=1_000)


def gauss(year: int) -> Day:
    """Easter by Gauss's rule, with its two exceptions (Astronomical Almanac, supplement)."""
    k = year // 100
    m = (15 + k - (13 + 8 * k) // 25 - k // 4) % 30
    n = (4 + k - k // 4) % 7
    d = (19 * (year % 19) + m) % 30
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + n) % 7
    march = 22 + d + e
    if d == 29 and e == 6:
        march = 50
    if d == 28 and e == 6 and (11 * m + 11) % 30 < 19:
        march = 49
    return (year, 3, march) if march <= 31 else (year, 4, march - 31)


def test_easter_by_gauss() -> None:
    for year in range(1, 10_000):
        assert plain(calendars.easter(year)) == gauss(year), year
    assert plain(calendars.easter(2024)) == (2024, 3, 31)


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        ('format_date(2024-03-01, "MM/DD/YYYY")', "03/01/2024"),
        ('format_date(2024-03-01, "MM/DD/YYYY", -1)', "02/29/2024"),
        ('format_date(2024-01-31, "DD/MM/YYYY", 0, 1)', "29/02/2024"),
        ('format_date(2024-12-03, "Month D, YYYY")', "December 3, 2024"),
        ('format_date(2024-12-03, "D Month YYYY")', "3 December 2024"),
        ('format_date(0987-12-03, "DD.MM.YYYY")', "03.12.0987"),
        ('format_date(2024-12-31, "YYYY-MM-DD", 1)', "2025-01-01"),
        ('nth_weekday(2024, 11, 4, "Thursday")', "2024-11-28"),
        ('nth_weekday(2024, 5, -1, "Monday")', "2024-05-27"),
        ("add_workdays(2024-03-01, 1)", "2024-03-04"),
        ("workdays(2024-03-01, 2024-03-04)", "2"),
        ("week_number(2024-12-30)", "1"),
        ("age(2004-02-29, 2024-02-28)", "19"),
        ("days_in_month(1900, 2)", "28"),
        ("is_weekend(2024-03-02)", "True"),
    ],
)
def test_calls(call: str, answer: str) -> None:
    assert builtin_registry().run(call)["answer"] == answer


@pytest.mark.parametrize(
    "call",
    [
        "days_in_month(2024, 13)", "days_in_month(0, 1)", "easter(10000)", "date_of_day(2023, 366)",
        'nth_weekday(2024, 2, 6, "Monday")', 'nth_weekday(2024, 2, 0, "Monday")',
        'next_weekday(9999-12-31, "Monday")', 'previous_weekday(0001-01-01, "Sunday")',
        "age(2024-01-02, 2024-01-01)", "add_workdays(2024-01-01, 99999999999)",
        'format_date(9999-12-31, "MM/DD/YYYY", 1)',
    ],
)  # fmt: skip
def test_days_that_are_not(call: str) -> None:
    with pytest.raises(ToolError) as caught:
        builtin_registry().run(call)
    assert caught.value.kind == "value"
