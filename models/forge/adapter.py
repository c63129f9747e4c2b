"""LoRA adapters as GGUF files, in the layout that llama.cpp reads.

For each adapted matrix `W` (rows: outputs, columns: inputs) a file holds `W.lora_a` of shape
(rank, inputs) and `W.lora_b` of shape (outputs, rank); the adapted matrix is
`W + (alpha / rank) * lora_b @ lora_a`.

All matrices are in the layout of the base's GGUF file, never in that of Hugging Face: the llama
architecture stores the rows of each head of `attn_q` and `attn_k` permuted. Whoever trains on
weights read from the GGUF file need not care; whoever comes from Hugging Face weights must permute
the rows of `lora_b` of these two likewise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import gguf
import numpy as np
from numpy.typing import NDArray

from lottery_agent.errors import ModelFileError
from lottery_agent.models.zoo.header import Header, Scalar, read_header
from lottery_agent.replacing import replacing

Matrix = NDArray[np.floating[Any]]

_A, _B = ".lora_a", ".lora_b"
_ALPHA = "adapter.lora.alpha"
_MATRIX = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """The two factors of one matrix's change."""

    a: NDArray[np.float32]
    """Shape (rank, inputs)."""
    b: NDArray[np.float32]
    """Shape (outputs, rank)."""

    def delta(self, alpha: float) -> NDArray[np.float32]:
        """Return the change of the matrix, shape (outputs, inputs).

        Args:
            alpha: The adapter's scale before division by the rank; 0 means no scaling, as in
                llama.cpp.
        """
        scale = alpha / self.a.shape[0] if alpha else 1.0
        return np.float32(scale) * (self.b @ self.a)


@dataclass(frozen=True, slots=True)
class Adapter:
    """A LoRA adapter in memory."""

    architecture: str
    alpha: float
    pairs: dict[str, Pair]
    """By the name of the adapted tensor, like `blk.0.attn_q.weight`."""
    fields: dict[str, Scalar]
    """Metadata of the file."""


def write_adapter(
    path: Path,
    tensors: Mapping[str, tuple[Matrix, Matrix]],
    *,
    alpha: float,
    base: Path,
    name: str,
    metadata: Mapping[str, Scalar] | None = None,
    type: Literal["F16", "F32"] = "F16",
) -> None:
    """Write a LoRA adapter for a base model.

    The file appears under its name when it is complete; one that was there is replaced.

    Args:
        path: Where to write.
        tensors: For each adapted tensor of the base, by its GGUF name, the pair `(A, B)` of shapes
            (rank, inputs) and (outputs, rank), rows and columns in the order of the base's GGUF
            file.
        alpha: The scale: the change is `(alpha / rank) * B @ A`.
        base: The GGUF file that the adapter belongs to; names and shapes are checked against it.
        name: The adapter's name.
        metadata: Further entries, by key (`lottery.recipe`, say). Text, numbers or booleans.
        type: How to store the matrices.

    Raises:
        ModelFileError: If a tensor does not fit the base, or holds a value that is not finite.
    """
    header = read_header(base)
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as part:
        writer = gguf.GGUFWriter(part, header.architecture)
        writer.add_type(gguf.GGUFType.ADAPTER)
        writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
        writer.add_float32(_ALPHA, float(alpha))
        writer.add_name(name)
        writer.add_base_model_count(1)
        writer.add_base_model_name(0, str(header.fields.get("general.name", base.stem)))
        for key, value in (metadata or {}).items():
            _add_scalar(writer, key, value)
        for tensor, (a, b) in tensors.items():
            _check_pair(tensor, a.shape, b.shape, header, "the adapter")
            for suffix, matrix in ((_A, a), (_B, b)):
                writer.add_tensor(tensor + suffix, _stored(tensor + suffix, matrix, type))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()


def _stored(name: str, matrix: Matrix, type: Literal["F16", "F32"]) -> Matrix:
    """Return a matrix as the file holds it."""
    with np.errstate(over="ignore"):
        values: Matrix = np.ascontiguousarray(
            matrix, dtype=np.float16 if type == "F16" else np.float32
        )
    if not np.isfinite(values).all():
        raise ModelFileError(
            f"{name} of the adapter has a value that is not finite in {type}",
            hint="train with a lower learning rate, or store as F32",
        )
    return values


def read_adapter(path: Path) -> Adapter:
    """Read a LoRA adapter.

    Raises:
        ModelFileError: If the file is damaged or holds no LoRA adapter.
    """
    header = read_header(path)
    if (
        header.fields.get("general.type") != gguf.GGUFType.ADAPTER
        or header.fields.get(gguf.Keys.Adapter.TYPE) != "lora"
        or _ALPHA not in header.fields
    ):
        raise ModelFileError(
            f"{str(path)!r} is no LoRA adapter", hint="make one with `lottery train export`"
        )
    found: dict[str, NDArray[np.float32]] = {}
    for tensor in gguf.GGUFReader(path).tensors:
        found[tensor.name] = gguf.dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
    pairs: dict[str, Pair] = {}
    for name in sorted(found):
        stem = name.removesuffix(_A).removesuffix(_B)
        if stem == name or stem + _A not in found or stem + _B not in found:
            raise ModelFileError(
                f"the adapter {str(path)!r} has a tensor {name!r} that is no half of a LoRA pair",
                hint="only pairs of `.lora_a` and `.lora_b` can be merged",
            )
        pairs[stem] = Pair(a=found[stem + _A], b=found[stem + _B])
    return Adapter(
        architecture=header.architecture,
        alpha=float(header.fields[_ALPHA]),
        pairs=pairs,
        fields=header.fields,
    )


def check_fits(adapter: Adapter, base: Header, *, path: Path) -> None:
    """Check that an adapter belongs to a base.

    Args:
        adapter: The adapter.
        base: Header of the base.
        path: The adapter's file, for messages.

    Raises:
        ModelFileError: If the architectures, a name or a shape differ.
    """
    if adapter.architecture != base.architecture:
        raise ModelFileError(
            f"the adapter {str(path)!r} is for {adapter.architecture!r} models, "
            f"the base is {base.architecture!r}",
            hint="use the base that the adapter was trained on",
        )
    for name, pair in adapter.pairs.items():
        _check_pair(name, pair.a.shape, pair.b.shape, base, f"the adapter {str(path)!r}")


def _check_pair(
    name: str, a: tuple[int, ...], b: tuple[int, ...], base: Header, where: str
) -> None:
    entry = base.tensors.get(name)
    if entry is None or len(entry.shape) != _MATRIX or name == "token_embd.weight":
        raise ModelFileError(
            f"{where} changes {name!r}, which is no linear layer of the base",
            hint="use the base that the adapter was trained on",
        )
    outputs, inputs = entry.shape
    if len(a) != _MATRIX or len(b) != _MATRIX or b[0] != outputs or a[1] != inputs or a[0] != b[1]:
        raise ModelFileError(
            f"{where} has shapes {a} and {b} for {name!r}; the base needs "
            f"(rank, {inputs}) and ({outputs}, rank)",
            hint="use the base that the adapter was trained on",
        )


def _add_scalar(writer: gguf.GGUFWriter, key: str, value: Scalar) -> None:
    if isinstance(value, bool):
        writer.add_bool(key, value)
    elif isinstance(value, int):
        writer.add_int64(key, value)
    elif isinstance(value, float):
        writer.add_float32(key, value)
    else:
        writer.add_string(key, value)
