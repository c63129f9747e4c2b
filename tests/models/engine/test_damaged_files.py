"""Damaged model files: the process lives, and says in one line what is wrong.

Each rule of `soundness` is tried by itself. Random damage is tried in child processes, because one
that ends the process would end the tests; a small sample here, all of it where marked `heavy`.
"""

from __future__ import annotations

import re
import struct
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from lottery_agent.errors import EngineError, ModelFileError
from lottery_agent.models.engine import (
    LlamaEmbedder,
    LlamaEngine,
    Request,
    Sampling,
    library,
    load_vocabulary,
)
from lottery_agent.models.engine.soundness import check
from lottery_agent.models.prompts import Prompt
from lottery_agent.models.zoo.header import Header, TensorEntry, read_header

PROGRAM = Path(__file__).with_name("damage.py")


@pytest.fixture(scope="module")
def header(tiny_q8: Path) -> Header:
    return read_header(tiny_q8)


def with_fields(header: Header, **values: Any) -> Header:
    """Return a header with other values; a double underscore stands for a dot."""
    changed = {f"llama.{name.replace('__', '.')}": value for name, value in values.items()}
    return replace(header, fields={**header.fields, **changed})


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"block_count": 0}, "block_count is 0"),
        ({"block_count": 513}, "block_count is 513, the most is 512"),
        ({"context_length": 0}, "context_length is 0"),
        ({"embedding_length": 0}, "embedding_length is 0"),
        ({"attention__layer_norm_rms_epsilon": float("nan")}, "is no number"),
        ({"attention__layer_norm_rms_epsilon": -1.0}, "epsilon is -1"),
        ({"attention__layer_norm_rms_epsilon": float("inf")}, "epsilon is inf"),
        ({"rope__freq_base": float("nan")}, "freq_base is no number"),
        ({"rope__scaling__type": "sideways"}, "'sideways'"),
        ({"rope__dimension_count": 18}, "rotates 18 dimensions of heads of 16"),
        ({"rope__dimension_count": 15}, "rotates 15 dimensions"),
        ({"rope__dimension_count": 0}, "rotates 0 dimensions"),
        ({"attention__head_count_kv": 3}, "4 attention heads for 3 of keys"),
        ({"pooling_type": 77}, "pooling_type is 77"),
        ({"nextn_predict_layers": 3}, "more layers than it has"),
        ({"expert_count": 5000, "expert_used_count": 2}, "expert_count is 5000"),
        ({"expert_count": 4}, "uses 0 of 4 experts"),
        ({"expert_count": 4, "expert_used_count": 5}, "uses 5 of 4 experts"),
        ({"expert_used_count": 2}, "has none"),
        ({"expert_count": 4, "expert_used_count": 2, "expert_group_count": 3}, "in 3 groups"),
    ],
)
def test_absurd_numbers_are_refused(
    tiny_q8: Path, header: Header, values: dict[str, Any], reason: str
) -> None:
    check(tiny_q8, header)
    with pytest.raises(ModelFileError, match=re.escape(reason)) as caught:
        check(tiny_q8, with_fields(header, **values))
    assert "\n" not in str(caught.value)


def test_a_part_of_a_head_is_rotated_only_where_that_is_meant(
    tiny: ModuleType, tmp_path: Path
) -> None:
    for name, refused in (("qwen3", True), ("phi3", False)):
        tiny.write_family(tmp_path / name, name)
        header = read_header(tmp_path / name)
        fields = {**header.fields, f"{name}.rope.dimension_count": 8}
        if refused:
            with pytest.raises(ModelFileError, match="rotates 8 dimensions of heads of 16"):
                check(tmp_path / name, replace(header, fields=fields))
        else:
            check(tmp_path / name, replace(header, fields=fields))


def test_weights_that_are_no_numbers_are_no_answer(tiny_q8: Path, tmp_path: Path) -> None:
    entry = read_header(tiny_q8).tensors["output_norm.weight"]
    numbers = np.full(entry.bytes // 4, np.nan, np.float32).tobytes()
    path = patched(
        tiny_q8,
        tmp_path,
        lambda data: data[: entry.start] + numbers + data[entry.start + entry.bytes :],
    )
    with LlamaEngine(path, name="x", type="Q8_0", threads=1, sequences=1, window=256) as engine:
        prompt = engine.renderer.render(Prompt("agent", "Be brief.", "Who?"))
        for sampling in (Sampling(), Sampling(temperature=1.0)):
            with pytest.raises(EngineError, match="no numbers"):
                engine.submit(Request(prompt, 5, sampling=sampling)).result(20)
        with pytest.raises(EngineError, match="no numbers"):
            engine.score(prompt, ["red", "blue"])


@pytest.mark.parametrize(
    ("name", "change", "reason"),
    [
        ("blk.0.attn_norm.weight", {"type": "F16"}, "F16 instead of F32"),
        ("blk.0.attn_q.weight", {"type": "F64"}, "none of weights"),
        ("token_embd.weight", {"type": "I32"}, "none of weights"),
        ("token_embd.weight", {"shape": (0, 64)}, "is empty"),
    ],
)
def test_tensors_that_nothing_computes_with_are_refused(
    tiny_q8: Path, header: Header, name: str, change: dict[str, Any], reason: str
) -> None:
    entry: TensorEntry = replace(header.tensors[name], **change)
    with pytest.raises(ModelFileError, match=reason):
        check(tiny_q8, replace(header, tensors={**header.tensors, name: entry}))


def test_a_file_without_a_vocabulary_is_refused(tiny_q8: Path, header: Header) -> None:
    fields = {**header.fields, "tokenizer.ggml.model": "none"}
    with pytest.raises(ModelFileError, match="no vocabulary"):
        check(tiny_q8, replace(header, fields=fields))


def patched(good: Path, folder: Path, change: Callable[[bytes], bytes]) -> Path:
    path = folder / "patched.gguf"
    path.write_bytes(change(good.read_bytes()))
    return path


LOADS = (
    lambda path: LlamaEngine(path, name="x", type="Q8_0", threads=1, sequences=1, window=256),
    LlamaEmbedder,
    load_vocabulary,
)


@pytest.mark.parametrize("load", LOADS)
def test_a_token_that_is_there_twice(
    tiny_q8: Path, tmp_path: Path, load: Callable[[Path], object]
) -> None:
    def double(data: bytes) -> bytes:
        one, other = (struct.pack("<Q", 2) + word for word in (b"th", b"an"))
        return data.replace(one, other, 1)

    with pytest.raises(ModelFileError, match="1 tokens twice"):
        load(patched(tiny_q8, tmp_path, double))


@pytest.mark.parametrize("load", LOADS)
def test_a_sentence_piece_vocabulary_without_all_bytes(
    tiny: ModuleType, tmp_path: Path, load: Callable[[Path], object]
) -> None:
    tiny.write_family(tmp_path / "spm.gguf", "mistral")
    path = patched(
        tmp_path / "spm.gguf", tmp_path, lambda data: data.replace(b"<0xE6>", b"<0xe6>", 1)
    )
    with pytest.raises(ModelFileError, match="no token for the byte 230"):
        load(path)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.2, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut(tiny_q8: Path, tmp_path: Path, share: float) -> None:
    path = patched(tiny_q8, tmp_path, lambda data: data[: int(share * len(data))])
    for load in LOADS:
        with pytest.raises(ModelFileError) as caught:
            load(path)
        assert "\n" not in str(caught.value)


def test_what_llama_cpp_refuses_itself_is_one_line(tiny_q8: Path, tmp_path: Path) -> None:
    path = patched(
        tiny_q8, tmp_path, lambda data: data.replace(b"blk.1.attn_q.", b"blk.9.attn_q.", 1)
    )
    with pytest.raises(ModelFileError, match="can't load") as caught:
        library.load(path)
    assert "\n" not in str(caught.value)


def survives(path: Path, first: int, last: int) -> list[str]:
    """Try random damage in a child process and return what became of each copy."""
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(path), str(first), str(last)],
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 0, f"{lines[-1:]} ended the process: {done.stderr[-800:]}"
    assert not done.stderr, "llama.cpp prints nothing"
    outcomes = [line for line in lines if not line.endswith("…")]
    assert len(outcomes) == 2 * (last - first), "an error is one line"
    return outcomes


def test_random_damage(tiny_q8: Path) -> None:
    outcomes = survives(tiny_q8, 0, 40)
    assert sum("text refused" in line for line in outcomes) > 10
    assert sum("text runs" in line for line in outcomes) > 5


@pytest.mark.heavy
@pytest.mark.real
def test_random_damage_of_an_embedder() -> None:
    from lottery_agent.models.zoo import fetch

    outcomes = survives(fetch("minilm"), 0, 150)
    assert any("embedder runs" in line for line in outcomes)


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["smollm2", "qwen3", "mistral", "gemma2", "phi3", "mamba"])
def test_much_random_damage(tiny: ModuleType, tmp_path: Path, name: str) -> None:
    tiny.write_family(tmp_path / "good.gguf", name)
    for first in range(0, 1000, 250):
        survives(tmp_path / "good.gguf", first, first + 250)
