"""Whether a model fits into memory, told from its header before anything is loaded.

Weights are counted in full although they are memory-mapped: the system may drop their pages and
read them again, but a model of which that is true of a part is read from the disk for every token.
Pages that are in the system's cache already, this file's own included, count as available, so a
second process with the same model is not refused for the first one's sake.

The estimate is for a CPU. Layers that go to a GPU are left out, and its own memory is not looked
at: llama.cpp reports where that is short.
"""

from __future__ import annotations

from pathlib import Path

import psutil
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType

from lottery_agent.errors import UsageError
from lottery_agent.models.zoo.header import Header, read_numbers

_CGROUPS = Path("/sys/fs/cgroup")
_MEMBERSHIP = Path("/proc/self/cgroup")
_STEP = 512
"""Tokens that are evaluated together."""


def check(
    path: Path,
    header: Header,
    *,
    window: int,
    sequences: int,
    kv_type: str = "F16",
    flash_attention: bool | None = False,
    gpu_layers: int = 0,
) -> None:
    """Refuse a model that does not fit into the available memory.

    Args:
        path: The file.
        header: Its header.
        window: Tokens of a sequence.
        sequences: How many sequences there are.
        kv_type: Type of the keys and values that are kept.
        flash_attention: Whether it is used: without it, attention scores take memory too.
        gpu_layers: How many layers go to a GPU; -1 for all.

    Raises:
        UsageError: If it does not fit, or the type is unknown.
    """
    window = min(window, max(256, header.window or window))
    weights = sum(tensor.bytes for tensor in header.tensors.values())
    blocks = max(1, _whole(header, "block_count"))
    here = 0.0 if gpu_layers < 0 else max(0.0, 1 - gpu_layers / blocks)
    kept = kv_bytes(path, header, tokens=window * sequences, sequences=sequences, type=kv_type)
    needed = int(here * (weights + kept)) + step_bytes(header, window, flash=bool(flash_attention))
    there = available()
    if needed > there:
        raise UsageError(
            f"the model {path.name!r} needs about {_size(needed)} of memory "
            f"({_size(weights)} of weights, {_size(kept)} for {sequences} × {window} tokens), "
            f"{_size(there)} are available",
            hint="use a smaller model or type, a smaller window, or fewer sequences",
        )


def kv_bytes(path: Path, header: Header, *, tokens: int, sequences: int, type: str) -> int:
    """Return what the keys and values of tokens take, and the states of recurrent layers.

    Args:
        path: The file.
        header: Its header.
        tokens: How many tokens all sequences hold together.
        sequences: How many sequences there are.
        type: Type of keys and values.

    Raises:
        UsageError: If there is no such type.
    """
    blocks = _whole(header, "block_count")
    heads = _whole(header, "attention.head_count")
    size = _whole(header, "embedding_length") // heads if heads else 0
    keys = _whole(header, "attention.key_length") or size
    values = _whole(header, "attention.value_length") or size
    array = header.arrays.get(f"{header.architecture}.attention.head_count_kv")
    if array is not None:
        of_keys = sum(int(value) for value in read_numbers(path, array)[:blocks])
    else:
        of_keys = blocks * (_whole(header, "attention.head_count_kv") or heads)
    if type not in GGMLQuantizationType.__members__:
        raise UsageError(f"unknown KV type {type!r}", hint="F16 is the usual one")
    block, length = GGML_QUANT_SIZES[GGMLQuantizationType[type]]
    kept = tokens * of_keys * (keys + values) * int(length) // int(block)
    inner = _whole(header, "ssm.inner_size")
    state = inner * (_whole(header, "ssm.state_size") + _whole(header, "ssm.conv_kernel"))
    return kept + 4 * state * blocks * sequences


def step_bytes(header: Header, window: int, *, flash: bool) -> int:
    """Return about what the evaluation of one step takes beside weights, keys and values."""
    width, heads = _whole(header, "embedding_length"), _whole(header, "attention.head_count")
    tokens = header.arrays.get("tokenizer.ggml.tokens")
    columns = (
        (tokens.count if tokens else 0) + 4 * width + 2 * _whole(header, "feed_forward_length")
    )
    return 4 * _STEP * (columns + (0 if flash else heads * window))


def available() -> int:
    """Return how many bytes this process may still use, with the limits of its control groups."""
    return min([int(psutil.virtual_memory().available), *_group_limits()])


def _group_limits() -> list[int]:
    """Return what each control group that this process is in has left, where it is limited.

    Pages of files count as left: the kernel drops them before it refuses memory. Version 1 names
    its files otherwise than version 2.
    """
    left = []
    try:
        lines = _MEMBERSHIP.read_text(encoding="utf-8").splitlines()
    except OSError:  # no Linux
        return []
    for line in lines:
        _, controllers, place = line.split(":", 2)
        if controllers and "memory" not in controllers.split(","):
            continue
        root = _CGROUPS / "memory" if controllers else _CGROUPS
        limit, used = (
            ("memory.limit_in_bytes", "memory.usage_in_bytes")
            if controllers
            else ("memory.max", "memory.current")
        )
        folder = root / place.lstrip("/")
        # Inside of a container the path may be the host's, which is not there.
        for group in (folder, *folder.parents):
            if not group.is_relative_to(root):
                break
            most, now = _number(group / limit), _number(group / used)
            if most is not None and now is not None:
                left.append(max(0, most - now + _file_pages(group)))
    return left


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):  # not there, or `max`
        return None


def _file_pages(group: Path) -> int:
    try:
        lines = (group / "memory.stat").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    stat = dict(line.split(maxsplit=1) for line in lines)
    return sum(int(stat.get(name, 0)) for name in ("inactive_file", "active_file"))


def _whole(header: Header, name: str) -> int:
    value = header.fields.get(f"{header.architecture}.{name}")
    return value if isinstance(value, int) else 0


def _size(count: float) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"
