# ruff: noqa: E501 - a pattern of language is one line
"""How many each of some people, accounts, teams or tanks has, after gains, losses and gifts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.generators.worlds.telling import (
    Said,
    Told,
    announced,
    counted,
    first_person,
    listed,
    name_of,
    people,
    pronouns,
    say,
    verdict,
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How counts are told. `{a}` and `{b}` have them, `{n}` is how many, `{t}` of what.

    Attributes:
        things: What is counted, parted by `|`; a drawn noun now and then if `open`.
        holders: Who has it: people, or names parted by `|`.
        has, gains, loses, gives, doubles: Say what there is and what happens.
        together: Says before a colon what is told of all of them.
        short: Says what one has after it.
        ends: Asks for one as the beginning of a sentence.
        how_many, total, apart, more: Ask for one, two together, the difference, who has more.
    """

    things: str
    holders: str
    has: tuple[str, ...]
    gains: tuple[str, ...]
    loses: tuple[str, ...]
    gives: tuple[str, ...]
    how_many: tuple[str, ...]
    total: tuple[str, ...]
    apart: tuple[str, ...]
    more: tuple[str, ...]
    doubles: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    short: str = "{a} {n}"
    ends: tuple[str, ...] = ("The number of {t} that {a} has now is",)
    open: bool = False
    most: int = 60


_PEOPLE = ""

MANNERS: Mapping[str, Manner] = {
    "things": Manner(
        "stickers|stamps|cards|shells|coins|apples|sweets|beads|nuts|stones|badges|buttons|balloons|plums", _PEOPLE,
        ("{a} has {n} {t}", "{a} starts with {n} {t}", "{a} owns {n} {t}"),
        ("{a} finds {n} more [{t}|]", "{a} gets {n} {t} from an uncle", "{a} picks up {n} {t}", "{a} wins {n} [{t}|more]"),
        ("{a} loses {n} [{t}|of them]", "{a} throws {n} {t} away", "{a} gives {n} {t} to a neighbour", "{n} {t} of {a} break"),
        ("{a} gives {b} {n} {t}", "{a} gives {n} [of the|] {t} to {b}", "{b} gets {n} {t} from {a}", "{a} passes {n} {t} on to {b}", "{b} takes {n} {t} away from {a}"),
        ("How many {t} does {a} have [now|in the end|]?", "How many {t} has {a} got [left|now|]?", "How many {t} are left for {a}?"),
        ("How many {t} do {a} and {b} have together?", "How many {t} is that for {a} and {b} in total?"),
        ("How many more {t} does {a} have than {b}?", "By how many {t} is {a} ahead of {b}?"),
        ("Does {a} have more {t} than {b} [now|]?", "Has {a} got more {t} than {b}?"),
        ("{a} doubles the number of {t}, so {a} has twice as many", "the {t} of {a} double"), open=True,
        together=("they have {t}", "the {t} are spread like this", "everybody has some {t}", "this is how many {t} they have"),
        ends=("The number of {t} that {a} has now is", "At the end, {a} has this many {t}:", "So the {t} of {a} now number"),
    ),
    "money": Manner(
        "euros|dollars|pounds|coins|crowns|francs", _PEOPLE,
        ("{a} has {n} {t}", "{a} has {n} {t} in the purse", "in the pocket of {a} there are {n} {t}"),
        ("{a} earns {n} {t}", "{a} is paid {n} {t}", "{a} finds {n} {t} in the street", "{a} wins {n} {t}"),
        ("{a} spends {n} {t}", "{a} pays {n} {t} for lunch", "{a} loses {n} {t}", "{a} pays a fine of {n} {t}"),
        ("{a} lends {b} {n} {t}", "{a} pays {b} {n} {t}", "{a} owes {b} {n} {t} and pays them", "{b} borrows {n} {t} from {a}", "{b} gets {n} {t} from {a}"),
        ("How much money does {a} have [now|left|]?", "How many {t} does {a} have [left|now|]?", "What is left in the pocket of {a}?"),
        ("How much money do {a} and {b} have together?", "How many {t} are that for {a} and {b} in all?"),
        ("How many {t} more does {a} have than {b}?", "How much richer is {a} than {b}?"),
        ("Is {a} richer than {b} now?", "Does {a} have more money than {b}?"),
        most=200,
        together=("everyone has some {t}", "they come with {t}", "they start with [some|a few] {t}"),
        short="{a} [has|] {n}",
        ends=("In the end {a} has this many {t}:", "The number of {t} that {a} is left with is"),
    ),
    "account": Manner(
        "euros|dollars|pounds", "savings|checking|holiday|household|rent|main|joint|business",
        ("the {a} account holds {n} {t}", "there are {n} {t} in the {a} account", "balance of the {a} account: {n} {t}"),
        ("{n} {t} are paid into the {a} account", "I put {n} {t} into the {a} account", "the {a} account gets {n} {t} of interest"),
        ("{n} {t} are withdrawn from the {a} account", "I take {n} {t} out of the {a} account", "a fee of {n} {t} goes off the {a} account"),
        ("{n} {t} are transferred from the {a} account to the {b} account", "I move {n} {t} from the {a} account to the {b} account", "the {b} account gets {n} {t} from the {a} account"),
        ("How much is in the {a} account [now|]?", "What is the balance of the {a} account?", "How many {t} does the {a} account hold?"),
        ("How much is in the {a} and the {b} account together?", "What do the {a} account and the {b} account hold in total?"),
        ("How much more is in the {a} account than in the {b} account?",),
        ("Does the {a} account hold more than the {b} account?",), most=900,
        together=("the balances in {t}", "there are several accounts with {t}"),
        short="the {a} account [has|] {n}",
        ends=("The balance of the {a} account is now", "So in the end, the {a} account holds"),
    ),
    "score": Manner(
        "points|goals|credits|lives", "home|guest|red|blue|north|south|junior|senior",
        ("the {a} team has {n} {t}", "the {a} team starts with {n} {t}", "at first the {a} team is at {n} {t}"),
        ("the {a} team scores {n} {t}", "the {a} team gains {n} [more|] {t}", "{n} {t} are added for the {a} team"),
        ("the {a} team loses {n} {t}", "the referee takes {n} {t} off the {a} team", "the {a} team is fined {n} {t}"),
        ("the {a} team loses {n} {t} to the {b} team", "{n} {t} of the {a} team go to the {b} team"),
        ("How many {t} does the {a} team have [now|at the end]?", "What is the score of the {a} team?", "At how many {t} is the {a} team?"),
        ("How many {t} do the {a} and the {b} team have together?",),
        ("By how many {t} does the {a} team lead the {b} team?", "How far is the {a} team ahead of the {b} team?"),
        ("Is the {a} team ahead of the {b} team?", "Does the {a} team have more {t} than the {b} team?"),
        ("the {t} of the {a} team are doubled",),
        together=("the {t} at half time", "the table of {t} at first", "so far the {t} are"),
        short="the {a} team [has|] {n}",
        ends=("In the end, the number of {t} of the {a} team is", "The final score of the {a} team is"),
    ),
    "liquid": Manner(
        "litres|gallons|pints|cups", "tank|barrel|bucket|pot|can|bottle|tub|vat|cask|bowl",
        ("the {a} holds {n} {t} of water", "there are {n} {t} in the {a}", "the {a} is filled with {n} {t}"),
        ("{n} {t} are poured into the {a}", "I add {n} {t} to the {a}", "it rains, and the {a} gets {n} {t} more"),
        ("{n} {t} leak out of the {a}", "I drain {n} {t} from the {a}", "{n} {t} from the {a} are spilled", "{n} {t} in the {a} dry up"),
        ("{n} {t} are poured from the {a} into the {b}", "I pour {n} {t} out of the {a} into the {b}", "the {b} is filled up with {n} {t} from the {a}"),
        ("How many {t} are in the {a} [now|]?", "How much water does the {a} hold [now|]?", "What is left in the {a}?"),
        ("How many {t} are in the {a} and the {b} together?",),
        ("How many {t} more are in the {a} than in the {b}?",),
        ("Is there more in the {a} than in the {b}?",),
        together=("the {t} of water are spread out", "the {t} at first", "there is water, in {t}"),
        short="the {a} {n}",
        ends=("At the end, the number of {t} in the {a} is", "So the {a} now holds this many {t}:"),
    ),
}  # fmt: skip


_SOON = (
    "[soon|then] the numbers change", "during the week {t} come and go", "some win and some lose",
    "over the [day|week|month] this goes up and down", "the {t} do not stay where they are",
    "they often pass {t} around", "now a few things happen to the {t}",
)  # fmt: skip
"""Announces what happens."""


def told(rng: Random, words: Vocabulary) -> Told:
    """Draw a story of counts."""
    key = rng.choice(list(MANNERS))
    manner = MANNERS[key]
    count = rng.choice((1, 2, 2, 2, 3, 4))
    if manner.holders:
        holders = rng.sample(manner.holders.split("|"), count)
    elif count == 1 and rng.random() < 0.35:
        holders = ["I"]
    else:
        holders = people(rng, words, count)
    things = rng.choice(manner.things.split("|"))
    if manner.open and rng.random() < 0.4:
        things = words.noun(rng).many
    names = {holder: _name(key, holder) for holder in holders}
    world = {holder: rng.randint(3, manner.most) for holder in holders}
    start = _start(rng, manner, world, names, things)
    often = rng.choice((1, 1, 2, 2, 3, 4, 5, 6))
    events = [_event(rng, manner, world, names, things) for _ in range(often)]
    question, query, answer = _question(rng, manner, world, names, things)
    if holders == ["I"]:
        start, events = _of_me(start), _of_me(events)
        question = first_person(question)
    elif count == 1 and not manner.holders and rng.random() < 0.5:
        events = pronouns(rng, events, holders[0])
    template = f"state.count.{key}"
    return Told(template, start, events, question, query, answer, holders, before=True)


def _start(
    rng: Random,
    manner: Manner,
    world: Mapping[str, int],
    names: Mapping[str, str],
    things: str,
) -> list[Said]:
    lines = [f"{names[holder]} = {number}" for holder, number in world.items()]
    soon = announced(rng, _SOON, t=things)
    if len(world) > 1 and manner.together and rng.random() < 0.2:
        pairs = [say(rng, manner.short, a=h, n=counted(rng, n)) for h, n in world.items()]
        opening = say(rng, manner.together, t=things)
        return [Said(f"{opening}: {listed(rng, pairs)}", tuple(lines)), *soon]
    said = [say(rng, manner.has, a=h, n=counted(rng, n), t=things) for h, n in world.items()]
    return [*(Said(text, (line,)) for text, line in zip(said, lines, strict=True)), *soon]


def _of_me(told: Sequence[Said]) -> list[Said]:
    return [replace(said, text=first_person(said.text)) for said in told]


def _name(key: str, holder: str) -> str:
    tail = {"account": "account", "score": "team"}.get(key)
    return name_of(f"{holder} {tail}") if tail else name_of(holder)


def _event(
    rng: Random, manner: Manner, world: dict[str, int], names: Mapping[str, str], things: str
) -> Said:
    one = rng.choice(list(world))
    draw = rng.random()
    if draw < 0.08 and manner.doubles:
        world[one] *= 2
        return Said(say(rng, manner.doubles, a=one, t=things), (f"{names[one]} += {names[one]}",))
    if draw < 0.4 or world[one] < 2:
        number = rng.randint(2, max(manner.most // 3, 3))
        world[one] += number
        said = say(rng, manner.gains, a=one, n=counted(rng, number), t=things)
        return Said(said, (f"{names[one]} += {number}",))
    number = rng.randint(2, max(min(world[one], manner.most // 2), 2))
    if draw < 0.65 or len(world) == 1:
        world[one] -= number
        said = say(rng, manner.loses, a=one, n=counted(rng, number), t=things)
        return Said(said, (f"{names[one]} -= {number}",))
    two = rng.choice([holder for holder in world if holder != one])
    world[one] -= number
    world[two] += number
    said = say(rng, manner.gives, a=one, b=two, n=counted(rng, number), t=things)
    return Said(said, (f"{names[one]} -> {names[two]} {number}",))


def _question(
    rng: Random, manner: Manner, world: Mapping[str, int], names: Mapping[str, str], things: str
) -> tuple[str, str, str]:
    one, *others = rng.sample(list(world), len(world))
    draw = rng.random()
    if draw < 0.6 or not others:
        patterns = manner.ends if rng.random() < 0.15 else manner.how_many
        return say(rng, patterns, a=one, t=things), names[one], str(world[one])
    two = others[0]
    a, b = names[one], names[two]
    if draw < 0.78:
        return (
            say(rng, manner.total, a=one, b=two, t=things),
            f"{a} + {b}",
            str(world[one] + world[two]),
        )
    if draw < 0.9:
        if world[one] < world[two]:
            one, two, a, b = two, one, b, a
        return (
            say(rng, manner.apart, a=one, b=two, t=things),
            f"{a} - {b}",
            str(world[one] - world[two]),
        )
    question = say(rng, manner.more, a=one, b=two, t=things)
    return question, f"{a} > {b}", verdict(world[one] > world[two])
