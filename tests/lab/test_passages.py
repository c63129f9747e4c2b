"""The knowledge base of the open questions: its passages and no others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from lottery_agent import assembly
from lottery_agent.cli import main
from lottery_agent.knowledge import KnowledgeBase
from lottery_agent.lab import opening
from lottery_agent.lab.arms import LiveArm
from lottery_agent.lab.benchmarks import Benchmark
from lottery_agent.lab.opening import AskerOf
from lottery_agent.lab.passages import base_of
from tests.knowledge.conftest import WordEmbedder
from tests.lab.conftest import Write
from tests.lab.test_runs import Adder


class Closable(WordEmbedder):
    """An embedder as the lab loads one."""

    def close(self) -> None:
        """Nothing is held."""


def written(write: Write, passage: str) -> Path:
    question = {"id": "q-1", "question": "What is 4 + 4?", "answers": ["8"], "context": passage}
    write("nq_oracle_dev", [{**question, "passage_id": "nq-1"}])
    write("nq_oracle_train", [])
    return write("squad_passages", [{"id": "squad-1", "text": "Ada sings."}]).parent


def test_the_name_follows_from_what_the_passages_say(write: Write) -> None:
    names = [base_of(written(write, text)) for text in ("Four.", "Five.", "Four.")]
    assert names[0] == names[2] != names[1]


def test_passages_of_another_folder_are_not_searched(
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LOTTERY_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(assembly, "load_embedder", lambda settings: Closable())
    searched: list[str] = []

    @contextmanager
    def opened(arm: LiveArm, settings: Any) -> Iterator[AskerOf]:
        def asker_of(benchmark: Benchmark) -> Adder:
            return Adder(arm, [])

        searched.append(settings.knowledge)
        yield asker_of

    monkeypatch.setattr(opening, "opened", opened)

    def run(name: str, data: Path, *words: str) -> int:
        return main(["lab", "run", str(tmp_path / name), "--data", str(data), *words])

    for name, passage in (("one", "Four."), ("two", "Five.")):
        data = written(write, passage)
        assert run(name, data, "-b", "nq_open", "-a", "agent") == 0
        with KnowledgeBase.open(searched[-1], Closable()) as base:
            assert [each.source for each in base.sources()] == ["nq-1", "squad-1"]
            assert [each.text for each in base.document("nq-1")] == [passage]
    assert searched[0] != searched[1]
    write("squad_passages", [{"id": "squad-1", "text": "Ada hums."}])
    assert run("two", data, "--resume") == 2
    assert "begun with other passages" in capsys.readouterr().err
