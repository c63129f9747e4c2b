import random
from datetime import datetime, timedelta

import pytest

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


@pytest.mark.parametrize(
    "call",
    [
        'to_24_hours("25:00")', 'to_24_hours("13:00 pm")', 'to_24_hours("0 am")',
        'to_24_hours("9")', 'to_24_hours("9:60")', 'to_24_hours("24:00")', 'to_24_hours("24:01")',
        'to_24_hours("٩:٠٠")',
        'add_hours("9:00", 0.333)', 'change_zone("9:00", "CET", "UTC")',
        'change_zone("9:00", "UTC+15", "UTC")', 'add_minutes("9:00", 99999999999)',
    ],
)  # fmt: skip
def test_refused(call: str) -> None:
    with pytest.raises(ToolError) as caught:
        builtin_registry().run(call)
    assert "\n" not in str(caught.value)
