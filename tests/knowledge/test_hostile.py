"""Hostile documents: nothing crashes, nothing is run, memory stays bounded, the rest is read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.knowledge import Embedder, KnowledgeBase
from tests.knowledge.hostile import CANARY, Planted, plant
from tests.knowledge.ingesting import NAME

ROOT = Path(__file__).parents[2]
_SEED = 20
_MEBIBYTE_KIB = 1024


def _ingest(folder: Path, bases: Path, working: Path, *, timeout: float) -> dict[str, Any]:
    """Ingest a folder in a process of its own, and return its report."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.knowledge.ingesting", str(folder), str(bases)],
        cwd=working,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        timeout=timeout,
    )
    assert run.returncode == 0, run.stderr
    report: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return report


def _check(
    folder: Path, bases: Path, planted: Planted, first: dict[str, Any], embedder: Embedder
) -> None:
    """Check what an ingestion has left behind."""
    skipped = {Path(s["source"]).name for s in first["skipped"]}
    with KnowledgeBase.open(NAME, embedder, folder=bases) as base:
        names = {Path(source.source).name for source in base.sources()}
        assert first["added"] == len(names)
        assert skipped.isdisjoint(names)
        assert set(planted.readable) <= names, "a document without harm is missing"
        for name, word in planted.readable.items():
            (found,) = base.search(word, 1, mode="lexical")
            assert (Path(found.source).name, word in found.text) == (name, True)
        verification = base.verify()
        assert verification.problems == ()
        assert verification.vectors == base.stats().passages
        again = base.sync([folder])
        assert (again.added, again.changed, again.removed) == (0, 0, 0)
        assert {Path(s.source).name for s in again.skipped} == skipped
        for passage_of in names - set(planted.readable):
            source = next(s.source for s in base.sources() if Path(s.source).name == passage_of)
            for passage in base.document(source):
                passage.text.encode()
                assert passage.end - passage.start == len(passage.text)


@pytest.mark.parametrize(
    ("count", "seconds", "heavy"),
    [(20, 60, False), pytest.param(200, 600, True, marks=pytest.mark.heavy)],
)
@pytest.mark.timeout(700)
def test_hostile_documents(
    tmp_path: Path, embedder: Embedder, count: int, seconds: float, heavy: bool
) -> None:
    folder, bases, working = (tmp_path / name for name in ("documents", "bases", "working"))
    folder.mkdir()
    working.mkdir()
    planted = plant(folder, seed=_SEED, count=count, heavy=heavy)
    assert planted.files == count
    report = _ingest(folder, bases, working, timeout=seconds)
    print({key: value for key, value in report.items() if key not in ("skipped", "incomplete")})
    print(*sorted(f"{Path(s['source']).name}: {s['reason']}" for s in report["skipped"]), sep="\n")
    assert 0 < report["reading_peak_kib"] < 512 * _MEBIBYTE_KIB
    assert report["peak_kib"] - report["before_kib"] < 256 * _MEBIBYTE_KIB
    _check(folder, bases, planted, report, embedder)
    assert not list(tmp_path.rglob(CANARY)), "something was run"
    assert not (ROOT / CANARY).exists()
