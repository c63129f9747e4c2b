"""Cuts a text into sentences, so that each can be translated alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from lottery_agent.graphs.words import (
    asks_for_validity,
    asks_for_verdict,
    names_argument,
    speaks_of_argument,
)

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st jr sr vs etc e.g i.e no vol fig approx a.m p.m u.s u.k".split()
)
_END = re.compile(r"""[.!?]+["')\]”’]*\s+|\n+""")


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text, without surrounding white space, in order.

    A line break always ends a sentence; a full stop does unless it closes an abbreviation or an
    initial. No character but white space is lost.
    """
    sentences: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if end.group().startswith(".") and "\n" not in end.group():
            word = text[start : end.start()].rsplit(maxsplit=1)[-1:]
            last = word[0].lstrip("(\"'").lower() if word else ""
            if last in _ABBREVIATIONS or (len(last) == 1 and word[0][-1].isupper()):
                continue
        sentences.append(text[start : end.end()])
        start = end.end()
    sentences.append(text[start:])
    return [sentence.strip() for sentence in sentences if sentence.strip()]


@dataclass(frozen=True, slots=True)
class Problem:
    """The sentences of a question with its context: what is given, and what is asked.

    Attributes:
        premises: What is given, a sentence each; a rule that has a name is one sentence.
        query: What is asked.
        names: The name of each premise, empty for one that has none.
        preferences: Pairs of names; where the two disagree, the first wins.
        argues: Whether the query is the conclusion of an argument, and what is asked is whether it
            follows.
    """

    premises: list[str]
    query: str
    names: tuple[str, ...] = ()
    preferences: tuple[tuple[str, str], ...] = ()
    argues: bool = False


def problem_in(question: str, context: str = "") -> Problem:
    """Split a question, and the context before it, into what is given and what is asked.

    What is asked begins with the first sentence of the question that ends in a question mark and
    holds what follows ("True or false? Tom is kind."); without a question mark it is the last
    sentence. One that only asks for a verdict takes in what it is about ("Tom is kind. True?").

    A rule with a name ("Rule 2: members may enter.") loses it in the text. Should it ask something
    ("Rule 2: is somebody a member? Then …"), the next sentence is part of it. A sentence that says
    which of two names wins is a preference and no premise.

    Where all that is asked is whether an argument is valid, its last sentence is the conclusion.
    """
    sentences = _whole_rules(split_sentences(_LABEL.sub("", question)))
    asked = (
        i
        for i, sentence in enumerate(sentences)
        if sentence.rstrip(_ENDS).endswith("?") and not _NAME.match(sentence)
    )
    start = next(asked, len(sentences) - 1)
    given, query = _whole_rules(split_sentences(context)), " ".join(sentences[start:])
    argument = [sentence for sentence in [*given, *sentences[:-1]] if not sentence.endswith("?")]
    if len(argument) > 1 and asks_for_validity(" ".join(sentences[-1:])):
        return _argument(argument)
    given += sentences[:start]
    if start > 0 and asks_for_verdict(query):
        query = f"{given.pop()} {query}"
    return _named(given, query)


@dataclass(frozen=True, slots=True)
class Story:
    """The sentences of a story that is told with a question about how it ends.

    Attributes:
        told: What happens, a sentence each.
        asked: The sentence that asks.
        place: How many of the sentences come before the one that asks.
    """

    told: list[str]
    asked: str
    place: int


def story_in(question: str, context: str = "") -> Story:
    """Split a question, and the context before it, into what happens and what is asked.

    What is asked is the last sentence of the question with a question mark, wherever it stands ("Do
    you return, if you do this? Take 5 steps. …"), unless somebody in the story says it; without one
    it is the last sentence ("At the end, Ann has the"). What has no letter ("1.") is part of the
    next one.
    """
    before = _with_letters(split_sentences(context))
    sentences = _with_letters(split_sentences(_LABEL.sub("", question)))
    asks = [i for i, sentence in enumerate(sentences) if sentence.rstrip(")").endswith("?")]
    place = asks[-1] if asks else len(sentences) - 1
    asked = sentences.pop(place) if sentences else ""
    return Story([*before, *sentences], asked, len(before) + max(place, 0))


def _with_letters(sentences: Iterable[str]) -> list[str]:
    """Join what has no letter with what follows it; at the end, with what comes before."""
    whole: list[str] = []
    mark = ""
    for sentence in sentences:
        mark = f"{mark} {sentence}" if mark else sentence
        if any(map(str.isalpha, sentence)):
            whole.append(mark)
            mark = ""
    if mark:
        whole[-1:] = [" ".join([*whole[-1:], mark])]
    return whole


def _argument(sentences: list[str]) -> Problem:
    """Take the quotation marks off an argument, and what only says that it is one.

    What comes before the sentence that announces it ("The following argument is about that: …") is
    none of its premises.
    """
    first, *between, last = sentences
    unquoted = [first.lstrip(_QUOTES), *between, last.rstrip(_QUOTES)]
    begins = next((i for i, each in enumerate(unquoted[:-1]) if _begins_argument(each)), 0)
    *premises, conclusion = map(_unannounced, unquoted[begins:])
    return replace(_named(premises, conclusion), argues=True)


def _begins_argument(sentence: str) -> bool:
    return _unannounced(sentence) != sentence and names_argument(sentence.partition(":")[0])


def _unannounced(sentence: str) -> str:
    """Return a sentence without what announces an argument: "Here is my argument: …"."""
    announced, _, rest = sentence.partition(":")
    return rest.strip() if rest.strip() and speaks_of_argument(announced) else sentence


_QUOTES = '"“”'
_ENDS = "\"')”’"
"""What may follow the sign that ends a sentence."""


_LABEL = re.compile(r"\A\s*(?:question|q)\s*:\s*", re.IGNORECASE)
"""What announces a question that was copied with its label, and is no part of it."""

_NAME = re.compile(
    r"((?:rule|law|norm|policy|principle|clause|article|section|regulation|r)\s*\d+)\s*[:.)-]\s+",
    re.IGNORECASE,
)
"""The name before a rule: `Rule 2: `."""

_ANNOUNCES = re.compile(r"[^,;]*\b(?:as follows|(?:is|are) (?:these|the following))\s*[:.]")
"""A sentence that only says that others follow."""

_WINS = (
    "overrides|outranks|outweighs|trumps|beats|defeats|supersedes|prevails|precedence|priority|"
    "preferred|stronger|wins|overrules"
)
_YIELDS = r"yields|weaker|gives way|(?:overridden|outranked|trumped|beaten|superseded|overruled) by"
_PREFERENCE = re.compile(
    rf"\W*(?P<one>\w+ ?\d+)\b(?P<how>[^.]*?\b(?:(?P<wins>{_WINS})|(?:{_YIELDS}))\b[^.]*?)\b"
    r"(?P<other>\w+ ?\d+)\W*",
    re.IGNORECASE,
)
_WINNER = re.compile(
    r"(?P<before>.*)\b(?P<one>\w+ ?\d+) (?:wins|prevails|applies|counts|comes first|"
    r"(?:takes|has) (?:precedence|priority))\W*",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|never|no|neither)\b|n't\b", re.IGNORECASE)
_MAX_BETWEEN = 8
"""Words between two names; more of them say something else besides which one wins."""


def _whole_rules(sentences: list[str]) -> list[str]:
    """Join a named rule that asks something with the sentence that goes on with it."""
    whole: list[str] = []
    for sentence in sentences:
        if (
            whole
            and _NAME.match(whole[-1])
            and whole[-1].endswith("?")
            and not _NAME.match(sentence)
        ):
            whole[-1] = f"{whole[-1]} {sentence}"
        else:
            whole.append(sentence)
    return whole


def _named(given: list[str], query: str) -> Problem:
    """Take the names off what is given, and the preferences out of it."""
    found = [_NAME.match(sentence) for sentence in given]
    names = ["".join(name[1].split()) if name else "" for name in found]
    spelled = {name.lower(): name for name in names if name}
    premises: list[str] = []
    kept: list[str] = []
    preferences: list[tuple[str, str]] = []
    for sentence, match, name in zip(given, found, names, strict=True):
        if match is None and (preference := _preference(sentence, spelled)):
            preferences.append(preference)
        elif _ANNOUNCES.fullmatch(sentence) is None:
            premises.append(sentence[match.end() :] if match else sentence)
            kept.append(name)
    return Problem(premises, query, tuple(kept), tuple(preferences))


def _preference(sentence: str, spelled: Mapping[str, str]) -> tuple[str, str] | None:
    """Return which name wins over which, if that is what a sentence says.

    Args:
        sentence: The sentence.
        spelled: Each name as it was given, by its form in lower case.
    """
    if not spelled or _DENIED.search(sentence):
        return None
    if (found := _PREFERENCE.fullmatch(sentence)) and len(found["how"].split()) <= _MAX_BETWEEN:
        one, other = (_name(found[part], spelled) for part in ("one", "other"))
        if one and other:
            return (one, other) if found["wins"] else (other, one)
    if found := _WINNER.fullmatch(sentence):
        winner = _name(found["one"], spelled)
        named = (_name(text, spelled) for text in re.findall(r"\w+ ?\d+", found["before"]))
        losers = {name for name in named if name} - {winner}
        if winner and len(losers) == 1:
            return winner, losers.pop()
    return None


def _name(text: str, spelled: Mapping[str, str]) -> str | None:
    return spelled.get("".join(text.lower().split()))


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentence or sentences of a text that hold the span from `start` to `end`."""
    begin: int | None = None
    position = 0
    for sentence in split_sentences(text):
        at = text.index(sentence, position)
        position = at + len(sentence)
        if begin is None and position > start:
            begin = at
        if begin is not None and position >= end:
            return text[begin:position]
    return text[start:end]
