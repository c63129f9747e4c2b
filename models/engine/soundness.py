"""Files that llama.cpp must not see, because loading or running them would end the process.

llama.cpp reports most damage as an error, but on some it fails an assertion, which aborts, or
throws where nobody catches. Each rule here answers a place in its source where that happens; the
tests fuzz for further ones. What can't be told from a header (a damaged character map of a T5
tokenizer, say) is left to the isolated engine.
"""

from __future__ import annotations

import math
from pathlib import Path

from lottery_agent.errors import ModelFileError
from lottery_agent.models.zoo.header import Header, read_numbers, read_strings

_MOST = {"block_count": 512, "expert_count": 1024}
"""LLAMA_MAX_LAYERS and LLAMA_MAX_EXPERTS."""
_POSITIVE = ("block_count", "context_length", "embedding_length")
_SCALINGS = ("none", "linear", "yarn", "longrope")
_POOLINGS = range(-1, 5)
_WHOLLY_ROTATED = (
    *("baichuan", "exaone", "granite", "internlm2", "mistral3", "olmo", "olmo2", "olmoe"),
    *("qwen2", "qwen2moe", "qwen2vl", "qwen3", "qwen3moe", "qwen3vl", "smollm3", "starcoder2"),
)
"""Architectures, those in wide use, that assert that all of a head is rotated."""
_NEVER = ("F64", "I8", "I16", "I64", "Q8_1", "Q8_K")
"""Types of tensors that nothing multiplies with."""


class _Fault(Exception):
    """What is wrong with a file."""


def check(path: Path, header: Header) -> None:
    """Refuse a file that would end the process.

    Args:
        path: The file.
        header: Its header.

    Raises:
        ModelFileError: If it would, or if it holds nothing that writes or embeds text.
    """
    try:
        _check_numbers(header)
        _check_heads(path, header)
        _check_experts(path, header)
        _check_tensors(header)
        _check_tokens(path, header)
    except _Fault as fault:
        raise ModelFileError(
            f"the model file {str(path)!r} can't be run: {fault}", hint="fetch it again"
        ) from None


def _of(header: Header, name: str) -> str | int | float | bool | None:
    return header.fields.get(f"{header.architecture}.{name}")


def _whole(header: Header, name: str) -> int:
    """Return a whole number, 0 if it is missing or of another type (which llama.cpp reports)."""
    value = _of(header, name)
    return value if isinstance(value, int) else 0


def _check_numbers(header: Header) -> None:
    for key, value in header.fields.items():
        if isinstance(value, float) and math.isnan(value):
            raise _Fault(f"{key} is no number")
        if key.endswith("epsilon") and isinstance(value, float) and not 0 <= value < 1:
            raise _Fault(f"{key} is {value:g}")
    if not header.tensors:
        return  # a vocabulary alone
    for name in _POSITIVE:
        count = _of(header, name)
        if isinstance(count, int) and count < 1:
            raise _Fault(f"its {name} is {count}")
    for name, most in _MOST.items():
        if _whole(header, name) > most:
            raise _Fault(f"its {name} is {_whole(header, name)}, the most is {most}")
    if _whole(header, "nextn_predict_layers") > _whole(header, "block_count"):
        raise _Fault("it predicts with more layers than it has")
    scaling = _of(header, "rope.scaling.type")
    if isinstance(scaling, str) and scaling not in _SCALINGS:
        raise _Fault(f"its rope.scaling.type is {scaling!r}")
    pooling = _of(header, "pooling_type")
    if isinstance(pooling, int) and pooling not in _POOLINGS:
        raise _Fault(f"its pooling_type is {pooling}")


def _check_heads(path: Path, header: Header) -> None:
    """Queries must share keys evenly, and rotary embeddings fit into a head."""
    heads, of_keys = (
        _each(path, header, f"attention.{name}") for name in ("head_count", "head_count_kv")
    )
    pairs = (
        zip(heads, of_keys, strict=True)
        if len(heads) == len(of_keys)
        else ((one, other) for one in heads for other in of_keys)
    )
    for one, other in pairs:
        if other and one % other:
            raise _Fault(f"it has {one} attention heads for {other} of keys")
    most = max(heads, default=0)
    size = _whole(header, "embedding_length") // most if most else 0
    for suffix in ("", "_swa"):
        size = _whole(header, f"attention.key_length{suffix}") or size
        rotated = _of(header, f"rope.dimension_count{suffix}")
        if not most or not isinstance(rotated, int):
            continue
        part = rotated != size and header.architecture in _WHOLLY_ROTATED
        if part or not 0 < rotated <= size or rotated % 2:
            raise _Fault(f"it rotates {rotated} dimensions of heads of {size}")


def _check_experts(path: Path, header: Header) -> None:
    experts, groups = _whole(header, "expert_count"), _whole(header, "expert_group_count")
    used = max(_each(path, header, "expert_used_count"), default=0)
    chosen = _whole(header, "expert_group_used_count")
    if experts and not 0 < used <= experts:
        raise _Fault(f"it uses {used} of {experts} experts")
    if not experts and (used or groups):
        raise _Fault("it uses experts and has none")
    if groups and (groups >= experts or experts % groups):
        raise _Fault(f"it has {experts} experts in {groups} groups")
    if groups > 1 and not 0 < chosen < groups:
        raise _Fault(f"it uses {chosen} of {groups} groups of experts")


def _each(path: Path, header: Header, name: str) -> list[int]:
    """Return a number that may differ between layers, once for all or once for each."""
    array = header.arrays.get(f"{header.architecture}.{name}")
    if array is None:
        value = _of(header, name)
        return [value] if isinstance(value, int) else []
    if array.count > _MOST["block_count"]:
        raise _Fault(f"its {name} has {array.count} values")
    return [value for value in read_numbers(path, array) if isinstance(value, int)]


def _check_tensors(header: Header) -> None:
    """Tensors must be of types that llama.cpp computes with."""
    for name, tensor in header.tensors.items():
        if not all(tensor.shape):
            raise _Fault(f"its tensor {name!r} is empty")
        small = len(tensor.shape) == 1 or name.endswith(("_norm.weight", ".bias"))
        if small and tensor.type != "F32":
            raise _Fault(f"its tensor {name!r} has the type {tensor.type} instead of F32")
        multiplied = name.endswith(".weight") and len(tensor.shape) > 1
        if tensor.type in _NEVER or (multiplied and tensor.type == "I32"):
            raise _Fault(
                f"its tensor {name!r} has the type {tensor.type}, which is none of weights"
            )


def _check_tokens(path: Path, header: Header) -> None:
    """Each token must be there once, and in a SentencePiece vocabulary every byte."""
    model = header.fields.get("tokenizer.ggml.model")
    if model in ("no_vocab", "none"):
        raise _Fault("it has no vocabulary")
    array = header.arrays.get("tokenizer.ggml.tokens")
    if array is None or model is None:
        return
    tokens = read_strings(path, array)
    if not tokens:
        raise _Fault("its vocabulary is empty")
    if b"" in tokens:
        tokens = [token or f"[EMPTY_{number}]".encode() for number, token in enumerate(tokens)]
    known = set(tokens)
    if len(known) < len(tokens):
        raise _Fault(f"its vocabulary has {len(tokens) - len(known)} tokens twice")
    if model == "llama":
        missing = [
            n for n in range(256) if b"<0x%02X>" % n not in known and bytes([n]) not in known
        ]
        if missing:
            raise _Fault(f"its vocabulary has no token for the byte {missing[0]}")
