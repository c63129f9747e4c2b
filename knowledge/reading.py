"""Reads files as documents, and says in a few words why one can't be read."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from lottery_agent.knowledge.documents import (
    Document,
    Heading,
    Layout,
    Unreachable,
    Unreadable,
)
from lottery_agent.knowledge.readers.encoding import decode
from lottery_agent.knowledge.readers.headings import markdown_headings, rest_headings
from lottery_agent.knowledge.readers.html import read_html
from lottery_agent.knowledge.readers.process import ISOLATED, ReadingProcess
from lottery_agent.knowledge.readers.tables import delimited_tables, markdown_tables
from lottery_agent.knowledge.shelf import PASSAGES

MAX_BYTES = 64 * 2**20
"""Larger files are skipped."""

_MARKDOWN = frozenset(".md .markdown .mdown .mkd .mdx".split())
_REST = frozenset(".rst .rest".split())
_HTML = frozenset(".html .htm .xhtml".split())
_DELIMITERS = {".csv": ",;\t|", ".tsv": "\t", ".tab": "\t"}
_RECORDS = frozenset(".jsonl .ndjson".split())
_PROSE = frozenset(".txt .text .adoc .asciidoc .org .tex .wiki".split())
_CODE = frozenset(
    ".py .pyi .js .mjs .cjs .ts .tsx .jsx .c .h .cc .cpp .cxx .hpp .java .kt .scala .go .rs .rb "
    ".php .cs .swift .m .r .jl .lua .pl .hs .ml .ex .exs .erl .clj .lisp .el .sql .sh .bash .zsh "
    ".fish .ps1 .proto .graphql .css .scss .gradle .vim".split()
)
_LINES = frozenset(
    ".bat .toml .yaml .yml .json .xml .ini .cfg .conf .lark .cmake .mk .dockerfile .log".split()
)
_NAMES = frozenset("readme license licence copying authors changelog news notice todo".split())
_BUILDS = frozenset("makefile dockerfile".split())
_UNSUPPORTED = frozenset(".doc .odt .rtf .epub .ppt .pptx .xls .xlsx".split())
_HTML_STARTS = (b"<!doctype html", b"<html")
_HIDDEN_FOLDERS = frozenset("node_modules __pycache__ venv site-packages".split())


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
        with open(path, "rb", opener=_open_at_once) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Unreadable("not a regular file")
            return _bounded(file, os.fstat(file.fileno()).st_size)
    except OSError as error:
        if error.errno in (errno.EISDIR, errno.ENXIO):  # a folder, a socket
            raise Unreadable("not a regular file") from None
        raise Unreachable(error.strerror or type(error).__name__) from None


def _open_at_once(path: str, flags: int) -> int:
    """Open a file without waiting for somebody to write to it, if it is a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _bounded(stream: BinaryIO, size: int = 0) -> bytes:
    """Return what a stream holds, without reading more than the limit."""
    content = stream.read(MAX_BYTES + 1) if size <= MAX_BYTES else b""
    if max(size, len(content)) > MAX_BYTES:
        told = f"{size >> 20} MiB" if size else "too long"
        raise Unreadable(f"{told}, the limit is {MAX_BYTES >> 20} MiB")
    return content


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
    with ReadingProcess() as process:
        return read_document(Path(name), _bounded(stream), process)


def read_document(
    path: Path, content: bytes, process: ReadingProcess, *, named: bool = True
) -> Document:
    """Return the document in a file.

    Args:
        path: The file; its suffix says how to read it.
        content: Its bytes.
        process: Reads formats that are not read in this process.
        named: Whether the user named this very file: then its content tells the kind if its suffix
            does not, and any text is read.

    Raises:
        Unreadable: If the content is not text, or of a kind that nobody asked for.
    """
    source, suffix = str(path), path.suffix.lower()
    layout = _layout(path)
    if layout is None and named:
        suffix = _suffix_of(content) or suffix
    if suffix in _UNSUPPORTED:
        raise Unreadable(f"no reader for {suffix}")
    if suffix in ISOLATED:
        return process.read(suffix, source, content)
    if layout is None and not named:
        raise Unreadable(f"unknown kind of file {suffix or path.name!r}")
    text = decode(content, html=suffix in _HTML)
    if suffix in _HTML:
        return read_html(source, text)
    if suffix in _DELIMITERS:
        return _read_delimited(source, text, _DELIMITERS[suffix])
    headings = markdown_headings if suffix in _MARKDOWN else rest_headings
    found = headings(text) if suffix in _MARKDOWN | _REST else ()
    tables = markdown_tables(text) if layout in ("prose", None) else ()
    return Document(source, text, layout or "prose", found, tables)


def _read_delimited(source: str, text: str, delimiters: str) -> Document:
    """Return a file of rows. Where they are no table, the first line is the title of all others."""
    tables = delimited_tables(text, delimiters)
    columns = "" if tables else text.lstrip().partition("\n")[0].strip()
    headings = (Heading(0, 0, 0, columns),) if columns else ()
    return Document(source, text, "lines", headings, tables)


def _layout(path: Path) -> Layout | None:
    """Return how a file of this name may be cut, None if the name tells nothing."""
    suffix, name = path.suffix.lower(), path.name.lower()
    if suffix in _MARKDOWN | _REST | _HTML | _PROSE or (not suffix and name in _NAMES):
        return "prose"
    if suffix in _LINES or suffix in _DELIMITERS or (not suffix and name in _BUILDS):
        return "lines"
    if suffix in _CODE:
        return "code"
    return "records" if suffix in _RECORDS else None


def _suffix_of(content: bytes) -> str:
    """Return the suffix that content of this kind usually has, if it is one of a few kinds."""
    if content.startswith(b"%PDF-"):
        return ".pdf"
    if content.startswith(b"PK\x03\x04"):
        return ".docx"
    return ".html" if content[:64].lstrip().lower().startswith(_HTML_STARTS) else ""
