"""The default model on the everyday questions, as its user would run them.

The hidden half is seen through its counts only: nothing here prints a question or an answer.
"""

from dataclasses import asdict
from pathlib import Path

import pytest

from lottery_agent.agent import Agent
from lottery_agent.batch import plan_batch, run_batch
from lottery_agent.equivalence import Equivalence
from lottery_agent.jsonl import read_objects
from lottery_agent.scoring import Gold, Tally, score
from lottery_agent.settings import load_settings

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def agent(base_model: Path) -> Agent:
    return Agent(settings=load_settings({"knowledge": "none"}))


@pytest.fixture(scope="module")
def tallies(agent: Agent, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Tally]:
    found = {}
    with agent, Equivalence() as equivalent:
        for half in ("open", "hidden"):
            items = HERE / f"{half}.jsonl"
            output = tmp_path_factory.mktemp("everyday") / f"{half}.jsonl"
            run_batch(plan_batch(items, output), agent)
            golds = [Gold.from_json(data) for data in read_objects(items)]
            found[half] = score(read_objects(output), golds, equivalent=equivalent).total
    return found


@pytest.mark.real
@pytest.mark.timeout(1200)
def test_most_are_right_and_few_are_wrong(tallies: dict[str, Tally]) -> None:
    counts = {half: asdict(tally) for half, tally in tallies.items()}
    assert all(each["accuracy"] >= 0.7 for each in counts.values()), counts
    # Both halves together: a single item of twenty is five points.
    assert sum(each["wrong_share"] for each in counts.values()) / 2 <= 0.125, counts
