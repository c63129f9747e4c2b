"""The forge's probes: drawn again they are the same, and training saw none of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lottery_agent.models.forge import probes as forge_probes
from lottery_agent.models.forge.probes import probes
from lottery_agent.models.training.checks import Contamination
from lottery_agent.models.training.data import build
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators.vocabulary import held_out
from lottery_agent.models.training.probes import draw
from lottery_agent.models.training.recipe import load_recipe
from lottery_agent.models.training.render import prompt_of, read

DATA = Path(os.environ.get("LOTTERY_DATA", "none"))
COMMITTED = Path(forge_probes.__file__).with_name("probes.jsonl")


def test_no_probe_uses_a_reserved_word() -> None:
    reserved = held_out()
    for probe in probes():
        assert not reserved & set(probe.prompt.question.lower().split()), probe


@pytest.mark.heavy
@pytest.mark.skipif(not DATA.is_dir(), reason="LOTTERY_DATA names no training files")
def test_the_committed_probes_are_drawn_again_and_unseen(base_model: Path, tmp_path: Path) -> None:
    build(load_recipe(), DATA, base_model, tmp_path)
    again = tmp_path / "probes.jsonl"
    draw(tmp_path, DATA, again)
    assert again.read_bytes() == COMMITTED.read_bytes()
    trained = {
        (example.kind, prompt_of(example.draft).question)
        for example in read(tmp_path / "train.jsonl")
    }
    benchmark = Contamination(DATA)
    for probe in probes():
        question = probe.prompt.question
        assert (probe.kind, question) not in trained
        assert benchmark.hit(Draft("worksheet", {"question": question}, "", "")) is None
