# ruff: noqa: E501 - a pattern of language is one line
"""Tools that nobody has seen before: a caller brings them, and only their signatures tell their use.

They are made up from verbs, nouns and roles, half of the words being those of everyday programs and
half any words of the vocabulary, so that what is learnt is to read a signature.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random

from lottery_agent.models.training.draft import capital, spin
from lottery_agent.models.training.generators.calls.patterns import Asked
from lottery_agent.models.training.generators.calls.roles import Role, role
from lottery_agent.models.training.generators.phrases import article
from lottery_agent.models.training.generators.vocabulary import Noun, Vocabulary
from lottery_agent.toolbox.calls.builtin import BUILTIN
from lottery_agent.toolbox.calls.tools import Tool

_VERBS = tuple(
    line.split("/")
    for line in (
        "book/reserve", "send/mail", "create/make/add", "delete/remove/cancel", "find/search for/look up",
        "buy/order/purchase", "play/start", "show/display", "call/phone/ring", "plan/schedule/arrange",
        "invite/ask", "translate", "rename", "open", "close/shut", "lock", "move/shift", "pay/settle",
        "rent/hire", "write/draft", "print", "save/store", "check/inspect", "clean/wash", "heat/warm up",
        "measure", "compare", "register/sign up", "update/change/edit", "copy/duplicate", "stop/halt",
        "start/begin/launch", "mark/flag", "upload", "download/fetch", "ship/post", "approve/accept",
        "repair/fix", "draw/sketch", "sell",
    )
)  # fmt: skip
_NOUNS = tuple(
    Noun(word, f"{word}s")
    for word in (
        "room table flight meeting invoice order message reminder event appointment lamp song "
        "playlist file report contract account car seat desk parcel photo recipe alarm timer "
        "user customer page link task project subscription document device sensor camera lesson "
        "course street house shop machine printer robot window heater plant train"
    ).split()
)  # fmt: skip
_ATTRIBUTES = (
    "price status height weight balance score rating address schedule cost speed size owner stock "
    "distance temperature forecast population capital length level limit fee tax discount value "
    "rank grade salary name position colour budget"
).split()
_PLAIN = re.compile(r"[a-z]+")
_TAKEN = frozenset(tool.name for tool in BUILTIN)


_ORDERS = (
    "{Verb} [the|a|my|our] {noun} {rest}.",
    "[Please|please] {verb} [the|a|my] {noun} {rest}.",
    "[Can|Could] you {verb} [the|a|my] {noun} {rest}?",
    "I [want|need|would like] to {verb} [the|a|our] {noun} {rest}.",
    "{verb} {noun} {rest}",
    "{N} asked me to {verb} [the|a] {noun} {rest}.",
    "{rest_first}, {verb} [the|a] {noun}.",
    "[Let's|We have to] {verb} [the|a] {noun} {rest}.",
    "[Next|Now|First], {verb} [the|a|my] {noun} {rest}.",
    "[Would it be possible|Is it possible] to {verb} [the|a] {noun} {rest}?",
    "{N} wants [the|a] {noun} {rest}; please {verb} it.",
    "[Time|It is time] to {verb} [the|my] {noun} {rest}.",
)
_LOOKUPS = (
    "What is the {noun} {rest}?",
    "[Give|Tell|Show] me the {noun} {rest}.",
    "what's the {noun} {rest}",
    "{noun} {rest}",
    "[Find|Look up|Get|Check] the {noun} {rest}.",
    "I need the {noun} {rest}.",
    "Do you know the {noun} {rest}?",
    "[Which|What] {noun} [is it|do you find|applies] {rest}?",
    "{N} asks for the {noun} {rest}.",
    "{rest_first}: [what is|what's] the {noun}?",
)
_COUNTS = (
    "How many {nouns} [are there|do we have|can you find] {rest}?",
    "[Count|Tell me the number of] {nouns} {rest}.",
    "number of {nouns} {rest}",
    "{rest_first}, how many {nouns} are there?",
)
_CHECKS = (
    "Is the {noun} {quality} {rest}?",
    "[Check|Tell me|Find out] [if|whether] the {noun} is {quality} {rest}.",
    "{noun} {quality} {rest}?",
    "{N} says that the {noun} is {quality} {rest}. Is that so?",
)
PATTERNS = (*_ORDERS, *_LOOKUPS, *_COUNTS, *_CHECKS)
"""How a question asks for what a tool does."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """A made-up tool, and how it is asked for.

    Attributes:
        tool: The tool.
        said: What the patterns say for its name.
        verbs: Verbs that mean what the tool does; the first one is in its name.
        roles: What it takes; the last one may be left out if it has a default.
        patterns: Numbers of the patterns that fit.
    """

    tool: Tool
    said: dict[str, str]
    verbs: tuple[str, ...]
    roles: tuple[Role, ...]
    patterns: range

    def ask(self, rng: Random, words: Vocabulary) -> Asked:
        """Draw a question and the arguments of its call."""
        roles = self.roles
        if roles and not roles[-1].parameters[-1].required and rng.random() < 0.5:
            roles = roles[:-1]
        spoken = [each.say(rng, words) for each in roles]
        texts = [each.text for each in spoken]
        # The order of the words is not that of the parameters; a list is easiest to read at the end.
        order = rng.sample(range(len(texts)), len(texts))
        order.sort(key=lambda at: any(isinstance(a, list) for a in spoken[at].arguments))
        number = rng.choice(self.patterns)
        rest = " ".join(texts[at] for at in order)
        if "{rest_first}" in PATTERNS[number] and not rest:
            number = self.patterns[0]
        verb = (
            self.verbs[0] if self.verbs and rng.random() < 0.6 else rng.choice(self.verbs or ("",))
        )
        said = {
            **self.said,
            "verb": verb,
            "Verb": capital(verb),
            "rest": rest,
            "N": words.name(rng),
        }
        text = spin(rng, PATTERNS[number]).format(**said, rest_first=capital(rest))
        text = re.sub(r"\ba (?=[aeiou])", "an ", re.sub(r" +(?=[.?!,]|$)| (?= )", "", text))
        arguments = tuple(value for each in spoken for value in each.arguments)
        return Asked(text, arguments, f"calls.stranger.{number + 1}")


def _noun(rng: Random, words: Vocabulary) -> Noun:
    if rng.random() < 0.5:
        return rng.choice(_NOUNS)
    noun = words.noun(rng)
    while not _PLAIN.fullmatch(noun.one):
        noun = words.noun(rng)
    return noun


def _verbs(rng: Random, words: Vocabulary) -> tuple[str, ...]:
    if rng.random() < 0.5:
        return tuple(rng.choice(_VERBS))
    verb = words.verb(rng).base
    while not _PLAIN.fullmatch(verb):
        verb = words.verb(rng).base
    return (verb,)


def _with_default(rng: Random, made: Role) -> Role:
    """Return a role whose parameter may be left out."""
    (parameter,) = made.parameters
    default: object = {
        "integer": rng.choice((1, 2, 10)),
        "number": rng.choice((0.0, 1.0, 100.0)),
        "boolean": False,
        "text": rng.choice(("all", "default", "me")),
    }.get(parameter.type.rule)
    if choices := parameter.type.schema.get("enum"):
        default = rng.choice(choices)
    return replace(made, parameters=(replace(parameter, default=default),))


def _roles(rng: Random, words: Vocabulary) -> tuple[Role, ...]:
    """Draw up to three roles with parameters of different names."""
    found: dict[tuple[str, ...], Role] = {}
    for _ in range(rng.choice((0, 1, 1, 1, 2, 2, 2, 3, 3))):
        drawn = role(rng, words)
        taken = {parameter.name for each in found.values() for parameter in each.parameters}
        if not taken & {parameter.name for parameter in drawn.parameters}:
            found[(drawn.about,)] = drawn
    roles = list(found.values())
    if roles and len(roles[-1].parameters) == 1 and rng.random() < 0.3:
        roles[-1] = _with_default(rng, roles[-1])
    return tuple(roles)


def stranger(rng: Random, words: Vocabulary, beside: Stranger | None = None) -> Stranger:
    """Make up a tool.

    Args:
        rng: Where to draw from.
        words: The vocabulary.
        beside: A tool that it shall share a word with.
    """
    verbs, noun = _verbs(rng, words), _noun(rng, words)
    if beside is not None:
        if beside.verbs and rng.random() < 0.5:
            verbs = beside.verbs
        else:
            noun = Noun(beside.said["noun"].split()[-1], beside.said["nouns"].split()[-1])
    roles = _roles(rng, words)
    draw = rng.random()
    said = {"noun": noun.one, "nouns": noun.many, "quality": ""}
    first, end = "_".join(verbs[0].split()), 0
    if draw < 0.55:
        name = rng.choice((f"{first}_{noun.one}",) * 5 + (first, f"{noun.one}_{first}"))
        summary = f"{verbs[0]} {article(noun.one)}"
        start, end = 0, len(_ORDERS)
    elif draw < 0.8:
        start, end = len(_ORDERS), len(_ORDERS) + len(_LOOKUPS)
        if rng.random() < 0.6:
            attribute = rng.choice(_ATTRIBUTES)
            said |= {"noun": f"{noun.one} {attribute}", "nouns": f"{noun.one} {attribute}s"}
        title = said["noun"].replace(" ", "_")
        name = rng.choice(
            (f"get_{title}", f"find_{title}", title, title, f"{title}_of", f"look_up_{title}")
        )
        summary, verbs = f"the {said['noun']}", ()
    elif draw < 0.9:
        start, end = len(_ORDERS) + len(_LOOKUPS), len(PATTERNS) - len(_CHECKS)
        name = rng.choice((f"count_{noun.many}", f"number_of_{noun.many}", f"{noun.one}_count"))
        summary, verbs = f"number of {noun.many}", ()
    else:
        start, end = len(PATTERNS) - len(_CHECKS), len(PATTERNS)
        quality = words.adjective(rng)
        while not _PLAIN.fullmatch(quality):
            quality = words.adjective(rng)
        said["quality"] = quality
        name = rng.choice(
            (f"is_{noun.one}_{quality}", f"{noun.one}_is_{quality}", f"check_{quality}_{noun.one}")
        )
        summary, verbs = f"whether {article(noun.one)} is {quality}", ()
    if name in _TAKEN or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        return stranger(rng, words, beside)
    parameters = tuple(parameter for each in roles for parameter in each.parameters)
    about = capital(" ".join([summary, *(each.about for each in roles)])) + "."
    tool = Tool(name, "pure", about, parameters, lambda *_: None)
    return Stranger(tool, said, verbs, roles, range(start, end))
