"""The same request gives the same bits: alone, in company, after anything, however it is cut."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from lottery_agent.models.engine import (
    Completion,
    Engine,
    IsolatedEngine,
    LlamaEngine,
    Request,
    Sampling,
)
from lottery_agent.models.engine.sequences import Sequences, Slot
from lottery_agent.models.prompts import Example, Prompt

WORDS = (
    "every cat is an animal and Tom has 12 pens while the red book costs 3 euros more than "
    "two blue cups on a rainy Monday in May"
).split()


@dataclass(frozen=True)
class Grammar:
    text: str


SHEET = Grammar(
    'start: (NAME " = " VALUE "\\n")* "answer = " VALUE\n'
    "NAME: /[a-z]{1,8}/\n"
    "VALUE: /[0-9]{1,3}/ | /[0-9]{1,3} [*+-] [0-9]{1,3}/\n"
)


def start(
    kind: str, request: pytest.FixtureRequest, sequences: int, heads_folder: Path | None = None
) -> Engine:
    size, type = ("tiny" if "tiny" in kind else "base"), ("Q4_0" if "Q4_0" in kind else "Q8_0")
    path: Path = request.getfixturevalue(f"{size}_{type[:2].lower()}")
    make = IsolatedEngine if "isolated" in kind else LlamaEngine
    threads = 1 if "tiny" in kind else 0
    return make(
        path,
        name="t",
        type=type,
        threads=threads,
        sequences=sequences,
        window=1024,
        heads_folder=heads_folder,
    )


@pytest.fixture(
    params=[
        "tiny",
        "tiny Q4_0",
        "isolated tiny",
        pytest.param("base", marks=pytest.mark.real),
        pytest.param("base Q4_0", marks=pytest.mark.real),
        pytest.param("isolated base", marks=pytest.mark.real),
    ],
    scope="module",
)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def engine(kind: str, request: pytest.FixtureRequest) -> Iterator[Engine]:
    with start(kind, request, sequences=16) as engine:
        assert engine.info.reproducible
        yield engine


def requests(engine: Engine, seed: int, count: int) -> list[Request]:
    """Requests of all kinds: free and constrained, greedy and sampled, short and long."""
    random = Random(seed)

    def words(most: int) -> str:
        return " ".join(random.choices(WORDS, k=random.randint(1, most)))

    made = []
    for number in range(count):
        prompt = Prompt(
            "agent",
            random.choice(["Answer briefly.", "Write a worksheet that computes the answer."]),
            words(40) if number % 3 else words(5),
            examples=tuple(Example(words(9), words(4)) for _ in range(random.randint(0, 2))),
        )
        sampling = Sampling(temperature=0.8, top_p=0.9, seed=number) if number % 2 else Sampling()
        constraint = SHEET if number % 4 > 1 else None
        made.append(Request(engine.renderer.render(prompt), 12, constraint, sampling))
    return made


def outcome(completion: Completion) -> tuple[object, ...]:
    return completion.text, completion.tokens, completion.logprobs, completion.finish


def test_alone_and_among_neighbours(engine: Engine) -> None:
    asked = requests(engine, 1, 9)
    alone = [outcome(engine.submit(request).result()) for request in asked]
    together = [engine.submit(request) for request in asked]
    assert [outcome(handle.result()) for handle in together] == alone
    for number in (1, 6):  # joining late, behind other prompts
        neighbours = [engine.submit(request) for request in requests(engine, 2, 5)]
        handle = engine.submit(asked[number])
        assert outcome(handle.result()) == alone[number]
        for neighbour in neighbours:
            neighbour.cancel()


def test_scores_alone_and_among_neighbours(engine: Engine) -> None:
    prompt = requests(engine, 3, 1)[0].prompt
    labels = ["math", "a longer label", "Tom"]
    alone = engine.score(prompt, labels)
    neighbours = [engine.submit(request) for request in requests(engine, 4, 4)]
    assert engine.score(prompt, labels) == alone
    for neighbour in neighbours:
        neighbour.result()
    assert engine.score(prompt, labels[::-1]) == alone[::-1]


def test_cancelled_neighbours_leave_no_trace(engine: Engine) -> None:
    asked = requests(engine, 5, 4)
    alone = [outcome(engine.submit(request).result()) for request in asked]
    handles = [engine.submit(request) for request in asked * 2]
    for handle in handles[::2]:
        handle.cancel()
    for number in range(1, len(handles), 2):
        assert outcome(handles[number].result()) == alone[number % len(asked)]


def test_a_kept_head_changes_nothing(
    engine: Engine, kind: str, request: pytest.FixtureRequest
) -> None:
    asked = requests(engine, 6, 4)
    warm = [engine.submit(one).result() for one in asked * 2][len(asked) :]
    assert all(completion.reused_tokens for completion in warm)
    for one, completion in zip(asked[:2], warm, strict=False):
        with start(kind, request, sequences=2) as fresh:
            cold = fresh.submit(one).result()
        assert cold.reused_tokens == 0
        assert outcome(cold) == outcome(completion)


def cold(kind: str, request: pytest.FixtureRequest, asked: Sequence[Request]) -> list[object]:
    """Return what requests give in an engine of their own each."""
    outcomes: list[object] = []
    for one in asked:
        with start(kind, request, sequences=1) as engine:
            completion = engine.submit(one).result()
        assert completion.reused_tokens == 0
        outcomes.append(outcome(completion))
    return outcomes


def test_forked_samples(engine: Engine, kind: str, request: pytest.FixtureRequest) -> None:
    """Samples fork if they arrive together, which they may fail to do on a busy machine."""
    forked = False
    for attempt in range(5):
        prompt = requests(engine, 7 + attempt, 1)[0].prompt
        samples = [
            Request(prompt, 12, constraint, Sampling(temperature=1.0, seed=seed))
            for seed in range(4)
            for constraint in (None, SHEET)
        ]
        handles = [engine.submit(sample) for sample in samples]
        completions = [handle.result() for handle in handles]
        assert [outcome(completion) for completion in completions] == cold(kind, request, samples)
        forked = any(completion.reused_tokens == len(prompt) for completion in completions)
        if forked:
            break
    assert forked


def test_a_busy_neighbour_is_copied(
    engine: Engine, kind: str, request: pytest.FixtureRequest
) -> None:
    """The second prompt takes its beginning from one whose answer is being written."""
    first, second = (
        engine.renderer.render(Prompt("agent", "Answer briefly.", "Who " * 30 + end))
        for end in ("came?", "left us and why did it have to be on a Monday?")
    )
    asked = [Request(first, 400, Grammar("start: /[a-z]{300}/")), Request(second, 12)]
    busy = engine.submit(asked[0])
    next(iter(busy))
    copied = engine.submit(asked[1]).result()
    assert copied.reused_tokens > len(first.head) + 10
    assert [outcome(busy.result()), outcome(copied)] == cold(kind, request, asked)


def warm(engine: Engine, asked: Sequence[Request], folder: Path) -> None:
    """Have an engine write the heads of requests into a folder, and wait until it has."""
    engine.warm([one.prompt for one in asked])
    limit = time.monotonic() + 60
    while len(list(folder.glob("*.head"))) < len({one.prompt.head for one in asked}):
        assert time.monotonic() < limit, "heads are not written"
        time.sleep(0.01)


def test_heads_from_disk(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with start(kind, request, sequences=8, heads_folder=tmp_path) as engine:
        asked = requests(engine, 8, 4)
        warm(engine, asked, tmp_path)
    with start(kind, request, sequences=8, heads_folder=tmp_path) as engine:
        engine.warm([one.prompt for one in asked])
        completions = [handle.result() for handle in [engine.submit(one) for one in asked]]
        assert all(
            done.reused_tokens >= len(one.prompt.head)
            for one, done in zip(asked, completions, strict=True)
        )
    assert [outcome(completion) for completion in completions] == cold(kind, request, asked)


def test_heads_of_an_engine_with_fewer_sequences(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """llama.cpp refuses their states, so they are not offered."""
    with start(kind, request, sequences=2, heads_folder=tmp_path) as engine:
        asked = requests(engine, 8, 2)
        warm(engine, asked, tmp_path)
    with start(kind, request, sequences=3, heads_folder=tmp_path) as engine:
        engine.warm([one.prompt for one in asked])
        outcomes = [outcome(engine.submit(one).result()) for one in asked]
    assert outcomes == cold(kind, request, asked)


def test_moved_sequences(
    kind: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "isolated" in kind:
        pytest.skip("its moves can't be counted from here")
    moves: list[int] = []
    swap = Sequences._swap

    def counting(self: Sequences, one: Slot, other: Slot) -> None:
        moves.append(one.length + other.length)
        swap(self, one, other)

    monkeypatch.setattr(Sequences, "_swap", counting)
    with start(kind, request, sequences=8) as engine:
        asked = [replace(one, max_tokens=3 + 5 * n) for n, one in enumerate(requests(engine, 9, 8))]
        handles = [engine.submit(one) for one in (*asked, *asked[::-1])]
        outcomes = [outcome(handle.result()) for handle in handles]
    assert sum(moves) > 0
    alone = cold(kind, request, asked)
    assert outcomes == alone + alone[::-1]
