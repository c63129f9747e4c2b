"""Answer a file of questions, so that nothing is lost and no item spoils another.

Only `id`, `task`, `question`, `context` and `options` of a line are read, and only the last three
reach the agent: a gold answer in the same line can't leak. Each result is in the file as one whole
line before the next item starts, so a run may be killed at any point and resumed.
"""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from lottery_agent.answer import Answer, ErrorInfo
from lottery_agent.errors import EngineCrashed, EngineError, LotteryError, UsageError
from lottery_agent.journal import Journal, remove_lines
from lottery_agent.jsonl import Line, read_lines
from lottery_agent.progress import Progress, silent, track

_RESULT_START = '{"version": '

_AHEAD = 4
"""How far ahead items are asked, for each job: a slow one shall not keep the others waiting."""

# Other errors of the engine, such as a prompt that is too long, are the item's own.
_ENGINE_ERRORS = frozenset({EngineError.__name__, EngineCrashed.__name__})


class Asker(Protocol):
    """The part of an agent that a batch needs."""

    def ask(
        self,
        question: str,
        *,
        context: str | None = None,
        options: Sequence[str] | None = None,
    ) -> Answer:
        """Answer one question."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the input: a question, or why the line holds none."""

    line: int
    id: str | int
    task: str | None = None
    question: str = ""
    context: str | None = None
    options: tuple[str, ...] | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is left to do of a batch."""

    output: Path
    todo: tuple[Item, ...]
    skipped: int
    """Lines that an earlier part of the run has done."""
    failed: int
    """How many of these failed."""
    redo: frozenset[str | int] = frozenset()
    """Ids whose lines tell of a failed engine: they are replaced."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of the lines."""

    lines: int
    answered: int
    abstained: int
    waiting: int
    failed: int
    """Failed lines, those of an earlier part of the run included."""
    skipped: int
    """Lines that an earlier part of the run had done."""

    def to_json(self) -> dict[str, int]:
        """Return the counts as plain data."""
        return asdict(self)


def read_items(path: Path) -> Iterator[Item]:
    """Yield the items of a `.jsonl` or `.jsonl.gz` file; a broken line is an item with a problem.

    A line without an id is called `line-N`.

    Raises:
        UsageError: If the file can't be read.
    """
    lines: dict[str | int, int] = {}
    for line in read_lines(path):
        item = _item(line)
        first = lines.setdefault(item.id, line.number)
        if first != line.number:
            problem = f"repeats the id {item.id!r} of line {first}"
            item = Item(line.number, f"line-{line.number}", item.task, problem=problem)
        yield item


def plan_batch(source: Path, output: Path, *, resume: bool = False) -> Plan:
    """Check both files and find out what there is to do. Neither file is changed.

    Args:
        source: Items, one JSON object a line.
        output: Where results shall go.
        resume: Continue `output`: skip the items whose ids it holds, unless the engine failed.

    Raises:
        UsageError: If a file can't be read, or `output` holds anything and `resume` is off.
    """
    _check_output(output)
    items = tuple(read_items(source))
    if not items:
        raise UsageError(f"{str(source)!r} holds no item", hint="give one JSON object a line")
    return plan_items(items, output, resume=resume)


def plan_items(items: Sequence[Item], output: Path, *, resume: bool = False) -> Plan:
    """Find out what there is to do of some items; see `plan_batch`."""
    _check_output(output)
    begun = output.exists() and output.stat().st_size > 0
    if begun and not resume:
        raise UsageError(
            f"{str(output)!r} is not empty", hint="continue it with --resume, or name another file"
        )
    results = _results(output) if begun else {}
    redo = frozenset(
        item.id for item in items if item.id in results and _engine_failed(results[item.id])
    )
    done = {name: result["status"] for name, result in results.items() if name not in redo}
    return Plan(
        output=output,
        todo=tuple(item for item in items if item.id not in done),
        skipped=sum(item.id in done for item in items),
        failed=sum(done.get(item.id) == "failed" for item in items),
        redo=redo,
    )


def _check_output(output: Path) -> None:
    """Check that results can be written to a file.

    Raises:
        UsageError: If they can't.
    """
    if output.suffix == ".gz":
        raise UsageError(f"results can't be appended to {str(output)!r}", hint="name a .jsonl file")
    folder = output.absolute().parent
    if not folder.is_dir():
        raise UsageError(f"the folder of {str(output)!r} does not exist", hint="create it first")
    if output.is_dir() or not os.access(output if output.exists() else folder, os.W_OK):
        raise UsageError(f"cannot write {str(output)!r}", hint="name another file")


def run_batch(
    plan: Plan,
    agent: Asker,
    *,
    with_context: bool = True,
    jobs: int = 1,
    text: str = "answering",
    progress: Progress = silent,
) -> Summary:
    """Answer the items of a plan and append one result line each, in the order of the items.

    An item's error becomes a failed line. What would make all items fail, such as a model that
    can't be loaded, is for the caller to find out before.

    Args:
        plan: What to do.
        agent: Who answers.
        with_context: Give the agent the items' context.
        jobs: How many items are asked at once; the agent must be thread-safe for more than one.
        text: What is being done, for the progress.
        progress: Shows how far the run is.

    Raises:
        UsageError: If the output can't be written.
        RunError: If a line can't be written. All lines before it are whole.
    """
    counts: Counter[str] = Counter()
    if plan.redo:
        remove_lines(plan.output, lambda line: line["id"] in plan.redo and _engine_failed(line))
    ask = partial(_answer, agent=agent, with_context=with_context)
    with (
        Journal(plan.output, start=_RESULT_START) as journal,
        closing(_answers(plan.todo, ask, jobs)) as answers,
    ):
        for item, answer in track(answers, text, total=len(plan.todo), progress=progress):
            journal.write({**answer.to_json(), "id": item.id, "task": item.task})
            counts[answer.status] += 1
    return Summary(
        lines=plan.skipped + len(plan.todo),
        answered=counts["answered"],
        abstained=counts["abstained"],
        waiting=counts["waiting"],
        failed=counts["failed"] + plan.failed,
        skipped=plan.skipped,
    )


def _answers(
    items: Sequence[Item], ask: Callable[[Item], Answer], jobs: int
) -> Generator[tuple[Item, Answer]]:
    """Yield each item with its answer, in order; some are asked ahead."""
    if jobs == 1:
        yield from ((item, ask(item)) for item in items)
        return
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="batch")
    pending: deque[tuple[Item, Future[Answer]]] = deque()
    try:
        for item in items:
            pending.append((item, pool.submit(ask, item)))
            if len(pending) > _AHEAD * jobs:
                first, future = pending.popleft()
                yield first, future.result()
        for first, future in pending:
            yield first, future.result()
    finally:  # after an interrupt, whoever owns the agent closes it, which ends what still runs
        pool.shutdown(wait=False, cancel_futures=True)


def _answer(item: Item, agent: Asker, *, with_context: bool) -> Answer:
    if item.problem:
        return _failure(item, UsageError(f"line {item.line} {item.problem}", hint="repair it"))
    context = item.context if with_context else None
    try:
        return agent.ask(item.question, context=context, options=item.options)
    except Exception as error:  # whatever it is, the other items must get their turn
        return _failure(item, error)


def _failure(item: Item, error: Exception) -> Answer:
    name = type(error).__name__
    if isinstance(error, LotteryError):
        info = ErrorInfo(name, error.message, error.hint)
    else:
        info = ErrorInfo(name, str(error) or name)
    return Answer(question=item.question, status="failed", reason="error", error=info)


def _item(line: Line) -> Item:
    name: str | int = f"line-{line.number}"
    if line.data is None:
        return Item(line.number, name, problem=line.problem)
    task, given = line.data.get("task"), line.data.get("id")
    task = task if isinstance(task, str) else None
    if given is not None and (isinstance(given, bool) or not isinstance(given, str | int)):
        return Item(line.number, name, task, problem='has an "id" that is neither text nor integer')
    name = name if given is None else given
    question, context, options = (line.data.get(k) for k in ("question", "context", "options"))
    if not isinstance(question, str):
        return Item(line.number, name, task, problem='has no "question" text')
    if not isinstance(context, str | None):
        return Item(line.number, name, task, problem='has a "context" that is no text')
    if options is not None and not (
        isinstance(options, list) and all(isinstance(option, str) for option in options)
    ):
        return Item(line.number, name, task, problem='has "options" that are no list of texts')
    return Item(line.number, name, task, question, context, tuple(options) if options else None)


def _engine_failed(result: Mapping[str, Any]) -> bool:
    """Tell whether a result says nothing of its item: another attempt may well succeed."""
    error = result.get("error")
    return (
        result["status"] == "failed"
        and isinstance(error, dict)
        and error.get("type") in _ENGINE_ERRORS
    )


def _results(output: Path) -> dict[str | int, dict[str, Any]]:
    """Return the results that an output holds, by their ids."""
    found: dict[str | int, dict[str, Any]] = {}
    for line in read_lines(output):
        if not line.ended:
            break  # the remains of a kill: the journal cuts them off, and the item is done again
        data = line.data or {}
        name, status = data.get("id"), data.get("status")
        if not isinstance(name, str | int) or not isinstance(status, str):
            raise UsageError(
                f"line {line.number} of {str(output)!r} is no result", hint="name another file"
            )
        found[name] = data
    return found
