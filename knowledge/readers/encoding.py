"""Turns bytes into text without losing a file to a few wrong ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lottery_agent.knowledge.documents import Unreadable

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# No codecs that are none of text: decoding punycode, for one, takes quadratic time.
_CHARSET = re.compile(
    rb"charset=[\"']?((?:utf-|iso-?8859|windows-|cp\d|koi8|gb|big5|euc|shift|mac|tis|us-)[\w-]*)",
    re.IGNORECASE,
)
_DECLARATION = 1024
"""Bytes at the beginning of a page where it may declare its encoding."""
_ESCAPED = re.compile("[\udc80-\udcff]")
_FOREIGN = re.compile("[^\x00-\x7f\udc80-\udcff]")
_LATIN = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}


def decode(content: bytes, *, html: bool = False) -> str:
    """Return the content as text, its line ends as they are.

    UTF-8 and UTF-16 with a mark are tried first, then what a page declares, then Windows-1252,
    which older text in European languages uses. Text that is UTF-8 for the most part keeps what is,
    and its other bytes are taken for Windows-1252 one by one.

    Raises:
        Unreadable: If it is no text.
    """
    for text in _readings(content, html=html):
        if text is not None:
            if _CONTROLS.search(text):
                break
            return text
    raise Unreadable("not text")


def _readings(content: bytes, *, html: bool) -> Iterator[str | None]:
    """Yield what the content may say, likeliest first, None for what it can't."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield _strict(content, "utf-16")
        return
    yield _strict(content, "utf-8-sig")
    if html and (declared := _CHARSET.search(content[:_DECLARATION])):
        yield _strict(content, declared.group(1).decode())
    yield _mixed(content)
    yield _strict(content, "cp1252")


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _mixed(content: bytes) -> str | None:
    """Return the content as UTF-8 with single bytes of Windows-1252, None if that is unlikely."""
    text = content.decode("utf-8-sig", "surrogateescape")
    if len(_ESCAPED.findall(text)) > len(_FOREIGN.findall(text)):
        return None
    return text.translate(_LATIN)
