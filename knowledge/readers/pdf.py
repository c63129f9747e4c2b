"""Reads PDF as text, page by page; bookmarks become headings.

Each page stands below a heading of its own (`p. 3`), so that a citation can name it. This runs in
the reading process only: the parser may take any time and memory, and raise anything.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError

from lottery_agent.knowledge.documents import Document, Heading, Unreadable

MAX_CHARACTERS = 10_000_000
"""Text of a document; the longest books have a few millions."""
MAX_PAGES = 10_000
"""A small file may name one page many times."""

_GAP = "\n\n"
_PAGE_LEVEL = 99  # below all bookmarks
_LONG_TITLE = 400
_SHOWN_PAGES = 5
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": None}
)

Bookmarks = Mapping[int, list[tuple[int, str]]]
"""Levels and titles by the index of the page that they point to."""


def read_pdf(source: str, content: bytes) -> Document:
    """Return the text of a PDF file. Pages that can't be read are left out and named.

    Raises:
        Unreadable: If it is encrypted, has no text, or too much of it.
        Exception: If it is broken, anything.
    """
    reader = PdfReader(io.BytesIO(content))
    try:
        locked = reader.is_encrypted and not reader.decrypt("")
    except DependencyError:
        locked = True
    if locked:
        raise Unreadable("it is encrypted")
    bookmarks = _bookmarks(reader)
    pages: list[str] = []
    headings: list[Heading] = []
    broken: list[int] = []
    length = 0
    if len(reader.pages) > MAX_PAGES:
        raise Unreadable(f"more than {MAX_PAGES:,} pages")
    for index in range(len(reader.pages)):
        try:
            page = _clean(reader.pages[index].extract_text())
        except MemoryError:
            raise
        except Exception:  # one broken page is no reason to lose the others
            broken.append(index + 1)
            continue
        if page:
            headings += _headings(index + 1, page, length, bookmarks.get(index, []))
            pages.append(page)
            length += len(page) + len(_GAP)
        if length > MAX_CHARACTERS:
            raise Unreadable(f"more than {MAX_CHARACTERS:,} characters of text")
    if not pages:
        raise Unreadable("no text; scanned pages are pictures, which are not read")
    return Document(source, _GAP.join(pages), headings=tuple(headings), omitted=_omitted(broken))


def _clean(text: str) -> str:
    """Return text without what fonts and broken encodings leave in it."""
    return _UNPRINTABLE.sub(" ", text.replace("\r\n", "\n").translate(_LIGATURES)).strip()


def _bookmarks(reader: PdfReader) -> Bookmarks:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)

    def collect(items: Any, level: int) -> None:
        for item in items:
            if isinstance(item, list):
                collect(item, level + 1)
            elif title := " ".join(_clean(str(item.title)).split())[:_LONG_TITLE]:
                page = reader.get_destination_page_number(item)
                if page is not None:
                    found[page].append((level, title))

    try:
        collect(reader.outline, 1)
    except MemoryError:
        raise
    except Exception:  # the text is worth more than its bookmarks
        return {}
    return found


def _headings(
    number: int, page: str, start: int, bookmarks: list[tuple[int, str]]
) -> Iterator[Heading]:
    """Yield the headings on a page: where a bookmark's title is a line, that line is the heading.

    The first bookmark of a page holds from its top if its title is not found; others are dropped.
    """
    position = 0
    yield Heading(start, start, _PAGE_LEVEL, f"p. {number}")
    for index, (level, title) in enumerate(bookmarks):
        line = _line_of(title).search(page, position)
        if line is None and index:
            continue
        begin, position = line.span() if line else (0, 0)
        yield Heading(start + begin, start + position, level, title)
        yield Heading(start + position, start + position, _PAGE_LEVEL, f"p. {number}")


def _line_of(title: str) -> re.Pattern[str]:
    """Return what finds a title that has a line, or a few, for itself, with or without a number."""
    words = r"\s+".join(map(re.escape, title.split()))
    return re.compile(rf"^(?:\d[\d.]*[ \t]+)?{words}(?=[ \t]*$)", re.MULTILINE)


def _omitted(pages: list[int]) -> str:
    """Return which pages are missing."""
    if not pages:
        return ""
    shown = ", ".join(map(str, pages[:_SHOWN_PAGES])) + ", …" * (len(pages) > _SHOWN_PAGES)
    return f"page{'s' * (len(pages) > 1)} {shown} can't be read"
