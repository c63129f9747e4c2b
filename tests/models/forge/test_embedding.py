"""The embedder's weights in the type that suits the processor."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lottery_agent.models.forge.embedding import suited
from lottery_agent.models.zoo.header import read_header

BRINGS = "CPU : AVX512 = 1 | AVX512_BF16 = 1 | OPENMP = 1"
LACKS = "CPU : AVX512 = 1 | OPENMP = 1"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOTTERY_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A small model whose matrices are F16."""
    import gguf

    path = tmp_path / "model.gguf"
    writer = gguf.GGUFWriter(path, "bert")
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    for name, value in (("context_length", 8), ("embedding_length", 32), ("block_count", 1)):
        writer.add_uint32(f"bert.{name}", value)
    writer.add_uint32("bert.feed_forward_length", 32)
    writer.add_uint32("bert.attention.head_count", 1)
    writer.add_float32("bert.attention.layer_norm_epsilon", 1e-12)
    chance = np.random.default_rng(0)
    for name in ("token_embd.weight", "blk.0.attn_q.weight", "blk.0.ffn_up.weight"):
        writer.add_tensor(name, chance.standard_normal((32, 32)).astype(np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def test_converted_once_where_the_processor_is_made_for_it(model: Path, cache: Path) -> None:
    made = suited(model, BRINGS)
    assert cache in made.parents
    assert read_header(made).type == "BF16"
    changed = made.stat().st_mtime_ns
    assert suited(model, BRINGS) == made
    assert made.stat().st_mtime_ns == changed


def test_a_damaged_conversion_is_made_again(model: Path) -> None:
    made = suited(model, BRINGS)
    whole = made.read_bytes()
    made.write_bytes(whole[:-8] + b"\xff" * 8)
    assert suited(model, BRINGS).read_bytes() == whole


def test_elsewhere_the_file_is_used_as_it_is(model: Path, cache: Path) -> None:
    assert suited(model, LACKS) == model
    assert not (cache / "embedders").exists()


def test_a_cache_that_cannot_be_written_to_costs_only_speed(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("LOTTERY_CACHE", str(tmp_path / "file" / "below"))
    assert suited(model, BRINGS) == model
