import random
from datetime import datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls import builtin_registry, clock


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        ('add_minutes("9:30 am", 45)', "10:15 am"),
        ('add_minutes("11:50 pm", 20)', "12:10 am, 1 day later"),
        ('add_minutes("00:10", -20)', "23:50, 1 day earlier"),
        ('add_hours("noon", 1.5)', "13:30"),
        ('add_hours("9 pm", 50)', "11:00 pm, 2 days later"),
        ('minutes_between("9:50", "10:05")', "15"),
        ('minutes_between("11 pm", "1:30 am")', "150"),
        ('duration("8:15 am", "5:00 pm")', "8 hours, 45 minutes"),
        ('duration("8:15", "9:16")', "1 hour, 1 minute"),
        ('duration("8:15", "8:15")', "0 minutes"),
        ('to_24_hours("12:05 am")', "00:05"),
        ('to_24_hours("12 p.m.")', "12:00"),
        ('to_12_hours("00:05")', "12:05 am"),
        ('to_12_hours("13.30")', "1:30 pm"),
        ('change_zone("14:00", "UTC+2", "-5")', "07:00"),
        ('change_zone("9 pm", "UTC", "+05:30")', "2:30 am, 1 day later"),
        ('open_times(["9 am to 10 am"], "8 am", "noon")', "8 am to 9 am, 10 am to noon"),
        (
            'open_times(["10:00-11:00", "8:00–9:30"], "8:00", "12:00")',
            "9:30 to 10:00, 11:00 to 12:00",
        ),
        ('open_times(["from 7 to 9", "between 8 and 10"], "8", "11")', "10 to 11"),
        ('open_times(["11 pm until 1 am"], "10 pm", "6 am")', "10 pm to 11 pm, 1 am to 6 am"),
        ('open_times(["7 pm to 9 pm"], "8 am", "5 pm")', "8 am to 5 pm"),
    ],
)
def test_times(call: str, answer: str) -> None:
    assert builtin_registry().run(call)["answer"] == answer


def test_times_against_the_standard_library() -> None:
    chance = random.Random(1)
    for _ in range(300):
        start = datetime(2024, 1, 1, chance.randint(0, 23), chance.randint(0, 59))
        minutes = chance.randint(0, 1439)
        end = start + timedelta(minutes=minutes)
        shown = f"{end:%H:%M}" + ", 1 day later" * (end.day > 1)
        assert clock.add_minutes(f"{start:%H:%M}", minutes) == shown
        assert clock.to_24_hours(f"{start:%I:%M %p}") == f"{start:%H:%M}"
        assert clock.to_12_hours(f"{start:%H:%M}") == f"{start:%I:%M %p}".lstrip("0").lower()
        assert clock.minutes_between(f"{start:%H:%M}", f"{end:%I:%M %p}") == minutes


@given(
    st.lists(st.tuples(st.integers(0, 23), st.integers(0, 23)).filter(lambda s: s[0] < s[1])),
    st.integers(0, 22),
    st.data(),
)
def test_free_is_each_hour_of_the_day_in_which_nobody_is_busy(
    busy: list[tuple[int, int]], opens: int, data: st.DataObject
) -> None:
    closes = data.draw(st.integers(opens + 1, 23))
    stretches = [f"{first}:00 to {last}:00" for first, last in busy]
    free = clock.open_times(stretches, f"{opens}:00", f"{closes}:00")
    hours = [int(time.split(":")[0]) for stretch in free for time in stretch.split(" to ")]
    found = {hour for pair in zip(hours[::2], hours[1::2], strict=True) for hour in range(*pair)}
    taken = {hour for first, last in busy for hour in range(first, last)}
    assert found == set(range(opens, closes)) - taken


@pytest.mark.parametrize(
    "call",
    [
        'to_24_hours("25:00")', 'to_24_hours("13:00 pm")', 'to_24_hours("0 am")',
        'to_24_hours("9")', 'to_24_hours("9:60")', 'to_24_hours("٩:٠٠")',
        'add_hours("9:00", 0.333)', 'change_zone("9:00", "CET", "UTC")',
        'open_times(["9:00"], "8:00", "10:00")', 'open_times(["9:00 to tea"], "8:00", "10:00")',
        'change_zone("9:00", "UTC+15", "UTC")', 'add_minutes("9:00", 99999999999)',
    ],
)  # fmt: skip
def test_refused(call: str) -> None:
    with pytest.raises(ToolError) as caught:
        builtin_registry().run(call)
    assert "\n" not in str(caught.value)
