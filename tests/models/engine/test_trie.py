"""The trie of prompts, against a scan over all of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.models.engine.trie import PrefixTrie

Tokens = tuple[int, ...]

few = st.lists(st.integers(0, 2), max_size=6).map(tuple)
"""Few different tokens, so that beginnings are often shared."""
changes = st.lists(st.tuples(st.integers(0, 4), st.none() | few), max_size=20)
"""A key, and what it holds from then on; None to take it away."""


def common(one: Tokens, other: Tokens) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length


def scan(held: dict[int, Tokens], tokens: Tokens) -> dict[int, int]:
    lengths = {key: common(other, tokens) for key, other in held.items()}
    return {key: length for key, length in lengths.items() if length}


@given(changes, st.lists(few, min_size=1, max_size=5))
def test_equals_a_scan(changed: list[tuple[int, Tokens | None]], asked: list[Tokens]) -> None:
    trie: PrefixTrie[int] = PrefixTrie()
    held: dict[int, Tokens] = {}
    for key, tokens in changed:
        if key in held:
            trie.remove(held.pop(key), key)
        if tokens is not None:
            trie.insert(tokens, key)
            held[key] = tokens
        for other in asked:
            assert trie.shared(other) == scan(held, other)
    for tokens in held.values():
        assert trie.shared(tokens) == scan(held, tokens)


@given(changes)
def test_what_is_taken_away_leaves_nothing(changed: list[tuple[int, Tokens | None]]) -> None:
    trie: PrefixTrie[int] = PrefixTrie()
    for key, (_, tokens) in enumerate(changed):
        trie.insert(tokens or (), key)
    for key, (_, tokens) in enumerate(changed):
        trie.remove(tokens or (), key)
    empty = trie._root
    assert (empty.keys, empty.children) == (set(), {})


def test_removing_what_is_not_there() -> None:
    trie: PrefixTrie[str] = PrefixTrie()
    trie.insert((1, 2, 3), "a")
    trie.remove((1, 2, 3), "b")
    trie.remove((1, 5), "b")
    assert trie.shared((1, 2, 4)) == {"a": 2}


def test_a_long_prompt() -> None:
    trie: PrefixTrie[str] = PrefixTrie()
    long = tuple(range(20_000))
    trie.insert(long, "a")
    assert trie.shared((*long[:15_000], -1)) == {"a": 15_000}
    trie.remove(long, "a")
    assert trie.shared(long) == {}
