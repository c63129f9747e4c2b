"""Answers of large models that others recorded and published, as arms to compare with.

A line of `recorded/NAME.jsonl.gz` is one answer: `{"benchmark", "model", "method", "id",
"prediction", "correct"}`. A prediction is null where no answer could be parsed or a program did not
run, and empty where the model abstained. Answers are judged again by the scorer that judges ours;
the published verdict counts only where it was published without the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lottery_agent.comparison import same_notation
from lottery_agent.errors import UsageError
from lottery_agent.jsonl import read_lines
from lottery_agent.lab.benchmarks import Scorer
from lottery_agent.lab.files import SUFFIX
from lottery_agent.scoring import Equivalent, Gold, Judgement

FOLDER = "recorded"

_WORD_PROBLEMS = (
    "wenhuchen/Program-of-Thoughts (MIT), kojima-takeshi188/zero_shot_cot (no licence stated)"
)
_PROGRAMS = "teacherpeterpan/Logic-LLM (MIT)"
_LEADERBOARD = "rajpurkar/SQuAD-explorer (MIT)"


@dataclass(frozen=True, slots=True)
class Recording:
    """A file of answers that other people recorded and published.

    Attributes:
        name: Its name without `.jsonl.gz`.
        files: The files whose items the answers are about, that of the benchmark first.
        origin: Repositories on GitHub that the answers are from, with their licences.
    """

    name: str
    files: tuple[str, ...]
    origin: str


RECORDINGS: Mapping[str, Recording] = {
    recording.name: recording
    for recording in (
        Recording(
            "gsm8k",
            ("gsm8k_paired_dev",),
            "openai/grade-school-math (MIT), microsoft/ToRA (MIT), wenhuchen/Program-of-Thoughts "
            "(MIT), kojima-takeshi188/zero_shot_cot (no licence stated)",
        ),
        Recording("svamp", ("svamp_dev",), _WORD_PROBLEMS),
        Recording("mawps_multiarith", ("multiarith_dev",), _WORD_PROBLEMS),
        Recording("prontoqa", ("prontoqa_dev",), _PROGRAMS),
        Recording("proofwriter", ("proofwriter_paired_dev",), _PROGRAMS),
        Recording("logical_deduction", ("logicaldeduction_paired_dev",), _PROGRAMS),
        Recording(
            "folio", ("folio_paired_dev",), f"{_PROGRAMS}, benlipkin/linc (no licence stated)"
        ),
        Recording(
            "bbh",
            ("bbh_dev",),
            "suzgunmirac/BIG-Bench-Hard (MIT), kojima-takeshi188/zero_shot_cot (no licence stated)",
        ),
        Recording("squad", ("squad_dev", "squad_train"), _LEADERBOARD),
        Recording(
            "squad_unanswerable",
            ("squad2_unanswerable_dev", "squad2_unanswerable_train"),
            _LEADERBOARD,
        ),
    )
}
"""All files of recorded answers by name."""


@dataclass(frozen=True, slots=True)
class Record:
    """One recorded answer.

    Attributes:
        id: The item.
        prediction: The answer; None if there is none to be read, empty for abstention.
        correct: The published verdict.
    """

    id: str
    prediction: str | None
    correct: bool


@dataclass(frozen=True, slots=True)
class RecordedArm:
    """All answers of one model with one method.

    Attributes:
        model: The model.
        method: How it was asked.
        records: The answers by item.
        duplicates: Items that are recorded several times alike; one record is kept.
        contradictions: Items that are recorded several times differently; none is kept, since
            nobody knows which was meant.
    """

    model: str
    method: str
    records: Mapping[str, Record]
    duplicates: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Model and method."""
        return f"{self.model}/{self.method}"


@dataclass(frozen=True, slots=True)
class Join:
    """How the records of an arm and some items belong together.

    Attributes:
        known: Items with a record, in the order of the items.
        without: Items without one.
        unknown: Records that belong to no item.
    """

    known: tuple[str, ...]
    without: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(slots=True)
class _Growing:
    """An arm while its file is read."""

    records: dict[str, Record] = field(default_factory=dict)
    duplicates: dict[str, None] = field(default_factory=dict)
    contradictions: dict[str, None] = field(default_factory=dict)

    def add(self, record: Record) -> None:
        if self.records.setdefault(record.id, record) is record:
            return
        alike = self.records[record.id] == record
        (self.duplicates if alike else self.contradictions)[record.id] = None


def recording_file(name: str, folder: Path) -> Path:
    """Return where a file of recorded answers is, or would be."""
    return folder / FOLDER / f"{name}{SUFFIX}"


def read_recordings(names: Iterable[str], folder: Path) -> list[RecordedArm]:
    """Return the arms of some files of recorded answers, in the order of the files.

    A model with the same method in several files is one arm.

    Args:
        names: Names of recordings.
        folder: The folder of benchmark files.

    Raises:
        UsageError: If a file can't be read or a line is no recorded answer.
    """
    arms: dict[tuple[str, str], _Growing] = {}
    for name in names:
        path = recording_file(name, folder)
        for line in read_lines(path):
            data = line.data or {}
            if not _is_record(data):
                problem = line.problem or "is no recorded answer"
                raise UsageError(
                    f"line {line.number} of {str(path)!r} {problem}", hint="copy it again"
                )
            record = Record(data["id"], data["prediction"], data["correct"])
            arms.setdefault((data["model"], data["method"]), _Growing()).add(record)
    return [
        RecordedArm(
            model=model,
            method=method,
            records={
                name: record
                for name, record in arm.records.items()
                if name not in arm.contradictions
            },
            duplicates=tuple(name for name in arm.duplicates if name not in arm.contradictions),
            contradictions=tuple(arm.contradictions),
        )
        for (model, method), arm in arms.items()
    ]


def join(arm: RecordedArm, ids: Iterable[str]) -> Join:
    """Join the records of an arm with items by their ids."""
    wanted = dict.fromkeys(ids)
    return Join(
        known=tuple(name for name in wanted if name in arm.records),
        without=tuple(name for name in wanted if name not in arm.records),
        unknown=tuple(name for name in arm.records if name not in wanted),
    )


def judge_record(
    record: Record, gold: Gold, scorer: Scorer, *, equivalent: Equivalent = same_notation
) -> Judgement:
    """Judge a recorded answer as our own would be.

    Args:
        record: The answer.
        gold: What is right.
        scorer: Judges the answers of the benchmark.
        equivalent: Compares two expressions that are no numbers.
    """
    if record.prediction is not None:
        status = "answered" if record.prediction else "abstained"
        result = {"status": status, "answer": record.prediction}
        return scorer.judge(result, gold, equivalent=equivalent)
    failed = scorer.judge(None, gold)
    if not record.correct:
        return failed
    return Judgement(
        gold.id, gold.task, "correct", answered=True, f1=None if failed.f1 is None else 1.0
    )


def find_arm(wanted: str, arms: Iterable[RecordedArm]) -> RecordedArm:
    """Return the arm that `MODEL/METHOD` means; the method, or parts of words, may be left out.

    Args:
        wanted: As the user wrote it.
        arms: What there is.

    Raises:
        UsageError: If it means no arm, or several.
    """
    by_name = {arm.name: arm for arm in arms}
    model, _, method = wanted.partition("/")
    found = _narrowed(_narrowed(list(by_name.values()), model, "model"), method, "method")
    if wanted in by_name:
        found = [by_name[wanted]]
    if len(found) == 1:
        return found[0]
    names = [arm.name for arm in found] or sorted(by_name)
    problem = "is meant by several recorded answers" if found else "has no recorded answers"
    raise UsageError(f"{wanted!r} {problem}", hint=f"there is {', '.join(map(repr, names))}")


def _narrowed(arms: list[RecordedArm], part: str, field: str) -> list[RecordedArm]:
    """Return the arms whose field is the part, or else those that hold it."""
    plain = part.strip().casefold()
    same = [arm for arm in arms if getattr(arm, field).casefold() == plain]
    return same or [arm for arm in arms if plain in getattr(arm, field).casefold()]


def _is_record(data: Mapping[str, Any]) -> bool:
    return (
        all(isinstance(data.get(key), str) for key in ("model", "method", "id"))
        and isinstance(data.get("correct"), bool)
        and "prediction" in data
        and isinstance(data["prediction"], str | None)
    )
