"""Perplexity: how surprised a model file is by a text, token by token.

The text is tokenised once, without a chat template. A window moves over it by a stride, and in each
window only those tokens are scored that no earlier window has scored. So every token but the first
is scored exactly once, and from the second window on with at least `window - stride` tokens before
it. If the model's tokenizer puts a token at the beginning of a text, each window begins with it.

Perplexity is the exponential of the mean negative log-probability of a token. Two models with
different vocabularies cut a text into different tokens: between these only the bits per byte of the
text can be compared.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import llama_cpp
import numpy as np

from lottery_agent.errors import UsageError
from lottery_agent.models.engine.context import Context, Feed, Logits
from lottery_agent.models.engine.library import Model, load
from lottery_agent.models.engine.library import threads as usable_threads
from lottery_agent.models.engine.tokenizer import Tokenizer
from lottery_agent.progress import Progress, silent

WINDOW = 1024
"""Tokens that a model sees at once."""
STRIDE = 512
"""Tokens by which the window moves."""
_STEP = 256
"""Tokens that are evaluated at once: their logits take 200 kB each for a vocabulary of 49,152."""


@dataclass(frozen=True, slots=True)
class Perplexity:
    """How well a model file predicts a text.

    Attributes:
        tokens: Tokens of the text.
        scored: How many of them were scored: all but the first.
        perplexity: Exponential of the mean negative log-probability of a scored token.
        bits_per_byte: Bits of all scored tokens for each byte of the text.
        window: Tokens of a window: what was asked for, or less if the model was trained for less.
        stride: Tokens by which it moved; at most half of a window that had to be smaller.
    """

    tokens: int
    scored: int
    perplexity: float
    bits_per_byte: float
    window: int
    stride: int


@dataclass(frozen=True, slots=True)
class Span:
    """A window over a text: the tokens from `start` to `end`, scored from `scored` on."""

    start: int
    end: int
    scored: int


def spans(tokens: int, *, window: int, stride: int) -> Iterator[Span]:
    """Yield windows that together score each token of a text but the first once.

    Args:
        tokens: Tokens of the text.
        window: Most tokens of a window.
        stride: Tokens by which it moves, less than `window`.
    """
    scored = 1
    for start in range(0, tokens, stride):
        end = min(start + window, tokens)
        if scored < end:
            yield Span(start, end, scored)
            scored = end


def perplexity(
    path: Path,
    text: str,
    *,
    window: int = WINDOW,
    stride: int = STRIDE,
    kv_type: str = "F16",
    threads: int = 0,
    progress: Progress = silent,
) -> Perplexity:
    """Measure the perplexity of a model file on a text.

    Args:
        path: The model, a GGUF file.
        text: The text, of at least two tokens.
        window: Tokens of a window, a multiple of 256.
        stride: Tokens by which it moves, at least 1 and less than `window`.
        kv_type: Type of the keys and values that are kept; flash attention is used as the engine
            does, for all but F16.
        threads: Threads to compute with; 0 for the number of physical cores.
        progress: Shows how far it is.

    Raises:
        UsageError: If the text or the stride is too short, or a type is unknown.
        ModelFileError: If the file can't be loaded.
        EngineError: If llama.cpp can't make a context or evaluate.
    """
    if not 1 <= stride < window:
        raise UsageError(f"the stride must be 1 to {window - 1} tokens, not {stride}")
    model = load(path)
    tokens = Tokenizer(model)(text)
    if len(tokens) < 2:
        raise UsageError("the text for perplexity has fewer than two tokens", hint="take a longer")
    trained = max(_STEP, llama_cpp.llama_model_n_ctx_train(model.pointer) // _STEP * _STEP)
    if window > trained:
        window, stride = trained, min(stride, trained // 2)
    context = Context(
        model,
        sequences=1,
        window=window,
        batch=min(_STEP, window),
        threads=usable_threads(threads),
        flash_attention=kv_type != "F16",
        kv_type=kv_type,
    )
    opening = _opening(model)
    loss = 0.0
    try:
        with progress("Perplexity", total=len(tokens)) as update:
            for span in spans(len(tokens), window=window - len(opening), stride=stride):
                context.cut(0, 0)
                part = [*opening, *tokens[span.start : span.end]]
                loss += _loss(context, part, len(opening) + span.scored - span.start)
                update(span.end)
    finally:
        context.close()
    scored = len(tokens) - 1
    return Perplexity(
        tokens=len(tokens),
        scored=scored,
        perplexity=math.exp(loss / scored),
        bits_per_byte=loss / math.log(2) / len(text.encode("utf-8", "replace")),
        window=window,
        stride=stride,
    )


def _opening(model: Model) -> list[int]:
    """Return the token that begins every text, if the model's tokenizer puts one there."""
    vocabulary = llama_cpp.llama_model_get_vocab(model.pointer)
    if not llama_cpp.llama_vocab_get_add_bos(vocabulary):
        return []
    return [int(llama_cpp.llama_vocab_bos(vocabulary))]


def _loss(context: Context, tokens: Sequence[int], first: int) -> float:
    """Return the negative log-probability of the tokens from `first` on, given those before."""
    loss, last = 0.0, len(tokens) - 1
    for start in range(0, last, context.batch):
        part = tokens[start : min(start + context.batch, last)]
        rows = min(len(part), max(0, start + len(part) - (first - 1)))
        logits = context.decode([Feed(0, start, part, rows)])
        begin = start + len(part) - rows + 1
        loss += _surprise(logits, tokens[begin : begin + rows])
    return loss


def _surprise(logits: Logits, tokens: Sequence[int]) -> float:
    """Return the negative log-probability of one token for each row of logits."""
    if not len(tokens):
        return 0.0
    peaks = logits.max(axis=1)
    totals = np.log(np.exp(logits - peaks[:, None]).sum(axis=1, dtype=np.float64)) + peaks
    return float((totals - logits[np.arange(len(tokens)), np.asarray(tokens)]).sum())
