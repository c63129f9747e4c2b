from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.models.training.generators.voices import misspelt, voiced

WORDS = st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), min_size=1, max_size=8)


@given(WORDS, st.integers(), st.data())
def test_a_slip_leaves_the_words_that_are_copied(
    words: list[str], seed: int, data: st.DataObject
) -> None:
    kept = set(data.draw(st.lists(st.sampled_from(words))))
    written = misspelt(Random(seed), " ".join(words), kept).split()
    assert len(written) == len(words)
    changed = [(one, two) for one, two in zip(words, written, strict=True) if one != two]
    assert len(changed) <= 1
    assert not {one for one, _ in changed} & kept


@given(WORDS, st.integers())
def test_a_voice_keeps_the_words_in_their_order(words: list[str], seed: int) -> None:
    question = f"{' '.join(words)}?"
    said = voiced(Random(seed), question, kept=set(words))
    assert " ".join(words).lower() in said.lower()
    assert voiced(Random(seed), question, lower=True) == voiced(Random(seed), question).lower()
