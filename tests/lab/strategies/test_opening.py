"""Strategies as arms: what they are asked, their limits, and a run of the lab through them all."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from lottery_agent import assembly
from lottery_agent.assembly import Loaded, Parts
from lottery_agent.lab import arms, catalogue
from lottery_agent.lab.arms import ARMS
from lottery_agent.lab.judged import judge_run
from lottery_agent.lab.runs import Order, begin, execute, read_manifest, results_of
from lottery_agent.lab.scores import score_run
from lottery_agent.lab.strategies.opening import GRAPHS
from lottery_agent.lab.suites import suite_of
from lottery_agent.models.engine import ScriptedEngine
from lottery_agent.models.prompts import Prompt
from lottery_agent.settings import load_settings
from lottery_agent.toolbox import sandbox
from tests.graphs.conftest import AllNames, LocalTools
from tests.lab.strategies.conftest import Ask

Write = Callable[[str, Iterable[Mapping[str, Any]]], Path]


def asked(arm: str) -> set[str]:
    return {each.name for each in catalogue.BENCHMARKS.values() if ARMS[arm].answers(each)}


def test_a_strategy_is_asked_what_it_is_made_for() -> None:
    everything = set(catalogue.BENCHMARKS)
    assert asked("least_to_most") == asked("react") == everything
    assert asked("pal") == asked("repeated")
    assert {"gsm8k", "svamp", "bbh_object_counting"} <= asked("pal") <= everything - {"nq", "folio"}
    assert {"folio", "prontoqa", "bbh_web_of_lies"} <= asked("logic_lm")
    assert not asked("logic_lm") & {"nq", "svamp", "bbh_navigate"}
    assert asked("self_rag") == {"nq", "nq_open", "squad", "squad_open", "squad_unanswerable"}


def test_a_file_of_the_users_may_be_asked_of_all(tmp_path: Path) -> None:
    own = tmp_path / "own.jsonl"
    own.write_text('{"id": 1, "question": "What is 4 + 4?", "answer": "8"}\n', "utf-8")
    (benchmark,) = catalogue.of_file(own)
    assert all(arm.answers(benchmark) for arm in ARMS.values() if arm.way == "strategy")


def test_naming_the_arms_loads_no_graph() -> None:
    code = (
        "import sys; from lottery_agent.lab import arms, catalogue\n"
        "for arm in arms.ARMS.values(): arm.answers(catalogue.BENCHMARKS['nq'])\n"
        "assert not {'langgraph', 'llama_cpp', 'z3'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


SLOW = {
    "planner": "Is Tom kind?",
    "least_to_most": "I wonder. " * 20,
    "mathematician": "answer = 6" + " + 7" * 30,
    "thought": "I wonder. " * 20,
    "language": {"rules": 1.0},
    "logician": "kind(Tom)",
    "librarian": '"Tom is kind"',
}


@pytest.mark.parametrize("strategy", GRAPHS)
def test_a_run_ends_at_its_deadline(ask: Ask, strategy: str) -> None:
    run = ask(strategy, SLOW, "Is Tom kind?", context="Tom is kind.", pace=0.1, timeout=0.05)
    answer = run.answer
    assert (answer.status, answer.reason, answer.answer) == ("failed", "limit", None)
    assert answer.error is not None
    assert answer.error.type == "BudgetExceeded"


def test_a_run_ends_at_its_number_of_calls(ask: Ask) -> None:
    script = {"thought": "Go on.", "action": "mathematics(answer = 6 * 7)"}
    run = ask("react", script, "6 times 7?", form="number", max_calls=3)
    assert (run.answer.status, run.answer.reason) == ("failed", "limit")
    assert len(run.engine.prompts) == 3


CAT = "Every cat is an animal. Tom is a cat."
LOGIC = {
    "Every cat is an animal.": "all x (cat(x) -> animal(x))",
    "Tom is a cat.": "cat(Tom)",
    "Question: Is Tom an animal?": "? animal(Tom)",
}


def act(prompt: Prompt) -> str:
    if "finish(answer: number)" in prompt.question:
        first = "Observation: " not in prompt.question
        return "mathematics(answer = 2 + 2)" if first else "finish(4)"
    return 'finish("A")' if "A: True" in prompt.question else 'finish("nine")'


SCRIPT = {
    "planner": lambda prompt: prompt.question,
    "least_to_most": lambda prompt: f"The answer is {'A' if 'A) ' in prompt.question else '4'}.",
    "mathematician": "answer = 2 + 2",
    "thought": "Let me see.",
    "action": act,
    "language": {"rules": 1.0},
    "logician": lambda prompt: LOGIC[prompt.question],
    "librarian": '"nine"',
    "relevance": {"yes": 1.0},
    "support": {"fully": 1.0},
}


class HereSandbox(LocalTools):
    """A sandbox that runs tools in this process."""

    def __init__(self, **options: object) -> None:
        super().__init__()

    def __enter__(self) -> HereSandbox:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def warm(self, *tools: str, workers: int | None = None) -> None:
        pass


@pytest.fixture
def data(write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files of three benchmarks; a model that is loaded is scripted, and tools run here."""
    monkeypatch.setattr(sandbox, "Sandbox", HereSandbox)
    monkeypatch.setattr(
        assembly, "load_engine", lambda settings, model: Loaded(ScriptedEngine(SCRIPT), None)
    )
    monkeypatch.setattr(Parts, "_signatures", lambda self: AllNames())
    write(
        "svamp_dev",
        [
            {"id": f"s{n}", "task": "svamp", "question": f"2 and 2, {n}?", "answer": answer}
            for n, answer in enumerate(("4", "4", "5"))
        ],
    )
    options = ["A) True", "B) False", "C) Uncertain"]
    folio = {"task": "folio", "question": "Is Tom an animal?", "context": CAT, "options": options}
    write("folio_dev", [{"id": "f1", **folio, "answer": "A"}])
    squad = {"task": "squad", "question": "When does it open?", "context": "It opens at nine."}
    return write("squad_dev", [{"id": "q1", **squad, "answers": ["nine"]}]).parent


def run_all(folder: Path, data: Path, jobs: int) -> None:
    order = Order(
        suite=suite_of("smoke"),
        benchmarks=tuple(catalogue.choose(["svamp", "folio", "squad"])),
        arms=tuple(arms.choose(GRAPHS)),
        settings=load_settings({"model": "scripted", "timeout": 3600}),
        data=data,
        jobs=jobs,
    )
    begin(folder, order)
    execute(folder, order)


def lines(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return all results without what they took."""
    found = {}
    for arm in GRAPHS:
        for benchmark in ("svamp", "folio", "squad"):
            path = results_of(folder, arm, benchmark)
            if path.is_file():
                results = map(json.loads, path.read_text("utf-8").splitlines())
                found[f"{arm} {benchmark}"] = [{**line, "usage": None} for line in results]
    return found


def test_a_run_through_all_strategies_is_the_same_again_and_scored_without_a_model(
    data: Path, tmp_path: Path
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    run_all(one, data, jobs=1)
    run_all(other, data, jobs=4)
    results = lines(one)
    assert results == lines(other)
    assert {name: [line["answer"] for line in each] for name, each in results.items()} == {
        "least_to_most svamp": ["4", "4", "4"],
        "least_to_most folio": ["A"],
        "least_to_most squad": ["4"],
        "logic_lm folio": ["A"],
        "pal svamp": ["4", "4", "4"],
        "react svamp": ["4", "4", "4"],
        "react folio": ["A"],
        "react squad": ["nine"],
        "repeated svamp": ["4", "4", "4"],
        "self_rag squad": ["nine"],
    }
    assert read_manifest(one)["left_out"]["pal"] == ["folio", "squad"]
    cells = score_run(one, data).cells
    assert cells["svamp"]["pal"].tally.correct == 2
    assert cells["svamp"]["pal"].answered_by == {"mathematics": 3}
    assert cells["folio"]["logic_lm"].answered_by == {"logic": 1}
    assert cells["folio"]["least_to_most"].answered_by == {"model": 1}
    assert all(cell.seconds > 0 for each in cells.values() for cell in each.values())
    assert [point.k for point in cells["svamp"]["repeated"].passes] == list(range(1, 17))
    rates = [point.rate for point in cells["svamp"]["repeated"].passes]
    assert rates == pytest.approx([2 / 3] * 16)
    assert cells["svamp"]["pal"].passes == ()
    samples = judge_run(one, data).parts["svamp"]["repeated"].samples
    assert {name: sum(each) for name, each in samples.items()} == {"s0": 16, "s1": 16, "s2": 0}
