"""Reading safetensors files with numpy alone.

The format is a length, a JSON table and raw data, so the package of that name is not needed to
answer questions. Every offset is checked against the shape and the file before it is used.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lottery_agent.errors import ModelFileError

_LENGTH_BYTES = 8
_MAX_TABLE = 100 << 20
_TYPES = {
    "F64": "<f8",
    "F32": "<f4",
    "F16": "<f2",
    "BF16": "<u2",
    "I64": "<i8",
    "I32": "<i4",
    "I16": "<i2",
    "I8": "|i1",
    "U8": "|u1",
    "BOOL": "|b1",
}
_BF16_SHIFT = 16


class Safetensors(Mapping[str, NDArray[Any]]):
    """The tensors of a safetensors file, read from disk on access.

    BF16 tensors come as float32, all others in their own type.

    Args:
        path: The file.

    Raises:
        ModelFileError: If the file is missing, damaged or cut short.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._data = np.memmap(path, dtype=np.uint8, mode="r")
            self._table, self._start = _table(self._data)
        except OSError as error:
            reason = error.strerror or str(error)
            raise ModelFileError(f"can't read {str(path)!r}: {reason}") from None
        except ValueError as error:
            raise ModelFileError(
                f"{str(path)!r} is no safetensors file: {error}", hint="fetch it again"
            ) from None

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Return one tensor.

        Raises:
            KeyError: If the file has no tensor of that name.
        """
        code, shape, first, last = self._table[name]
        raw = self._data[self._start + first : self._start + last].view(_TYPES[code])
        if code == "BF16":
            wide: NDArray[Any] = raw.astype(np.uint32) << _BF16_SHIFT
            raw = wide.view(np.float32)
        return np.asarray(raw).reshape(shape)

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def type_of(self, name: str) -> str:
        """Return the type of a tensor in the file, like `BF16`."""
        return self._table[name][0]

    def shape_of(self, name: str) -> tuple[int, ...]:
        """Return the shape of a tensor."""
        return self._table[name][1]

    def __len__(self) -> int:
        return len(self._table)


_Entry = tuple[str, tuple[int, ...], int, int]


def _table(data: NDArray[np.uint8]) -> tuple[dict[str, _Entry], int]:
    """Return the checked table and where the data begins."""
    length = int.from_bytes(data[:_LENGTH_BYTES].tobytes(), "little")
    start = _LENGTH_BYTES + length
    if len(data) < _LENGTH_BYTES or length > _MAX_TABLE or start > len(data):
        raise ValueError("its table does not fit into it")
    listed = json.loads(data[_LENGTH_BYTES:start].tobytes())
    if not isinstance(listed, dict):
        raise ValueError("its table is no object")
    listed.pop("__metadata__", None)
    return {name: _entry(name, entry, len(data) - start) for name, entry in listed.items()}, start


def _entry(name: str, entry: Any, room: int) -> _Entry:
    try:
        code, shape = str(entry["dtype"]), tuple(int(size) for size in entry["shape"])
        first, last = (int(offset) for offset in entry["data_offsets"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"its entry for {name!r} is incomplete ({error})") from None
    if code not in _TYPES:
        raise ValueError(f"its tensor {name!r} has the unknown type {code!r}")
    if min(shape, default=0) < 0 or not 0 <= first <= last <= room:
        raise ValueError(f"its tensor {name!r} lies outside of it")
    if last - first != prod(shape) * np.dtype(_TYPES[code]).itemsize:
        raise ValueError(f"its tensor {name!r} has a size that does not match its shape")
    return code, shape, first, last
