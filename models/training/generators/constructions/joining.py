# ruff: noqa: E501 - a pattern of language is one line
"""Constructions that join sentences about named things: if, unless, either, neither, except."""

from __future__ import annotations

from lottery_agent.models.training.generators.constructions.catalogue import construction
from lottery_agent.models.training.generators.constructions.meaning import (
    Alike,
    All,
    AtLeastOne,
    Being,
    Complement,
    In,
    JustOne,
    Leads,
    Meaning,
    Opposite,
    Set,
    Share,
)
from lottery_agent.models.training.generators.constructions.slots import Slots


def _both(slots: Slots) -> tuple[In, In]:
    return slots.sentences["S"], slots.sentences["T"]


def _of(slots: Slots, group: str, *names: str) -> list[Meaning]:
    return [In(slots.names[name], slots.sets[group]) for name in names]


def _neither(slots: Slots) -> Meaning:
    return All(
        (
            Opposite(In(slots.names["N"], slots.sets["P"])),
            Opposite(In(slots.names["N"], slots.sets["Q"])),
        )
    )


def _no_two(slots: Slots) -> Meaning:
    return All(tuple(Opposite(each) for each in _of(slots, "P", "N", "M")))


def _no_three(slots: Slots) -> Meaning:
    return All(tuple(Opposite(each) for each in _of(slots, "P", "N", "M", "K")))


def _others(slots: Slots) -> Meaning:
    others: Set = Complement(Being(slots.names["N"]))
    return Share("every", others, slots.sets["P"])


CONSTRUCTIONS = (
    construction(
        "iff", lambda slots: Alike(*_both(slots)),
        {
            "if_and_only_if": "{s} if and only if {t}",
            "precisely": "{s} precisely when {t}",
            "exactly": "{s} exactly [when|if] {t}",
            "just_in_case": "{s} just in case {t}",
            "vice_versa": "if {s} then {t}, and vice versa",
            "otherwise": "{s} if {t}, but not otherwise",
            "then_only": "{s} if {t}, and only then",
            "when_and_only_when": "{s} when and only when {t}",
            "both_ways": "if {s}, {t}, and the other way round",
            "equivalent": "the fact that {s} is equivalent to the fact that {t}",
        },
    ),
    construction(
        "exclusive", lambda slots: JustOne(*_both(slots)),
        {
            "not_both": "either {s} or {t}, but not both",
            "never_both": "{s} or {t}, but never both",
            "or_else": "either {s} or else {t}, not both",
            "exactly_one": "exactly one of these is true: {s}; {t}",
            "one_true": "[one of the two is true and the other is false|just one holds]: {s}, {t}",
            "only_one": "{s} or {t}, only one of the two",
        },
    ),
    construction(
        "exclusive_one", lambda slots: JustOne(*_of(slots, "P", "N"), *_of(slots, "Q", "N")),
        {
            "but_not_both": "{N} either {p} or {q}[,|] but not both",
            "not_both": "{N} either {p} or {q}, not both",
            "never_both": "{N} {p} or {q}, but never both",
            "one_only": "{N} {p} or {q}, only one of the two",
            "one_of_two": "exactly one is true of {N}: {N} {p} or {N} {q}",
        },
        {"does": "is it true that {N} either {p} or {q}, but not both"}, negative=0.05,
    ),
    construction(
        "exclusive_names", lambda slots: JustOne(*_of(slots, "P", "N", "M")),
        {
            "but_not_both": "either {N} or {M} {p}[,|] but not both",
            "not_both": "{N} or {M} {p}, not both",
            "exactly_one": "exactly one of {N} and {M} {p}",
            "just_one": "just one of the two, {N} and {M}, {p}",
            "only_one": "only one of {N} and {M} {p}, but one of them does",
        }, negative=0.0,
    ),
    construction(
        "either", lambda slots: AtLeastOne(_both(slots)),
        {
            "or_both": "{s} or {t}, or both",
            "at_least": "at least one of these is true: {s}; {t}",
            "possibly": "either {s} or {t}, possibly both",
            "or": "{s} or {t}",
            "either": "either {s} or {t}",
            "maybe": "{s} or {t}, maybe both",
        },
    ),
    construction(
        "either_names", lambda slots: AtLeastOne(tuple(_of(slots, "P", "N", "M"))),
        {
            "at_least_one": "at least one of {N} and {M} {p}",
            "or_both": "{N} or {M} {p}, or both",
            "one_or_more": "one or both of {N} and {M} {p}",
            "either": "either {N} or {M} {p}",
            "possibly": "{N} {p} or {M} {p}, possibly both",
        },
        {"does": "{p?} {N} or {M} {p.}", "at_least": "{p?} at least one of {N} and {M} {p.}"}, negative=0.0,
    ),
    construction(
        "not_both", lambda slots: Opposite(All(tuple(_both(slots)))),
        {
            "cannot": "it cannot be that {s} and {t}",
            "not_both": "not both are true: {s}, {t}",
            "impossible": "it is impossible that {s} and that {t}",
            "never_together": "it is never the case that {s} and {t}",
            "false": "it is not true that both {s} and {t}",
        },
    ),
    construction(
        "unless", lambda slots: Leads(Opposite(slots.sentences["T"]), slots.sentences["S"]),
        {
            "behind": "{s} unless {t}",
            "before": "unless {t}, {s}",
            "except_if": "{s}[,|] except if {t}",
            "except_when": "{s} except when {t}",
            "if_not": "if it is not [true|the case] that {t}, {s}",
            "otherwise": "{t}, otherwise {s}",
            "as_long": "{s} as long as it is not the case that {t}",
            "always_unless": "{s} in any case, unless {t}",
        }, negative=0.2,
    ),
    construction(
        "if", lambda slots: Leads(*_both(slots)),
        {
            "if": "if {s}, {t}",
            "then": "if {s}[ then|, then] {t}",
            "behind": "{t} if {s}",
            "whenever": "whenever {s}, {t}",
            "every_time": "{t} every time {s}",
            "as_soon": "as soon as {s}, {t}",
            "condition": "{t}[,|] on condition that {s}",
            "given": "given that {s}, {t}",
            "implies": "that {s} implies that {t}",
            "follows": "from the fact that {s} it follows that {t}",
            "in_case": "in case {s}, {t}",
            "only_if": "{s} only if {t}",
            "assuming": "assuming that {s}, {t}",
            "without_fail": "when {s}, {t} without fail",
        }, weight=4, negative=0.2,
    ),
    construction(
        "neither", _neither,
        {
            "nor": "{N} neither {p} nor {q}",
            "and_nor": "{N} {np}, nor is it true that {N} {q}",
            "both_false": "[both are false|neither is true]: {N} {p}, {N} {q}",
            "not_and_not": "it is not true that {N} {p}, and it is not true that {N} {q} either",
            "either_of": "it is not true that {N} {p} or {q}",
        }, negative=0.0,
    ),
    construction(
        "neither_names", _no_two,
        {
            "nor": "neither {N} nor {M} {p}",
            "none_of": "neither of the two, {N} and {M}, {p}",
            "not_one": "not one of {N} and {M} {p}",
            "both_not": "it is true neither of {N} nor of {M}: {p}",
            "none": "of {N} and {M}, none {p}",
        },
        {"does": "{p?} neither {N} nor {M} {p.}"}, negative=0.0,
    ),
    construction(
        "none_of_three", _no_three,
        {
            "none_of": "none of {N}, {M} and {K} {p}",
            "not_one": "not one of {N}, {M} and {K} {p}",
            "no_one": "no one of these three {p}: {N}, {M}, {K}",
            "neither": "neither {N} nor {M} nor {K} {p}",
        }, negative=0.0, weight=1,
    ),
    construction(
        "both_names", lambda slots: All(tuple(_of(slots, "P", "N", "M"))),
        {
            "both": "both {N} and {M} {ps}",
            "as_well_as": "{N} as well as {M} {p}",
            "so": "{N} {p}, and the same is true of {M}",
            "and": "{N} and {M} {ps}",
            "not_only": "not only {N} but also {M} {p}",
            "alike": "{N} {p}, just like {M}",
        },
        {"do": "{ps?} both {N} and {M} {ps.}", "and": "{ps?} {N} and {M} {ps.}"}, negative=0.0,
    ),
    construction(
        "both_things", lambda slots: All((*_of(slots, "P", "N"), *_of(slots, "Q", "N"))),
        {
            "both": "{N} both {p} and {q}",
            "not_only": "{N} not only {p} but also {q}",
            "but": "{N} {p} but {q}",
            "although": "although {N} {p}, {N} {q}",
            "while": "{N} {p}, and at the same time {N} {q}",
        }, weight=1,
    ),
    construction(
        "others", _others,
        {
            "except": "[everyone|everybody|everything] except {N} {p}",
            "but": "[everyone|everybody|everything] but {N} {p}",
            "apart_from": "apart from {N}, [everyone|everybody|everything] {p}",
            "exception": "with the exception of {N}, [everyone|everything] {p}",
            "other_than": "[everyone|everything] other than {N} {p}",
            "all_but": "all but {N} {ps}",
        },
        {"does": "{p?} [everyone|everything] except {N} {p.}", "but": "{p?} everybody but {N} {p.}"},
    ),
    construction(
        "only_name", lambda slots: Share("only", Being(slots.names["N"]), slots.sets["P"]),
        {
            "only": "only {N} {p}",
            "nobody_but": "[nobody|no one|nothing] but {N} {p}",
            "nobody_except": "[nobody|no one|nothing] {p} except {N}",
            "other_than": "[nobody|no one|nothing] other than {N} {p}",
            "unless": "[nobody {p} unless that person|nothing {p} unless it] is {N}",
        },
        {"does": "{p?} only {N} {p.}", "anyone": "{p?} nobody but {N} {p.}"}, negative=0.0,
    ),
    construction(
        "the_only", lambda slots: Share("just", slots.sets["P"], Being(slots.names["N"])),
        {
            "the_only": "{N} is the only [one|person|thing] that {p}",
            "alone": "{N}, and [nobody|nothing] else, {p}",
            "nobody_else": "{N} {p}, but [nobody|no one|nothing] else",
            "sole": "the only [one|thing|person] that {p} is {N}",
        },
        {"is": "is {N} the only one that {p}", "who": "is {N} the only person who {p}"}, negative=0.0, weight=1,
    ),
    construction(
        "denied", lambda slots: Opposite(slots.sentences["S"]),
        {
            "not_true": "it is not true that {s}",
            "false": "it is false that {s}",
            "not_case": "it is not the case that {s}",
            "wrong": "it is wrong to say that {s}",
            "no_way": "in no case is it true that {s}",
        }, negative=0.0, weight=1,
    ),
    construction(
        "one_not_other", lambda slots: All((In(slots.names["N"], slots.sets["P"]), Opposite(In(slots.names["M"], slots.sets["P"])))),
        {
            "but_not": "{N} {p}, but this is not true of {M}",
            "unlike": "unlike {M}, {N} {p}",
            "whereas": "{N} {p}, whereas {M} {np}",
            "not_so": "{N} {p}, which is not so for {M}",
            "and_not": "{N} {p} and {M} {np}",
        }, negative=0.0, weight=1,
    ),
)  # fmt: skip
