# ruff: noqa: E501 - a pattern of language is one line
"""Constructions that say how many of one kind stand in a relation to how many of another."""

from __future__ import annotations

from lottery_agent.models.training.generators.constructions.catalogue import Build, construction
from lottery_agent.models.training.generators.constructions.meaning import (
    Meaning,
    Opposite,
    Quantity,
    Share,
    Toward,
)
from lottery_agent.models.training.generators.constructions.slots import Slots


def _pair(outer: Quantity, inner: Quantity, *, passive: bool = False, named: bool = True) -> Build:
    """Return what a relation between things of two kinds means.

    Args:
        outer: How many of the first kind.
        inner: How many of the second.
        passive: Whether the second kind does something to the first.
        named: Whether the kinds are named; if not, it is about everybody.
    """

    def means(slots: Slots) -> Meaning:
        first, second = (slots.sets["A"], slots.sets["B"]) if named else (None, None)
        return Share(outer, first, Toward(inner, second, slots.names["V"], passive))

    return means


CONSTRUCTIONS = (
    construction(
        "every_every", _pair("every", "every"),
        {
            "every": "every {n} {v} every {b}",
            "bare": "{ns} {vb} {bs}",
            "all": "all {ns} {vb} all {bs}",
            "any": "any {n} {v} any {b}",
            "passive": "every {b} is {vn} by every {n}",
            "each": "each {n} {v} each {b}",
            "passive_bare": "{bs} are {vn} by {ns}",
        },
        {"does": "does every {n} {vb} every {b}", "do": "do all {ns} {vb} all {bs}", "bare": "do {ns} {vb} {bs}"}, weight=3,
    ),
    construction(
        "every_some", _pair("every", "some"),
        {
            "article": "every {n} {v} {ab}",
            "some": "every {n} {v} some {b}",
            "at_least": "each {n} {v} at least one {b}",
            "for_every": "for every {n} there is {ab} that it {v}",
            "all": "all {ns} {vb} [some|at least one] {b}",
            "any": "any {n} {v} one or more {bs}",
        },
        {"does": "does every {n} {vb} [some {b}|{ab}]", "do": "do all {ns} {vb} at least one {b}"}, weight=3,
    ),
    construction(
        "every_by_some", _pair("every", "some", passive=True),
        {
            "article": "every {n} is {vn} by {ab}",
            "some": "every {n} is {vn} by some {b}",
            "at_least": "each {n} is {vn} by at least one {b}",
            "all": "all {ns} are {vn} by [some|at least one] {b}",
            "for_every": "for every {n} there is {ab} that {v} it",
        },
        {"is": "is every {n} {vn} by {ab}"},
    ),
    construction(
        "every_no", _pair("every", "no"),
        {
            "no_any": "no {n} {v} any {b}",
            "no_article": "no {n} {v} {ab}",
            "plural": "{ns} {vb} no {bs}",
            "none_of": "none of the {ns} {vb} any {b}",
            "do_not": "{ns} do[ not|n't] {vb} {bs}",
            "never": "{ns} never {vb} {bs}",
            "there_is_no": "there is no {n} that {v} {ab}",
            "passive": "no {b} is {vn} by any {n}",
        },
        {"does": "does no {n} {vb} any {b}", "do": "do {ns} {vb} no {bs}"}, weight=3,
    ),
    construction(
        "some_every", _pair("some", "every"),
        {
            "some": "some {n} {v} every {b}",
            "at_least": "at least one {n} {v} all {bs}",
            "there_is": "there is {an} that {v} every {b}",
            "one_of": "one of the {ns} {v} each {b}",
            "any": "there is {an} that {v} any {b}",
        },
        {"is_there": "is there {an} that {v} every {b}", "does": "does some {n} {vb} every {b}"},
    ),
    construction(
        "some_some", _pair("some", "some"),
        {
            "some": "some {n} {v} some {b}",
            "at_least": "at least one {n} {v} {ab}",
            "there_is": "there is {an} that {v} {ab}",
            "plural": "some {ns} {vb} some {bs}",
            "one_of": "one of the {ns} {v} one of the {bs}",
        },
        {"is_there": "is there {an} that {v} {ab}", "does": "does any {n} {vb} {ab}", "do": "do any {ns} {vb} any {bs}"},
    ),
    construction(
        "no_every", _pair("no", "every"),
        {
            "no": "no {n} {v} every {b}",
            "all": "no {n} {v} all [the|] {bs}",
            "there_is_no": "there is no {n} that {v} every {b}",
            "none_of": "none of the {ns} {vb} all {bs}",
            "not_one": "not one {n} {v} each {b}",
        },
        {"does": "does no {n} {vb} every {b}"},
    ),
    construction(
        "not_every_some", lambda slots: Opposite(_pair("every", "some")(slots)),
        {
            "every": "not every {n} {v} {ab}",
            "all": "not all {ns} {vb} [some {b}|{ab}]",
            "not_true": "it is not true that every {n} {v} {ab}",
            "each": "not each {n} {v} at least one {b}",
        },
        {"does": "does not every {n} {vb} {ab}"},
    ),
    construction(
        "everyone_someone", _pair("every", "some", named=False),
        {
            "everyone": "[everyone {v} someone|everybody {v} somebody]",
            "each": "each person {v} at least one person",
            "for_everyone": "for everyone there is someone who is {vn} by that person",
            "or_other": "everybody {v} somebody or other",
        },
        {"does": "does everyone {vb} someone", "everybody": "does everybody {vb} somebody"}, weight=1,
    ),
    construction(
        "someone_everyone", _pair("some", "every", named=False),
        {
            "someone": "[someone {v} everyone|somebody {v} everybody]",
            "there_is": "there is [someone|somebody] who {v} [everyone|everybody]",
            "at_least": "at least one person {v} everyone",
            "one_for_all": "there is one person by whom everyone is {vn}",
        },
        {"is_there": "is there anyone who {v} everyone", "does": "does anyone {vb} everybody"}, weight=1,
    ),
    construction(
        "nobody_everyone", _pair("no", "every", named=False),
        {
            "nobody": "[nobody|no one] {v} [everyone|everybody]",
            "there_is": "there is [nobody|no one] who {v} [everyone|everybody]",
            "not_one": "not one person {v} everyone",
            "not_a_single": "not a single person {v} all of them",
        }, weight=1,
    ),
    construction(
        "nobody_anyone", _pair("every", "no", named=False),
        {
            "nobody": "[nobody|no one] {v} [anyone|anybody]",
            "passive": "[nobody|no one] is {vn} by [anyone|anybody]",
            "there_is": "there is [nobody|no one] who {v} [anyone|anybody]",
            "nothing": "nothing {v} anything",
        }, weight=1,
    ),
    construction(
        "everyone_everyone", _pair("every", "every", named=False),
        {
            "everyone": "[everyone {v} everyone|everybody {v} everybody|everything {v} everything]",
            "passive": "[everyone is {vn} by everyone|everybody is {vn} by everybody]",
            "all": "all {vb} all",
            "anyone": "anyone {v} anyone",
        }, weight=1,
    ),
)  # fmt: skip
