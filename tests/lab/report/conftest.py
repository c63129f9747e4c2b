"""Small made-up runs: written as arms would have left them, without asking anybody."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.answer import Answer, Check, Citation, ErrorInfo, TicketInfo, Usage, Work
from lottery_agent.lab import arms, catalogue
from lottery_agent.lab.costs import COSTS
from lottery_agent.lab.report.data import RunReport
from lottery_agent.lab.report.reading import read_report
from lottery_agent.lab.runs import Order, begin, results_of
from lottery_agent.lab.suites import suite_of
from lottery_agent.settings import load_settings
from tests.lab.conftest import Write, record, sums

SUMS = 12
QUESTION = "Where does the old lighthouse keeper of Dunmore buy his paraffin every winter?"
PASSAGE = "Every winter the keeper rows over to Kilbride, where the chandler sells paraffin."
BYTES = {"agent": 145_000_000, "untrained": 98_000_000, "model": 98_000_000}


@dataclass(frozen=True)
class Made:
    """A run in a folder, and the folder of the files that it asks."""

    folder: Path
    data: Path

    def report(self, **options: Any) -> RunReport:
        return read_report(self.folder, self.data, **options)

    def results(self, arm: str, benchmark: str) -> list[dict[str, Any]]:
        lines = results_of(self.folder, arm, benchmark).read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def write(self, arm: str, benchmark: str, results: Iterable[Mapping[str, Any]]) -> None:
        path = results_of(self.folder, arm, benchmark)
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(json.dumps(each) + "\n" for each in results), "utf-8")

    def change(self, arm: str, benchmark: str, **fields: Any) -> None:
        """Give the first result of an arm on a benchmark other fields."""
        first, *others = self.results(arm, benchmark)
        self.write(arm, benchmark, [{**first, **fields}, *others])


def answered(arm: str, answer: str | None, *, confidence: float, tool: str | None = None) -> Answer:
    """Return a result as an arm gives it: with a tool, alone, or an abstention."""
    return Answer(
        question="asked",
        status="abstained" if answer is None else "answered",
        answer=answer,
        kind=None if answer is None else "text",
        reason="low_confidence" if answer is None else None,
        confidence=confidence,
        agent="mathematician" if tool else None,
        work=(Work(tool, f"answer = {answer}", str(answer)),) if tool else (),
        checks=(Check("ran", True, "yes"),) if tool else (),
        usage=Usage(3, 100, 60, 20, 0.5),
        ticket=TicketInfo("tiny", "Q8_0", "ab" * 32, BYTES[arm]),
    )


def failed(arm: str) -> Answer:
    return Answer("asked", "failed", reason="limit", error=ErrorInfo("BudgetExceeded", "too long"))


def _sums(arm: str, ids: Sequence[str]) -> list[Answer]:
    """Return answers to the sums: each arm right on other shares of them."""
    right = {"agent": 8, "untrained": 4, "model": 2}[arm]
    made = []
    for place, name in enumerate(ids):
        number = int(name.removeprefix("sum-"))
        tool = None if arm == "model" else ("table" if place % 5 == 4 else "mathematics")
        if place < right:
            made.append(answered(arm, str(2 * number), confidence=0.95 - place / 50, tool=tool))
        elif place == right:
            made.append(failed(arm))
        elif arm == "model" or place == right + 1:
            made.append(answered(arm, "999", confidence=0.6, tool=tool))
        else:
            made.append(answered(arm, None, confidence=0.3))
    return made


def _places(arm: str, ids: Sequence[str]) -> list[Answer]:
    if arm == "model":
        echo = answered(arm, "The keeper rows over to Kilbride every winter", confidence=1.0)
        return [echo, answered(arm, "Kilbride", confidence=1.0)]
    quoted = Answer(
        "asked",
        "answered",
        answer="Kilbride",
        kind="quote",
        confidence=0.8,
        agent="librarian",
        citations=(Citation("notes.md", PASSAGE, 0.9),),
        usage=Usage(2, 80, 40, 10, 0.4),
        ticket=TicketInfo("tiny", "Q8_0", "ab" * 32, BYTES[arm]),
    )
    return [quoted, answered(arm, None, confidence=0.2)]


@pytest.fixture(autouse=True)
def _default_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LOTTERY_CONFIG", str(tmp_path / "none.toml"))


@pytest.fixture
def made(write: Write, tmp_path: Path) -> Made:
    """A run of three arms on sums, with recorded answers, and on a file of questions of our own."""
    data = write("svamp_dev", sums(SUMS)).parent
    write(
        "recorded/svamp",
        [
            record(f"sum-{n}", str(2 * n if n < good else 7), n < good, model=model)
            for model, good in (("large", 11), ("middling|one", 6))
            for n in range(SUMS - (model == "large"))
        ],
    )
    own = tmp_path / "places.jsonl"
    items = [
        {"id": f"place_{n}", "question": QUESTION, "context": PASSAGE, "answers": ["Kilbride"]}
        for n in range(2)
    ]
    own.write_text("".join(json.dumps(each) + "\n" for each in items), "utf-8")
    order = Order(
        suite=suite_of("dev"),
        benchmarks=tuple(catalogue.choose(["svamp", str(own)], data)),
        arms=tuple(arms.choose(["agent", "untrained", "model"])),
        settings=load_settings({"seed": 3}),
        data=data,
    )
    run = Made(tmp_path / "run", data)
    begin(run.folder, order)
    costs = []
    for arm in BYTES:
        for name, items_of in order.items().items():
            ids = [str(item.id) for item in items_of]
            answers = (_sums if name == "svamp" else _places)(arm, ids)
            run.write(
                arm,
                name,
                [
                    {**answer.to_json(), "id": id_, "task": None}
                    for id_, answer in zip(ids, answers, strict=True)
                ],
            )
            spent = {"items": len(ids), "seconds": 6.0, "processor_seconds": 12.0}
            costs.append({"arm": arm, "benchmark": name, **spent, "peak_bytes": 700_000_000})
    lines = "".join(json.dumps(each) + "\n" for each in costs)
    (run.folder / COSTS).write_text(lines, "utf-8")
    return run
