from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from lottery_agent.errors import UsageError  # noqa: E402
from lottery_agent.models.forge import forge, read_adapter  # noqa: E402
from lottery_agent.models.training.base import Group, LoraLinear, read  # noqa: E402
from lottery_agent.models.training.draft import Draft  # noqa: E402
from lottery_agent.models.training.export import export, load  # noqa: E402
from lottery_agent.models.training.fit import Run, fit  # noqa: E402
from lottery_agent.models.training.hardware import processor  # noqa: E402
from lottery_agent.models.training.recipe import Recipe, load_recipe  # noqa: E402
from lottery_agent.models.training.render import Example, write  # noqa: E402

MATRICES = 7
"""Linear layers of a block: four of attention, three of the feed-forward part."""


def recipe() -> Recipe:
    return replace(
        load_recipe(), rank=4, alpha=8.0, rate=3e-2, warmup=2, batch_tokens=60, group_tokens=30
    )


@pytest.fixture(scope="module")
def run(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of a few steps, so that no pair is zero."""
    folder = tmp_path_factory.mktemp("run")
    draft = Draft("talk", {"question": "Hello"}, "", "t")
    examples = [Example("talk", (1, 2), (n % 90, 7), (40, 2), draft) for n in range(60)]
    torch.manual_seed(0)
    model = read(tiny_model, rank=4, alpha=8.0, dtype=torch.float32)
    Run(recipe(), model, examples, folder, "cpu").train()
    return folder


def test_the_adapter_holds_the_trained_change_of_every_linear_layer(
    run: Path, tiny_model: Path, tmp_path: Path
) -> None:
    adapter = read_adapter(export(run, tiny_model, recipe(), tmp_path / "out"))
    model, state = load(run, tiny_model, recipe())
    assert adapter.fields["lottery.steps"] == state.step > 0
    assert len(adapter.pairs) == MATRICES * model.shape.layers
    for module in model.modules():
        if isinstance(module, LoraLinear):
            for name, down, up in module.pairs():
                wanted = module.scale * (up @ down).numpy()
                assert np.abs(wanted).max() > 1e-3
                delta = adapter.pairs[f"{name}.weight"].delta(adapter.alpha)
                np.testing.assert_allclose(delta, wanted, atol=2e-3)


def test_the_merged_model_is_the_trained_one(
    run: Path, tiny_model: Path, tmp_path: Path, cache: Path
) -> None:
    path = export(run, tiny_model, recipe(), tmp_path)
    ticket = forge(tiny_model, adapter=path, type="F16", name="tiny")
    trained, _ = load(run, tiny_model, recipe())
    merged = read(ticket.path, rank=1, dtype=torch.float32)
    group = Group(torch.tensor([1, 2]), torch.tensor([[5, 7, 9]]), torch.full((1, 3), -100))
    with torch.no_grad():
        wanted, got = (model.logits(model.rows([group])) for model in (trained, merged))
    torch.testing.assert_close(got, wanted, atol=0.03, rtol=0.01)


def test_the_adapter_says_what_it_was_trained_on(
    run: Path, tiny_model: Path, tmp_path: Path
) -> None:
    adapter = read_adapter(export(run, tiny_model, recipe(), tmp_path))
    assert adapter.fields["lottery.hardware"] == processor()


def test_a_run_that_has_changed_is_not_exported(tiny_model: Path, tmp_path: Path) -> None:
    draft = Draft("talk", {"question": "Hello"}, "", "t")
    data = tmp_path / "train.jsonl"
    write(data, [Example("talk", (1, 2), (n, 7), (40, 2), draft) for n in range(6)])
    fit(recipe(), tiny_model, data, tmp_path, threads=1)
    export(tmp_path, tiny_model, recipe(), tmp_path / "out")
    with pytest.raises(UsageError, match="was made with another recipe"):
        export(tmp_path, tiny_model, replace(recipe(), text=""), tmp_path / "other")
    data.write_text("", "utf-8")
    with pytest.raises(UsageError, match="was made with other examples"):
        export(tmp_path, tiny_model, recipe(), tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_equal_checkpoints_give_equal_files(run: Path, tiny_model: Path, tmp_path: Path) -> None:
    one = export(run, tiny_model, recipe(), tmp_path / "one").read_bytes()
    assert one == export(run, tiny_model, recipe(), tmp_path / "two").read_bytes()


def test_what_does_not_fit_is_refused(run: Path, tiny_model: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not fit"):
        export(run, tiny_model, replace(recipe(), rank=8), tmp_path)
    with pytest.raises(UsageError, match="there is no"):
        export(tmp_path, tiny_model, recipe(), tmp_path)
    (tmp_path / "checkpoint.pt").write_bytes(b"no checkpoint")
    with pytest.raises(UsageError, match="is no checkpoint"):
        export(tmp_path, tiny_model, recipe(), tmp_path)
    assert not (tmp_path / "adapter.gguf").exists()
