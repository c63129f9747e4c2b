# ruff: noqa: E501 - a pattern of language is one line
"""One account that changes: what is there at last, what was there at first, or what came or went."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from lottery_agent.models.training.draft import spin
from lottery_agent.models.training.generators.ledgers.scene import Money, Scene, open_scene
from lottery_agent.models.training.generators.ledgers.sheet import Step, changed, take
from lottery_agent.models.training.generators.ledgers.telling import Plot
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_HAD = (
    "{S} <S:have> {start} {T}",
    "{S} <S:own> {start} {T}",
    "[at first|in the beginning|to begin with|this morning|on Monday], {S} <S:have> {start} {T}",
    "{S} <S:start> [the day |the week |]with {start} {T}",
    "{S} already <S:have> {start} {T}",
    "{start} {T} <T:be> in {S.p} [collection|care|house|hands]",
)
_HELD = (
    "there <T:be> {start} {T} {at}",
    "{start} {T} <T:be> {at}",
    "[at first|in the morning|yesterday|when the day began], there <T:be> {start} {T} {at}",
    "{at} there <T:be> {start} {T}",
    "the {place} [held|contained] {start} {T}",
)
_HAD_MONEY = (
    "{S} <S:have> {start}",
    "{S} <S:have> {start} [in {S.p} pocket|in {S.p} wallet|to spend|in the bank|in {S.p} account]",
    "{S} <S:start> [the week |the month |]with {start}",
    "{S} had saved {start}",
)

# An event is a subject, a verb and the rest; `%` is what comes or goes.
_GAIN = (
    "S find %[| in the street| under the table| at home]", "S get % from {M.o}", "S get %[| as a present| for {S.p} birthday| in the mail]",
    "M give {S.o} %", "M give % to {S.o}", "% be given to {S.o} by {M.o}", "M send {S.o} %", "M lend {S.o} %",
    "S pick up %[| on the way home|]", "S win %[| in a game| at the fair|]", "S order %[| online|]", "S collect %[| after lunch| over the weekend|]",
    "S add % to {S.p} collection", "S take % from {M.o}", "S purchase %[| at the shop| at the market| in town|]", "S get % [at the market|in a shop|from a neighbour]",
    "M hand over % to {S.o}", "S make %", "S discover %[| under the bed|]", "% arrive for {S.o} [in the mail|by post]",
)  # fmt: skip
_LOSS = (
    "S give % to {M.o}", "S give {M.o} %", "S lose %[| on the way| in the park| at school|]", "M take %", "M take % from {S.o}", "S lend % to {M.o}",
    "S throw away %", "S give away %", "S hand over % to {M.o}", "S send % to {M.o}", "S break %", "M steal %", "% be lost",
    "% get lost", "% be stolen", "% be broken", "% be given away", "S drop % in the river", "S pass % on to {M.o}", "S use %", "S donate %[| to a school| to charity|]",
)  # fmt: skip
_SALE = (
    "S sell %[| at the market| to {M.o}| on Tuesday| before noon|]",
    "% be sold",
    "M purchase % from {S.o}",
    "S trade away %",
)
_EATEN = (
    "S eat %[| for lunch| after dinner|]",
    "M eat %",
    "% be eaten",
    "M and {S} eat %",
    "% be eaten by {M.o}",
    "% go bad",
    "S serve % to {M.o}",
)
_GROWN = ("S plant %", "% be planted", "S grow %")
_DIED = ("% wither", "% be cut down", "S pull out %", "% die")
_BORN = ("% be born", "S raise %")
_FLED = ("% escape", "% get away", "S sell %", "% wander off")
_PUT = (
    "M put % {to}",
    "% be put {to}",
    "% be added",
    "M add %",
    "S place % {to}",
    "% be delivered",
    "somebody put % {to}",
    "M and {S} put % {to}",
    "% be placed {to}",
)
_REMOVED = (
    "M take % {off}",
    "% be taken {off}",
    "S remove %",
    "% be removed",
    "M take away %",
    "% be taken away",
    "% be thrown away",
    "% be lost",
    "% be stolen",
    "% be given away",
)
_CAME = ("% join them", "% arrive", "% come in", "% come later")
_BOARDED = ("% get on", "% climb on", "% come on board", "% board at the next stop")
_LEFT = ("% get off", "% step off", "% get off at the next stop")
_WENT = ("% go home", "% go out", "% walk out", "% go away")
_EARNED = (
    "S earn % [by helping {M.o}|by washing cars|at work|for some work]",
    "M give {S.o} %",
    "S find % [in the street|in an old coat]",
    "S get % from {M.o}",
    "S win %",
    "M pay {S.o} %",
    "S save %",
)
_SPENT = (
    "S spend % on {U}",
    "S pay % for a {u}",
    "S give % to {M.o}",
    "S lose %",
    "S spend % on a {u}",
    "S lend {M.o} %",
    "S spend % [at the market|on food|on lunch|at the cinema]",
    "S pay {M.o} %",
)

_MORE = (
    "{x} more {T}",
    "{x} more {T}",
    "another {x} {T}",
    "{x} {T}",
    "{x} {T}",
    "{x} more",
    "{x} extra {T}",
)
_GONE = ("{x} {T}", "{x} {T}", "{x} of them", "{x} of the {T}", "{x}")
_THEN = (
    "then",
    "later",
    "after that",
    "the next day",
    "afterwards",
    "in the evening",
    "on Friday",
    "a little later",
    "an hour later",
)
_NOW = (
    "now {S} <S:have.pres> {end} {T}", "{S} now <S:have.pres> {end} {T}", "in the end, {S} <S:have> {end} {T}", "{S} <S:have> {end} {T} in the end",
    "after that {S} <S:have> {end} {T}", "{S} <S:end> up with {end} {T}", "that [made|meant] {end} {T} for {S.o} in all",
)  # fmt: skip
_REST = (
    "{S} <S:have> {end} {T} left",
    "now {S} <S:have.pres> only {end} {T}",
    "{end} {T} <T:be> left",
    "now {S} <S:have.pres> {end} {T} left",
    "that left {S.o} with {end} {T}",
    "{end} {T} [remained|were left over]",
)
_THERE = (
    "now there are {end} {T} {at}",
    "there are now {end} {T} {at}",
    "in the end there <T:be> {end} {T} {at}",
    "after that, {end} {T} <T:be> {at}",
    "{at} there are {end} {T} now",
)


@dataclass(frozen=True, slots=True)
class _Account:
    start: tuple[str, ...]
    gains: tuple[str, ...]
    losses: tuple[str, ...]
    place: bool = False
    money: bool = False


def _account(scene: Scene, rng: Random) -> _Account:
    kind = scene.items["T"].kind
    if kind == "crowd":
        on = str(scene.slots["at"]).startswith("on")
        return _Account(
            _HELD[:3], (_BOARDED if on else _CAME), (_LEFT if on else _WENT), place=True
        )
    if rng.random() < 0.14:
        return _Account(_HAD_MONEY, _EARNED, _SPENT, money=True)
    if kind in ("thing", "food") and rng.random() < 0.4:
        return _Account(_HELD, _PUT, _REMOVED, place=True)
    gains, losses = [*_GAIN], [*_LOSS, *_SALE, *_SALE]
    if kind == "food":
        losses += _EATEN * 2
    if kind == "plant":
        gains, losses = [*_GROWN * 5, *_GAIN[1:8]], [*_DIED * 4, *_SALE, *_LOSS[:3]]
    if kind == "animal":
        gains, losses = [*_BORN * 5, *_GAIN[1:5]], [*_FLED * 4, *_SALE, *_LOSS[:2]]
    return _Account(_HAD, tuple(gains), tuple(losses))


def draw(rng: Random, words: Vocabulary) -> tuple[Scene, Plot]:
    """Draw an account with one to three changes, one value of which is unknown."""
    scene = open_scene(
        rng,
        words,
        *rng.choice((("thing",), ("thing",), ("food",), ("plant",), ("animal",), ("crowd",))),
    )
    account = _account(scene, rng)
    count = rng.choice((1, 1, 1, 2, 2, 3))
    signs = [rng.choice((1, -1)) for _ in range(count)]
    sizes = [scene.number() for _ in signs]
    changes = [sign * size for sign, size in zip(signs, sizes, strict=True)]
    lowest = min(0, *(sum(changes[: at + 1]) for at in range(count)))
    start = scene.number(2) - lowest
    state = start
    for change in changes:
        state += change
    if account.money:
        scene.slots["T"] = "money"
        scene.slots |= {"start": Money(start), "end": Money(state)}
        scene.slots |= {f"x{at}": Money(size) for at, size in enumerate(sizes)}
    else:
        scene.slots |= {"start": start, "end": state}
        scene.slots |= {f"x{at}": size for at, size in enumerate(sizes)}
    unknown = rng.choice(("final", "final", "start", "change"))
    hidden = rng.randrange(count) if unknown == "change" else -1
    events = [
        spin(rng, rng.choice(account.gains if sign > 0 else account.losses)).split(" ", 1)
        for sign in signs
    ]
    told = account.place or events[0][0] != "S" or rng.random() < 0.6
    bare = unknown == "final" or told
    clauses = [
        _clause(rng, event, sign, at, account, unknown=at == hidden, bare=bare)
        for at, (event, sign) in enumerate(zip(events, signs, strict=True))
    ]
    starting = rng.choice(account.start)
    gone = signs[-1] < 0
    if unknown == "start":
        starting = (
            rng.choice(("{S} <S:have> some {T}", "{S} <S:have> a number of {T}"))
            if not account.place
            else "there <T:be> some {T} {at}"
        )
    ended = rng.choice(_THERE if account.place else _REST if gone else _NOW)
    if account.money:
        ended, starting = _in_money(ended), _in_money(starting.replace("a number of", "some"))
    facts: list[str] = []
    if unknown != "start" or told:
        facts.append(starting)
    facts += _joined(rng, facts, clauses, events)
    if unknown != "final":
        facts.append(ended)
    question, step = _asked(rng, scene, account, unknown, (start, changes, state), events, hidden)
    answer = {"final": state, "start": start, "change": sizes[hidden]}[unknown]
    kind = "place" if account.place else "money" if account.money else "owner"
    way = {1: "up", -1: "down"}[signs[hidden]] if unknown == "change" else str(count)
    return scene, Plot(
        f"{kind}.{unknown}.{way}",
        tuple(facts),
        question,
        step,
        answer,
        "uy" if account.place else "uap" if account.money else "uoap",
    )


def _in_money(pattern: str) -> str:
    return (
        pattern.replace("some {T}", "some money").replace("{T} <T:be>", "was").replace(" {T}", "")
    )


def _clause(
    rng: Random,
    event: list[str],
    sign: int,
    at: int,
    account: _Account,
    *,
    unknown: bool,
    bare: bool,
) -> str:
    size = rng.choice(_MORE if sign > 0 else _GONE)
    if at and "of them" in size:
        size = "{x} {T}"
    if not bare and ("of them" in size or "{T}" not in size):
        size = "{x} {T}"
    if unknown:
        size = rng.choice(
            ("some more {T}", "some {T}", "a few more {T}", "some more")
            if sign > 0
            else ("some {T}", "some of them", "a few of them", "some of the {T}", "some")
        )
    if account.money:
        size = (
            ("some money" if unknown else "{x}")
            if sign < 0
            else ("some more money" if unknown else rng.choice(("{x}", "{x} more", "another {x}")))
        )
    size = size.replace("{x}", f"{{x{at}}}")
    subject, rest = event
    if subject == "%":
        verb, _, tail = rest.partition(" ")
        number = "one" if account.money else "T"
        return f"{size} <{number}:{verb}> {tail}".strip()
    if subject == "somebody":
        return f"somebody put {rest.removeprefix('put ').replace('%', size)}"
    head, verb, tail = _parted(subject, rest)
    return (
        f"{head} <{'T' if ' and ' in head else subject}:{verb}> {tail.replace('%', size)}".strip()
    )


def _parted(subject: str, rest: str) -> tuple[str, str, str]:
    """Part an event into its subject as a pattern, its verb and the rest."""
    if rest.startswith("and "):
        other, _, tail = rest.removeprefix("and ").partition(" ")
        verb, _, tail = tail.partition(" ")
        return f"{{{subject}}} and {other}", verb, tail
    verb, _, tail = rest.partition(" ")
    return f"{{{subject}}}", verb, tail


def _joined(
    rng: Random, before: list[str], clauses: list[str], events: list[list[str]]
) -> list[str]:
    """Return the events as facts: joined to what comes before, or with a word of time."""
    made: list[str] = []
    for at, (clause, event) in enumerate(zip(clauses, events, strict=True)):
        own = event[0] == "S" and not event[1].startswith("and ")
        if (
            at
            and own
            and events[at - 1][0] == "S"
            and not events[at - 1][1].startswith("and ")
            and rng.random() < 0.35
        ):
            (made or before)[-1] += (
                f"{rng.choice((' and', ' and then', ', and then', ' and later'))} {clause.removeprefix('{S} ')}"
            )
        elif not at and own and before and before[-1].startswith("{S} ") and rng.random() < 0.25:
            before[-1] += (
                f"{rng.choice((' and', ', but', ' and then', ' and', ','))} {clause.removeprefix('{S} ')}".replace(
                    ", <", ", and <"
                )
            )
        elif (at or before) and rng.random() < 0.35:
            word = rng.choice(_THEN)
            made.append(f"{word}{'' if word == 'then' else ','} {clause}")
        else:
            made.append(clause)
    return made


def _asked(
    rng: Random,
    scene: Scene,
    account: _Account,
    unknown: str,
    values: tuple[int, list[int], int],
    events: list[list[str]],
    hidden: int,
) -> tuple[str, Step]:
    start, changes, state = values
    many = (
        "how much money"
        if account.money and rng.random() < 0.7
        else "how much"
        if account.money
        else "how many {T}"
    )
    if unknown == "final":
        step = changed(start, changes, "{T}")
        end = (
            rng.choice(("left", "left", "now", "in the end"))
            if changes[-1] < 0
            else rng.choice(("now", "now", "in the end", "altogether", "in all", "after that"))
        )
        if account.place:
            question = rng.choice(
                (
                    f"{many} are {{at}} now",
                    f"{many} are there {{at}} now",
                    f"{many} are there now",
                    f"{many} are now {{at}}",
                    *(
                        (f"{many} are left {{at}}", f"{many} are left")
                        if changes[-1] < 0
                        else (f"{many} are there {{at}} [in all|altogether]",)
                    ),
                )
            )
        else:
            be = "is" if account.money else "are"
            more = (
                (f"{many} {be} left", f"{many} <S:do.pres> {{S}} still have")
                if changes[-1] < 0
                else ()
            )
            question = rng.choice(
                (
                    f"{many} <S:do.pres> {{S}} have {end}",
                    f"{many} <S:do> {{S}} have {end}",
                    f"{many} <S:do> {{S}} end up with",
                    *more,
                )
            )
    elif unknown == "start":
        step = changed(state, [-change for change in reversed(changes)], "{T}")
        when = rng.choice(
            (
                "at first",
                "to begin with",
                "in the beginning",
                "before that",
                "at the start",
                "originally",
                "before",
            )
        )
        question = (
            f"{many} were {{at}} {when}"
            if account.place
            else rng.choice(
                (
                    f"{many} did {{S}} have {when}",
                    f"{many} did {{S}} start with",
                    f"{many} had {{S}} had {when}",
                )
            )
        )
        if account.place and rng.random() < 0.3:
            question = f"{many} were there {when}"
    else:
        before = changed(start, changes[:hidden], "{T}")
        after = changed(state, [-change for change in reversed(changes[hidden + 1 :])], "{T}")
        step = take(after, before) if changes[hidden] > 0 else take(before, after)
        question = _ask_change(many, events[hidden], scene)
    assert isinstance(step, Step)  # noqa: S101 - there is at least one change
    return question, step


def _ask_change(many: str, event: list[str], scene: Scene) -> str:
    """Return the question for the amount of an event, from the event's own clause."""
    subject, rest = event
    if subject == "%":
        verb, _, tail = rest.partition(" ")
        number = "one" if "money" in many or "much" in many else "T"
        return f"{many} <{number}:{verb}> {tail}"
    if subject == "somebody":
        return f"{many} did somebody {rest.replace('%', '')}"
    head, verb, tail = _parted(subject, rest)
    agrees = "T" if " and " in head else subject
    return f"{many} <{agrees}:do> {head} {verb} {tail.replace('%', '')}"
