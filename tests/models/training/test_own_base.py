"""A ticket from a base of one's own, with the commands that `docs/training.md` names."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

pytest.importorskip("torch")

from lottery_agent.cli import main
from lottery_agent.models.engine import load_vocabulary
from lottery_agent.models.training.generators import logic, mathematics
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.recipe import RECIPE, load_recipe
from lottery_agent.models.training.render import render, write
from lottery_agent.models.zoo import fetch


@pytest.mark.real  # a routed question may need the embedder
def test_a_folder_becomes_a_ticket(
    huggingface: ModuleType,
    words: Vocabulary,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = str(huggingface.write(tmp_path / "my-llama", max_position_embeddings=4096).folder)
    run = tmp_path / "run"
    run.mkdir()
    rng = Random(1)
    drafts = [make(rng, words) for _ in range(20) for make in (logic.draft, mathematics.story)]
    with load_vocabulary(fetch(folder)) as vocabulary:
        examples = [render(draft, vocabulary.renderer) for draft in drafts]
    for name in ("train", "words", "templates"):
        write(run / f"{name}.jsonl", examples)
    counts = {"examples": 40, "tokens": 4000, "templates": 9, "kinds": {}, "sources": {}}
    clean = {"items": 0, "exact": 0, "near": 0}
    manifest = {"train": counts, "vocabulary": {"nouns": 5}, "contamination": clean}
    (run / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (run / RECIPE).write_text(load_recipe().text, "utf-8")

    for step in (["fit"], ["export"], ["importance"], ["evaluate", "--limit", "2", "--json"]):
        assert main(["train", step[0], str(run), "--model", folder, *step[1:]]) == 0
    scores = json.loads(capsys.readouterr().out.splitlines()[-1])["scores"]
    assert scores["words"]["worksheet"]["items"] == 2

    adapter = run / "adapter" / "adapter.gguf"
    monkeypatch.setenv("LOTTERY_ADAPTER_FILE", str(adapter))
    question = ["ask", "--json", "--knowledge", "none", "--model", folder, "What is 2 + 3?"]
    assert main(question) in (0, 1)  # noise can't answer, but it is asked
    answer = json.loads(capsys.readouterr().out)
    assert answer["ticket"]["name"] == folder
    assert answer["usage"]["model_calls"] > 0
