"""The recipe of an adapter: one small TOML file that settles everything but the folders."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from lottery_agent.errors import UsageError

DEFAULT = "wide.toml"
"""The package's own recipe."""

RECIPE = "recipe.toml"
"""The recipe's file in the folder of a run."""

PREDECESSOR = "predecessor.json"
"""What a run's folder keeps about the adapter that the run began with, if it did."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an adapter is made."""

    name: str
    """Name of the adapter."""
    seed: int
    """Seed of everything that is drawn."""
    examples: int
    """Training examples to build."""
    held_out: int
    """Evaluation examples to build for each kind of template split."""
    shares: Mapping[str, float]
    """Share of the examples by kind of generator; normalised."""
    unseen_words: float
    """Share of the vocabulary that only evaluation uses."""
    unseen_templates: tuple[str, ...]
    """Templates that only evaluation uses."""
    rank: int
    """Rank of the LoRA pairs."""
    alpha: float
    """Scale of the pairs before division by the rank."""
    rate: float
    """Highest learning rate."""
    warmup: int
    """Steps until the highest rate."""
    decay: float
    """Share of the run, at its end, in which the rate falls to zero."""
    batch_tokens: int
    """Rows of a batch, padding included."""
    group_tokens: int
    """Rows of a group of examples of one agent with similar lengths."""
    text: str = ""
    """The file's text, kept with each run."""


def load_recipe(path: Path | None = None) -> Recipe:
    """Load a recipe; the package's own without a path.

    Raises:
        UsageError: If the file can't be read or misses a key.
    """
    try:
        text = (
            path.read_text("utf-8")
            if path is not None
            else files("lottery_agent.models.training").joinpath(DEFAULT).read_text("utf-8")
        )
        table = tomllib.loads(text)
        table["unseen_templates"] = tuple(table["unseen_templates"])
        return Recipe(**table, text=text)
    except (OSError, UnicodeError) as error:
        raise UsageError(f"the recipe {path} can't be read: {error}") from error
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path or DEFAULT} is no recipe: {error}", hint=f"compare it with {DEFAULT}"
        ) from error
