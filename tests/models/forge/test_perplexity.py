from __future__ import annotations

import math
from pathlib import Path
from types import ModuleType

import llama_cpp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.errors import UsageError
from lottery_agent.models.engine.library import start
from lottery_agent.models.forge.perplexity import perplexity, spans

TEXT = "The lamp in the harbour is lit each evening, and then the boats come in one by one. " * 12


@given(st.integers(2, 400), st.integers(2, 90), st.data())
def test_every_token_but_the_first_is_scored_once(
    tokens: int, window: int, data: st.DataObject
) -> None:
    stride = data.draw(st.integers(1, window - 1))
    found = list(spans(tokens, window=window, stride=stride))
    scored = [place for span in found for place in range(span.scored, span.end)]
    assert scored == list(range(1, tokens))
    for span in found:
        assert 0 < span.end - span.start <= window
    for span in found[1:]:
        assert span.scored - span.start >= window - stride


def direct(path: Path, text: str, window: int, stride: int) -> float:
    """Compute the perplexity with llama-cpp-python's own class, from the definition."""
    start()
    llama = llama_cpp.Llama(str(path), n_ctx=window, n_batch=window, logits_all=True, verbose=False)
    try:
        tokens = llama.tokenize(text.encode(), add_bos=False)
        losses: dict[int, float] = {}
        for begin in range(0, len(tokens), stride):
            part = tokens[begin : begin + window]
            llama.reset()
            llama.eval(part)
            logits = np.array(llama.scores[: len(part)], np.float64)
            chances = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
            for place in range(1, len(part)):
                losses.setdefault(begin + place, -float(chances[place - 1, part[place]]))
        assert sorted(losses) == list(range(1, len(tokens)))
        return math.exp(sum(losses.values()) / len(losses))
    finally:
        llama.close()


@pytest.mark.parametrize("stride", [64, 128, 255])
def test_it_is_what_llama_cpp_computes(tiny_model: Path, stride: int) -> None:
    found = perplexity(tiny_model, TEXT, window=256, stride=stride, threads=1)
    assert found.perplexity == pytest.approx(direct(tiny_model, TEXT, 256, stride), rel=1e-3)
    assert found.scored == found.tokens - 1
    bits = math.log2(found.perplexity) * found.scored / len(TEXT)
    assert found.bits_per_byte == pytest.approx(bits)


def test_a_window_that_holds_the_text_gives_one_pass(tiny_model: Path) -> None:
    wide = perplexity(tiny_model, TEXT[:200], window=512, stride=256, threads=1)
    wider = perplexity(tiny_model, TEXT[:200], window=1024, stride=100, threads=1)
    assert wide.perplexity == pytest.approx(wider.perplexity, rel=1e-5)


@pytest.mark.parametrize("kv_type", ["Q8_0", "Q4_0"])
def test_coarser_keys_and_values_change_it_little_but_surely(
    tiny: ModuleType, tmp_path: Path, kv_type: str
) -> None:
    path = tmp_path / "wide.gguf"
    tiny.write_tiny_model(path, width=128, heads=4)  # a block of such a type has 32 values
    exact = perplexity(path, TEXT, window=256, stride=128, threads=1)
    coarse = perplexity(path, TEXT, window=256, stride=128, kv_type=kv_type, threads=1)
    assert coarse.perplexity != exact.perplexity
    assert coarse.perplexity == pytest.approx(exact.perplexity, rel=0.05)


def test_a_model_trained_for_less_gets_a_smaller_window(tiny_model: Path) -> None:
    found = perplexity(tiny_model, TEXT, window=8192, stride=4096, threads=1)
    assert (found.window, found.stride) == (2048, 1024)


def test_wrong_input(tiny_model: Path) -> None:
    with pytest.raises(UsageError, match="stride"):
        perplexity(tiny_model, TEXT, window=256, stride=256)
    with pytest.raises(UsageError, match="fewer than two tokens"):
        perplexity(tiny_model, "a", window=256, stride=128)
    with pytest.raises(UsageError, match="unknown KV type"):
        perplexity(tiny_model, TEXT, window=256, stride=128, kv_type="Q9")
