"""JSON lines, plain or gzip-compressed, read so that one broken line spoils no other."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

from lottery_agent.errors import UsageError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: its object, or why it holds none."""

    number: int
    """Counted from 1, blank lines included."""
    data: dict[str, Any] | None = None
    """The object; None if the line is broken."""
    problem: str = ""
    """What is wrong with a broken line."""
    ended: bool = True
    """Whether a line break ends it, which the last line of a file that was cut lacks."""


def read_lines(path: Path) -> Iterator[Line]:
    """Yield the lines of a `.jsonl` or `.jsonl.gz` file.

    Raises:
        UsageError: If the file can't be opened or decompressed.
    """
    try:
        with _open(path) as file:
            for number, raw in enumerate(file, start=1):
                if raw.strip():
                    yield _parse(number, raw)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"cannot read {str(path)!r}: {reason}", hint="check the path") from None
    except (EOFError, zlib.error) as error:
        raise UsageError(
            f"cannot decompress {str(path)!r}: {error}", hint="the file is damaged; copy it again"
        ) from None


def read_objects(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file that must not have a broken line.

    Raises:
        UsageError: If the file can't be read or a line is broken.
    """
    for _, data in _objects(path):
        yield data


def read_as(path: Path, make: Callable[[dict[str, Any]], T]) -> Iterator[T]:
    """Yield what is made of each object of a file; what can't be made says in which line it is.

    Args:
        path: The file.
        make: Makes it; raises `UsageError` if the object does not do.

    Raises:
        UsageError: If the file can't be read, a line is broken, or its object does not do.
    """
    for number, data in _objects(path):
        try:
            yield make(data)
        except UsageError as error:
            place = f"line {number} of {str(path)!r}"
            raise UsageError(f"{place}: {error.message}", hint=error.hint) from None


def _objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a file with the numbers of their lines."""
    for line in read_lines(path):
        if line.data is None:
            raise UsageError(
                f"line {line.number} of {str(path)!r} {line.problem}", hint="repair or remove it"
            )
        yield line.number, line.data


def _open(path: Path) -> BinaryIO:
    if path.suffix == ".gz":
        return cast(BinaryIO, gzip.open(path, "rb"))
    return path.open("rb")


def _parse(number: int, raw: bytes) -> Line:
    data, problem = None, ""
    try:
        data = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError:
        problem = "is not UTF-8 text"
    except RecursionError:
        problem = "is nested too deeply"
    except ValueError as error:
        problem = f"is not JSON: {error}"
    else:
        if not isinstance(data, dict):
            data, problem = None, f"holds a {type(data).__name__}, not an object"
    return Line(number, data, problem, ended=raw.endswith(b"\n"))
