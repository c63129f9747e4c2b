"""The file that holds an exported base: JSON lines, packed with gzip if its name ends in `.gz`.

First a header; then each document, followed by its tables and its passages, which are whole with
text, place and vector; at last the counts and the SHA-256 of all lines before. Whoever reads it
trusts nothing: every line is bounded, every field checked, and a cut file is noticed.
"""

from __future__ import annotations

import gzip
import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, cast

import numpy as np

from lottery_agent.errors import UsageError
from lottery_agent.knowledge.embedder import Vectors
from lottery_agent.knowledge.records import Entry, Part
from lottery_agent.replacing import replacing

VERSION = 1

_PACKED = b"\x1f\x8b"
"""How a file packed with gzip begins."""
_LINE = 16 * 2**20
"""Bytes of a line."""
_PASSAGES = 200_000
"""Passages of a document."""
_TEXT = 1_000_000
"""Characters of a passage."""
_NAME = 4_096
"""Characters of a name or of a path of headings."""
_DIMENSION = 65_536
_INTEGER = 2**53
_UNIT = 1e-3
"""How far a vector's length may be from 1."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the contents come from.

    Attributes:
        name: The base's name.
        embedder: Name of the model that made the vectors.
        sha256: Hash of that model.
        dimension: Length of a vector.
    """

    name: str
    embedder: str
    sha256: str
    dimension: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What a file holds."""

    documents: int
    passages: int


class Broken(UsageError):
    """A file is no exported base, or a damaged one."""


def write(path: Path, header: Header, documents: Iterable[tuple[Entry, Vectors]]) -> Totals:
    """Write a file; it is there when all of it is written.

    Args:
        path: The file, replaced if it exists.
        header: Its header.
        documents: The documents, with a vector for each passage.

    Raises:
        UsageError: If it can't be written.
    """
    try:
        with _written(path) as file:
            return _write(file, header, documents)
    except OSError as error:
        raise UsageError(f"can't write {str(path)!r}: {error.strerror or error}") from None


def _write(file: IO[bytes], header: Header, documents: Iterable[tuple[Entry, Vectors]]) -> Totals:
    hashed = sha256()
    count = passages = 0

    def line(data: Any) -> None:
        raw = json.dumps(data, ensure_ascii=False).encode() + b"\n"
        hashed.update(raw)
        file.write(raw)

    about = {"embedder": header.embedder, "sha256": header.sha256, "dimension": header.dimension}
    line({"lottery_knowledge": VERSION, "name": header.name, "embedder": about})
    for entry, rows in documents:
        document = {
            "source": entry.source,
            "sha256": entry.sha256,
            "bytes": entry.bytes,
            "added": entry.added,
            "tables": len(entry.tables),
            "passages": len(entry.passages),
        }
        line({"document": document})
        for start, end, markdown in entry.tables:
            line({"start": start, "end": end, "markdown": markdown})
        for (start, end, text, heading), row in zip(entry.passages, rows, strict=True):
            vector = b64encode(row.astype("<f4").tobytes()).decode()
            passage = {"start": start, "end": end, "heading": heading, "text": text}
            line({**passage, "vector": vector})
        count += 1
        passages += len(entry.passages)
    line({"totals": {"documents": count, "passages": passages, "sha256": hashed.hexdigest()}})
    return Totals(count, passages)


@contextmanager
def _written(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write, which gets its name when all is written."""
    with replacing(path) as part, part.open("wb") as file:
        if path.suffix == ".gz":
            with gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=6) as packed:
                yield cast(IO[bytes], packed)
        else:
            yield file


class Reader:
    """Reads a file from its beginning.

    Args:
        path: The file.

    Raises:
        UsageError: If it can't be read.
        Broken: If it does not begin as an exported base.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._number = 0
        self._hashed = sha256()
        self._digest = ""
        try:
            file = path.open("rb")
        except OSError as error:
            raise UsageError(f"can't read {str(path)!r}: {error.strerror or error}") from None
        self._opened = file
        packed = file.peek(len(_PACKED)).startswith(_PACKED)
        self._file = cast(IO[bytes], gzip.GzipFile(fileobj=file) if packed else file)
        try:
            self.header = self._header()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        self._opened.close()

    def documents(self) -> Iterator[tuple[Entry, Vectors]]:
        """Yield the documents with their vectors.

        Raises:
            Broken: At the first line that is not as it must be, or if the file ends early.
        """
        count = passages = 0
        while "document" in (data := self._line()):
            entry, rows = self._document(data["document"])
            yield entry, rows
            count += 1
            passages += len(entry.passages)
        said = self._digest
        match data:
            case {"totals": {"documents": documents, "passages": parts, "sha256": digest}}:
                if (documents, parts, digest) != (count, passages, said):
                    raise self._broken("its counts or its checksum are not those of the lines")
            case _:
                raise self._broken("it is neither a document nor the totals")
        self._number += 1
        if self._read(1):
            raise self._broken("it follows the totals")

    def _header(self) -> Header:
        match self._line():
            case {
                "lottery_knowledge": int(version),
                "name": str(name),
                "embedder": {
                    "embedder": str(embedder),
                    "sha256": str(digest),
                    "dimension": int(dimension),
                },
            }:
                if version != VERSION:
                    raise self._broken(f"version {version}, this program reads {VERSION}")
                if not 0 < dimension <= _DIMENSION:
                    raise self._broken(f"vectors of {dimension} numbers")
                return Header(name, embedder, digest, dimension)
            case _:
                raise self._broken("it is no header of an exported knowledge base")

    def _document(self, data: Any) -> tuple[Entry, Vectors]:
        source = self._text(data, "source", _NAME)
        tables = self._integer(data, "tables", _PASSAGES)
        count = self._integer(data, "passages", _PASSAGES)
        if not source or not count:
            raise self._broken("a document needs a name and passages")
        digest, size = self._text(data, "sha256", _NAME), self._integer(data, "bytes")
        added = self._time(data)
        parts: list[Part] = []
        rows = np.empty((count, self.header.dimension), dtype=np.float32)
        found = [self._table() for _ in range(tables)]
        for position in range(count):
            part, rows[position] = self._passage(parts[-1][1] if parts else 0)
            parts.append(part)
        return Entry(source, digest, size, parts, found, added), rows

    def _table(self) -> tuple[int, int, str]:
        data = self._line()
        start, end = self._integer(data, "start"), self._integer(data, "end")
        if start >= end:
            raise self._broken(f"a table from {start} to {end}")
        return start, end, self._text(data, "markdown", _LINE)

    def _passage(self, after: int) -> tuple[Part, Vectors]:
        data = self._line()
        start, end = self._integer(data, "start"), self._integer(data, "end")
        text = self._text(data, "text", _TEXT)
        if not after <= start < end or len(text) != end - start:
            raise self._broken(f"a passage from {start} to {end} after {after}")
        part = (start, end, text, self._text(data, "heading", _NAME))
        return part, self._vector(data)

    def _vector(self, data: Any) -> Vectors:
        try:
            row = np.frombuffer(b64decode(data["vector"], validate=True), dtype="<f4")
        except (KeyError, TypeError, ValueError):
            raise self._broken("a vector is none") from None
        if row.shape != (self.header.dimension,) or not np.isfinite(row).all():
            raise self._broken("a vector is none")
        if abs(float(np.linalg.norm(row)) - 1) > _UNIT:
            raise self._broken("a vector's length is not 1")
        return row.astype(np.float32)

    def _text(self, data: Any, name: str, limit: int) -> str:
        value = data.get(name) if isinstance(data, dict) else None
        if not isinstance(value, str) or len(value) > limit or "\0" in value:
            raise self._broken(f"{name!r} is no text of up to {limit:,} characters")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise self._broken(f"{name!r} is no text") from None
        return value

    def _integer(self, data: Any, name: str, limit: int = _INTEGER) -> int:
        value = data.get(name) if isinstance(data, dict) else None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= limit:
            raise self._broken(f"{name!r} is no number up to {limit:,}")
        return value

    def _time(self, data: Any) -> str:
        try:
            time = datetime.fromisoformat(self._text(data, "added", _NAME))
            return time.astimezone(UTC).isoformat(timespec="seconds")
        except (ValueError, OverflowError):
            raise self._broken("'added' is no time") from None

    def _line(self) -> dict[str, Any]:
        """Return the object of the next line, and note the digest of the lines before."""
        self._digest = self._hashed.hexdigest()
        self._number += 1
        raw = self._read(_LINE + 1)
        if not raw.endswith(b"\n"):
            raise self._broken("it is too long" if len(raw) > _LINE else "the file is cut here")
        self._hashed.update(raw)
        try:
            data = json.loads(raw)
        except (ValueError, RecursionError):
            raise self._broken("it is no JSON") from None
        if not isinstance(data, dict):
            raise self._broken("it is no object")
        return data

    def _read(self, limit: int) -> bytes:
        try:
            return self._file.readline(limit)
        except (OSError, EOFError, zlib.error) as error:
            raise self._broken(f"it can't be read: {error}") from None

    def _broken(self, problem: str) -> Broken:
        return Broken(
            f"line {self._number} of {str(self._path)!r} can't be imported: {problem}",
            hint="nothing of the file was imported; export it again",
        )
