"""Worksheets that a ticket wrote for problems with a known answer, as a file of JSON lines."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lottery_agent.errors import UsageError
from lottery_agent.jsonl import read_lines

SAMPLE_START = '{"question": '
"""How each line begins."""

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "question": str,
    "context": (str, type(None)),
    "sheet": str,
    "value": (str, type(None)),
    "right": bool,
    "known": str,
    "template": str,
    "source": str,
    "of": str,
    "number": int,
    "drawn": dict,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One worksheet.

    Attributes:
        question: The problem.
        context: Text given with it.
        sheet: What was written.
        value: What it gives, as it is shown to people; None if it does not run.
        right: Whether that is the known answer.
        known: The worksheet that the training shows for the problem.
        template: Which pattern of language the problem shows.
        source: Where the problem comes from.
        of: The problem (see `identity`).
        number: Which of the problem's samples it is, from 0.
        drawn: How all samples of the file were drawn: `ticket` (SHA-256), `temperature`, `seed`.
    """

    question: str
    context: str | None
    sheet: str
    value: str | None
    right: bool
    known: str
    template: str
    source: str
    of: str
    number: int
    drawn: Mapping[str, Any]

    @property
    def inputs(self) -> dict[str, str]:
        """What is asked, as the inputs of a draft."""
        context = {"context": self.context} if self.context else {}
        return {"question": self.question, **context}

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)


def identity(inputs: Mapping[str, Any]) -> str:
    """Return what names a problem: a hash of what is asked.

    Its worksheet does not count, since the training of a later round may show other ones.

    Args:
        inputs: The question, and a context if there is one.
    """
    text = json.dumps([inputs["question"], inputs.get("context") or None])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def read_samples(path: Path) -> list[Sample]:
    """Read a file of samples; what a kill left of a last line does not count.

    Raises:
        UsageError: If the file can't be read, or holds something else.
    """
    samples = []
    for line in read_lines(path):
        if not line.ended:
            break
        data = line.data or {}
        if data.keys() != _TYPES.keys() or not all(
            isinstance(data[key], type_) for key, type_ in _TYPES.items()
        ):
            raise UsageError(
                f"line {line.number} of {str(path)!r} is no sample",
                hint="name a file that `lottery train samples` wrote",
            )
        sample = Sample(**data)
        if sample.of != identity(sample.inputs):
            raise UsageError(
                f"line {line.number} of {str(path)!r} names its problem as older versions did",
                hint="draw the samples again, into another file",
            )
        samples.append(sample)
    return samples


def summary(samples: Sequence[Sample]) -> dict[str, int]:
    """Count samples, right ones, and problems; those with `both` can teach a judge."""
    right = Counter(sample.of for sample in samples if sample.right)
    wrong = Counter(sample.of for sample in samples if not sample.right)
    return {
        "problems": len(right.keys() | wrong.keys()),
        "samples": len(samples),
        "right": right.total(),
        "both": len(right.keys() & wrong.keys()),
    }
