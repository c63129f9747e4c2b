"""Models larger than memory are refused from their header, before anything is loaded."""

from __future__ import annotations

import struct
import time
from dataclasses import replace
from pathlib import Path

import gguf
import pytest

from lottery_agent.errors import UsageError
from lottery_agent.models.engine import LlamaEngine, library, memory
from lottery_agent.models.zoo.header import ArrayEntry, Header, read_header


@pytest.fixture(scope="module")
def header(tiny_q8: Path) -> Header:
    return read_header(tiny_q8)


def write_large_model(path: Path, *, layers: int = 120) -> None:
    """Write the header of a model of some 300 GB, and a file that is as long but holds nothing."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(131072)
    writer.add_embedding_length(16384)
    writer.add_block_count(layers)
    writer.add_head_count(128)
    writer.add_head_count_kv(8)
    size = 16384 * 53248
    for block in range(layers):
        for name in ("ffn_up", "ffn_gate", "ffn_down"):
            shape = (53248, 16384) if name != "ffn_down" else (16384, 53248)
            writer.add_tensor_info(
                f"blk.{block}.{name}.weight",
                shape,
                "float32",
                size,
                raw_dtype=gguf.GGMLQuantizationType.Q8_0,
            )
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    writer.close()


def test_keys_and_values_of_a_plain_model(tiny_q8: Path, header: Header) -> None:
    # 2 layers of 2 heads of 16 numbers, for keys and for values, in 2 bytes each
    expected = 1000 * 2 * 2 * (16 + 16) * 2
    assert memory.kv_bytes(tiny_q8, header, tokens=1000, sequences=4, type="F16") == expected
    smaller = memory.kv_bytes(tiny_q8, header, tokens=1000, sequences=4, type="Q8_0")
    assert smaller == expected * 34 // 64
    with pytest.raises(UsageError, match="unknown KV type 'X'"):
        memory.kv_bytes(tiny_q8, header, tokens=1000, sequences=4, type="X")


def test_a_state_of_a_recurrent_model_does_not_grow_with_the_window(
    tiny_q8: Path, header: Header
) -> None:
    fields = {
        "general.architecture": "mamba",
        "mamba.block_count": 10,
        "mamba.ssm.inner_size": 128,
        "mamba.ssm.state_size": 16,
        "mamba.ssm.conv_kernel": 4,
    }
    mamba = replace(header, fields=fields)
    sizes = {
        memory.kv_bytes(tiny_q8, mamba, tokens=tokens, sequences=2, type="F16")
        for tokens in (1000, 9000)
    }
    assert sizes == {4 * 128 * 20 * 10 * 2}


def test_layers_with_numbers_of_heads_of_their_own(tmp_path: Path, header: Header) -> None:
    path = tmp_path / "heads"
    path.write_bytes(struct.pack("<2I", 1, 3))
    arrays = {"llama.attention.head_count_kv": ArrayEntry(kind=4, count=2, place=0)}
    several = replace(header, arrays=arrays)
    assert memory.kv_bytes(path, several, tokens=10, sequences=1, type="F16") == 10 * 4 * 32 * 2


def test_what_fits_and_what_does_not(
    tiny_q8: Path, header: Header, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = sum(tensor.bytes for tensor in header.tensors.values())
    kept = memory.kv_bytes(tiny_q8, header, tokens=4 * 512, sequences=4, type="F16")
    needed = weights + kept + memory.step_bytes(header, 512, flash=False)
    monkeypatch.setattr(memory, "available", lambda: needed)
    memory.check(tiny_q8, header, window=512, sequences=4)
    for options in ({"window": 768}, {"sequences": 5}, {"kv_type": "F32"}):
        with pytest.raises(UsageError, match="of memory") as caught:
            memory.check(tiny_q8, header, **{"window": 512, "sequences": 4, **options})
        assert "\n" not in str(caught.value)
        assert caught.value.hint
    memory.check(tiny_q8, header, window=512, sequences=4, flash_attention=True)
    monkeypatch.setattr(memory, "available", lambda: needed - weights - kept)
    memory.check(tiny_q8, header, window=512, sequences=4, gpu_layers=-1)


def test_a_window_beyond_the_models_is_not_counted(
    tiny_q8: Path, header: Header, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(window: int) -> str:
        with pytest.raises(UsageError) as caught:
            memory.check(tiny_q8, header, window=window, sequences=4)
        return str(caught.value)

    monkeypatch.setattr(memory, "available", lambda: 0)
    assert refused(2048) == refused(1_000_000)


def test_a_large_model_is_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.gguf"
    write_large_model(path)
    with path.open("r+b") as file:
        file.truncate(400 * 10**9)
    monkeypatch.setattr(memory, "available", lambda: 64 * 10**9)
    start = time.perf_counter()
    with pytest.raises(UsageError, match=r"needs about 3[0-9.]+ GB of memory .* 64.0 GB are"):
        LlamaEngine(path, name="x", type="Q8_0")
    assert time.perf_counter() - start < 1


GROUP = {
    "memory.max": "1000\n",
    "memory.current": "700\n",
    "memory.stat": "anon 400\ninactive_file 200\nactive_file 50\n",
}
OLD_GROUP = {
    "memory.limit_in_bytes": "1000\n",
    "memory.usage_in_bytes": "700\n",
    "memory.stat": "cache 250\ninactive_file 200\nactive_file 50\n",
}


@pytest.mark.parametrize(
    ("membership", "folder", "files"),
    [
        ("0::/\n", ".", GROUP),
        ("0::/user/shell\n", "user/shell", GROUP),
        ("0::/user/shell\n", "user", GROUP),
        ("0::/of/the/host\n", ".", GROUP),
        ("5:cpu,cpuacct:/x\n4:memory:/docker/1\n", "memory/docker/1", OLD_GROUP),
        ("4:memory:/docker/1\n", "memory", OLD_GROUP),
    ],
)
def test_limits_of_control_groups_count(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    membership: str,
    folder: str,
    files: dict[str, str],
) -> None:
    (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (tmp_path / folder / name).write_text(content)
    (tmp_path / "membership").write_text(membership)
    monkeypatch.setattr(memory, "_CGROUPS", tmp_path)
    monkeypatch.setattr(memory, "_MEMBERSHIP", tmp_path / "membership")
    assert memory.available() == 1000 - 700 + 250


def test_without_control_groups_or_limits_all_memory_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_CGROUPS", tmp_path)
    monkeypatch.setattr(memory, "_MEMBERSHIP", tmp_path / "membership")
    assert memory.available() > 10**6
    (tmp_path / "membership").write_text("0::/\n")
    (tmp_path / "memory.max").write_text("max\n")
    assert memory.available() > 10**6


def test_a_gpu_that_the_build_can_not_use_is_one_line(tiny_q8: Path) -> None:
    import llama_cpp

    if llama_cpp.llama_supports_gpu_offload():
        pytest.skip("this build of llama.cpp has GPU support")
    for load in (
        lambda: library.load(tiny_q8, gpu_layers=-1),
        lambda: LlamaEngine(tiny_q8, name="x", type="Q8_0", gpu_layers=4),
    ):
        with pytest.raises(UsageError, match="can't use a GPU") as caught:
            load()
        assert "\n" not in str(caught.value)
