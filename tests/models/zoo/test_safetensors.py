from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lottery_agent.errors import ModelFileError
from lottery_agent.models.zoo.safetensors import Safetensors

ARRAYS: dict[str, Any] = {
    "half": np.arange(6, dtype=np.float16).reshape(2, 3),
    "single": np.linspace(-1, 1, 7, dtype=np.float32),
    "double": np.array(3.5, dtype=np.float64),
    "long": np.array([[1, -2], [3, 2**40]], dtype=np.int64),
    "flags": np.array([True, False]),
    "empty": np.zeros((0, 4), dtype=np.float32),
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from safetensors.numpy import save_file

    path = tmp_path_factory.mktemp("safetensors") / "model.safetensors"
    save_file(ARRAYS, path, metadata={"format": "np"})
    return path


def test_it_reads_what_the_safetensors_package_writes(file: Path) -> None:
    tensors = Safetensors(file)
    assert set(tensors) == set(ARRAYS)
    assert len(tensors) == len(ARRAYS)
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(tensors[name], array)
        assert tensors[name].dtype == array.dtype
        assert tensors[name].shape == array.shape


def write(path: Path, table: object, data: bytes = b"") -> Path:
    text = table if isinstance(table, bytes) else json.dumps(table).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)
    return path


def test_bf16_becomes_float32(tmp_path: Path) -> None:
    table = {"w": {"dtype": "BF16", "shape": [2], "data_offsets": [0, 4]}}
    tensors = Safetensors(write(tmp_path / "x", table, bytes.fromhex("803f 20c0")))
    np.testing.assert_array_equal(tensors["w"], np.array([1.0, -2.5], dtype=np.float32))


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}, "does not match its shape"),
        ({"dtype": "F32", "shape": [9], "data_offsets": [0, 36]}, "lies outside"),
        ({"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}, "lies outside"),
        ({"dtype": "F32", "shape": [1], "data_offsets": [4, 0]}, "lies outside"),
        ({"dtype": "F7", "shape": [1], "data_offsets": [0, 4]}, "unknown type 'F7'"),
        ({"dtype": "F32", "shape": [1]}, "is incomplete"),
        ([], "is incomplete"),
    ],
)
def test_wrong_entries_are_refused(tmp_path: Path, entry: object, reason: str) -> None:
    with pytest.raises(ModelFileError, match=reason):
        Safetensors(write(tmp_path / "x", {"w": entry}, bytes(8)))


@pytest.mark.parametrize("content", [b"", b"abc", (1 << 62).to_bytes(8, "little"), bytes(8)])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(ModelFileError):
        Safetensors(path)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(offset=st.integers(0, 500), patch=st.binary(min_size=1, max_size=6))
def test_damage_never_raises_anything_else(
    file: Path, tmp_path: Path, offset: int, patch: bytes
) -> None:
    data = bytearray(file.read_bytes())
    data[offset : offset + len(patch)] = patch
    path = tmp_path / "fuzzed"
    path.write_bytes(data)
    try:
        tensors = Safetensors(path)
    except ModelFileError:
        return
    for name in tensors:
        assert tensors[name].nbytes <= len(data) * 2
