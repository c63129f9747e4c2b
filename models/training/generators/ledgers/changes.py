# ruff: noqa: E501 - a pattern of language is one line
"""One account that changes: what is there at last, what was there at first, or what came or went."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.draft import spin
from lottery_agent.models.training.generators.ledgers.events import (
    GONE,
    MORE,
    NOW,
    REST,
    THEN,
    THERE,
    Account,
    account_of,
)
from lottery_agent.models.training.generators.ledgers.scene import Money, Scene, open_scene
from lottery_agent.models.training.generators.ledgers.sheet import Step, changed, take
from lottery_agent.models.training.generators.ledgers.telling import Plot
from lottery_agent.models.training.generators.vocabulary import Vocabulary


def draw(rng: Random, words: Vocabulary) -> tuple[Scene, Plot]:
    """Draw an account with one to three changes, one value of which is unknown."""
    scene = open_scene(
        rng,
        words,
        *rng.choice((("thing",), ("thing",), ("food",), ("plant",), ("animal",), ("crowd",))),
    )
    account = account_of(scene, rng)
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
    ended = rng.choice(THERE if account.place else REST if gone else NOW)
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
    account: Account,
    *,
    unknown: bool,
    bare: bool,
) -> str:
    size = rng.choice(MORE if sign > 0 else GONE)
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
            word = rng.choice(THEN)
            made.append(f"{word}{'' if word == 'then' else ','} {clause}")
        else:
            made.append(clause)
    return made


def _asked(
    rng: Random,
    scene: Scene,
    account: Account,
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
