"""Sequences: whatever a prompt takes over, its logits are those of computing all of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from lottery_agent.models.engine import library
from lottery_agent.models.engine.context import Context, Feed, Logits
from lottery_agent.models.engine.heads import Heads
from lottery_agent.models.engine.processor import PROCESSOR
from lottery_agent.models.engine.sequences import Sequences, Slot

Tokens = tuple[int, ...]
COUNT = 6


def words(seed: int, length: int) -> Tokens:
    return tuple(np.random.default_rng(seed).integers(3, 250, length).tolist())


class Bench:
    """A context, its sequences, and how much was computed."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.heads = Heads()
        self.sequences = Sequences(context, self.heads)
        self.computed = 0

    def lend(self, tokens: Tokens, head: int = 0) -> Slot:
        slot = self.sequences.lend(tokens, head=head)
        assert slot is not None
        return slot

    def read(self, slot: Slot, end: int | None = None) -> Logits:
        """Evaluate a sequence's prompt up to an end, and return the logits after it."""
        end = len(slot.tokens) if end is None else end
        if slot.length == len(slot.tokens) and slot.logits is not None:
            return slot.logits
        feed = Feed(slot.number, slot.length, slot.tokens[slot.length : end], 1)
        logits = self.context.decode([feed])[0].copy()
        self.computed += len(feed.tokens)
        slot.length = end
        if end == len(slot.tokens):
            slot.logits = logits
            self.sequences.mark(slot)
        return logits

    def write(self, slot: Slot, tokens: Tokens) -> Logits:
        """Evaluate tokens of an answer, one at a time."""
        for token in tokens:
            feed = Feed(slot.number, slot.length, [token], 1)
            logits = self.context.decode([feed])[0].copy()
            slot.length += 1
        return logits


@pytest.fixture(scope="module")
def model(tiny_q8: Path) -> library.Model:
    return PROCESSOR.call(lambda: library.load(tiny_q8))


@pytest.fixture
def bench(model: library.Model) -> Iterator[Bench]:
    context = Context(model, sequences=COUNT, window=512, batch=256, threads=1)
    yield Bench(context)
    context.close()


def cold(model: library.Model, tokens: Tokens, answer: Tokens = ()) -> Logits:
    """Return the logits after a prompt and an answer, computed in an empty context."""
    context = Context(model, sequences=1, window=512, batch=256, threads=1)
    try:
        bench = Bench(context)
        slot = bench.lend(tokens)
        logits = bench.read(slot)
        return bench.write(slot, answer) if answer else logits
    finally:
        context.close()


def test_a_prompt_continues_in_place(bench: Bench, model: library.Model) -> None:
    first = words(1, 80)
    slot = bench.lend(first)
    bench.read(slot)
    bench.write(slot, (7, 8, 9))
    bench.sequences.give_back(slot)
    longer = first[:70] + words(2, 30)
    again = bench.lend(longer)
    assert again is slot, "nothing was copied"
    assert again.length == 70
    assert np.array_equal(bench.read(again), cold(model, longer))


def test_an_answer_is_not_reused(bench: Bench, model: library.Model) -> None:
    """Its tokens were evaluated one at a time, which may give other bits."""
    first = words(1, 40)
    slot = bench.lend(first)
    bench.read(slot)
    bench.write(slot, (7, 8, 9))
    bench.sequences.give_back(slot)
    longer = (*first, 7, 8, 9, 10, 11)
    again = bench.lend(longer)
    assert again.length == 40
    assert np.array_equal(bench.read(again), cold(model, longer))


def test_a_busy_sequence_is_copied(bench: Bench, model: library.Model) -> None:
    first = words(1, 80)
    busy = bench.lend(first)
    bench.read(busy)
    bench.write(busy, (7, 8))
    other = first[:60] + words(2, 20)
    slot = bench.lend(other)
    assert slot is not busy
    assert slot.length == 60
    assert np.array_equal(bench.read(slot), cold(model, other))
    assert np.array_equal(bench.write(busy, (9,)), cold(model, first, (7, 8, 9)))


def test_a_sequence_with_much_more_is_copied_and_kept(bench: Bench) -> None:
    long = bench.lend(words(1, 200))
    bench.read(long)
    bench.sequences.give_back(long)
    slot = bench.lend(words(1, 200)[:50] + words(2, 20))
    assert slot is not long
    assert (slot.length, long.length) == (50, 200)


def test_samples_of_one_prompt_fork(bench: Bench, model: library.Model) -> None:
    prompt = words(1, 90)
    slots = [bench.lend(prompt)]
    bench.read(slots[0])
    for _ in range(COUNT - 1):
        slot = bench.lend(prompt)
        assert slot.length == len(prompt)
        assert slot.logits is not None
        slots.append(slot)
    assert bench.computed == len(prompt)
    assert bench.sequences.free == 0
    for number, slot in enumerate(slots):
        answer = (10 + number, 20 + number)
        assert np.array_equal(bench.write(slot, answer), cold(model, prompt, answer))


def test_a_kept_head_is_restored(bench: Bench, model: library.Model) -> None:
    head = words(1, 100)
    slot = bench.lend(head + words(2, 20), head=100)
    bench.read(slot, 100)
    bench.sequences.keep_head(slot)
    bench.read(slot)
    bench.sequences.give_back(slot)
    for number in range(COUNT):  # other prompts take every sequence
        other = bench.lend(words(10 + number, 30))
        bench.read(other)
        bench.sequences.give_back(other)
    prompt = head + words(3, 25)
    restored = bench.lend(prompt, head=100)
    assert restored.length == 100
    assert np.array_equal(bench.read(restored), cold(model, prompt))


def test_the_last_two_tokens_are_always_computed(bench: Bench, model: library.Model) -> None:
    prompt = words(1, 60)
    slot = bench.lend(prompt)
    bench.read(slot)
    bench.sequences.give_back(slot)
    shorter = bench.lend(prompt[:40])
    assert shorter.length == 38, "the logits after its end were never computed"
    assert np.array_equal(bench.read(shorter), cold(model, prompt[:40]))


def test_a_prompt_waits_for_one_that_is_being_computed(bench: Bench) -> None:
    common = words(1, 60)
    first = bench.lend(common + words(2, 20))
    assert bench.sequences.lend(common + words(3, 20), head=0) is None
    assert bench.sequences.lend(words(4, 20), head=0) is not None, "others need not"
    assert bench.sequences.lend(common[:10] + words(5, 9), head=0) is not None, "nor for a little"
    bench.read(first, 70)
    second = bench.lend(common + words(3, 20))
    assert second.length == 60
    same = bench.sequences.lend(common + words(2, 20), head=0)
    assert same is not None, "what is left is less than is worth waiting for"


def test_a_prompt_does_not_wait_for_one_that_has_left(bench: Bench) -> None:
    common = words(1, 60)
    first = bench.lend(common + words(2, 20))
    bench.sequences.give_back(first)
    assert bench.lend(common + words(3, 20)).length == 0


def test_the_sequence_that_was_used_least_recently_is_taken(bench: Bench) -> None:
    slots = []
    for number in range(COUNT):
        slot = bench.lend(words(number, 30))
        bench.read(slot)
        bench.sequences.give_back(slot)
        slots.append(slot)
    assert bench.lend(words(0, 30) + (5,) * 9) is slots[0]
    assert bench.lend(words(50, 30)) is slots[1]


def test_what_failed_is_not_reused(bench: Bench) -> None:
    slot = bench.lend(words(1, 60))
    bench.read(slot)
    bench.sequences.give_back(slot, clean=False)
    assert bench.lend(words(1, 60)).length == 0


@pytest.mark.parametrize("chosen", [(0, 2), (1, 3, 5), (0, 1, 4, 5), (0, 5), (2, 3), (4,)])
def test_moved_sequences_keep_their_contents(
    bench: Bench, model: library.Model, chosen: tuple[int, ...]
) -> None:
    prompts = [words(number, 20 + number) for number in range(COUNT - 1)]
    slots = [bench.lend(prompt) for prompt in prompts]
    for slot in slots:
        bench.read(slot)
    idle = bench.lend(words(99, 20))  # the last one stays empty
    group = [(*slots, idle)[number] for number in chosen]
    bench.sequences.arrange(group)
    numbers = sorted(slot.number for slot in group)
    assert numbers == list(range(numbers[0], numbers[0] + len(group))), "side by side"
    assert sorted(slot.number for slot in (*slots, idle)) == list(range(COUNT))
    assert bench.sequences._slots == sorted((*slots, idle), key=lambda slot: slot.number)
    feeds = [Feed(slot.number, slot.length, [7], 1) for slot in slots]
    logits = bench.context.decode(sorted(feeds, key=lambda feed: feed.sequence))
    for slot, row in zip(sorted(slots, key=lambda slot: slot.number), logits, strict=True):
        assert np.array_equal(row, cold(model, slot.tokens, (7,)))


def test_long_sequences_are_not_moved_for_a_small_gap(bench: Bench) -> None:
    slots = [bench.lend(words(number, 240)) for number in range(3)]
    for slot in slots:
        bench.read(slot)
        bench.write(slot, (5,) * 100)
    bench.sequences.arrange([slots[0], slots[2]])
    assert [slot.number for slot in slots] == [0, 1, 2]
