# ruff: noqa: E501 - a pattern of language is one line
"""Constructions of a relation to something with a name: active, passive, each other."""

from __future__ import annotations

from lottery_agent.models.training.generators.constructions.catalogue import Build, construction
from lottery_agent.models.training.generators.constructions.meaning import (
    All,
    In,
    Meaning,
    Opposite,
    Quantity,
    Relation,
    Share,
)
from lottery_agent.models.training.generators.constructions.slots import Slots


def _name_to(quantity: Quantity, *, passive: bool = False, named: bool = True) -> Build:
    """Return what a relation between a named thing and things of a kind means."""

    def means(slots: Slots) -> Meaning:
        kind = slots.sets["A"] if named else None
        terms = (slots.names["N"], "@") if not passive else ("@", slots.names["N"])
        return Share(quantity, kind, Relation(slots.names["V"], terms))

    return means


def _fact(slots: Slots, *names: str) -> Meaning:
    first, second = (slots.names[name] for name in names)
    return In(first, Relation(slots.names["V"], ("@", second)))


def _each_other(slots: Slots) -> Meaning:
    return All((_fact(slots, "N", "M"), _fact(slots, "M", "N")))


CONSTRUCTIONS = (
    construction(
        "active", lambda slots: _fact(slots, "N", "M"),
        {
            "plain": "{N} {v} {M}",
            "it_is": "it is {N} who {v} {M}",
            "whom": "{M} is [somebody|the one] whom {N} {v}",
            "the_one": "the one who {v} {M} is {N}",
            "object_first": "it is {M} that {N} {v}",
        },
        {"does": "does {N} {vb} {M}", "is_it": "is it {N} who {v} {M}", "whom": "is {M} somebody whom {N} {v}"},
    ),
    construction(
        "passive", lambda slots: _fact(slots, "M", "N"),
        {
            "is_by": "{N} is {vn} by {M}",
            "was_by": "{N} was {vn} by {M}",
            "gets": "{N} gets {vn} by {M}",
            "it_is_by": "it is by {M} that {N} is {vn}",
            "has_been": "{N} has been {vn} by {M}",
            "one_of_those": "{N} is one of those {vn} by {M}",
        },
        {"is": "is {N} {vn} by {M}", "was": "was {N} {vn} by {M}", "has_been": "has {N} been {vn} by {M}"}, weight=4,
    ),
    construction(
        "not_passive", lambda slots: Opposite(_fact(slots, "M", "N")),
        {
            "is_not": "{N} is not {vn} by {M}",
            "was_not": "{N} was[ not|n't] {vn} by {M}",
            "never": "{N} is never {vn} by {M}",
            "not_true": "it is not true that {N} is {vn} by {M}",
        },
    ),
    construction(
        "each_other", _each_other,
        {
            "each_other": "{N} and {M} {vb} each other",
            "one_another": "{N} and {M} {vb} one another",
            "both_ways": "{N} {v} {M}, and the other way round",
            "mutual": "{N} {v} {M} and {M} {v} {N}",
        },
        {"do": "do {N} and {M} {vb} each other"},
    ),
    construction(
        "name_every", _name_to("every"),
        {
            "every": "{N} {v} [every|each] {n}",
            "all": "{N} {v} all {ns}",
            "passive": "every {n} is {vn} by {N}",
            "passive_plural": "[all |]{ns} are {vn} by {N}",
            "whatever": "whatever is {an} is {vn} by {N}",
            "if": "if something is {an}, {N} {v} it",
        },
        {"does": "does {N} {vb} every {n}", "is": "is every {n} {vn} by {N}", "are": "are all {ns} {vn} by {N}"},
    ),
    construction(
        "name_no", _name_to("no"),
        {
            "no": "{N} {v} no {n}",
            "not_any": "{N} does[ not|n't] {vb} any {n}",
            "passive": "no {n} is {vn} by {N}",
            "none_of": "none of the {ns} is {vn} by {N}",
            "there_is_no": "there is no {n} that {N} {v}",
            "never": "{N} never {v} {an}",
        },
        {"does": "does {N} {vb} no {n}", "is": "is no {n} {vn} by {N}"},
    ),
    construction(
        "name_some", _name_to("some"),
        {
            "some": "{N} {v} some {n}",
            "at_least": "{N} {v} at least one {n}",
            "passive": "[some|at least one] {n} is {vn} by {N}",
            "there_is": "there is {an} that {N} {v}",
            "one_of": "{N} {v} one of the {ns}",
        },
        {"does": "does {N} {vb} [any|some] {n}", "is_there": "is there {an} that {N} {v}", "is": "is any {n} {vn} by {N}"},
    ),
    construction(
        "by_every", _name_to("every", passive=True),
        {
            "passive": "{N} is {vn} by [every|each] {n}",
            "passive_all": "{N} is {vn} by all {ns}",
            "active": "every {n} {v} {N}",
            "active_plural": "[all |]{ns} {vb} {N}",
            "bare": "{N} is {vn} by {ns}",
        },
        {"is": "is {N} {vn} by every {n}", "does": "does every {n} {vb} {N}", "all": "is {N} {vn} by all {ns}"},
    ),
    construction(
        "by_no", _name_to("no", passive=True),
        {
            "passive": "{N} is {vn} by no {n}",
            "not_any": "{N} is[ not|n't] {vn} by any {n}",
            "active": "no {n} {v} {N}",
            "none_of": "none of the {ns} {vb} {N}",
            "there_is_no": "there is no {n} that {v} {N}",
        },
        {"is": "is {N} {vn} by no {n}"},
    ),
    construction(
        "by_some", _name_to("some", passive=True),
        {
            "passive": "{N} is {vn} by some {n}",
            "at_least": "{N} is {vn} by at least one {n}",
            "active": "some {n} {v} {N}",
            "there_is": "there is {an} that {v} {N}",
            "one_of": "{N} is {vn} by one of the {ns}",
        },
        {"is": "is {N} {vn} by [any|some] {n}", "is_there": "is there {an} that {v} {N}"},
    ),
    construction(
        "name_everyone", _name_to("every", named=False),
        {
            "everyone": "{N} {v} [everyone|everybody|everything]",
            "passive": "[everyone|everybody|everything] is {vn} by {N}",
            "each": "{N} {v} each and every [one|thing|person]",
            "all": "all are {vn} by {N}",
        },
        {"does": "does {N} {vb} [everyone|everything]", "is": "is everyone {vn} by {N}"},
    ),
    construction(
        "name_nobody", _name_to("no", named=False),
        {
            "nobody": "{N} {v} [nobody|no one|nothing]",
            "passive": "[nobody|no one|nothing] is {vn} by {N}",
            "not_anyone": "{N} does[ not|n't] {vb} [anyone|anybody|anything]",
            "there_is": "there is [nobody|no one|nothing] that {N} {v}",
        },
        {"does": "does {N} {vb} [nobody|nothing]"},
    ),
    construction(
        "by_nobody", _name_to("no", passive=True, named=False),
        {
            "passive": "{N} is {vn} by [nobody|no one|nothing]",
            "active": "[nobody|no one|nothing] {v} {N}",
            "not_anyone": "{N} is[ not|n't] {vn} by [anyone|anybody|anything]",
            "there_is": "there is [nobody|no one] who {v} {N}",
        },
        {"does": "does [nobody|no one] {vb} {N}", "is": "is {N} {vn} by nobody"},
    ),
    construction(
        "by_everyone", _name_to("every", passive=True, named=False),
        {
            "passive": "{N} is {vn} by [everyone|everybody|all]",
            "active": "[everyone|everybody] {v} {N}",
            "all": "all {vb} {N}",
            "each": "each and every person {v} {N}",
        },
        {"does": "does everyone {vb} {N}", "is": "is {N} {vn} by everyone"},
    ),
    construction(
        "name_someone", _name_to("some", named=False),
        {
            "someone": "{N} {v} [someone|somebody|something]",
            "passive": "[someone|something] is {vn} by {N}",
            "there_is": "there is [someone|something] that {N} {v}",
            "at_least": "{N} {v} at least one [person|thing]",
        },
        {"does": "does {N} {vb} [anyone|anybody|anything|someone]", "is_there": "is there anyone {N} {v}"},
    ),
)  # fmt: skip
