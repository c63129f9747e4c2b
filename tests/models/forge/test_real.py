"""The forge on the default base: what is merged acts like what it was merged from."""

from __future__ import annotations

from pathlib import Path

import llama_cpp
import numpy as np
import pytest
from numpy.typing import NDArray

from lottery_agent.models.forge import forge, write_adapter
from lottery_agent.models.zoo.header import read_header
from lottery_agent.progress import silent

pytestmark = pytest.mark.real
TEXT = b"The capital of France is Paris. The capital of Italy is"


@pytest.fixture(scope="module")
def adapter(base_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random changes (rank 8) of every linear layer, strong enough to matter."""
    rng = np.random.default_rng(3)
    factors = {}
    for name, entry in read_header(base_model).tensors.items():
        if len(entry.shape) == 2 and name != "token_embd.weight":
            outputs, inputs = entry.shape
            a = rng.standard_normal((8, inputs)).astype(np.float32) * 0.04
            b = rng.standard_normal((outputs, 8)).astype(np.float32) * 0.04
            factors[name] = (a, b)
    path = tmp_path_factory.mktemp("adapter") / "adapter.gguf"
    write_adapter(path, factors, alpha=16.0, base=base_model, name="random")
    return path


def log_probabilities(path: Path, adapter: Path | None = None) -> NDArray[np.float64]:
    model = llama_cpp.Llama(
        str(path),
        lora_path=str(adapter) if adapter else None,
        n_ctx=256,
        n_threads_batch=1,
        logits_all=True,
        verbose=False,
    )
    model.eval(model.tokenize(TEXT, add_bos=False))
    logits = np.array(model.scores[: model.n_tokens], dtype=np.float64)
    model.close()
    logits -= logits.max(axis=-1, keepdims=True)
    normalised: NDArray[np.float64] = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    return normalised


def divergence(p: NDArray[np.float64], q: NDArray[np.float64]) -> float:
    """Mean Kullback-Leibler divergence over the positions, in nats."""
    return float((np.exp(p) * (p - q)).sum(axis=-1).mean())


def test_tickets_act_like_base_and_adapter(cache: Path, base_model: Path, adapter: Path) -> None:
    beside = log_probabilities(base_model, adapter)
    f16 = forge(base_model, adapter=adapter, type="F16", name="x", progress=silent)
    q8 = forge(base_model, adapter=adapter, type="Q8_0", name="x", progress=silent)
    assert divergence(beside, log_probabilities(base_model)) > 0.1
    assert divergence(beside, log_probabilities(f16.path)) < 0.01
    assert divergence(beside, log_probabilities(q8.path)) < 0.02
    assert q8.bytes < 150e6
