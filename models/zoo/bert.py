"""From a BERT sentence embedder (safetensors, vocabulary, configuration) to GGUF.

Covers what `all-MiniLM-L6-v2` and its relatives are: an uncased WordPiece vocabulary, absolute
positions, mean pooling. No deep-learning framework is needed.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Literal

import gguf
import numpy as np

from lottery_agent.errors import ModelFileError
from lottery_agent.models.zoo.safetensors import Safetensors

VERSION = 1
"""Raised when the same source would give another file."""

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_WORD_START = "\u2581"
_CONTINUATION = "##"
_SKIPPED = re.compile(r"embeddings\.position_ids|pooler\..*")
_NAMES = {
    "embeddings.word_embeddings": "token_embd",
    "embeddings.position_embeddings": "position_embd",
    "embeddings.token_type_embeddings": "token_types",
    "embeddings.LayerNorm": "token_embd_norm",
    "attention.self.query": "attn_q",
    "attention.self.key": "attn_k",
    "attention.self.value": "attn_v",
    "attention.output.dense": "attn_output",
    "attention.output.LayerNorm": "attn_output_norm",
    "intermediate.dense": "ffn_up",
    "output.dense": "ffn_down",
    "output.LayerNorm": "layer_output_norm",
}
_LAYER = re.compile(r"encoder\.layer\.(\d+)\.(.+)")
_FULL_PRECISION = frozenset({"position_embd.weight", "token_types.weight"})
_MATRIX = 2


def convert(source: Path, target: Path, *, name: str, type: Literal["F16", "F32"] = "F16") -> None:
    """Convert a BERT embedder to GGUF.

    Args:
        source: Folder with `model.safetensors`, `vocab.txt` and `config.json`.
        target: Where to write.
        name: The model's name, for the metadata.
        type: Type of the matrices. Biases, norms and positions stay F32.

    Raises:
        ModelFileError: If a file is missing, damaged, or of another architecture.
        OSError: If the target can't be written.
    """
    config = _configuration(source / "config.json")
    tensors = Safetensors(source / "model.safetensors")
    writer = gguf.GGUFWriter(target, "bert")
    _describe(writer, config, name, type)
    _add_vocabulary(writer, _lines(source / "vocab.txt"), int(config["vocab_size"]))
    for key in tensors:
        if _SKIPPED.fullmatch(key):
            continue
        tensor = _gguf_name(key)
        values = np.ascontiguousarray(tensors[key], dtype=np.float32)
        half = type == "F16" and values.ndim == _MATRIX and tensor not in _FULL_PRECISION
        writer.add_tensor(tensor, values.astype(np.float16) if half else values)
    try:
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
    finally:
        writer.close()


def _configuration(path: Path) -> dict[str, Any]:
    try:
        config: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelFileError(f"can't read the configuration {str(path)!r}: {error}") from None
    expected = {"model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute"}
    for key, value in expected.items():
        if config.get(key, value) != value:
            raise ModelFileError(
                f"can't convert a model with {key} {config[key]!r}, only {value!r}",
                hint="give an embedder that is in GGUF already",
            )
    return config


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelFileError(f"can't read the vocabulary {str(path)!r}: {error}") from None


def _describe(writer: gguf.GGUFWriter, config: dict[str, Any], name: str, type: str) -> None:
    writer.add_type(gguf.GGUFType.MODEL)
    writer.add_name(name)
    writer.add_license("apache-2.0")
    writer.add_context_length(int(config["max_position_embeddings"]))
    writer.add_embedding_length(int(config["hidden_size"]))
    writer.add_feed_forward_length(int(config["intermediate_size"]))
    writer.add_block_count(int(config["num_hidden_layers"]))
    writer.add_head_count(int(config["num_attention_heads"]))
    writer.add_layer_norm_eps(float(config["layer_norm_eps"]))
    writer.add_causal_attention(False)
    writer.add_token_type_count(int(config.get("type_vocab_size", 2)))
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    kind = gguf.LlamaFileType.MOSTLY_F16 if type == "F16" else gguf.LlamaFileType.ALL_F32
    writer.add_file_type(kind)


def _add_vocabulary(writer: gguf.GGUFWriter, tokens: list[str], size: int) -> None:
    """Add the WordPiece vocabulary in llama.cpp's form.

    There a piece that starts a word carries a mark, and a continuation carries none: the reverse of
    BERT's `##`.
    """
    if len(tokens) != size or len(set(tokens)) != size:
        raise ModelFileError(
            f"the vocabulary has {len(set(tokens))} tokens, the configuration says {size}"
        )
    missing = [token for token in _SPECIAL if token not in tokens]
    if missing:
        raise ModelFileError(f"the vocabulary lacks {missing[0]!r}")
    control, normal = gguf.TokenType.CONTROL, gguf.TokenType.NORMAL
    writer.add_tokenizer_model("bert")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([_piece(token) for token in tokens])
    writer.add_token_types([control if token in _SPECIAL else normal for token in tokens])
    writer.add_pad_token_id(tokens.index("[PAD]"))
    writer.add_unk_token_id(tokens.index("[UNK]"))
    writer.add_bos_token_id(tokens.index("[CLS]"))
    writer.add_eos_token_id(tokens.index("[SEP]"))
    writer.add_sep_token_id(tokens.index("[SEP]"))
    writer.add_mask_token_id(tokens.index("[MASK]"))
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(True)


def _piece(token: str) -> str:
    if token in _SPECIAL:
        return token
    if token.startswith(_CONTINUATION) and token != _CONTINUATION:
        return token.removeprefix(_CONTINUATION)
    return _WORD_START + token


def _gguf_name(key: str) -> str:
    """Return the GGUF name of a tensor of Hugging Face's BERT."""
    stem, _, kind = key.rpartition(".")
    layer = _LAYER.fullmatch(stem)
    prefix, part = (f"blk.{layer[1]}.", layer[2]) if layer else ("", stem)
    if part not in _NAMES or kind not in ("weight", "bias"):
        raise ModelFileError(
            f"can't convert the tensor {key!r}", hint="give an embedder that is in GGUF already"
        )
    return f"{prefix}{_NAMES[part]}.{kind}"
