"""The knowledge base of the open questions: passages of SQuAD and Natural Questions together.

Open questions come without their context. All passages are in one base, those that answer no
question of the benchmark included, so that finding the right one is a part of the task. Other
passages make another base: what is there of an earlier folder would be found, too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from lottery_agent.jsonl import read_objects
from lottery_agent.knowledge.documents import Document
from lottery_agent.lab.files import FILES

_DIGITS = 12


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


def base_of(folder: Path | None) -> str:
    """Return the name of the knowledge base of the passages; it follows from what they say.

    Args:
        folder: The folder of benchmark files.

    Raises:
        UsageError: If a file is missing or broken.
    """
    digest = hashlib.sha256()
    for document in passages(folder):
        line = json.dumps([document.source, document.text])
        digest.update(f"{line}\n".encode())
    return f"lab-{digest.hexdigest()[:_DIGITS]}"
