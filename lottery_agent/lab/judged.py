"""The results of a run, read and judged: what every score and report of it is computed from."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lottery_agent.answer import Answer
from lottery_agent.comparison import same_notation
from lottery_agent.errors import UsageError
from lottery_agent.lab.answers import ResultFile
from lottery_agent.lab.benchmarks import Benchmark
from lottery_agent.lab.passes import samples_of
from lottery_agent.lab.runs import benchmarks_of, identity, read_manifest, results_of
from lottery_agent.scoring import Equivalent, Gold, Judgement

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_ROUNDING = 1e-9
"""How far a sum of probabilities may be above 1."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The items of a benchmark that a run asks.

    Attributes:
        benchmark: The benchmark.
        golds: What is right, in the order of the suite.
    """

    benchmark: Benchmark
    golds: tuple[Gold, ...]

    @property
    def chance(self) -> float:
        """Share of the items that guessing gets right."""
        return sum(map(self.benchmark.scorer.guessed, self.golds)) / len(self.golds)


@dataclass(frozen=True, slots=True)
class Judged:
    """What an arm answered to a benchmark, and what became of each item.

    Attributes:
        arm: Name of the arm.
        asked: The items.
        file: The results as they are.
        answers: The results of these items, by id.
        judgements: One for each item, by id; one without a result has failed.
        samples: Which of the samples of an item are right, by id, where some were drawn.
    """

    arm: str
    asked: Asked
    file: ResultFile
    answers: Mapping[str, Answer]
    judgements: Mapping[str, Judgement]
    samples: Mapping[str, tuple[bool, ...]]

    @property
    def missing(self) -> int:
        """How many items have no result."""
        return len(self.judgements) - len(self.answers)

    @property
    def strays(self) -> int:
        """How many results belong to none of the items."""
        return len(self.file.results) - len(self.answers)


@dataclass(frozen=True, slots=True)
class JudgedRun:
    """A run with all its answers judged, whether it has ended or not.

    Attributes:
        manifest: What was asked of whom.
        asked: The items by benchmark.
        parts: By benchmark, then by arm. An arm that has not begun a benchmark is not in it.
    """

    manifest: Mapping[str, Any]
    asked: Mapping[str, Asked]
    parts: Mapping[str, Mapping[str, Judged]]

    def mixtures(self) -> Iterator[str]:
        """Say which arms answered with several model files, unless a larger one was to help."""
        if self.manifest["settings"].get("larger_model") is not None:
            return
        for arm in self.manifest["arms"]:
            files = {
                answer.ticket.sha256
                for parts in self.parts.values()
                if arm in parts
                for answer in parts[arm].answers.values()
                if answer.ticket is not None
            }
            if len(files) > 1:
                told = f"{arm} answered with {len(files)} model files"
                yield f"{told}, so its scores are not those of one model."


def judge_run(
    folder: Path, data: Path | None, *, equivalent: Equivalent = same_notation
) -> JudgedRun:
    """Judge all answers of a run; no model is needed.

    Args:
        folder: Folder of the run.
        data: The folder of benchmark files, for the gold answers; not needed for files of the
            user's.
        equivalent: Compares two expressions that are no numbers.

    Raises:
        UsageError: If the folder holds no run, nothing was answered yet, a file is broken, or the
            items are no longer those that were asked.
    """
    manifest = read_manifest(folder)
    asked = {each.name: _asked(each, manifest, data) for each in benchmarks_of(manifest, data)}
    parts = {
        name: {part.arm: part for part in _parts(folder, manifest["arms"], items, equivalent)}
        for name, items in asked.items()
    }
    if not any(parts.values()):
        raise UsageError(
            f"the run in {str(folder)!r} has no results yet",
            hint="continue it with `lottery lab run RUN --resume`",
        )
    return JudgedRun(manifest, asked, {name: arms for name, arms in parts.items() if arms})


def _asked(benchmark: Benchmark, manifest: Mapping[str, Any], data: Path | None) -> Asked:
    entry = manifest["benchmarks"][benchmark.name]
    ids = [str(name) for name in entry["ids"]]
    if identity(benchmark, ids, data)["sha256"] != entry["sha256"]:
        raise UsageError(
            f"the items of {benchmark.name} are no longer those that the run asks",
            hint="`lottery lab data` says where to get them",
        )
    golds = benchmark.golds(data)
    return Asked(benchmark, tuple(golds[name] for name in ids))


def _parts(
    folder: Path, arms: Mapping[str, Any], asked: Asked, equivalent: Equivalent
) -> Iterator[Judged]:
    for arm in arms:
        path = results_of(folder, arm, asked.benchmark.name)
        if not path.is_file():
            continue
        file = ResultFile.read(path, growing=True)
        found = [gold.id for gold in asked.golds if gold.id in file.results]
        if found:
            answers = {name: _answer(file, name) for name in found}
            judgements = file.judge(asked.benchmark, asked.golds, equivalent)
            samples = {
                gold.id: drawn
                for gold in asked.golds
                if gold.id in answers
                and (drawn := _right(answers[gold.id], gold, asked.benchmark, equivalent))
            }
            yield Judged(arm, asked, file, answers, judgements, samples)


def _right(
    answer: Answer, gold: Gold, benchmark: Benchmark, equivalent: Equivalent
) -> tuple[bool, ...]:
    """Tell which of the samples in an answer are right; one that gives nothing is not."""
    results = ({"status": "answered", "answer": text} for text in samples_of(answer))
    judged = (benchmark.scorer.judge(each, gold, equivalent=equivalent) for each in results)
    return tuple(judgement.outcome == "correct" for judgement in judged)


def _answer(file: ResultFile, name: str) -> Answer:
    """Return a result as an object whose every field is of its type.

    Raises:
        UsageError: If it is none.
    """
    from pydantic import ValidationError

    try:
        answer = _adapter().validate_python({**file.results[name], "id": name})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UsageError(
            f"the result of {name!r} in {file.name!r} is broken: {place}: {first['msg']}",
            hint="remove its line and continue with `lottery lab run RUN --resume`",
        ) from None
    numbers = (answer.confidence, answer.usage.seconds)
    if not all(map(math.isfinite, numbers)) or not 0 <= answer.confidence <= 1 + _ROUNDING:
        raise UsageError(
            f"the result of {name!r} in {file.name!r} is broken: confidence {answer.confidence}",
            hint="remove its line and continue with `lottery lab run RUN --resume`",
        )
    return answer


@cache
def _adapter() -> TypeAdapter[Answer]:
    from pydantic import TypeAdapter

    return TypeAdapter(Answer)
