# ruff: noqa: E501 - a pattern of language is one line
"""When a day begins and ends, what fills it, and when there is time left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from lottery_agent.models.training.draft import spin
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.generators.worlds.telling import Said, Told, people, say

_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Manner:
    """How a day is told. `{P}` is whose day it is, `{N}` somebody else, `{place}` where to go.

    `{f}` is when something begins and `{l}` when it ends; `{r}` is a stretch as prose has it and
    `{n}` as notes have it.

    Attributes:
        whose: What the day is of, parted by `|`; people if empty.
        busy: Say what fills a stretch.
        begins, ends: Say when the day begins and ends.
        lasts: Say both.
        asks: Ask for what is left.
        within: Ask for it, and say when the day begins and ends.
        before: Ask for it, and say when the day ends.
        after: Ask for it, and say when it begins.
        idle: Say nothing about time.
    """

    whose: str
    busy: tuple[str, ...]
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    lasts: tuple[str, ...]
    asks: tuple[str, ...]
    within: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    idle: tuple[str, ...]


MANNERS: Mapping[str, Manner] = {
    "sentences": Manner(
        "",
        ("{N} saw {P} {doing} {r}", "{N} saw {P} at the {spot} {r}", "{N} met {P} in the {spot} {r}", "{P} was at the {spot} {r}", "{P} [helped|visited|phoned] {N} {r}", "{r} {P} was {doing}", "{P} was {doing} with {N} {r}", "{P} was seen at the {spot} {r}", "{P} had a {act} {r}", "{N} noticed {P} {doing} at the {spot} {r}", "{P} and {N} were {doing} {r}", "{P} spent the time {r} at the {spot}", "{P} sat in a {act} {r}", "as {N} says, {P} was {doing} {r}", "{P} came to the {spot} at {f} and stayed until {l}", "{P} was busy {r}"),
        ("{P} woke up at {f}", "{P} got up at {f}", "the {place} had its doors open from {f}", "{P} arrived in town at {f}", "{P} [started|began] the day at {f}", "before {f} {P} was asleep", "{P} rose at {f}", "the train of {P} came in at {f}"),
        ("the {place} was closed after {l}", "the {place} closed at {l}", "{P} went home at {l}", "{P} had to be home by {l}", "nobody got into the {place} after {l}", "{P} went to bed at {l}", "the last bus back went at {l}", "at {l} {P} fell asleep"),
        ("the {place} was open {r}", "{P} was awake {r}", "{P} was in town {r}", "the day of {P} went {r}"),
        ("Between [what|which] times could {P} have [gone|been] to the {place}?", "When could {P} have [gone to|been at|visited] the {place}?", "During [what time|which hours] could {P} have been at the {place}?", "When did {P} have time for the {place}?", "For what time does nobody know where {P} was?", "When was {P} not busy?", "In which stretch of time could {P} have seen the {place}?", "[At what time|When] was it possible for {P} to go to the {place}?"),
        ("When was {P} available {r}?", "When could {P} have gone to the {place} {r}?", "Which times {r} are not accounted for with {P}?", "At what times {r} is it unknown where {P} was?"),
        ("When could {P} have gone to the {place} before {l}?", "When was there time for the {place} if {P} had to be back by {l}?"),
        ("At what times after {f} could {P} have been at the {place}?", "From {f} on, when could {P} have visited the {place}?"),
        ("today {P} went to the {place}", "{P} was at the {place} once", "{P} told nobody about the {place}", "many people know {P}", "the {place} is in the next street", "{P} likes the {place}", "somebody saw {P} on the way"),
    ),
    "plans": Manner(
        "I",
        ("I have a {act} {r}", "there is a {act} {r}", "I [am|will be] {doing} {r}", "{r} I have to look after {N}", "I promised to help {N} {r}", "{N} needs me {r}", "my {act} [lasts|goes|is] {r}", "a {act} is planned {r}", "I am meeting {N} {r}", "{r} there is my {act}", "I am at the {spot} {r}", "at {f} my {act} begins, and it lasts until {l}", "the {act} takes me {r}", "lunch with {N} is {r}", "I can't {r} because of a {act}", "{N} comes over {r}", "I am taken {r}"),
        ("I get up at {f}", "my day [starts|begins] at {f}", "I am at the office from {f}", "I can't do anything before {f}", "not before {f}, please", "I start work at {f}", "I land at {f}", "I am awake from {f} on"),
        ("I [finish|stop] at {l}", "I have to be home by {l}", "my day ends at {l}", "the {place} closes at {l}", "at {l} I go home", "after {l} I don't work", "my train goes at {l}", "I go to bed at {l}"),
        ("I work {r}", "my working hours are {r}", "I am in the office {r}", "my day goes {r}", "the {place} is open {r}"),
        ("When do I have time [for the {place}|to meet {N}|for a break|]?", "When can I go to the {place}?", "Which times are still open?", "When am I not busy?", "What gaps are left in my day?", "When could I [see|meet] {N}?", "What is left of my day?", "Find the open slots.", "During which hours is nothing planned?", "At what times could {N} come?"),
        ("When do I have time {r}?", "Which times {r} are still open?", "Find the gaps {r}.", "What time is left {r}?", "If {N} wants to see me {r}, when is that possible?", "When could I meet {N} {r}?", "Which slots {r} are still available?"),
        ("When do I have time before {l}?", "Which slots are left until {l}?", "I have to stop at {l}, so when can I go to the {place}?"),
        ("When do I have time after {f}?", "I start at {f}, so when could I meet {N}?", "From {f} on, what is still open?"),
        ("I would like to see the {place}", "{N} wants to meet me", "today is a busy day", "I want to go to the {place} as well", "here is my plan for tomorrow", "I hope to find time for {N}", "tomorrow is Tuesday"),
    ),
    "rooms": Manner(
        "room|court|hall|studio|kitchen|lab|projector|laundry room|gym|meeting room|company car|printer|pool|stage|operating room|chapel",
        ("the {P} is [booked|reserved|taken] {r}", "{N} [has|uses|needs|booked] the {P} {r}", "{r} the {P} is used for a {act}", "a {act} is in the {P} {r}", "the {P} is being cleaned {r}", "{r} {N} is {doing} in the {P}", "the {P} is closed for repairs {r}", "there is a {act} in the {P} {r}", "{N} reserved the {P} {r}", "the {P} is occupied {r}", "{N} and {N2} share the {P} {r}", "{N} comes to the {P} at {f} and stays until {l}", "nobody else gets the {P} {r} because of a {act}"),
        ("the {P} opens at {f}", "the building opens at {f}", "nobody gets in before {f}", "the {P} can be used from {f}", "the caretaker unlocks the {P} at {f}", "bookings start at {f}"),
        ("the {P} closes at {l}", "everybody has to be out by {l}", "the building closes at {l}", "the {P} is locked at {l}", "after {l} nobody gets in", "bookings end at {l}"),
        ("the {P} is open {r}", "the {P} can be booked {r}", "opening hours of the {P}: {n}", "the building is open {r}", "bookings are possible {r}"),
        ("When is the {P} [available|open for others|unused|not in use|empty]?", "When can {N} [have|use|book] the {P}?", "Which slots are [left|still open] for the {P}?", "At what times can the {P} still be booked?", "When does nobody need the {P}?", "During which hours is the {P} not booked?", "For which times could {N} reserve the {P}?", "Which gaps are there in the bookings of the {P}?"),
        ("When is the {P} available {r}?", "Which times {r} are still open for the {P}?", "{r}, when can {N} have the {P}?", "Find the gaps of the {P} {r}."),
        ("When can {N} use the {P} before {l}?", "When is the {P} available if it closes at {l}?"),
        ("When is the {P} available after {f}?", "From {f} on, when can {N} book the {P}?"),
        ("the {P} is popular", "the {P} is on the second floor", "{N} wants to book the {P}", "here are the bookings", "the {P} is in demand today", "the {P} was painted last year"),
    ),
    "staff": Manner(
        "",
        ("{P} has a {act} {r}", "{P} is {doing} {r}", "{P} [will be|is] at the {spot} {r}", "{P} teaches a class {r}", "{P} has to help {N} {r}", "{N} has an appointment with {P} {r}", "{r} {P} is on the phone with {N}", "{P} talks to {N} {r}", "{P} has a patient {r}", "{P} is not there {r}", "{P} has lunch {r}", "{P} drives {N} to the {spot} {r}", "{r} {P} must not be disturbed", "{P}, who is {doing}, has no time {r}", "{P} is in a {act} {r}", "{P} is busy {r}"),
        ("{P} [starts|begins] at {f}", "{P} comes in at {f}", "the shift of {P} starts at {f}", "{P} sees nobody before {f}", "{P} gets to work at {f}", "{P} is in from {f}"),
        ("{P} goes home at {l}", "the shift of {P} ends at {l}", "{P} sees nobody after {l}", "{P} finishes at {l}", "{P} has to catch a train at {l}", "{P} stays until {l}"),
        ("{P} works {r}", "{P} is on duty {r}", "the shift of {P} goes {r}", "{P} is in the office {r}", "office hours of {P}: {n}"),
        ("When can {N} [see|meet|call] {P}?", "When is {P} available?", "When is {P} not busy?", "Which slots does {P} still have?", "At what times can {P} talk to {N}?", "When does {P} have time for {N}?", "What times are left for an appointment with {P}?", "During which hours does {P} have nothing to do?", "When would {P} have time to go to the {place}?"),
        ("When is {P} available {r}?", "If I want to see {P} {r}, when is that possible?", "Which times {r} does {P} still have?", "When can {N} see {P} {r}?", "what time is left for {P} {r}"),
        ("When can {N} see {P} before {l}?", "Which slots does {P} have if the office closes at {l}?"),
        ("When can {N} see {P} after {f}?", "From {f} on, when is {P} available?"),
        ("{P} works in the office", "{N} wants to see {P}", "{P} has a lot to do", "this is the day of {P}", "{N} called this morning", "{P} is always on time"),
    ),
    "lines": Manner(
        "I",
        ("{act} {n}", "{n} {act}", "{n}: {act}", "{act}: {n}", "{n} {doing}", "{n}", "{doing} {n}", "{n} {spot}", "{spot} {r}", "{n} with {N}", "{act} with {N} {n}", "{n} busy"),
        ("start: {f}", "day starts {f}", "from {f}", "up at {f}", "begin {f}", "arrival {f}", "not before {f}"),
        ("end: {l}", "day ends {l}", "until {l}", "home at {l}", "home by {l}", "closing time {l}", "bed {l}"),
        ("hours: {n}", "the day: {n}", "open {n}", "working time {n}", "shift {n}"),
        ("When is there time left?", "Which slots are open?", "What is still open?", "When is nothing on?", "Which times are left [for {N}|for a walk|]?", "gaps?", "When could I fit in a {act}?", "What remains of the day?", "Open slots?"),
        ("Which slots are open {r}?", "What is still open {n}?", "Gaps {r}?", "When is nothing on {r}?", "When could I fit in a {act} {r}?", "What is left {r}?"),
        ("What is still open before {l}?", "Which slots are left until {l}?"),
        ("What is still open after {f}?", "Which slots are left from {f} on?"),
        ("Monday", "plan for today", "not too bad a day", "call {N} at some time", "to do list", "remember the {place}", "it is sunny"),
    ),
}  # fmt: skip
"""The manners in which a day is told."""

_PROSE = (
    "from {f} to {l}", "from {f} to {l}", "from {f} until {l}", "between {f} and {l}", "from {f} till {l}",
)  # fmt: skip
_NOTED = ("{f} to {l}", "{f}-{l}", "{f} - {l}", "{f}–{l}", "from {f} to {l}", "{f} until {l}")
_DOING = "[reading|working|cooking|sleeping|walking|painting|shopping|swimming|cleaning|fixing a bike|buying food|taking photos|driving home|attending class|watching a film|playing tennis|waiting for a train|stretching|sitting on a bench|writing letters|feeding the birds]"
_ACT = "[film|game|concert|lesson|meeting|show|match|call|class|flight|workshop|party|lecture|seminar|haircut|check-up|rehearsal|course|workout|briefing|tour|exam|dinner]"
_SPOT = "[mall|beach|school|office|airport|garden|station|market|cafe|gym|cinema|pool|river|stadium|hotel|clinic|farm|harbour|town hall|theatre]"
_PLACE = "[park|zoo|bank|library|castle|gallery|swimming pool|theatre|beach|post office|lake|tower|church|fair|bowling alley|restaurant|garden centre|town hall]"
_KNOWN = (
    "we know that {s}", "here is what we know: {s}", "this is known: {s}", "the plan: {s}",
    "as far as we know, {s}", "look: {s}",
)  # fmt: skip
"""How the first sentence may be announced."""
_IDLE = (
    "this is what we know", "the following is [known|certain]", "here is what the day looks like",
    "[the|all] times are local ones", "that day was like any other", "nobody is late",
)  # fmt: skip
"""Sentences that say nothing in any manner."""

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
    teller = _Teller(rng, clock, whose, some[1:], _place(rng, words))
    opens, closes = day.opens, day.closes
    busy = [_busy(teller, manner, stretch) for stretch in day.taken]
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
    if start and not last and rng.random() < 0.15:
        start, last = [], start
    if rng.random() < 0.3:
        start.insert(0, Said(teller.say((*manner.idle, *_IDLE), opens, closes)))
    if not day.ordered or key == "lines" or rng.random() < 0.3:
        start, busy, last = [*start, *busy, *last], [], []  # no `then` between them
    left = ", ".join(f"{clock(first)} to {clock(end)}" for first, end in day.left())
    return Told(
        f"state.days.{key}", _announced(rng, start), [*busy, *last], asks.text, "free",
        left or "nothing", before=asks.text.endswith("?"), ahead=asks.text, given=asks.lines,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Teller:
    """Fills patterns for one day.

    Attributes:
        rng: Where to draw from.
        clock: Writes the times.
        whose: Whose day it is.
        others: Two more people.
        place: Where to go.
    """

    rng: Random
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
        for name, choices in (("r", _PROSE), ("n", _NOTED)):
            pattern = pattern.replace(f"{{{name}}}", rng.choice(choices))
        near = _NEAR.search(pattern) is not None
        begins, ends = self.clock.pair(first, last, near=near)
        drawn = {"doing": _DOING, "act": _ACT, "spot": _SPOT}
        places = {name: spin(rng, choices) for name, choices in drawn.items()}
        one, two = rng.sample(self.others, 2)
        about = {"P": self.whose, "N": one, "N2": two, "place": self.place}
        return say(rng, (pattern,), **places, **about, f=begins, l=ends), begins, ends


def _busy(teller: _Teller, manner: Manner, stretch: tuple[int, int]) -> Said:
    text, begins, ends = teller.timed(manner.busy, *stretch)
    return Said(text, (f"busy {begins} to {ends}",))


def _announced(rng: Random, start: list[Said]) -> list[Said]:
    """Return the start with words before it now and then that only say that it comes."""
    if start and rng.random() < 0.1:
        text = rng.choice(_KNOWN).replace("{s}", start[0].text)
        return [Said(text, start[0].lines), *start[1:]]
    return start


def _place(rng: Random, words: Vocabulary) -> str:
    return words.noun(rng).one if rng.random() < 0.3 else spin(rng, _PLACE)


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
