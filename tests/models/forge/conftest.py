"""A random adapter for the tiny model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lottery_agent.models.forge import write_adapter

Factors = dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]]


@pytest.fixture(scope="session")
def factors() -> Factors:
    """Random factors (rank 4) for four kinds of matrix of the tiny model."""
    rng = np.random.default_rng(7)
    shapes = {
        "blk.0.attn_q.weight": (64, 64),
        "blk.0.attn_k.weight": (32, 64),
        "blk.1.attn_output.weight": (64, 64),
        "blk.1.ffn_down.weight": (64, 96),
    }
    return {
        name: (
            rng.standard_normal((4, inputs)).astype(np.float32) * 0.3,
            rng.standard_normal((outputs, 4)).astype(np.float32) * 0.3,
        )
        for name, (outputs, inputs) in shapes.items()
    }


@pytest.fixture(scope="session")
def tiny_adapter(
    tiny_model: Path, factors: Factors, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The factors as an adapter file with alpha 8, stored without loss."""
    path = tmp_path_factory.mktemp("adapter") / "adapter.gguf"
    write_adapter(path, factors, alpha=8.0, base=tiny_model, name="tiny adapter", type="F32")
    return path
