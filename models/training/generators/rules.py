"""General rules in their many wordings, and their formulas."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from lottery_agent.models.training.generators.formulas import (
    Sentence,
    closed,
    implies,
    many,
    of,
    one,
    restricted,
)
from lottery_agent.models.training.generators.phrases import entity, phrase
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def rule(rng: Random, words: Vocabulary) -> Sentence:
    """A general rule in one of its many wordings."""
    return rng.choice(_RULES)(rng, words)


def _every(rng: Random, words: Vocabulary) -> Sentence:
    text, left = restricted(rng, words, plural=False)
    then, right = one(rng, phrase(rng, words), negative=0.2)
    lead = rng.choice(("every", "every", "each", "any", "all_", "every single"))
    if lead == "all_":
        lead = rng.choice(("every", "a", "an"))
        lead = ("an" if text[0] in "aeiou" else "a") if lead != "every" else lead
    return f"{lead} {text} {then}", implies(of(left, "x"), of(right, "x")), "rule.every"


def _all(rng: Random, words: Vocabulary) -> Sentence:
    text, left = restricted(rng, words, plural=True)
    then, right = many(rng, phrase(rng, words), negative=0.2)
    lead = rng.choice(("all ", "all ", "all the ", "", "", "all of the "))
    formula = implies(of(left, "x"), of(right, "x"))
    return f"{lead}{text} {then}", formula, "rule.all" if lead else "rule.plural"


def _no(rng: Random, words: Vocabulary) -> Sentence:
    plural = rng.random() < 0.4
    text, left = restricted(rng, words, plural=plural)
    p = phrase(rng, words)
    then, right = p.many if plural else p.one
    return f"no {text} {then}", implies(of(left, "x"), f"~{closed(of(right, 'x'))}"), "rule.no"


def _quality_things(rng: Random, words: Vocabulary) -> Sentence:
    first = words.adjective(rng)
    text, left = first, f"{first}(x)"
    if rng.random() < 0.45:
        second = words.adjective(rng)
        text = f"{first}{rng.choice((', ', ' and ', ' '))}{second}"
        left = f"{first}(x) & {second}(x)"
    who = rng.choice(("things", "people", "things", "people", "ones"))
    then, right = many(rng, phrase(rng, words), negative=0.2)
    lead = rng.choice(("all ", "", ""))
    if rng.random() < 0.2:
        then, right = one(rng, phrase(rng, words), negative=0.2)
        who = rng.choice(("thing", "person"))
        lead = rng.choice(("every ", "each ", "any "))
    return f"{lead}{text} {who} {then}", implies(left, of(right, "x")), "rule.things"


def _only(rng: Random, words: Vocabulary) -> Sentence:
    p = phrase(rng, words, relations=0.35)
    draw = rng.random()
    if draw < 0.6:
        group = words.noun(rng)
        then, left = p.many
        text, right = group.many, f"{group.many}(x)"
        if rng.random() < 0.25:
            quality = words.adjective(rng)
            text, right = f"{quality} {text}", f"{quality}(x) & {right}"
        return f"only {text} {then}", implies(of(left, "x"), right), "rule.only"
    if draw < 0.8:
        quality = words.adjective(rng)
        who = rng.choice(("people", "things"))
        then, left = p.many
        return f"only {quality} {who} {then}", implies(of(left, "x"), f"{quality}(x)"), "rule.only"
    name, constant = entity(rng, words)
    then, left = p.one
    return f"only {name} {then}", implies(of(left, "x"), f"x = {constant}"), "rule.only_name"


def _nobody(rng: Random, words: Vocabulary) -> Sentence:
    who = rng.choice(("nobody", "no one", "nothing", "no one", "nobody"))
    link = "that" if who == "nothing" else "who"
    draw = rng.random()
    then, right = phrase(rng, words, relations=0.3).one
    if draw < 0.55:
        when, left = one(rng, phrase(rng, words, relations=0.3), negative=0.15)
        formula = implies(of(left, "x"), f"~{closed(of(right, 'x'))}")
        return f"{who} {link} {when} {then}", formula, "rule.nobody_who"
    if draw < 0.8:
        quality = words.adjective(rng)
        formula = implies(f"{quality}(x)", f"~{closed(of(right, 'x'))}")
        return f"{who} {quality} {then}", formula, "rule.nobody_quality"
    return f"{who} {then}", f"all x (~{closed(of(right, 'x'))})", "rule.nobody"


def _everyone(rng: Random, words: Vocabulary) -> Sentence:
    who = rng.choice(("everyone", "everybody", "everything", "anyone", "anybody", "anything"))
    link = "that" if who.endswith("thing") else rng.choice(("who", "who", "that"))
    then, right = one(rng, phrase(rng, words, relations=0.3), negative=0.2)
    draw = rng.random()
    if draw < 0.15 and who.startswith("every"):
        return f"{who} {then}", f"all x ({of(right, 'x')})", "rule.everyone"
    first = phrase(rng, words, relations=0.3)
    when, left = one(rng, first, negative=0.2)
    if rng.random() < 0.2:
        extra = one(rng, phrase(rng, words), negative=0.2)
        when, left = f"{when} and {extra[0]}", f"{left} & {extra[1]}"
    lead = f"{who} {link}"
    if rng.random() < 0.15:
        lead = rng.choice(("whoever", "people who", "things that", "those who", "someone who"))
        if not lead.startswith(("whoever", "someone")):
            when, left = many(rng, first, negative=0.2)
            then, right = many(rng, phrase(rng, words), negative=0.2)
    elif rng.random() < 0.15:
        quality = words.adjective(rng)
        return f"{who} {quality} {then}", implies(f"{quality}(x)", of(right, "x")), "rule.everyone"
    return f"{lead} {when} {then}", implies(of(left, "x"), of(right, "x")), "rule.everyone_who"


def _if_someone(rng: Random, words: Vocabulary) -> Sentence:
    who = rng.choice(("someone", "something", "a person", "anyone", "somebody", "anything"))
    pronoun = "it" if who in ("something", "anything") else rng.choice(("they", "he", "she"))
    if rng.random() < 0.12:
        pronoun = "that thing" if pronoun == "it" else "that person"
    plural = pronoun == "they"
    when, left = one(rng, phrase(rng, words, relations=0.4), negative=0.25)
    if rng.random() < 0.4:
        again = phrase(rng, words, relations=0.4)
        extra = (many if plural else one)(rng, again, negative=0.25)
        joint = rng.choice((" and ", f" and {pronoun} ", f" and {pronoun} ", " but "))
        if joint.strip() in ("and", "but"):
            extra = one(rng, again, negative=0.25)
        when, left = f"{when}{joint}{extra[0]}", f"{left} & {extra[1]}"
    after = phrase(rng, words, relations=0.3)
    then, right = (many if plural else one)(rng, after, negative=0.25)
    formula = implies(of(left, "x"), of(right, "x"))
    draw = rng.random()
    comma = rng.choice((" then ", ", then ", ", "))
    if draw < 0.75:
        return f"if {who} {when}{comma}{pronoun} {then}", formula, "rule.if_someone"
    if draw < 0.9:
        return f"{who} {then} if {pronoun} {_agree(when, plural)}", formula, "rule.if_someone"
    return f"whenever {who} {when}, {pronoun} {then}", formula, "rule.if_someone"


def _agree(text: str, plural: bool) -> str:
    return re.sub(r"^is\b", "are", text) if plural else text


def _if_kind(rng: Random, words: Vocabulary) -> Sentence:
    word = words.noun(rng)
    when, left = one(rng, phrase(rng, words, relations=0.35), negative=0.2)
    then, right = one(rng, phrase(rng, words), negative=0.2)
    lead = rng.choice(
        (
            "if a {n} {w}{c}it {t}",
            "a {n} {t} if it {w}",
            "when a {n} {w}, it {t}",
            "a {n} {t} whenever it {w}",
            "if a {n} {w}{c}the {n} {t}",
        )
    )
    text = lead.format(n=word.one, w=when, t=then, c=rng.choice((" then ", ", ", ", then ")))
    formula = implies(f"{word.one}(x) & {of(left, 'x')}", of(right, "x"))
    return text, formula, "rule.if_kind"


def _if_named(rng: Random, words: Vocabulary) -> Sentence:
    """A condition between closed sentences: `If Tom sings then the cat is black`."""
    subject, constant = entity(rng, words)
    when, left = one(rng, phrase(rng, words, relations=0.35))
    left = of(left, constant)
    text = f"{subject} {when}"
    if rng.random() < 0.3:
        extra = one(rng, phrase(rng, words))
        again = subject if rng.random() < 0.5 else ""
        text = f"{text} and {again + ' ' if again else ''}{extra[0]}"
        left = f"{left} & {of(extra[1], constant)}"
    after_subject, after = (subject, constant) if rng.random() < 0.5 else entity(rng, words)
    then, right = one(rng, phrase(rng, words, relations=0.35))
    right = of(right, after)
    result = f"{after_subject} {then}"
    patterns = (
        ("if {a}{c}{b}", "{l} -> {r}", "rule.if_named"),
        ("if {a}{c}{b}", "{l} -> {r}", "rule.if_named"),
        ("{b} if {a}", "{l} -> {r}", "rule.if_named"),
        ("when {a}, {b}", "{l} -> {r}", "rule.when"),
        ("whenever {a}, {b}", "{l} -> {r}", "rule.when"),
        ("{b} whenever {a}", "{l} -> {r}", "rule.when"),
        ("{a} only if {b}", "{l} -> {r}", "rule.only_if"),
        ("{a} if and only if {b}", "{cl} <-> {cr}", "rule.iff"),
        ("{b} unless {a}", "~{cl} -> {r}", "rule.unless"),
        ("unless {a}, {b}", "~{cl} -> {r}", "rule.unless"),
        ("either {a} or {b}", "{cl} | {cr}", "rule.or"),
        ("{a} and {b}", "{cl} & {cr}", "rule.and"),
        ("{a}, but {b}", "{cl} & {cr}", "rule.and"),
        ("it is not true that {a}", "~{cl}", "rule.denied"),
        ("{a} because {b}", "{cl} & {cr}", "rule.and"),
    )
    pattern, formula, name = rng.choice(patterns)
    comma = rng.choice((" then ", ", then ", ", "))
    sentence = pattern.format(a=text, b=result, c=comma)
    return sentence, formula.format(l=left, r=right, cl=closed(left), cr=closed(right)), name


def _weather(rng: Random, words: Vocabulary) -> Sentence:
    """Conditions without a subject: `If it rains, the grass is wet`."""
    word = rng.choice(("rain", "snow", "hail", "thunder", "drizzle", "freeze", "pour"))
    third = word + "s"
    day = rng.choice(_DAYS)
    event, symbol = rng.choice(
        (
            (f"it {third}", third),
            (
                f"it is {word}ing" if word != "freeze" else "it is freezing",
                f"{word}ing" if word != "freeze" else "freezing",
            ),
            (f"it does not {word}", f"~{word}"),
            ("it is cold", "cold"),
            ("it is sunny", "sunny"),
            ("it is late", "late"),
            (f"it is {day}", day),
        )
    )
    if rng.random() < 0.2:
        return event, symbol, "weather.fact"
    subject, constant = entity(rng, words)
    then, right = one(rng, phrase(rng, words, relations=0.2))
    right = of(right, constant)
    pattern, formula = rng.choice(
        (
            ("if {e}, {s} {t}", "{l} -> {r}"),
            ("if {e} then {s} {t}", "{l} -> {r}"),
            ("{s} {t} if {e}", "{l} -> {r}"),
            ("when {e}, {s} {t}", "{l} -> {r}"),
            ("whenever {e}, {s} {t}", "{l} -> {r}"),
            ("{s} {t} unless {e}", "~{l} -> {r}"),
        )
    )
    if "~{l}" in formula and symbol.startswith("~"):
        formula = "{l} -> {r}"
        symbol = symbol[1:]
    sentence = pattern.format(e=event, s=subject, t=then)
    return sentence, formula.format(l=symbol, r=right), "weather.rule"


def _some(rng: Random, words: Vocabulary) -> Sentence:
    draw = rng.random()
    if draw < 0.5:
        text, left = restricted(rng, words, plural=True)
        then, right = many(rng, phrase(rng, words), negative=0.25)
        lead = rng.choice(("some", "some", "some of the", "a few", "there are"))
        formula = f"some x ({of(left, 'x')} & {of(right, 'x')})"
        if lead == "there are":
            return f"there are {text} that {then}", formula, "rule.there_are"
        return f"{lead} {text} {then}", formula, "rule.some"
    p = phrase(rng, words, relations=0.3)
    if draw < 0.65:
        then, right = one(rng, p, negative=0.2)
        who = rng.choice(("someone", "somebody", "something"))
        return f"{who} {then}", f"some x ({of(right, 'x')})", "rule.someone"
    text, left = restricted(rng, words, plural=False)
    then, right = one(rng, p, negative=0.2)
    if draw < 0.85:
        start = rng.choice(("there is a", "at least one", "some"))
        formula = f"some x ({of(left, 'x')} & {of(right, 'x')})"
        if start == "there is a":
            start = "there is an" if text[0] in "aeiou" else start
            return f"{start} {text} that {then}", formula, "rule.there_is"
        return f"{start} {text} {then}", formula, "rule.some"
    formula = f"~all x ({of(left, 'x')} -> {of(right, 'x')})"
    return f"not every {text} {then}", formula, "rule.not_every"


def _two(rng: Random, words: Vocabulary) -> Sentence:
    """Two quantities of things at once: `Every judge likes some cat`."""
    a, b = words.noun(rng), words.noun(rng)
    act = words.verb(rng)
    draw = rng.random()
    if draw < 0.3:
        text = f"every {a.one} {act.third} every {b.one}"
        return text, f"all x all y ({a.one}(x) & {b.one}(y) -> {act.third}(x, y))", "two.every"
    if draw < 0.5:
        article_ = rng.choice(("some", "at least one", "a"))
        text = f"every {a.one} {act.third} {article_} {b.one}"
        return text, f"all x ({a.one}(x) -> some y ({b.one}(y) & {act.third}(x, y)))", "two.some"
    if draw < 0.65:
        text = f"{rng.choice(('all ', ''))}{a.many} {act.base} {b.many}"
        return text, f"all x all y ({a.many}(x) & {b.many}(y) -> {act.base}(x, y))", "two.plural"
    if draw < 0.8:
        name, constant = entity(rng, words)
        text = f"{name} {act.third} {rng.choice(('every', 'each', 'any'))} {b.one}"
        return text, f"all x ({b.one}(x) -> {act.third}({constant}, x))", "two.name_every"
    if draw < 0.9:
        name, constant = entity(rng, words)
        text = f"{name} {act.third} everyone"
        return text, f"all x ({act.third}({constant}, x))", "two.name_everyone"
    text = f"no {a.one} {act.third} {rng.choice(('a', 'any'))} {b.one}"
    return text, f"all x all y ({a.one}(x) & {b.one}(y) -> ~{act.third}(x, y))", "two.no"


_RULES: tuple[Callable[[Random, Vocabulary], Sentence], ...] = (
    *(_every, _every, _all, _all, _all, _no, _no, _quality_things, _only, _only, _nobody, _nobody),
    *(_everyone, _everyone, _if_someone, _if_someone, _if_kind, _if_named, _if_named, _weather),
    *(_some, _two),
)
