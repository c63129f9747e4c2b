"""A process that brings a folder into a base, for tests that measure it or kill it.

Run as `python -m tests.knowledge.ingesting FOLDER BASES`: it writes a line when it begins, and a
JSON object with the summary and the peaks of memory when it is done.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from lottery_agent.knowledge import KnowledgeBase, files
from lottery_agent.knowledge.readers.process import ReadingProcess
from tests.knowledge.conftest import WordEmbedder

NAME = "mine"


class Watched(ReadingProcess):
    """Notes the most memory that its processes held."""

    peak_kib = 0

    def close(self) -> None:
        if self._process is not None:
            Watched.peak_kib = max(Watched.peak_kib, _peak_kib(self._process.pid))
        super().close()


def _peak_kib(pid: int) -> int:
    """Return the most memory that a process held since it began, 0 if it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line), 0)


def main() -> None:
    folder, bases = map(Path, sys.argv[1:])
    files.ReadingProcess = Watched  # type: ignore[misc]
    with KnowledgeBase.open(NAME, WordEmbedder(), folder=bases) as base:
        base._opened.vectors.count()  # Chroma is loaded before the clock starts
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print("begins", flush=True)
        summary = base.sync([folder])
    report = {
        **summary.to_json(),
        "before_kib": before,
        "peak_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        "reading_peak_kib": Watched.peak_kib,
    }
    print(json.dumps(report), flush=True)


if __name__ == "__main__":
    main()
