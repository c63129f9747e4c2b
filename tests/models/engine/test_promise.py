"""What an engine says about its own reproducibility is what was measured, and no more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import gguf
import llama_cpp
import numpy as np
import pytest

from lottery_agent.models.engine import LlamaEngine, Request, library
from lottery_agent.models.engine.context import Context, Feed
from lottery_agent.models.engine.invariance import is_invariant
from lottery_agent.models.prompts import Prompt
from lottery_agent.models.zoo.header import read_header

Q = gguf.GGMLQuantizationType
Write = Callable[..., Path]
NEIGHBOURS = 16


@pytest.fixture
def write(tiny: ModuleType, tmp_path: Path) -> Write:
    """Writes a tiny model whose rows are multiples of 256, as those of most models are."""

    def write(type: gguf.GGMLQuantizationType, *, quantised: str | None = None) -> Path:
        path = tmp_path / f"{type.name}.gguf"
        tiny.write_tiny_model(path, type=type, width=256, feed=512)
        return path if quantised is None else quantise(path, tmp_path, quantised)

    return write


def quantise(path: Path, folder: Path, type: str) -> Path:
    library.start()
    made = folder / f"made.{type}.gguf"
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = getattr(llama_cpp, f"LLAMA_FTYPE_MOSTLY_{type}")
    llama_cpp.llama_model_quantize(str(path).encode(), str(made).encode(), parameters)
    return made


def differing(path: Path) -> int:
    """Return how many of sixteen sequences get other logits beside the others than alone."""
    random = np.random.default_rng(0)
    prompts = [random.integers(5, 250, size=30).tolist() for _ in range(NEIGHBOURS)]
    context = Context(library.load(path), sequences=NEIGHBOURS, window=256, batch=512, threads=1)
    try:
        alone = []
        for number, prompt in enumerate(prompts):
            context.decode([Feed(number, 0, prompt, 0)])
            alone.append(context.decode([Feed(number, len(prompt), [7], 1)])[0].copy())
            context.cut(number, 0)
        context.decode([Feed(number, 0, prompt, 0) for number, prompt in enumerate(prompts)])
        feeds = [Feed(number, len(prompt), [7], 1) for number, prompt in enumerate(prompts)]
        beside = context.decode(feeds)
        return sum(not np.array_equal(*pair) for pair in zip(alone, beside, strict=True))
    finally:
        context.close()


@pytest.mark.parametrize("type", [Q.Q8_0, Q.Q4_0, Q.Q4_1], ids=lambda type: type.name)
def test_what_is_promised_holds(write: Write, type: gguf.GGMLQuantizationType) -> None:
    path = write(type)
    assert is_invariant(read_header(path))
    assert differing(path) == 0


@pytest.mark.parametrize("type", [Q.F32, Q.F16, Q.BF16], ids=lambda type: type.name)
def test_full_precision_is_not_promised(write: Write, type: gguf.GGMLQuantizationType) -> None:
    assert not is_invariant(read_header(write(type)))


def test_one_matrix_of_another_type_ends_the_promise(write: Write) -> None:
    """llama.cpp's Q4_0 has its embedding in Q6_K, and the file is still called Q4_0."""
    path = write(Q.F32, quantised="Q4_0")
    header = read_header(path)
    assert header.type == "Q4_0"
    assert header.tensors["token_embd.weight"].type == "Q6_K"
    assert not is_invariant(header)
    with LlamaEngine(path, name="t", type="Q4_0", threads=1, sequences=2) as engine:
        assert not engine.info.reproducible


@pytest.mark.parametrize(
    ("options", "promised"),
    [
        ({}, True),
        ({"kv_type": "F32"}, False),
        ({"kv_type": "BF16"}, False),
        ({"flash_attention": True}, False),
    ],
)
def test_options_decide_too(tiny_q8: Path, options: dict[str, str | bool], promised: bool) -> None:
    with LlamaEngine(tiny_q8, name="t", type="", threads=1, sequences=2, **options) as engine:  # type: ignore[arg-type]
        assert engine.info.reproducible is promised
        prompt = engine.renderer.render(Prompt("agent", "Answer.", "Who?"))
        assert engine.submit(Request(prompt, 3)).result(60).tokens


def test_a_recurrent_model_is_not_promised(tiny: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "mamba.gguf"
    tiny.write_family(path, "mamba")
    assert not is_invariant(read_header(path))
