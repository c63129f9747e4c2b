"""Merging an adapter into its base: dequantise, add the change, write.

Only the adapted matrices are touched. The others keep the precision and the very bits that the base
has, unless F16 is asked for throughout.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from numpy.typing import NDArray

from lottery_agent.errors import ModelFileError
from lottery_agent.models.forge.adapter import Adapter
from lottery_agent.progress import Progress, silent

_MATRIX = 2
_FILE_TYPE = "general.file_type"
_WIDE = frozenset({gguf.GGMLQuantizationType.F32, gguf.GGMLQuantizationType.BF16})
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
        ModelFileError: If the base holds a type that can't be dequantised here.
        OSError: If the file can't be written.
    """
    reader = gguf.GGUFReader(base)
    pairs = adapter.pairs if adapter else {}
    alpha = adapter.alpha if adapter else 0.0
    plans = [_plan(tensor, tensor.name in pairs, all_f16) for tensor in reader.tensors]
    writer = _writer_like(reader, out)
    for plan in plans:
        writer.add_tensor_info(
            plan.tensor.name, plan.shape, plan.dtype, plan.bytes, raw_dtype=plan.raw
        )
    try:
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_ti_data_to_file()
        with progress("Merging the adapter" if adapter else "Reading", total=len(plans)) as update:
            for count, plan in enumerate(plans, start=1):
                pair = pairs.get(plan.tensor.name)
                writer.write_tensor_data(plan.data(pair.delta(alpha) if pair else None))
                update(count)
    finally:
        writer.close()


@dataclass(frozen=True, slots=True)
class _Plan:
    """How one tensor is written: copied raw, or as floats of `dtype`."""

    tensor: gguf.ReaderTensor
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    bytes: int
    raw: gguf.GGMLQuantizationType | None

    def data(self, delta: NDArray[np.float32] | None) -> NDArray[Any]:
        if self.raw is not None:
            data: NDArray[Any] = self.tensor.data
            return data
        values = _floats(self.tensor)
        if delta is not None:
            values = values + delta
        with np.errstate(over="ignore"):
            stored = values.astype(self.dtype)
        if not np.isfinite(stored).all():
            raise ModelFileError(
                f"{self.tensor.name!r} has values that do not fit {self.dtype}",
                hint="choose the type Q8_0",
            )
        return stored


def _plan(tensor: gguf.ReaderTensor, adapted: bool, all_f16: bool) -> _Plan:
    kind = tensor.tensor_type
    if not adapted and not (all_f16 and len(tensor.shape) >= _MATRIX):
        data = tensor.data
        return _Plan(tensor, tuple(data.shape), data.dtype, int(data.nbytes), kind)
    wide = kind in _WIDE and not all_f16
    dtype = np.dtype(np.float32 if wide else np.float16)
    shape = tuple(int(n) for n in reversed(tensor.shape))
    return _Plan(tensor, shape, dtype, int(tensor.n_elements) * dtype.itemsize, None)


def _floats(tensor: gguf.ReaderTensor) -> NDArray[np.float32]:
    try:
        values: NDArray[np.float32] = gguf.dequantize(tensor.data, tensor.tensor_type)
    except NotImplementedError:
        raise ModelFileError(
            f"the base holds {tensor.name!r} as {tensor.tensor_type.name}, which can't be merged",
            hint="use a base in F16, Q8_0 or a K-quant",
        ) from None
    return values


def _writer_like(reader: gguf.GGUFReader, out: Path) -> gguf.GGUFWriter:
    """Return a writer that holds all metadata of the reader's file."""
    architecture = reader.get_field("general.architecture").contents()
    writer = gguf.GGUFWriter(out, architecture)
    for key, value, kind, item in _metadata(reader):
        if key == "general.alignment":
            writer.add_custom_alignment(value)
        elif key != "general.architecture":
            writer.add_key_value(key, value, kind, sub_type=item)
    writer.kv_data[0].pop(_FILE_TYPE, None)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    return writer


def _metadata(
    reader: gguf.GGUFReader,
) -> Iterator[tuple[str, Any, gguf.GGUFValueType, gguf.GGUFValueType | None]]:
    for field in reader.fields.values():
        if not field.name.startswith("GGUF."):
            kind = field.types[0]
            item = field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None
            yield field.name, field.contents(), kind, item
