"""A ticket writes worksheets for its own problems: as the agent asks, and none twice."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.errors import EngineError, UsageError
from lottery_agent.graphs.mathematician import MAX_TOKENS, worksheet_grammar
from lottery_agent.models.engine import LlamaEngine, Request, ScriptedEngine
from lottery_agent.models.engine.scripted import Line
from lottery_agent.models.engine.tracking import TrackedRequest
from lottery_agent.models.training import sampling
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.render import Example, prompt_of, write
from lottery_agent.models.training.samples import identity, read_samples
from lottery_agent.models.training.sampling import Plan, draw, plan
from lottery_agent.toolbox.sandbox import Sandbox

GULLS = Draft(
    "worksheet",
    {"question": "Milo sees 3 gulls on each of 14 wagons. How many gulls?"},
    "answer = 3 * 14",
    "mathematics.story.one.3",
)
PLUMS = Draft(
    "worksheet",
    {"question": "Petra picks 12 plums and Agnes 5 more. How many plums has Agnes?"},
    "plums = 12 + 5\nanswer = plums",
    "mathematics.gsm8k.steps.2",
    source="gsm8k-train-00007",
    answer="17",
)
NOTATION = Draft("worksheet", {"question": "2 + 2?"}, "answer = 2 + 2", "mathematics.notation.sum")
FACT = Draft("statement", {"sentence": "Milo is a gull."}, "gull(Milo)", "logic.fact")
DRAFTS = [GULLS, NOTATION, FACT, PLUMS]
SHEETS = {
    GULLS.inputs["question"]: ["answer = 14 * 3", "answer = 14 + 3", "answer = 14 / 0"],
    PLUMS.inputs["question"]: ["answer = 12 + 5", "answer = 12 - 5"],
}


@pytest.fixture(scope="module")
def tools() -> Iterator[Sandbox]:
    with Sandbox(seconds=60) as tools:
        yield tools


@pytest.fixture(autouse=True)
def _one_sandbox(tools: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all tests run their tools in one sandbox: starting a worker takes a second."""
    monkeypatch.setattr(sampling, "Sandbox", lambda seconds: nullcontext(tools))


class Writer(ScriptedEngine):
    """Writes one of a problem's worksheets, chosen by the seed; may fail after some."""

    def __init__(self, *, fails_after: int | None = None, sequences: int = 2) -> None:
        self.requests: list[Request] = []
        self._lines: list[Line] = []
        self._fails_after = fails_after
        super().__init__({"mathematician": self._lines}, sequences=sequences)

    def submit(self, request: Request) -> TrackedRequest[Any]:
        self.requests.append(request)
        sheets = SHEETS[self.renderer.prompt_of(request.prompt).question]
        failed = self._fails_after is not None and len(self._lines) >= self._fails_after
        text = sheets[request.sampling.seed % len(sheets)]
        self._lines.append(EngineError("out of memory") if failed else text)
        return super().submit(request)


def run(folder: Path, drafts: Sequence[Draft] = DRAFTS) -> Path:
    folder.mkdir(exist_ok=True)
    write(folder / "train.jsonl", [Example(d.kind, (1,), (2,), (3,), d) for d in drafts])
    return folder


def planned(tmp_path: Path, name: str = "own.jsonl", **changes: Any) -> Plan:
    arguments: dict[str, Any] = {"ticket": "0" * 64, "samples": 6, **changes}
    return plan(run(tmp_path / "run"), tmp_path / name, **arguments)


def test_worksheets_are_run_and_compared_with_the_known_one(tmp_path: Path) -> None:
    with Writer() as engine:
        report = draw(engine, planned(tmp_path, samples=9))
    samples = read_samples(tmp_path / "own.jsonl")
    assert len(samples) == 18
    values = {"answer = 14 * 3": "42", "answer = 14 + 3": "17", "answer = 14 / 0": None}
    values |= {"answer = 12 + 5": "17", "answer = 12 - 5": "7"}
    right = {"answer = 14 * 3", "answer = 12 + 5"}
    assert {sample.sheet for sample in samples} == set(values)
    for sample in samples:
        draft = GULLS if sample.question == GULLS.inputs["question"] else PLUMS
        assert sample.value == values[sample.sheet]
        assert sample.right == (sample.sheet in right)
        assert (sample.known, sample.template, sample.source, sample.of) == (
            draft.target,
            draft.template,
            draft.source,
            identity(draft.inputs),
        )
        assert sample.drawn == {"ticket": "0" * 64, "temperature": 0.7, "seed": 1}
    assert report == {
        "file": str(tmp_path / "own.jsonl"),
        "problems": 2,
        "samples": 18,
        "right": sum(sample.right for sample in samples),
        "both": 2,
        "left_out": 0,
    }


def test_the_ticket_is_asked_as_the_agent_asks(tmp_path: Path) -> None:
    with Writer() as engine:
        draw(engine, planned(tmp_path, temperature=0.9))
        assert {prompt.question for prompt in engine.prompts} == set(SHEETS)
        assert set(engine.prompts) == {prompt_of(GULLS), prompt_of(PLUMS)}
    for request in engine.requests:
        question = engine.renderer.prompt_of(request.prompt).question
        assert request.constraint is not None
        assert request.constraint.text == worksheet_grammar(question).text
        assert request.max_tokens == MAX_TOKENS
        assert request.sampling.temperature == 0.9
    assert len({request.sampling.seed for request in engine.requests}) == 12


def test_a_run_that_broke_off_goes_on_where_it_ended(tmp_path: Path) -> None:
    with Writer() as engine:
        draw(engine, planned(tmp_path, "whole.jsonl"))
    whole = (tmp_path / "whole.jsonl").read_bytes()
    for broken in (0, 5, 7):
        out = tmp_path / f"{broken}.jsonl"
        with Writer(fails_after=broken) as engine, pytest.raises(EngineError, match="memory"):
            draw(engine, planned(tmp_path, out.name))
        assert len(read_samples(out)) == broken
        with out.open("ab") as file:  # what a kill leaves of a line
            file.write(whole[:40])
        with Writer() as engine:
            draw(engine, planned(tmp_path, out.name))
            assert len(engine.requests) == 12 - broken
        assert out.read_bytes() == whole


def test_nothing_is_left_of_a_finished_file(tmp_path: Path) -> None:
    with Writer() as engine:
        draw(engine, planned(tmp_path))
        assert planned(tmp_path).count == 0
        assert planned(tmp_path, samples=8).count == 4
        assert planned(tmp_path, samples=3).count == 0


def test_samples_depend_on_problem_and_seed_alone(tmp_path: Path) -> None:
    with Writer(sequences=1) as engine:
        draw(engine, planned(tmp_path, "one.jsonl", samples=2, problems=1))
        draw(engine, planned(tmp_path, "one.jsonl", samples=6))
    with Writer(sequences=8) as engine:
        draw(engine, planned(tmp_path, "whole.jsonl"))
        draw(engine, planned(tmp_path, "other.jsonl", seed=2))
    one, whole, other = (
        sorted((tmp_path / f"{name}.jsonl").read_text("utf-8").splitlines())
        for name in ("one", "whole", "other")
    )
    assert one == whole
    assert [json.loads(line)["sheet"] for line in whole] != [
        json.loads(line)["sheet"] for line in other
    ]


def test_a_problem_stays_the_same_with_other_worksheets(tmp_path: Path) -> None:
    other = replace(GULLS, target="answer = 14 * 3")
    both = plan(
        run(tmp_path / "run", [GULLS, PLUMS, other]), tmp_path / "o.jsonl", ticket="0", samples=1
    )
    assert [draft for draft, _ in both.todo if draft.inputs == GULLS.inputs] == [GULLS]
    later = run(tmp_path / "later", [other])
    with Writer() as engine:
        draw(engine, planned(tmp_path))
        draw(engine, plan(later, tmp_path / "own2.jsonl", ticket="0" * 64, samples=6))
    first, second = (read_samples(tmp_path / name) for name in ("own.jsonl", "own2.jsonl"))
    assert {sample.of for sample in second} < {sample.of for sample in first}


def test_samples_of_older_versions_are_refused(tmp_path: Path) -> None:
    with Writer() as engine:
        draw(engine, planned(tmp_path, samples=1))
    path = tmp_path / "own.jsonl"
    line = json.loads(path.read_text("utf-8").splitlines()[0])
    path.write_text(json.dumps({**line, "of": "0" * 32}) + "\n", "utf-8")
    with pytest.raises(UsageError, match=r"line 1 .* as older versions did \(draw the samples"):
        planned(tmp_path)


def test_a_known_worksheet_that_does_not_run_is_left_out(tmp_path: Path) -> None:
    broken = Draft("worksheet", GULLS.inputs, "answer = 3 / 0", "mathematics.story.one.3")
    folder = run(tmp_path / "run", [broken, PLUMS])
    with Writer() as engine:
        report = draw(engine, plan(folder, tmp_path / "own.jsonl", ticket="0", samples=2))
    assert (report["problems"], report["left_out"]) == (1, 2)


def test_equal_requests_write_equal_files_in_any_company(tiny_model: Path, tmp_path: Path) -> None:
    for name, sequences in (("alone", 1), ("beside", 4)):
        with LlamaEngine(
            tiny_model, name="tiny", type="F32", sequences=sequences, window=512, threads=1
        ) as engine:
            draw(engine, planned(tmp_path, f"{name}.jsonl", samples=3))
    alone = (tmp_path / "alone.jsonl").read_bytes()
    assert alone == (tmp_path / "beside.jsonl").read_bytes()
    sheets = {sample.sheet for sample in read_samples(tmp_path / "alone.jsonl")}
    assert len(sheets) > 1


def test_what_can_not_be_sampled_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="temperature must be above 0"):
        planned(tmp_path, temperature=0.0)
    with pytest.raises(UsageError, match="there is no folder"):
        planned(tmp_path, "none/own.jsonl")
    with pytest.raises(UsageError, match="cannot read"):
        planned(tmp_path, "run")
    with pytest.raises(UsageError, match="has no word problems"):
        plan(run(tmp_path / "run", [NOTATION, FACT]), tmp_path / "o", ticket="0", samples=1)
    (tmp_path / "run" / "train.jsonl").write_text('{"kind": "worksheet"}\n', "utf-8")
    with pytest.raises(UsageError, match="holds no examples"):
        plan(tmp_path / "run", tmp_path / "o", ticket="0", samples=1)


def test_samples_that_were_drawn_otherwise_are_not_mixed(tmp_path: Path) -> None:
    with Writer() as engine:
        draw(engine, planned(tmp_path))
    for changes in ({"seed": 2}, {"temperature": 0.5}, {"ticket": "1" * 64}):
        with pytest.raises(UsageError, match="another ticket, temperature or seed"):
            planned(tmp_path, **changes)


@pytest.mark.parametrize(
    "line", ['{"id": 1}', "[]", '{"question": "x"}', "nothing", '{"question": 1, "sheet": 2}']
)
def test_a_file_of_something_else_stays_as_it_is(tmp_path: Path, line: str) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text(f"{line}\n", "utf-8")
    with pytest.raises(UsageError, match=r"line 1 of .* is no sample"):
        planned(tmp_path)
    assert path.read_text("utf-8") == f"{line}\n"
