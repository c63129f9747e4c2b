from __future__ import annotations

import struct
from pathlib import Path

import gguf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lottery_agent.errors import ModelFileError
from lottery_agent.models.zoo.header import read_header


def test_it_agrees_with_the_gguf_package(tiny_model: Path) -> None:
    header = read_header(tiny_model)
    reader = gguf.GGUFReader(tiny_model)
    assert list(header.tensors) == [tensor.name for tensor in reader.tensors]
    for tensor in reader.tensors:
        entry = header.tensors[tensor.name]
        assert entry.shape == tuple(int(n) for n in reversed(tensor.shape))
        assert entry.type == tensor.tensor_type.name
        assert (entry.start, entry.bytes) == (tensor.data_offset, tensor.n_bytes)
    for name, field in reader.fields.items():
        if not name.startswith("GGUF.") and field.types[0] != gguf.GGUFValueType.ARRAY:
            assert header.fields[name] == field.contents(), name


def test_it_tells_architecture_window_and_type(tiny_model: Path) -> None:
    header = read_header(tiny_model)
    assert (header.architecture, header.window, header.type) == ("llama", 2048, "F32")


@pytest.mark.parametrize("content", [b"", b"GG", b"PK\x03\x04 a zip file", b"<html>sorry</html>"])
def test_other_files_are_no_gguf_files(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelFileError, match="no GGUF file"):
        read_header(path)


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="No such file") as caught:
        read_header(tmp_path / "nowhere.gguf")
    assert "\n" not in str(caught.value)


def test_a_folder_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="can't read"):
        read_header(tmp_path)


@pytest.mark.parametrize("kept", [4, 20, 100, 3000, -1])
def test_every_truncation_is_noticed(tiny_model: Path, tmp_path: Path, kept: int) -> None:
    path = tmp_path / "cut.gguf"
    path.write_bytes(tiny_model.read_bytes()[:kept])
    with pytest.raises(ModelFileError, match="is damaged"):
        read_header(path)


@pytest.mark.parametrize(
    ("offset", "code", "value", "reason"),
    [
        (4, "I", 99, "GGUF version 99"),
        (8, "Q", 1 << 60, "tensors"),
        (16, "Q", 1 << 60, "metadata entries"),
        (24, "Q", 1 << 60, "bytes of text"),
    ],
)
def test_absurd_numbers_are_refused(
    tiny_model: Path, tmp_path: Path, offset: int, code: str, value: int, reason: str
) -> None:
    data = bytearray(tiny_model.read_bytes())
    struct.pack_into("<" + code, data, offset, value)
    path = tmp_path / "absurd.gguf"
    path.write_bytes(data)
    with pytest.raises(ModelFileError, match=reason):
        read_header(path)


def test_two_tensors_of_one_name_are_refused(tiny_model: Path, tmp_path: Path) -> None:
    path = tmp_path / "twice.gguf"
    path.write_bytes(tiny_model.read_bytes().replace(b"blk.1.attn_q", b"blk.0.attn_q"))
    with pytest.raises(ModelFileError, match="names a tensor twice"):
        read_header(path)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(
        st.tuples(st.integers(0, 9000), st.binary(min_size=1, max_size=8)), min_size=1, max_size=4
    )
)
def test_damage_never_raises_anything_else(
    tiny_model: Path, tmp_path: Path, edits: list[tuple[int, bytes]]
) -> None:
    data = bytearray(tiny_model.read_bytes())
    for offset, patch in edits:
        data[offset : offset + len(patch)] = patch
    path = tmp_path / "fuzzed.gguf"
    path.write_bytes(data)
    try:
        header = read_header(path)
    except ModelFileError as error:
        assert "\n" not in str(error)  # noqa: PT017
    else:
        assert header.tensors
