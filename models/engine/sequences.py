"""Which sequence holds which tokens, and how a new prompt gets most of its beginning for nothing.

A sequence keeps its prompt's state after the answer. A new prompt takes what it shares with any
sequence, busy ones included, or with a kept head, whichever leaves the least to do: in place, or as
a copy (about a hundredth of the time of computing it). A prompt that some sequence has computed
as a whole needs no computation: the logits after it are kept too, so samples of one prompt fork.

Only states of prompts are reused. A token that was evaluated alone, as a generated one is, can
have a state that differs in the last bit from the same token evaluated within a prompt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lottery_agent.models.engine.context import Context, Logits
from lottery_agent.models.engine.heads import Heads, State
from lottery_agent.models.engine.trie import PrefixTrie

_COPIED_PER_COMPUTED = 64
"""Tokens that are copied in the time in which one is computed. Measured: 100 to 200."""
_WORTH_WAITING = 16
"""Tokens that a prompt waits for, when they are being computed for another one."""
_MOVED_PER_BREAK = 512
"""Tokens that are moved in the time that a step loses by a gap between its sequences."""


@dataclass(slots=True, eq=False)
class Slot:
    """One sequence of the context.

    Attributes:
        number: Its id in the context, which changes when its content moves.
        tokens: The prompt that it holds, or will hold.
        length: Tokens that it holds, of the prompt and what came after.
        logits: What was computed after the last token of the prompt, once it is.
        mark: The state there, of a recurrent model, which can't go back to it otherwise.
    """

    number: int
    tokens: tuple[int, ...] = ()
    length: int = 0
    logits: Logits | None = None
    mark: State | None = None
    busy: bool = False
    used: int = 0

    @property
    def read(self) -> int:
        """How many tokens of the prompt it holds."""
        return min(self.length, len(self.tokens))


class Sequences:
    """Lends the sequences of a context.

    Args:
        context: Whose sequences.
        heads: States of static heads.
    """

    def __init__(self, context: Context, heads: Heads) -> None:
        self._context = context
        self._heads = heads
        self._slots = [Slot(number) for number in range(context.sequences)]
        self._trie: PrefixTrie[Slot] = PrefixTrie()
        self._clock = 0

    @property
    def free(self) -> int:
        """How many sequences can be lent now."""
        return sum(not slot.busy for slot in self._slots)

    def lend(self, tokens: tuple[int, ...], *, head: int) -> Slot | None:
        """Lend a free sequence that holds as much of a prompt as is there already.

        Args:
            tokens: The prompt.
            head: How many of its tokens are the static head.

        Returns:
            The sequence; None if the prompt had better wait, because another one that begins like
            it is being computed.
        """
        shared = self._trie.shared(tokens)
        source = max(shared, key=lambda slot: self._gain(slot, tokens, shared[slot]), default=None)
        reused = self._usable(source, tokens, shared[source]) if source is not None else 0
        state = self._heads.get(tokens[:head]) if reused < head else None
        if state is not None:
            reused = min(head, _most(tokens))
        coming = max((_coming(slot, tokens, common) for slot, common in shared.items()), default=0)
        if coming >= reused + _WORTH_WAITING:
            return None
        oldest = min((slot for slot in self._slots if not slot.busy), key=lambda slot: slot.used)
        if source is None or not reused or state is not None:
            return self._fill(oldest, tokens, state, reused, None)
        logits = source.logits if reused == len(tokens) else None
        if source is oldest or (not source.busy and 2 * reused >= source.read):
            return self._continue(source, tokens, reused, logits)
        return self._fill(oldest, tokens, self._context.save(source.number), reused, logits)

    def has_head(self, head: tuple[int, ...]) -> bool:
        """Tell whether a head's state is kept."""
        return self._heads.get(head) is not None

    def keep_head(self, slot: Slot) -> None:
        """Keep the state of a head that a sequence holds, and nothing else."""
        self._heads.put(slot.tokens[: slot.length], self._context.save(slot.number))

    def cut(self, slot: Slot, length: int) -> None:
        """Forget what a sequence holds from a position on."""
        if length < slot.length:
            self._cut(slot, length)

    def mark(self, slot: Slot) -> None:
        """Make sure that a sequence can be cut to its prompt, which it now holds as a whole."""
        if self._context.recurrent:
            slot.mark = self._context.save(slot.number)

    def give_back(self, slot: Slot, *, clean: bool = True) -> None:
        """End a loan.

        Args:
            slot: The sequence.
            clean: Whether its content is as it should be.
        """
        self._clock += 1
        slot.busy, slot.used = False, self._clock
        if not clean or not self._cut(slot, slot.read):
            self._empty(slot)

    def arrange(self, slots: Sequence[Slot]) -> None:
        """Move sequences side by side, if that costs less than it saves.

        llama.cpp evaluates sequences together only if their ids follow one another; a step over
        every second one takes two to three times as long.
        """
        numbers = sorted(slot.number for slot in slots)
        breaks = sum(after - before > 1 for before, after in pairwise(numbers))
        if not breaks:
            return
        starts = range(len(self._slots) - len(numbers) + 1)
        inside = {
            start: sum(start <= n < start + len(numbers) for n in numbers) for start in starts
        }
        first = max(starts, key=lambda start: inside[start])
        window = range(first, first + len(numbers))
        leaving = [self._slots[number] for number in window if number not in numbers]
        entering = [slot for slot in slots if slot.number not in window]
        if sum(slot.length for slot in (*leaving, *entering)) > _MOVED_PER_BREAK * breaks:
            return
        for one, other in zip(leaving, entering, strict=True):
            self._swap(one, other)

    def _continue(
        self, slot: Slot, tokens: tuple[int, ...], reused: int, logits: Logits | None
    ) -> Slot:
        """Lend a sequence with the beginning of what it holds."""
        if not self._cut(slot, reused):
            logits = None
        return self._assign(slot, tokens, logits)

    def _fill(
        self,
        slot: Slot,
        tokens: tuple[int, ...],
        state: State | None,
        reused: int,
        logits: Logits | None,
    ) -> Slot:
        """Lend a sequence with the beginning of a state."""
        self._empty(slot)
        if state is not None:
            self._context.restore(slot.number, state)
            if not self._cut(slot, reused):
                logits = None
        return self._assign(slot, tokens, logits)

    def _assign(self, slot: Slot, tokens: tuple[int, ...], logits: Logits | None) -> Slot:
        self._trie.remove(slot.tokens, slot)
        if tokens != slot.tokens:
            slot.mark = None
        slot.tokens, slot.logits, slot.busy = tokens, logits, True
        self._trie.insert(tokens, slot)
        return slot

    def _empty(self, slot: Slot) -> None:
        self._trie.remove(slot.tokens, slot)
        self._context.cut(slot.number, 0)
        slot.tokens, slot.length, slot.logits, slot.mark = (), 0, None, None

    def _swap(self, one: Slot, other: Slot) -> None:
        states = [self._context.save(slot.number) if slot.length else None for slot in (one, other)]
        one.number, other.number = other.number, one.number
        for slot, state in zip((one, other), states, strict=True):
            self._slots[slot.number] = slot
            self._context.cut(slot.number, 0)
            if state is not None:
                self._context.restore(slot.number, state)

    def _cut(self, slot: Slot, length: int) -> bool:
        """Cut a sequence; tell whether it worked, else it holds nothing."""
        slot.length = length
        if self._context.cut(slot.number, length):
            return True
        self._context.cut(slot.number, 0)
        if slot.mark is not None and length == len(slot.tokens):
            self._context.restore(slot.number, slot.mark)
            return True
        slot.length = 0
        return False

    def _gain(self, slot: Slot, tokens: tuple[int, ...], common: int) -> float:
        """Return how many tokens need not be computed, less what a copy costs."""
        usable = self._usable(slot, tokens, common)
        return usable - slot.length / _COPIED_PER_COMPUTED if slot.busy else usable

    def _usable(self, slot: Slot, tokens: tuple[int, ...], common: int) -> int:
        """Return how many tokens of a prompt can be taken from a sequence now."""
        if self._context.recurrent and (
            slot.busy or slot.mark is None or common < len(slot.tokens)
        ):
            return 0
        if common == len(tokens) == len(slot.tokens) and slot.logits is not None:
            return common
        if len(slot.tokens) == 1:  # it was evaluated alone
            return 0
        return min(common, slot.read, _most(tokens))


def _most(tokens: tuple[int, ...]) -> int:
    """Return how much of a prompt can be reused: its last token's logits must be computed.

    Two tokens are, because one alone is computed in another way.
    """
    return max(0, len(tokens) - 2)


def _coming(slot: Slot, tokens: tuple[int, ...], common: int) -> int:
    """Return how many tokens of a prompt a sequence will hold once its own prompt is computed."""
    if not slot.busy or slot.read == len(slot.tokens):
        return 0
    return common if common == len(tokens) == len(slot.tokens) else min(common, _most(tokens))
