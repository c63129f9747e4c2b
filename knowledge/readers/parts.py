"""Reads the XML parts of an Office archive.

A part is read as a stream and never held as a whole. A document type declaration, which Office
never writes, is refused, so that there are no entities to expand.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from posixpath import dirname, join, normpath, split
from xml.parsers import expat

from lottery_agent.knowledge.documents import Unreadable

MAX_UNPACKED = 256 * 2**20
"""Bytes of a part."""

MAX_TOKEN = 4 * 2**20
"""Bytes of a tag or a comment: the parser reads an unfinished one again with each piece."""

_PIECE = 2**16
_NAMESPACE = " "

Attributes = Mapping[str, str]


def related(archive: zipfile.ZipFile, part: str, kind: str) -> str | None:
    """Return the name of a part that another one refers to, the archive itself if that is empty."""
    folder, name = split(part)
    relations = join(folder, "_rels", f"{name}.rels")
    found: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith(f"/{kind}"):
            found.append(attributes.get("Target", ""))

    if relations in archive.NameToInfo:
        parse(archive, relations, start)
    names = (normpath(join(dirname(part), target)).lstrip("/") for target in found)
    return next((name for name in names if name in archive.NameToInfo), None)


def parse(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    data: Callable[[str], None] | None = None,
) -> None:
    """Call functions for the elements and the text of a part; names are without namespace."""
    parser = expat.ParserCreate(namespace_separator=_NAMESPACE)
    parser.buffer_text = True

    def refuse(*declaration: object) -> None:
        raise Unreadable("it declares a document type, which DOCX files never do")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(
        _local(name), {_local(key): value for key, value in attributes.items()}
    )
    if end is not None:
        parser.EndElementHandler = lambda name: end(_local(name))
    if data is not None:
        parser.CharacterDataHandler = data
    read = 0
    for piece in _unpacked(archive, part):
        parser.Parse(piece, False)
        read += len(piece)
        if read - parser.CurrentByteIndex > MAX_TOKEN:
            raise Unreadable(f"it holds a tag of more than {MAX_TOKEN >> 20} MiB")
    parser.Parse(b"", True)


def _local(name: str) -> str:
    return name.rpartition(_NAMESPACE)[2]


def _unpacked(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part piece by piece.

    Raises:
        Unreadable: If it is too large, as it says or as it turns out.
    """
    size = archive.getinfo(part).file_size
    read = 0
    with archive.open(part) as stream:
        while max(size, read) <= MAX_UNPACKED:
            piece = stream.read(_PIECE)
            if not piece:
                return
            read += len(piece)
            yield piece
    raise Unreadable(f"it unpacks to more than {MAX_UNPACKED >> 20} MiB")
