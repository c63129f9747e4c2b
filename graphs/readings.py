"""Reads sentences together where the most probable translation of each makes no sense as a whole.

A sentence is translated alone, so nothing keeps it from clashing with the next one. Yet what a
puzzle says has a solution, and of its options one is right: a reading without that is wrong
somewhere. Each sentence that the model is not sure of is then written again by chance, and the
readings of all of them are tried, the most probable first.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.writer import Draft, certainty, write
from lottery_agent.models.engine import Completion, Sampling

SURE = 0.97
"""A translation at least this probable has no alternative."""
MOST = 8
"""Sentences that are written again at most, the least sure ones."""
_SPARED = 10
"""Model calls that are left to what comes after, beside samples."""
_NEGLIGIBLE = 0.02
"""Part of what the best answer weighs, below which a reading changes nothing."""
_WORD = re.compile(r"[^\W\d]\w*")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Way:
    """A way to write a sentence, or several that are read alike.

    Attributes:
        texts: The translation of each.
        probability: In [0, 1].
    """

    texts: tuple[str, ...]
    probability: float


def ways(
    handles: Handles,
    drafts: Sequence[Draft],
    written: Sequence[Completion],
    times: int,
    *,
    escalated: bool,
) -> list[list[Way]]:
    """Write the sentences again that the model is not sure of, as far as the budget goes.

    Args:
        handles: The run's handles.
        drafts: What was to be written.
        written: What was written.
        times: How often each is written again, at the model's own temperature.
        escalated: Whether the larger engine writes.

    Returns:
        The different translations of each sentence, the most probable first.
    """
    doubts = sorted((certainty(completion), i) for i, completion in enumerate(written))
    spared = _SPARED + handles.policy.samples
    room = max(handles.budget.calls_left - spared, 0) // times
    unsure = [i for sure, i in doubts if sure < SURE][: min(MOST, room)]
    again = [
        replace(drafts[i], sampling=Sampling(temperature=1.0, seed=handles.policy.seed + 1 + n))
        for i in unsure
        for n in range(times)
    ]
    found = [{completion.text: certainty(completion)} for completion in written]
    for place, completion in enumerate(write(handles, again, escalated=escalated)):
        found[unsure[place // times]][completion.text] = certainty(completion)
    return [
        [Way((text,), each[text]) for text in sorted(each, key=each.__getitem__, reverse=True)]
        for each in found
    ]


def alike(sentences: Sequence[Sequence[Way]], kept: Sequence[str]) -> list[Way]:
    """Return the ways to write sentences that are worded alike, such as the options of a puzzle.

    What one of them means by a phrase the others mean, too, so they change together: a way takes
    one form, names aside, wherever a sentence has it. It is as probable as a sentence is on average
    (geometric mean), as if only one decision were made.

    Args:
        sentences: The translations of each sentence alone, the most probable first.
        kept: Words of the language that are part of the form.

    Returns:
        Different ways to write all of them, the most probable first.
    """
    forms = [[_form(way.texts[0], kept) for way in each] for each in sentences]
    found: dict[tuple[str, ...], float] = {}
    for form in dict.fromkeys(form for each in forms for form in each):
        picked = [
            each[own.index(form)] if form in own else each[0]
            for each, own in zip(sentences, forms, strict=True)
        ]
        texts = tuple(way.texts[0] for way in picked)
        found[texts] = joint(picked) ** (1 / len(picked))
    return sorted(
        (Way(texts, probability) for texts, probability in found.items()),
        key=lambda way: way.probability,
        reverse=True,
    )


def _form(text: str, kept: Sequence[str]) -> str:
    """Return a sentence without its names: `robin = last - 1` is `_ = last - 1`."""
    return _WORD.sub(lambda word: word[0] if word[0].lower() in kept else "_", text)


def most_probable(choices: Sequence[Sequence[Way]]) -> Iterator[tuple[Way, ...]]:
    """Yield each combination of one way of each choice, the most probable one first.

    Args:
        choices: Ways that do not depend on each other, the most probable first of each.
    """
    if not all(choices):
        return
    first = (0,) * len(choices)
    waiting = [(-joint(_picked(choices, first)), first)]
    seen = {first}
    while waiting:
        _, picks = heapq.heappop(waiting)
        yield _picked(choices, picks)
        for i, pick in enumerate(picks):
            after = (*picks[:i], pick + 1, *picks[i + 1 :])
            if pick + 1 < len(choices[i]) and after not in seen:
                seen.add(after)
                heapq.heappush(waiting, (-joint(_picked(choices, after)), after))


def elected(
    choices: Sequence[Sequence[Way]],
    solve: Callable[[tuple[Way, ...]], tuple[str, T] | None],
    most: int,
    *,
    whole: Callable[[tuple[Way, ...]], bool] = lambda reading: True,
) -> tuple[T, float] | None:
    """Solve readings, the most probable first, and return what gave the most probable answer.

    An answer's confidence is its share of the probability of all readings that have one (Bayes'
    rule), as if what nobody wrote down were divided likewise.

    Args:
        choices: Ways that do not depend on each other, the most probable first of each.
        solve: Returns the answer of a reading, and what gave it; None if the reading has none.
        most: Readings that are tried at most.
        whole: Tells whether the ways of a reading fit together. One that lacks something may be
            right, but what it would answer is not known: it takes its share of the probability.

    Returns:
        The most probable reading's with the most probable answer, and its confidence in [0, 1];
        None if no reading that was tried has an answer.
    """
    weights: defaultdict[str, float] = defaultdict(float)
    found: dict[str, T] = {}
    unknown = 0.0
    for reading in islice(most_probable(choices), most):
        probability = joint(reading)
        # A text that was cut has the probability 0, and so has a reading with it.
        if not probability or probability < _NEGLIGIBLE * max(weights.values(), default=0.0):
            break
        if not whole(reading):
            unknown += probability
        elif (solved := solve(reading)) is not None:
            answer, gave = solved
            weights[answer] += probability
            found.setdefault(answer, gave)
    if not weights:
        return None
    best = max(weights, key=weights.__getitem__)
    return found[best], weights[best] / math.fsum((*weights.values(), unknown))


def only_way(choices: Sequence[Sequence[Way]]) -> float:
    """Return how sure the sentences are that have one way alone, the least sure one, in [0, 1]."""
    return min((each[0].probability for each in choices if len(each) == 1), default=1.0)


def joint(reading: Iterable[Way]) -> float:
    """Return the probability of ways that do not depend on each other."""
    return math.prod(way.probability for way in reading)


def _picked(choices: Sequence[Sequence[Way]], picks: Sequence[int]) -> tuple[Way, ...]:
    return tuple(ways[pick] for ways, pick in zip(choices, picks, strict=True))
