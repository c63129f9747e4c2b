"""The knowledge base of the open questions: passages of SQuAD and Natural Questions together.

Open questions come without their context. All passages are in one base, those that answer no
question of the benchmark included, so that finding the right one is a part of the task.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lottery_agent.jsonl import read_objects
from lottery_agent.knowledge.documents import Document
from lottery_agent.lab.files import FILES


def passages(folder: Path | None) -> Iterator[Document]:
    """Yield each passage once, as a document of its own.

    Args:
        folder: The folder of benchmark files.

    Raises:
        UsageError: If a file is missing or broken.
    """
    for row in read_objects(FILES["squad_passages"].located(folder)):
        yield Document(row["id"], row["text"])
    seen = set()
    for name in ("nq_oracle_dev", "nq_oracle_train"):
        for row in read_objects(FILES[name].located(folder)):
            if row["context"] not in seen:
                seen.add(row["context"])
                yield Document(row["passage_id"], row["context"])
