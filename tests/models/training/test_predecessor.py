from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from lottery_agent.errors import UsageError  # noqa: E402
from lottery_agent.models.training import card  # noqa: E402
from lottery_agent.models.training.base import Llama, LoraLinear, read  # noqa: E402
from lottery_agent.models.training.draft import Draft  # noqa: E402
from lottery_agent.models.training.export import ADAPTER, export  # noqa: E402
from lottery_agent.models.training.fit import Run, fit  # noqa: E402
from lottery_agent.models.training.recipe import (  # noqa: E402
    CHECKPOINT,
    PREDECESSOR,
    RECIPE,
    Recipe,
    load_recipe,
)
from lottery_agent.models.training.render import Example, write  # noqa: E402

MANIFEST = {
    "train": {"examples": 60, "tokens": 240, "templates": 1, "kinds": {}, "sources": {"own": 60}},
    "vocabulary": {"nouns": 5},
    "contamination": {"items": 0, "exact": 0, "near": 0},
}


def recipe(**changes: object) -> Recipe:
    small = {"rank": 4, "alpha": 8.0, "rate": 3e-2, "batch_tokens": 60, "group_tokens": 30}
    return replace(load_recipe(), seed=1, warmup=2, **{**small, **changes})


def data(run: Path, *, answer: int) -> Path:
    """Write sixty examples with one answer, as `lottery train data` would."""
    draft = Draft("talk", {"question": "Hello"}, "", "t")
    run.mkdir()
    write(
        run / "train.jsonl",
        [Example("talk", (1, 2), (n % 90, 7), (answer, 2), draft) for n in range(60)],
    )
    (run / "manifest.json").write_text(json.dumps(MANIFEST), "utf-8")
    (run / RECIPE).write_text(recipe().text, "utf-8")
    return run


def train(run: Path, base: Path, after: Path | None = None, **changes: object) -> Path:
    """Train a run to its end, and return the folder of its adapter."""
    chosen = recipe(**changes)
    fit(chosen, base, run / "train.jsonl", run, after=after, threads=1)
    return exported(run, base, chosen, run / "adapter")


def exported(run: Path, base: Path, chosen: Recipe, folder: Path, *averaged: Path) -> Path:
    """Export a run's adapter with its card, and return their folder."""
    adapter = export(run, base, chosen, folder, averaged=averaged)
    facts = card.facts(run, recipe=chosen, base=base, adapter=adapter, averaged=averaged)
    card.write(folder, facts)
    return folder


@pytest.fixture(scope="module")
def first(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train(data(tmp_path_factory.mktemp("first") / "run", answer=40), tiny_model)


def loss(model: Llama, answer: int) -> float:
    from lottery_agent.models.training.base import Group

    group = Group(torch.tensor([1, 2]), torch.tensor([[5, 7]]), torch.tensor([[-100, answer]]))
    with torch.no_grad():
        return float(model.losses([group])[0].mean())


def fresh(base: Path) -> Llama:
    return read(base, rank=4, alpha=8.0, dtype=torch.float32)


def test_a_run_begins_with_what_an_adapter_has_learnt(
    first: Path, tiny_model: Path, tmp_path: Path
) -> None:
    from lottery_agent.models.training.predecessor import begin_with

    model = fresh(tiny_model)
    before = loss(model, 40)
    begin_with(model, first / ADAPTER, tiny_model)
    assert loss(model, 40) < before / 3
    assert all(p.requires_grad for m in model.modules() if isinstance(m, LoraLinear) for p in m.up)

    folder = train(data(tmp_path / "run", answer=60), tiny_model, after=first / ADAPTER)
    again = fresh(tiny_model)
    begin_with(again, folder / ADAPTER, tiny_model)
    assert loss(again, 60) < loss(model, 60)


def test_the_card_names_every_adapter_before_it(
    first: Path, tiny_model: Path, tmp_path: Path
) -> None:
    second = train(data(tmp_path / "second", answer=60), tiny_model, after=first / ADAPTER)
    third = train(data(tmp_path / "third", answer=50), tiny_model, after=second / ADAPTER)
    facts = json.loads((third / "card.json").read_text("utf-8"))
    hashes = [
        json.loads((folder / "card.json").read_text("utf-8"))["adapter"]["sha256"]
        for folder in (second, first)
    ]
    assert facts["predecessor"]["adapter"]["sha256"] == hashes[0]
    assert facts["predecessor"]["predecessor"]["adapter"]["sha256"] == hashes[1]
    text = (third / "card.md").read_text("utf-8")
    assert text.index(hashes[0]) < text.index(hashes[1])
    assert f"--after ADAPTER-{hashes[0][:8]}\n" in text
    assert "--after ADAPTER" not in (first / "card.md").read_text("utf-8")


def test_a_run_keeps_to_what_it_began_with(first: Path, tiny_model: Path, tmp_path: Path) -> None:
    other = train(data(tmp_path / "other", answer=60), tiny_model)
    run = data(tmp_path / "run", answer=50)
    train(run, tiny_model, after=first / ADAPTER)
    kept = (run / PREDECESSOR).read_bytes()
    train(run, tiny_model, after=first / ADAPTER)  # it has ended: nothing is left to do
    train(run, tiny_model)
    with pytest.raises(UsageError, match="did not begin with"):
        train(run, tiny_model, after=other / ADAPTER)
    with pytest.raises(UsageError, match="did not begin with"):
        train(tmp_path / "other", tiny_model, after=first / ADAPTER)
    assert (run / PREDECESSOR).read_bytes() == kept


def test_a_run_that_is_killed_before_its_first_step_keeps_its_beginning(
    first: Path, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, run = (data(tmp_path / name, answer=60) for name in ("whole", "run"))
    train(whole, tiny_model, after=first / ADAPTER)

    def killed(self: Run, **_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Run, "train", killed)
        with pytest.raises(KeyboardInterrupt):
            train(run, tiny_model, after=first / ADAPTER)
    adapters = [train(each, tiny_model) / ADAPTER for each in (whole, run)]
    assert adapters[0].read_bytes() == adapters[1].read_bytes()
    # Where not even that was saved, the note alone is no beginning.
    (run / CHECKPOINT).unlink()
    with pytest.raises(UsageError, match=r"begins with an adapter.*--after"):
        train(run, tiny_model)
    assert not (run / CHECKPOINT).exists()
    train(run, tiny_model, after=first / ADAPTER)


def test_what_does_not_fit_is_refused(first: Path, tiny_model: Path, tmp_path: Path) -> None:
    run = data(tmp_path / "run", answer=50)
    with pytest.raises(UsageError, match="has rank 4 and alpha 8, the recipe 4 and 16"):
        train(run, tiny_model, after=first / ADAPTER, alpha=16.0)
    with pytest.raises(UsageError, match="has rank 4 and alpha 8, the recipe 8 and 8"):
        train(run, tiny_model, after=first / ADAPTER, rank=8)
    with pytest.raises(UsageError, match="there is no adapter"):
        train(run, tiny_model, after=tmp_path / ADAPTER)
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / ADAPTER).write_bytes((first / ADAPTER).read_bytes())
    with pytest.raises(UsageError, match="has no card"):
        train(run, tiny_model, after=bare / ADAPTER)
    facts = json.loads((first / "card.json").read_text("utf-8"))
    facts["base"]["sha256"] = "0" * 64
    (bare / "card.json").write_text(json.dumps(facts), "utf-8")
    with pytest.raises(UsageError, match="was trained on"):
        train(run, tiny_model, after=bare / ADAPTER)
    assert not (run / PREDECESSOR).exists()
