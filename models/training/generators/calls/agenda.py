# ruff: noqa: E501 - a pattern of language is one line
"""Questions for the tool that finds what a day leaves open, told in sentences or in notes."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from lottery_agent.models.training.draft import capital, spin
from lottery_agent.models.training.generators.calls.patterns import Filled, Group
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_BUSY = (
    "{N} saw {P} at the {t} from {a} to {b}",
    "{N} saw {P} {doing} at the {t} from {a} to {b}",
    "{N} met {P} in the {t} from {a} until {b}",
    "{P} was at the {t} from {a} to {b}",
    "{P} [helped|visited] {N} from {a} to {b}",
    "from {a} to {b} {P} was {doing} with {N}",
    "{P} was seen at the {t} between {a} and {b}",
    "{P} [has|had] a {act} from {a} to {b}",
    "{P} is {doing} from {a} to {b}",
    "there is a {act} from {a} to {b}",
    "{N} needs {P} from {a} to {b}",
)
"""How a sentence tells that somebody is busy."""
_NOTES = (
    "{act} {a} to {b}",
    "{a}-{b} {act}",
    "{act} from {a} to {b}",
    "{a} to {b}",
    "{a} - {b} {t}",
    "{t} {a} until {b}",
)
_EDGES = (
    ("{P} woke up at {a}", "the {place} [was|is] closed after {b}"),
    ("{P} got up at {a}", "the {place} closed at {b}"),
    ("the {place} opens at {a}", "it closes at {b}"),
    ("{P} [starts|started] at {a}", "{P} [goes|went] home at {b}"),
    ("the day begins at {a}", "it ends at {b}"),
)
"""How two sentences tell when the day begins and ends."""
_ASKS = (
    "Between what times could {P} have [gone|been] to the {place}?",
    "When could {P} have gone to the {place}?",
    "When [is|was] {P} not busy?",
    "During what time could {P} have visited the {place}?",
    "When did {P} have time for the {place}?",
    "at what time can {P} go to the {place}",
)
_ASKS_BETWEEN = (
    "When [is|was] {P} available between {a} and {b}?",
    "When could {P} have gone to the {place} between {a} and {b}?",
    "what time is left for {P} from {a} to {b}",
    "Which times from {a} to {b} are still open?",
    "Find the gaps between {a} and {b}.",
    "I want to see {P} between {a} and {b}. When?",
)
_DOING = "[reading|working|cooking|sleeping|walking|painting|shopping|running|cleaning|fixing a bike|buying food|taking photos|driving home|attending class|watching a film]"
_ACT = "[film|game|concert|lesson|meeting|show|match|call|class|flight]"
_JOINTS = (" to ", " until ", " and ", " - ", "-")


def _planned(rng: Random, words: Vocabulary) -> Filled:
    """Draw a day with what fills it, and a question for the rest."""
    opens, *inner, closes = _clock(rng, rng.randint(4, 9))
    bounds = [*[opens] * (rng.random() < 0.3), *inner, *[closes] * (rng.random() < 0.3)]
    stretches = list(pairwise(bounds))
    if len(stretches) > 1 and rng.random() < 0.85:
        stretches.remove(rng.choice(stretches))
    about = {"P": words.name(rng), "place": words.noun(rng).one}
    notes = rng.random() < 0.25
    told = []
    busy = []
    for first, last in stretches:
        pattern = rng.choice(_NOTES if notes else _BUSY)
        joint = next(each for each in _JOINTS if f"{{a}}{each}{{b}}" in pattern)
        busy.append(f"{first}{joint}{last}")
        told.append(_said(rng, words, pattern, {**about, "a": first, "b": last}))
    edges = {**about, "a": opens, "b": closes}
    if rng.random() < 0.5:
        begin, end = (_said(rng, words, edge, edges) for edge in rng.choice(_EDGES))
        told = [begin, *told, end]
        asks = _ASKS
    else:
        asks = _ASKS_BETWEEN
    asked = _said(rng, words, rng.choice(asks), edges)
    joint = ", " if notes and rng.random() < 0.5 else rng.choice((". ", ".\n"))
    day = joint.join(told if joint == ", " else map(capital, told))
    return Filled({"day": f"{day}.", "asks": asked}, (busy, opens, closes))


def _said(rng: Random, words: Vocabulary, pattern: str, about: dict[str, str]) -> str:
    drawn = {"N": words.name(rng), "t": words.noun(rng).one}
    doing = {"doing": spin(rng, _DOING), "act": spin(rng, _ACT)}
    return spin(rng, pattern).format_map({**drawn, **doing, **about})


def _clock(rng: Random, count: int) -> list[str]:
    """Draw times of one day, in order and written alike."""
    half, gap = rng.random() < 0.7, rng.choice((" ", "", ""))
    step = 60 if rng.random() < 0.6 else 15
    minutes = sorted(rng.sample(range(5 * 60, 24 * 60, step), count))
    return [_time(each, half=half, gap=gap) for each in minutes]


def _time(minutes: int, *, half: bool, gap: str) -> str:
    hour, minute = divmod(minutes, 60)
    if not half:
        return f"{hour}:{minute:02}"
    past = f":{minute:02}" if minute else ""
    return f"{(hour - 1) % 12 + 1}{past}{gap}{'am' if hour < 12 else 'pm'}"


GROUPS = (
    Group(
        "open_times",
        _planned,
        (
            "{day} {asks}",
            "{day}\n{asks}",
            "{asks} {day}",
            "{asks}\n{day}",
            "{asks}\nWe know that:\n{day}",
            "[Here is the plan|The plan|This is known]: {day} {asks}",
            "Today {N} went out. {asks} {day}",
            "{asks} This is what the day looks like: {day}",
        ),
    ),
)
