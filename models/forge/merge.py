"""Merging an adapter into its base: dequantise, add the change, write.

Only the adapted matrices are touched. The others keep the precision and the very bits that the base
has, unless F16 is asked for throughout. The metadata are copied as bytes: nothing can get lost, and
a vocabulary is not taken apart only to be put together again (which took most of the time).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from numpy.typing import NDArray

from lottery_agent.errors import ModelFileError
from lottery_agent.models.forge.adapter import Adapter
from lottery_agent.models.zoo.header import Header, TensorEntry, read_header
from lottery_agent.progress import Progress, silent

_MATRIX = 2
_FILE_TYPE = "general.file_type"
_WIDE = frozenset({"F32", "BF16"})
"""Types with a wider range than F16."""


def merge(
    base: Path,
    adapter: Adapter | None,
    out: Path,
    *,
    all_f16: bool,
    progress: Progress = silent,
) -> None:
    """Write the base with the adapter merged in, all metadata kept.

    Args:
        base: The base, a GGUF file of any type.
        adapter: What to add; it must fit the base (`check_fits`). None adds nothing.
        out: Where to write.
        all_f16: Store every matrix as F16. Otherwise adapted matrices become F16 (F32 if the base's
            type has a wider range than F16) and all others are copied as they are.
        progress: Shown while writing.

    Raises:
        ModelFileError: If the base is damaged or holds a type that can't be dequantised here.
        OSError: If the file can't be written.
    """
    header = read_header(base)
    data = np.memmap(base, dtype=np.uint8, mode="r")
    pairs = adapter.pairs if adapter else {}
    alpha = adapter.alpha if adapter else 0.0
    plans = [
        _plan(name, entry, name in pairs, all_f16=all_f16) for name, entry in header.tensors.items()
    ]
    text = "Merging the adapter" if adapter else "Converting to F16"
    with out.open("wb") as file, progress(text, total=len(plans)) as update:
        file.write(_preamble(header, data, plans))
        for count, plan in enumerate(plans, start=1):
            pair = pairs.get(plan.name)
            values = plan.values(data, pair.delta(alpha) if pair else None)
            file.write(values.data)
            file.write(bytes(-values.nbytes % header.alignment))
            update(count)


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a tensor is written: its raw data copied, or as floats."""

    name: str
    entry: TensorEntry
    type: str
    """`F16`, `F32`, or the base's own type."""
    raw: bool

    @property
    def bytes(self) -> int:
        if self.raw:
            return self.entry.bytes
        return prod(self.entry.shape) * np.dtype(_dtype(self.type)).itemsize

    def values(self, data: NDArray[np.uint8], delta: NDArray[np.float32] | None) -> NDArray[Any]:
        """Return what to write, given the base's data and the adapter's change."""
        stored = data[self.entry.start : self.entry.start + self.entry.bytes]
        if self.raw:
            return stored
        values = _floats(self.name, self.entry, stored)
        if delta is not None:
            values = values + delta
        with np.errstate(over="ignore"):
            narrowed = np.ascontiguousarray(values, dtype=_dtype(self.type))
        if not np.isfinite(narrowed).all():
            raise ModelFileError(
                f"{self.name!r} has values that do not fit {self.type}",
                hint="choose the type Q8_0",
            )
        return narrowed


def _dtype(type: str) -> str:
    return "<f4" if type == "F32" else "<f2"


def _plan(name: str, entry: TensorEntry, adapted: bool, *, all_f16: bool) -> _Plan:
    if not adapted and not (all_f16 and len(entry.shape) >= _MATRIX):
        return _Plan(name, entry, entry.type, raw=True)
    wide = entry.type in _WIDE and not all_f16
    return _Plan(name, entry, "F32" if wide else "F16", raw=False)


def _floats(name: str, entry: TensorEntry, stored: NDArray[np.uint8]) -> NDArray[np.float32]:
    kind = gguf.GGMLQuantizationType[entry.type]
    rows = stored.reshape(gguf.quant_shape_to_byte_shape(entry.shape, kind))
    try:
        values: NDArray[np.float32] = gguf.dequantize(rows, kind)
    except NotImplementedError:
        raise ModelFileError(
            f"the base holds {name!r} as {entry.type}, which can't be merged",
            hint="use a base in F16, Q8_0 or a K-quant",
        ) from None
    return values


def _preamble(header: Header, data: NDArray[np.uint8], plans: Sequence[_Plan]) -> bytes:
    """Return all that comes before the data: counts and metadata of the base, a new table."""
    head = bytearray(data[: header.metadata_end].tobytes())
    if isinstance(header.fields.get(_FILE_TYPE), int):
        struct.pack_into("<I", head, header.places[_FILE_TYPE], gguf.LlamaFileType.MOSTLY_F16)
    offset = 0
    for plan in plans:
        name, shape = plan.name.encode(), plan.entry.shape[::-1]
        head += struct.pack("<Q", len(name)) + name
        head += struct.pack(f"<I{len(shape)}Q", len(shape), *shape)
        head += struct.pack("<IQ", gguf.GGMLQuantizationType[plan.type], offset)
        offset += -(-plan.bytes // header.alignment) * header.alignment
    return bytes(head) + bytes(-len(head) % header.alignment)
