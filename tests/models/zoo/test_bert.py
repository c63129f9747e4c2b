from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gguf
import llama_cpp
import numpy as np
import pytest

from lottery_agent.errors import ModelFileError
from lottery_agent.models.zoo.bert import convert
from lottery_agent.models.zoo.header import read_header

CONFIG: dict[str, Any] = {
    "model_type": "bert",
    "hidden_act": "gelu",
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 1,
    "num_attention_heads": 4,
    "max_position_embeddings": 64,
    "layer_norm_eps": 1e-12,
    "type_vocab_size": 2,
}
# llama.cpp takes BERT's special tokens at their usual places if the file does not say otherwise.
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "cat", "##s", "##", "the", ",", "a"]
EditConfig = Callable[..., Path]


@pytest.fixture
def write_source(tmp_path: Path) -> EditConfig:
    """Write a random BERT of the given configuration and vocabulary."""

    def write(vocabulary: list[str] = VOCABULARY, extra: str = "", **changes: Any) -> Path:
        from safetensors.numpy import save_file

        config = {**CONFIG, "vocab_size": len(VOCABULARY), **changes}
        width, feed = CONFIG["hidden_size"], CONFIG["intermediate_size"]
        layer = "encoder.layer.0"
        matrices = {
            "embeddings.word_embeddings": (len(vocabulary), width),
            "embeddings.position_embeddings": (64, width),
            "embeddings.token_type_embeddings": (2, width),
            f"{layer}.attention.self.query": (width, width),
            f"{layer}.attention.self.key": (width, width),
            f"{layer}.attention.self.value": (width, width),
            f"{layer}.attention.output.dense": (width, width),
            f"{layer}.intermediate.dense": (feed, width),
            f"{layer}.output.dense": (width, feed),
            "pooler.dense": (width, width),
        }
        norms = (
            "embeddings.LayerNorm",
            f"{layer}.attention.output.LayerNorm",
            f"{layer}.output.LayerNorm",
        )
        rng = np.random.default_rng(5)
        tensors: dict[str, Any] = {
            f"{name}.weight": rng.standard_normal(shape).astype(np.float32)
            for name, shape in matrices.items()
        }
        tensors |= {
            f"{name}.bias": rng.standard_normal(shape[0]).astype(np.float32)
            for name, shape in matrices.items()
            if not name.startswith("embeddings")
        }
        tensors |= {
            f"{name}.{k}": np.ones(width, np.float32) for name in norms for k in ("weight", "bias")
        }
        tensors["embeddings.position_ids"] = np.arange(64, dtype=np.int64)[None]
        if extra:
            tensors[extra] = np.zeros(1, np.float32)
        source = tmp_path / "source"
        source.mkdir()
        save_file(tensors, source / "model.safetensors")
        (source / "config.json").write_text(json.dumps(config))
        (source / "vocab.txt").write_text("\n".join(vocabulary) + "\n")
        return source

    return write


def test_llama_cpp_runs_the_result(write_source: EditConfig, tmp_path: Path) -> None:
    target = tmp_path / "bert.gguf"
    convert(write_source(), target, name="Tiny Bert")
    model = llama_cpp.Llama(str(target), embedding=True, n_ctx=64, verbose=False)
    assert model.tokenize(b"The cats, a dog") == [2, 8, 5, 6, 9, 10, 1, 3]
    assert len(model.embed("the cat")) == CONFIG["hidden_size"]
    model.close()


def test_the_header_describes_the_model(write_source: EditConfig, tmp_path: Path) -> None:
    target = tmp_path / "bert.gguf"
    convert(write_source(), target, name="Tiny Bert")
    header = read_header(target)
    assert header.architecture == "bert"
    assert header.window == 64
    assert header.fields["bert.pooling_type"] == gguf.PoolingType.MEAN
    assert header.fields["bert.attention.causal"] is False
    assert not any("pooler" in name or "position_ids" in name for name in header.tensors)


@pytest.mark.parametrize("type", ["F16", "F32"])
def test_matrices_have_the_type_and_the_rest_is_f32(
    write_source: EditConfig, tmp_path: Path, type: str
) -> None:
    target = tmp_path / "bert.gguf"
    convert(write_source(), target, name="Tiny Bert", type=type)  # type: ignore[arg-type]
    tensors = read_header(target).tensors
    assert tensors["blk.0.attn_q.weight"].type == tensors["token_embd.weight"].type == type
    for name in ("blk.0.attn_q.bias", "position_embd.weight", "token_types.weight"):
        assert tensors[name].type == "F32"


def test_equal_sources_give_equal_files(write_source: EditConfig, tmp_path: Path) -> None:
    source = write_source()
    convert(source, tmp_path / "one.gguf", name="Tiny Bert")
    convert(source, tmp_path / "two.gguf", name="Tiny Bert")
    assert (tmp_path / "one.gguf").read_bytes() == (tmp_path / "two.gguf").read_bytes()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"model_type": "roberta"}, "'roberta'"),
        ({"hidden_act": "relu"}, "'relu'"),
        ({"position_embedding_type": "relative_key"}, "'relative_key'"),
        ({"vocab_size": 12}, "the configuration says 12"),
        ({"extra": "cls.predictions.bias"}, "'cls.predictions.bias'"),
        ({"extra": "encoder.layer.0.adapter.weight"}, "'encoder.layer.0.adapter.weight'"),
        ({"vocabulary": [*VOCABULARY[:-1], "cat"]}, "has 10 tokens"),
        ({"vocabulary": ["x", *VOCABULARY[1:]]}, r"lacks '\[PAD\]'"),
    ],
)
def test_other_models_are_refused(
    write_source: EditConfig, tmp_path: Path, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ModelFileError, match=reason):
        convert(write_source(**changes), tmp_path / "bert.gguf", name="Other")


@pytest.mark.parametrize("name", ["config.json", "vocab.txt", "model.safetensors"])
def test_a_missing_part_is_one_line(write_source: EditConfig, tmp_path: Path, name: str) -> None:
    source = write_source()
    (source / name).unlink()
    with pytest.raises(ModelFileError, match=name.replace(".", r"\.")):
        convert(source, tmp_path / "bert.gguf", name="Other")
