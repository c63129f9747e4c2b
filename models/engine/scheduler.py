"""Continuous batching: one step at a time over all running requests.

A step evaluates the next tokens of many answers, or parts of prompts that are short enough for the
answers to wait. Requests join and leave between steps.

Bit-identical answers need one rule more than separate streams: llama.cpp uses another routine for
a token that is alone in its sequence's part of a step, and splits a step whose sequences have
parts of different lengths. So parts are evaluated together only with parts of the same length, and
a prompt is never cut so that one token stands alone.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from dataclasses import dataclass

from lottery_agent.errors import EngineError, LotteryError
from lottery_agent.models.engine.context import Context, Feed, Logits
from lottery_agent.models.engine.counters import Counters
from lottery_agent.models.engine.sequences import Sequences, Slot
from lottery_agent.models.engine.work import Step, Work

_SECONDS_ALONE = 0.3
"""How long a step over prompts may take while no answer is being written."""
_SECONDS_BESIDE = 0.15
"""The same beside answers, which wait for it."""
_FIRST_PART, _LEAST_PART = 32, 16
"""Tokens of a prompt in one step: before the model's pace is known, and at least."""
_PATIENCE = 3
"""Steps that a run waits at most for others whose parts are of another length."""


@dataclass(slots=True, eq=False)
class _Run:
    """A work on a sequence."""

    work: Work
    slot: Slot
    boundary: int
    """Where the first part of the prompt must end, because the head is to be kept; else 0."""
    step: Step | None = None
    """What to evaluate next, once the prompt is evaluated."""
    waited: int = 0
    """Steps that went by without this run."""


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
        self._later: deque[Work] = deque()
        self._running: list[_Run] = []
        self._tokens_a_second = 0.0
        self.counters = Counters()

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do."""
        return not self._waiting and not self._running and not self._later

    def add(self, work: Work, *, later: bool = False) -> None:
        """Queue a work, which joins as soon as a sequence is free.

        Args:
            work: What to do.
            later: Start it only when there is nothing else to do.
        """
        (self._later if later else self._waiting).append(work)

    def step(self) -> None:
        """Let stopped works leave, let waiting ones join, and evaluate one step.

        Works settle their handles themselves; a work that fails does not disturb the others.
        """
        self._drop_stopped()
        self._admit()
        if not self._running:
            return
        group = self._next_group()
        for run in self._running:
            run.waited = 0 if run in group else run.waited + 1
        self._sequences.arrange([run.slot for run in group])
        # llama.cpp takes sequences together only in ascending order.
        self._evaluate(sorted(group, key=lambda run: run.slot.number))

    def fail(self, error: BaseException) -> None:
        """Fail everything, running and waiting."""
        for work in [*self._waiting, *self._later, *(run.work for run in self._running)]:
            work.tracked.fail(error)
        for run in list(self._running):
            self._leave(run)
        self._waiting.clear()
        self._later.clear()

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

        A prompt that begins like one which is being computed lets others pass.
        """
        if self._later and not self._waiting and not self._running:
            self.add(self._later.popleft())
        passed: list[Work] = []
        while self._waiting and self._sequences.free:
            work = self._waiting.popleft()
            try:
                if not self._start(work):
                    passed.append(work)
            except EngineError as error:
                work.tracked.fail(error)
        self._waiting.extendleft(reversed(passed))

    def _start(self, work: Work) -> bool:
        """Start a work, unless it had better wait."""
        # A head or tail of one token would be a part of its own.
        head = work.head if work.head > 1 and len(work.feed) - work.head != 1 else 0
        slot = self._sequences.lend(work.feed, head=head)
        if slot is None:
            return False
        boundary = head if slot.length < head else 0
        if boundary - slot.length == 1:  # a part of one token is not allowed
            self._sequences.cut(slot, max(0, slot.length - 1))
        work.reused = min(slot.length, len(work.prompt))
        run = _Run(work, slot, boundary)
        self._running.append(run)
        if slot.length == len(work.feed) and slot.logits is not None:
            self._advance(run, slot.logits[None])
        return True

    def _next_group(self) -> list[_Run]:
        """Return runs whose next parts are of one length.

        The group with the most tokens goes first, for the sake of full steps, unless another has
        waited for long: then the one that has waited longest. A group has waited as long as its
        oldest run, which is served whenever the group is; the others follow when it has left.
        """
        groups: defaultdict[int, list[_Run]] = defaultdict(list)
        answering = any(run.step is not None for run in self._running)
        for run in self._running:
            length = len(run.step.tokens) if run.step else self._next_part(run, answering)
            groups[length].append(run)
        length = max(groups, key=lambda length: (length * len(groups[length]), length))
        latest = max(groups, key=lambda length: groups[length][0].waited)
        if groups[latest][0].waited >= _PATIENCE:
            length = latest
        group = groups[length]
        most = self._context.batch if any(run.step for run in group) else self._room(answering)
        return group[: max(1, most // length)]

    def _next_part(self, run: _Run, answering: bool) -> int:
        """Return the length of the next part of a prompt, never leaving or taking one token."""
        held, end = run.slot.length, len(run.work.feed)
        if held < run.boundary:
            end = run.boundary
        left = end - held
        size = min(self._room(answering), left)
        if left - size == 1:
            size += 1 if size < 3 else -1
        return size

    def _room(self, answering: bool) -> int:
        """Return how many tokens of prompts a step may have."""
        if not self._tokens_a_second:
            return _FIRST_PART
        seconds = _SECONDS_BESIDE if answering else _SECONDS_ALONE
        return min(max(int(self._tokens_a_second * seconds), _LEAST_PART), self._context.batch)

    def _evaluate(self, group: list[_Run]) -> None:
        """Evaluate parts of one length and hand out the logits."""
        answering = any(run.step is not None for run in self._running)
        feeds = [self._feed(run, answering) for run in group]
        start = time.perf_counter()
        try:
            logits = self._context.decode(feeds)
        except EngineError as error:
            self._part(group, feeds, error)
            return
        self._observe(sum(len(feed.tokens) for feed in feeds), time.perf_counter() - start)
        self.counters.steps += 1
        row = 0
        for run, feed in zip(group, feeds, strict=True):
            run.slot.length += len(feed.tokens)
            self._count(run, len(feed.tokens))
            if run.step is None and run.slot.length == run.boundary:
                self._sequences.keep_head(run.slot)
            if feed.rows:
                if run.step is None:
                    run.slot.logits = logits[row].copy()
                    self._sequences.mark(run.slot)
                self._advance(run, logits[row : row + feed.rows])
                row += feed.rows

    def _part(self, group: list[_Run], feeds: list[Feed], error: EngineError) -> None:
        """After a step that failed, find out whose fault it was."""
        for run, feed in zip(group, feeds, strict=True):
            run.slot.length = feed.start + 1
            self._sequences.cut(run.slot, feed.start)
        if len(group) > 1:
            for run in group:
                self._evaluate([run])
            return
        group[0].work.tracked.fail(error)
        self._leave(group[0], clean=False)

    def _feed(self, run: _Run, answering: bool) -> Feed:
        """Return what a run evaluates next."""
        slot, step = run.slot, run.step
        if step:
            self._sequences.cut(slot, step.start)
            return Feed(slot.number, step.start, step.tokens, step.rows)
        stop = slot.length + self._next_part(run, answering)
        last = stop == len(run.work.feed)
        return Feed(slot.number, slot.length, run.work.feed[slot.length : stop], int(last))

    def _observe(self, tokens: int, seconds: float) -> None:
        """Learn the model's pace from a step over prompts."""
        if tokens >= _LEAST_PART:
            pace = tokens / max(seconds, 1e-6)
            self._tokens_a_second += (pace - self._tokens_a_second) * (
                0.3 if self._tokens_a_second else 1.0
            )

    def _count(self, run: _Run, tokens: int) -> None:
        if run.step is None:
            self.counters.prompt_tokens += tokens
        else:
            self.counters.answer_tokens += tokens
            self.counters.forced_tokens += tokens - run.step.rows

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
        self._sequences.give_back(run.slot, clean=clean)
