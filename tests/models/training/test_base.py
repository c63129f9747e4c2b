from __future__ import annotations

from pathlib import Path
from types import ModuleType

import llama_cpp
import numpy as np
import pytest

torch = pytest.importorskip("torch")

from lottery_agent.errors import ModelFileError  # noqa: E402
from lottery_agent.models.training.base import Group, read  # noqa: E402
from lottery_agent.models.zoo.llama import convert  # noqa: E402

STRETCHED = {
    "rope_type": "llama3",
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 32,
}


@pytest.mark.parametrize(
    "changes",
    [{}, {"tie_word_embeddings": True, "head_dim": 12}, {"rope_scaling": STRETCHED}],
    ids=["plain", "tied, wide heads", "stretched"],
)
def test_torch_and_llama_cpp_agree_on_a_converted_base(
    huggingface: ModuleType, tmp_path: Path, changes: dict[str, object]
) -> None:
    source = huggingface.write(tmp_path / "source", **changes)
    path = tmp_path / "base.gguf"
    convert(source.folder, path, name="tiny")
    ids = np.random.default_rng(2).integers(0, huggingface.VOCABULARY, 60)
    net = read(path, dtype=torch.float32)
    none = torch.full((1, 59), -100)
    with torch.no_grad():
        group = Group(torch.tensor(ids[:1]), torch.tensor(ids[None, 1:]), none)
        wanted = net.logits(net.rows([group])).numpy()
    model = llama_cpp.Llama(str(path), n_ctx=128, logits_all=True, verbose=False, n_threads=1)
    model.eval(ids.tolist())
    got = np.array(model.scores[:60])
    model.close()
    # llama.cpp keeps keys and values in half precision.
    assert np.abs(got - wanted).mean() < 0.01 * wanted.std()


def test_a_base_with_unknown_parts_is_refused(tiny: ModuleType, tmp_path: Path) -> None:
    for name, message in (("qwen2.5", "no llama model"), ("mamba", "no llama model")):
        tiny.write_family(tmp_path / f"{name}.gguf", name)
        with pytest.raises(ModelFileError, match=message):
            read(tmp_path / f"{name}.gguf")


def test_a_base_with_a_bias_is_refused(tmp_path: Path, tiny_model: Path) -> None:
    import gguf

    writer = gguf.GGUFWriter(tmp_path / "biased.gguf", "llama")
    writer.add_block_count(1)
    writer.add_tensor("blk.0.attn_q.bias", np.zeros(4, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    with pytest.raises(ModelFileError, match=r"can't be trained: it has a tensor 'blk.0.attn_q"):
        read(tmp_path / "biased.gguf")
