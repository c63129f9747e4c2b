"""A trie over token ids: who holds how much of a prompt's beginning."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(slots=True)
class _Node(Generic[Key]):
    """A run of tokens: who has it, and how it goes on."""

    keys: set[Key] = field(default_factory=set)
    children: dict[int, _Node[Key]] = field(default_factory=dict)


class PrefixTrie(Generic[Key]):
    """Finds common beginnings of a token sequence and many others in one walk."""

    def __init__(self) -> None:
        self._root: _Node[Key] = _Node()

    def insert(self, tokens: Sequence[int], key: Key) -> None:
        """Add a sequence under a key that holds no other."""
        node = self._root
        node.keys.add(key)
        for token in tokens:
            node = node.children.setdefault(token, _Node())
            node.keys.add(key)

    def remove(self, tokens: Sequence[int], key: Key) -> None:
        """Take a sequence away again. Nothing happens if it is not there."""
        node = self._root
        node.keys.discard(key)
        for token in tokens:
            child = node.children.get(token)
            if child is None:
                return
            child.keys.discard(key)
            if not child.keys:
                del node.children[token]
                return
            node = child

    def shared(self, tokens: Sequence[int]) -> dict[Key, int]:
        """Return how many first tokens each key has in common with a sequence.

        Keys with none are left out.
        """
        lengths: dict[Key, int] = {}
        node = self._root
        for length, token in enumerate(tokens):
            child = node.children.get(token)
            if length and (child is None or len(child.keys) < len(node.keys)):
                left = node.keys if child is None else node.keys - child.keys
                lengths.update(dict.fromkeys(left, length))
            if child is None:
                return lengths
            node = child
        lengths.update(dict.fromkeys(node.keys if tokens else (), len(tokens)))
        return lengths
