"""A served model as an arm: prompts, forms and usage, and whole runs over a server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.cli import main
from lottery_agent.lab.alone import THINK
from lottery_agent.lab.endpoint.address import Endpoint
from lottery_agent.lab.endpoint.client import Client
from lottery_agent.lab.endpoint.served import Served, ThoughtfulServed
from lottery_agent.lab.forms import NUMBER, OPTION
from lottery_agent.lab.runs import read_manifest, results_of
from lottery_agent.lab.scores import score_run
from tests.lab.endpoint.conftest import KEY_VALUE, Model, Said, completion

Write = Callable[[str, Iterable[Mapping[str, Any]]], Path]


def test_the_same_prompt_and_forms_as_a_model_alone(server: Model) -> None:
    options = ("A) red", "B) blue")
    server.speak = lambda request: Said(completion("It is blue, so the answer is (B)."))
    with Client(Endpoint.of(server.url, "m"), seed=0) as client:
        answer = Served(client, OPTION, seconds=60).ask("Which?", context="Sky.", options=options)
        assert (answer.status, answer.answer, answer.ticket) == ("answered", "B", None)
        assert answer.usage.prompt_tokens == 30
        assert answer.usage.prompt_tokens_reused == 10
        assert (answer.usage.completion_tokens, answer.usage.model_calls) == (5, 1)
        assert [(c.passed, c.detail) for c in answer.checks] == [(True, "served-2: stop")]
        system, user = (message["content"] for message in server.asked[0]["messages"])
        assert user.splitlines() == ["Sky.", "Which?", *options, OPTION.wish]
        ThoughtfulServed(client, NUMBER, seconds=60).ask("How many?")
        assert system != server.asked[1]["messages"][0]["content"] == THINK
        assert server.asked[1]["max_tokens"] > server.asked[0]["max_tokens"]


def test_a_text_that_states_nothing_or_is_cut(server: Model) -> None:
    cut = completion("Let me think")
    cut["choices"][0]["finish_reason"] = "length"
    server.speak = lambda request: Said(cut)
    with Client(Endpoint.of(server.url, "m"), seed=0) as client:
        answer = Served(client, NUMBER, seconds=60).ask("How many?")
    assert (answer.status, answer.answer, answer.confidence) == ("abstained", None, 0.0)
    assert not answer.checks[0].passed


@pytest.fixture
def data(write: Write) -> Path:
    items = [
        {"id": f"sum-{n}", "task": "svamp", "question": f"What is {n} + {n}?", "answer": str(2 * n)}
        for n in range(20)
    ]
    return write("svamp_dev", items).parent


def adding(request: dict[str, Any]) -> Said:
    words = request["messages"][1]["content"].split()
    return Said(completion(str(2 * int(words[2])) if words[2].isdigit() else "yes"))


def run(server: Model, folder: Path, data: Path) -> int:
    place = ["--data", str(data), "-b", "svamp", "-a", "endpoint", "-a", "endpoint_thoughts"]
    return main(
        ["lab", "run", str(folder), *place, "--endpoint", server.url, "--endpoint-model", "m-1"]
    )


def test_a_run_keeps_the_model_and_not_the_key(
    server: Model, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.speak = adding
    folder = tmp_path / "run"
    assert run(server, folder, data) == 0
    assert f"endpoint: the items are sent to {server.url}" in capsys.readouterr().err
    entry = read_manifest(folder)["arms"]["endpoint"]
    assert entry["endpoint"] == {"url": server.url, "model": "m-1"}
    assert entry["title"].endswith(": m-1")
    cells = score_run(folder, data).cells["svamp"]
    assert cells["endpoint"].tally.accuracy == 1
    assert cells["endpoint"].model_bytes is None
    assert cells["endpoint"].tokens == 25
    everything = "".join(path.read_text("utf-8") for path in folder.rglob("*.json*"))
    assert KEY_VALUE not in everything


def test_a_run_that_a_server_ended_is_continued(
    server: Model, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def once(request: dict[str, Any]) -> Said:
        known = adding(request)
        return known if known.body["choices"][0]["message"]["content"] == "yes" else Said({}, 401)

    server.speak = once
    folder = tmp_path / "run"
    assert run(server, folder, data) == 0
    first = score_run(folder, data).cells["svamp"]["endpoint"].tally
    assert (first.failed, first.correct) == (3, 0)
    capsys.readouterr()
    server.speak = adding
    assert main(["lab", "run", str(folder), "--resume", "--data", str(data), "--json"]) == 0
    shown = capsys.readouterr()
    assert "the items are sent to" in shown.err
    assert json.loads(shown.out)["benchmarks"]["svamp"]["endpoint"]["tally"]["correct"] == 3
    lines = results_of(folder, "endpoint", "svamp").read_text("utf-8").splitlines()
    assert len(lines) == 3


def test_a_server_that_refuses_ends_a_run_with_one_line(
    server: Model, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.speak = lambda request: Said({"error": {"message": "no such key"}}, 401)
    folder = tmp_path / "run"
    assert run(server, folder, data) == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("lottery: the endpoint")
    assert "no such key" in last
    assert len(server.asked) == 1
    # Its address can't be changed by --resume, so it is found wrong before anything is asked.
    assert not folder.exists()
