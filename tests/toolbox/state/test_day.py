import hypothesis.strategies as st
import pytest
from hypothesis import given

from lottery_agent.errors import ToolError
from lottery_agent.toolbox import state
from lottery_agent.toolbox.calls.times import read_hour
from lottery_agent.toolbox.state import replay
from lottery_agent.toolbox.state.day import Day, Stretch
from lottery_agent.toolbox.state.reader import read


def day(begin: str, end: str, *busy: str) -> Day:
    stretches = (each.split(" to ") for each in busy)
    taken = tuple(Stretch(read_hour(first), read_hour(last)) for first, last in stretches)
    return Day(read_hour(begin), read_hour(end), taken)


def free(begin: str, end: str, *busy: str) -> str:
    return ", ".join(stretch.written for stretch in day(begin, end, *busy).free())


@pytest.mark.parametrize(
    ("begin", "end", "busy", "left"),
    [
        ("8 am", "noon", ["9 am to 10 am"], "8 am to 9 am, 10 am to noon"),
        ("8:00", "12:00", ["10:00 to 11:00", "8:00 to 9:30"], "9:30 to 10:00, 11:00 to 12:00"),
        ("8", "11", ["7 to 9", "8 to 10"], "10 to 11"),
        ("10 pm", "6 am", ["11 pm to 1 am"], "10 pm to 11 pm, 1 am to 6 am"),
        ("8 am", "5 pm", ["7 pm to 9 pm"], "8 am to 5 pm"),
        ("8 am", "5 pm", [], "8 am to 5 pm"),
        ("8 am", "5 pm", ["6 am to 9 pm"], ""),
        ("8 am", "5 pm", ["4 pm to 9 am"], "9 am to 4 pm"),
        ("8 am", "5 pm", ["5 pm to 8 am"], "8 am to 5 pm"),
        ("midnight", "24:00", ["9am to 5pm"], "midnight to 9am, 5pm to 24:00"),
        ("8 am", "5 pm", ["midnight to midnight"], ""),
    ],
)
def test_what_a_day_leaves_open(begin: str, end: str, busy: list[str], left: str) -> None:
    assert free(begin, end, *busy) == left


@pytest.mark.parametrize(
    ("begin", "end", "busy", "left"),
    [
        ("9 am", "5 pm", ["1 to 3 pm"], "9 am to 1 pm, 3 pm to 5 pm"),
        ("9 am", "5 pm", ["11 to 1 pm"], "9 am to 11 am, 1 pm to 5 pm"),
        ("9am", "5pm", ["11am to 2"], "9am to 11am, 2pm to 5pm"),
        ("9 am", "5 pm", ["12 to 1"], "9 am to 12 pm, 1 pm to 5 pm"),
        ("9 A.M.", "5 P.M.", ["9 to 1"], "1 P.M. to 5 P.M."),
        ("9", "5 pm", ["1 pm to 2 pm"], "9 am to 1 pm, 2 pm to 5 pm"),
        ("9", "17", ["13 to 14"], "9 to 13, 14 to 17"),
        ("9 am", "5 pm", ["1:30 to 3 pm"], "9 am to 1:30 pm, 3 pm to 5 pm"),
        ("9 am", "5 pm", ["11:15 am to 1.30"], "9 am to 11:15 am, 1.30 pm to 5 pm"),
        ("9 am", "5 pm", ["1:30 to 2:30"], "9 am to 1:30 pm, 2:30 pm to 5 pm"),
        ("noon", "8 pm", ["2 to 4"], "noon to 2 pm, 4 pm to 8 pm"),
        ("8 am", "noon", ["10:30 to noon"], "8 am to 10:30 am"),
        ("9:30", "5 pm", ["11 to 1"], "9:30 am to 11 am, 1 pm to 5 pm"),
        ("9:30 am", "5", ["11 to 1"], "9:30 am to 11 am, 1 pm to 5 pm"),
        ("8 am", "6 pm", ["7 to 9"], "9 am to 6 pm"),
        ("8 am", "6 pm", ["5 to 7:30"], "8 am to 5 pm"),
        ("8 am", "6 pm", ["12 to 12:30"], "8 am to 12 pm, 12:30 pm to 6 pm"),
        (
            "10 pm",
            "6 am",
            ["11 to 12", "12:30 to 2"],
            "10 pm to 11 pm, 12 am to 12:30 am, 2 am to 6 am",
        ),
        ("12 am", "12 pm", ["12 to 1", "11 to 12"], "1 am to 11 am"),
        ("12 pm", "12 am", ["12 to 1", "11 to 12"], "1 pm to 11 pm"),
        ("9", "5", ["11 am to 1", "2 to 3 pm"], "9 am to 11 am, 1 pm to 2 pm, 3 pm to 5 pm"),
        ("9", "5", ["11 pm to 1"], "9 pm to 11 pm, 1 am to 5 am"),
        ("9am", "17:00", ["1:30 to 3", "14:00 to 15:30"], "9am to 1:30pm, 15:30 to 17:00"),
    ],
)
def test_an_hour_alone_is_one_beside_am_or_pm(
    begin: str, end: str, busy: list[str], left: str
) -> None:
    assert free(begin, end, *busy) == left


@pytest.mark.parametrize(
    ("begin", "end", "busy", "left"),
    [
        ("9", "17", ["1:30 to 3"], "09:00 to 17:00"),
        ("9:00", "5:00", ["11:00 to 1:00"], "09:00 to 11:00, 01:00 to 05:00"),
        ("6:00", "19:00", ["6:30 to noon"], "06:00 to 06:30, 12:00 to 19:00"),
        ("5", "22", ["noon to 13", "6 to 8"], "05:00 to 06:00, 08:00 to 12:00, 13:00 to 22:00"),
        ("6:00", "19:00", ["9 am to 6 pm"], "06:00 to 09:00, 18:00 to 19:00"),
        ("8", "11", ["9 to midnight"], "08:00 to 09:00"),
        ("9", "noon", ["10 to 11"], "09:00 to 10:00, 11:00 to 12:00"),
        ("9", "5", ["noon to 1", "2:30 to 3"], "09:00 to 12:00, 13:00 to 14:30, 15:00 to 17:00"),
    ],
)
def test_a_day_is_told_in_24_hours_unless_something_tells_halves(
    begin: str, end: str, busy: list[str], left: str
) -> None:
    assert ", ".join(stretch.exact for stretch in day(begin, end, *busy).free()) == left


def test_halves_that_noon_alone_tells_are_not_written() -> None:
    assert free("9", "5", "noon to 1", "2:30 to 3") == "9 to noon, 1 to 2:30, 3 to 5"


def test_what_fits_twice_fills_the_day_most_and_then_first() -> None:
    assert free("8 am", "10 pm", "8 to 9") == "9 am to 10 pm"
    assert free("8 am", "10 pm", "7 to 9") == "8 am to 7 pm, 9 pm to 10 pm"
    assert free("8 am", "5 pm", "6 to 7") == "8 am to 5 pm"


def test_a_misreading_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    program = "from 9 am\nuntil 5 pm\nbusy 1:30 to 3 pm\n? free"
    assert state.execute({"call": program})["checks"][0]["passed"]
    monkeypatch.setattr(Stretch, "readings", lambda stretch, half: [stretch])
    assert not state.execute({"call": program})["checks"][0]["passed"]


def test_the_exact_answer_tells_the_minutes() -> None:
    program = "until 5 pm\nbusy 12 to 1\nbusy noon to 1:30 PM\nfrom 9\n? free"
    result = state.execute({"call": program})
    assert result["answer"] == "9 am to 12 pm, 1:30 PM to 5 pm"
    assert result["exact"] == "09:00 to 12:00, 13:30 to 17:00"
    assert [(check["name"], check["passed"]) for check in result["checks"]] == [
        ("open minutes", True)
    ]


@pytest.mark.parametrize("unknown", [Day(), Day(end=read_hour("9")), Day(begin=read_hour("9"))])
def test_a_day_without_begin_or_end_has_no_free_time(unknown: Day) -> None:
    with pytest.raises(ToolError, match=f"the day {'ends' if unknown.begin else 'begins'}"):
        list(unknown.free())


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
    left = day(f"{opens}:00", f"{closes}:00", *stretches).free()
    pairs = [(each.first.minutes // 60, each.last.minutes // 60) for each in left]
    found = {hour for pair in pairs for hour in range(*pair)}
    taken = {hour for first, last in busy for hour in range(first, last)}
    assert found == set(range(opens, closes)) - taken


_TIMES = st.one_of(
    st.sampled_from(["noon", "Midnight", "24:00", "9", "12", "1", "14", "1:30", "12.45", "09:05"]),
    st.builds("{}:{:02}".format, st.integers(0, 23), st.integers(0, 59)),
    st.builds("{}{}".format, st.integers(1, 12), st.sampled_from(["am", " pm", " a.m.", " PM"])),
)


@given(_TIMES, _TIMES, st.lists(st.builds("{} to {}".format, _TIMES, _TIMES), max_size=5))
def test_free_stretches_are_the_minutes_of_the_day_that_are_open(
    begin: str, end: str, busy: list[str]
) -> None:
    lines = [f"from {begin}", f"until {end}", *(f"busy {each}" for each in busy), "? free"]
    program = "\n".join(lines)
    left = [(each.first.minutes, each.last.minutes) for each in day(begin, end, *busy).free()]
    assert left == replay.open_minutes(read(program).events)
    result = state.execute({"call": program})
    assert result["checks"][0]["passed"]
