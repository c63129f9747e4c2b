"""Importance matrices: which inputs of each matrix a quantiser must not get wrong.

An error of a weight counts as much as the square of the input that it is multiplied by. For each
matrix the file holds the sums of the squares of its inputs and how many inputs were summed, in the
layout that llama.cpp calls an imatrix. It lies beside the adapter, because it depends on what the
adapter was trained for.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from numpy.typing import NDArray

from lottery_agent.errors import ModelFileError
from lottery_agent.models.zoo.header import read_header
from lottery_agent.replacing import replacing

FILE = "importance.gguf"
"""Its name beside an adapter."""

_KIND = "imatrix"
_SUMS, _COUNTS = ".in_sum2", ".counts"


def write_importance(
    path: Path, squares: Mapping[str, NDArray[np.floating[Any]]], *, examples: int
) -> None:
    """Write an importance matrix; the file appears under its name when it is complete.

    Args:
        path: Where to write.
        squares: For each matrix, by its GGUF name, the weighted mean squares of its inputs.
        examples: How many texts were read for it.
    """
    with replacing(path) as part:
        writer = gguf.GGUFWriter(part, _KIND)
        writer.add_type(_KIND)
        writer.add_uint32("imatrix.chunk_count", examples)
        for name in sorted(squares):
            writer.add_tensor(name + _SUMS, np.ascontiguousarray(squares[name], np.float32))
            writer.add_tensor(name + _COUNTS, np.ones(1, np.float32))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()


def read_importance(path: Path) -> dict[str, NDArray[np.float32]]:
    """Return the mean squares of the inputs of each matrix, by its GGUF name.

    Raises:
        ModelFileError: If the file is damaged or holds no importance matrix of a model.
    """
    header = read_header(path)
    found: dict[str, NDArray[np.float32]] = {}
    if header.fields.get("general.type") == _KIND:
        tensors = {tensor.name: tensor.data for tensor in gguf.GGUFReader(path).tensors}
        for name, sums in tensors.items():
            counts = tensors.get(name.removesuffix(_SUMS) + _COUNTS)
            if name.endswith(_SUMS) and counts is not None and counts.size == 1 and counts[0] > 0:
                found[name.removesuffix(_SUMS)] = np.array(sums, np.float32).ravel() / counts[0]
    if not found or not all(np.isfinite(sums).all() for sums in found.values()):
        raise ModelFileError(
            f"{str(path)!r} holds no importance matrix",
            hint="make one with `lottery train importance`, or remove the file",
        )
    return found
