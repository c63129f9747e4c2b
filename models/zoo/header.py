"""The header of a GGUF file, read with every length checked.

llama.cpp's own loader may crash the process on a damaged file, so each file from outside is read
here first: magic, metadata, tensor table, and whether the file is as long as its tensors need.
Arrays (vocabularies, mostly) are walked over, and only their places kept, which makes this cheap.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass, replace
from math import prod
from pathlib import Path

from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType

from lottery_agent.errors import ModelFileError

Scalar = str | int | float | bool

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_MAX_ENTRIES = 1_000_000
_MAX_TEXT = 1 << 20
_MAX_DIMENSIONS = 4
_ALIGNMENT = 32
_STRING, _ARRAY = 8, 9
_LENGTH = struct.Struct("<Q")
_FORMATS = {
    0: "B",
    1: "b",
    2: "H",
    3: "h",
    4: "I",
    5: "i",
    6: "f",
    7: "?",
    10: "Q",
    11: "q",
    12: "d",
}


@dataclass(frozen=True, slots=True)
class TensorEntry:
    """One line of the tensor table."""

    shape: tuple[int, ...]
    """Outermost dimension first, as numpy has it (GGUF stores the reverse)."""
    type: str
    """Name of the ggml type, like `Q8_0`."""
    start: int
    """Where its data begin in the file, in bytes."""
    bytes: int
    """Length of its data."""


@dataclass(frozen=True, slots=True)
class ArrayEntry:
    """An array among the metadata."""

    kind: int
    """GGUF's number for the type of its values."""
    count: int
    place: int
    """Where its first value is in the file, in bytes."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a GGUF file says about itself."""

    fields: dict[str, Scalar]
    """Metadata, without the arrays."""
    places: dict[str, int]
    """Where the value of each of the fields is in the file, in bytes."""
    metadata_end: int
    """Where the metadata end in the file and the tensor table begins."""
    alignment: int
    """The data of each tensor begin at a multiple of this."""
    tensors: dict[str, TensorEntry]
    """The tensor table, in the file's order."""
    arrays: dict[str, ArrayEntry]
    """The metadata that are arrays."""

    @property
    def architecture(self) -> str:
        """Name of the model architecture, like `llama` or `bert`."""
        return str(self.fields.get("general.architecture", ""))

    @property
    def window(self) -> int | None:
        """Longest context that the model was made for, in tokens."""
        value = self.fields.get(f"{self.architecture}.context_length")
        return int(value) if value is not None else None

    @property
    def type(self) -> str:
        """The tensor type that holds most of the weights."""
        weight: dict[str, int] = {}
        for tensor in self.tensors.values():
            weight[tensor.type] = weight.get(tensor.type, 0) + prod(tensor.shape)
        return max(weight, key=lambda name: weight[name], default="none")


class _Cursor:
    """Reads little-endian values from a buffer and refuses to run past its end."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self.at = 0

    def take(self, size: int) -> bytes:
        if size < 0 or self.at + size > len(self._data):
            raise ValueError("it ends inside its header")
        self.at += size
        return self._data[self.at - size : self.at]

    def number(self, code: str) -> int:
        return int(struct.unpack("<" + code, self.take(struct.calcsize("<" + code)))[0])

    def length(self, limit: int, what: str) -> int:
        value = self.number("Q")
        if value > limit:
            raise ValueError(f"its header claims {value} {what}")
        return value

    def text(self) -> str:
        return self.take(self.length(_MAX_TEXT, "bytes of text")).decode("utf-8", "replace")

    def value(self, kind: int) -> Scalar | ArrayEntry:
        """Return a metadata value; of an array only where it is."""
        if kind == _STRING:
            return self.text()
        if kind == _ARRAY:
            return self._array()
        if kind not in _FORMATS:
            raise ValueError(f"its header has a value of unknown type {kind}")
        code = "<" + _FORMATS[kind]
        value: Scalar = struct.unpack(code, self.take(struct.calcsize(code)))[0]
        return value

    def _array(self) -> ArrayEntry:
        kind = self.number("I")
        count = self.number("Q")
        entry = ArrayEntry(kind, count, self.at)
        if kind in _FORMATS:
            self.take(count * struct.calcsize("<" + _FORMATS[kind]))
        elif kind == _STRING:
            if count > len(self._data):
                raise ValueError(f"its header claims {count} strings")
            self.at = _walk(self._data, self.at, count)
        else:
            raise ValueError(f"its header has an array of unknown type {kind}")
        return entry


def _walk(data: mmap.mmap, at: int, count: int) -> int:
    """Return where an array of strings ends. There may be hundreds of thousands of them."""
    length = _LENGTH.unpack_from
    try:
        for _ in range(count):
            at += 8 + length(data, at)[0]
    except (struct.error, OverflowError):
        raise ValueError("it ends inside its header") from None
    if at > len(data):
        raise ValueError("it ends inside its header")
    return at


def read_strings(path: Path, array: ArrayEntry) -> list[bytes]:
    """Return the values of an array of strings, none for one of numbers.

    Args:
        path: The file that the array's header was read from.
        array: The array.
    """
    values: list[bytes] = []
    if array.kind != _STRING:
        return values
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at = array.place
        for _ in range(array.count):
            begin = at + 8
            at = begin + _LENGTH.unpack_from(data, at)[0]
            values.append(data[begin:at])
    return values


def read_numbers(path: Path, array: ArrayEntry) -> list[int | float]:
    """Return the values of an array of numbers, none for one of strings."""
    if array.kind not in _FORMATS:
        return []
    code = f"<{array.count}{_FORMATS[array.kind]}"
    with path.open("rb") as file:
        file.seek(array.place)
        return list(struct.unpack(code, file.read(struct.calcsize(code))))


def read_header(path: Path) -> Header:
    """Read and check the header of a GGUF file.

    Raises:
        ModelFileError: If the file is missing, is no GGUF file, or is damaged or cut short.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise ModelFileError(
                    f"{str(path)!r} is no GGUF file", hint="give a model in llama.cpp's GGUF format"
                )
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _parse(data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ModelFileError(
            f"can't read the model file {str(path)!r}: {reason}", hint="check the path"
        ) from None
    except ValueError as error:
        raise ModelFileError(
            f"the model file {str(path)!r} is damaged: {error}", hint="fetch it again"
        ) from None


def _parse(data: mmap.mmap) -> Header:
    cursor = _Cursor(data)
    cursor.take(len(_MAGIC))
    version = cursor.number("I")
    if version not in _VERSIONS:
        raise ValueError(f"its GGUF version {version} is not supported")
    tensor_count = cursor.length(_MAX_ENTRIES, "tensors")
    field_count = cursor.length(_MAX_ENTRIES, "metadata entries")
    fields: dict[str, Scalar] = {}
    places: dict[str, int] = {}
    arrays: dict[str, ArrayEntry] = {}
    for _ in range(field_count):
        key = cursor.text()
        kind = cursor.number("I")
        place = cursor.at
        value = cursor.value(kind)
        if key in fields or key in arrays:
            raise ValueError(f"it has the entry {key!r} twice")
        if isinstance(value, ArrayEntry):
            arrays[key] = value
        else:
            fields[key], places[key] = value, place
    if not fields.get("general.architecture"):
        raise ValueError("it names no architecture")
    alignment = fields.get("general.alignment", _ALIGNMENT)
    if not isinstance(alignment, int) or alignment < 1:
        raise ValueError(f"its alignment is {alignment!r}")
    metadata_end = cursor.at
    table = [_tensor(cursor) for _ in range(tensor_count)]
    start = -(-cursor.at // alignment) * alignment
    tensors = {name: replace(entry, start=start + entry.start) for name, entry in table}
    if len(tensors) != tensor_count:
        raise ValueError("it names a tensor twice")
    end = max((entry.start + entry.bytes for entry in tensors.values()), default=0)
    if end > len(data):
        raise ValueError(f"it has {len(data)} bytes and needs {end}")
    return Header(fields, places, metadata_end, alignment, tensors, arrays)


def _tensor(cursor: _Cursor) -> tuple[str, TensorEntry]:
    """Read a line of the tensor table; the place in it counts from where the data begin."""
    name = cursor.text()
    dimensions = cursor.number("I")
    if not 1 <= dimensions <= _MAX_DIMENSIONS:
        raise ValueError(f"its tensor {name!r} has {dimensions} dimensions")
    shape = tuple(cursor.number("Q") for _ in range(dimensions))[::-1]
    number = cursor.number("I")
    try:
        kind = GGMLQuantizationType(number)
    except ValueError:
        raise ValueError(f"its tensor {name!r} has the unknown type {number}") from None
    offset = cursor.number("Q")
    block, size = GGML_QUANT_SIZES[kind]
    if shape[-1] % block:
        raise ValueError(f"its tensor {name!r} has rows of {shape[-1]}, no multiple of {block}")
    return name, TensorEntry(shape, kind.name, offset, prod(shape) // block * size)
