"""Draws sentences as the decoder would: any token that the mask allows, chosen at random."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from lottery_agent.toolbox.sandbox import Sandbox

Draw = Callable[[str, random.Random, int, str], str | None]


@pytest.fixture(scope="session")
def draw_sentence() -> Draw:
    """Return a function of grammar, generator, length and closing signs: a sentence or None.

    Tokens are bytes, so every character that the grammar allows can occur. Bytes of the grammar's
    own keywords are preferred, else hardly a sentence would ever end; past the length, the sentence
    ends as soon as it may, led there by the first of the closing signs that is allowed, and far
    past it there is none.
    """
    import llguidance
    import llguidance.numpy as masks

    vocabulary = llguidance.LLTokenizer("byte")
    usual = frozenset(b'abcxyz_ ()~&|=!,?<>-\nalsome"[]0123456789')

    def draw(text: str, rng: random.Random, length: int, closing: str) -> str | None:
        grammar = llguidance.LLMatcher.grammar_from_lark(text)
        assert not llguidance.LLMatcher.validate_grammar(grammar)
        matcher: Any = llguidance.LLMatcher(vocabulary, grammar)
        mask = masks.allocate_token_bitmask(1, vocabulary.vocab_size)
        written = bytearray()
        while len(written) < 3 * length + 60:
            masks.fill_next_token_bitmask(matcher, mask)
            bits = np.unpackbits(mask[0].view(np.uint8), bitorder="little")
            allowed = [int(i) for i in np.flatnonzero(bits[: vocabulary.vocab_size])]
            may_end = matcher.is_accepting()
            if matcher.is_stopped() or (may_end and len(written) > length):
                return written.decode()
            tokens = [token for token in allowed if token < 256]
            if not tokens:
                return written.decode()
            preferred = [token for token in tokens if token in usual]
            some = preferred if preferred and rng.random() < 0.97 else tokens
            ends = [ord(sign) for sign in closing if ord(sign) in tokens]
            token = ends[0] if ends and len(written) > length else rng.choice(some)
            assert matcher.consume_token(token), matcher.get_error()
            written.append(token)
        return None

    return draw


@pytest.fixture(scope="session")
def tools() -> Iterator[Sandbox]:
    """A sandbox with the real tools."""
    with Sandbox() as sandbox:
        yield sandbox
