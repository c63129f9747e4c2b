"""Measures which inputs of each matrix matter, for the forge to quantise by.

An error of a weight counts as much as the square of what it is multiplied by. The mean squares of
the inputs, over the examples that the adapter was trained on, are llama.cpp's importance matrix
(`llama-imatrix`), and are written in its format. Every agent counts the same, however many examples
it has: weights that only a rare agent needs would else be rounded away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from torch import Tensor

from lottery_agent.models.forge.importance import FILE, write_importance
from lottery_agent.models.training.base import Group, Llama, LoraLinear
from lottery_agent.models.training.base import read as read_base
from lottery_agent.models.training.batches import collate, plan
from lottery_agent.models.training.export import ADAPTER
from lottery_agent.models.training.predecessor import give
from lottery_agent.models.training.recipe import Recipe
from lottery_agent.models.training.render import Example, read
from lottery_agent.progress import Progress, silent, track


def importance(
    run: Path,
    base: Path,
    recipe: Recipe,
    folder: Path,
    *,
    examples: int = 110,
    progress: Progress = silent,
) -> Path:
    """Write the importance matrix of a run's adapter.

    Args:
        run: Folder of the run.
        base: GGUF file of the base.
        recipe: The recipe of the run.
        folder: Where the adapter is, and where the file goes.
        examples: Training examples of each agent to measure on.
        progress: How to show the work.

    Raises:
        UsageError: If the run lacks a file, or the adapter is of another rank or scale.
        ModelFileError: If the adapter can't be read.
    """
    model = read_base(base, rank=recipe.rank, alpha=recipe.alpha, dtype=torch.float32)
    give(model, folder / ADAPTER)
    chosen = _chosen(read(run / "train.jsonl"), examples, Random(recipe.seed))  # noqa: S311
    sums = _Sums(model, chosen)
    batches = plan(
        chosen,
        group_tokens=recipe.group_tokens,
        batch_tokens=recipe.batch_tokens,
        rng=Random(recipe.seed),  # noqa: S311 - no secret
    )
    with torch.inference_mode(), sums.listening():
        for batch in track(batches, "Measuring what matters", progress=progress):
            groups = collate(chosen, batch)
            sums.weigh(groups, batch)
            model.rows(groups)
    write_importance(folder / FILE, sums.squares, examples=len(chosen))
    return folder / FILE


def _chosen(examples: Sequence[Example], count: int, rng: Random) -> list[Example]:
    """Draw as many examples of each head."""
    heads: defaultdict[tuple[int, ...], list[Example]] = defaultdict(list)
    for example in examples:
        heads[example.head].append(example)
    return [
        example for found in heads.values() for example in rng.sample(found, min(count, len(found)))
    ]


class _Sums:
    """Sums up the squares of the inputs of each matrix.

    Args:
        model: The model.
        examples: The examples that it is going to read.
    """

    def __init__(self, model: Llama, examples: Sequence[Example]) -> None:
        self.squares: dict[str, np.ndarray[Any, np.dtype[np.float32]]] = {}
        self._model = model
        self._examples = examples
        self._rows = torch.empty(0)
        self._tokens: defaultdict[tuple[int, ...], int] = defaultdict(int)
        for example in examples:
            self._tokens[example.head] += _length(example)

    def weigh(self, groups: Sequence[Group], batch: Sequence[Sequence[int]]) -> None:
        """Give each row of a batch its weight: all agents count the same, filling counts nothing.

        A head counts like one token: its first one has by far the largest inputs of all.
        """
        parts: list[Tensor] = []
        for group, indices in zip(groups, batch, strict=True):
            own = torch.zeros(group.tails.shape)
            for row, index in enumerate(indices):
                own[row, : _length(self._examples[index])] = 1
            each = 1 / self._tokens[self._examples[indices[0]].head]
            head = torch.full((len(group.head),), each / len(group.head))
            parts += [head, own.flatten() * each]
        self._rows = torch.cat(parts)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Add up what the matrices read while the block runs."""
        hooks = [
            module.register_forward_pre_hook(self._add)
            for module in self._model.modules()
            if isinstance(module, LoraLinear)
        ]
        try:
            yield
        finally:
            for hook in hooks:
                hook.remove()

    def _add(self, module: torch.nn.Module, inputs: tuple[Tensor]) -> None:
        assert isinstance(module, LoraLinear)  # noqa: S101 - as registered
        squares = (self._rows @ inputs[0].square()).numpy()
        for name in module.names:
            self.squares[f"{name}.weight"] = self.squares.get(f"{name}.weight", 0) + squares


def _length(example: Example) -> int:
    return len(example.tail) + len(example.target) - 1
