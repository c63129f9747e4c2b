"""Sentences of everyday logic and their formulas: facts, rules, questions, statements to judge.

Sentences are composed from phrases and patterns, so a handful of patterns gives thousands of
constructions: every phrase (adjective, noun, verb, relation), positive or negative, goes into every
place. Each pattern has a name, under which it can be held out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from lottery_agent.models.training.draft import Draft, capital
from lottery_agent.models.training.generators.facts import fact
from lottery_agent.models.training.generators.formulas import Sentence, implies, of, restricted
from lottery_agent.models.training.generators.phrases import (
    adjective,
    entity,
    noun,
    phrase,
    relation,
    verb,
)
from lottery_agent.models.training.generators.rules import rule
from lottery_agent.models.training.generators.vocabulary import Vocabulary


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
        text, left = restricted(rng, words, plural=True)
        opener, (rest, right) = p.ask_many
        quantity = rng.choice(("all", "all", "all the", ""))
        formula = implies(of(left, "x"), of(right, "x"))
        return " ".join(f"{opener} {quantity} {text} {rest}".split()), formula, "ask.all"
    if draw < 0.75:
        text, left = restricted(rng, words, plural=False)
        opener, (rest, right) = p.ask
        return f"{opener} every {text} {rest}", implies(of(left, "x"), of(right, "x")), "ask.every"
    if draw < 0.82:
        text, left = restricted(rng, words, plural=True)
        opener, (rest, right) = p.ask_many
        quantity = rng.choice(("some", "any"))
        formula = f"some x ({of(left, 'x')} & {of(right, 'x')})"
        return f"{opener} {quantity} {text} {rest}", formula, "ask.some"
    if draw < 0.90:
        opener, (rest, right) = p.ask
        who = rng.choice(("anyone", "someone", "anybody", "anything", "something"))
        return f"{opener} {who} {rest}", f"some x ({of(right, 'x')})", "ask.anyone"
    if draw < 0.95:
        text, left = restricted(rng, words, plural=False)
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


JUDGING = (
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
    "So, necessarily, {l}.",
    "We may conclude: {s}.",
    "We may conclude that {l}.",
    "In consequence, {l}.",
    "From this follows: {s}.",
    "Hence, {l}.",
    "It follows that {l}.",
    "All this entails that {l}.",
    "That is why {l}.",
    "Therefore {l}.",
    "Is this statement true, false, or unknown? {s}.",
    "Based on the above information, is the following statement true, false, or unknown? {s}.",
    "Is the following statement true or false? {s}.",
)


_LEADS = (
    "We know that ",
    "Also, ",
    "Remember: ",
    "Note that ",
    "It is known that ",
    "It is a fact that ",
    "It is given that ",
    "Furthermore, ",
    "First, ",
    "Second, ",
    "Third, ",
    "Secondly, ",
    "To begin with, ",
    "To start with, ",
    "First of all, ",
    "Now, ",
    "Next, ",
    "Moreover, ",
    "Besides, ",
    "In addition, ",
    "Finally, ",
    "First premise: ",
    "Second premise: ",
    "Premise: ",
    "Assumption: ",
)
"""What comes before a sentence that is given, and states nothing."""


def draft(rng: Random, words: Vocabulary) -> Draft:
    """Draw a statement or a query."""
    if rng.random() < 0.68:
        return stated(rng, (fact if rng.random() < 0.36 else rule)(rng, words))
    if rng.random() < 0.72:
        return asked(rng, question(rng, words))
    return judged(rng, (fact if rng.random() < 0.7 else rule)(rng, words))


def stated(rng: Random, sentence: Sentence) -> Draft:
    """Return a sentence as one that is given."""
    text, formula, name = sentence
    text, formula = _cased(rng, text, formula)
    end = rng.choice((".",) * 12 + ("", "", "!"))
    lead = rng.choice(_LEADS) if rng.random() < 0.14 else ""
    if lead:
        text = lead + (text[:1].lower() + text[1:] if _free(text, formula) else text)
    return Draft("statement", {"sentence": text + end}, formula, f"logic.{name}")


def asked(rng: Random, sentence: Sentence) -> Draft:
    """Return a question as it is asked."""
    text, formula, name = sentence
    text = capital(text) if rng.random() < 0.8 else text
    end = "?" if rng.random() < 0.88 else ""
    return Draft("query", {"question": text + end}, f"? {formula}", f"logic.{name}")


def judged(rng: Random, sentence: Sentence, patterns: Sequence[str] = JUDGING) -> Draft:
    """Return a sentence whose truth is asked for.

    Args:
        rng: Where to draw from.
        sentence: The sentence.
        patterns: How to ask: `{s}` is the sentence, `{l}` the sentence in lower case.
    """
    text, formula, name = sentence
    pattern = rng.choice(patterns)
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
