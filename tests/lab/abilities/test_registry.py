"""Abilities as benchmarks: files of items that every arm of the lab can be asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from lottery_agent.errors import UsageError
from lottery_agent.jsonl import read_objects
from lottery_agent.lab import catalogue
from lottery_agent.lab.abilities.registry import ABILITIES, kinds_of, write_items
from lottery_agent.lab.forms import form_of
from lottery_agent.lab.runs import identity
from lottery_agent.lab.suites import SUITES


def test_the_five_abilities_are_benchmarks(tmp_path: Path) -> None:
    write_items(tmp_path, ABILITIES, count=12, seed=0)
    chosen = catalogue.choose(["abilities"], tmp_path)
    assert [each.name for each in chosen] == [f"ability_{name}" for name in ABILITIES]
    assert len(chosen) == 5
    for benchmark in chosen:
        items, golds = benchmark.items(tmp_path), benchmark.golds(tmp_path)
        assert [item.id for item in items] == list(golds)
        assert len(items) == 12
        assert set(kinds_of(benchmark, tmp_path)) == set(golds)
        for item in items:
            assert not hasattr(item, "answer")
            assert golds[str(item.id)].options == (item.options or ())


def test_answers_are_asked_for_in_the_form_that_they_have() -> None:
    forms = {name: form_of(each.scorer.name).wish for name, each in ABILITIES.items()}
    assert "number" in forms["operations"]
    assert "nothing but the answer" in forms["retrieval"]
    assert all("letter" in forms[name] for name in ("tools", "planning", "reasoning"))


def test_a_smaller_set_is_the_beginning_of_a_larger_one(tmp_path: Path) -> None:
    write_items(tmp_path / "small", ["planning"], count=5, seed=4)
    write_items(tmp_path / "large", ["planning"], count=9, seed=4)
    small, large = (
        list(read_objects(tmp_path / size / "ability_planning.jsonl.gz"))
        for size in ("small", "large")
    )
    assert small == large[:5]


def test_the_hash_follows_from_the_seed(tmp_path: Path) -> None:
    hashes = []
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_items(tmp_path / folder, ["tools"], count=6, seed=seed)
        benchmark = catalogue.MADE["ability_tools"]
        ids = [str(item.id) for item in benchmark.items(tmp_path / folder)]
        hashes.append(identity(benchmark, ids, tmp_path / folder)["sha256"])
    assert hashes[0] == hashes[1] != hashes[2]


def test_files_of_another_seed_are_not_replaced(tmp_path: Path) -> None:
    write_items(tmp_path, ["tools"], count=6, seed=1)
    path = tmp_path / "ability_tools.jsonl.gz"
    before = path.read_bytes()
    write_items(tmp_path, ["tools"], count=6, seed=1)
    with pytest.raises(UsageError, match="other items"):
        write_items(tmp_path, ["tools"], count=6, seed=2)
    assert path.read_bytes() == before
    for broken in (b"no gzip", before[:30], before[:12] + bytes([255] * 8) + before[20:]):
        path.write_bytes(broken)
        with pytest.raises(UsageError, match="is damaged"):
            write_items(tmp_path, ["tools"], count=6, seed=1)


def test_a_missing_file_says_how_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="lottery lab abilities"):
        catalogue.MADE["ability_tools"].items(tmp_path)


def test_no_suite_asks_them() -> None:
    assert not [
        name for suite in SUITES.values() for name in suite.benchmarks if name in catalogue.MADE
    ]
