"""Scores a ticket on held-out examples: the real engine writes them as the agents would ask.

A worksheet that differs from the expected one is right if it has the same value, a query to a
table or a program of the state tool if it gives the known answer; a reply to small talk is right if
it is one of those for what was said; everything else must be equal.
"""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from lottery_agent.errors import EngineError, ToolError
from lottery_agent.graphs.judge import LABELS
from lottery_agent.models.engine import Engine, Handle, Request
from lottery_agent.models.prompts import Rendered
from lottery_agent.models.training.calibration import calibrate, probabilities
from lottery_agent.models.training.decoding import CHOICES, DECODINGS
from lottery_agent.models.training.generators import talk
from lottery_agent.models.training.render import Example, prompt_of, read
from lottery_agent.models.training.separation import auc, auc_within
from lottery_agent.progress import Progress, silent
from lottery_agent.scoring import wilson
from lottery_agent.toolbox.sandbox import Sandbox

SETS = ("words", "templates")
"""The held-out sets: unseen words in known patterns, and unseen patterns."""

_AHEAD = 4
"""Requests in flight for each sequence of the engine, so that none waits for work."""
_TOOL_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was written for an example, and whether it is right.

    `scores` are the log-probabilities of the labels where one is chosen.
    """

    set: str
    example: Example
    written: str
    right: bool
    finished: bool = True
    scores: tuple[float, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether the expected target was written."""
        return self.finished and self.written == self.example.draft.target

    def to_json(self) -> dict[str, Any]:
        """Return the outcome as plain data."""
        draft = self.example.draft
        return {
            "set": self.set,
            "kind": draft.kind,
            "template": draft.template,
            "inputs": dict(draft.inputs),
            "wanted": draft.target,
            "written": self.written,
            "finished": self.finished,
        }


def held_out(run: Path, *, limit: int | None = None) -> list[tuple[str, Example]]:
    """Read the held-out examples of a run.

    Args:
        run: Folder of the run.
        limit: Most examples of each kind in each set.
    """
    chosen = []
    for name in SETS:
        counts: Counter[str] = Counter()
        for example in read(run / f"{name}.jsonl"):
            counts[example.kind] += 1
            if limit is None or counts[example.kind] <= limit:
                chosen.append((name, example))
    return chosen


def write_all(
    engine: Engine, items: Sequence[tuple[str, Example]], *, progress: Progress = silent
) -> list[Outcome]:
    """Let an engine answer all examples, many at once, and judge what it writes."""
    chosen = [item for item in items if item[1].kind in CHOICES]
    others = [item for item in items if item[1].kind not in CHOICES]
    outcomes: list[Outcome] = []
    with progress("examples", total=len(items)) as update, Sandbox(seconds=_TOOL_SECONDS) as tools:
        for outcome in _answers(engine, tools, chosen, others):
            outcomes.append(outcome)
            update(len(outcomes))
    return outcomes


def _answers(
    engine: Engine,
    tools: Sandbox,
    chosen: Sequence[tuple[str, Example]],
    others: Sequence[tuple[str, Example]],
) -> Iterator[Outcome]:
    with ThreadPoolExecutor(engine.info.sequences) as pool:
        yield from pool.map(partial(_chosen, engine), chosen)
    ahead = _AHEAD * engine.info.sequences
    pending: deque[tuple[str, Example, Handle]] = deque()
    for name, example in others:
        pending.append((name, example, engine.submit(_request(engine, example))))
        if len(pending) >= ahead:
            yield _judged(tools, *pending.popleft())
    while pending:
        yield _judged(tools, *pending.popleft())


def _prompt(engine: Engine, example: Example) -> Rendered:
    return engine.renderer.render(prompt_of(example.draft))


def _request(engine: Engine, example: Example) -> Request:
    decoding = DECODINGS[example.kind](example.draft.inputs)
    return Request(_prompt(engine, example), decoding.max_tokens, constraint=decoding.grammar)


def _chosen(engine: Engine, item: tuple[str, Example]) -> Outcome:
    name, example = item
    labels = list(CHOICES[example.kind])
    scores = list(engine.score(_prompt(engine, example), labels))
    beside = example.draft.inputs.get("context") or example.draft.inputs.get("options")
    if example.kind == "route" and beside:
        scores[labels.index("chat")] = -math.inf  # the router leaves it out, too
    best = labels[max(range(len(labels)), key=scores.__getitem__)]
    return Outcome(name, example, best, best == example.draft.target, scores=tuple(scores))


def _judged(tools: Sandbox, name: str, example: Example, handle: Handle) -> Outcome:
    try:
        completion = handle.result()
    except EngineError as error:
        return Outcome(name, example, f"error: {error.message}", right=False, finished=False)
    finished = completion.finish == "stop"
    right = finished and _is_right(tools, example, completion.text)
    return Outcome(name, example, completion.text, right, finished)


def _is_right(tools: Sandbox, example: Example, written: str) -> bool:
    wanted = example.draft.target
    if written == wanted:
        return True
    if example.kind == "talk":
        return written.strip() in talk.replies(example.draft.template)
    if example.kind == "worksheet":
        value = _value(tools, "mathematics", {"call": written})
        return value is not None and value == _value(tools, "mathematics", {"call": wanted})
    known = example.draft.answer
    if known is not None and (request := _request_of(example, written)) is not None:
        return _value(tools, *request) == known.casefold()
    return False


def _request_of(example: Example, written: str) -> tuple[str, dict[str, Any]] | None:
    """Return the tool that gives the answer of what was written, and what it is sent."""
    if example.kind == "table":
        return "table", {"call": written, "text": example.draft.inputs["text"]}
    return None


def _value(tools: Sandbox, tool: str, request: Mapping[str, Any]) -> str | None:
    try:
        return str(tools.run(tool, request)["exact"]).casefold()
    except ToolError:
        return None


def _share(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    judged = list(outcomes)
    right = sum(outcome.right for outcome in judged)
    low, high = wilson(right, len(judged))
    return {
        "items": len(judged),
        "right": right,
        "exact": sum(outcome.exact for outcome in judged),
        "accuracy": round(right / len(judged), 4),
        "interval": [round(low, 4), round(high, 4)],
    }


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return what is right by set and kind, and how far router and judge can be trusted.

    Accuracies have 95% Wilson intervals. The router has its calibration, the judge has that and
    how well it parts right worksheets from wrong ones, over all and within one question.
    """
    groups: defaultdict[str, defaultdict[str, list[Outcome]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for outcome in outcomes:
        groups[outcome.set][outcome.example.kind].append(outcome)
    report: dict[str, Any] = {
        "scores": {
            name: {kind: _share(found) for kind, found in sorted(kinds.items())}
            for name, kinds in groups.items()
        }
    }
    routed = [outcome for outcome in outcomes if outcome.example.kind == "route"]
    if routed:
        report["router"] = _calibration(routed)
    judged = [outcome for outcome in outcomes if outcome.example.kind == "verdict"]
    if judged:
        report["judge"] = {**_calibration(judged), **_separation(judged)}
    return report


def _calibration(outcomes: Sequence[Outcome]) -> dict[str, float]:
    order = list(CHOICES[outcomes[0].example.kind])
    labels = [order.index(outcome.example.draft.target) for outcome in outcomes]
    return asdict(calibrate([outcome.scores for outcome in outcomes], labels))


def _separation(outcomes: Sequence[Outcome]) -> dict[str, float | None]:
    found = []
    for outcome in outcomes:
        draft = outcome.example.draft
        judgement = (probabilities(outcome.scores)[0], draft.target == LABELS[0])
        found.append(((draft.inputs.get("context"), draft.inputs["question"]), judgement))
    areas = {"auc": auc([each for _, each in found]), "auc_within": auc_within(found)}
    return {name: None if area is None else round(area, 4) for name, area in areas.items()}


def evaluate(
    engine: Engine, run: Path, *, limit: int | None = None, progress: Progress = silent
) -> tuple[dict[str, Any], list[Outcome]]:
    """Score an engine on the held-out examples of a run.

    Args:
        engine: The engine of the ticket.
        run: Folder of the run, for its held-out sets.
        limit: Most examples of each kind in each set; None for all.
        progress: How to show the work.

    Returns:
        The report as plain data, and the outcomes that are not right.
    """
    started = time.monotonic()
    outcomes = write_all(engine, held_out(run, limit=limit), progress=progress)
    info = engine.info
    report = {
        "ticket": {"name": info.name, "type": info.type, "sha256": info.sha256},
        "limit": limit,
        "seconds": round(time.monotonic() - started, 1),
        **summary(outcomes),
    }
    return report, [outcome for outcome in outcomes if not outcome.right]
