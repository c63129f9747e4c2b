"""Many mixed requests from many threads: none is stuck, none sees another, and nothing leaks.

Requests of all kinds are drawn from a pool. Each is first computed by an engine of its own, and
must give the same bits whenever it finishes among the others. Some are cancelled, some come too
late, some can't be served at all.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Literal

import psutil
import pytest

from lottery_agent.errors import BudgetExceeded, Cancelled, GrammarError, PromptTooLong
from lottery_agent.models.engine import Completion, Handle, LlamaEngine, Request, Sampling
from lottery_agent.models.engine.sequences import Sequences
from lottery_agent.models.prompts import Example, Prompt, Rendered

THREADS = 16
STUCK = 1800.0
"""Seconds after which a request counts as stuck."""
MOST_GROWTH = 3 * 2**20
"""Bytes by which the process may grow from the middle to the end."""
ARENA_MAX = -8
"""`M_ARENA_MAX` of glibc's `mallopt`."""


@dataclass(frozen=True)
class Grammar:
    text: str


GRAMMARS = (
    Grammar(
        'start: (NAME " = " VALUE "\\n")* "answer = " VALUE\n'
        "NAME: /[a-z]{1,8}/\n"
        "VALUE: /[0-9]{1,3}/ | /[0-9]{1,3} [*+-] [0-9]{1,3}/\n"
    ),
    Grammar('start: ("the red one" | "the blue one" | "neither of them") " costs " /[0-9]{2}/'),
    Grammar('start: "the answer is settled before it is written"'),
)
BROKEN = (
    Grammar("start: missing"),
    Grammar("start: /[/"),
    Grammar('start: /[a-z]{4}/ " and " X\nX: /a/ & /b/'),
)
HEADS = (
    "Answer briefly.",
    "Write a worksheet that computes the answer. Use one line for each value and no words.",
    "Pick what the question is about: mathematics, logic, a search, or small talk. " * 3,
)
WORDS = (
    "every cat is an animal and Tom has 12 pens while the red book costs 3 euros more than "
    "two blue cups on a rainy Monday in May, said Größe"
).split()

How = Literal["result", "iterate", "await", "stream"]
Fate = Literal["finish", "cancel", "deadline", "grammar", "long"]
HOWS: tuple[How, ...] = ("result", "iterate", "await", "stream")
FATES: dict[Fate, int] = {"finish": 64, "cancel": 14, "deadline": 12, "grammar": 6, "long": 4}
"""How often, in percent."""


@dataclass(frozen=True)
class Scored:
    """Labels to score."""

    prompt: Rendered
    labels: tuple[str, ...]


Item = Request | Scored


@dataclass(frozen=True)
class Task:
    """What a thread does next: requests of one prompt, how it reads them, and what it does then."""

    numbers: tuple[int, ...]
    how: How
    fate: Fate
    patience: float


def make_pool(engine: LlamaEngine, random: Random, size: int, longest: int) -> list[Item]:
    """Make requests of all kinds; every fifth prompt is sampled four times."""

    def words(most: int) -> str:
        return " ".join(random.choices(WORDS, k=random.randint(1, most)))

    pool: list[Item] = []
    while len(pool) < size:
        long = random.random() < 0.15
        prompt = Prompt(
            "agent",
            random.choice(HEADS),
            words(longest) if long else words(25),
            examples=tuple(Example(words(9), words(4)) for _ in range(random.randint(0, 2))),
        )
        rendered = engine.renderer.render(prompt)
        if random.random() < 0.2:
            labels = random.sample(["math", "logic", "a longer label", "Tom", "small talk"], k=3)
            pool.append(Scored(rendered, tuple(labels)))
            continue
        request = Request(
            rendered, random.randint(1, 16), random.choice((None, None, None, *GRAMMARS))
        )
        sampling = Sampling(temperature=0.9, top_p=0.9, min_p=0.01, seed=random.randrange(1000))
        if random.random() < 0.2:
            samples = [replace(sampling, seed=seed) for seed in range(4)]
            pool.extend(replace(request, sampling=sample) for sample in samples)
        else:
            pool.append(replace(request, sampling=random.choice((sampling, Sampling()))))
    return pool


def make_tasks(pool: list[Item], random: Random, count: int, patience: float) -> list[Task]:
    """Draw what to ask, until there are enough requests."""
    tasks: list[Task] = []
    while count > 0:
        first = random.randrange(len(pool))
        same = tuple(
            number
            for number, item in enumerate(pool)
            if isinstance(item, Request) and item.prompt is pool[first].prompt
        )
        numbers = (same or (first,))[:count]
        count -= len(numbers)
        tasks.append(
            Task(
                numbers,
                random.choice(HOWS),
                random.choices(list(FATES), list(FATES.values()))[0],
                random.choice((0.0, random.uniform(0, patience))),
            )
        )
    return tasks


def outcome(completion: Completion) -> tuple[object, ...]:
    return completion.text, completion.tokens, completion.logprobs, completion.finish


def compute(engine: LlamaEngine, item: Item) -> tuple[object, ...]:
    if isinstance(item, Scored):
        return engine.score(item.prompt, item.labels)
    return outcome(engine.submit(item).result(STUCK))


class Soak:
    """Asks an engine from many threads and checks every answer.

    Args:
        engine: The engine.
        pool: What is asked.
        alone: What each request of the pool gives alone.
    """

    def __init__(
        self, engine: LlamaEngine, pool: list[Item], alone: list[tuple[object, ...]]
    ) -> None:
        self.engine, self.pool, self.alone = engine, pool, alone
        self.seen: Counter[str] = Counter()
        self.memory: list[int] = []
        self._lock = threading.Lock()

    def run(self, tasks: list[Task]) -> None:
        """Do tasks on many threads, in four parts, and look at the memory after each."""
        for part in range(4):
            self._run(tasks[part * len(tasks) // 4 : (part + 1) * len(tasks) // 4])
            self.memory.append(resting_memory())

    def _run(self, tasks: list[Task]) -> None:
        waiting = iter(tasks)
        failed = threading.Event()

        def work() -> None:
            while not failed.is_set():
                with self._lock:
                    task = next(waiting, None)
                if task is None:
                    return
                try:
                    self._do(task)
                except BaseException:
                    failed.set()
                    raise

        with ThreadPoolExecutor(THREADS) as threads:
            for future in [threads.submit(work) for _ in range(THREADS)]:
                future.result()

    @property
    def growth(self) -> int:
        """Bytes by which the process grew from the middle to the end."""
        return self.memory[3] - self.memory[1]

    def _do(self, task: Task) -> None:
        items = [self.pool[number] for number in task.numbers]
        deadline = time.monotonic() + task.patience if task.fate == "deadline" else None
        if isinstance(items[0], Scored):
            self._score(task, items[0], deadline)
            return
        handles = [self.engine.submit(self._request(task, item, deadline)) for item in items]
        if task.how in ("await", "stream"):
            asyncio.run(self._read_all(task, handles))
        for number, handle in zip(task.numbers, handles, strict=True):
            self._check(task, number, handle)

    def _request(self, task: Task, item: Item, deadline: float | None) -> Request:
        assert isinstance(item, Request)
        if task.fate == "grammar":
            broken = BROKEN[task.numbers[0] % len(BROKEN)]
            return replace(item, constraint=broken, max_tokens=16)
        if task.fate == "long":
            return replace(item, max_tokens=self.engine.info.window)
        return replace(item, deadline=deadline)

    def _score(self, task: Task, item: Scored, deadline: float | None) -> None:
        try:
            if task.fate == "long":
                tail = item.prompt.tail * self.engine.info.window
                self.engine.score(replace(item.prompt, tail=tail), item.labels)
                pytest.fail("a prompt that is too long was scored")
            scores = self.engine.score(item.prompt, item.labels, deadline=deadline)
        except BudgetExceeded:
            assert task.fate == "deadline"
            self._count("late")
        except PromptTooLong:
            self._count("too long")
        else:
            assert scores == self.alone[task.numbers[0]], "scores that differ"
            self._count("scored")

    def _check(self, task: Task, number: int, handle: Handle) -> None:
        """Wait for a handle, and check that it ends as it should."""
        try:
            if task.fate == "cancel" and task.how in ("result", "iterate"):
                if task.how == "iterate":
                    next(iter(handle), None)
                else:
                    time.sleep(task.patience)
                handle.cancel()
            text = "".join(handle) if task.how == "iterate" else None
            completion = handle.result(STUCK)
        except Cancelled:
            assert task.fate == "cancel", "cancelled by nobody"
            self._count("cancelled")
        except BudgetExceeded:
            assert task.fate == "deadline", "late without a deadline"
            self._count("late")
        except GrammarError:
            assert task.fate == "grammar", "a grammar that worked alone"
            self._count("broken grammar")
        except PromptTooLong:
            assert task.fate == "long"
            self._count("too long")
        else:
            assert task.fate not in ("grammar", "long"), "it can't be served"
            assert text in (None, completion.text)
            assert outcome(completion) == self.alone[number], "an answer that differs"
            self._count("finished")
            if completion.reused_tokens == completion.prompt_tokens:
                self._count("forked")
        assert handle.done()

    async def _read_all(self, task: Task, handles: list[Handle]) -> None:
        """Read handles together; what they end with is checked later."""
        reading = [asyncio.create_task(self._read(task, handle)) for handle in handles]
        if task.fate == "cancel":
            await asyncio.sleep(task.patience)
            for one in reading:
                one.cancel()
        await asyncio.wait(reading, timeout=STUCK)
        for one in reading:
            assert one.done(), "a request is stuck"
            if not one.cancelled() and isinstance(one.exception(), AssertionError):
                await one

    async def _read(self, task: Task, handle: Handle) -> None:
        if task.how == "stream":
            text = "".join([piece async for piece in handle])
            assert text == (await handle).text, "a stream that is not the text"
        else:
            await handle

    def _count(self, what: str) -> None:
        with self._lock:
            self.seen[what] += 1


def resting_memory() -> int:
    """Return the bytes that the process holds, without what the allocator only keeps back."""
    gc.collect()
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)
    return int(psutil.Process().memory_info().rss)


def soak(
    path: Path, *, count: int, size: int, patience: float, seed: int, longest: int = 250
) -> Soak:
    """Run a soak test on a model with few sequences and a short queue.

    Args:
        path: The model.
        count: Requests.
        size: Different requests, at least.
        patience: Longest time after which a request is cancelled or late, in seconds.
        seed: Where all of it comes from.
        longest: Words of the longest prompt; the vocabulary decides how many tokens that makes.
    """
    random = Random(seed)
    options = {"name": "soak", "type": "Q8_0", "threads": 1, "window": 2048}

    def start(sequences: int, queue: int) -> LlamaEngine:
        return LlamaEngine(path, **options, sequences=sequences, queue=queue)  # type: ignore[arg-type]

    with start(1, 1) as engine:
        pool = make_pool(engine, random, size, longest)
    alone = []
    for item in pool:
        with start(1, 1) as engine:
            alone.append(compute(engine, item))
    tasks = make_tasks(pool, random, count, patience)
    assert sum(len(task.numbers) for task in tasks) == count
    before = threading.active_count()
    with start(4, 12) as engine:
        test = Soak(engine, pool, alone)
        begun = time.monotonic()
        test.run(tasks)
        seconds = time.monotonic() - begun
        assert engine.usable
        again = [compute(engine, item) for item in pool[:5]]
        assert again == alone[:5]
        counters = engine.counters
    gc.collect()
    assert threading.active_count() <= before, "threads are left"
    print(
        f"{count} requests in {seconds:.0f} s: {dict(test.seen)}; {counters}; "
        f"MiB after each quarter: {[round(size / 2**20, 1) for size in test.memory]}"
    )
    return test


@pytest.fixture
def one_arena() -> None:
    """Let all threads share one heap: glibc's heaps for each take a long time to level off."""
    if sys.platform == "linux":
        ctypes.CDLL(None).mallopt(ARENA_MAX, 1)


@pytest.fixture
def moves(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the moves between sequences."""
    counted: list[int] = []
    swap = Sequences._swap

    def counting(self: Sequences, one: object, other: object) -> None:
        counted.append(1)
        swap(self, one, other)  # type: ignore[arg-type]

    monkeypatch.setattr(Sequences, "_swap", counting)
    return counted


def check_all_happened(test: Soak, moves: list[int], least: int) -> None:
    kinds = ("finished", "scored", "cancelled", "late", "broken grammar", "too long", "forked")
    assert all(test.seen[kind] >= least for kind in kinds), test.seen
    assert len(moves) >= least
    longest = max(len(item.prompt) for item in test.pool)
    assert longest > 2 * 512, "some prompts need more than one step"


def test_a_small_sample(tiny_q8: Path, moves: list[int]) -> None:
    test = soak(tiny_q8, count=150, size=30, patience=0.01, seed=1)
    check_all_happened(test, moves, 1)


@pytest.mark.heavy
@pytest.mark.usefixtures("one_arena")
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_thousand_requests_on_a_tiny_model(tiny_q8: Path, moves: list[int], seed: int) -> None:
    test = soak(tiny_q8, count=2000, size=80, patience=0.02, seed=seed)
    check_all_happened(test, moves, 20)
    assert test.growth < MOST_GROWTH


@pytest.mark.heavy
@pytest.mark.usefixtures("one_arena")
@pytest.mark.timeout(4 * 3600)
def test_two_thousand_requests(base_q8: Path, moves: list[int]) -> None:
    test = soak(base_q8, count=2000, size=60, patience=3.0, seed=1, longest=1500)
    check_all_happened(test, moves, 20)
    assert test.growth < MOST_GROWTH
