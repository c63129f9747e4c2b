"""The same request gives the same bits: alone, in company, after anything, however it is cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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


def start(kind: str, request: pytest.FixtureRequest, sequences: int) -> Engine:
    path: Path = request.getfixturevalue("tiny_q8" if "tiny" in kind else "base_q8")
    make = IsolatedEngine if "isolated" in kind else LlamaEngine
    threads = 1 if "tiny" in kind else 0
    return make(path, name="t", type="Q8_0", threads=threads, sequences=sequences, window=1024)


@pytest.fixture(
    params=[
        "tiny",
        "isolated tiny",
        pytest.param("base", marks=pytest.mark.real),
        pytest.param("isolated base", marks=pytest.mark.real),
    ],
    scope="module",
)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with start(request.param, request, sequences=16) as engine:
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


def test_a_kept_head_changes_nothing(engine: Engine, request: pytest.FixtureRequest) -> None:
    asked = requests(engine, 6, 4)
    warm = [engine.submit(one).result() for one in asked * 2][len(asked) :]
    assert all(completion.reused_tokens for completion in warm)
    kind = request.node.callspec.params["engine"]
    for one, completion in zip(asked[:2], warm, strict=False):
        with start(kind, request, sequences=2) as fresh:
            cold = fresh.submit(one).result()
        assert cold.reused_tokens == 0
        assert outcome(cold) == outcome(completion)
