"""Sentences of everyday logic and their formulas: facts, rules, questions, statements to judge.

Sentences are composed from phrases and patterns, so a handful of patterns gives thousands of
constructions: every phrase (adjective, noun, verb, relation), positive or negative, goes into every
place. Each pattern has a name, under which it can be held out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from lottery_agent.models.training.draft import Draft, capital, spin
from lottery_agent.models.training.generators.phrases import (
    Form,
    Phrase,
    adjective,
    entity,
    noun,
    phrase,
    relation,
    verb,
)
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

Sentence = tuple[str, str, str]
"""Text without its full stop, formula, name of the pattern."""


def of(meaning: str, subject: str) -> str:
    """Put a subject into a meaning; a conjunction inside a larger formula needs no brackets."""
    return meaning.replace("@", subject)


def closed(formula: str) -> str:
    """Put a formula with a connective of its own in brackets."""
    depth = 0
    for i, char in enumerate(formula):
        depth += (char == "(") - (char == ")")
        if depth == 0 and formula[i : i + 3] in (" & ", " | ", " ->", " <-"):
            return f"({formula})"
    return formula


def implies(left: str, right: str) -> str:
    """`left -> right` under a quantifier over x."""
    return f"all x ({left} -> {right})"


def one(rng: Random, p: Phrase, *, negative: float = 0.25) -> Form:
    """Draw the singular form, now and then negated."""
    return rng.choice(p.not_one) if rng.random() < negative else p.one


def many(rng: Random, p: Phrase, *, negative: float = 0.25) -> Form:
    """Draw the plural form, now and then negated."""
    return rng.choice(p.not_many) if rng.random() < negative else p.many


def fact(rng: Random, words: Vocabulary) -> Sentence:
    """`Tom is kind`, `The bald eagle does not chase the cat`, `Tom and Ben are kind`."""
    subject, constant = entity(rng, words)
    first = phrase(rng, words, relations=0.35)
    draw = rng.random()
    if draw < 0.62:
        text, meaning = one(rng, first)
        return f"{subject} {text}", of(meaning, constant), "fact.plain"
    second = phrase(rng, words)
    if draw < 0.74:
        a, b = one(rng, first), one(rng, second)
        link, sign = rng.choice((("and", "&"), ("and", "&"), ("but", "&"), ("or", "|")))
        left, right = of(a[1], constant), of(b[1], constant)
        if sign == "&" and first.kind == second.kind == "adjective" and a == first.one:
            left_word = second.one[0].split(" ", 1)[1]
            text = f"{a[0]} {link} {left_word}"
            return f"{subject} {text}", f"{left} & {of(second.one[1], constant)}", "fact.two"
        return f"{subject} {a[0]} {link} {b[0]}", f"{left} {sign} {right}", "fact.two"
    if draw < 0.80:
        other, constant2 = entity(rng, words)
        text, meaning = many(rng, first)
        formula = f"{of(meaning, constant)} & {of(meaning, constant2)}"
        both = "Both " if rng.random() < 0.2 else ""
        name = "fact.both"
        return f"{both}{subject} and {other} {text}", formula, name
    if draw < 0.86:
        other, constant2 = entity(rng, words)
        if rng.random() < 0.5:
            text, meaning = first.one
            formula = f"{closed(of(meaning, constant))} | {closed(of(meaning, constant2))}"
            return spin(rng, f"[Either |Either |]{subject} or {other} {text}"), formula, "fact.or"
        text, meaning = first.one
        formula = f"~{closed(of(meaning, constant))} & ~{closed(of(meaning, constant2))}"
        return f"Neither {subject} nor {other} {text}", formula, "fact.neither"
    if draw < 0.93:
        a, b = adjective(rng, words).one, phrase(rng, words, relations=0).one
        if rng.random() < 0.5 or not a[0].startswith("is ") or not b[0].startswith("is "):
            b = adjective(rng, words).one
        x, y = a[0].split(" ", 1)[1], b[0].split(" ", 1)[1]
        left, right = of(a[1], constant), closed(of(b[1], constant))
        if rng.random() < 0.45:
            if rng.random() < 0.25:
                formula = f"({left} | {right}) & ~({left} & {right})"
                return f"{subject} is either {x} or {y} but not both", formula, "fact.exclusive"
            return f"{subject} is either {x} or {y}", f"{left} | {right}", "fact.either"
        formula = f"~{left} & ~{right}"
        return f"{subject} is neither {x} nor {y}", formula, "fact.neither_nor"
    return _fact_of_three(rng, words, subject, constant)


def _fact_of_three(rng: Random, words: Vocabulary, subject: str, constant: str) -> Sentence:
    """`Tom, Ben and Anna sing`, `Tom gave Ben a book`."""
    other, constant2 = entity(rng, words)
    third, constant3 = entity(rng, words)
    draw = rng.random()
    if draw < 0.5:
        text, meaning = many(rng, phrase(rng, words, relations=0.35), negative=0.1)
        formula = " & ".join(closed(of(meaning, c)) for c in (constant, constant2, constant3))
        return f"{subject}, {other} and {third} {text}", formula, "fact.three"
    word = rng.choice(("gave", "sent", "showed", "told", "gives", "sends", "offered"))
    thing = words.noun(rng).one
    if rng.random() < 0.5:
        return (
            f"{subject} {word} {other} a {thing}",
            f"{word}({constant}, {constant2}, {thing})",
            "fact.gave",
        )
    return (
        f"{subject} {word} the {thing} to {other}",
        f"{word}({constant}, {thing}, {constant2})",
        "fact.gave",
    )


def _restricted(rng: Random, words: Vocabulary, *, plural: bool) -> Form:
    """Return the noun phrase of a rule: `cat`, `black cat`, `cats that bark`."""
    word = words.noun(rng)
    name = word.many if plural else word.one
    text, meaning = name, f"{name}(@)"
    draw = rng.random()
    if draw < 0.22:
        quality = words.adjective(rng)
        text, meaning = f"{quality} {text}", f"{quality}(@) & {meaning}"
    elif draw < 0.27:
        first, second = words.adjective(rng), words.adjective(rng)
        link = rng.choice((", ", " ", " and "))
        text, meaning = f"{first}{link}{second} {text}", f"{first}(@) & {second}(@) & {meaning}"
    elif draw < 0.47:
        inner = phrase(rng, words, relations=0.35)
        form = many(rng, inner, negative=0.2) if plural else one(rng, inner, negative=0.2)
        link = rng.choice(("that", "who", "which", "that"))
        text, meaning = f"{text} {link} {form[0]}", f"{meaning} & {form[1]}"
    return text, meaning


def rule(rng: Random, words: Vocabulary) -> Sentence:
    """A general rule in one of its many wordings."""
    return rng.choice(_RULES)(rng, words)


def _every(rng: Random, words: Vocabulary) -> Sentence:
    text, left = _restricted(rng, words, plural=False)
    then, right = one(rng, phrase(rng, words), negative=0.2)
    lead = rng.choice(("every", "every", "each", "any", "all_", "every single"))
    if lead == "all_":
        lead = rng.choice(("every", "a", "an"))
        lead = ("an" if text[0] in "aeiou" else "a") if lead != "every" else lead
    return f"{lead} {text} {then}", implies(of(left, "x"), of(right, "x")), "rule.every"


def _all(rng: Random, words: Vocabulary) -> Sentence:
    text, left = _restricted(rng, words, plural=True)
    then, right = many(rng, phrase(rng, words), negative=0.2)
    lead = rng.choice(("all ", "all ", "all the ", "", "", "all of the "))
    formula = implies(of(left, "x"), of(right, "x"))
    return f"{lead}{text} {then}", formula, "rule.all" if lead else "rule.plural"


def _no(rng: Random, words: Vocabulary) -> Sentence:
    plural = rng.random() < 0.4
    text, left = _restricted(rng, words, plural=plural)
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
        text, left = _restricted(rng, words, plural=True)
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
    text, left = _restricted(rng, words, plural=False)
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


def question(rng: Random, words: Vocabulary) -> Sentence:
    """A question that is answered by yes or no; the text ends without its mark."""
    draw = rng.random()
    if draw < 0.62:
        subject, constant = entity(rng, words)
        p = phrase(rng, words, relations=0.35)
        opener, (rest, meaning) = p.ask
        if rng.random() < 0.06:
            negation = "isn't" if opener == "is" else "doesn't" if opener == "does" else None
            if negation:
                return f"{negation} {subject} {rest}", of(meaning, constant), "ask.plain"
        if rng.random() < 0.08:
            link = rng.choice(("and", "or"))
            other = rng.choice((adjective, noun, verb, relation))(rng, words)
            if other.ask[0] == opener:
                again, meaning2 = other.ask[1]
                sign = "&" if link == "and" else "|"
                formula = f"{of(meaning, constant)} {sign} {of(meaning2, constant)}"
                if not (sign == "|" and " & " in formula):
                    return f"{opener} {subject} {rest} {link} {again}", formula, "ask.two"
        return f"{opener} {subject} {rest}", of(meaning, constant), "ask.plain"
    p = phrase(rng, words)
    if draw < 0.70:
        text, left = _restricted(rng, words, plural=True)
        opener, (rest, right) = p.ask_many
        quantity = rng.choice(("all", "all", "all the", ""))
        formula = implies(of(left, "x"), of(right, "x"))
        return " ".join(f"{opener} {quantity} {text} {rest}".split()), formula, "ask.all"
    if draw < 0.75:
        text, left = _restricted(rng, words, plural=False)
        opener, (rest, right) = p.ask
        return f"{opener} every {text} {rest}", implies(of(left, "x"), of(right, "x")), "ask.every"
    if draw < 0.82:
        text, left = _restricted(rng, words, plural=True)
        opener, (rest, right) = p.ask_many
        quantity = rng.choice(("some", "any"))
        formula = f"some x ({of(left, 'x')} & {of(right, 'x')})"
        return f"{opener} {quantity} {text} {rest}", formula, "ask.some"
    if draw < 0.90:
        opener, (rest, right) = p.ask
        who = rng.choice(("anyone", "someone", "anybody", "anything", "something"))
        return f"{opener} {who} {rest}", f"some x ({of(right, 'x')})", "ask.anyone"
    if draw < 0.95:
        text, left = _restricted(rng, words, plural=False)
        then, right = p.one
        start = "is there an" if text[0] in "aeiou" else "is there a"
        formula = f"some x ({of(left, 'x')} & {of(right, 'x')})"
        return f"{start} {text} that {then}", formula, "ask.there"
    event, symbol = rng.choice(
        (
            ("does it rain", "rain"),
            ("is it cold", "cold"),
            ("is it raining", "raining"),
            ("does it snow", "snow"),
            ("is it late", "late"),
            ("will it rain", "rain"),
        )
    )
    return event, symbol, "ask.weather"


_JUDGE = (
    "True or false: {s}.",
    "True or false? {s}.",
    "Is it true that {l}?",
    "Is it the case that {l}?",
    "{s}.",
    "{s}?",
    "Can we conclude that {l}?",
    "Does it follow that {l}?",
    "Must it be that {l}?",
    "Is the following true: {s}.",
    "Is the statement '{s}' true?",
    "Statement: {s}.",
    "Decide whether {l}.",
    "Can you tell whether {l}?",
    "So {l}?",
    "Therefore {l}.",
    "Is this statement true, false, or unknown? {s}.",
    "Based on the above information, is the following statement true, false, or unknown? {s}.",
    "Is the following statement true or false? {s}.",
)


def draft(rng: Random, words: Vocabulary) -> Draft:
    """Draw a statement or a query."""
    if rng.random() < 0.68:
        text, formula, name = (fact if rng.random() < 0.36 else rule)(rng, words)
        text, formula = _cased(rng, text, formula)
        end = rng.choice((".",) * 12 + ("", "", "!"))
        lead = (
            rng.choice(
                (
                    "We know that ",
                    "Also, ",
                    "Remember: ",
                    "Note that ",
                    "It is known that ",
                    "Furthermore, ",
                )
            )
            if rng.random() < 0.05
            else ""
        )
        if lead:
            text = lead + (text[:1].lower() + text[1:] if _free(text, formula) else text)
        return Draft("statement", {"sentence": text + end}, formula, f"logic.{name}")
    if rng.random() < 0.72:
        text, formula, name = question(rng, words)
        text = capital(text) if rng.random() < 0.8 else text
        end = "?" if rng.random() < 0.88 else ""
        return Draft("query", {"question": text + end}, f"? {formula}", f"logic.{name}")
    text, formula, name = (fact if rng.random() < 0.7 else rule)(rng, words)
    pattern = rng.choice(_JUDGE)
    text, formula = _cased(rng, text, formula, lower=1.0 if "{l}" in pattern else 0.1)
    return Draft(
        "query",
        {"question": pattern.format(s=text, l=text)},
        f"? {formula}",
        f"logic.judge.{name}",
    )


def _free(text: str, formula: str) -> bool:
    """Tell whether the first word may change its case: it is not copied into the formula."""
    first = re.split(r"[\s,']", text, maxsplit=1)[0]
    return not re.search(rf"(?<![A-Za-z-]){re.escape(first)}(?![A-Za-z-])(?! [xyz] )", formula)


def _cased(rng: Random, text: str, formula: str, *, lower: float = 0.1) -> tuple[str, str]:
    """Begin the sentence with a capital; a first word that is copied gets it in the formula too."""
    formula = formula.replace("~~", "")
    if rng.random() < lower or not text[0].islower():
        return text, formula
    first = re.split(r"[\s,']", text, maxsplit=1)[0]
    copies = re.compile(rf"(?<![A-Za-z-]){re.escape(first)}(?![A-Za-z-])(?! [xyz] )")
    return capital(text), copies.sub(capital(first), formula)
