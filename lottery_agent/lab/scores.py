"""The scores of a run: every arm on every benchmark, computed from its results alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lottery_agent.comparison import same_notation
from lottery_agent.errors import UsageError
from lottery_agent.lab.answers import ResultFile
from lottery_agent.lab.costs import costs_of
from lottery_agent.lab.runs import benchmarks_of, read_manifest, results_of
from lottery_agent.scoring import Equivalent, Tally, tally


@dataclass(frozen=True, slots=True)
class Cell:
    """An arm on a benchmark.

    Attributes:
        tally: Counts and rates; an item without a result counts as failed.
        missing: Items without a result.
        tokens: Tokens computed for an item, prompt and answer, on average over its results.
        seconds: Seconds by the clock for an item; several items share them.
        processor_seconds: Processor seconds for an item.
        offloaded: Share of the answered items to which a tool or a quote contributed.
    """

    tally: Tally
    missing: int
    tokens: float
    seconds: float
    processor_seconds: float
    offloaded: float

    @property
    def seconds_of_right(self) -> float | None:
        """Processor seconds for each right answer; None if there is none."""
        if not self.tally.correct:
            return None
        return self.processor_seconds * self.tally.items / self.tally.correct


@dataclass(frozen=True, slots=True)
class Scores:
    """A run's scores.

    Attributes:
        manifest: What was asked of whom.
        cells: By benchmark, then by arm. An arm that has not begun a benchmark is not in it.
    """

    manifest: Mapping[str, Any]
    cells: Mapping[str, Mapping[str, Cell]]

    def to_json(self) -> dict[str, Any]:
        """Return the scores as plain data."""
        return {
            "version": 1,
            "suite": self.manifest["suite"],
            "arms": {name: arm["title"] for name, arm in self.manifest["arms"].items()},
            "benchmarks": {
                benchmark: {arm: asdict(cell) for arm, cell in cells.items()}
                for benchmark, cells in self.cells.items()
            },
        }


def score_run(folder: Path, data: Path, *, equivalent: Equivalent = same_notation) -> Scores:
    """Score a run, whether it has ended or not.

    Args:
        folder: Folder of the run.
        data: The folder of benchmark files, for the gold answers.
        equivalent: Compares two expressions that are no numbers.

    Raises:
        UsageError: If the folder holds no run, nothing was answered yet, or a file is broken.
    """
    manifest = read_manifest(folder)
    costs = costs_of(folder)
    cells: dict[str, dict[str, Cell]] = {}
    for benchmark in benchmarks_of(manifest, data):
        golds = benchmark.golds(data)
        chosen = [golds[name] for name in manifest["benchmarks"][benchmark.name]["ids"]]
        for arm in manifest["arms"]:
            path = results_of(folder, arm, benchmark.name)
            if not path.is_file() or not path.stat().st_size:
                continue
            file = ResultFile.read(path)
            judged = file.judge(benchmark, chosen, equivalent).values()
            results = list(file.results.values())
            spent = costs.get((arm, benchmark.name), ())
            measured = sum(cost.items for cost in spent) or 1
            cells.setdefault(benchmark.name, {})[arm] = Cell(
                tally=tally(list(judged)),
                missing=file.missing(gold.id for gold in chosen),
                tokens=sum(map(_tokens, results)) / len(results),
                seconds=sum(cost.seconds for cost in spent) / measured,
                processor_seconds=sum(cost.processor_seconds for cost in spent) / measured,
                offloaded=_offloaded(results),
            )
    if not cells:
        raise UsageError(
            f"the run in {str(folder)!r} has no results yet",
            hint="continue it with `lottery lab resume`",
        )
    return Scores(manifest, cells)


def _tokens(result: Mapping[str, Any]) -> int:
    usage = result["usage"]
    computed = usage["prompt_tokens"] - usage["prompt_tokens_reused"]
    return int(computed + usage["completion_tokens"])


def _offloaded(results: list[Mapping[str, Any]]) -> float:
    answered = [result for result in results if result["status"] == "answered"]
    helped = [result for result in answered if result["work"] or result["citations"]]
    return len(helped) / len(answered) if answered else 0.0
