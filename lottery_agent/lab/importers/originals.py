"""Originals: how they are found in a folder, and how their layouts become entries.

An entry is one item as it stands in an original, with its place for messages. Nothing of it is
checked before somebody asks for it, so an oddity in an item that no file has stops nothing.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from lottery_agent.errors import UsageError
from lottery_agent.jsonl import read_objects

_HINT = "download the original again"


@dataclass(frozen=True, slots=True)
class Original:
    """A file that somebody else publishes.

    Attributes:
        name: What a user may call it, wherever it lies.
        paths: Ends of the paths that it has where it is published.
    """

    name: str
    paths: tuple[str, ...]

    def find(self, files: Sequence[Path]) -> Path | None:
        """Return the one of some files that is this original, or None if none is.

        Raises:
            UsageError: If several could be.
        """
        ends = [PurePosixPath(path.lower()).parts for path in (self.name, *self.paths)]
        found = [file for file in files if any(_ends(file, end) for end in ends)]
        if len(found) > 1:
            names = " and ".join(repr(str(file)) for file in found[:2])
            raise UsageError(f"both {names} could be {self.name}", hint="leave one of them")
        return found[0] if found else None


def _ends(file: Path, end: tuple[str, ...]) -> bool:
    """Tell whether a path ends so, in any case and compressed or not."""
    parts = PurePosixPath(file.as_posix().lower().removesuffix(".gz")).parts
    return parts[-len(end) :] == end


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as it stands in an original.

    Attributes:
        id: The id that it has in a benchmark file.
        data: Its fields.
        place: Where it is, for messages.
    """

    id: str
    data: Mapping[str, Any]
    place: str

    def text(self, *names: str) -> str:
        """Return the first field of some names that is there, a text, without blanks around it.

        Raises:
            UsageError: If there is none, or it is no text or a blank one.
        """
        for name in names:
            value = self.data.get(name)
            if isinstance(value, str) and value.strip():
                return value.strip()
        raise self.wrong(f"has no text {names[0]!r}")

    def texts(self, name: str) -> list[str]:
        """Return a field that is a list of texts, as they are.

        Raises:
            UsageError: If it is none.
        """
        value = self.data.get(name)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.wrong(f"has no list of texts {name!r}")
        return value

    def wrong(self, problem: str) -> UsageError:
        """Return the error that says what is wrong with this entry."""
        return UsageError(f"{self.place} {problem}", hint=_HINT)


def read_json(path: Path) -> Any:
    """Return the content of a JSON file, plain or gzip-compressed.

    Raises:
        UsageError: If it can't be read.
    """
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        return json.loads(raw.decode("utf-8-sig"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"cannot read {str(path)!r}: {reason}", hint="check the path") from None
    except (EOFError, zlib.error) as error:
        raise UsageError(f"cannot decompress {str(path)!r}: {error}", hint=_HINT) from None
    except RecursionError:
        raise UsageError(f"{str(path)!r} is nested too deeply", hint=_HINT) from None
    except ValueError as error:
        raise UsageError(f"{str(path)!r} is not JSON: {error}", hint=_HINT) from None


def numbered(path: Path, form: str) -> Iterator[Entry]:
    """Yield the items of JSON lines or of a JSON list; an id says its place, counted from 0.

    Args:
        path: The file.
        form: The id, with a place for the number in the manner of `str.format`.

    Raises:
        UsageError: If it can't be read or an item is no object.
    """
    lines = ".jsonl" in path.suffixes
    rows: Iterable[Any] = read_objects(path) if lines else _list(read_json(path), path)
    for number, row in enumerate(rows):
        place = f"item {number + 1} of {str(path)!r}"
        yield Entry(form.format(number), _object(row, place), place)


def named(path: Path, key: str, *, upstream: str, prefix: str) -> Iterator[Entry]:
    """Yield the items of a JSON list that have ids of their own.

    Args:
        path: The file.
        key: The field that holds the id.
        upstream: What their ids begin with there.
        prefix: What they begin with in a benchmark file.

    Raises:
        UsageError: If it can't be read, or an item is no object or has no id.
    """
    for number, row in enumerate(_list(read_json(path), path)):
        place = f"item {number + 1} of {str(path)!r}"
        data = _object(row, place)
        name = Entry("", data, place).text(key)
        yield Entry(prefix + name.removeprefix(upstream), data, place)


def _list(data: Any, path: Path) -> list[Any]:
    """Return the list that a file holds, alone or as the `examples` of an object."""
    found = data.get("examples") if isinstance(data, dict) else data
    if not isinstance(found, list):
        raise UsageError(f"{str(path)!r} holds no list of items", hint=_HINT)
    return found


def _object(data: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise UsageError(f"{place} is a {type(data).__name__}, not an object", hint=_HINT)
    return data
