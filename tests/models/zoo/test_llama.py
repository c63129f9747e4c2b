"""Tiny random llamas in Hugging Face's format, against a computation in numpy on that format."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import gguf
import llama_cpp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from tokenizers import Tokenizer

from lottery_agent.errors import ModelFileError
from lottery_agent.models.zoo.header import read_header
from lottery_agent.models.zoo.llama import convert
from lottery_agent.models.zoo.store import fetch, located


def frequencies(config: Mapping[str, Any], half: int) -> NDArray[np.float64]:
    """Frequencies of the rotary embeddings, as the reference code of Llama 3.1 scales them."""
    found = []
    scaling = config.get("rope_scaling")
    for number in range(half):
        frequency = config["rope_theta"] ** (-number / half)
        if scaling:
            length = 2 * np.pi / frequency
            low = scaling["original_max_position_embeddings"] / scaling["low_freq_factor"]
            high = scaling["original_max_position_embeddings"] / scaling["high_freq_factor"]
            if length > low:
                frequency /= scaling["factor"]
            elif length >= high:
                smooth = (
                    scaling["original_max_position_embeddings"] / length
                    - scaling["low_freq_factor"]
                ) / (scaling["high_freq_factor"] - scaling["low_freq_factor"])
                frequency = (1 - smooth) * frequency / scaling["factor"] + smooth * frequency
        found.append(frequency)
    return np.array(found)


def logits(source: Any, ids: list[int]) -> NDArray[np.float64]:
    """Compute the logits after each token, in Hugging Face's layout."""
    weights = {name: values.astype(np.float64) for name, values in source.tensors.items()}
    config = source.config
    heads, shared = config["num_attention_heads"], config["num_key_value_heads"]
    width = config.get("head_dim") or config["hidden_size"] // heads
    angles = np.outer(np.arange(len(ids)), frequencies(source.config, width // 2))
    cos, sin = (np.concatenate([part(angles)] * 2, axis=-1) for part in (np.cos, np.sin))

    def norm(rows: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        scale = np.sqrt((rows**2).mean(-1, keepdims=True) + source.config["rms_norm_eps"])
        return rows / scale * weights[name]

    def turned(rows: NDArray[np.float64]) -> NDArray[np.float64]:
        half = np.concatenate([-rows[..., width // 2 :], rows[..., : width // 2]], axis=-1)
        return rows * cos[:, None] + half * sin[:, None]

    def linear(rows: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        return rows @ weights[f"{name}.weight"].T

    rows = weights["model.embed_tokens.weight"][ids]
    for n in range(config["num_hidden_layers"]):
        layer = f"model.layers.{n}"
        inputs = norm(rows, f"{layer}.input_layernorm.weight")
        query, key, value = (
            linear(inputs, f"{layer}.self_attn.{part}_proj").reshape(len(ids), -1, width)
            for part in "qkv"
        )
        query, key = turned(query), turned(key)
        key, value = (np.repeat(part, heads // shared, axis=1) for part in (key, value))
        scores = np.einsum("qhd,khd->hqk", query, key) / np.sqrt(width)
        scores = np.where(np.tril(np.ones(scores.shape[1:], bool)), scores, -np.inf)
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        shares /= shares.sum(-1, keepdims=True)
        seen = np.einsum("hqk,khd->qhd", shares, value).reshape(len(ids), -1)
        rows = rows + linear(seen, f"{layer}.self_attn.o_proj")
        inputs = norm(rows, f"{layer}.post_attention_layernorm.weight")
        gate = linear(inputs, f"{layer}.mlp.gate_proj")
        hidden = gate / (1 + np.exp(-gate)) * linear(inputs, f"{layer}.mlp.up_proj")
        rows = rows + linear(hidden, f"{layer}.mlp.down_proj")
    tied = "lm_head" if "lm_head.weight" in weights else "model.embed_tokens"
    return linear(norm(rows, "model.norm.weight"), tied)


def computed(path: Path, ids: list[int]) -> NDArray[np.float32]:
    """Let llama.cpp compute the logits after each token."""
    model = llama_cpp.Llama(str(path), n_ctx=128, logits_all=True, verbose=False, n_threads=1)
    try:
        model.eval(ids)
        return np.array(model.scores[: len(ids)])
    finally:
        model.close()


STRETCHED = {
    "rope_type": "llama3",
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 32,
}
CLOSE = 0.02
"""llama.cpp keeps keys and values in half precision, and rounds activations like the weights."""


def distance(wanted: NDArray[np.float64], got: NDArray[np.float32]) -> float:
    """Mean difference of logits, as a share of how much they vary."""
    return float(np.abs(got - wanted).mean() / wanted.std())


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"kind": "F16", "rules": "gpt-2"},
        {"kind": "BF16", "parts": 3, "rules": "qwen2"},
        {"tie_word_embeddings": True, "head_dim": 12},
        {"rope_scaling": STRETCHED, "rope_theta": 500.0, "rules": "llama-bpe"},
    ],
    ids=["plain", "F16", "BF16 in parts", "tied, wide heads", "stretched"],
)
def test_llama_cpp_computes_what_the_source_says(
    huggingface: ModuleType, changes: dict[str, Any], tmp_path: Path
) -> None:
    source = huggingface.write(tmp_path / "source", **changes)
    target = tmp_path / "model.gguf"
    convert(source.folder, target, name="tiny")
    ids = np.random.default_rng(1).integers(0, huggingface.VOCABULARY, 60).tolist()
    assert distance(logits(source, ids), computed(target, ids)) < CLOSE
    header = read_header(target)
    assert header.architecture == "llama"
    assert header.fields["tokenizer.chat_template"] == huggingface.TEMPLATE
    assert header.tensors["token_embd.weight"].type == changes.get("kind", "F32")


def test_another_layout_would_be_noticed(
    huggingface: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lottery_agent.models.zoo.llama._paired", lambda matrix, heads: matrix)
    source = huggingface.write(tmp_path / "source")
    convert(source.folder, tmp_path / "model.gguf", name="tiny")
    ids = list(range(60))
    assert distance(logits(source, ids), computed(tmp_path / "model.gguf", ids)) > 5 * CLOSE


def test_weights_are_kept_bit_for_bit(huggingface: ModuleType, tmp_path: Path) -> None:
    for kind in ("F32", "F16", "BF16"):
        source = huggingface.write(tmp_path / kind, kind=kind)
        target = tmp_path / f"{kind}.gguf"
        convert(source.folder, target, name="tiny")
        for tensor in gguf.GGUFReader(target).tensors:
            if tensor.name == "blk.1.ffn_up.weight":
                values = gguf.dequantize(tensor.data, tensor.tensor_type)
                wanted = source.tensors["model.layers.1.mlp.up_proj.weight"]
                np.testing.assert_array_equal(values, wanted)


@pytest.fixture(scope="module", params=["smollm", "gpt-2", "llama-bpe", "qwen2"])
def both(
    request: pytest.FixtureRequest,
    huggingface: ModuleType,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Tokenizer, llama_cpp.Llama]]:
    """A tokenizer, and llama.cpp with its converted vocabulary."""
    folder = tmp_path_factory.mktemp("words")
    source = huggingface.write(folder / "source", rules=request.param)
    convert(source.folder, folder / "model.gguf", name="tiny")
    model = llama_cpp.Llama(str(folder / "model.gguf"), vocab_only=True, verbose=False)
    yield source.tokenizer, model
    model.close()


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40
) | st.text("ab 's'T12,.\n\t!é東", max_size=30)


@given(text=TEXTS)
def test_texts_are_cut_alike(both: tuple[Tokenizer, llama_cpp.Llama], text: str) -> None:
    wanted, model = both
    plain = wanted.encode(text, add_special_tokens=False).ids
    assert model.tokenize(text.encode(), add_bos=False, special=False) == plain


def test_special_tokens(both: tuple[Tokenizer, llama_cpp.Llama]) -> None:
    wanted, model = both
    text = "<|start|>Hello, it's 1999<|end|>"
    ids = wanted.encode(text, add_special_tokens=False).ids
    assert model.tokenize(text.encode(), add_bos=False, special=True) == ids
    assert (model.token_bos(), model.token_eos()) == (ids[0], ids[-1])
    assert model.tokenize(b"Hello", add_bos=True)[0] == ids[0]  # the post-processor says so


def test_a_folder_is_converted_once(huggingface: ModuleType, cache: Path, tmp_path: Path) -> None:
    source = huggingface.write(tmp_path / "my-llama")
    assert located(str(source.folder)) is None
    path = fetch(str(source.folder))
    assert path.name == "my-llama.gguf"
    assert located(str(source.folder)) == path
    before = path.stat().st_mtime_ns
    assert fetch(str(source.folder)) == path
    assert path.stat().st_mtime_ns == before
    huggingface.write(tmp_path / "my-llama", rms_norm_eps=1e-6)
    assert fetch(str(source.folder)) != path
    assert not list(cache.glob("**/*.part-*"))


def bad(folder: Path, name: str, content: str | None) -> Path:
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(content, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("config.json", None, "it has no config.json"),
        ("config.json", "{", "can't read the configuration"),
        ("config.json", "[1]", "can't read the configuration"),
        ("config.json", '{"hidden_size": 32}', "lacks 'intermediate_size'"),
        ("tokenizer.json", None, "it has no tokenizer.json"),
        ("tokenizer.json", '{"model": {"type": "Unigram"}}', "only byte-level"),
        ("tokenizer.json", '{"model": {"merges": []}}', "can't read the tokenizer"),
        ("tokenizer.json", '{"model": {"vocab": {"a": 999}, "merges": []}}', "no name for"),
        ("tokenizer_config.json", "nothing", "can't read"),
        ("model.safetensors", None, "it has no model.safetensors"),
        ("model.safetensors", "short", "no safetensors file"),
        ("model.safetensors.index.json", '{"weight_map": {"a": "../b"}}', "a file elsewhere"),
        ("model.safetensors.index.json", "[]", "can't read the index"),
    ],
)
def test_what_is_broken_is_refused(
    huggingface: ModuleType, tmp_path: Path, name: str, content: str | None, message: str
) -> None:
    folder = bad(huggingface.write(tmp_path / "source").folder, name, content)
    with pytest.raises(ModelFileError, match=message):
        convert(folder, tmp_path / "model.gguf", name="tiny")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"model_type": "qwen2"}, "model_type 'qwen2'"),
        ({"attention_bias": True}, "attention_bias True"),
        ({"quantization_config": {"bits": 4}}, "quantization_config"),
        ({"rope_scaling": {"rope_type": "yarn", "factor": 2.0}}, "rotary scaling 'yarn'"),
        ({"num_hidden_layers": 3}, "blk.2.attn_k.weight has the shape None"),
        ({"intermediate_size": 50}, "has the shape"),
    ],
)
def test_what_is_unknown_is_refused(
    huggingface: ModuleType, tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    source = huggingface.write(tmp_path / "source", **changes)
    with pytest.raises(ModelFileError, match=message):
        convert(source.folder, tmp_path / "model.gguf", name="tiny")


def test_other_rules_are_refused(huggingface: ModuleType, tmp_path: Path) -> None:
    source = huggingface.write(tmp_path / "source")
    path = source.folder / "tokenizer.json"
    plain = json.loads(path.read_text("utf-8"))
    for change in (
        {"pre_tokenizer": {"type": "Whitespace"}},
        {"pre_tokenizer": None},
        {"normalizer": {"type": "Lowercase"}},
        {"model": {**plain["model"], "ignore_merges": True}},
    ):
        path.write_text(json.dumps({**plain, **change}), "utf-8")
        with pytest.raises(ModelFileError, match=r"no name for|how it merges"):
            convert(source.folder, tmp_path / "model.gguf", name="tiny")
