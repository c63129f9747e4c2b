"""Continuous batching: one step at a time over all running requests.

A step evaluates the next token of every answer, and as many prompt tokens as keep it short.
Requests join and leave between steps.

Bit-identical answers need one rule more than separate streams: llama.cpp uses another routine for
a token that is alone in its sequence's part of a step, and splits a step whose sequences have
parts of different lengths. So parts are evaluated together only with parts of the same length, and
a prompt is never cut so that one token stands alone.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass

from lottery_agent.errors import EngineError, LotteryError
from lottery_agent.models.engine.context import Context, Feed, Logits
from lottery_agent.models.engine.sequences import Sequences
from lottery_agent.models.engine.work import Step, Work

_ALONE = 192
"""Prompt tokens in a step while no answer is being written."""
_BESIDE = 64
"""Prompt tokens in a step beside answers, which wait for it."""


@dataclass(slots=True, eq=False)
class _Run:
    """A work on a sequence."""

    work: Work
    sequence: int
    length: int
    """Tokens that the sequence holds."""
    feed: tuple[int, ...]
    """Prompt and forced opening."""
    boundary: int
    """Where the first part of the prompt must end, because the head is to be kept; else 0."""
    step: Step | None = None
    """What to evaluate next, once the feed is evaluated."""

    @property
    def head(self) -> tuple[int, ...]:
        return self.work.prompt[: self.work.head]


class Scheduler:
    """Runs works on the sequences of a context. Belongs to one thread.

    Args:
        context: Evaluates the steps.
        sequences: Lends the context's sequences.
    """

    def __init__(self, context: Context, sequences: Sequences) -> None:
        self._context = context
        self._sequences = sequences
        self._waiting: deque[Work] = deque()
        self._running: list[_Run] = []

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do."""
        return not self._waiting and not self._running

    @property
    def size(self) -> int:
        """How many works there are, waiting and running."""
        return len(self._waiting) + len(self._running)

    def add(self, work: Work) -> None:
        """Queue a work, which joins as soon as a sequence is free."""
        self._waiting.append(work)

    def step(self) -> None:
        """Let stopped works leave, let waiting ones join, and evaluate one step.

        Works settle their handles themselves; a work that fails does not disturb the others.
        """
        self._drop_stopped()
        self._admit()
        parts: defaultdict[int, list[tuple[_Run, Feed]]] = defaultdict(list)
        for run, feed in self._plan():
            parts[len(feed.tokens)].append((run, feed))
        for length, equal in parts.items():
            most = max(1, self._context.batch // length)
            for first in range(0, len(equal), most):
                self._evaluate(equal[first : first + most])

    def fail(self, error: BaseException) -> None:
        """Fail everything, running and waiting."""
        for work in [*self._waiting, *(run.work for run in self._running)]:
            work.tracked.fail(error)
        for run in list(self._running):
            self._leave(run)
        self._waiting.clear()

    def _drop_stopped(self) -> None:
        for run in list(self._running):
            if reason := run.work.tracked.stop_reason():
                run.work.tracked.fail(reason)
                self._leave(run)
        for work in list(self._waiting):
            if reason := work.tracked.stop_reason():
                work.tracked.fail(reason)
                self._waiting.remove(work)

    def _admit(self) -> None:
        """Start waiting works, oldest first.

        A head is computed once: works that need one which is being computed let others pass.
        """
        opening = {run.head for run in self._running if run.length < run.boundary}
        passed: list[Work] = []
        while self._waiting and self._sequences.free:
            work = self._waiting.popleft()
            head = work.prompt[: work.head]
            if head in opening and not self._sequences.holds(head):
                passed.append(work)
                continue
            try:
                run = self._start(work)
            except EngineError as error:
                work.tracked.fail(error)
                continue
            if run.length < run.boundary:
                opening.add(head)
        self._waiting.extendleft(reversed(passed))

    def _start(self, work: Work) -> _Run:
        feed = (*work.prompt, *work.opening)
        # The last logits must be computed, and not from a token that stands alone.
        most = max(0, min(len(work.prompt), len(feed) - 2))
        head = work.head if work.head <= most else 0
        sequence, length = self._sequences.lend(work.prompt, head=head, most=most)
        kept = head == 0 or self._sequences.keeps(work.prompt[:head])
        if length == head - 1 and not kept:
            length = max(0, length - 1)
            self._context.cut(sequence, length)
        work.reused = length
        run = _Run(work, sequence, length, feed, boundary=0 if kept else head)
        self._running.append(run)
        return run

    def _plan(self) -> Iterable[tuple[_Run, Feed]]:
        """Yield what each run evaluates in this step."""
        room = _ALONE
        for run in self._running:
            if step := run.step:
                if step.start < run.length:
                    self._context.cut(run.sequence, step.start)
                    run.length = step.start
                yield run, Feed(run.sequence, step.start, step.tokens, step.rows)
                room = _BESIDE
        for run in self._running:
            if run.step is None and room > 0:
                feed = self._next_part(run, room)
                room -= len(feed.tokens)
                yield run, feed

    def _next_part(self, run: _Run, room: int) -> Feed:
        """Return the next part of a prompt, never leaving or taking a single token."""
        end = run.boundary if run.length < run.boundary else len(run.feed)
        left = end - run.length
        size = min(max(room, 2), self._context.batch)
        if left - size == 1:
            size = size - 1 if size > 2 else size + 1
        stop = run.length + min(size, left)
        last = stop == len(run.feed)
        return Feed(run.sequence, run.length, run.feed[run.length : stop], int(last))

    def _evaluate(self, parts: list[tuple[_Run, Feed]]) -> None:
        """Evaluate parts of equal length and hand out the logits."""
        try:
            logits = self._context.decode([feed for _, feed in parts])
        except EngineError as error:
            for run, _ in parts:
                run.work.tracked.fail(error)
                self._leave(run, clean=False)
            return
        row = 0
        for run, feed in parts:
            run.length += len(feed.tokens)
            if run.step is None and run.length == run.boundary:
                self._sequences.keep(run.sequence, run.head)
            if feed.rows:
                self._advance(run, logits[row : row + feed.rows])
                row += feed.rows

    def _advance(self, run: _Run, rows: Logits) -> None:
        try:
            run.step = run.work.advance(rows)
        except LotteryError as error:
            run.work.tracked.fail(error)
        if run.work.tracked.done():
            self._leave(run)

    def _leave(self, run: _Run, *, clean: bool = True) -> None:
        """Give back a run's sequence, with what it holds of the prompt."""
        self._running.remove(run)
        held = run.work.prompt[: run.length] if clean else ()
        self._sequences.give_back(run.sequence, held)
