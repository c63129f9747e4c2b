"""Runs with a stand-in for the models: what is asked, kept, continued and scored."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.answer import Answer, Usage, Work
from lottery_agent.cli import main
from lottery_agent.errors import UsageError
from lottery_agent.exclusive import exclusive
from lottery_agent.lab import arms, opening, runs
from lottery_agent.lab.arms import ARMS, LiveArm
from lottery_agent.lab.benchmarks import Benchmark
from lottery_agent.lab.costs import COSTS, Meter, costs_of
from lottery_agent.lab.endpoint.address import Endpoint
from lottery_agent.lab.opening import AskerOf
from lottery_agent.lab.rivals import Rivals
from lottery_agent.lab.runs import order_of, read_manifest, results_of
from lottery_agent.lab.scores import score_run

Write = Callable[[str, Iterable[Mapping[str, Any]]], Path]


class Adder:
    """Knows sums, if its arm has an adapter; remembers what it was given."""

    def __init__(self, arm: LiveArm, given: list[tuple[str, str]], *, break_at: int = -1) -> None:
        self.arm, self.given, self.break_at = arm, given, break_at

    def ask(
        self,
        question: str,
        *,
        context: str | None = None,
        options: Sequence[str] | None = None,
    ) -> Answer:
        if len(self.given) == self.break_at:
            raise KeyboardInterrupt
        self.given.append((self.arm.name, question))
        number = int(question.split()[2])
        skilled = self.arm.settings.get("adapter", True)
        return Answer(
            question,
            "answered",
            answer=str(2 * number if skilled else 7),
            kind="number",
            work=(Work("mathematics", "answer = 1", "1"),) if skilled else (),
            usage=Usage(prompt_tokens=10, prompt_tokens_reused=4, completion_tokens=2),
        )


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What the stand-ins were asked, by arm."""
    return answering(monkeypatch)


def answering(monkeypatch: pytest.MonkeyPatch, *, break_at: int = -1) -> list[tuple[str, str]]:
    asked: list[tuple[str, str]] = []

    @contextmanager
    def opened(arm: LiveArm, settings: object) -> Iterator[AskerOf]:
        def asker_of(benchmark: Benchmark) -> Adder:
            return Adder(arm, asked, break_at=break_at)

        yield asker_of

    monkeypatch.setattr(opening, "opened", opened)
    return asked


@pytest.fixture
def data(write: Write) -> Path:
    items = [
        {"id": f"sum-{n}", "task": "svamp", "question": f"What is {n} + {n}?", "answer": str(2 * n)}
        for n in range(20)
    ]
    return write("svamp_dev", items).parent


def run(folder: Path, data: Path, *words: str) -> int:
    command = ["lab", "run", str(folder), "--data", str(data), "-b", "svamp", *words]
    return main([*command, "-a", "agent", "-a", "model", "-j", "1"])


def test_each_arm_answers_the_same_items(
    given: list[tuple[str, str]], data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "run"
    assert run(folder, data, "--json") == 0
    scores = json.loads(capsys.readouterr().out)["benchmarks"]["svamp"]
    manifest = read_manifest(folder)
    ids = manifest["benchmarks"]["svamp"]["ids"]
    assert len(ids) == 3
    asked = [f"What is {name.removeprefix('sum-')} + {name.removeprefix('sum-')}?" for name in ids]
    assert given == [(arm, question) for arm in ("agent", "model") for question in asked]
    assert scores["agent"]["tally"]["accuracy"] == 1
    assert scores["model"]["tally"]["accuracy"] == 0
    assert (scores["agent"]["offloaded"], scores["model"]["offloaded"]) == (1, 0)
    assert scores["agent"]["tokens"] == 8
    assert [cost.items for cost in costs_of(folder)["agent", "svamp"]] == [3]
    assert "answer" not in json.dumps(manifest["benchmarks"])  # ids and hashes, no text


def test_an_interrupted_run_is_continued(
    monkeypatch: pytest.MonkeyPatch,
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    whole, parted = tmp_path / "whole", tmp_path / "parted"
    answering(monkeypatch)
    assert run(whole, data) == 0
    answering(monkeypatch, break_at=4)
    assert run(parted, data) == 130
    assert f"lottery lab run {parted} --resume" in capsys.readouterr().err
    given = answering(monkeypatch)
    assert main(["lab", "run", str(parted), "--resume", "--data", str(data), "-j", "1"]) == 0
    assert [arm for arm, _ in given] == ["model", "model"]
    for arm in ("agent", "model"):
        paths = (results_of(folder, arm, "svamp") for folder in (whole, parted))
        assert len({path.read_bytes() for path in paths}) == 1
    assert main(["lab", "run", str(parted), "--resume", "--data", str(data)]) == 0
    assert len(given) == 2
    assert [cost.items for cost in costs_of(parted)["model", "svamp"]] == [1, 2]


def test_what_an_interrupt_leaves_is_scored_with_its_costs(
    monkeypatch: pytest.MonkeyPatch, data: Path, tmp_path: Path
) -> None:
    answering(monkeypatch, break_at=2)
    folder = tmp_path / "run"
    assert run(folder, data) == 130
    (cost,) = costs_of(folder)["agent", "svamp"]
    assert cost.items == 2
    cell = score_run(folder, data).cells["svamp"]["agent"]
    assert (cell.missing, cell.covered) == (1, True)
    assert cell.seconds_of_right == pytest.approx(cost.processor_seconds / 2)


def test_costs_of_a_part_that_was_killed_are_missing(
    monkeypatch: pytest.MonkeyPatch, data: Path, tmp_path: Path
) -> None:
    """What the rest took says nothing of a right answer of all."""
    answering(monkeypatch, break_at=2)
    folder = tmp_path / "run"
    assert run(folder, data) == 130
    path = folder / COSTS
    path.unlink()  # as SIGKILL would have left it
    answering(monkeypatch)
    assert main(["lab", "run", str(folder), "--resume", "--data", str(data), "-j", "1"]) == 0
    lines = [json.loads(line) | {"energy_joules": 9} for line in path.read_text().splitlines()]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    cell = score_run(folder, data).cells["svamp"]["agent"]
    assert (cell.tally.correct, cell.covered) == (3, False)
    assert (cell.seconds_of_right, cell.joules, cell.joules_of_right) == (None, None, None)
    assert cell.seconds > 0


@pytest.fixture
def adapter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An adapter that the settings name; nobody loads it."""
    path = tmp_path / "adapter.gguf"
    path.write_bytes(b"first")
    monkeypatch.setenv("LOTTERY_ADAPTER_FILE", str(path))
    monkeypatch.setenv("LOTTERY_CACHE", str(tmp_path / "cache"))
    return path


def test_a_run_is_not_continued_with_another_adapter(
    monkeypatch: pytest.MonkeyPatch,
    adapter: Path,
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answering(monkeypatch, break_at=2)
    folder = tmp_path / "run"
    assert run(folder, data) == 130
    capsys.readouterr()
    adapter.write_bytes(b"second")
    given = answering(monkeypatch)
    resume = ["run", str(folder), "--resume", "--data", str(data)]
    assert "begun with other model files" in refused(capsys, *resume)
    assert given == []
    adapter.write_bytes(b"first")
    assert main(["lab", *resume]) == 0


def test_an_adapter_that_is_trained_meanwhile_ends_a_run(
    monkeypatch: pytest.MonkeyPatch,
    given: list[tuple[str, str]],
    adapter: Path,
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ask = Adder.ask

    def train(self: Adder, question: str, **options: Any) -> Answer:
        adapter.write_bytes(b"second")
        return ask(self, question, **options)

    monkeypatch.setattr(Adder, "ask", train)
    assert "begun with other model files" in run_refused(capsys, tmp_path / "run", data)
    assert {arm for arm, _ in given} == {"agent"}


def run_refused(capsys: pytest.CaptureFixture[str], folder: Path, data: Path) -> str:
    assert run(folder, data) == 2
    return capsys.readouterr().err


def test_results_of_two_models_are_told(
    given: list[tuple[str, str]], data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A run of before manifests kept the hashes of model files may be a mixture."""
    folder = tmp_path / "run"
    assert run(folder, data) == 0
    assert score_run(folder, data).gaps == ()
    path = results_of(folder, "agent", "svamp")
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for number, line in enumerate(lines):
        line["ticket"] = {"name": "tiny", "type": "Q8_0", "sha256": str(number % 2), "bytes": 1}
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    (told,) = score_run(folder, data).gaps
    assert told.startswith("agent answered with 2 model files")
    capsys.readouterr()
    assert main(["lab", "scores", str(folder), "--data", str(data)]) == 0
    assert told in capsys.readouterr().out.replace("\n", " ")
    page = tmp_path / "report.md"
    wanted = ["--data", str(data), "--markdown", str(page)]
    assert main(["lab", "report", str(folder), *wanted]) == 0
    assert told in page.read_text("utf-8")


def test_a_manifest_is_there_as_a_whole_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch,
    given: list[tuple[str, str]],
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_text, folder = Path.write_text, tmp_path / "run"

    def full(path: Path, text: str, *options: Any, **named: Any) -> int:
        if path.parent == folder:
            write_text(path, text[:9], *options, **named)
            raise OSError(28, "No space left on device")
        return write_text(path, text, *options, **named)

    monkeypatch.setattr(Path, "write_text", full)
    assert "No space left on device" in run_refused(capsys, folder, data)
    assert list(folder.iterdir()) == []
    assert given == []


def test_scores_need_no_model(
    given: list[tuple[str, str]], data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "run"
    assert run(folder, data) == 0
    shown = capsys.readouterr().out
    assert main(["lab", "scores", str(folder), "--data", str(data)]) == 0
    assert capsys.readouterr().out == shown
    assert len(given) == 6
    cell = score_run(folder, data).cells["svamp"]["agent"]
    assert cell.seconds_of_right == pytest.approx(cell.processor_seconds)
    assert score_run(folder, data).cells["svamp"]["model"].seconds_of_right is None


def test_energy_is_read_after_each_item(
    monkeypatch: pytest.MonkeyPatch, given: list[tuple[str, str]], data: Path, tmp_path: Path
) -> None:
    """The counter, which begins anew at ten joules, does so in all but the first of the items."""
    zone = tmp_path / "powercap" / "intel-rapl:0"
    zone.mkdir(parents=True)
    for name, text in (("name", "package-0"), ("max_energy_range_uj", "10000000")):
        (zone / name).write_text(text, "ascii")
    counter, ask = zone / "energy_uj", Adder.ask
    counter.write_text("0", "ascii")

    def use(self: Adder, question: str, **given: Any) -> Answer:
        counter.write_text(str((int(counter.read_text("ascii")) + 7_000_000) % 10**7), "ascii")
        return ask(self, question, **given)

    monkeypatch.setattr(Adder, "ask", use)
    monkeypatch.setattr(runs, "Meter", partial(Meter, powercap=zone.parent))
    folder = tmp_path / "run"
    assert run(folder, data) == 0
    energy = {arm: cost.energy_joules for (arm, _), (cost,) in costs_of(folder).items()}
    assert energy == {"agent": 21, "model": 21}
    assert score_run(folder, data).cells["svamp"]["agent"].joules_of_right == 7


def test_a_file_of_the_users_is_a_benchmark(
    given: list[tuple[str, str]], data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.jsonl"
    own.write_text('{"id": 1, "question": "What is 4 + 4?", "answer": "8"}\n', "utf-8")
    folder = tmp_path / "run"
    command = ["lab", "run", str(folder), "--data", str(data), "-b", str(own), "-a", "agent"]
    assert main(command) == 0
    assert main(["lab", "run", str(folder), "--resume", "--data", str(data)]) == 0
    assert given == [("agent", "What is 4 + 4?")]
    assert score_run(folder, data).cells["own"]["agent"].tally.correct == 1


def test_own_files_need_no_folder(
    given: list[tuple[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("LOTTERY_DATA", raising=False)
    own, folder = tmp_path / "own.jsonl", tmp_path / "run"
    own.write_text('{"id": 1, "question": "What is 4 + 4?", "answer": "8"}\n', "utf-8")
    command = ["lab", "run", str(folder), "-b", str(own), "-a", "agent", "-a", "model"]
    assert main(command) == 0
    assert main(["lab", "run", str(folder), "--resume"]) == 0
    assert main(["lab", "scores", str(folder)]) == 0
    assert main(["lab", "report", str(folder), "--html", str(folder / "r.html"), "--items"]) == 0
    assert "What is 4 + 4?" in (folder / "r.html").read_text("utf-8")
    assert len(given) == 2
    capsys.readouterr()
    other = tmp_path / "other"
    message = refused(capsys, "run", str(other), "-b", str(own), "-b", "svamp")
    assert "no folder of benchmark files is named" in message
    assert not other.exists()


def test_two_processes_cannot_write_one_run(
    given: list[tuple[str, str]], data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "run"
    assert run(folder, data) == 0
    capsys.readouterr()
    with exclusive(folder):
        message = refused(capsys, "run", str(folder), "--resume", "--data", str(data))
        assert "is in use by another process" in message
        assert main(["lab", "scores", str(folder), "--data", str(data)]) == 0
    assert main(["lab", "run", str(folder), "--resume", "--data", str(data)]) == 0


def test_a_task_is_no_path(given: list[tuple[str, str]], data: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.jsonl"
    line = '{"id": 1, "task": "../../x", "question": "What is 4 + 4?", "answer": "8"}\n'
    own.write_text(line, "utf-8")
    folder = tmp_path / "deep" / "run"
    assert (
        main(["lab", "run", str(folder), "--data", str(data), "-b", str(own), "-a", "agent"]) == 0
    )
    results = results_of(folder, "agent", "../../x")
    assert results.is_file()
    assert results.parent == folder / "agent"


def test_a_run_on_other_items_is_not_continued(
    given: list[tuple[str, str]], data: Path, write: Write, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    assert run(folder, data) == 0
    items = [
        {"id": f"sum-{n}", "task": "svamp", "question": f"What is {n} + {n}?", "answer": "5"}
        for n in range(20)
    ]
    write("svamp_dev", items)
    with pytest.raises(UsageError, match="begun with other benchmarks"):
        order_of(folder, data)


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["lab", *words]) == 2
    shown = capsys.readouterr()
    assert shown.err.count("\n") == 1
    assert shown.out == ""
    return shown.err


def test_wrong_input(
    given: list[tuple[str, str]], data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--data", str(data)]
    assert "did you mean agent" in refused(capsys, "run", "r", *place, "-a", "agnt")
    assert "no suite" in refused(capsys, "run", "r", *place, "--suite", "big")
    assert "did you mean svamp" in refused(capsys, "run", "r", *place, "-b", "swamp")
    assert "no run in" in refused(capsys, "run", str(tmp_path / "none"), "--resume", *place)
    assert "no run in" in refused(capsys, "scores", str(tmp_path / "none"), *place)
    assert "no folder" in refused(capsys, "run", "r", "--data", str(tmp_path / "none"))
    assert "--suite can't be changed" in refused(capsys, "run", "r", "--resume", "--suite", "dev")
    full = tmp_path / "full"
    full.mkdir()
    (full / "notes.txt").write_text("mine", "utf-8")
    assert "is not empty" in refused(capsys, "run", str(full), *place, "-b", "svamp")
    file = full / "notes.txt"
    assert "is a file" in refused(capsys, "run", str(file), *place, "-b", "svamp")
    assert "no run in" in refused(capsys, "scores", str(file), *place)
    wrong = refused(capsys, "run", "r", *place, "-b", "svamp", "--timeout", "0")
    assert "give another value" in wrong
    assert "lottery lab run --help" in refused(capsys, "run", "r", *place, "-j", "x")
    assert not Path("r").exists()
    begun = tmp_path / "begun"
    begun.mkdir()
    (begun / "manifest.json").write_text("{", "utf-8")
    assert "can't be read" in refused(capsys, "run", str(begun), "--resume", *place)
    (begun / "manifest.json").write_text("{}", "utf-8")
    assert "another version" in refused(capsys, "scores", str(begun), *place)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"question": "What is 4 + 4?", "answer": "8"}', "own.jsonl': an answer has no id"),
        ('{"id": 1, "question": "What is 4 + 4?"}', "own.jsonl': item 1 has no answer"),
    ],
)
def test_what_could_not_be_scored_is_not_asked(
    given: list[tuple[str, str]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    line: str,
    told: str,
) -> None:
    own, folder = tmp_path / "own.jsonl", tmp_path / "run"
    own.write_text(f"{line}\n", "utf-8")
    said = refused(capsys, "run", str(folder), "-b", str(own), "-a", "agent")
    assert "line 1 of" in said
    assert told in said
    assert not folder.exists()
    assert given == []


@pytest.mark.parametrize("option", ["--model", "--larger"])
@pytest.mark.parametrize("name", ["unheard-of", "missing.gguf", "hf:nothing", "notes.txt"])
def test_a_model_that_is_not_there_is_told_before_anything_is_asked(
    given: list[tuple[str, str]],
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    option: str,
    name: str,
) -> None:
    """Else the arms before it would answer for hours, and leave a run that can't be continued."""
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("mine", "utf-8")
    words = ["--data", str(data), "-b", "svamp", option, name]
    assert name in refused(capsys, "run", "run", *words)
    assert not Path("run").exists()
    assert given == []


def test_every_arm_can_be_chosen() -> None:
    rivals = Rivals("big.gguf", Endpoint("https://example.org/v1", "served"))
    assert [arm.name for arm in arms.choose(ARMS, rivals)] == list(ARMS)
    assert set(arms.DEFAULT) <= set(ARMS)
