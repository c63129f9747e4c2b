"""The table of costs: energy stands there only if it was measured of an arm."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from lottery_agent.lab.costs import COSTS
from lottery_agent.lab.pairing import Terms
from lottery_agent.lab.report import tables
from lottery_agent.lab.report.markdown import markdown
from lottery_agent.lab.report.page import page
from lottery_agent.lab.report.words import NONE, Anchors
from lottery_agent.lab.scores import score_run
from tests.lab.report.conftest import SUMS, Made

FEW = Terms(draws=100)
COLUMNS = ("joules", "joules / right")


def use(made: Made, joules: Mapping[tuple[str, str], float | None]) -> None:
    """Give the costs of a run the energy that an arm used on a benchmark."""
    path = made.folder / COSTS
    costs = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for cost in costs:
        cost["energy_joules"] = joules.get((cost["arm"], cost["benchmark"]))
    path.write_text("".join(json.dumps(cost) + "\n" for cost in costs), "utf-8")


def shown(made: Made) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return what the table says of energy, by benchmark and arm."""
    table = tables.costs(made.report(terms=FEW), Anchors())
    assert {len(row) for row in table.rows} == {len(table.columns)}
    places = [table.columns.index(column) for column in COLUMNS]
    return {
        (row[0].text, row[1].text): tuple(row[place].text for place in places) for row in table.rows
    }


def test_without_a_measurement_there_is_no_column(made: Made) -> None:
    before = tables.costs(made.report(terms=FEW), Anchors())
    use(made, {})
    assert tables.costs(made.report(terms=FEW), Anchors()) == before
    assert not set(COLUMNS) & set(before.columns)
    assert "oules" not in markdown(made.report(terms=FEW)) + page(made.report(terms=FEW))


def test_joules_of_an_item_and_of_a_right_answer(made: Made) -> None:
    used = {("agent", "svamp"): 360.0, ("agent", "places"): 60.0, ("model", "svamp"): 0.0}
    use(made, used)
    found = shown(made)
    assert found["svamp", "agent"] == ("30", "45")  # twelve items, eight of them right
    assert found["all together", "agent"] == ("30", "46.7")  # nine of fourteen
    assert found["svamp", "model"] == ("0", "0")
    # Of what was measured on one benchmark only, nothing is said over both.
    assert found["all together", "model"] == found["svamp", "untrained"] == (NONE, NONE)


def test_a_part_of_a_run_without_energy_leaves_none(made: Made) -> None:
    """A run may be continued on a machine that doesn't expose it."""
    use(made, {("agent", "svamp"): 360.0})
    assert score_run(made.folder, made.data).cells["svamp"]["agent"].joules == 30
    part = {"arm": "agent", "benchmark": "svamp", "items": 2, "seconds": 1}
    with (made.folder / COSTS).open("a") as file:
        file.write(json.dumps({**part, "processor_seconds": 1, "peak_bytes": 1}) + "\n")
    cell = score_run(made.folder, made.data).cells["svamp"]["agent"]
    assert (cell.joules, cell.joules_of_right) == (None, None)
    assert cell.seconds == pytest.approx(7 / (SUMS + 2))


def test_parts_of_a_run_are_added_up(made: Made) -> None:
    use(made, {("agent", "svamp"): 360.0})
    cost = {"arm": "agent", "benchmark": "svamp", "items": 3, "seconds": 1, "energy_joules": 15}
    with (made.folder / COSTS).open("a") as file:
        file.write(json.dumps({**cost, "processor_seconds": 1, "peak_bytes": 1}) + "\n")
    assert score_run(made.folder, made.data).cells["svamp"]["agent"].joules == 25


def test_nobody_right_costs_nothing_for_each_right_answer(made: Made) -> None:
    use(made, {("agent", "svamp"): 360.0})
    wrong = [{**each, "answer": "999"} for each in made.results("agent", "svamp")]
    made.write("agent", "svamp", wrong)
    assert shown(made)["svamp", "agent"] == ("30", NONE)


def test_every_form_says_whose_joules_they_are(made: Made) -> None:
    use(made, {("agent", "svamp"): 360.0})
    report = made.report(terms=FEW)
    for text in (markdown(report), page(report)):
        assert "all processor packages of the machine" in text
        assert "joules / right" in text
    data = json.loads(json.dumps(report.to_json()))["benchmarks"]["svamp"]["arms"]
    assert (data["agent"]["joules"], data["model"]["joules"]) == (30, None)
