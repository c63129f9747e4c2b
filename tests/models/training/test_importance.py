from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lottery_agent.models.engine.vocabulary import load_vocabulary
from lottery_agent.models.forge.importance import FILE, read_importance
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.recipe import Recipe, load_recipe
from lottery_agent.models.training.render import Example, render, write
from lottery_agent.models.zoo.header import read_header

torch = pytest.importorskip("torch")

FACTS = [
    Draft("statement", {"sentence": f"{name} is a gull."}, f"gull({name})", "b")
    for name in ("Milo", "Petra", "Agnes", "Ruben")
]
SHEET = Draft("worksheet", {"question": "What is 3 times 14?"}, "answer = 3 * 14", "a")


@pytest.fixture
def recipe() -> Recipe:
    return replace(load_recipe(), rank=2, alpha=2.0, examples=8)


def run(folder: Path, base: Path, recipe: Recipe, drafts: Sequence[Draft]) -> Path:
    """A run's folder after a training of no step."""
    from lottery_agent.models.training.base import read as read_base
    from lottery_agent.models.training.fit import Run

    with load_vocabulary(base) as vocabulary:
        examples: list[Example] = [render(draft, vocabulary.renderer) for draft in drafts]
    folder.mkdir(exist_ok=True)
    write(folder / "train.jsonl", examples)
    torch.manual_seed(1)
    model = read_base(base, rank=recipe.rank, alpha=recipe.alpha, dtype=torch.float32)
    Run(recipe, model, examples, folder, "cpu").save()
    return folder


def measured(folder: Path, base: Path, recipe: Recipe, **options: Any) -> dict[str, Any]:
    from lottery_agent.models.training.export import export
    from lottery_agent.models.training.importance import importance

    export(folder, base, recipe, folder)
    return read_importance(importance(folder, base, recipe, folder, **options))


def test_each_linear_layer_has_its_importance(
    tmp_path: Path, tiny_model: Path, recipe: Recipe
) -> None:
    found = measured(run(tmp_path, tiny_model, recipe, [*FACTS, SHEET]), tiny_model, recipe)
    for name, entry in read_header(tiny_model).tensors.items():
        if name.startswith("blk.") and len(entry.shape) == 2:
            assert found[name].shape == (entry.shape[-1],)
            assert (found[name] > 0).all()
    np.testing.assert_array_equal(found["blk.0.ffn_gate.weight"], found["blk.0.ffn_up.weight"])
    again = measured(tmp_path, tiny_model, recipe)
    assert all((again[name] == found[name]).all() for name in found)
    assert (tmp_path / FILE).is_file()


def test_all_agents_count_the_same(tmp_path: Path, tiny_model: Path, recipe: Recipe) -> None:
    """Of many facts and one worksheet, the importance is the mean of the two kinds."""
    name = "blk.0.attn_q.weight"
    sets = {"both": [*FACTS, SHEET], "facts": FACTS, "sheet": [SHEET]}
    both, facts, sheet = (
        measured(run(tmp_path / key, tiny_model, recipe, drafts), tiny_model, recipe)[name]
        for key, drafts in sets.items()
    )
    np.testing.assert_allclose(both, facts + sheet, rtol=1e-4)
