"""Cuts examples into batches: groups of one head and similar lengths, mixed over the agents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from random import Random

import torch

from lottery_agent.models.training.base import Group
from lottery_agent.models.training.render import Example

IGNORED = -100
"""The target of a position that is not learnt."""


def plan(
    examples: Sequence[Example], *, group_tokens: int, batch_tokens: int, rng: Random
) -> list[list[list[int]]]:
    """Return batches of groups of indices; each example occurs once.

    Args:
        examples: The examples.
        group_tokens: Most rows of a group, filling included.
        batch_tokens: Rows after which a batch is full.
        rng: Decides the order.
    """
    heads: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for index, example in enumerate(examples):
        heads[example.head].append(index)
    groups: list[tuple[int, list[int]]] = []
    for head, indices in heads.items():
        size = {i: len(examples[i].tail) + len(examples[i].target) - 1 for i in indices}
        # A little noise keeps the same neighbours from always meeting.
        order = sorted(indices, key=lambda i: size[i] * rng.uniform(0.94, 1.06))
        current: list[int] = []
        for index in order:
            longest = max(size[i] for i in (*current, index))
            if current and longest * (len(current) + 1) > group_tokens:
                groups.append((len(head) + max(size[i] for i in current) * len(current), current))
                current = []
            current.append(index)
        groups.append((len(head) + max(size[i] for i in current) * len(current), current))
    rng.shuffle(groups)
    batches: list[list[list[int]]] = []
    filled = batch_tokens
    for rows, indices in groups:
        if filled + rows / 2 > batch_tokens:
            batches.append([])
            filled = 0
        batches[-1].append(indices)
        filled += rows
    return batches


def collate(examples: Sequence[Example], batch: Sequence[Sequence[int]]) -> list[Group]:
    """Return a batch as tensors."""
    groups = []
    for indices in batch:
        chosen = [examples[i] for i in indices]
        rows = [(*e.tail, *e.target) for e in chosen]
        longest = max(len(row) for row in rows) - 1
        tails = torch.zeros(len(rows), longest, dtype=torch.long)
        targets = torch.full((len(rows), longest), IGNORED, dtype=torch.long)
        for number, (row, example) in enumerate(zip(rows, chosen, strict=True)):
            ids = torch.tensor(row)
            tails[number, : len(row) - 1] = ids[:-1]
            start = len(example.tail) - 1
            targets[number, start : len(row) - 1] = ids[start + 1 :]
        groups.append(Group(torch.tensor(chosen[0].head), tails, targets))
    return groups
