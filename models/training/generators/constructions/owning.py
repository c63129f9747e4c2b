# ruff: noqa: E501 - a pattern of language is one line
"""Constructions with what somebody likes, owns or is to somebody: object relatives, possessives."""

from __future__ import annotations

from lottery_agent.models.training.generators.constructions.catalogue import Build, construction
from lottery_agent.models.training.generators.constructions.meaning import (
    In,
    Meaning,
    Overlap,
    Relation,
    Set,
    Share,
    Toward,
)
from lottery_agent.models.training.generators.constructions.slots import Slots


def _touched(slots: Slots, *, active: bool) -> Set:
    """What a named thing does something to, or what does it to the named thing."""
    terms = (slots.names["N"], "@") if active else ("@", slots.names["N"])
    return Relation(slots.names["V"], terms)


def _touched_rule(*, active: bool, kind: bool) -> Build:
    def means(slots: Slots) -> Meaning:
        touched = _touched(slots, active=active)
        group = Overlap((slots.sets["A"], touched)) if kind else touched
        return Share("every", group, slots.sets["P"])

    return means


def _untouched_rule(slots: Slots) -> Meaning:
    return Share("no", _touched(slots, active=True), slots.sets["P"])


def _whose(*, kind: bool) -> Build:
    """Return what it means that all who have something that is so are so."""

    def means(slots: Slots) -> Meaning:
        owners = Toward("some", slots.sets["P"], slots.names["W"], passive=True)
        group: Set = Overlap((slots.sets["A"], owners)) if kind else owners
        return Share("every", group, slots.sets["Q"])

    return means


def _role(slots: Slots) -> Meaning:
    return In(slots.names["N"], Relation(slots.names["W"], ("@", slots.names["M"])))


def _owned(slots: Slots) -> Meaning:
    return In(f"{slots.names['W']}({slots.names['N']})", slots.sets["P"])


def _does_to_owned(slots: Slots) -> Meaning:
    owned = f"{slots.names['W']}({slots.names['M']})"
    return In(slots.names["N"], Relation(slots.names["V"], ("@", owned)))


CONSTRUCTIONS = (
    construction(
        "object_relative", _touched_rule(active=True, kind=False),
        {
            "everything": "[everything|everyone|everybody] [that |]{N} {v} {p}",
            "whatever": "whatever {N} {v} {p}",
            "if": "if {N} {v} something, it {p}",
            "passive": "[everything that|everyone who] is {vn} by {N} {p}",
            "whoever": "whoever is {vn} by {N} {p}",
            "reduced": "[everything|everyone|anyone] {vn} by {N} {p}",
        },
        {"does": "{p?} everything {N} {v} {p.}", "passive": "{p?} everyone who is {vn} by {N} {p.}"}, weight=3,
    ),
    construction(
        "object_relative_kind", _touched_rule(active=True, kind=True),
        {
            "every": "every {n} [that|whom|] {N} {v} {p}",
            "plural": "[all |]{ns} that {N} {v} {ps}",
            "if": "if {N} {v} {an}, it {p}",
            "passive": "every {n} that is {vn} by {N} {p}",
            "passive_plural": "[all |]{ns} that are {vn} by {N} {ps}",
            "reduced": "[any|every] {n} {vn} by {N} {p}",
            "any": "any {n} {N} {v} {p}",
        },
        {"does": "{p?} every {n} that {N} {v} {p.}", "do": "{ps?} {ns} {vn} by {N} {ps.}"}, weight=3,
    ),
    construction(
        "subject_relative_kind", _touched_rule(active=False, kind=True),
        {
            "every": "every {n} that {v} {N} {p}",
            "plural": "[all |]{ns} that {vb} {N} {ps}",
            "any": "any {n} who {v} {N} {p}",
            "by_whom": "every {n} by whom {N} is {vn} {p}",
            "if": "if {an} {v} {N}, it {p}",
        }, weight=2,
    ),
    construction(
        "object_relative_no", _untouched_rule,
        {
            "nobody": "[nobody|no one|nothing] [that |]{N} {v} {p}",
            "passive": "[nobody who|nothing that] is {vn} by {N} {p}",
            "none_of": "none of those that {N} {v} {p}",
            "reduced": "[nobody|nothing|no one] {vn} by {N} {p}",
        }, negative=0.0, weight=2,
    ),
    construction(
        "whose", _whose(kind=False),
        {
            "everyone": "[everyone|everybody|anyone] whose {w} {p} {q}",
            "plural": "[people|those] whose {w} {p} {qs}",
            "if": "if the {w} of [someone|somebody] {p}, [he|she] {q}",
            "someone": "[someone|a person] whose {w} {p} {q}",
            "all": "all whose {w} {p} {qs}",
        }, weight=2,
    ),
    construction(
        "whose_kind", _whose(kind=True),
        {
            "every": "every {n} whose {w} {p} {q}",
            "plural": "[all |]{ns} whose {w} {p} {qs}",
            "article": "{an} whose {w} {p} {q}",
            "if": "if the {w} of {an} {p}, that {n} {q}",
        }, weight=2,
    ),
    construction(
        "role", _role,
        {
            "of": "{N} is [the|a] {w} of {M}",
            "possessive": "{N} is {M}'s {w}",
            "has_as": "{M} has {N} as {w}",
            "reverse": "the {w} of {M} is {N}",
            "possessive_reverse": "{M}'s {w} is {N}",
        },
        {"of": "is {N} the {w} of {M}", "possessive": "is {N} {M}'s {w}"}, weight=3,
    ),
    construction(
        "owned", _owned,
        {
            "possessive": "{N}'s {w} {p}",
            "of": "the {w} of {N} {p}",
            "as_for": "as for {N}'s {w}, it {p}",
            "it_is": "it is {N}'s {w} that {p}",
            "belongs": "the {w} that is {N}'s {p}",
        },
        {"possessive": "{p?} {N}'s {w} {p.}", "of": "{p?} the {w} of {N} {p.}"}, weight=3,
    ),
    construction(
        "owned_object", _does_to_owned,
        {
            "possessive": "{N} {v} {M}'s {w}",
            "of": "{N} {v} the {w} of {M}",
            "passive": "{M}'s {w} is {vn} by {N}",
            "passive_of": "the {w} of {M} is {vn} by {N}",
        },
        {"does": "does {N} {vb} {M}'s {w}", "is": "is {M}'s {w} {vn} by {N}"}, weight=2,
    ),
)  # fmt: skip
