"""When a day begins and ends, what fills it, and when there is time left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from lottery_agent.models.training.draft import spin
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.generators.worlds.dayphrases import (
    IDLE,
    KNOWN,
    MANNERS,
    NOTED,
    PLACES,
    PROSE,
    SPOTS,
    Manner,
)
from lottery_agent.models.training.generators.worlds.telling import Said, Told, people, say

_DAY = 24 * 60
_TWICE = 0.3
"""How often the question is asked before the day is told too."""
_NAMED = {"noon", "midnight"}
_NEAR = re.compile(r"\{f\} ?(?:-|–|to|until|till|and) ?\{l\}")
"""A stretch of which the first time may do without am or pm."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Writes times of a day alike: each has one spelling.

    Attributes:
        half: Whether with am and pm.
        gap: What stands before them.
        upper: Whether they are in upper case.
        bare: Whether whole hours stand alone.
        noon: Whether noon has its name.
        shared: Whether `1 to 3 pm` says am or pm once.
    """

    half: bool
    gap: str
    upper: bool
    bare: bool
    noon: bool
    shared: bool

    def __call__(self, minutes: int) -> str:
        """Write minutes since midnight; they may be of the next day."""
        minutes %= _DAY
        hour, minute = divmod(minutes, 60)
        if minutes == 0:
            return "midnight"
        if minutes == _DAY // 2 and self.noon:
            return "noon"
        if not self.half:
            return str(hour) if self.bare and not minute else f"{hour}:{minute:02}"
        past = f":{minute:02}" if minute else ""
        ending = "am" if hour < 12 else "pm"
        return f"{(hour - 1) % 12 + 1}{past}{self.gap}{ending.upper() if self.upper else ending}"

    def pair(self, first: int, last: int, *, near: bool = False) -> tuple[str, str]:
        """Write when a stretch begins and when it ends, which may stand near to each other."""
        begins, ends = self(first), self(last)
        same = first // (_DAY // 2) == last // (_DAY // 2)
        if near and same and self.shared and not first % 60 and not {begins, ends} & _NAMED:
            begins = begins[:-2].rstrip()
        return begins, ends


@dataclass(frozen=True, slots=True)
class Day:
    """A day in minutes since its midnight; those of the next day follow.

    Attributes:
        opens, closes: When it begins and ends.
        taken: The stretches that are filled, in the order in which they are told.
        ordered: Whether that is the order of time.
    """

    opens: int
    closes: int
    taken: Sequence[tuple[int, int]]
    ordered: bool = True

    def left(self) -> Iterator[tuple[int, int]]:
        """Yield the stretches that nothing fills."""
        since = self.opens
        for first, last in sorted(self.taken):
            if first > since:
                yield since, min(first, self.closes)
            since = max(since, last)
            if since >= self.closes:
                return
        yield since, self.closes


def told(rng: Random, words: Vocabulary) -> Told:
    """Draw a day and a question for what is left of it."""
    key = rng.choice(list(MANNERS))
    manner = MANNERS[key]
    clock, day = _clock(rng), _day(rng)
    some = people(rng, words, 3)
    whose = rng.choice(manner.whose.split("|")) if manner.whose else some[0]
    teller = _Teller(rng, manner, clock, whose, some[1:], rng.choice(PLACES))
    opens, closes = day.opens, day.closes
    busy = [_busy(teller, stretch) for stretch in day.taken]
    if len(busy) > 1 and rng.random() < 0.15:
        at = rng.randrange(len(busy) - 1)
        one, two = busy[at : at + 2]
        joint = rng.choice((" and ", ", and then ", ", ", "; "))
        busy[at : at + 2] = [Said(f"{one.text}{joint}{two.text}", one.lines + two.lines)]

    def edge(patterns: Sequence[str], which: str) -> Said:
        text, first, last = teller.timed(patterns, opens, closes)
        lines = {"begin": f"from {first}", "end": f"until {last}"}
        return Said(text, tuple(lines[name] for name in which.split()))

    start: list[Said] = []
    last: list[Said] = []
    asks = Said(teller.say(manner.asks, opens, closes))
    draw = rng.random()
    if draw < 0.44:
        start, last = [edge(manner.begins, "begin")], [edge(manner.ends, "end")]
        if rng.random() < 0.3:
            start, last = [*start, *last], []
    elif draw < 0.6:
        start = [edge(manner.lasts, "begin end")]
    elif draw < 0.82:
        asks = edge(manner.within, "begin end")
    elif draw < 0.91:
        start, asks = [edge(manner.begins, "begin")], edge(manner.before, "end")
    else:
        last, asks = [edge(manner.ends, "end")], edge(manner.after, "begin")
    late = bool(start) and not last and rng.random() < 0.15
    if rng.random() < 0.3:
        start.insert(0, Said(teller.say((*manner.idle, *IDLE), opens, closes)))
    if late:
        start, busy = [*busy, *start], []
    elif not day.ordered or key == "lines" or rng.random() < 0.3:
        start, busy, last = [*start, *busy, *last], [], []  # no `then` between them
    left = ", ".join(f"{clock(first)} to {clock(end)}" for first, end in day.left())
    again = teller.say(manner.asks, opens, closes) if rng.random() < _TWICE else ""
    start = _announced(rng, start, often=0.5 if again else 0.1)
    return Told(
        f"state.days.{key}", start, [*busy, *last], asks.text, "free", left or "nothing",
        before=asks.text.endswith("?"), ahead=asks.text, given=asks.lines, again=again,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Teller:
    """Fills patterns for one day.

    Attributes:
        rng: Where to draw from.
        manner: How the day is told.
        clock: Writes the times.
        whose: Whose day it is.
        others: Two more people.
        place: Where to go.
    """

    rng: Random
    manner: Manner
    clock: Clock
    whose: str
    others: Sequence[str]
    place: str

    def say(self, patterns: Sequence[str], first: int, last: int) -> str:
        """Say something about a stretch."""
        return self.timed(patterns, first, last)[0]

    def timed(self, patterns: Sequence[str], first: int, last: int) -> tuple[str, str, str]:
        """Say something about a stretch; return both times as they are written too."""
        rng = self.rng
        pattern = rng.choice(patterns)
        for name, choices in (("r", PROSE), ("n", NOTED)):
            pattern = pattern.replace(f"{{{name}}}", rng.choice(choices))
        near = _NEAR.search(pattern) is not None
        begins, ends = self.clock.pair(first, last, near=near)
        drawn = {"doing": self.manner.doing, "act": self.manner.act, "spot": SPOTS}
        places = {name: self._elsewhere(choices) for name, choices in drawn.items()}
        one, two = rng.sample(self.others, 2)
        about = {"P": self.whose, "N": one, "N2": two, "place": self.place}
        return say(rng, (pattern,), **places, **about, f=begins, l=ends), begins, ends

    def _elsewhere(self, choices: str) -> str:
        """Draw what fills a stretch; it says nothing of the place where to go."""
        while True:
            drawn = spin(self.rng, choices)
            if not set(drawn.split()) & set(self.place.split()):
                return drawn


def _busy(teller: _Teller, stretch: tuple[int, int]) -> Said:
    text, begins, ends = teller.timed(teller.manner.busy, *stretch)
    return Said(text, (f"busy {begins} to {ends}",))


def _announced(rng: Random, start: list[Said], *, often: float) -> list[Said]:
    """Return the start with words before it now and then that only say that it comes."""
    if start and rng.random() < often:
        text = rng.choice(KNOWN).replace("{s}", start[0].text)
        return [Said(text, start[0].lines), *start[1:]]
    return start


def _day(rng: Random) -> Day:
    """Draw a day: hardly a gap, or some stretches with gaps between them."""
    step = rng.choice((60, 60, 60, 30, 15))
    begin, end = rng.choice(((5, 24), (5, 24), (7, 19), (8, 18), (18, 32)))
    tight = rng.random() < 0.55
    count = rng.randint(3, 9) if tight else 2 + 2 * rng.choice((1, 1, 2, 2, 3, 4))
    opens, *inner, closes = sorted(rng.sample(range(begin * 60, end * 60 + 1, step), count))
    if tight:
        taken = list(pairwise((opens, *inner, closes)))
        for _ in range(rng.choice((0, 1, 1, 1, 1, 1, 1, 1, 2, 2))):
            if len(taken) > 1:
                taken.remove(rng.choice(taken))
    else:
        taken = list(zip(inner[::2], inner[1::2], strict=True))
    if len(inner) > 2 and rng.random() < 0.1:
        first, last = sorted(rng.sample(inner, 2))
        taken = sorted({*taken, (first, last)})
    if len(taken) > 1 and rng.random() < 0.06:
        (_, first), *_, (last, _) = taken
        if first < last:  # the day begins or ends while something goes on
            early, late = rng.choice(((1, 0), (0, 1)))
            opens = (taken[0][0] + first) // (2 * step) * step if early else opens
            closes = (last + taken[-1][1]) // (2 * step) * step if late else closes
    ordered = rng.random() < 0.75
    return Day(opens, closes, taken if ordered else rng.sample(taken, len(taken)), ordered)


def _clock(rng: Random) -> Clock:
    half = rng.random() < 0.7
    return Clock(
        half=half,
        gap=rng.choice(("", "", " ")),
        upper=rng.random() < 0.15,
        bare=rng.random() < 0.25,
        noon=rng.random() < 0.4,
        shared=half and rng.random() < 0.15,
    )
