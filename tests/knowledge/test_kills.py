"""Kills a process at random moments while it brings a folder into a base.

Afterwards the base opens and is sound, and the next sync leaves exactly the folder's documents.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from lottery_agent.knowledge import Embedder, KnowledgeBase
from lottery_agent.knowledge.chunking import chunk
from lottery_agent.knowledge.embedder import token_counter
from lottery_agent.knowledge.readers.process import ReadingProcess
from lottery_agent.knowledge.reading import read_document
from tests.knowledge.ingesting import NAME
from tests.knowledge.making import docx, paragraph, pdf

ROOT = Path(__file__).parents[2]
Passages = dict[str, list[tuple[int, int, str, str]]]
"""Start, end, text and heading of the passages of each document."""

_SEED = 7
_FILES = 60


@dataclass(slots=True)
class Folder:
    """A folder whose files come, change and go."""

    path: Path
    rng: random.Random
    writes: int = 0

    def change(self) -> None:
        """Write about half of the files anew, and delete about a fifth."""
        for number in range(_FILES):
            chance = self.rng.random()
            name = f"{number:02}{('.md', '.txt', '.pdf', '.docx')[number % 4]}"
            if chance < 0.5:
                self._write(self.path / name)
            elif chance < 0.7:
                (self.path / name).unlink(missing_ok=True)

    def _write(self, path: Path) -> None:
        self.writes += 1
        lines = [f"Fact {n} of write {self.writes}." for n in range(self.rng.choice([1, 40, 150]))]
        if path.suffix == ".pdf":
            path.write_bytes(pdf([lines[i : i + 30] for i in range(0, len(lines), 30)]))
        elif path.suffix == ".docx":
            path.write_bytes(docx("".join(paragraph(line) for line in lines)))
        else:
            path.write_text("\n\n".join(lines))

    def expected(self, embedder: Embedder) -> Passages:
        """Return the passages of each file, as they must be in the base."""
        found: Passages = {}
        with ReadingProcess() as process:
            for path in sorted(self.path.iterdir()):
                document = read_document(path, path.read_bytes(), process)
                chunks = chunk(document, count=token_counter(embedder))
                found[str(path)] = [
                    (c.start, c.end, document.text[c.start : c.end], c.heading) for c in chunks
                ]
        return found


def _start(folder: Path, bases: Path) -> subprocess.Popen[str]:
    """Start to ingest in a process of its own, and return it when it begins."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.knowledge.ingesting", str(folder), str(bases)],
        cwd=ROOT,
        env=os.environ,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begins\n"
    return process


def _held(base: KnowledgeBase) -> Passages:
    return {
        source.source: [(p.start, p.end, p.text, p.heading) for p in base.document(source.source)]
        for source in base.sources()
    }


def _check(base: KnowledgeBase, folder: Folder, before: Passages, embedder: Embedder) -> Passages:
    """Check a base whose process was killed, sync it, check again, and return what it holds."""
    after = folder.expected(embedder)
    assert base.verify().problems == ()
    held = _held(base)
    for source, passages in held.items():
        assert passages in (before.get(source), after.get(source)), "half a document"
    unchanged = {source for source in before if before[source] == after.get(source)}
    assert unchanged <= set(held), "a document is lost"
    assert base.sync().skipped == ()
    assert _held(base) == after
    assert base.verify().problems == ()
    assert base._opened.vectors.count() == sum(map(len, after.values()))
    again = base.sync()
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    return after


@pytest.mark.parametrize("kills", [2, pytest.param(50, marks=pytest.mark.heavy)])
@pytest.mark.timeout(1500)
def test_a_killed_ingestion_loses_and_doubles_nothing(
    tmp_path: Path, embedder: Embedder, kills: int
) -> None:
    rng = random.Random(_SEED)
    folder, bases = Folder(tmp_path / "documents", rng), tmp_path / "bases"
    folder.path.mkdir()
    passages: Passages = {}
    seconds = 3.0  # of a run that is not killed, as far as is known
    killed = ended = 0
    while killed < kills:
        folder.change()
        moment = rng.uniform(0, seconds)
        with _start(folder.path, bases) as process:
            started = time.monotonic()
            try:
                process.wait(moment)
                ended += 1
                seconds = time.monotonic() - started
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
            killed += process.wait(60) == -signal.SIGKILL
        with KnowledgeBase.open(NAME, embedder, folder=bases) as base:
            passages = _check(base, folder, passages, embedder)
    print(f"{killed} killed, {ended} ended before their moment; seed {_SEED}")
