"""Reads the template sentences of BoardgameQA into the logic language, with preferences of rules.

What needs knowledge of the world ("has a sharp object") becomes an opaque proposition. Which of
these hold is not to be read in an item: its verdict counts only if it is the same whatever holds.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lottery_agent.lab.controls.question import Question, Unreadable
from lottery_agent.lab.controls.workbench import Found, Workbench, found

MAX_OPEN = 7
"""Opaque propositions that may be left open: all their combinations are tried."""

ANIMAL = r"german shepherd|\w+"
_SURE = "undoubtedly|for sure|with no doubts|without a doubt|too|unavoidably"
_VERBS = (
    "acquire borrow bring build call capture create dance destroy disarm enjoy fall hide hug "
    "invest leave manage negotiate neglect pay refuse reveal shout smile stop surrender suspect "
    "swear swim take tear trade unite want"
).split()
_HELPERS = (
    r"does not|is not going to|will never|will not|should not|never|not|will|should|definitely|"
    r"unquestionably|also|surely|undoubtedly|it"
)
_PARTS = re.compile(r", and |, | and (?=\w+s |does )| but (?=\w+s |does )")
_NEGATIVE = re.compile(r"\b(?:not|never)\b")
_STATE = "The current state of the game is as follows. "
_RULES = " And the rules of the game are as follows. "
_ASKS = " Based on the game state and the rules and preferences, "


Properties = dict[str, tuple[str, str]]
"""Opaque propositions by name, each with the animal and the condition that it should meet."""


@dataclass(frozen=True)
class Item:
    """A translated item.

    Attributes:
        premises: Sentences of the logic language.
        query: The question, in the logic language.
        open: Opaque propositions of which nothing is known.
    """

    premises: tuple[str, ...]
    query: str
    open: tuple[str, ...]

    def worlds(self) -> Iterator[tuple[str, ...]]:
        """Yield the premises with every combination of the open propositions."""
        for chosen in itertools.product([False, True], repeat=len(self.open)):
            facts = (name for name, holds in zip(self.open, chosen, strict=True) if holds)
            yield (*self.premises, *facts)


def boardgameqa(question: Question, bench: Workbench) -> Found:
    """Decide a question if its verdict does not rest on knowledge of the world."""
    item = translate(question.text)
    first, *others = item.worlds()
    verdict = _decided(item.query, first, bench, keep=True)
    if any(_decided(item.query, world, bench).text != verdict.text for world in others):
        raise Unreadable(", ".join(item.open))
    return verdict


def _decided(query: str, world: tuple[str, ...], bench: Workbench, *, keep: bool = False) -> Found:
    request = {"premises": world, "query": query, "semantics": "defeasible"}
    return found(bench.run("logic", request, call="\n".join([*world, f"? {query}"]), keep=keep))


def translate(question: str, known: Mapping[str, bool] | None = None) -> Item:
    """Translate an item.

    Args:
        question: The question with state, rules and preferences.
        known: Opaque propositions of which it is known whether they hold, as `opaque` names them.

    Raises:
        Unreadable: If a sentence fits no template, or too much is left open.
    """
    known = known or {}
    _, state, rest = question.partition(_STATE)
    facts, told, rest = rest.partition(_RULES)
    rules, asks, asked = rest.partition(_ASKS)
    if not (state and told and asks):
        raise Unreadable(question)
    premises = [fact for sentence in re.split(r"(?<=\.) ", facts) for fact in _facts(sentence)]
    properties: Properties = {}
    for text in re.findall(r"Rule\d+: .*?(?= Rule\d+: | Rule\d+ is preferred|$)", rules):
        label, sentence = text.split(": ", 1)
        premises.append(f"{label} : {rule_in(sentence.strip(), properties)}")
    premises += [
        f"{a} over {b}" for a, b in re.findall(r"(Rule\d+) is preferred over (Rule\d+)", rules)
    ]
    query = _clause(re.sub(r"^does the (.*)\?$", r"the \1", asked))
    premises += [name for name in properties if known.get(name)]
    left = tuple(name for name in properties if name not in known)
    if len(left) > MAX_OPEN:
        raise Unreadable(f"{len(left)} open propositions")
    return Item(tuple(premises), query, left)


def fact_in(sentence: str) -> str | None:
    """Translate a sentence all of whose parts are actions, or return None."""
    found = re.fullmatch(rf"The ({ANIMAL}) (.*)\.", sentence)
    if found is None:
        return None
    try:
        return " & ".join(_act(_words(found[1]), part) for part in _PARTS.split(found[2]))
    except Unreadable:
        return None


def _words(text: str) -> str:
    return "_".join(re.findall(r"\w+", text))


def _action(text: str) -> tuple[bool, str, str]:
    """Return sign, verb and object of `does not swear to the finch`."""
    text = re.sub(r" ?\(.*?\)|, ?surely,|, without hesitation,", "", text).strip(' .,?"')
    text = re.sub(rf",? (?:{_SURE})$", "", text)
    found = re.fullmatch(rf"((?:(?:{_HELPERS}) )*)(\w+)\b(.*) the ({ANIMAL})", text)
    if found is None:
        raise Unreadable(text)
    helpers, verb, _, thing = found.groups()
    if not any(verb in (base, base + "s", base + "es") for base in _VERBS):
        raise Unreadable(text)
    return _NEGATIVE.search(helpers) is None, verb, _words(thing)


def _act(who: str, text: str) -> str:
    positive, verb, thing = _action(text)
    return f"{'' if positive else '~'}{verb}({who}, {thing})"


def _clause(text: str) -> str:
    found = re.fullmatch(rf"\s*(?:the )?({ANIMAL}) (.*)", text.strip(' "'), re.IGNORECASE)
    if found is None:
        raise Unreadable(text)
    return _act(_words(found[1]), found[2])


def _facts(sentence: str) -> list[str]:
    found = re.fullmatch(rf"The ({ANIMAL}) (.*)\.", sentence.strip())
    if found is None:
        return []
    made = []
    for part in _PARTS.split(found[2]):
        try:
            made.append(_act(_words(found[1]), part))
        except Unreadable:
            continue  # a property: it is known from the gold proof alone
    return made


def _property(animal: str, condition: str, properties: Properties) -> str:
    name = opaque(animal, condition)
    properties[name] = (animal, condition)
    return name


def opaque(animal: str, condition: str) -> str:
    """Return the name of the proposition that an animal meets a condition."""
    return "P" + re.sub(r"\W", "", f"{animal}{condition}")


def _both(one: str, other: str) -> str:
    return f"{one} & {other}"


def _pair(text: str, who: str) -> str:
    """Read `calls the dugong but does not hug the ant` about one thing."""
    for joined in re.finditer(r" (?:and also at the same time|and also|but|and) ", text):
        try:
            return _both(_act(who, text[: joined.start()]), _act(who, text[joined.end() :]))
        except Unreadable:
            continue
    return _act(who, text)


def _clauses(text: str) -> str:
    for joined in re.finditer(r" (?:but|and) ", text):
        try:
            return _both(_clause(text[: joined.start()]), _clause(text[joined.end() :]))
        except Unreadable:
            continue
    return _clause(text)


def rule_in(text: str, properties: Properties) -> str:
    """Translate a rule.

    Args:
        text: The rule without its name.
        properties: What it asks knowledge of the world for is added here.

    Raises:
        Unreadable: If it fits no template.
    """
    for pattern, form in _TEMPLATES:
        found = re.fullmatch(pattern.replace("ANIMAL", f"(?:{ANIMAL})"), text)
        if found is not None:
            return _FORMS[form](found, properties)
    raise Unreadable(text)


def _about(found: re.Match[str], properties: Properties) -> str:
    animal = _words(found["a"])
    condition = _property(animal, found["if"], properties)
    return f"{condition} -> {_act(animal, found['then'])}"


def _if_then(found: re.Match[str], properties: Properties) -> str:
    head = _clause(found["then"])
    try:
        return f"{_clauses(found['if'])} -> {head}"
    except Unreadable:
        owner = re.fullmatch(rf"[Tt]he ({ANIMAL}) (.*)", found["if"])
        if owner is None:
            raise
        return f"{_property(owner[1], owner[2], properties)} -> {head}"


def _anything(found: re.Match[str], _: Properties) -> str:
    return f"all x ({_pair(found['if'], 'x')} -> {_act('x', found['then'])})"


def _anyone(found: re.Match[str], _: Properties) -> str:
    return f"some x ({_act('x', found['if'])}) -> {_clause(found['then'])}"


def _two(found: re.Match[str], _: Properties) -> str:
    return f"{_both(_clause(found['if']), _clause(found['also']))} -> {_clause(found['then'])}"


_FORMS = {
    "about": _about,
    "if": _if_then,
    "anything": _anything,
    "anyone": _anyone,
    "two": _two,
}
_TEMPLATES = [
    (r"Regarding the (?P<a>ANIMAL), if it (?P<if>.*), then we can conclude that it (?P<then>.*)", "about"),
    (r"Here is an important piece of information about the (?P<a>ANIMAL): if it (?P<if>.*?) then it (?P<then>.*)", "about"),
    (r"The (?P<a>ANIMAL) (?P<then>will .*) if it \(the ANIMAL\) (?P<if>.*)\.", "about"),
    (r"If there is evidence that one animal, no matter which one, (?P<if>.*), then (?P<then>.*)", "anyone"),
    (r"If at least one animal (?P<if>.*), then (?P<then>.*)", "anyone"),
    (r"There exists an animal which (?P<if>.*)\? Then,? (?P<then>.*)", "anyone"),
    (r"(?P<then>The .*) whenever at least one animal (?P<if>.*)\.", "anyone"),
    (r"If you are positive that (?:you saw )?one of the animals (?P<if>.*), you can be certain that it (?P<then>.*)", "anything"),
    (r"If you see that something (?P<if>.*), what can you certainly conclude\? You can conclude that it (?P<then>.*)", "anything"),
    (r"If something (?P<if>.*), then it (?P<then>.*)", "anything"),
    (r"Are you certain that one of the animals (?P<if>.*)\? Then you can also be certain that the same animal (?P<then>.*)", "anything"),
    (r"Be careful when something (?P<if>.*) because in this case it (?P<then>.*)", "anything"),
    (r"From observing that (?:an|one) animal (?P<if>.*), one can conclude that it (?P<then>.*)", "anything"),
    (r"The living creature that (?P<if>.*?),? (?P<then>(?:will|is not going to|does not|never) .*)", "anything"),
    (r"In order to conclude that (?P<then>.*), two pieces of evidence are required: firstly (?P<if>.*) and secondly (?P<also>.*)\.", "two"),
    (r"For the ANIMAL, if (?:you have two pieces of evidence 1\)|the belief is that) (?P<if>.*) (?:and 2\)|and|but) (?P<also>.*), then you can add (?:that )?(?P<then>.*) to your conclusions\.", "two"),
    (r"This is a basic rule: if (?P<if>.*), then the conclusion that (?P<then>.*) follows immediately and effectively\.", "if"),
    (r"One of the rules of the game is that if (?P<if>.*), then (?P<then>.*)", "if"),
    (r"(?P<then>The .*), in the case where (?P<if>.*)\.", "if"),
    (r"If (?P<if>.*), then (?P<then>.*)", "if"),
]  # fmt: skip
