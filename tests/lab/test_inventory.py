"""The inventory: what is there, what is missing and where it comes from, what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lottery_agent.errors import UsageError
from lottery_agent.lab.catalogue import BENCHMARKS
from lottery_agent.lab.files import FILES
from lottery_agent.lab.inventory import Inventory, Recorded, Stock, take_inventory
from lottery_agent.lab.recorded import RECORDINGS
from tests.lab.conftest import Write, record, sums


def stock(inventory: Inventory, name: str) -> Stock:
    return next(each for each in inventory.files if each.file.name == name)


def arms(inventory: Inventory, recording: str) -> list[Recorded]:
    return [each for each in inventory.recorded if each.recording == recording]


@pytest.mark.parametrize("named", [True, False])
def test_what_is_missing_is_told_with_its_source(named: bool, tmp_path: Path) -> None:
    inventory = take_inventory(tmp_path if named else None)
    assert {each.state for each in inventory.files} == {"missing"}
    assert len(inventory.problems) == len(FILES) + len(RECORDINGS)
    for each in inventory.files:
        assert f"{each.file.name}.jsonl.gz is missing" in each.problem
        assert each.file.url in each.problem
        assert each.file.licence in each.problem
        assert (str(tmp_path) if named else "LOTTERY_DATA") in each.problem
    (absent,) = arms(inventory, "bbh")
    assert "recorded/bbh.jsonl.gz is missing" in absent.problem
    assert "suzgunmirac/BIG-Bench-Hard (MIT)" in absent.problem
    assert len(absent.benchmarks) == 18
    assert all("\n" not in problem for problem in inventory.problems)


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        take_inventory(tmp_path / "none")


def test_other_items_and_broken_files_are_told(write: Write) -> None:
    path = write("svamp_dev", sums(5))
    write("folio_dev", [])
    broken = write("gsm8k_dev", sums(2))
    broken.write_bytes(broken.read_bytes()[:-12])
    inventory = take_inventory(path.parent)
    changed = stock(inventory, "svamp_dev")
    assert (changed.state, changed.count) == ("changed", 5)
    assert "other items" in changed.problem
    assert stock(inventory, "folio_dev").state == "changed"
    torn = stock(inventory, "gsm8k_dev")
    assert (torn.state, torn.count, torn.sha256) == ("broken", None, None)
    assert "cannot decompress" in torn.problem


def test_recorded_answers_are_held_against_the_items(write: Write) -> None:
    path = write("svamp_dev", sums(5))
    lines = [record(f"sum-{n}", "1", False) for n in (0, 1, 1, 2)]
    lines += [record("sum-2", "1", True), record("nobody", "1", False)]
    write("recorded/svamp", lines)
    write("recorded/gsm8k", [record("sum-1", "1", False)])
    torn = write("recorded/folio", [record("a", "1", False)])
    torn.write_text("not compressed")
    inventory = take_inventory(path.parent)
    (found,) = arms(inventory, "svamp")
    assert (found.records, found.without, found.unknown) == (3, 3, 1)
    assert (found.duplicates, found.contradictions) == (1, 1)
    assert found.problem.startswith("svamp, large/few-shot: 1 ")
    (unjoined,) = arms(inventory, "gsm8k")
    assert (unjoined.records, unjoined.without, unjoined.unknown) == (1, None, None)
    (broken,) = arms(inventory, "folio")
    assert (broken.state, broken.arm) == ("broken", "")
    assert "cannot read" in broken.problem


def test_answers_to_training_items_are_known(write: Write) -> None:
    path = write("squad_dev", [{**item, "answers": ["x"]} for item in sums(2)])
    write("recorded/squad", [record(name, "1", False) for name in ("sum-1", "elsewhere")])
    (found,) = arms(take_inventory(path.parent), "squad")
    assert (found.without, found.unknown) == (1, None)
    write("squad_train", [{**sums(1)[0], "id": "elsewhere"}])
    (found,) = arms(take_inventory(path.parent), "squad")
    assert (found.without, found.unknown, found.problem) == (1, 0, "")


def test_as_plain_data(write: Write) -> None:
    inventory = take_inventory(write("svamp_dev", sums(5)).parent)
    plain = json.loads(json.dumps(inventory.to_json()))
    assert plain["version"] == 1
    file = next(each for each in plain["files"] if each["file"] == "svamp_dev.jsonl.gz")
    assert file["items"] == 5
    assert file["published"]["items"] == 200
    assert file["benchmarks"] == [{"name": "svamp", "scorer": BENCHMARKS["svamp"].scorer.rule}]
    assert len(plain["recorded"]) == len(RECORDINGS)


def test_the_real_files_are_complete(data: Path) -> None:
    inventory = take_inventory(data)
    assert inventory.problems == ()
    assert {each.state for each in inventory.files} == {"ready"}
    without = {(each.recording, each.without) for each in inventory.recorded if each.without}
    assert without == {("svamp", 1), ("folio", 2), ("bbh", 800)}
