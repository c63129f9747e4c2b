"""The scheduler: fair, exact about what runs together, and unmoved by a request that fails."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lottery_agent.errors import Cancelled, EngineError
from lottery_agent.models.engine.context import Context, Feed, Logits
from lottery_agent.models.engine.heads import Heads
from lottery_agent.models.engine.scheduler import Scheduler
from lottery_agent.models.engine.sequences import Sequences
from lottery_agent.models.engine.tracking import TrackedRequest
from lottery_agent.models.engine.work import Step, Work
from lottery_agent.models.prompts import Rendered

BATCH = 32
POISON = 666
"""A token that can't be evaluated."""

Cell = tuple[int, bool]
"""A token, and whether it was alone in its part of a step, which may change its bits."""


class PaperContext:
    """A context that remembers instead of computing: its logits are a hash of what led to them."""

    def __init__(self, sequences: int, *, recurrent: bool = False) -> None:
        self.sequences, self.batch, self.window = sequences, BATCH, 4096
        self.recurrent = recurrent
        self.recurrent = False
        self.cells: list[list[Cell]] = [[] for _ in range(sequences)]
        self.steps: list[list[Feed]] = []

    def decode(self, feeds: Sequence[Feed]) -> Logits:
        assert sum(len(feed.tokens) for feed in feeds) <= self.batch
        assert len({len(feed.tokens) for feed in feeds}) == 1, "parts of different lengths"
        numbers = [feed.sequence for feed in feeds]
        assert numbers == sorted(set(numbers)), "sequences out of order"
        if any(POISON in feed.tokens for feed in feeds):
            raise EngineError("poison")
        self.steps.append(list(feeds))
        rows = []
        for feed in feeds:
            cells = self.cells[feed.sequence]
            assert feed.start == len(cells), "a gap"
            for number, token in enumerate(feed.tokens):
                cells.append((token, len(feed.tokens) == 1))
                if len(feed.tokens) - number <= feed.rows:
                    rows.append(digest(cells))
        return np.array(rows).reshape(len(rows), 8)

    def cut(self, sequence: int, length: int) -> bool:
        if self.recurrent and 0 < length < len(self.cells[sequence]):
            return False
        del self.cells[sequence][length:]
        return True

    def save(self, sequence: int) -> NDArray[np.uint8]:
        flat = [2 * token + alone for token, alone in self.cells[sequence]]
        return np.array(flat, np.int64).view(np.uint8)

    def restore(self, sequence: int, state: NDArray[np.uint8]) -> None:
        values = state.view(np.int64).tolist()
        self.cells[sequence] = [(value // 2, bool(value % 2)) for value in values]


def digest(cells: Sequence[Cell]) -> Logits:
    return np.frombuffer(hashlib.sha256(repr(list(cells)).encode()).digest(), np.int32).astype(
        np.float32
    )


class Scripted(Work):
    """Wants runs of tokens evaluated after its prompt, and checks what it gets.

    Args:
        head: First tokens of the prompt.
        tail: The rest of it.
        runs: How long each following run is; a negative one first forgets all earlier ones.
    """

    def __init__(
        self, head: tuple[int, ...], tail: tuple[int, ...], runs: Sequence[int] = ()
    ) -> None:
        super().__init__(Rendered(head, tail))
        self._tracked = TrackedRequest[int]()
        self._runs = list(runs)
        self._cells: list[Cell] = [(token, len(self.prompt) == 1) for token in self.prompt]
        self._rows = 1
        self.advanced = 0

    @property
    def tracked(self) -> TrackedRequest[int]:
        return self._tracked

    def advance(self, rows: Logits) -> Step | None:
        cells = self._cells
        expected = [digest(cells[: len(cells) - back]) for back in reversed(range(self._rows))]
        assert np.array_equal(rows, expected), "logits of something else"
        self.advanced += 1
        if not self._runs:
            self._tracked.finish(self.advanced)
            return None
        run = self._runs.pop(0)
        if run < 0:
            del cells[len(self.prompt) :]
        start, length = len(cells), abs(run)
        tokens = [1000 + (start + number) % 7 for number in range(length)]
        cells += [(token, length == 1) for token in tokens]
        self._rows = length if run < 0 else 1
        return Step(start, tokens, self._rows)


class Machine:
    """A scheduler over a paper context."""

    def __init__(self, sequences: int, *, recurrent: bool = False) -> None:
        self.context = PaperContext(sequences, recurrent=recurrent)
        context = cast(Context, self.context)
        self.scheduler = Scheduler(context, Sequences(context, Heads(most=10_000)))

    def add(self, *works: Scripted) -> None:
        for work in works:
            self.scheduler.add(work)

    def run(self, most: int = 10_000) -> int:
        """Step until there is nothing left to do; return how many steps it took."""
        for steps in range(most):
            if self.scheduler.idle:
                return steps
            self.scheduler.step()
        raise AssertionError("requests are stuck")

    def steps_until(self, work: Scripted, most: int = 1000) -> int:
        """Step until a work is done; return how many steps it took."""
        for steps in range(most):
            if work.tracked.done():
                return steps
            self.scheduler.step()
        raise AssertionError("the request is stuck")


def words(seed: int, length: int) -> tuple[int, ...]:
    return tuple(np.random.default_rng(seed).integers(0, 500, length).tolist())


runs = st.lists(st.integers(-9, 9).filter(bool) | st.just(1), max_size=5)
beginnings = st.builds(words, st.integers(0, 2), st.integers(0, 70))
"""Beginnings of three texts: they often share a part, up to all of it."""
works = st.builds(Scripted, beginnings, beginnings | st.just(()), runs).filter(
    lambda work: len(work.prompt) > 0
)


@pytest.mark.parametrize("recurrent", [False, True])
@given(
    st.integers(1, 5),
    st.lists(st.tuples(works, st.integers(0, 3), st.integers(0, 12))),
)
def test_every_request_gets_the_logits_of_its_own_tokens(
    recurrent: bool, sequences: int, plan: list[tuple[Scripted, int, int]]
) -> None:
    """Requests come while others run, some are cancelled, and each sees only itself."""
    machine = Machine(sequences, recurrent=recurrent)
    cancelled: dict[int, list[Scripted]] = {}
    now = 0
    for work, pause, patience in plan:
        machine.add(work)
        if patience < 4:
            cancelled.setdefault(now + patience, []).append(work)
        for _ in range(pause):
            for leaving in cancelled.pop(now, ()):
                leaving.tracked.cancel()
            machine.scheduler.step()
            now += 1
    machine.run()
    for work, _, patience in plan:
        assert work.tracked.done()
        if patience >= 4:
            assert work.tracked.result() == work.advanced


@given(st.integers(1, 5), st.lists(works, max_size=8))
def test_a_prompt_is_never_cut_before_or_after_one_token(
    sequences: int, plan: list[Scripted]
) -> None:
    machine = Machine(sequences)
    machine.add(*plan)
    machine.run()
    single = Counter(work.prompt for work in plan if len(work.prompt) == 1)
    for feeds in machine.context.steps:
        for feed in feeds:
            if len(feed.tokens) == 1 and feed.tokens[0] < 1000:
                assert single[tuple(feed.tokens)], "a prompt's token stands alone"


def test_tokens_of_prompts_are_computed_once() -> None:
    machine = Machine(4)
    head = words(1, 100)
    machine.add(Scripted(head, words(2, 40)), *(Scripted(head, words(3, 40)) for _ in range(6)))
    machine.run()
    computed = machine.scheduler.counters.prompt_tokens
    # The head and two tails; five samples fork, or wait for all but their last few tokens.
    assert 100 + 40 + 40 <= computed < 100 + 40 + 40 + 5 * 16


def test_a_flood_of_long_prompts_does_not_starve_an_answer() -> None:
    machine = Machine(4)
    flood = [Scripted((), words(seed, 900)) for seed in range(50)]
    short = Scripted((), words(99, 10), [1] * 10)
    machine.add(*flood[:3], short, *flood[3:])
    assert machine.steps_until(short) <= 11 * 4, "it waits for three steps at most"


def test_a_flood_of_long_prompts_is_served_in_order() -> None:
    machine = Machine(3)
    flood = [Scripted((), words(seed, 900)) for seed in range(6)]
    machine.add(*flood)
    for number, work in enumerate(flood):
        machine.steps_until(work)
        assert not any(later.tracked.done() for later in flood[number + 1 :])


def test_many_lengths_do_not_starve_one_another() -> None:
    """Parts of eight lengths want a step each; the short ones must not wait for ever."""
    machine = Machine(8)
    long = [Scripted((), words(seed, 10), [20 + seed] * 500) for seed in range(7)]
    short = Scripted((), words(99, 10), [1] * 10)
    machine.add(*long, short)
    assert machine.steps_until(short) <= 12 * (3 + 8)


def test_equal_parts_share_a_step() -> None:
    machine = Machine(4)
    machine.add(*(Scripted((), words(seed, 8), [1] * 6) for seed in range(4)))
    assert machine.run() == 1 + 6
    assert [len(feeds) for feeds in machine.context.steps] == [4] * 7


def test_a_failing_request_does_not_fail_its_neighbours() -> None:
    machine = Machine(4)
    good = [Scripted((), words(seed, 8), [1, 3]) for seed in range(6)]
    bad = [Scripted((), (*words(seed, 7), POISON)) for seed in range(2)]
    machine.add(*good[:2], *bad, *good[2:])
    machine.run()
    for work in bad:
        with pytest.raises(EngineError, match="poison"):
            work.tracked.result(0)
    assert [work.tracked.result(0) for work in good] == [3] * 6
    again = Scripted((), (*bad[0].prompt[:-1], 5))
    machine.add(again)
    machine.run()
    assert again.tracked.result(0) == 1, "nothing is left of a step that failed"


def test_a_cancelled_request_leaves_before_the_next_step() -> None:
    machine = Machine(1)
    running, waiting, last = (Scripted((), words(seed, 8), [1] * 50) for seed in range(3))
    machine.add(running, waiting, last)
    for _ in range(5):
        machine.scheduler.step()
    running.tracked.cancel()
    waiting.tracked.cancel()
    machine.scheduler.step()
    for work in (running, waiting):
        with pytest.raises(Cancelled):
            work.tracked.result(0)
    assert machine.steps_until(last) <= 51


def test_what_can_wait_starts_when_there_is_nothing_else() -> None:
    machine = Machine(2)
    later, first, second = (Scripted((), words(seed, 8), [1] * 3) for seed in range(3))
    machine.scheduler.add(later, later=True)
    machine.add(first, second)
    machine.steps_until(second)
    assert first.tracked.done()
    assert not later.advanced
    machine.run()
    assert later.tracked.done()


def test_failing_everything() -> None:
    machine = Machine(1)
    plan = [Scripted((), words(seed, 8), [1] * 3) for seed in range(3)]
    machine.add(*plan[:2])
    machine.scheduler.add(plan[2], later=True)
    machine.scheduler.step()
    machine.scheduler.fail(EngineError("the end"))
    assert machine.scheduler.idle
    for work in plan:
        with pytest.raises(EngineError, match="the end"):
            work.tracked.result(0)


def test_a_prompt_of_one_token_is_not_taken_over() -> None:
    """It was alone in its step, so its bits may be others than within a prompt."""
    machine = Machine(2)
    machine.add(Scripted((), (5,)))
    machine.run()
    longer = Scripted((), (5, 6, 7))
    machine.add(longer)
    machine.run()
    assert longer.tracked.result(0) == 1
