# ruff: noqa: E501 - a pattern of language is one line
"""The phrases in which a day is told: what fills it, when it begins and ends, what is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_DOING = "[reading|working|cooking|having lunch|walking|painting|shopping|swimming|cleaning|fixing a bike|buying food|taking photos|driving home|attending class|watching a film|playing tennis|waiting for a train|stretching|sitting on a bench|writing letters|feeding the birds]"
_ACT = "[quiz|game|concert|lesson|meeting|match|call|class|flight|workshop|party|lecture|seminar|haircut|check-up|rehearsal|course|workout|briefing|tour|exam|dinner]"


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
        doing: What somebody may be doing.
        act: What somebody may have.
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
    doing: str = _DOING
    act: str = _ACT


MANNERS: Mapping[str, Manner] = {
    "sentences": Manner(
        "",
        ("{N} saw {P} {doing} {r}", "{N} saw {P} at the {spot} {r}", "{N} met {P} at the {spot} {r}", "{P} was at the {spot} {r}", "{P} [helped|visited|phoned] {N} {r}", "{r} {P} was {doing}", "{P} was {doing} with {N} {r}", "{P} was seen at the {spot} {r}", "{P} had a {act} {r}", "{N} noticed {P} at the {spot} {r}", "{P} and {N} were {doing} {r}", "{P} spent the time {r} at the {spot}", "{P} sat in a [lecture|meeting|seminar|course|lesson|briefing] {r}", "as {N} says, {P} was {doing} {r}", "{P} came to the {spot} at {f} and stayed until {l}", "{P} was busy {r}"),
        ("{P} woke up at {f}", "{P} got up at {f}", "the {place} was open from {f}", "{P} arrived in town at {f}", "{P} [started|began] the day at {f}", "before {f} {P} was asleep", "{P} rose at {f}", "the train of {P} came in at {f}"),
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
        ("I have a {act} {r}", "there is a {act} {r}", "I [am|will be] {doing} {r}", "{r} I have to look after {N}", "I promised to help {N} {r}", "{N} needs me {r}", "my {act} [lasts|goes|is] {r}", "a {act} is planned {r}", "I am meeting {N} {r}", "{r} there is my {act}", "I am at the {spot} {r}", "at {f} my {act} begins, and it lasts until {l}", "the {act} takes me {r}", "lunch with {N} is {r}", "I can't {r} because of a {act}", "{N} comes over {r}", "I am occupied {r}"),
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
        "room|hall|studio|lecture room|classroom|gym|meeting room|chapel|north hall|small hall|seminar room|ballroom|conference room|club room|training room|upper room|tea room|red room|dining room|assembly hall",
        ("the {P} is [booked|reserved|taken] {r}", "{N} [has|uses|needs|booked] the {P} {r}", "{r} the {P} is used for a {act}", "a {act} is in the {P} {r}", "the {P} is being cleaned {r}", "{r} {N} is {doing} in the {P}", "the {P} is closed for repairs {r}", "there is a {act} in the {P} {r}", "{N} reserved the {P} {r}", "the {P} is occupied {r}", "{N} and {N2} share the {P} {r}", "{N} comes to the {P} at {f} and stays until {l}", "nobody else gets the {P} {r} because of a {act}"),
        ("the {P} opens at {f}", "the building opens at {f}", "nobody gets in before {f}", "the {P} can be used from {f}", "the caretaker unlocks the {P} at {f}", "bookings start at {f}"),
        ("the {P} closes at {l}", "everybody has to be out by {l}", "the building closes at {l}", "the {P} is locked at {l}", "after {l} nobody gets in", "bookings end at {l}"),
        ("the {P} is open {r}", "the {P} can be booked {r}", "opening hours of the {P}: {n}", "the building is open {r}", "bookings are possible {r}"),
        ("When is the {P} [available|open for others|unused|not in use|empty]?", "When can {N} [have|use|book] the {P}?", "Which slots are [left|still open] for the {P}?", "At what times can the {P} still be booked?", "When does nobody need the {P}?", "During which hours is the {P} not booked?", "For which times could {N} reserve the {P}?", "Which gaps are there in the bookings of the {P}?"),
        ("When is the {P} available {r}?", "Which times {r} are still open for the {P}?", "{r}, when can {N} have the {P}?", "Find the gaps of the {P} {r}."),
        ("When can {N} use the {P} before {l}?", "When is the {P} available if it closes at {l}?"),
        ("When is the {P} available after {f}?", "From {f} on, when can {N} book the {P}?"),
        ("the {P} is popular", "the {P} is on the second floor", "{N} wants to book the {P}", "here are the bookings", "the {P} is in demand today", "the {P} was painted last year"),
        doing="[working|painting|cleaning|stretching|writing letters|rehearsing|taking photos|teaching|practising|holding a class|giving a talk|tidying up|training]",
        act="[quiz|game|concert|lesson|meeting|show|class|workshop|party|lecture|seminar|rehearsal|course|briefing|exam|dinner|talk|wedding]",
    ),
    "devices": Manner(
        "projector|printer|laptop|camera|copier|sewing machine|3D printer|microscope|scanner|drone|washing machine|drill|kiln|loudspeaker|company car|minibus|van|tractor|cargo bike|excavator|forklift|camper|motorboat|taxi|truck",
        ("the {P} is [booked|reserved|taken] {r}", "{N} [has|uses|needs|booked] the {P} {r}", "{r} {N} works with the {P}", "the {P} is being [repaired|cleaned|checked] {r}", "{r} the {P} is with {N}", "the {P} is out of order {r}", "{N} reserved the {P} {r}", "the {P} is in use {r}", "{N} and {N2} have the {P} {r}", "{N} gets the {P} at {f} and returns it at {l}", "nobody else gets the {P} {r}", "the {P} is lent to {N} {r}", "a class needs the {P} {r}"),
        ("the {P} can be used from {f}", "nobody gets the {P} before {f}", "bookings start at {f}", "the {P} is ready at {f}", "{N} unlocks the {P} at {f}", "the desk opens at {f}"),
        ("the {P} has to be back at {l}", "bookings end at {l}", "nobody may use the {P} after {l}", "the {P} is locked away at {l}", "the desk closes at {l}", "the {P} is put away at {l}"),
        ("the {P} can be booked {r}", "the {P} can be used {r}", "bookings are possible {r}", "hours of the {P}: {n}", "the {P} is lent out {r} only"),
        ("When is the {P} [available|unused|not in use|not needed]?", "When can {N} [have|use|book|borrow] the {P}?", "Which slots are [left|still open] for the {P}?", "At what times can the {P} still be booked?", "When does nobody need the {P}?", "During which hours is the {P} not booked?", "For which times could {N} reserve the {P}?", "When would the {P} be there for {N}?"),
        ("When is the {P} available {r}?", "Which times {r} are still open for the {P}?", "{r}, when can {N} have the {P}?", "Find the gaps of the {P} {r}."),
        ("When can {N} use the {P} before {l}?", "When is the {P} available if it has to be back at {l}?"),
        ("When is the {P} available after {f}?", "From {f} on, when can {N} book the {P}?"),
        ("the {P} is popular", "we have only one {P}", "{N} wants to book the {P}", "here are the bookings", "the {P} is in demand today", "the {P} is a new one"),
    ),
    "staff": Manner(
        "",
        ("{P} has a {act} {r}", "{P} is {doing} {r}", "{P} [will be|is] at the {spot} {r}", "{P} teaches a class {r}", "{P} has to help {N} {r}", "{N} has an appointment with {P} {r}", "{r} {P} is on the phone with {N}", "{P} talks to {N} {r}", "{P} has a patient {r}", "{P} is not there {r}", "{P} has lunch {r}", "{P} drives {N} to the {spot} {r}", "{r} {P} must not be disturbed", "{P}, who is {doing}, has no time {r}", "{P} is in a [meeting|class|lecture|seminar|briefing|workshop|call] {r}", "{P} is busy {r}"),
        ("{P} [starts|begins] at {f}", "{P} comes in at {f}", "the shift of {P} starts at {f}", "{P} sees nobody before {f}", "{P} gets to work at {f}", "{P} is in from {f}"),
        ("{P} goes home at {l}", "the shift of {P} ends at {l}", "{P} sees nobody after {l}", "{P} finishes at {l}", "{P} has to catch a train at {l}", "{P} stays until {l}"),
        ("{P} works {r}", "{P} is on duty {r}", "the shift of {P} goes {r}", "{P} is in the office {r}", "office hours of {P}: {n}"),
        ("When can {N} [see|meet|call] {P}?", "When is {P} available?", "When is {P} not busy?", "Which slots does {P} still have?", "At what times can {P} talk to {N}?", "When does {P} have time for {N}?", "What times are left for an appointment with {P}?", "During which hours does {P} have nothing to do?", "When would {P} have time to go to the {place}?"),
        ("When is {P} available {r}?", "If I want to see {P} {r}, when is that possible?", "Which times {r} does {P} still have?", "When can {N} see {P} {r}?", "what time is left for {P} {r}"),
        ("When can {N} see {P} before {l}?", "Which slots does {P} have if the office closes at {l}?"),
        ("When can {N} see {P} after {f}?", "From {f} on, when is {P} available?"),
        ("{P} works in the office", "{N} wants to see {P}", "{P} has a lot to do", "this is the day of {P}", "{N} called this morning", "{P} is always on time"),
        doing="[writing letters|working on a report|doing the accounts|teaching|making calls|travelling|driving to a customer|having lunch|training|reading files|taking photos|interviewing people|sorting papers|cleaning up|out of town]",
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

PROSE = (
    "from {f} to {l}", "from {f} to {l}", "from {f} until {l}", "between {f} and {l}", "from {f} till {l}",
)  # fmt: skip
"""Stretches as prose has them."""
NOTED = ("{f} to {l}", "{f}-{l}", "{f} - {l}", "{f}–{l}", "from {f} to {l}", "{f} until {l}")
"""Stretches as notes have them."""
SPOTS = "[mall|beach|school|airport|garden|station|market|cafe|gym|cinema|pool|river|stadium|hotel|clinic|farm|harbour|town hall|theatre]"
"""Where somebody may be for a while."""
PLACES: Sequence[str] = "park|zoo|bank|library|castle|gallery|swimming pool|theatre|beach|post office|lake|tower|church|fair|bowling alley|restaurant|garden centre|town hall|cathedral|palace|market hall|ice rink|planetarium|botanical garden|waterfall|windmill|shopping centre|bookshop|pharmacy|hospital|supermarket|barber shop|pizzeria|sauna|tennis court|golf course|playground|skate park|climbing hall|racecourse|circus|opera house|concert hall|flea market|fish market|wine bar|nightclub|campsite|picnic area|viewpoint|abbey|temple|mosque|exhibition|science centre|embassy|police station|fire station|petrol station|car wash|repair shop|bike shop|shoe shop|toy shop|pet shop|flower shop|hardware store|department store|furniture store|canteen|launderette|print shop|marina|riding school|language school|nature reserve|water park|theme park|cave|fort|pottery|cheese shop|kiosk|dairy|vineyard".split("|")  # fmt: skip
"""Where somebody wants to go."""
KNOWN = (
    "we know that {s}", "here is what we know: {s}", "this is known: {s}", "the plan: {s}",
    "as far as we know, {s}", "look: {s}",
)  # fmt: skip
"""How the first sentence may be announced."""
IDLE = (
    "this is what we know", "the following is [known|certain]", "here is what the day looks like",
    "[the|all] times are local ones", "that day was like any other", "nobody is late",
)  # fmt: skip
"""Sentences that say nothing in any manner."""
