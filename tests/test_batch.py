"""Batches: no item spoils another, no gold answer leaks, nothing is lost."""

import contextlib
import gzip
import json
import random
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.answer import Answer
from lottery_agent.batch import plan_batch, read_items, run_batch
from lottery_agent.errors import EngineError, RunError, UsageError
from lottery_agent.journal import Journal


class Spy:
    """Answers with the question in capitals and remembers all that it was given."""

    def __init__(self, *, interrupt_at: int | None = None) -> None:
        self.given: list[dict[str, Any]] = []
        self.interrupt_at = interrupt_at

    def ask(
        self,
        question: str,
        *,
        context: str | None = None,
        options: Sequence[str] | None = None,
    ) -> Answer:
        if self.interrupt_at == len(self.given):
            raise KeyboardInterrupt
        self.given.append({"question": question, "context": context, "options": options})
        if question == "break":
            raise EngineError("the engine broke", hint="mend it")
        if question == "surprise":
            raise ZeroDivisionError
        return Answer(question=question, status="answered", answer=question.upper(), kind="text")


def write(path: Path, *lines: object) -> Path:
    text = "".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines)
    path.write_text(text, "utf-8")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_only_question_context_and_options_reach_the_agent(tmp_path: Path) -> None:
    gold = {"answer": "GOLD", "answers": ["GOLD"], "status": "answered", "solution": "GOLD"}
    item = {"id": "a", "task": "GOLD", "question": "why", "context": "so", "options": ["x", "y"]}
    source = write(tmp_path / "in.jsonl", {**item, **gold}, {"id": 2, "question": "how", **gold})
    spy = Spy()
    run_batch(plan_batch(source, tmp_path / "out.jsonl"), spy)
    assert spy.given == [
        {"question": "why", "context": "so", "options": ("x", "y")},
        {"question": "how", "context": None, "options": None},
    ]
    first, second = read(tmp_path / "out.jsonl")
    assert (first["id"], first["task"], first["answer"]) == ("a", "GOLD", "WHY")
    assert (second["id"], second["task"]) == (2, None)
    assert set(first) == {*Answer(question="", status="failed").to_json(), "task"}


def test_context_can_be_withheld(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", {"id": 1, "question": "why", "context": "so"})
    spy = Spy()
    run_batch(plan_batch(source, tmp_path / "out.jsonl"), spy, with_context=False)
    assert spy.given[0]["context"] is None


def test_a_broken_line_fails_alone_and_names_its_number(tmp_path: Path) -> None:
    source = write(
        tmp_path / "in.jsonl",
        {"id": "a", "question": "fine"},
        '{"id": "b", "question": ',
        "",
        [1],
        {"id": "c"},
        {"id": "d", "question": "x", "context": 5},
        {"id": "e", "question": "x", "options": "A"},
        {"id": ["f"], "question": "x"},
        {"id": "a", "question": "again"},
        {"question": "no id"},
        "[" * 100_000,
    )
    source.write_bytes(source.read_bytes() + b'{"id": "\xff"}\n')
    output = tmp_path / "out.jsonl"
    summary = run_batch(plan_batch(source, output), Spy())
    lines = read(output)
    assert [line["id"] for line in lines] == [
        *("a", "line-2", "line-4", "c", "d", "e", "line-8", "line-9", "line-10", "line-11"),
        "line-12",
    ]
    assert [line["status"] for line in lines].count("answered") == 2
    assert lines[1]["error"]["message"].startswith("line 2 is not JSON")
    assert "repeats the id 'a' of line 1" in lines[7]["error"]["message"]
    assert "nested too deeply" in lines[9]["error"]["message"]
    assert "line 12 is not UTF-8" in lines[10]["error"]["message"]
    assert (summary.lines, summary.answered, summary.failed) == (11, 2, 9)


def test_the_error_of_an_item_stays_its_own(tmp_path: Path) -> None:
    questions = ["one", "break", "surprise", "two"]
    source = write(tmp_path / "in.jsonl", *({"id": q, "question": q} for q in questions))
    summary = run_batch(plan_batch(source, tmp_path / "out.jsonl"), Spy())
    lines = read(tmp_path / "out.jsonl")
    assert [line["status"] for line in lines] == ["answered", "failed", "failed", "answered"]
    assert lines[1]["error"] == {
        "type": "EngineError",
        "message": "the engine broke",
        "hint": "mend it",
    }
    assert lines[2]["error"]["message"] == "ZeroDivisionError"
    assert summary.failed == 2


def test_an_interrupt_leaves_a_valid_file_that_can_be_resumed(tmp_path: Path) -> None:
    names = [f"q{n}" for n in range(6)]
    source = write(tmp_path / "in.jsonl", *({"id": n, "question": n} for n in names))
    output = tmp_path / "out.jsonl"
    with pytest.raises(KeyboardInterrupt):
        run_batch(plan_batch(source, output), Spy(interrupt_at=3))
    assert [line["id"] for line in read(output)] == names[:3]

    with pytest.raises(UsageError, match="--resume"):
        plan_batch(source, output)
    spy = Spy()
    summary = run_batch(plan_batch(source, output, resume=True), spy)
    assert [given["question"] for given in spy.given] == names[3:]
    assert [line["id"] for line in read(output)] == names
    assert (summary.lines, summary.skipped, summary.answered) == (6, 3, 3)


def test_several_items_at_once_come_in_order(tmp_path: Path) -> None:
    together = threading.Barrier(3, timeout=60)
    gate = threading.Event()

    class Waiting(Spy):
        def ask(self, question: str, **rest: Any) -> Answer:
            if question in ("q0", "q1", "q2"):
                together.wait()  # only three at once get past this
            if question == "q0":
                gate.wait(60)  # the first is the last to be done
            if question == "q7":
                gate.set()
            return super().ask(question, **rest)

    names = [f"q{n}" for n in range(30)]
    source = write(tmp_path / "in.jsonl", *({"id": n, "question": n} for n in names))
    output = tmp_path / "out.jsonl"
    spy = Waiting()
    summary = run_batch(plan_batch(source, output), spy, jobs=3)
    assert [line["id"] for line in read(output)] == names
    assert sorted(given["question"] for given in spy.given) == sorted(names)
    assert (summary.answered, summary.failed) == (30, 0)


def test_an_interrupt_with_several_items_at_once(tmp_path: Path) -> None:
    names = [f"q{n}" for n in range(40)]
    source = write(tmp_path / "in.jsonl", *({"id": n, "question": n} for n in names))
    output = tmp_path / "out.jsonl"
    with pytest.raises(KeyboardInterrupt):
        run_batch(plan_batch(source, output), Spy(interrupt_at=9), jobs=3)
    done = [line["id"] for line in read(output)]
    assert done == names[: len(done)]
    assert len(done) <= 9
    run_batch(plan_batch(source, output, resume=True), Spy(), jobs=3)
    assert [line["id"] for line in read(output)] == names


@pytest.mark.parametrize("cut", [1, 2, 40, 10_000])
def test_what_a_kill_left_unfinished_is_done_again(tmp_path: Path, cut: int) -> None:
    source = write(tmp_path / "in.jsonl", *({"id": n, "question": "why"} for n in range(3)))
    output = tmp_path / "out.jsonl"
    run_batch(plan_batch(source, output), Spy())
    whole = output.read_bytes()
    first = whole.splitlines(keepends=True)[0]
    kept = max(len(first), len(whole) - cut)
    output.write_bytes(whole[:kept])
    summary = run_batch(plan_batch(source, output, resume=True), Spy())
    assert output.read_bytes() == whole
    assert summary.answered == (2 if kept == len(first) else 1)


@pytest.mark.skipif(sys.platform == "win32", reason="needs interval timers")
@pytest.mark.parametrize("seed", range(20))
# The interrupt may land in a callback of the garbage collector, which then complains.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_ctrl_c_at_any_point_loses_nothing(tmp_path: Path, seed: int) -> None:
    source = write(tmp_path / "in.jsonl", *({"id": n, "question": "why"} for n in range(400)))
    output = tmp_path / "out.jsonl"

    def interrupt(signal_number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        plan = plan_batch(source, output)
        with contextlib.suppress(KeyboardInterrupt):
            signal.setitimer(signal.ITIMER_REAL, random.Random(seed).uniform(0.0001, 0.01))
            run_batch(plan, Spy())
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    done = read(output) if output.exists() else []
    assert [line["id"] for line in done] == list(range(len(done)))
    run_batch(plan_batch(source, output, resume=True), Spy())
    assert [line["id"] for line in read(output)] == list(range(400))


def test_what_failed_with_the_engine_is_done_again(tmp_path: Path) -> None:
    questions = ["why", "break", "surprise", "who"]
    items = [{"id": number, "question": text} for number, text in enumerate(questions)]
    source, output = write(tmp_path / "in.jsonl", *items), tmp_path / "out.jsonl"
    assert run_batch(plan_batch(source, output), Spy()).failed == 2
    with output.open("a") as file:
        file.write('{"version": 1, "quest')  # the remains of a kill

    class Mended(Spy):
        def ask(self, question: str, **rest: Any) -> Answer:
            return super().ask(question.replace("break", "mended"), **rest)

    mended = Mended()
    plan = plan_batch(source, output, resume=True)
    assert (len(plan.todo), plan.skipped, plan.failed) == (1, 3, 1)
    summary = run_batch(plan, mended)
    assert [given["question"] for given in mended.given] == ["mended"]
    assert (summary.answered, summary.failed, summary.skipped, summary.lines) == (1, 1, 3, 4)
    assert sorted((line["id"], line["status"]) for line in read(output)) == [
        (0, "answered"),
        (1, "answered"),
        (2, "failed"),
        (3, "answered"),
    ]
    assert plan_batch(source, output, resume=True).todo == ()


def test_a_full_disk_loses_no_line_that_is_to_be_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write(tmp_path / "in.jsonl", {"id": 1, "question": "break"})
    output = tmp_path / "out.jsonl"
    run_batch(plan_batch(source, output), Spy())
    before = output.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lottery_agent.journal.os.fsync", full)
    with pytest.raises(UsageError, match="No space left"):
        run_batch(plan_batch(source, output, resume=True), Spy())
    assert output.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [source, output]


def test_earlier_failures_count_after_a_resume(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", {"id": 1, "question": "surprise"})
    output = tmp_path / "out.jsonl"
    run_batch(plan_batch(source, output), Spy())
    summary = run_batch(plan_batch(source, output, resume=True), Spy())
    assert (summary.failed, summary.skipped, summary.lines) == (1, 1, 1)


def test_resuming_never_harms_a_file_of_another_kind(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", {"id": 1, "question": "why"})
    for text in ("my notes", "my notes\n", '{"id": 1}\n', '{"id": [1], "status": "x"}\n'):
        other = tmp_path / "other.txt"
        other.write_text(text)
        with pytest.raises(UsageError, match=r"no result|something else"):
            run_batch(plan_batch(source, other, resume=True), Spy())
        assert other.read_text() == text
    before = source.read_text()
    with pytest.raises(UsageError, match="no result"):
        plan_batch(source, source, resume=True)
    assert source.read_text() == before


def test_files_that_cannot_work_are_refused_before_any_question(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", {"id": 1, "question": "why"})
    with pytest.raises(UsageError, match="cannot read"):
        plan_batch(tmp_path / "none.jsonl", tmp_path / "out.jsonl")
    with pytest.raises(UsageError, match="cannot read"):
        plan_batch(tmp_path, tmp_path / "out.jsonl")
    with pytest.raises(UsageError, match="folder"):
        plan_batch(source, tmp_path / "missing" / "out.jsonl")
    with pytest.raises(UsageError, match="appended"):
        plan_batch(source, tmp_path / "out.jsonl.gz")
    with pytest.raises(UsageError, match="no item"):
        plan_batch(write(tmp_path / "empty.jsonl", ""), tmp_path / "out.jsonl")
    with pytest.raises(UsageError, match="cannot write"):
        plan_batch(source, tmp_path, resume=True)
    with (
        pytest.raises(UsageError, match="cannot write"),
        Journal(tmp_path / "missing" / "out.jsonl"),
    ):
        pass


def test_compressed_input(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl.gz"
    line = json.dumps({"id": "é", "question": "où"}).encode()
    source.write_bytes(gzip.compress(line))
    assert [(item.id, item.question) for item in read_items(source)] == [("é", "où")]
    source.write_bytes(gzip.compress(line * 1000)[:-20])
    with pytest.raises(UsageError, match="cannot"):
        list(read_items(source))
    source.write_bytes(line)
    with pytest.raises(UsageError, match="cannot"):
        list(read_items(source))


def test_a_full_disk_leaves_whole_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    source = write(tmp_path / "in.jsonl", *({"id": n, "question": "why"} for n in range(3)))
    output = tmp_path / "out.jsonl"
    real = os.write
    room = [2]

    def nearly_full(file: int, data: bytes) -> int:
        room[0] -= 1
        if room[0] == 0:
            return real(file, data[:10])
        if room[0] < 0:
            raise OSError(28, "No space left on device")
        return real(file, data)

    monkeypatch.setattr("os.write", nearly_full)
    with pytest.raises(RunError, match="No space left"):
        run_batch(plan_batch(source, output), Spy())
    assert [line["id"] for line in read(output)] == [0]


def test_text_that_is_no_valid_unicode_is_written_all_the_same(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    with Journal(output) as journal:
        journal.write({"id": 1, "answer": "\ud800 é"})
    assert json.loads(output.read_text("utf-8"))["id"] == 1


def test_progress_counts_the_lines_that_are_left(tmp_path: Path) -> None:
    from collections.abc import Iterator
    from contextlib import contextmanager

    from lottery_agent.progress import Unit, Update

    seen: list[tuple[int | None, int]] = []

    @contextmanager
    def progress(text: str, *, total: int | None = None, unit: Unit = "steps") -> Iterator[Update]:
        yield lambda done: seen.append((total, done))

    source = write(tmp_path / "in.jsonl", *({"id": n, "question": "why"} for n in range(2)))
    run_batch(plan_batch(source, tmp_path / "out.jsonl"), Spy(), progress=progress)
    assert seen == [(2, 1), (2, 2)]
