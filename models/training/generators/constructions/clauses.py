# ruff: noqa: E501 - a pattern of language is one line
"""Constructions of things that are so under a condition: relative clauses, unless, without, must."""

from __future__ import annotations

from lottery_agent.models.training.generators.constructions.catalogue import Build, construction
from lottery_agent.models.training.generators.constructions.meaning import (
    Complement,
    InOne,
    Meaning,
    Overlap,
    Quantity,
    Relation,
    Set,
    Share,
    Union,
)
from lottery_agent.models.training.generators.constructions.slots import Slots


def _share(quantity: Quantity) -> Build:
    return lambda slots: Share(quantity, slots.sets["A"], slots.sets["P"])


def _rule(slots: Slots) -> Meaning:
    """Everything in A and P is in Q."""
    return Share("every", _overlap(slots.sets["A"], slots.sets["P"]), slots.sets["Q"])


def _overlap(*sets: Set) -> Set:
    """Return the things that are in all of some sets, in one list."""
    flat = [part for each in sets for part in (each.sets if isinstance(each, Overlap) else (each,))]
    return Overlap(tuple(flat))


def _holding(slots: Slots) -> Set:
    return Relation("has", ("@", slots.names["C"]))


def _without(slots: Slots) -> Meaning:
    lacking = Complement(_holding(slots))
    group = _overlap(slots.sets["A"], lacking) if "A" in slots.sets else lacking
    return Share("no", group, slots.sets["P"])


def _with(slots: Slots) -> Meaning:
    group = _overlap(slots.sets["A"], _holding(slots)) if "A" in slots.sets else _holding(slots)
    return Share("every", group, slots.sets["P"])


def _unless(slots: Slots) -> Meaning:
    return Share("every", _overlap(slots.sets["A"], Complement(slots.sets["Q"])), slots.sets["P"])


CONSTRUCTIONS = (
    construction(
        "unless", _unless,
        {
            "every": "every {n} {p} unless it {q}",
            "plural": "{ns} {ps} unless they {qs}",
            "before": "unless it {q}, {an} {p}",
            "except_those": "all {ns} except those that {qs} {ps}",
            "except_if": "{an} {p}, except if it {q}",
            "but_those": "{ns} {ps}, but not necessarily those that {qs}",
            "if_not": "{an} {p} if it is not true that it {q}",
        }, negative=0.1, weight=3,
    ),
    construction(
        "whenever", _rule,
        {
            "whenever": "whenever {an} {p}, it {q}",
            "behind": "{an} {q} whenever it {p}",
            "each_time": "[each|every] time {an} {p}, it {q}",
            "when": "when {an} {p}, it [always |]{q}",
            "if": "if {an} {p}, it {q}",
            "as_soon": "as soon as {an} {p}, it {q}",
            "condition": "{an} {q} on condition that it {p}",
            "once": "once {an} {p}, it {q}",
            "in_case": "in case {an} {p}, it {q}",
        }, negative=0.15, weight=3,
    ),
    construction(
        "relative", _rule,
        {
            "that": "{ns} [that|which] {ps} {qs}",
            "who": "{ns} who {ps} {qs}",
            "every": "every {n} [that|who|which] {p} {q}",
            "any": "any {n} that {p} {q}",
            "all": "all {ns} that {ps} {qs}",
            "article": "{an} that {p} {q}",
            "of_those": "of all {ns}, those that {ps} {qs}",
            "each_of": "each of the {ns} that {ps} {q}",
        },
        {"do": "{qs?} {ns} that {ps} {qs.}", "every": "{q?} every {n} that {p} {q.}", "all": "{qs?} all {ns} who {ps} {qs.}"}, negative=0.15, weight=4,
    ),
    construction(
        "no_relative", lambda slots: Share("no", _overlap(slots.sets["A"], slots.sets["P"]), slots.sets["Q"]),
        {
            "no": "no {n} [that|who|which] {p} {q}",
            "none_of": "none of the {ns} that {ps} {qs}",
            "not_one": "not one {n} that {p} {q}",
            "no_plural": "no {ns} that {ps} {qs}",
            "if": "if {an} {p}, it is never true that it {q}",
        },
        {"no": "{q?} no {n} that {p} {q.}"}, negative=0.1, weight=3,
    ),
    construction(
        "either", lambda slots: Share("every", slots.sets["A"], Union((slots.sets["P"], slots.sets["Q"]))),
        {
            "either": "every {n} either {p} or {q}",
            "plural": "{ns} either {ps} or {qs}",
            "or_both": "every {n} {p} or {q}, or both",
            "at_least": "{ns} do at least one of the two: they {ps} or {qs}",
            "each": "each {n} {p} or {q}",
        }, negative=0.1,
    ),
    construction(
        "exclusive", lambda slots: Share("every", slots.sets["A"], InOne(slots.sets["P"], slots.sets["Q"])),
        {
            "but_not_both": "every {n} either {p} or {q}[,|] but not both",
            "plural": "{ns} either {ps} or {qs}, but never both",
            "each": "each {n} {p} or {q}, but not both",
            "exactly_one": "of every {n} exactly one is true: it {p} or it {q}",
            "any": "any {n} {p} or {q}, only one of the two",
        }, negative=0.05,
    ),
    construction(
        "neither", lambda slots: Share("every", slots.sets["A"], Overlap((Complement(slots.sets["P"]), Complement(slots.sets["Q"])))),
        {
            "plural": "{ns} neither {ps} nor {qs}",
            "every": "every {n} neither {p} nor {q}",
            "article": "{an} neither {p} nor {q}",
            "no_or": "no {n} {p} or {q}",
            "none_of": "none of the {ns} {ps} or {qs}",
        }, negative=0.0,
    ),
    construction(
        "without", _without,
        {
            "nobody": "[nobody|no one] without {ac} {p}",
            "no": "no {n} without {ac} {p}",
            "front": "without {ac}, no {n} {p}",
            "nobody_front": "without {ac}, [nobody|no one] {p}",
            "none_of": "none of the {ns} without {ac} {ps}",
            "not_having": "[nobody|no one] who does not have {ac} {p}",
            "need": "no {n} that has no {c} {p}",
        },
        {"anyone": "{p?} nobody without {ac} {p.}", "no": "{p?} no {n} without {ac} {p.}"}, negative=0.0, weight=3,
    ),
    construction(
        "with", _with,
        {
            "everyone": "[everyone|everybody|anyone] with {ac} {p}",
            "plural": "{ns} with {ac} {ps}",
            "every": "every {n} with {ac} {p}",
            "who_has": "[everyone|anyone] who has {ac} {p}",
            "if_has": "if [someone|somebody] has {ac}, [he|she] {p}",
            "all": "all {ns} with {ac} {ps}",
        },
        {"does": "{p?} everyone with {ac} {p.}", "do": "{ps?} {ns} with {ac} {ps.}"}, negative=0.15, weight=2,
    ),
    construction(
        "must", _share("every"),
        {
            "must": "[every|each|any] {a} must {pb}",
            "have_to": "[all |]{As} have to {pbs}",
            "must_plural": "[all |]{As} must {pbs}",
            "obliged": "{As} are obliged to {pbs}",
            "needs_to": "[every|each] {a} needs to {pb}",
            "required": "it is required that every {a} {p}",
            "allowed": "{As} are allowed to {pbs}",
            "will": "[every|any] {a} will {pb}",
        },
        {"must": "must every {a} {pb}", "do": "do all {As} have to {pbs}", "may": "may {As} {pbs}"}, negative=0.0, weight=3,
    ),
    construction(
        "must_not", _share("no"),
        {
            "must_not": "{As} must not {pbs}",
            "may_not": "{As} may not {pbs}",
            "not_allowed": "{As} are not allowed to {pbs}",
            "no_may": "no {a} may {pb}",
            "forbidden": "{As} are forbidden to {pbs}",
            "cannot": "[no {a} can {pb}|{As} cannot {pbs}|{As} can't {pbs}]",
        },
        {"may": "may no {a} {pb}"}, negative=0.0, weight=2,
    ),
)  # fmt: skip
