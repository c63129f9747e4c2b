# ruff: noqa: E501 - a pattern of language is one line
"""Constructions that say how many of some things are so: every, no, only, some, not all, unless."""

from __future__ import annotations

from lottery_agent.models.training.generators.constructions.catalogue import Build, construction
from lottery_agent.models.training.generators.constructions.meaning import (
    Complement,
    Opposite,
    Overlap,
    Quantity,
    Share,
)


def _share(quantity: Quantity) -> Build:
    return lambda slots: Share(quantity, slots.sets["A"], slots.sets["P"])


CONSTRUCTIONS = (
    construction(
        "every", _share("every"),
        {
            "every": "every {a} {p}",
            "all": "all [the|] {As} {ps}",
            "each": "each {a} {p}",
            "any": "any {a} {p}",
            "plural": "{As} {ps}",
            "article": "{aa} {p}",
            "without_exception": "without exception, {As} {ps}",
            "each_of": "each of the {As} {p}",
            "always": "it is always true of {aa}: it {p}",
            "if_it_is": "if something is {aa}, it {p}",
        },
        {"every": "{p?} every {a} {p.}", "all": "{ps?} all [the|] {As} {ps.}", "each": "{p?} each {a} {p.}", "plural": "{ps?} {As} {ps.}"},
        weight=3, negative=0.15,
    ),
    construction(
        "no", _share("no"),
        {
            "no": "no {a} {p}",
            "no_plural": "no {As} {ps}",
            "none_of": "none of the {As} {ps}",
            "not_one": "not [one|a single] {a} {p}",
            "there_is_no": "there is no {n} that {p}",
            "there_are_no": "there are no {ns} that {ps}",
            "nothing": "nothing that is {aa} {p}",
            "never": "it never happens that {aa} {p}",
            "not_any": "there is not any {n} that {p}",
        },
        {"no": "{p?} no {a} {p.}", "none": "{ps?} none of the {As} {ps.}", "there": "is there no {n} that {p}"},
        negative=0.0, weight=3,
    ),
    construction(
        "not_every", lambda slots: Opposite(Share("every", slots.sets["A"], slots.sets["P"])),
        {
            "every": "not every {a} {p}",
            "all": "not all [the|] {As} {ps}",
            "all_of": "not all of the {As} {ps}",
            "not_true": "it is not true that all {As} {ps}",
            "false": "it is false that every {a} {p}",
            "by_no_means": "by no means all {As} {ps}",
            "each": "not each of the {As} {p}",
            "far_from": "it is far from true that every {a} {p}",
        },
        {"every": "{p?} not every {a} {p.}", "all": "{ps?} not all {As} {ps.}"}, negative=0.0, weight=3,
    ),
    construction(
        "some", _share("some"),
        {
            "some": "some {a} {p}",
            "some_plural": "some [of the|] {As} {ps}",
            "at_least_one": "at least one {a} {p}",
            "there_is": "there is {an} that {p}",
            "there_are": "there are {ns} that {ps}",
            "one_of": "[one|at least one] of the {As} {p}",
            "one_or_more": "one or more [of the|] {As} {ps}",
            "exists": "[there exists|one can find|you can find] {an} that {p}",
            "a_few": "a few {As} {ps}",
            "among": "among the {ns} there is one that {p}",
        },
        {"some": "{ps?} some {As} {ps.}", "any": "{ps?} any {As} {ps.}", "at_least": "{p?} at least one {a} {p.}", "there": "is there {an} that {p}", "are_there": "are there [any|] {ns} that {ps}"},
        negative=0.15, weight=3,
    ),
    construction(
        "only", _share("only"),
        {
            "only": "only {ns} {ps}",
            "none_but": "none but {ns} {ps}",
            "nobody_but": "[nobody|no one|nothing] but {an} {p}",
            "the_only": "{ns} are the only [ones|things|people] that {ps}",
            "except": "[nobody|no one|nothing] {p} except {ns}",
            "unless": "nothing {p} unless it is {an}",
            "only_if": "something {p} only if it is {an}",
            "who_must": "whatever {p} must be {an}",
            "exclusively": "it is exclusively {ns} that {ps}",
            "in_order": "to be something that {p}, one has to be {an}",
        },
        {"do": "{ps?} only {ns} {ps.}", "is": "is it true that only {ns} {ps}", "are": "are {ns} the only ones that {ps}"}, negative=0.0, weight=4,
    ),
    construction(
        "only_rule", lambda slots: Share("every", slots.sets["P"], slots.sets["Q"]),
        {
            "only_if": "[someone {p} only if [he|she] {q}|something {p} only if it {q}]",
            "only_those": "only those who {qs} {ps}",
            "nobody_unless": "[nobody {p} unless he or she {q}|nothing {p} unless it {q}]",
            "only_who": "only [someone|a person] who {q} {p}",
            "must_be": "[everyone that {p} is someone|everything that {p} is something] that {q}",
            "none_but_those": "none but those who {qs} {ps}",
        }, negative=0.05, weight=3,
    ),
    construction(
        "nobody_who", lambda slots: Share("no", slots.sets["P"], slots.sets["Q"]),
        {
            "nobody": "[nobody|no one] who {p} {q}",
            "nothing": "nothing that {p} {q}",
            "none_of_those": "none of those who {ps} {qs}",
            "not_a_person": "not [one|a single] person who {p} {q}",
            "no_thing": "no [thing|person] that {p} {q}",
            "never_both": "[nobody|nothing] both {p} and {q}",
            "whoever": "of those that {ps}, not one {q}",
        },
        {"does": "{q?} nobody who {p} {q.}", "no_one": "{q?} no one that {p} {q.}"}, negative=0.05, weight=3,
    ),
    construction(
        "everyone_who", lambda slots: Share("every", slots.sets["P"], slots.sets["Q"]),
        {
            "everyone": "[everyone|everybody|anyone|anybody] who {p} {q}",
            "everything": "[everything|anything] that {p} {q}",
            "those": "[those|people] who {ps} {qs}",
            "whoever": "whoever {p} {q}",
            "if_someone": "if [someone|somebody|a person] {p}[ then|,] [he|she] {q}",
            "things": "[things|all things] that {ps} {qs}",
            "whenever": "whenever [someone|somebody] {p}, [he|she] {q}",
            "all_who": "all who {ps} {qs}",
            "who": "[someone|a person] who {p} {q}",
            "implies": "to be one that {p} means to be one that {q}",
            "if_something": "if something {p}, then it {q}",
        },
        {"does": "{q?} everyone who {p} {q.}", "all": "{qs?} all who {ps} {qs.}", "those": "{qs?} those who {ps} {qs.}"}, negative=0.2, weight=4,
    ),
    construction(
        "enough", lambda slots: Share("every", slots.sets["A"], slots.sets["B"]),
        {
            "sufficient": "being {an} is sufficient for being {ab}",
            "enough": "being {an} is enough [to be|for being] {ab}",
            "implies": "being {an} [implies|means] being {ab}",
            "whoever": "[whoever|whatever] is {an} is {ab}[, too|]",
            "also": "every {n} is [also {ab}|{ab}, too|{ab} as well]",
            "necessary": "being {ab} is necessary [for being|to be] {an}",
            "must": "to be {an}, [one|it] must be {ab}",
            "only_if": "one is {an} only if one is {ab}",
            "without": "without being {ab}, one can't be {an}",
        },
        {"is": "is every {n} {ab}", "enough": "is being {an} enough to be {ab}"}, negative=0.05, weight=3,
    ),
    construction(
        "rules_out", lambda slots: Share("no", slots.sets["A"], slots.sets["B"]),
        {
            "sufficient": "being {an} is sufficient for not being {ab}",
            "rules_out": "being {an} [rules out|excludes] being {ab}",
            "whoever": "[whoever|whatever] is {an} is not {ab}",
            "no": "no {n} is {ab}",
            "necessary": "not being {ab} is necessary for being {an}",
        },
        {"is": "is no {n} {ab}"}, negative=0.0, weight=3,
    ),
    construction(
        "none_of_these",
        lambda slots: Share(
            "every", Overlap((Complement(slots.sets["A"]), Complement(slots.sets["B"]))), slots.sets["P"]
        ),
        {
            "neither": "[whoever|whatever] is neither {an} nor {ab} {p}",
            "everyone": "[everyone|everybody] who is neither {an} nor {ab} {p}",
            "none_of_this": "[whoever|whatever] is none of this, {an} or {ab}, {p}",
            "colon": "whoever is none of these: {an} or {ab}, {p}",
            "not_either": "what is not {an} and not {ab} {p}",
        }, negative=0.05,
    ),
    construction(
        "someone_who", lambda slots: Share("some", slots.sets["P"], slots.sets["Q"]),
        {
            "at_least": "at least one [person|thing] that {p} {q}",
            "there_is": "there is [someone|somebody|something] that {p} and {q}",
            "some_of": "some of those that {ps} {qs}",
            "one_both": "[someone|something] both {p} and {q}",
            "not_nobody": "there are [people|things] that {ps} and {qs}",
        },
        {"is": "is there anyone who {p} and {q}", "does": "{q?} anyone who {p} {q.}"}, negative=0.1,
    ),
    construction(
        "same", lambda slots: Share("just", slots.sets["P"], slots.sets["Q"]),
        {
            "if_and_only_if": "[someone {p} if and only if [he|she] {q}|something {p} if and only if it {q}]",
            "exactly_those": "exactly those who {ps} {qs}",
            "exactly_when": "[a person {p} exactly when [he|she] {q}|something {p} exactly when it {q}]",
            "all_and_only": "all and only those who {ps} {qs}",
            "just_if": "[someone {p} just in case [he|she] {q}|something {p} just in case it {q}]",
            "and_back": "[everyone|everything] that {p} {q}, and the other way round",
        }, negative=0.05,
    ),
    construction(
        "same_kind", _share("just"),
        {
            "all_and_only": "all and only {ns} {ps}",
            "iff": "something is {an} if and only if it {p}",
            "exactly": "exactly the {ns} {ps}",
            "precisely": "something is {an} precisely when it {p}",
            "the_things": "{ns} are exactly the things that {ps}",
            "both_ways": "{ns} {ps}, and whatever {p} is {an}",
        }, negative=0.05,
    ),
    construction(
        "everything", lambda slots: Share("every", None, slots.sets["P"]),
        {
            "everything": "[everyone|everybody|everything] {p}",
            "no_exception": "[everyone|everything] {p} without exception",
            "all_of_them": "[all of them|one and all] {ps}",
            "all": "each and every [one|thing|person] {p}",
        },
        {"does": "{p?} [everyone|everybody|everything] {p.}"}, weight=1,
    ),
    construction(
        "nothing", lambda slots: Share("no", None, slots.sets["P"]),
        {
            "nobody": "[nobody|no one] {p}",
            "nothing": "nothing {p}",
            "not_anyone": "there is [nobody|no one|nothing] that {p}",
            "not_a_soul": "not one [person|thing] {p}",
            "none": "none of them {ps}",
        },
        {"does": "{p?} [nobody|no one|nothing] {p.}"}, negative=0.0, weight=1,
    ),
    construction(
        "something", lambda slots: Share("some", None, slots.sets["P"]),
        {
            "someone": "[someone|somebody|something] {p}",
            "there_is": "there is [someone|somebody|something] that {p}",
            "at_least": "at least one [person|thing] {p}",
            "not_nobody": "[one person or more|one thing or more] {p}",
        },
        {"does": "{p?} [anyone|anybody|anything|someone|something] {p.}", "is_there": "is there [anyone|anything] that {p}"}, weight=1,
    ),
)  # fmt: skip
