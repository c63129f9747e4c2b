"""The speed program: it measures what it says, on a tiny model."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lottery_agent.models.engine import LlamaEngine
from lottery_agent.models.engine.counters import Counters
from lottery_agent.models.prompts import Prompt
from lottery_agent.models.speed import measure, ours
from lottery_agent.models.speed.bare import Bare, Part
from lottery_agent.models.speed.measure import Cache, Gain, Speed
from lottery_agent.models.speed.ours import Outcome
from lottery_agent.models.speed.subjects import CacheRun, Rates
from lottery_agent.models.speed.workload import Grammar, Item

WORD = Grammar('start: "the " /[a-z]{3}/ " thin " /[a-z]/')
ITEMS = [
    Item(Prompt("a", "Write a word.", "Which?"), grammar=WORD, max_tokens=20),
    Item(Prompt("a", "Write a word.", "Which one?"), labels=("x", "y")),
]


def test_forced_tokens_are_counted_and_change_no_text(tiny_model: Path) -> None:
    outcomes = []
    for fast_forward in (True, False):
        with LlamaEngine(
            tiny_model, name="t", type="F32", threads=1, window=512, fast_forward=fast_forward
        ) as engine:
            outcomes.append(ours.one_by_one(engine, ITEMS))
            together = ours.together(engine, ITEMS, clients=2)
            assert together.lengths == outcomes[-1].lengths
    forced, sampled = (outcome.counters for outcome in outcomes)
    assert forced.steps < sampled.steps
    assert forced.forced_tokens > 0
    assert sampled.forced_tokens == 0


def test_bare_rates_are_tokens_a_second(tiny_model: Path) -> None:
    with Bare(tiny_model, sequences=4, window=512, threads=1) as bare:
        assert bare.prefill([Part(3, 20), Part(0, 7)]) > 0
        assert bare.decode(4, start=10) > bare.decode(1, start=10) / 4


def outcome(total: float, prompt: int, answer: int) -> Outcome:
    return Outcome((total / 2, total / 2), total, (1, 1), ("a", ""), Counters(0, prompt, answer, 0))


def test_the_bound_is_both_rates_together() -> None:
    rates = Rates(prefill=100.0, decode_one=10.0, decode_many=40.0)
    sampled = outcome(4.0, 100, 20), outcome(3.0, 100, 20)
    assert measure._shares(sampled, rates) == pytest.approx((3 / 4, 1.5 / 3))


def test_gains_and_medians() -> None:
    gain = measure._gain(outcome(4.0, 1, 1), outcome(2.0, 1, 1), [4.0, 8.0], "same", True)
    assert gain == Gain("same", True, latency=3.0, throughput=6.0)
    one = Speed("Q8_0", 0.9, 0.8, 0.2, 1.1, 1.0, 2.0, (gain,))
    runs = [one, replace(one, batching=5.0), replace(one, batching=3.0, gains=(gain,))]
    assert measure._medians(runs) == replace(one, batching=3.0)


def test_caches_are_compared_round_by_round() -> None:
    usual = [CacheRun(2.0, 1.0, 100.0, ("a", "b", "")), CacheRun(4.0, 2.0, 100.0, ("a", "b", ""))]
    runs = [CacheRun(1.0, 1.0, 50.0, ("a", "c", "")), CacheRun(2.0, 2.0, 60.0, ("a", "c", ""))]
    assert measure._cache("Q8_0", True, runs, usual) == Cache(
        "Q8_0", True, latency=2.0, throughput=1.0, peak_mib=55.0, same=0.5
    )


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["--types", "Q9"], ["--rounds", "0"]],
    ids=["part", "type", "rounds"],
)
def test_wrong_arguments(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "lottery_agent.models.speed", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "error:" in done.stderr
    assert "Traceback" not in done.stderr
