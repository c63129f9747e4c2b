"""Speed of embedding: ratios of runs, and ONNX Runtime on a tiny BERT."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lottery_agent.errors import UsageError
from lottery_agent.knowledge.speed import embedding, onnx_model
from lottery_agent.knowledge.speed.embedding import Run
from lottery_agent.knowledge.speed.onnx_model import OnnxEmbedder

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "bee", "hive", "##s", "train"]
WIDTH, HEADS, LAYERS, INNER = 8, 2, 2, 16


def test_ratios_are_of_rounds() -> None:
    one, other = np.array([[1.0, 0.0]], np.float32), np.array([[0.6, 0.8]], np.float32)
    ours = [Run(1.0, 2.0, one), Run(2.0, 2.0, one), Run(1.0, 2.0, one)]
    theirs = [Run(2.0, 6.0, other), Run(2.0, 4.0, other), Run(4.0, 4.0, other)]
    gain = embedding.compare("words", ours, "onnx", theirs)
    assert (gain.low, gain.gain, gain.high) == (1.0, 2.0, 4.0)
    assert gain.processor_gain == 2.0
    assert (gain.count, gain.rate) == (1, 1.0)
    assert gain.cosine == pytest.approx(0.6)


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match="pip install onnx onnxruntime"):
        OnnxEmbedder(tmp_path, threads=1)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A tiny BERT."""
    from safetensors.numpy import save_file

    chance = np.random.default_rng(0)
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(WORDS), WIDTH),
        "embeddings.position_embeddings.weight": (16, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
    }
    norms = ["embeddings.LayerNorm"]
    for layer in range(LAYERS):
        stem = f"encoder.layer.{layer}."
        norms += [f"{stem}attention.output.LayerNorm", f"{stem}output.LayerNorm"]
        for name, rows, columns in (
            ("attention.self.query", WIDTH, WIDTH),
            ("attention.self.key", WIDTH, WIDTH),
            ("attention.self.value", WIDTH, WIDTH),
            ("attention.output.dense", WIDTH, WIDTH),
            ("intermediate.dense", INNER, WIDTH),
            ("output.dense", WIDTH, INNER),
        ):
            shapes |= {f"{stem}{name}.weight": (rows, columns), f"{stem}{name}.bias": (rows,)}
    for norm in norms:
        shapes |= {f"{norm}.weight": (WIDTH,), f"{norm}.bias": (WIDTH,)}
    tensors = {
        name: chance.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()
    }
    save_file(tensors, tmp_path / "model.safetensors")
    (tmp_path / "vocab.txt").write_text("\n".join(WORDS) + "\n")
    config = {
        "hidden_size": WIDTH,
        "num_attention_heads": HEADS,
        "num_hidden_layers": LAYERS,
        "layer_norm_eps": 1e-12,
    }
    (tmp_path / "config.json").write_text(json.dumps(config))
    return tmp_path


@pytest.mark.skipif(onnx_model.missing() is not None, reason="ONNX Runtime is for measuring only")
def test_the_graph_embeds_each_text_as_if_alone(source: Path) -> None:
    embedder = OnnxEmbedder(source, threads=1)
    texts = ["bee", "bees hive train", "train", "hives"]
    together = embedder.embed(texts)
    alone = np.concatenate([embedder.embed([text]) for text in texts])
    assert together == pytest.approx(alone, abs=1e-5)
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-5)
    assert abs(float(together[0] @ together[2])) < 0.999
