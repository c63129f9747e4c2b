"""Tickets: what an agent runs, forged once per recipe and kept in the cache.

A ticket is a base, perhaps with an adapter merged in, in one fixed type. Its folder in the cache is
named by the hash of its recipe (hashes of base and adapter, type, version of the forge), so a
changed adapter or a newer forge makes a new ticket, and equal recipes share one.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import NotRequired, TypedDict

from lottery_agent.errors import ModelFileError, UsageError
from lottery_agent.models.forge.adapter import check_fits, read_adapter
from lottery_agent.models.forge.importance import FILE as IMPORTANCE
from lottery_agent.models.forge.merge import merge
from lottery_agent.models.forge.quantize import EXACT, TYPES, quantize
from lottery_agent.models.zoo.hashes import compute, sha256_of
from lottery_agent.models.zoo.header import read_header
from lottery_agent.models.zoo.workspace import workspace
from lottery_agent.progress import Progress
from lottery_agent.progress import task as bar
from lottery_agent.settings import cache_folder

FORGE = 1
"""Version of the forge: raised when the same recipe would give other bits."""

_CARD = "ticket.json"
_BYTES_PER_WEIGHT = 2.0


class _Recipe(TypedDict):
    """What decides a ticket's bits."""

    forge: int
    base: str
    adapter: str | None
    type: str
    importance: NotRequired[str]


class _Card(TypedDict):
    """What `ticket.json` holds."""

    recipe: _Recipe
    file: str
    sha256: str
    bytes: int


class Source(TypedDict):
    """What an engine is told of the file that it runs."""

    path: Path
    name: str
    type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """A model file that is ready to run."""

    name: str
    """The model's name, as the user gave it."""
    path: Path
    type: str
    """Type of the weights, like `Q8_0`."""
    sha256: str
    bytes: int
    adapter: str | None
    """SHA-256 of the adapter that is merged in, if one is."""

    @property
    def source(self) -> Source:
        """What an engine needs to know of it: `LlamaEngine(**ticket.source)`."""
        return {"path": self.path, "name": self.name, "type": self.type, "sha256": self.sha256}


def forge(
    base: Path,
    *,
    adapter: Path | None,
    type: str,
    name: str,
    progress: Progress = bar,
) -> Ticket:
    """Return the ticket for a recipe, making it if the cache does not hold it.

    Args:
        base: The base model, a GGUF file.
        adapter: A LoRA adapter in GGUF to merge in, or None. An importance matrix beside it
            decides how coarse types round.
        type: Type of the ticket's weights, one of `forge.TYPES`.
        name: The model's name, for the ticket and its file.
        progress: How to show the work.

    Raises:
        UsageError: If the type is unknown.
        ModelFileError: If a file is missing, damaged or does not fit, or the cache can't be
            written to.
    """
    if type not in TYPES:
        raise UsageError(f"unknown ticket type {type!r}", hint=f"choose one of {', '.join(TYPES)}")
    header = read_header(base)
    if adapter is None and header.type == type:
        return plain(base, name=name, progress=progress)
    if adapter is not None:
        read_header(adapter)
    recipe: _Recipe = {
        "forge": FORGE,
        "base": sha256_of(base, progress=progress),
        "adapter": sha256_of(adapter) if adapter else None,
        "type": type,
    }
    importance = _importance_for(adapter, type)
    if importance is not None:
        recipe["importance"] = sha256_of(importance)
    folder = cache_folder() / "tickets" / _hash(recipe)
    if (ticket := _load(folder, name)) is not None:
        return ticket
    added = read_adapter(adapter) if adapter else None
    if added and adapter:
        check_fits(added, header, path=adapter)
    weights = sum(_elements(tensor.shape) for tensor in header.tensors.values())
    needs = int(weights * _BYTES_PER_WEIGHT) + (0 if type == "F16" else base.stat().st_size)
    with workspace(folder, needs=needs, progress=progress) as workshop:
        if (ticket := _load(folder, name)) is not None:
            return ticket
        made = workshop / "model.gguf"
        if type == "F16":
            merge(base, added, made, all_f16=True, progress=progress)
        elif added is None:
            quantize(base, made, type=type, progress=progress)
        else:
            merged = workshop / "merged.gguf"
            merge(base, added, merged, all_f16=False, progress=progress)
            quantize(merged, made, type=type, importance=importance, progress=progress)
            merged.unlink()
        card: _Card = {
            "recipe": recipe,
            "file": made.name,
            "sha256": compute(made),
            "bytes": made.stat().st_size,
        }
        (workshop / _CARD).write_text(json.dumps(card, indent=1), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        workshop.replace(folder)
    ticket = _load(folder, name)
    if ticket is None:
        raise ModelFileError(f"the new ticket {str(folder)!r} can't be read", hint="try again")
    return ticket


def plain(path: Path, *, name: str, progress: Progress = bar) -> Ticket:
    """Return a ticket that is a model file as it stands.

    Raises:
        ModelFileError: If the file is missing or damaged.
    """
    header = read_header(path)
    return Ticket(
        name=name,
        path=path,
        type=header.type,
        sha256=sha256_of(path, progress=progress),
        bytes=path.stat().st_size,
        adapter=None,
    )


def adapter_for(name: str) -> Path | None:
    """Return the adapter that this package brings for a model of the zoo, if there is one."""
    path = Path(str(files("lottery_agent.models.adapters"))) / name / "adapter.gguf"
    return path if path.is_file() else None


def tickets() -> list[Ticket]:
    """Return all tickets in the cache. They are named by their recipe's hash."""
    found = []
    for card in sorted((cache_folder() / "tickets").glob(f"*/{_CARD}")):
        ticket = _load(card.parent, card.parent.name)
        if ticket is not None:
            found.append(ticket)
    return found


def discard(*, base: str | None = None, paths: Collection[Path] | None = None) -> int:
    """Delete tickets from the cache; what is needed again is forged again.

    Args:
        base: SHA-256 of a base, to delete its tickets only.
        paths: Files of tickets, to delete these only.

    Returns:
        How many bytes that freed.

    Raises:
        ModelFileError: If the cache can't be changed.
    """
    freed = 0
    for path in sorted((cache_folder() / "tickets").glob(f"*/{_CARD}")):
        card = _card(path.parent)
        if base is not None and (card is None or card["recipe"]["base"] != base):
            continue
        if paths is not None and (card is None or path.with_name(card["file"]) not in paths):
            continue
        with workspace(path.parent) as trash:
            freed += sum(file.stat().st_size for file in path.parent.iterdir())
            path.parent.replace(trash / "removed")
    return freed


def _importance_for(adapter: Path | None, type: str) -> Path | None:
    """Return the importance matrix to quantise by: the one beside the adapter, if there is one."""
    path = adapter.with_name(IMPORTANCE) if adapter is not None else None
    return path if path is not None and type not in EXACT and path.is_file() else None


def _elements(shape: tuple[int, ...]) -> int:
    count = 1
    for size in shape:
        count *= size
    return count


def _hash(recipe: _Recipe) -> str:
    text = json.dumps(recipe, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _load(folder: Path, name: str) -> Ticket | None:
    """Return the ticket of a folder, or None if it is missing, incomplete or was changed."""
    card = _card(folder)
    if card is None:
        return None
    path = folder / card["file"]
    try:
        if path.stat().st_size != card["bytes"] or sha256_of(path) != card["sha256"]:
            return None
    except OSError:
        return None
    return Ticket(
        name=name,
        path=path,
        type=card["recipe"]["type"],
        sha256=card["sha256"],
        bytes=card["bytes"],
        adapter=card["recipe"]["adapter"],
    )


def _card(folder: Path) -> _Card | None:
    """Read a ticket's card; None if there is none, or none that makes sense."""
    try:
        card: _Card = json.loads((folder / _CARD).read_text(encoding="utf-8"))
        recipe = card["recipe"]
        texts = (card["file"], card["sha256"], recipe["base"], recipe["type"])
        sensible = all(isinstance(text, str) for text in texts) and "adapter" in recipe
        return card if sensible and isinstance(card["bytes"], int) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
