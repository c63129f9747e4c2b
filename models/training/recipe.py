"""The recipe of an adapter: one small TOML file that settles everything but the folders."""

from __future__ import annotations

import reprlib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from math import inf
from pathlib import Path
from typing import TypeGuard

from lottery_agent.errors import UsageError

DEFAULT = "wide.toml"
"""The package's own recipe."""

RECIPE = "recipe.toml"
"""The recipe's file in the folder of a run."""

CHECKPOINT = "checkpoint.pt"
"""What a run's folder holds as soon as its training has begun."""

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
    """Share of the vocabulary that is drawn for evaluation only."""
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


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < inf


def _is_count(value: object) -> bool:
    return _is_whole(value) and value > 0


def _is_positive(value: object) -> bool:
    return _is_number(value) and value > 0


def _is_shares(value: object) -> bool:
    return (
        isinstance(value, dict)
        and all(_is_number(share) and share >= 0 for share in value.values())
        and any(value.values())
    )


_COUNT = (_is_count, "a whole number above 0")
_POSITIVE = (_is_positive, "a number above 0")

_WANTED: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "name": (lambda value: isinstance(value, str) and value != "", "a text"),
    "seed": (
        lambda value: _is_whole(value) and 0 <= value < 2**63,
        "a whole number from 0 to 2^63 - 1",
    ),
    "examples": _COUNT,
    "held_out": _COUNT,
    "shares": (_is_shares, "a table of numbers of which one is above 0 and none below"),
    "unseen_words": (
        lambda value: _is_number(value) and 0 < value < 1,
        "a number between 0 and 1",
    ),
    "unseen_templates": (
        lambda value: isinstance(value, list) and all(isinstance(name, str) for name in value),
        "a list of texts",
    ),
    "rank": _COUNT,
    "alpha": _POSITIVE,
    "rate": _POSITIVE,
    "warmup": _COUNT,
    "decay": (lambda value: _is_number(value) and 0 <= value < 1, "a number from 0 to below 1"),
    "batch_tokens": _COUNT,
    "group_tokens": _COUNT,
}
"""What each key of a recipe must hold."""


def load_recipe(path: Path | None = None) -> Recipe:
    """Load a recipe; the package's own without a path.

    Raises:
        UsageError: If the file can't be read, misses a key, has one that is unknown, or a value
            that can't be used.
    """
    try:
        text = (
            path.read_text("utf-8")
            if path is not None
            else files("lottery_agent.models.training").joinpath(DEFAULT).read_text("utf-8")
        )
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _no_recipe(path, str(error)) from error
    except (OSError, UnicodeError) as error:
        raise UsageError(f"the recipe {path} can't be read: {error}") from error
    if unknown := [name for name in table if name not in _WANTED]:
        raise _no_recipe(path, f"there is no key {unknown[0]!r}")
    if missing := [name for name in _WANTED if name not in table]:
        raise _no_recipe(path, f"it has no {missing[0]!r}")
    for name, (fits, wanted) in _WANTED.items():
        if not fits(table[name]):
            value = reprlib.repr(table[name])
            raise _no_recipe(path, f"{name} must be {wanted}, not {value}")
    table["unseen_templates"] = tuple(table["unseen_templates"])
    return Recipe(**table, text=text)


def _no_recipe(path: Path | None, reason: str) -> UsageError:
    return UsageError(
        f"{path or DEFAULT} is no recipe: {reason}", hint=f"compare it with {DEFAULT}"
    )
