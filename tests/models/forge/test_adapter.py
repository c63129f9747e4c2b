from __future__ import annotations

import math
from pathlib import Path

import llama_cpp
import numpy as np
import pytest
from numpy.typing import NDArray

from lottery_agent.errors import ModelFileError
from lottery_agent.models.forge.adapter import Pair, check_fits, read_adapter, write_adapter
from lottery_agent.models.zoo.header import Scalar, read_header

Factors = dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]]


def test_what_is_written_is_read_back(tiny_adapter: Path, factors: Factors) -> None:
    adapter = read_adapter(tiny_adapter)
    assert adapter.architecture == "llama"
    assert adapter.alpha == 8.0
    assert set(adapter.pairs) == set(factors)
    for name, (a, b) in factors.items():
        np.testing.assert_array_equal(adapter.pairs[name].a, a)
        np.testing.assert_array_equal(adapter.pairs[name].b, b)


def test_half_precision_rounds_to_f16(tmp_path: Path, tiny_model: Path, factors: Factors) -> None:
    path = tmp_path / "half.gguf"
    write_adapter(path, factors, alpha=4.0, base=tiny_model, name="half")
    pair = read_adapter(path).pairs["blk.0.attn_q.weight"]
    np.testing.assert_array_equal(
        pair.a, factors["blk.0.attn_q.weight"][0].astype(np.float16).astype(np.float32)
    )


def test_metadata_is_kept(tmp_path: Path, tiny_model: Path, factors: Factors) -> None:
    path = tmp_path / "described.gguf"
    extra: dict[str, Scalar] = {
        "lottery.recipe": "broad",
        "lottery.seed": 3,
        "lottery.rate": 0.5,
        "lottery.own": True,
    }
    write_adapter(path, factors, alpha=4.0, base=tiny_model, name="described", metadata=extra)
    fields = read_header(path).fields
    assert {key: fields[key] for key in extra} == extra
    assert fields["general.base_model.0.name"] == "Tiny Random"


def test_llama_cpp_loads_the_adapter(tiny_model: Path, tiny_adapter: Path) -> None:
    model = llama_cpp.Llama(str(tiny_model), lora_path=str(tiny_adapter), n_ctx=256, verbose=False)
    model.close()


@pytest.mark.parametrize(("alpha", "scale"), [(8.0, 2.0), (4.0, 1.0), (0.0, 1.0)])
def test_delta_scales_by_alpha_over_rank(alpha: float, scale: float) -> None:
    a = np.arange(12, dtype=np.float32).reshape(4, 3)
    b = np.arange(8, dtype=np.float32).reshape(2, 4)
    np.testing.assert_allclose(Pair(a=a, b=b).delta(alpha), scale * b @ a)


@pytest.mark.parametrize(
    ("name", "a", "b"),
    [
        ("blk.9.attn_q.weight", (4, 64), (64, 4)),
        ("token_embd.weight", (4, 64), (263, 4)),
        ("blk.0.attn_norm.weight", (4, 64), (64, 4)),
        ("blk.0.attn_k.weight", (4, 64), (64, 4)),
        ("blk.0.attn_q.weight", (64, 4), (4, 64)),
        ("blk.0.attn_q.weight", (4, 64), (64, 5)),
    ],
)
def test_tensors_that_do_not_fit_are_refused(
    tmp_path: Path, tiny_model: Path, name: str, a: tuple[int, int], b: tuple[int, int]
) -> None:
    pair = (np.zeros(a, dtype=np.float32), np.zeros(b, dtype=np.float32))
    with pytest.raises(ModelFileError, match=name.replace(".", r"\.")):
        write_adapter(tmp_path / "x.gguf", {name: pair}, alpha=1.0, base=tiny_model, name="x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("bad", [math.nan, math.inf, 1e6])
def test_values_that_are_not_finite_are_refused(
    tmp_path: Path, tiny_model: Path, bad: float
) -> None:
    a, b = np.zeros((4, 64), dtype=np.float32), np.full((64, 4), bad, dtype=np.float32)
    with pytest.raises(ModelFileError, match="not finite"):
        write_adapter(
            tmp_path / "x.gguf",
            {"blk.0.attn_q.weight": (a, b)},
            alpha=1.0,
            base=tiny_model,
            name="x",
        )
    assert list(tmp_path.iterdir()) == []


def test_a_model_is_no_adapter(tiny_model: Path) -> None:
    with pytest.raises(ModelFileError, match="no LoRA adapter"):
        read_adapter(tiny_model)


def test_an_adapter_of_another_base_does_not_fit(
    tmp_path: Path, tiny: object, tiny_adapter: Path
) -> None:
    other = tmp_path / "wide.gguf"
    tiny.write_tiny_model(other, width=128)  # type: ignore[attr-defined]
    with pytest.raises(ModelFileError, match="the base needs"):
        check_fits(read_adapter(tiny_adapter), read_header(other), path=tiny_adapter)
