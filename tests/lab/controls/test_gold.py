"""The development items: what a parser reads is answered right, and the rest is left.

The sentences of theories, games and orders are compared with their labels where the tools are
(`tests/toolbox`). Runs where `LOTTERY_DATA` names a folder of benchmark files.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lottery_agent.answer import Answer
from lottery_agent.lab.catalogue import BENCHMARKS
from lottery_agent.lab.controls.solvers import SOLVERS

Ask = Callable[..., Answer]

PARTLY = {
    "bbh_date_understanding": 19,
    "bbh_object_counting": 11,
    "bbh_penguins_in_a_table": 21,
}
"""How many of fifty items are read where a part is left; all of them elsewhere."""


@pytest.mark.parametrize("name", sorted(name for name in SOLVERS if name.startswith("bbh_")))
@pytest.mark.parametrize("step", [10, pytest.param(1, marks=pytest.mark.heavy)])
def test_what_is_read_is_answered_right(ask: Ask, data: Path, name: str, step: int) -> None:
    benchmark = BENCHMARKS[name]
    golds = benchmark.golds(data)
    outcomes = []
    for item in benchmark.items(data)[::step]:
        answer = ask(name, item.question, list(item.options or ()), item.context).to_json()
        outcomes.append(benchmark.scorer.judge(answer, golds[str(item.id)]).outcome)
    assert set(outcomes) <= {"correct", "abstained"}
    if step == 1:
        assert outcomes.count("correct") == PARTLY.get(name, len(outcomes))
    elif name not in PARTLY:
        assert "abstained" not in outcomes
