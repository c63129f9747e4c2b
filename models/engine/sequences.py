"""Who uses which sequence, and what the idle ones still hold.

A sequence keeps its prompt's state after the answer, so the next request with the same beginning
continues there at no cost. Heads are also kept outside of the sequences: saving and restoring one
takes half a millisecond for 240 tokens of the default model (copying a whole stream inside
llama.cpp takes ten), and needs no spare sequences.

Only states of prompts are reused. A token that was evaluated alone, as a generated one is, can
have a state that differs in the last bit from the same token evaluated within a prompt.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lottery_agent.models.engine.context import Context

_HEAD_BYTES = 256 * 2**20


@dataclass(slots=True)
class _Slot:
    """One sequence: the prompt tokens that it holds, and when it was last used."""

    held: tuple[int, ...] = ()
    busy: bool = False
    used: int = 0


class Sequences:
    """Lends the sequences of a context, the one with the longest useful beginning first.

    Args:
        context: Whose sequences.
        head_bytes: Most memory for kept heads.
    """

    def __init__(self, context: Context, *, head_bytes: int = _HEAD_BYTES) -> None:
        self._context = context
        self._slots = [_Slot() for _ in range(context.sequences)]
        self._clock = 0
        self._heads: OrderedDict[tuple[int, ...], NDArray[np.uint8]] = OrderedDict()
        self._head_bytes = head_bytes

    @property
    def free(self) -> int:
        """How many sequences can be lent now."""
        return sum(not slot.busy for slot in self._slots)

    def holds(self, head: tuple[int, ...]) -> bool:
        """Tell whether a head needs no computation: it is kept, or a free sequence holds it."""
        return head in self._heads or any(
            not slot.busy and slot.held[: len(head)] == head for slot in self._slots
        )

    def keeps(self, head: tuple[int, ...]) -> bool:
        """Tell whether a head is kept outside of the sequences."""
        return head in self._heads

    def lend(self, tokens: Sequence[int], *, head: int, most: int) -> tuple[int, int]:
        """Lend a free sequence.

        Args:
            tokens: The prompt that it is for.
            head: How many of them are the head.
            most: How many of them may be reused.

        Returns:
            The sequence, and how many tokens of the prompt it holds (and nothing else).
        """
        free = [number for number, slot in enumerate(self._slots) if not slot.busy]
        shared = {number: _common(self._slots[number].held, tokens) for number in free}
        number = max(free, key=lambda n: (shared[n], -self._slots[n].used))
        reused = shared[number]
        state = self._heads.get(tuple(tokens[:head]))
        if state is not None and reused < head:
            number = min(free, key=lambda n: self._slots[n].used)
            self._slots[number].held = ()
            self._context.restore(number, state)
            self._heads.move_to_end(tuple(tokens[:head]))
            reused = head
        reused = min(reused, most)
        if not self._context.cut(number, reused):
            self._context.cut(number, 0)
            reused = 0
        slot = self._slots[number]
        slot.busy, slot.held = True, ()
        return number, reused

    def keep(self, sequence: int, head: tuple[int, ...]) -> None:
        """Keep a head that a sequence holds, and nothing else, for later requests."""
        self._heads[head] = self._context.save(sequence)
        while len(self._heads) > 1 and sum(s.size for s in self._heads.values()) > self._head_bytes:
            self._heads.popitem(last=False)

    def give_back(self, sequence: int, held: tuple[int, ...]) -> None:
        """End a loan.

        Args:
            sequence: The sequence.
            held: Prompt tokens at its beginning that were evaluated; empty if that is not sure.
        """
        self._clock += 1
        self._slots[sequence] = _Slot(held, busy=False, used=self._clock)


def _common(held: Sequence[int], tokens: Sequence[int]) -> int:
    """Return the length of the common beginning."""
    length = 0
    for one, other in zip(held, tokens, strict=False):
        if one != other:
            break
        length += 1
    return length
