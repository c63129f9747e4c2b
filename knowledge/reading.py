"""Reads files as documents, and says in a few words why one can't be read."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from lottery_agent.knowledge.documents import Document, Heading, Layout
from lottery_agent.knowledge.headings import markdown_headings, rest_headings
from lottery_agent.knowledge.markup import read_html
from lottery_agent.knowledge.shelf import PASSAGES

MAX_BYTES = 64 * 2**20
"""Larger files are skipped."""

_MARKDOWN = frozenset(".md .markdown .mdown .mkd .mdx".split())
_REST = frozenset(".rst .rest".split())
_HTML = frozenset(".html .htm .xhtml".split())
_TABLES = frozenset(".csv .tsv".split())
_RECORDS = frozenset(".jsonl .ndjson".split())
_PROSE = frozenset(".txt .text .adoc .asciidoc .org .tex .wiki".split())
_LINES = frozenset(
    ".py .pyi .js .mjs .cjs .ts .tsx .jsx .c .h .cc .cpp .cxx .hpp .java .kt .scala .go .rs .rb "
    ".php .cs .swift .m .r .jl .lua .pl .hs .ml .ex .exs .erl .clj .lisp .el .sql .sh .bash .zsh "
    ".fish .ps1 .bat .toml .yaml .yml .json .xml .ini .cfg .conf .lark .proto .graphql .css .scss "
    ".cmake .mk .gradle .dockerfile .vim .log".split()
)
_NAMES = frozenset("readme license licence copying authors changelog news notice todo".split())
_BUILDS = frozenset("makefile dockerfile".split())
_UNSUPPORTED = frozenset(".pdf .doc .docx .odt .rtf .epub .ppt .pptx .xls .xlsx".split())
_HIDDEN_FOLDERS = frozenset("node_modules __pycache__ venv site-packages".split())
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)


class Unreadable(Exception):
    """A file can't become a document. The text is the reason."""


class Unreachable(Unreadable):
    """A file's content can't be looked at, so that nobody knows whether it has changed."""


def find_files(
    folder: Path, *, unreachable: Callable[[OSError], None] | None = None
) -> Iterator[Path]:
    """Yield the files below a folder in order of name, without hidden and generated ones.

    Links to folders are not followed, so the walk ends. The files of knowledge bases are left out.

    Args:
        folder: Where to begin.
        unreachable: Is told of the folders that can't be listed.
    """
    for root, folders, files in os.walk(folder, onerror=unreachable):
        if PASSAGES in files:
            folders.clear()
            continue
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in _HIDDEN_FOLDERS
        )
        yield from (Path(root, name) for name in sorted(files) if not name.startswith("."))


def read_bytes(path: Path) -> bytes:
    """Return a file's content.

    Raises:
        Unreadable: If it is no regular file or too large.
        Unreachable: If it can't be read.
    """
    try:
        if not path.is_file():
            raise Unreadable("not a regular file")
        if (size := path.stat().st_size) > MAX_BYTES:
            raise Unreadable(f"{size >> 20} MiB, the limit is {MAX_BYTES >> 20} MiB")
        return path.read_bytes()
    except OSError as error:
        raise Unreachable(error.strerror or type(error).__name__) from None


def read_stream(stream: BinaryIO, name: str) -> Document:
    """Return the document in a stream.

    Args:
        stream: Where it comes from; it is read to its end.
        name: What to call it. Its suffix, if any, says how to read it.

    Raises:
        Unreadable: If the stream is too long, is no text, or can't have this name.
    """
    if not name.strip() or not name.isprintable() or Path(name).is_absolute():
        raise Unreadable(f"it can't be called {name!r}, which is no name or the path of a file")
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Unreadable(f"more than {MAX_BYTES >> 20} MiB")
    return read_document(Path(name), content)


def read_document(path: Path, content: bytes, *, named: bool = True) -> Document:
    """Return the document in a file.

    Args:
        path: The file; its suffix says how to read it.
        content: Its bytes.
        named: Whether the user named this very file: then any text is read, whatever its suffix.

    Raises:
        Unreadable: If the content is not text, or of a kind that nobody asked for.
    """
    suffix, name = path.suffix.lower(), path.name.lower()
    source = str(path)
    if suffix in _UNSUPPORTED:
        raise Unreadable(f"no reader for {suffix}")
    layout = _layout(suffix, name)
    if layout is None and not named:
        raise Unreadable(f"unknown kind of file {suffix or name!r}")
    text = _decode(content, html=suffix in _HTML)
    if suffix in _HTML:
        try:
            text, headings = read_html(text)
        except TimeoutError:
            raise Unreadable("markup too tangled to read") from None
        return Document(source, text, headings=headings)
    if suffix in _MARKDOWN:
        return Document(source, text, headings=markdown_headings(text))
    if suffix in _REST:
        return Document(source, text, headings=rest_headings(text))
    if suffix in _TABLES:
        # The names of the columns go with every part of the table, whether they are names or not.
        columns = text.lstrip().partition("\n")[0].strip()
        return Document(source, text, "lines", (Heading(0, 0, 0, columns),) if columns else ())
    return Document(source, text, layout or "prose")


def _layout(suffix: str, name: str) -> Layout | None:
    """Return how a file of this name may be cut, None if the name tells nothing."""
    if suffix in _MARKDOWN | _REST | _HTML | _PROSE or (not suffix and name in _NAMES):
        return "prose"
    if suffix in _LINES | _TABLES or (not suffix and name in _BUILDS):
        return "lines"
    return "records" if suffix in _RECORDS else None


def _decode(content: bytes, *, html: bool) -> str:
    """Return the content as text, its line ends as they are.

    UTF-8 and UTF-16 with a mark are tried first, then what a page declares, then Windows-1252,
    which older text in European languages uses.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        declared = _CHARSET.search(content[:1024]) if html else None
        encodings = ["utf-8-sig", *([declared.group(1).decode()] if declared else []), "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if _CONTROLS.search(text):
            break
        return text
    raise Unreadable("not text")
