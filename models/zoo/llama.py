"""From a llama model in Hugging Face's folder format to GGUF.

Covers the llama architecture with a byte-level vocabulary: SmolLM2, Llama 3 and their kin. No
deep-learning framework is needed. Weights keep their precision, so that training and the forge
begin with what was published.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from numpy.typing import NDArray

from lottery_agent.errors import ModelFileError
from lottery_agent.models.zoo.bytelevel import OPTIONAL, TOKENIZER, add_vocabulary
from lottery_agent.models.zoo.safetensors import Safetensors

VERSION = 1
"""Raised when the same source would give another file."""

CONFIGURATION = "config.json"
_WEIGHTS, _INDEX = "model.safetensors", "model.safetensors.index.json"
_NAMES = {
    "model.embed_tokens": "token_embd",
    "model.norm": "output_norm",
    "lm_head": "output",
    "input_layernorm": "attn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "post_attention_layernorm": "ffn_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
_NUMBERS = (
    "hidden_size",
    "intermediate_size",
    "max_position_embeddings",
    "num_attention_heads",
    "num_hidden_layers",
    "vocab_size",
)
_EXPECTED = {
    "model_type": "llama",
    "hidden_act": "silu",
    "attention_bias": False,
    "mlp_bias": False,
    "quantization_config": None,
}
_LAYER = re.compile(r"model\.layers\.(\d+)\.(.+)")
_STORED = {
    "F32": gguf.GGMLQuantizationType.F32,
    "F16": gguf.GGMLQuantizationType.F16,
    "BF16": gguf.GGMLQuantizationType.BF16,
}
_FILE_TYPES = {
    gguf.GGMLQuantizationType.F32: gguf.LlamaFileType.ALL_F32,
    gguf.GGMLQuantizationType.F16: gguf.LlamaFileType.MOSTLY_F16,
    gguf.GGMLQuantizationType.BF16: gguf.LlamaFileType.MOSTLY_BF16,
}
_MATRIX = 2
_BF16_SHIFT = 16
_ELSEWHERE = "give the model as a GGUF file"


def sources(folder: Path) -> list[Path]:
    """Return the files that a conversion reads, in a fixed order.

    Raises:
        ModelFileError: If one is missing, or the index of the weights can't be used.
    """
    needed = [folder / CONFIGURATION, folder / TOKENIZER, *_weights(folder)]
    for path in needed:
        if not path.is_file():
            raise ModelFileError(
                f"{str(folder)!r} is no model of Hugging Face's format: it has no {path.name}",
                hint="give a GGUF file, or the folder of a llama model with safetensors",
            )
    return needed + [folder / name for name in OPTIONAL if (folder / name).is_file()]


def convert(source: Path, target: Path, *, name: str) -> None:
    """Convert a llama model to GGUF.

    Args:
        source: Folder with `config.json`, `tokenizer.json`, perhaps `tokenizer_config.json`, and
            weights in safetensors, in one file or in several with an index.
        target: Where to write.
        name: The model's name, for the metadata.

    Raises:
        ModelFileError: If a file is missing, damaged, or of another architecture or tokenizer.
        OSError: If the target can't be written.
    """
    sources(source)
    config = _configuration(source / CONFIGURATION)
    tensors = sorted(_tensors(source, config), key=lambda tensor: tensor.name)
    _check(tensors, config)
    factors = _rope_factors(config)
    writer = gguf.GGUFWriter(target, "llama")
    _describe(writer, config, tensors, name)
    add_vocabulary(writer, source, size=int(config["vocab_size"]))
    for tensor in tensors:
        writer.add_tensor_info(
            tensor.name, tensor.shape, np.dtype(np.float32), tensor.bytes, tensor.stored
        )
    if factors is not None:
        writer.add_tensor_info("rope_freqs.weight", factors.shape, factors.dtype, factors.nbytes)
    try:
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_ti_data_to_file()
        for tensor in tensors:  # one at a time: a model may be larger than memory
            writer.write_tensor_data(tensor.read(config))
        if factors is not None:
            writer.write_tensor_data(factors)
    finally:
        writer.close()


@dataclass(frozen=True, slots=True)
class _Tensor:
    """A tensor on its way from one format to the other."""

    name: str
    """Its name in GGUF."""
    file: Safetensors
    key: str
    """Its name in the file."""

    @property
    def shape(self) -> tuple[int, ...]:
        return self.file.shape_of(self.key)

    @property
    def stored(self) -> gguf.GGMLQuantizationType:
        """Its type in GGUF: llama.cpp wants vectors in single precision."""
        kind = self.file.type_of(self.key)
        if kind not in _STORED:
            raise ModelFileError(f"can't convert the {kind} tensor {self.key!r}", hint=_ELSEWHERE)
        return _STORED[kind if len(self.shape) == _MATRIX else "F32"]

    @property
    def bytes(self) -> int:
        wide = self.stored == gguf.GGMLQuantizationType.F32
        return math.prod(self.shape) * (4 if wide else 2)

    def read(self, config: Mapping[str, Any]) -> NDArray[Any]:
        """Return its values as GGUF stores them."""
        values = self.file[self.key]
        part = self.name.rpartition(".weight")[0].rpartition(".")[2]
        if part in ("attn_q", "attn_k"):
            values = _paired(values, heads=_heads(config)[part == "attn_k"])
        if self.stored == gguf.GGMLQuantizationType.F32:
            return np.ascontiguousarray(values, dtype=np.float32)
        if self.stored == gguf.GGMLQuantizationType.BF16:  # widened on reading, so nothing is lost
            return (np.ascontiguousarray(values).view(np.uint32) >> _BF16_SHIFT).astype(np.uint16)
        return np.ascontiguousarray(values)


def _paired(matrix: NDArray[Any], *, heads: int) -> NDArray[Any]:
    """Order the rows of each head so that those which are turned together are neighbours.

    Hugging Face turns row i of a head with row i + half; llama.cpp turns rows 2i and 2i + 1.
    """
    rows, columns = matrix.shape
    parted = matrix.reshape(heads, 2, rows // heads // 2, columns)
    return parted.swapaxes(1, 2).reshape(rows, columns)


def _configuration(path: Path) -> dict[str, Any]:
    try:
        config: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for key in _NUMBERS:
            config[key] = int(config[key])
        config.setdefault("num_key_value_heads", config["num_attention_heads"])
    except KeyError as error:
        raise ModelFileError(f"the configuration {str(path)!r} lacks {error}") from None
    except (OSError, ValueError, TypeError) as error:
        raise ModelFileError(f"can't read the configuration {str(path)!r}: {error}") from None
    for key, value in _EXPECTED.items():
        if config.get(key, value) != value:
            raise ModelFileError(
                f"can't convert a model with {key} {config[key]!r}, only {value!r}",
                hint=_ELSEWHERE,
            )
    return config


def _heads(config: Mapping[str, Any]) -> tuple[int, int]:
    """Return the heads of queries, and those of keys and values."""
    return int(config["num_attention_heads"]), int(config["num_key_value_heads"])


def _head_width(config: Mapping[str, Any]) -> int:
    return int(config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"])


def _rope(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of the rotary embeddings, which newer configurations keep together."""
    old = {"rope_theta": config.get("rope_theta", 10_000.0), **(config.get("rope_scaling") or {})}
    return {**old, **(config.get("rope_parameters") or {})}


def _rope_factors(config: Mapping[str, Any]) -> NDArray[np.float32] | None:
    """Return what each frequency is divided by; None if the model stretches none.

    Llama 3.1 slows low frequencies down, leaves high ones, and blends between (its reference
    implementation, `apply_scaling`).
    """
    rope = _rope(config)
    kind = rope.get("rope_type", rope.get("type", "default"))
    if kind == "default":
        return None
    if kind != "llama3":
        raise ModelFileError(
            f"can't convert a model with rotary scaling {kind!r}, only 'llama3'", hint=_ELSEWHERE
        )
    half = _head_width(config) // 2
    frequencies = float(rope["rope_theta"]) ** (-np.arange(half) / half)
    factor, low, high, window = (
        float(rope[key])
        for key in (
            "factor",
            "low_freq_factor",
            "high_freq_factor",
            "original_max_position_embeddings",
        )
    )
    turns = window * frequencies / (2 * np.pi)
    kept = np.clip((turns - low) / (high - low), 0.0, 1.0)
    return (1.0 / (kept + (1.0 - kept) / factor)).astype(np.float32)


def _weights(folder: Path) -> list[Path]:
    index = folder / _INDEX
    if not index.is_file():
        return [folder / _WEIGHTS]
    try:
        names = sorted(set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelFileError(f"can't read the index {str(index)!r}: {error}") from None
    for name in names:
        if not isinstance(name, str) or Path(name).name != name:
            raise ModelFileError(f"the index {str(index)!r} names a file elsewhere: {name!r}")
    return [folder / name for name in names]


def _tensors(source: Path, config: Mapping[str, Any]) -> Iterator[_Tensor]:
    for path in _weights(source):
        file = Safetensors(path)
        for key in file:
            name = _gguf_name(key)
            if name is not None and not (
                name == "output.weight" and config.get("tie_word_embeddings", False)
            ):
                yield _Tensor(name, file, key)


def _gguf_name(key: str) -> str | None:
    """Return the GGUF name of a tensor; None for one that is computed."""
    stem, _, kind = key.rpartition(".")
    if stem.endswith("rotary_emb"):
        return None
    layer = _LAYER.fullmatch(stem)
    prefix, part = (f"blk.{layer[1]}.", layer[2]) if layer else ("", stem)
    if part not in _NAMES or kind != "weight":
        raise ModelFileError(f"can't convert the tensor {key!r}", hint=_ELSEWHERE)
    return f"{prefix}{_NAMES[part]}.weight"


def _check(tensors: Sequence[_Tensor], config: Mapping[str, Any]) -> None:
    """Check that every tensor is there once, in the shape that the configuration gives it."""
    wanted = _shapes(config)
    found: dict[str, tuple[int, ...]] = {}
    for tensor in tensors:
        if tensor.name in found:
            raise ModelFileError(f"the weights hold {tensor.key!r} twice", hint="fetch them again")
        found[tensor.name] = tensor.shape
    wanted = {name: shape for name, shape in wanted.items() if name != "output.weight"} | (
        {"output.weight": wanted["output.weight"]} if "output.weight" in found else {}
    )
    for name in sorted(found.keys() | wanted.keys()):
        if found.get(name) != wanted.get(name):
            raise ModelFileError(
                f"{name} has the shape {found.get(name)}, the configuration wants "
                f"{wanted.get(name)}",
                hint="fetch the model again",
            )


def _shapes(config: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    width, feed = config["hidden_size"], config["intermediate_size"]
    queries, keys = (count * _head_width(config) for count in _heads(config))
    layer = {
        "attn_norm": (width,),
        "attn_q": (queries, width),
        "attn_k": (keys, width),
        "attn_v": (keys, width),
        "attn_output": (width, queries),
        "ffn_norm": (width,),
        "ffn_gate": (feed, width),
        "ffn_up": (feed, width),
        "ffn_down": (width, feed),
    }
    table = (config["vocab_size"], width)
    return {
        "token_embd.weight": table,
        "output.weight": table,
        "output_norm.weight": (width,),
        **{
            f"blk.{index}.{part}.weight": shape
            for index in range(config["num_hidden_layers"])
            for part, shape in layer.items()
        },
    }


def _describe(
    writer: gguf.GGUFWriter, config: Mapping[str, Any], tensors: Sequence[_Tensor], name: str
) -> None:
    heads, kv_heads = _heads(config)
    width = _head_width(config)
    writer.add_type(gguf.GGUFType.MODEL)
    writer.add_name(name)
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_head_count(heads)
    writer.add_head_count_kv(kv_heads)
    writer.add_key_length(width)
    writer.add_value_length(width)
    writer.add_rope_dimension_count(width)
    writer.add_rope_freq_base(float(_rope(config)["rope_theta"]))
    writer.add_layer_norm_rms_eps(float(config["rms_norm_eps"]))
    writer.add_vocab_size(config["vocab_size"])
    embedding = next(tensor for tensor in tensors if tensor.name == "token_embd.weight")
    writer.add_file_type(_FILE_TYPES[embedding.stored])
