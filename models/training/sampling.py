"""Lets a ticket write worksheets for the problems that it was trained on, and runs each.

What comes out right teaches the model more ways to the answer (rejection sampling: STaR, Zelikman
et al. 2022, arXiv 2203.14465; Yuan et al. 2023, arXiv 2308.01825), what comes out wrong teaches it
to judge (Cobbe et al. 2021, arXiv 2110.14168).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lottery_agent.errors import GrammarError, ToolError, UsageError
from lottery_agent.graphs.voting import TEMPERATURE
from lottery_agent.journal import Journal
from lottery_agent.jsonl import read_objects
from lottery_agent.models.engine import Completion, Engine, Handle, Request, Sampling
from lottery_agent.models.training.decoding import DECODINGS
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.render import Example, prompt_of
from lottery_agent.models.training.samples import (
    SAMPLE_START,
    Sample,
    identity,
    read_samples,
    summary,
)
from lottery_agent.progress import Progress, silent
from lottery_agent.toolbox.sandbox import Sandbox

_NOTATION = "mathematics.notation."
"""Patterns of worksheets whose questions are notation, which a ticket hardly ever gets wrong."""
_AHEAD = 4
"""Requests in flight for each sequence of the engine, so that none waits for work."""
_TOOL_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be sampled.

    Attributes:
        out: Where the samples go.
        todo: The problems that lack samples, each with the numbers of those samples.
        drawn: How they are drawn (see `Sample`).
    """

    out: Path
    todo: tuple[tuple[Draft, tuple[int, ...]], ...]
    drawn: dict[str, Any]

    @property
    def count(self) -> int:
        """How many samples are to be drawn."""
        return sum(len(numbers) for _, numbers in self.todo)


def plan(
    run: Path,
    out: Path,
    *,
    ticket: str,
    samples: int,
    problems: int | None = None,
    temperature: float = TEMPERATURE,
    seed: int = 1,
) -> Plan:
    """Return what a file lacks: nothing of what an earlier run has written is drawn again.

    Which problems are taken, and in which order, depends on the seed and on the problems alone, so
    more problems and more samples of each can be added to a file later.

    Args:
        run: Folder of a run, for its training examples.
        out: The file.
        ticket: SHA-256 of the ticket.
        samples: How many worksheets of each problem.
        problems: Most problems; None for all.
        temperature: Of the sampling, above 0; the agent's own by default.
        seed: Of the sampling and of the choice of problems.

    Raises:
        UsageError: If an argument is out of range, the run has no word problems, or the file can't
            be used or holds samples that were drawn otherwise.
    """
    if temperature <= 0:
        raise UsageError(
            f"the temperature must be above 0, not {temperature:g}",
            hint="without chance all worksheets of a problem are equal",
        )
    if not out.parent.is_dir():
        raise UsageError(f"there is no folder {str(out.parent)!r}", hint="name another file")
    drawn = {"ticket": ticket, "temperature": temperature, "seed": seed}
    done: defaultdict[str, set[int]] = defaultdict(set)
    for sample in read_samples(out) if out.exists() else []:
        if sample.drawn != drawn:
            raise UsageError(
                f"{str(out)!r} holds samples of another ticket, temperature or seed",
                hint="name another file",
            )
        done[sample.of].add(sample.number)
    found: dict[str, Draft] = {}
    for draft in _word_problems(run):
        found.setdefault(identity(draft.inputs), draft)
    if not found:
        raise UsageError(
            f"the run {str(run)!r} has no word problems", hint="build it with another recipe"
        )
    order = sorted(found, key=lambda of: _hash(seed, of))[:problems]
    lacking = (
        (found[of], tuple(number for number in range(samples) if number not in done[of]))
        for of in order
    )
    return Plan(out, tuple(item for item in lacking if item[1]), drawn)


def draw(engine: Engine, plan: Plan, *, progress: Progress = silent) -> dict[str, Any]:
    """Draw the samples of a plan and append them to its file, one whole line each.

    A problem whose own worksheet does not run in time, or whose grammar can't be compiled in time,
    is left out; another run tries it again.

    Args:
        engine: The engine of the ticket.
        plan: What is to be drawn.
        progress: How to show the work.

    Returns:
        Counts over the whole file: `problems`, `samples`, `right` ones, problems with `both` right
        and wrong ones; and what this run left out.

    Raises:
        EngineError: If the engine fails; what was written stays.
        RunError: If the file can't be written.
    """
    left_out = 0
    with (
        Journal(plan.out, start=SAMPLE_START) as journal,
        Sandbox(seconds=_TOOL_SECONDS) as tools,
        progress("samples", total=plan.count) as update,
    ):
        runner = _Runner(tools)
        for done, (draft, number, handle) in enumerate(_written(engine, plan), start=1):
            try:
                sample = runner.sample(draft, number, handle.result(), plan.drawn)
            except GrammarError:
                sample = None
            if sample is None:
                left_out += 1
            else:
                journal.write(sample.to_json())
            update(done)
    return {"file": str(plan.out), **summary(read_samples(plan.out)), "left_out": left_out}


def _word_problems(run: Path) -> Iterator[Draft]:
    """Yield the worksheets of a run's training whose questions are told in words."""
    path = run / "train.jsonl"
    for data in read_objects(path):
        try:
            if data["kind"] == "worksheet" and not data["template"].startswith(_NOTATION):
                yield Example.from_json(data).draft
        except (KeyError, TypeError, AttributeError):
            raise UsageError(
                f"{str(path)!r} holds no examples", hint="run `lottery train data`"
            ) from None


def _hash(seed: int, *parts: object) -> bytes:
    return hashlib.sha256(" ".join(map(str, (seed, *parts))).encode()).digest()


def _written(engine: Engine, plan: Plan) -> Iterator[tuple[Draft, int, Handle]]:
    """Yield the answers in the plan's order, while the engine works ahead."""
    pending: deque[tuple[Draft, int, Handle]] = deque()
    try:
        for draft, number, request in _requests(engine, plan):
            pending.append((draft, number, engine.submit(request)))
            if len(pending) >= _AHEAD * engine.info.sequences:
                yield pending.popleft()
        while pending:
            yield pending.popleft()
    finally:
        for _, _, handle in pending:
            handle.cancel()


def _requests(engine: Engine, plan: Plan) -> Iterator[tuple[Draft, int, Request]]:
    """Yield what the agent would ask, with a seed that depends on the sample alone."""
    for draft, numbers in plan.todo:
        prompt = engine.renderer.render(prompt_of(draft))
        decoding = DECODINGS[draft.kind](draft.inputs)
        for number in numbers:
            digest = _hash(plan.drawn["seed"], identity(draft.inputs), number)
            sampling = Sampling(plan.drawn["temperature"], seed=int.from_bytes(digest[:4]))
            yield (
                draft,
                number,
                Request(prompt, decoding.max_tokens, decoding.grammar, sampling=sampling),
            )


class _Runner:
    """Runs worksheets; equal ones of one problem once."""

    def __init__(self, tools: Sandbox) -> None:
        self._tools = tools
        self._of = ""
        self._results: dict[str, tuple[str, str] | None] = {}

    def sample(
        self, draft: Draft, number: int, completion: Completion, drawn: dict[str, Any]
    ) -> Sample | None:
        """Return a sample with its value, or None if the known worksheet has no value."""
        of = identity(draft.inputs)
        if of != self._of:
            self._of, self._results = of, {}
        known = self._result(draft.target)
        if known is None:
            return None
        ended = completion.finish == "stop"  # else the agent would not run it either
        result = self._result(completion.text) if ended else None
        return Sample(
            question=draft.inputs["question"],
            context=draft.inputs.get("context"),
            sheet=completion.text,
            value=result[0] if result else None,
            right=result is not None and result[1] == known[1],
            known=draft.target,
            template=draft.template,
            source=draft.source,
            of=of,
            number=number,
            drawn=drawn,
        )

    def _result(self, sheet: str) -> tuple[str, str] | None:
        """Return what a worksheet gives, readable and exact, or None."""
        if sheet not in self._results:
            try:
                found = self._tools.run("mathematics", {"call": sheet})
                self._results[sheet] = (str(found["answer"]), str(found["exact"]))
            except ToolError:
                self._results[sheet] = None
        return self._results[sheet]
