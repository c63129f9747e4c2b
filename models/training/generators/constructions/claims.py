# ruff: noqa: E501 - a pattern of language is one line
"""Constructions of what somebody says: it is so if, and only if, they tell the truth.

Whether somebody lies, calls others liars or is of a kind that never lies, the formula speaks of one
word, `truth`, so that all of it comes together.
"""

from __future__ import annotations

from lottery_agent.graphs.words import TRUTH
from lottery_agent.models.training.generators.constructions.catalogue import construction
from lottery_agent.models.training.generators.constructions.meaning import (
    Alike,
    All,
    Complement,
    In,
    InOne,
    Meaning,
    Opposite,
    Relation,
    Set,
    Share,
)
from lottery_agent.models.training.generators.constructions.slots import Slots

_TRUTHFUL: Set = Relation(TRUTH, ("@",))
_LYING: Set = Complement(_TRUTHFUL)


def _says(slots: Slots, said: Meaning) -> Meaning:
    """Return what it means that the first one with a name says something."""
    return Alike(In(slots.names["N"], _TRUTHFUL), said)


def _both(slots: Slots, of: Set) -> Meaning:
    return _says(slots, All(tuple(In(slots.names[name], of) for name in ("M", "K"))))


_THAT = "[says|says that|says|claims that|claims|states that|swears that|thinks that|insists that]"

OWN = (
    construction(
        "tells", lambda slots: In(slots.names["N"], _TRUTHFUL),
        {
            "tells": "{N} [always |]tells the truth",
            "is_telling": "{N} is telling the truth",
            "never_lies": "{N} never lies",
            "truthful": "{N} is [always |]truthful",
            "not_lying": "{N} is[ not|n't] [lying|a liar]",
            "speaks": "{N} [speaks the truth|is speaking the truth]",
            "what": "what {N} says is true",
        },
        {
            "does": "does {N} tell the truth", "is": "is {N} telling the truth", "truthful": "is {N} truthful",
            "what": "is what {N} says true", "speak": "does {N} speak the truth",
        }, weight=6,
    ),
    construction(
        "lies", lambda slots: In(slots.names["N"], _LYING),
        {
            "lies": "{N} [always |]lies",
            "is_lying": "{N} is lying",
            "liar": "{N} is a liar",
            "does_not": "{N} does[ not|n't] tell the truth",
            "never": "{N} never tells the truth",
            "what": "what {N} says is [false|a lie|not true]",
        },
        {"does": "does {N} lie", "is": "is {N} lying", "liar": "is {N} a liar", "always": "does {N} always lie"}, weight=6,
    ),
)  # fmt: skip
"""Whether one tells the truth."""

OTHERS = (
    construction(
        "calls_true", lambda slots: _says(slots, In(slots.names["M"], _TRUTHFUL)),
        {
            "tells": f"{{N}} {_THAT} {{M}} [always |]tells the truth",
            "is_telling": f"{{N}} {_THAT} {{M}} is telling the truth",
            "never_lies": f"{{N}} {_THAT} {{M}} never lies",
            "truthful": f"{{N}} {_THAT} {{M}} is truthful",
            "not_lying": f"{{N}} {_THAT} {{M}} is not [lying|a liar]",
            "according": "according to {N}, {M} tells the truth",
            "colon": "{N} says: {M} tells the truth",
            "what": f"{{N}} {_THAT} what {{M}} says is true",
            "confirms": "{N} confirms what {M} says",
        }, weight=9,
    ),
    construction(
        "calls_false", lambda slots: _says(slots, In(slots.names["M"], _LYING)),
        {
            "lies": f"{{N}} {_THAT} {{M}} [always |]lies",
            "is_lying": f"{{N}} {_THAT} {{M}} is lying",
            "liar": f"{{N}} {_THAT} {{M}} is a liar",
            "calls": "{N} calls {M} a liar",
            "accuses": "{N} accuses {M} of lying",
            "does_not": f"{{N}} {_THAT} {{M}} does[ not|n't] tell the truth",
            "never": f"{{N}} {_THAT} {{M}} never tells the truth",
            "according": "according to {N}, {M} [lies|is a liar]",
            "colon": "{N} says: {M} lies",
            "what": f"{{N}} {_THAT} what {{M}} says is [false|a lie]",
        }, weight=9,
    ),
)  # fmt: skip
"""What one says of another one."""

CONSTRUCTIONS = (
    *OWN,
    *OTHERS,
    construction(
        "says", lambda slots: _says(slots, slots.sentences["S"]),
        {
            "that": "{N} [says|claims|states|asserts|insists|swears] that {s}",
            "bare": "{N} [says|claims] {s}",
            "colon": "{N} says: {s}",
            "according": "according to {N}, {s}",
            "behind": "{s}, [says|claims] {N}",
        },
    ),
    construction(
        "denies", lambda slots: _says(slots, Opposite(slots.sentences["S"])),
        {
            "denies": "{N} denies that {s}",
            "not_true": "{N} [says|claims] that it is not true that {s}",
            "false": "{N} [says|claims] it is false that {s}",
            "according": "according to {N}, it is not true that {s}",
        }, negative=0.0, weight=2,
    ),
    construction(
        "of_oneself", lambda slots: _says(slots, In(slots.names["N"], slots.sets["A"])),
        {
            "claims_to_be": "{N} claims to be {an}",
            "i_am": "{N} says: I am {an}",
            "quoted": "{N} says, 'I am {an}'",
            "that": "{N} says that [he|she] is {an}",
        }, weight=2,
    ),
    construction(
        "both_lie", lambda slots: _both(slots, _LYING),
        {
            "both": f"{{N}} {_THAT} both {{M}} and {{K}} lie",
            "liars": f"{{N}} {_THAT} {{M}} and {{K}} are [both |]liars",
            "neither": f"{{N}} {_THAT} neither {{M}} nor {{K}} tells the truth",
            "according": "according to {N}, {M} and {K} are both lying",
        }, weight=2,
    ),
    construction(
        "both_tell", lambda slots: _both(slots, _TRUTHFUL),
        {
            "both": f"{{N}} {_THAT} both {{M}} and {{K}} tell the truth",
            "and": f"{{N}} {_THAT} {{M}} and {{K}} tell the truth",
            "neither": f"{{N}} {_THAT} neither {{M}} nor {{K}} lies",
            "truthful": "{N} says: both {M} and {K} are truthful",
        }, weight=2,
    ),
    construction(
        "kind_tells", lambda slots: Share("every", slots.sets["A"], _TRUTHFUL),
        {
            "plural": "[all |]{ns} [always |]tell the truth",
            "every": "[every|each] {n} [always |]tells the truth",
            "one": "{an} [always tells the truth|never lies]",
            "no": "no {n} [ever |]lies",
            "never": "{ns} never lie",
        }, weight=2,
    ),
    construction(
        "kind_lies", lambda slots: Share("no", slots.sets["A"], _TRUTHFUL),
        {
            "plural": "[all |]{ns} [always |]lie",
            "every": "[every|each] {n} [always lies|lies|is a liar]",
            "one": "{an} always lies",
            "no": "no {n} [ever |]tells the truth",
            "never": "{ns} never tell the truth",
        }, weight=2,
    ),
    construction(
        "one_of_two_kinds", lambda slots: Share("every", None, InOne(slots.sets["A"], slots.sets["B"])),
        {
            "either": "[everyone|everybody] is either {an} or {ab}",
            "but_not_both": "[everyone|everybody] is {an} or {ab}, but not both",
            "each_one": "each one is either {an} or {ab}",
            "one_of_two": "[everyone|everybody] is one of two things, {an} or {ab}",
        }, weight=2,
    ),
)  # fmt: skip
