# ruff: noqa: E501 - a pattern of language is one line
"""Lists of things of several kinds, and how many of a kind are among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from lottery_agent.models.training.generators.numerals import in_words
from lottery_agent.models.training.generators.vocabulary import Noun, Vocabulary
from lottery_agent.models.training.generators.worlds.kinds import KINDS, LIVING, WIDE, clashing
from lottery_agent.models.training.generators.worlds.telling import (
    LONGEST,
    Said,
    Told,
    listed,
    name_of,
    people,
    say,
)
from lottery_agent.toolbox.calls.narrowing import words_in

_COLOURS = "red|blue|white|black|yellow|brown|old|new|big|small|pretty|cheap|broken|heavy"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a list is told. `{h}` has the things `{x}`, `{s}` is `he` or `she`, `{k}` is the kind.

    `{has}`, `{was}`, `{does}`, `{end}`, `{him}` agree with the holder, `{be}` with the things; `{in}` and `{the}`
    stand before a place; `{are}` and `{s_}` agree with all the things.

    Attributes:
        holders: Who has them: people, or places parted by `|`, each with the word before it.
        sizes: Sizes of what may be told.
        tells: Begin a list.
        more: Go on with it.
        asks: Ask for a number.
        alone: Ask for it where there is one holder.
    """

    holders: str
    sizes: tuple[str, ...]
    tells: tuple[str, ...]
    more: tuple[str, ...]
    asks: tuple[str, ...]
    alone: tuple[str, ...]


_PLACES_ASK = (
    "How many {k} are {in} {the} {h} [in total|altogether|]?",
    "How many {k} are there {in} {the} {h} [in all|]?",
    "What is the number of {k} {in} {the} {h}?",
    "Count the {k} {in} {the} {h}.",
    "{in} {the} {h}, how many {k} are there?",
    "how many {k} [would one|do you|can I] find {in} {the} {h}?",
    "[Can you tell me|Do you know] how many {k} there are {in} {the} {h}?",
    "What is the total number of {k} {in} {the} {h}?",
    "Number of {k} {in} {the} {h}?",
)
_THERE = (
    "How many of these are {k}?",
    "How many {k} are there [in total|altogether|]?",
    "How many {k} are [among them|that|there]?",
    "What is the number of {k}?",
    "How many {k} is that [in total|altogether|]?",
    "Count the {k}.",
    "How many {k} were mentioned?",
)
MANNERS: Mapping[str, Manner] = {
    "own": Manner(
        "", ("small", "big", "animal", "place"),
        ("{h} {has} {x}", "{h} {has} {x}", "{h} own{end} {x}", "{h} {has} got {x}", "{h} possess{ends} {x}", "all that {h} own{end}: {x}", "what {h} {has} is {x}", "today {h} {has} {x}", "{h} still {has} {x}"),
        ("{s} also {has} {x}", "besides, {s} {has} {x}", "{s} own{end} {x} too", "in addition, {s} {has} {x}", "{s} {has} {x} as well", "apart from that, {s} {has} {x}"),
        ("How many {k} {does} {h} have [in total|altogether|in all|]?", "How many {k} {does} {h} own [in total|]?", "How many {k} {has} {h} got?", "What is the number of {k} that {h} {has}?", "Count the {k} that {h} {has}.", "Altogether, how many {k} {does} {h} have?", "Please tell me how many {k} {h} {has}.", "{h} {has} how many {k}?", "What is the total of {k} that {h} own{end}?", "Can you work out how many {k} {h} {has}?"),
        ("How many {k} {does} {s} have [in total|altogether|]?", "How many {k} {has} {s} got?", *_THERE),
    ),
    "got": Manner(
        "", ("small",),
        ("{h} [purchased|ordered|got|collected|picked up|packed|took along|{was} given|won|found|chose] {x}", "{h} went shopping and came home with {x}", "at the market {h} [got|picked] {x}", "for the trip {h} packed {x}", "on the birthday {h} got {x}", "{h} unpacked {x}"),
        ("{s} also [got|picked up|took|found] {x}", "then {s} added {x}", "after that {s} [got|found|took] {x}", "{s} got {x} too"),
        ("How many {k} did {h} get [in total|altogether|]?", "What is the number of {k} that {h} got?", "How many {k} does this make for {him}?", "Count the {k} that {h} got.", "How many {k} went to {him}?", "With how many {k} did {h} end up?"),
        ("How many {k} did {s} get [in total|in all|]?", "How many {k} were [picked|chosen] [in total|]?", *_THERE),
    ),
    "lying": Manner(
        "on:table|in:basket|in:drawer|in:backpack|in:suitcase|in:trunk|on:shelf|on:kitchen table|in:old chest|in:cupboard|in:big carton|on:tray|in:trolley|on:counter|in:cellar|in:attic|on:windowsill|in:upper drawer|in:red basket|on:carpet", ("small",),
        ("{in} {the} {h} there {be} {x}", "there {be} {x} {in} {the} {h}", "{in} {the} {h} I see {x}", "{the} {h} holds {x}", "I find {x} {in} {the} {h}", "{x} can be found {in} {the} {h}", "{in} {the} {h} lie{s_} {x}", "somebody put {x} {in} {the} {h}", "contents of {the} {h}: {x}", "looking at {the} {h}, I notice {x}"),
        ("there {be} also {x} {in} {the} {h}", "beside them {be} {x}", "I also see {x} {in} {the} {h}", "next to that there {be} {x}", "there {be} {x} as well", "it also holds {x}"),
        (*_PLACES_ASK, "How many {k} does {the} {h} hold?", "How many {k} lie {in} {the} {h}?"),
        ("How many {k} do I see?", "How many {k} does it hold?", *_THERE),
    ),
    "sight": Manner(
        "in:park|in:street|in:picture|in:village|on:farm|in:zoo|in:yard|in:hall|in:film|in:painting|in:garage|in:warehouse|on:beach|in:valley|in:old barn|in:photo|in:school play|on:stage|in:city centre|in:north wing", ("small", "big", "animal", "place", "people"),
        ("{in} {the} {h} there {be} {x}", "there {be} {x} {in} {the} {h}", "{in} {the} {h} I [see|saw|count] {x}", "we [see|spotted|met] {x} {in} {the} {h}", "{in} {the} {h} you can see {x}", "{in} {the} {h} one finds {x}", "{x} can be seen {in} {the} {h}", "a look {in} {the} {h} shows {x}"),
        ("there {be} also {x}", "we also [see|saw] {x} {in} {the} {h}", "I can see {x}, too", "further away there {be} {x}", "behind them {be} {x}", "{x} {are} there too"),
        _PLACES_ASK,
        ("How many {k} do [I|we] see?", "How many {k} can be seen?", *_THERE),
    ),
    "list": Manner(
        "in:shop|in:warehouse|in:studio|in:cellar|in:north hall|in:garage|in:flat|in:lorry|in:holiday home|at:stall|in:attic|in:room|in:second room|in:department store|in:club house", ("small", "big"),
        ("inventory of {the} {h}: {x}", "{h}: {x}", "list for {the} {h}: {x}", "stock {in} {the} {h}: {x}", "things {in} {the} {h}: {x}", "{the} {h} stocks {x}", "{in} {the} {h} we have {x}", "{the} {h} is full of things: {x}"),
        ("also {in} {the} {h}: {x}", "further: {x}", "added last week: {x}", "moreover: {x}"),
        (*_PLACES_ASK, "How many {k} does the list for {the} {h} have?", "{the} {h}: how many {k}?"),
        ("How many {k} are on [the|this] list?", "How many {k} does the list have?", *_THERE),
    ),
}  # fmt: skip

_HOLDERS = "uncle|neighbour|sister|farmer|teacher|old captain|cousin|friend|best friend|landlady"
_ASIDES = (
    "{h} is 34 years old", "{h} moved here 2 years ago", "{h} likes to collect things", "that took 3 hours",
    "all of it cost 40 euros", "it is a mess", "nothing is missing", "it is quite a collection",
    "{h} never throws anything away", "it was raining for 5 days", "not everything was cheap",
)  # fmt: skip
"""Sentences between that tell of no thing."""
_TWICE = 0.1
"""How often the question is asked before the list too."""
_ALL = "things|objects|items"


@dataclass(frozen=True, slots=True)
class _Item:
    """So many of a thing.

    Attributes:
        kind: The key of its kind.
        noun: The thing.
        number: How many.
        text: How a sentence says it.
        name: How a program names it.
    """

    kind: str
    noun: Noun
    number: int
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class _Holder:
    """Who or where things are: as a program names it, and what fills the places of a pattern."""

    name: str
    filled: Mapping[str, str]


def told(rng: Random, words: Vocabulary) -> Told:
    """Draw a list and a question for a number."""
    key = rng.choice(list(MANNERS))
    manner = MANNERS[key]
    called, kinds, others = _kinds(rng, manner)
    two = rng.random() < 0.22
    holders = _holders(rng, words, manner, 1 + two)
    count = rng.choice((3, 3, 4, 4, 5, 5, 6, 6, 7, 8, 9, 10, 11, 12))
    lists = [_items(rng, kinds, others, count if not two else max(count // 2, 2)) for _ in holders]
    start: list[Said] = []
    for holder, items in zip(holders, lists, strict=True):
        start += _sentences(rng, manner, holder, items, listing=key == "list")
    if rng.random() < 0.12:
        aside = say(rng, _ASIDES, **{**holders[0].filled, "h": _person(manner, holders[0])})
        start.insert(rng.randint(0, len(start)), Said(aside))
    at = rng.randrange(len(holders))
    every = [item for items in lists for item in items]
    called, chosen = _asked_for(rng, called, kinds, every, lists[at])
    asks = manner.asks if two or rng.random() < 0.6 else manner.alone
    question = _said(rng, asks, holders[at], k=called)
    names = dict.fromkeys(item.name for item in every if item.noun in chosen)
    query = f"{', '.join(names)} in {holders[at].name}"
    answer = sum(item.number for item in lists[at] if item.noun in chosen)
    before = rng.random() < 0.1
    again = _said(rng, manner.asks, holders[at], k=called) if rng.random() < _TWICE else ""
    return Told(
        f"state.things.{key}", start, [], question, query, str(answer),
        before=before, ahead=question, again=again,
    )  # fmt: skip


def _kinds(rng: Random, manner: Manner) -> tuple[str, list[str], list[str]]:
    """Draw what is asked for: what it is called, its kinds, and kinds to tell besides."""
    while True:
        if rng.random() < 0.2:
            wide = rng.choice(WIDE)
            names, kinds = wide.called, rng.sample(wide.kinds, rng.randint(2, len(wide.kinds)))
        else:
            kinds = [rng.choice([key for key in KINDS if key != "other"])]
            names = KINDS[kinds[0]].called
        if all(KINDS[kind].size in manner.sizes for kind in kinds):
            break
    called = rng.choice(names.split("|"))
    alike = clashing(called, kinds)
    rest = [kind for kind in KINDS if kind not in alike and KINDS[kind].size in manner.sizes]
    others = rng.sample(rest, min(rng.choice((0, 1, 1, 2)), len(rest)))
    if rng.random() > 0.85:
        others = []
    if "people" in manner.sizes and kinds != ["person"] and rng.random() < 0.5:
        others = [kind for kind in others if kind != "person"]
    return called, kinds, others


def _holders(rng: Random, words: Vocabulary, manner: Manner, count: int) -> list[_Holder]:
    if manner.holders:
        the = rng.choice(("the", "the", "the", "my", "our"))
        drawn = [place.split(":") for place in rng.sample(manner.holders.split("|"), count)]
        return [_Holder(name_of(h), {"in": into, "the": the, "h": h, "s": h}) for into, h in drawn]
    found = [_someone(name, rng.choice(("he", "she"))) for name in people(rng, words, count)]
    draw = rng.random()
    if draw < 0.35:
        found[0] = _someone("I", "I")
    elif draw < 0.45:
        found[0] = _someone("we", "we")
    elif draw < 0.6:
        name = rng.choice(_HOLDERS.split("|"))
        found[0] = _someone(name, rng.choice(("he", "she")), rng.choice(("my ", "our ", "the ")))
    rng.shuffle(found)
    return found


def _someone(name: str, pronoun: str, before: str = "") -> _Holder:
    plural = name in ("I", "we")
    return _Holder(
        name_of(name),
        {
            "h": before + name, "s": pronoun, "him": {"I": "me", "we": "us"}.get(name, before + name),
            "was": "were" if name == "we" else "was",
            "has": "have" if plural else "has", "does": "do" if plural else "does",
            "end": "" if plural else "s", "ends": "" if plural else "es",
        },
    )  # fmt: skip


def _person(manner: Manner, holder: _Holder) -> str:
    """Return somebody whom an aside may be about."""
    plural = manner.holders or holder.filled["has"] == "have"
    return "the owner" if plural else holder.filled["h"]


def _items(rng: Random, kinds: Sequence[str], others: Sequence[str], count: int) -> list[_Item]:
    """Draw what is in a list; one thing at least is of the kinds asked for."""
    size = len(KINDS[kinds[0]].nouns)
    within = min(count, size) if not others else max(1, round(count * rng.uniform(0.25, 0.8)))
    drawn = [(kind, noun) for kind in kinds for noun in KINDS[kind].nouns]
    chosen = rng.sample(drawn, min(within, len(drawn)))
    if others:
        drawn = [(kind, noun) for kind in others for noun in KINDS[kind].nouns]
        known = {noun.one for _, noun in chosen}
        chosen += rng.sample([each for each in drawn if each[1].one not in known], count - within)
        rng.shuffle(chosen)
    style = rng.choice(("words", "words", "digits", "both", "ones"))
    most = rng.choice((4, 6, 9, 30))
    items = [_item(rng, kind, noun, style, most) for kind, noun in chosen]
    short = [item for item in items if " " not in item.noun.one]
    if short and rng.random() < 0.05:
        again = rng.choice(short)
        another = f"another {again.noun.one}"
        items.append(_Item(again.kind, again.noun, 1, another, again.noun.one))
    return items


def _item(rng: Random, kind: str, noun: Noun, style: str, most: int) -> _Item:
    alone = rng.random() < (0.9 if style == "ones" else 0.4)
    number = 1 if alone else rng.randint(2, most)
    if rng.random() < 0.02:
        number = 12
    said = noun.one if number == 1 else noun.many
    if rng.random() < 0.05 and " " not in said:
        said = f"{rng.choice(_COLOURS.split('|'))} {said}"
    return _Item(kind, noun, number, f"{_many(rng, number, said, kind, style)}", name_of(said))


def _many(rng: Random, number: int, said: str, kind: str, style: str) -> str:
    draw = rng.random()
    if number == 1:
        if style == "digits" and draw < 0.5:
            return f"1 {said}"
        article = "an" if said[0].lower() in "aeio" or said.startswith("um") else "a"
        return f"one {said}" if draw > 0.9 else f"{article} {said}"
    if number == 2 and draw < 0.15:
        whole = kind not in ("clothing", "toiletry", "kitchen")
        return f"a {'pair' if whole and draw < 0.07 else 'couple'} of {said}"
    if number == 12 and draw < 0.5:
        return f"a dozen {said}"
    spelled = number <= 12 and (style in ("words", "ones") or (style == "both" and draw > 0.5))
    return f"{in_words(number) if spelled else number} {said}"


def _sentences(
    rng: Random, manner: Manner, holder: _Holder, items: Sequence[_Item], *, listing: bool
) -> list[Said]:
    """Tell a list in one sentence or in some; none has more lines than the agent can write."""
    pieces = rng.choice((1, 1, 1, 2, 2, 3)) if len(items) > 3 else rng.choice((1, 1, 1, 2))
    cuts = sorted(rng.sample(range(1, len(items)), pieces - 1))
    told: list[Said] = []
    for begin, end in zip([0, *cuts], [*cuts, len(items)], strict=True):
        for part in _short(items[begin:end], holder):
            patterns, near = (manner.more if told else manner.tells), holder
            # Only two sentences before it are shown with one: one of them says whose things it is.
            if told and not set(words_in(told[-1].text)) >= set(words_in(holder.filled["h"])):
                patterns = tuple(more for more in manner.more if "{h}" in more or "{s}" in more)
                near = _named(holder)
            texts = [item.text for item in part]
            x = ", ".join(texts) if listing and rng.random() < 0.7 else listed(rng, texts)
            one = part[0].number == 1 or part[0].text.startswith("a pair ")
            be, are, ends = ("is" if one else "are"), "are", ""
            if len(part) == 1 and one:
                are, ends = "is", "s"
            lines = tuple(f"put {item.number} {item.name} in {holder.name}" for item in part)
            told.append(Said(_said(rng, patterns, near, x=x, be=be, are=are, s_=ends), lines))
    return told


def _short(items: Sequence[_Item], holder: _Holder) -> Iterable[Sequence[_Item]]:
    """Cut items into parts whose lines are short enough for a sentence."""
    parts: list[list[_Item]] = [[]]
    left = LONGEST
    for item in items:
        size = len(f"put {item.number} {item.name} in {holder.name}\n")
        if size > left:
            parts.append([])
            left = LONGEST
        parts[-1].append(item)
        left -= size
    return parts


def _named(holder: _Holder) -> _Holder:
    return _Holder(holder.name, {**holder.filled, "s": holder.filled["h"]})


def _said(rng: Random, patterns: Sequence[str], holder: _Holder, **places: str) -> str:
    return say(rng, patterns, **holder.filled, **places)


def _asked_for(
    rng: Random, called: str, kinds: Sequence[str], every: Sequence[_Item], own: Sequence[_Item]
) -> tuple[str, list[Noun]]:
    """Draw what is counted: all of the kinds, one thing, or everything; how it is called too."""
    draw = rng.random()
    if draw < 0.12:
        item = rng.choice(own)
        return item.noun.many, [item.noun]
    if draw < 0.2 and not LIVING & {item.kind for item in every}:
        return rng.choice(_ALL.split("|")), [item.noun for item in every]
    return called, [item.noun for item in every if item.kind in kinds]
