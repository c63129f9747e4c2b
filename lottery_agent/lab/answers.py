"""Arms whose answers are at hand: files of results, and answers that others recorded.

An item for which a file of results has no line counts as failed, as `lottery score` counts it. An
item that a recorded arm has no answer for was never asked: nothing is said of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, get_args

from lottery_agent.answer import Status
from lottery_agent.errors import UsageError
from lottery_agent.jsonl import read_lines
from lottery_agent.lab.benchmarks import Benchmark
from lottery_agent.lab.recorded import RecordedArm, find_arm, judge_record, read_recordings
from lottery_agent.scoring import Equivalent, Gold, Judgement

_STATUSES = get_args(Status)


class Arm(Protocol):
    """Something whose answers to items are at hand."""

    @property
    def name(self) -> str:
        """What it is called."""

    def judge(
        self, benchmark: Benchmark, golds: Sequence[Gold], equivalent: Equivalent
    ) -> dict[str, Judgement]:
        """Return the judgements of the items that the arm was asked, by id.

        Raises:
            UsageError: If it was asked none of them.
        """

    def missing(self, ids: Iterable[str]) -> int:
        """Return how many of these items count as failed because they have no result."""

    def strays(self, ids: Collection[str]) -> int:
        """Return how many results belong to none of these items, though they should."""


@dataclass(frozen=True, slots=True)
class ResultFile:
    """The arm of a file that `lottery batch` wrote.

    Attributes:
        name: Its path.
        results: The result objects by id.
    """

    name: str
    results: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls, path: Path, *, growing: bool = False) -> ResultFile:
        """Read a file of results.

        Args:
            path: The file.
            growing: Whether it is a run's: what a kill left of a last line is then no mistake.

        Raises:
            UsageError: If it can't be read, a line is no result, or an id occurs twice.
        """
        results: dict[str, Mapping[str, Any]] = {}
        for line in read_lines(path):
            if growing and line.data is None and not line.ended:
                break
            data = line.data or {}
            name, problem = str(data.get("id")), line.problem
            if not problem and ("id" not in data or data.get("status") not in _STATUSES):
                problem = "is no result of `lottery batch`"
            if not problem and name in results:
                problem = f"repeats the id {name!r}"
            if problem:
                raise UsageError(
                    f"line {line.number} of {str(path)!r} {problem}", hint="name a file of results"
                )
            results[name] = data
        return cls(str(path), results)

    def judge(
        self, benchmark: Benchmark, golds: Sequence[Gold], equivalent: Equivalent
    ) -> dict[str, Judgement]:
        """Judge all items; one without a result has failed."""
        if not any(gold.id in self.results for gold in golds):
            raise UsageError(
                f"{self.name!r} has no result of {benchmark.name}", hint="name what was asked"
            )
        return {
            gold.id: benchmark.scorer.judge(self.results.get(gold.id), gold, equivalent=equivalent)
            for gold in golds
        }

    def missing(self, ids: Iterable[str]) -> int:
        """Return how many of these items have no line."""
        return sum(name not in self.results for name in ids)

    def strays(self, ids: Collection[str]) -> int:
        """Return how many lines belong to other items."""
        return len(self.results.keys() - set(ids))


@dataclass(frozen=True, slots=True)
class RecordedAnswers:
    """The arm of answers that others recorded."""

    arm: RecordedArm

    @property
    def name(self) -> str:
        """Model and method."""
        return self.arm.name

    def judge(
        self, benchmark: Benchmark, golds: Sequence[Gold], equivalent: Equivalent
    ) -> dict[str, Judgement]:
        """Judge the items that have a record."""
        records = self.arm.records
        judged = {
            gold.id: judge_record(records[gold.id], gold, benchmark.scorer, equivalent=equivalent)
            for gold in golds
            if gold.id in records
        }
        if not judged:
            raise UsageError(
                f"{self.name!r} has no recorded answer to {benchmark.name}", hint="leave it out"
            )
        return judged

    def missing(self, ids: Iterable[str]) -> int:
        """Return 0: what has no record was never asked."""
        return 0

    def strays(self, ids: Collection[str]) -> int:
        """Return 0: others may have asked other items, too."""
        return 0

    @classmethod
    def find(
        cls, wanted: str, benchmarks: Sequence[Benchmark], folder: Path | None
    ) -> RecordedAnswers:
        """Return the arm that `MODEL/METHOD` means among the recorded answers to some benchmarks.

        Args:
            wanted: As the user wrote it; see `find_arm`.
            benchmarks: The benchmarks.
            folder: The folder of benchmark files.

        Raises:
            UsageError: If a benchmark has no recorded answers, or none or several arms are meant.
        """
        names: dict[str, None] = {}
        for benchmark in benchmarks:
            if benchmark.recording is None:
                raise UsageError(
                    f"there are no recorded answers to {benchmark.name}",
                    hint="`lottery lab data` lists what there are",
                )
            names[benchmark.recording] = None
        if folder is None:
            raise UsageError(
                "no folder of benchmark files is named", hint="give --data or set LOTTERY_DATA"
            )
        return cls(find_arm(wanted, read_recordings(names, folder)))
