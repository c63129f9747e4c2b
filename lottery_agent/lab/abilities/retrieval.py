"""Retrieval from the prompt: a sentence in a long text has to be found again.

The needle test (Kamradt 2023) with sentences that compete: the text tells the passwords of several
things, at different places, and one is asked for. So it is not enough to notice what does not fit
in; the thing has to be matched.
"""

from __future__ import annotations

from random import Random

from lottery_agent.lab.abilities.probes import Probe
from lottery_agent.lab.abilities.prose import CODES, THINGS, sentences, things, woven

WORDS = (100, 300, 600, 900)
"""Lengths of the prose. The longest takes about 1,300 tokens, which the default window holds."""
DEPTHS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Share of the prose that stands before the needle."""
RIVALS = 4
"""Other things whose passwords the text tells."""
CHANCE = 1 / (RIVALS + 1)
"""Of who names any password of the text."""
KINDS = tuple(
    f"{WORDS[number % len(WORDS)]} words, depth {DEPTHS[number % len(DEPTHS)]:g}"
    for number in range(len(WORDS) * len(DEPTHS))
)
"""All pairs, since the two numbers have no common divisor, in an order that varies both."""


def make(random: Random, kind: str) -> Probe:
    """Return a probe."""
    length, _, depth = kind.partition(" words, depth ")
    prose = sentences(random, int(length))
    names = things(random, RIVALS + 1, THINGS)
    codes = random.sample(CODES, len(names))
    told = [
        f"The password of the {name} is {code}." for name, code in zip(names, codes, strict=True)
    ]
    needle = round(float(depth) * len(prose))
    others = [place for place in range(len(prose) + 1) if place != needle]
    facts = dict(zip(random.sample(others, RIVALS), ([fact] for fact in told[1:]), strict=True))
    return Probe(
        kind=kind,
        question=f"What is the password of the {names[0]}?",
        answer=codes[0],
        context=woven(prose, {**facts, needle: [told[0]]}),
    )
