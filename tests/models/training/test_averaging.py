from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from lottery_agent.errors import UsageError  # noqa: E402
from lottery_agent.models.adapters.card import CARD  # noqa: E402
from lottery_agent.models.forge import read_adapter  # noqa: E402
from lottery_agent.models.training.export import ADAPTER  # noqa: E402
from tests.models.training.test_predecessor import data, exported, recipe, train  # noqa: E402


@pytest.fixture(scope="module")
def runs(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Adapters of three runs, of which each began with the one before."""
    place = tmp_path_factory.mktemp("runs")
    adapters: list[Path] = []
    for n, answer in enumerate((40, 60, 50)):
        after = adapters[-1] / ADAPTER if adapters else None
        adapters.append(train(data(place / str(n), answer=answer), tiny_model, after=after))
    return adapters


def test_the_mean_of_all_factors_is_written(
    runs: list[Path], tiny_model: Path, tmp_path: Path
) -> None:
    before = [folder / ADAPTER for folder in runs[:2]]
    folder = exported(runs[-1].parent, tiny_model, recipe(), tmp_path / "mean", *before)
    mean = read_adapter(folder / ADAPTER).pairs
    parts = [read_adapter(each / ADAPTER).pairs for each in runs]
    assert parts[0].keys() == mean.keys()
    for name, pair in mean.items():
        for factor in ("a", "b"):
            expected = np.mean([getattr(part[name], factor) for part in parts], axis=0)
            np.testing.assert_allclose(getattr(pair, factor), expected, rtol=2e-3, atol=1e-5)
    card = json.loads((folder / CARD).read_text("utf-8"))
    hashes = [
        json.loads((each / CARD).read_text("utf-8"))["adapter"]["sha256"] for each in runs[:2]
    ]
    assert card["averaged"] == hashes
    text = (folder / "card.md").read_text("utf-8")
    assert f"and of the adapters with SHA-256 `{hashes[0]}` and `{hashes[1]}`" in text
    names = [f"ADAPTER-{sha256[:8]}" for sha256 in hashes]
    assert f"lottery train export RUN --average {names[0]} --average {names[1]}\n" in text
    assert f"--after {names[1]}\n" in text
    for name, sha256 in zip(names, hashes, strict=True):
        assert text.count(f"`{name}` is the folder of the adapter with SHA-256 `{sha256}`") == 1
    assert "--average" not in (runs[-1] / "card.md").read_text("utf-8")


def test_an_adapter_of_no_predecessor_is_refused(
    runs: list[Path], tiny_model: Path, tmp_path: Path
) -> None:
    run = runs[1].parent
    with pytest.raises(UsageError, match=r"no run before the one in .* made"):
        exported(run, tiny_model, recipe(), tmp_path, runs[2] / ADAPTER)
    with pytest.raises(UsageError, match=r"no run before the one in .* made"):
        exported(runs[0].parent, tiny_model, recipe(), tmp_path, runs[0] / ADAPTER)
    with pytest.raises(UsageError, match="there is no adapter"):
        exported(run, tiny_model, recipe(), tmp_path, tmp_path / ADAPTER)
    again = shutil.copytree(runs[0], tmp_path / "again")
    with pytest.raises(UsageError, match="is named twice"):
        exported(run, tiny_model, recipe(), tmp_path, runs[0] / ADAPTER, again / ADAPTER)
    assert not (tmp_path / ADAPTER).exists()
