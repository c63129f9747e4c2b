"""The scores of a run: every arm on every benchmark, computed from its results alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lottery_agent.answer import Answer
from lottery_agent.comparison import same_notation
from lottery_agent.lab.costs import Cost, costs_of, covered, joules_of
from lottery_agent.lab.judged import Judged, judge_run
from lottery_agent.lab.passes import Pass, passes
from lottery_agent.scoring import Equivalent, Tally, tally

MODEL = "model"
"""Who answered where no tool did."""
QUOTE = "quote"
"""Who answered where nothing but a passage was quoted."""


@dataclass(frozen=True, slots=True)
class Cell:
    """An arm on a benchmark.

    Attributes:
        tally: Counts and rates; an item without a result counts as failed.
        missing: Items without a result.
        tokens: Tokens computed for an item, prompt and answer, on average over its results.
        reused: Prompt tokens for an item that were computed before.
        seconds: Seconds by the clock for an item, over the items whose costs are known; several
            items share them.
        processor_seconds: Processor seconds for an item, likewise.
        covered: Whether the costs of all results are known. A part that was killed has none.
        joules: Joules for an item, of all processor packages of the machine and whatever ran on
            them meanwhile; None unless it was measured throughout.
        offloaded: Share of the answered items to which a tool or a quote contributed.
        answered_by: How many items the tool of the last call answered, by tool; `quote` where
            there is only a quote, `model` where there is neither.
        model_bytes: Size of the largest model that answered; None if there was no model.
        peak_bytes: Largest memory, that of the tool workers included; None if nobody measured it.
        passes: How often one of k samples is right, by k; empty if no samples were drawn.
    """

    tally: Tally
    missing: int
    tokens: float
    reused: float
    seconds: float
    processor_seconds: float
    covered: bool
    joules: float | None
    offloaded: float
    answered_by: Mapping[str, int]
    model_bytes: int | None
    peak_bytes: int | None
    passes: tuple[Pass, ...]

    @property
    def seconds_of_right(self) -> float | None:
        """Processor seconds for each right answer; None if there is none, or costs are missing."""
        return self._of_right(self.processor_seconds) if self.covered else None

    @property
    def joules_of_right(self) -> float | None:
        """Joules for each right answer; None if there is none, or nobody measured them."""
        return None if self.joules is None else self._of_right(self.joules)

    def _of_right(self, mean: float) -> float | None:
        """Return what each right answer takes, if a result takes so much on average."""
        results = self.tally.items - self.missing
        return mean * results / self.tally.correct if self.tally.correct else None


@dataclass(frozen=True, slots=True)
class Scores:
    """A run's scores.

    Attributes:
        manifest: What was asked of whom.
        cells: By benchmark, then by arm. An arm that has not begun a benchmark is not in it.
        gaps: What must be known before the scores are believed, one sentence each.
    """

    manifest: Mapping[str, Any]
    cells: Mapping[str, Mapping[str, Cell]]
    gaps: tuple[str, ...]

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
            "gaps": list(self.gaps),
        }


def score_run(folder: Path, data: Path | None, *, equivalent: Equivalent = same_notation) -> Scores:
    """Score a run, whether it has ended or not.

    Args:
        folder: Folder of the run.
        data: The folder of benchmark files, for the gold answers; not needed for files of the
            user's.
        equivalent: Compares two expressions that are no numbers.

    Raises:
        UsageError: If the folder holds no run, nothing was answered yet, or a file is broken.
    """
    run, costs = judge_run(folder, data, equivalent=equivalent), costs_of(folder)
    return Scores(
        run.manifest,
        {
            benchmark: {
                arm: cell_of([part], costs.get((arm, benchmark), ())) for arm, part in parts.items()
            }
            for benchmark, parts in run.parts.items()
        },
        tuple(run.mixtures()),
    )


def cell_of(parts: Sequence[Judged], costs: Sequence[Cost]) -> Cell:
    """Return the scores of an arm on one benchmark, or on several as if they were one.

    Args:
        parts: Its answers; there is at least one.
        costs: What they took. Averages are over the items that it covers.
    """
    answers = [answer for part in parts for answer in part.answers.values()]
    tools = Counter(tool for answer in answers if (tool := answered_by(answer)))
    measured = sum(cost.items for cost in costs) or 1
    models = [answer.ticket.bytes for answer in answers if answer.ticket]
    return Cell(
        tally=tally([judgement for part in parts for judgement in part.judgements.values()]),
        missing=sum(part.missing for part in parts),
        tokens=sum(map(_tokens, answers)) / len(answers),
        reused=sum(answer.usage.prompt_tokens_reused for answer in answers) / len(answers),
        seconds=sum(cost.seconds for cost in costs) / measured,
        processor_seconds=sum(cost.processor_seconds for cost in costs) / measured,
        covered=covered(costs, len(answers)),
        joules=joules_of(costs, len(answers)),
        offloaded=1 - tools[MODEL] / tools.total() if tools else 0.0,
        answered_by=dict(sorted(tools.items())),
        model_bytes=max(models, default=None),
        peak_bytes=max((cost.peak_bytes for cost in costs), default=None),
        passes=passes([part.samples.get(name, ()) for part in parts for name in part.judgements]),
    )


def answered_by(answer: Answer) -> str | None:
    """Return the tool of the last call that led to an answer; None if nothing was answered."""
    if answer.status != "answered":
        return None
    if answer.work:
        return answer.work[-1].tool
    return QUOTE if answer.citations else MODEL


def _tokens(answer: Answer) -> int:
    usage = answer.usage
    return usage.prompt_tokens - usage.prompt_tokens_reused + usage.completion_tokens
