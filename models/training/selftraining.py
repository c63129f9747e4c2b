"""Turns worksheets that a ticket wrote into training examples: verdicts, and other right ways.

Both come from the model itself: the judge learns from the mistakes that the mathematician makes,
and the mathematician from ways that it found, which are nearer to it than those of people (Yuan et
al. 2023, arXiv 2308.01825). A worksheet that gives the known value by accident is neither right
nor wrong and takes no part: right is what computes the same as the known worksheet does for any
quantities (see `same_computation`). That leaves out a few right ones, too, which compute in the
head.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from random import Random

from lottery_agent.errors import UsageError
from lottery_agent.graphs.judge import LABELS
from lottery_agent.models.training.checks import worksheet_value
from lottery_agent.models.training.computations import normal_form, same_computation
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.samples import Sample

RIGHT, WRONG = LABELS

STREAMS = ("verdicts", "selftrained")
"""The streams that need samples."""

PAIRS = 2
"""Most right and wrong worksheets, each, of one problem that are judged."""
WAYS = 3
"""Most worksheets of one problem beside the known one."""
_LONGER = 1.5
"""How many times as long as the known worksheet another one may be."""
_RESERVED = 16
"""One in so many problems is kept for the evaluation of the judge."""


def check_samples(path: Path | None, shares: Mapping[str, float]) -> None:
    """Check that a recipe takes something from samples if there are any, and else from others.

    Args:
        path: The file of samples, if one is given.
        shares: The recipe's shares.

    Raises:
        UsageError: If it takes nothing.
    """
    if path is None and not any(without_samples(shares).values()):
        raise UsageError(
            "the recipe takes nothing but samples", hint="name the file of samples with --samples"
        )
    if path is not None and not any(shares.get(name) for name in STREAMS):
        raise UsageError(
            "the recipe takes nothing from samples",
            hint=f"leave --samples out, or add the share {STREAMS[0]!r} or {STREAMS[1]!r}",
        )


def without_samples(shares: Mapping[str, float]) -> dict[str, float]:
    """Return the shares of a round that has no samples yet."""
    return {name: share for name, share in shares.items() if name not in STREAMS}


def verdicts(samples: Iterable[Sample], rng: Random, *, held_out: bool = False) -> Iterator[Draft]:
    """Yield as many right as wrong worksheets of each problem that has both, in turn.

    A problem thus never tells the verdict, only the worksheet does: the judge has to tell better
    derivations of one question from worse ones. Worksheets that are written alike but for the names
    of steps count once. Wrong ones with different values come first, and those values that the
    model gives most often: they are the ones that win a vote.

    Args:
        samples: All samples.
        rng: Draws the order.
        held_out: Whether to take the problems that are kept for evaluation, or the others.
    """
    for problem in _problems(samples, rng):
        if is_reserved(problem[0]) is not held_out:
            continue
        wrong = _hard(problem)
        right = _right(problem, most=min(PAIRS, len(wrong))) if wrong else []
        answer = str(worksheet_value(problem[0].known)) if right else ""
        for good, bad in zip(right, wrong, strict=False):
            yield _verdict(good, RIGHT, answer)
            yield _verdict(bad, WRONG, answer)


def selftrained(samples: Iterable[Sample], rng: Random) -> Iterator[Draft]:
    """Yield right worksheets of problems that are written otherwise than the known one.

    None is much longer than the known one: what takes a detour is no example. Problems that are
    kept for evaluation are left out.

    Args:
        samples: All samples.
        rng: Draws the order.
    """
    for problem in _problems(samples, rng):
        if is_reserved(problem[0]):
            continue
        known = problem[0].known
        answer = str(worksheet_value(known))
        shorter = [each for each in problem if len(each.sheet) <= _LONGER * len(known)]
        for sample in _right(shorter, most=WAYS, unlike=known):
            yield Draft(
                "worksheet",
                sample.inputs,
                sample.sheet,
                sample.template,
                sample.source,
                answer=answer,
            )


def is_reserved(sample: Sample) -> bool:
    """Tell whether a problem is kept for evaluation, with all others that were made from it."""
    origin = sample.of if sample.source == "generated" else sample.source
    return hashlib.sha256(origin.encode()).digest()[0] % _RESERVED == 0


def _problems(samples: Iterable[Sample], rng: Random) -> Iterator[list[Sample]]:
    """Yield the samples of each problem in a drawn order, whatever the order in the file."""
    ordered = sorted(samples, key=lambda sample: (sample.of, sample.number))
    problems = [list(group) for _, group in groupby(ordered, key=lambda sample: sample.of)]
    rng.shuffle(problems)
    for problem in problems:
        rng.shuffle(problem)
        yield problem


def _right(problem: Sequence[Sample], *, most: int, unlike: str | None = None) -> list[Sample]:
    """Return right worksheets that are written differently, and not as a given one is."""
    seen = {normal_form(unlike)} if unlike is not None else set()
    found: list[Sample] = []
    for sample in problem:
        if len(found) == most:
            break
        if not sample.right or (form := normal_form(sample.sheet)) in seen:
            continue
        seen.add(form)
        if same_computation(sample.known, sample.sheet, _text(sample)):
            found.append(sample)
    return found


def _hard(problem: Sequence[Sample]) -> list[Sample]:
    """Return wrong worksheets that are written differently, hardest to tell first."""
    wrong = [sample for sample in problem if not sample.right and sample.value is not None]
    often = Counter(sample.value for sample in wrong)
    forms = {normal_form(sample.sheet): sample for sample in reversed(wrong)}
    turns: Counter[str | None] = Counter()
    ranked = []
    for sample in sorted(forms.values(), key=lambda sample: -often[sample.value]):
        ranked.append((turns[sample.value], sample))
        turns[sample.value] += 1
    return [sample for _, sample in sorted(ranked, key=lambda item: item[0])]


def _verdict(sample: Sample, verdict: str, answer: str) -> Draft:
    inputs = {**sample.inputs, "sheet": sample.sheet, "value": sample.value}
    return Draft("verdict", inputs, verdict, sample.template, sample.source, answer=answer)


def _text(sample: Sample) -> str:
    return "\n".join(filter(None, [sample.context, sample.question]))
