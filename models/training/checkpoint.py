"""The checkpoint of a run: its weights, how far it has come, and what it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from lottery_agent.errors import UsageError
from lottery_agent.models.training.base import Llama
from lottery_agent.models.training.recipe import Recipe
from lottery_agent.models.zoo import hashes, sha256_of
from lottery_agent.replacing import replacing

_OTHER = {"recipe": "another recipe", "base": "another base", "examples": "other examples"}
"""What is said of each part of `made_of` that has changed."""


@dataclass(slots=True)
class State:
    """Where a run stands.

    Attributes:
        step: Steps that are done.
        seconds: How long they took.
        fall_from: The step at which the rate begins to fall, once it is known.
        end: The last step, once it is known.
        hardware: What it ran on, each machine once; checkpoints did not always hold it.
    """

    step: int = 0
    seconds: float = 0.0
    fall_from: int | None = None
    end: int | None = None
    hardware: list[str] = field(default_factory=list)


def made_of(recipe: Recipe, base: Path, examples: Path) -> dict[str, str]:
    """Return what a run is made of: the recipe's text, and the SHA-256 of the two files.

    Raises:
        UsageError: If a file can't be read.
    """
    try:
        return {
            "recipe": recipe.text,
            "base": sha256_of(base),
            "examples": hashes.compute(examples),
        }
    except OSError as error:
        raise UsageError(f"{str(error.filename)!r} can't be read: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a run has saved.

    Attributes:
        path: Its file.
        model: The pairs by the names of their parameters.
        optimizer: The state of the optimizer.
        state: Where the run stands.
        made_of: What the run is made of (see `made_of`); checkpoints did not always hold it.
    """

    path: Path
    model: Mapping[str, Tensor]
    optimizer: dict[str, Any]
    state: State
    made_of: Mapping[str, str]

    def save(self) -> None:
        """Write the file; it replaces the last one when it is complete."""
        saved = {
            "model": dict(self.model),
            "optimizer": self.optimizer,
            "state": asdict(self.state),
            "made_of": dict(self.made_of),
        }
        with replacing(self.path) as partial:
            torch.save(saved, partial)

    def check(self, made_of: Mapping[str, str]) -> None:
        """Check that the run is made of the same; what the file does not hold is not compared.

        Raises:
            UsageError: If it was not.
        """
        for name, value in made_of.items():
            if self.made_of.get(name, value) != value:
                raise UsageError(
                    f"{str(self.path)!r} was made with {_OTHER[name]}",
                    hint="put back what it began with, or begin another run",
                )

    def give(self, model: Llama) -> None:
        """Give a model the pairs.

        Raises:
            UsageError: If the model is of another shape or rank.
        """
        try:
            model.load_state_dict(self.model)
        except RuntimeError:
            raise UsageError(
                f"{str(self.path)!r} does not fit the base with rank {model.rank}",
                hint="use the base and the recipe of the run",
            ) from None


def read(path: Path, device: str | torch.device = "cpu") -> Checkpoint:
    """Read a checkpoint.

    Args:
        path: Its file.
        device: Where its tensors go.

    Raises:
        UsageError: If it is missing or damaged.
    """
    try:
        saved = torch.load(path, map_location=device, weights_only=True)
        return Checkpoint(
            path,
            saved["model"],
            saved["optimizer"],
            State(**saved["state"]),
            saved.get("made_of", {}),
        )
    except FileNotFoundError:
        raise UsageError(f"there is no {str(path)!r}", hint="run `lottery train fit`") from None
    except Exception as error:  # a damaged file fails in any way that unpickling can
        reason = " ".join(str(error).split())[:200]
        raise UsageError(f"{str(path)!r} is no checkpoint: {reason}") from error
