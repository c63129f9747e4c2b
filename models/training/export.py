"""Writes trained pairs as a GGUF adapter: what the forge merges into the base."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch

from lottery_agent.models.forge import write_adapter
from lottery_agent.models.training import checkpoint
from lottery_agent.models.training.averaging import average
from lottery_agent.models.training.base import Llama, LoraLinear
from lottery_agent.models.training.base import read as read_base
from lottery_agent.models.training.checkpoint import State, made_of
from lottery_agent.models.training.recipe import CHECKPOINT, Recipe

ADAPTER = "adapter.gguf"


def load(run: Path, base: Path, recipe: Recipe) -> tuple[Llama, State]:
    """Return the base with the pairs of a run's last checkpoint, in single precision.

    Raises:
        UsageError: If the checkpoint is missing, damaged, or of another recipe or base, or the run
            has other examples by now.
    """
    saved = checkpoint.read(run / CHECKPOINT)
    if saved.made_of:
        saved.check(made_of(recipe, base, run / "train.jsonl"))
    model = read_base(base, rank=recipe.rank, alpha=recipe.alpha, dtype=torch.float32)
    saved.give(model)
    return model, saved.state


def export(
    run: Path, base: Path, recipe: Recipe, folder: Path, *, averaged: Sequence[Path] = ()
) -> Path:
    """Write the adapter of a run's last checkpoint. Equal checkpoints give equal files.

    Args:
        run: Folder of the run.
        base: GGUF file of the base.
        recipe: The recipe of the run.
        folder: Where the adapter goes.
        averaged: Adapters that it began with, whose mean with the checkpoint is written.

    Returns:
        The adapter's file.

    Raises:
        UsageError: If the run has no checkpoint that fits, or did not begin with such an adapter.
        ModelFileError: If such an adapter can't be read.
    """
    model, state = load(run, base, recipe)
    if averaged:
        average(model, averaged, base, run)
    pairs = {
        f"{name}.weight": (down.numpy(), up.numpy())
        for layer in model.modules()
        if isinstance(layer, LoraLinear)
        for name, down, up in layer.pairs()
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ADAPTER
    write_adapter(
        path,
        pairs,
        alpha=recipe.alpha,
        base=base,
        name=f"{recipe.name} adapter",
        metadata={
            "lottery.seed": recipe.seed,
            "lottery.steps": state.step,
            "lottery.hardware": ", then ".join(state.hardware),
        },
    )
    return path
