"""Importance matrices, and the types that are quantised by them."""

from __future__ import annotations

import shutil
from pathlib import Path

import gguf
import numpy as np
import pytest
from numpy.typing import NDArray

from lottery_agent.errors import ModelFileError
from lottery_agent.models.forge import Ticket, forge
from lottery_agent.models.forge.importance import FILE, read_importance, write_importance
from lottery_agent.models.zoo.header import read_header
from lottery_agent.progress import silent

FEED = ("ffn_gate", "ffn_up", "ffn_down")


@pytest.fixture
def squares(tiny_model: Path) -> dict[str, NDArray[np.float32]]:
    """For every linear layer of the tiny model, a few inputs that matter."""
    rng = np.random.default_rng(5)
    return {
        name: np.where(rng.random(entry.shape[-1]) < 0.1, 1000, 0.01).astype(np.float32)
        for name, entry in read_header(tiny_model).tensors.items()
        if name.startswith("blk.") and len(entry.shape) == 2
    }


@pytest.fixture
def adapter(tmp_path: Path, tiny_adapter: Path) -> Path:
    """The tiny adapter in a folder of its own."""
    return Path(shutil.copy(tiny_adapter, tmp_path / "adapter.gguf"))


def make(base: Path, adapter: Path, type: str) -> Ticket:
    return forge(base, adapter=adapter, type=type, name="tiny", progress=silent)


def values(path: Path) -> dict[str, NDArray[np.float32]]:
    return {
        tensor.name: gguf.dequantize(tensor.data, tensor.tensor_type)
        for tensor in gguf.GGUFReader(path).tensors
    }


def test_what_is_written_is_read_back(
    tmp_path: Path, squares: dict[str, NDArray[np.float32]]
) -> None:
    write_importance(tmp_path / FILE, squares, examples=3)
    found = read_importance(tmp_path / FILE)
    assert found.keys() == squares.keys()
    for name, expected in squares.items():
        np.testing.assert_array_equal(found[name], expected)


def test_a_model_holds_no_importance(tiny_model: Path) -> None:
    with pytest.raises(ModelFileError, match="holds no importance matrix"):
        read_importance(tiny_model)


@pytest.mark.parametrize("type", ["Q4_0", "IQ4_NL", "IQ4_NL_L"])
def test_what_matters_is_rounded_better(
    cache: Path,
    tmp_path: Path,
    tiny_model: Path,
    adapter: Path,
    squares: dict[str, NDArray[np.float32]],
    type: str,
) -> None:
    plain = make(tiny_model, adapter, type)
    write_importance(adapter.with_name(FILE), squares, examples=1)
    weighted = make(tiny_model, adapter, type)
    assert weighted.path != plain.path
    exact = values(make(tiny_model, adapter, "F16").path)
    before, after = values(plain.path), values(weighted.path)

    def error(rounded: dict[str, NDArray[np.float32]]) -> float:
        names = [name for name in squares if any(part in name for part in FEED)]
        return sum(
            float((squares[name] * (rounded[name] - exact[name]) ** 2).sum()) for name in names
        )

    assert error(after) < 0.7 * error(before)


@pytest.mark.parametrize("type", ["F16", "Q8_0"])
def test_fine_types_are_the_same_with_and_without(
    cache: Path,
    tiny_model: Path,
    adapter: Path,
    squares: dict[str, NDArray[np.float32]],
    type: str,
) -> None:
    plain = make(tiny_model, adapter, type)
    write_importance(adapter.with_name(FILE), squares, examples=1)
    assert make(tiny_model, adapter, type) == plain


def test_the_large_type_keeps_all_but_the_feed_forward_layers_fine(
    cache: Path, tiny_model: Path, adapter: Path
) -> None:
    ticket = make(tiny_model, adapter, "IQ4_NL_L")
    assert ticket.type == "IQ4_NL_L"
    for name, entry in read_header(ticket.path).tensors.items():
        if len(entry.shape) == 2:
            feed = any(part in name for part in FEED)
            assert (entry.type == "Q8_0") is not feed, name


def test_a_damaged_file_is_one_line(cache: Path, tiny_model: Path, adapter: Path) -> None:
    adapter.with_name(FILE).write_bytes(b"GGUF")
    with pytest.raises(ModelFileError, match="Q4_0"):
        make(tiny_model, adapter, "Q4_0")
