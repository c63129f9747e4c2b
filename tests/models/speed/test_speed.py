"""The speed program: it measures what it says, on a tiny model."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import gguf
import pytest

from lottery_agent.models.engine import LlamaEngine, Sampling, library
from lottery_agent.models.engine.context import Feed
from lottery_agent.models.engine.counters import Counters
from lottery_agent.models.prompts import Prompt
from lottery_agent.models.speed import __main__ as program
from lottery_agent.models.speed import measure, ours, subjects, workload
from lottery_agent.models.speed.bare import Bare, Part
from lottery_agent.models.speed.measure import Cache, Gain, Speed
from lottery_agent.models.speed.ours import Outcome
from lottery_agent.models.speed.subjects import CacheRun, Rates
from lottery_agent.models.speed.workload import Grammar, Item

WORD = Grammar('start: "the " /[a-z]{3}/ " thin " /[a-z]/')
ANYTHING = Grammar(r"start: /(.|\n)*/")
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
        assert bare.prefill_together(4, [Part(3, 20), Part(0, 1000)]) > 0
        assert bare.decode(4, start=10) > bare.decode(1, start=10) / 4


def test_equal_parts_fill_a_batch_at_most(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[list[tuple[int, int]]] = []
    with Bare(tiny_model, sequences=4, window=512, threads=1) as bare:
        decode = bare._context.decode

        def watch(feeds: list[Feed]) -> object:
            if len(feeds) > 1:
                steps.append([(feed.start, len(feed.tokens)) for feed in feeds])
            return decode(feeds)

        monkeypatch.setattr(bare._context, "decode", watch)
        bare.prefill_together(4, [Part(3, 20), Part(7, 1000)])
    assert steps == [[(3, 20)] * 4, [(7, 128)] * 4]


def outcome(total: float, prompt: int, answer: int) -> Outcome:
    return Outcome((total / 2, total / 2), total, (1, 1), ("a", ""), Counters(0, prompt, answer, 0))


def test_the_bound_is_both_rates_together() -> None:
    rates = Rates(prefill=100.0, prefill_many=80.0, decode_one=10.0, decode_many=40.0)
    sampled = outcome(4.0, 100, 20), outcome(3.0, 100, 20)
    assert measure._shares(sampled, rates) == pytest.approx((3 / 4, 1.5 / 3))
    faster = replace(rates, prefill_many=200.0)
    assert measure._shares(sampled, faster) == pytest.approx((3 / 4, 1 / 3))


def test_gains_and_medians() -> None:
    gain = measure._gain(outcome(4.0, 1, 1), outcome(2.0, 1, 1), [4.0, 8.0], "same", True)
    assert gain == Gain("same", True, latency=3.0, throughput=6.0)
    one = Speed("Q8_0", 0.9, 0.8, 0.2, 1.1, 1.0, 2.0, (gain,))
    runs = [one, replace(one, batching=5.0), replace(one, batching=3.0, gains=(gain,))]
    assert measure._medians(runs) == replace(one, batching=3.0)


def test_a_gain_that_was_measured_in_one_round_alone() -> None:
    same, first, second = (
        Gain(file, True, 1.0, n) for file, n in (("same", 9), ("s", 1), ("s", 3))
    )
    one = Speed("Q8_0", 0.9, 0.8, 0.2, 1.1, 1.0, 2.0, (first, same))
    middle = measure._medians([one, replace(one, gains=(second,))])
    assert middle.gains == (replace(first, throughput=2), same)


def test_the_longest_call_is_found(tiny_model: Path) -> None:
    prompt = Prompt("a", "Write a word.", "Which?")
    items = [
        Item(prompt, grammar=Grammar('start: "the"'), max_tokens=20),
        Item(prompt, grammar=WORD, max_tokens=20),
        Item(prompt, grammar=WORD, max_tokens=40, sampling=Sampling(1.0)),
        Item(prompt, labels=("x", "y")),
    ]
    with LlamaEngine(
        tiny_model, name="t", type="F32", threads=1, window=512, fast_forward=False
    ) as engine:
        call = ours.longest_call(engine, items)
        assert call.grammar == WORD.text
        assert not call.same, "a random model writes noise"
        first, second = (engine.submit(call.request(number)).result() for number in (1, 2))
        assert first.text == second.text
        assert len(first.logprobs) == call.tokens
        assert call.request(1).constraint != call.request(2).constraint
        assert call.request().constraint is None
        questions = [Prompt("a", "Write a word.", f"{number}?") for number in range(20)]
        free = [Item(question, grammar=ANYTHING, max_tokens=1) for question in questions]
        free += items
        preferred = ours.longest_call(engine, free)
        assert (preferred.same, preferred.grammar) == (True, ANYTHING.text)
        assert ours.pace(engine, [call.request(3), call.request()]) > 0


@contextmanager
def here() -> Iterator[Callable[..., Any]]:
    """Run subjects in this process, where they can be given other requests."""
    yield lambda function, *arguments: function(*arguments)


def test_one_run_measures_everything(
    tiny: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    files = {type: tmp_path / f"{type}.gguf" for type in ("Q8_0", "Q4_0")}
    for type, path in files.items():
        tiny.write_tiny_model(path, type=gguf.GGMLQuantizationType[type])
    monkeypatch.setattr(measure, "_subject", here)
    monkeypatch.setattr(workload, "load", lambda: ITEMS)
    monkeypatch.setattr(library, "threads", lambda _=0: 1)
    monkeypatch.setattr(subjects, "SEQUENCES", 2)
    monkeypatch.setattr(subjects, "_CONSTRAINT_ROUNDS", 1)
    monkeypatch.setattr(subjects, "WINDOW", 512)
    monkeypatch.setattr(measure, "MEMORY_GRID", ((1, 512), (2, 512)))
    monkeypatch.setattr(measure, "MEMORY_DEFAULT", ((2, 512),))
    monkeypatch.setattr(measure, "CACHES", (("F16", False), ("F16", True)))
    monkeypatch.setattr(ours, "STORY_TOKENS", 4)
    try:
        results = program._measure(program._PARTS, files, files["Q8_0"], 2)
    finally:
        for cached in (subjects._bare, subjects._stock, subjects._prompts):
            cached.cache_clear()
    assert [speed["type"] for speed in results["speed"]] == ["Q8_0", "Q4_0"]
    for speed in results["speed"]:
        ways = [(gain["file"], gain["grammar"]) for gain in speed["gains"]]
        assert ways == [(file, way) for file in ("shipped", "same") for way in (True, False)]
    rows = [(row["type"], row["sequences"], row["grammar"]) for row in results["constraint"]]
    assert rows == [
        (type, count, grammar)
        for type in files
        for count in (1, 2)
        for grammar in ("any text", "narrowed")
    ]
    assert all(row["speed"] > 0 for row in results["constraint"])
    starts = [(row["type"], row["process"]) for row in results["start"]]
    assert starts == [(type, process) for type in files for process in (1, 2)]
    assert all(row["reused"] == row["head"] for row in results["start"] if row["process"] == 2)
    assert [row["kv_type"] for row in results["cache"]] == ["F16", "F16"]
    sizes = [(row["type"], row["sequences"]) for row in results["memory"]]
    assert sizes == [("Q8_0", 1), ("Q8_0", 2), ("Q4_0", 2)]
    assert json.dumps(results)
    program._show(results)
    shown = capsys.readouterr().out
    assert "narrowed" in shown
    assert "Q4_0" in shown


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
