"""Finds the headings of Markdown and reStructuredText, by the lines that mark them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lottery_agent.knowledge.documents import Heading

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
_ATX_END = re.compile(r"(?<!\S)#+$")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*$")
# A paragraph's line can be underlined to make a heading; lists, quotes and tables can't.
_NO_TITLE = re.compile(r"[ \t]*(?:[-*+>|]|\d+[.)][ \t]|$)|    |\t")
_UNDERLINE = re.compile(r"""([=\-~^"'`#*+.:_<>])\1{2,}[ \t]*$""")
_LONG_TITLE = 400
# Between letters, `_` is part of a name.
_MARKUP = re.compile(r"[*`]{1,3}|(?<![^\W_])_{1,3}|_{1,3}(?![^\W_])|!?\[([^\]]*)\]\([^)]*\)")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and the text of each line, without its end."""
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, line.rstrip("\r\n")
        start += len(line)


def _plain(title: str) -> str:
    """Return the words of a title. Nobody writes long ones, and they would take long to read."""
    title = title.strip()[:_LONG_TITLE]
    return _MARKUP.sub(lambda match: match.group(1) or "", title).strip()


def markdown_headings(text: str) -> tuple[Heading, ...]:
    """Return the headings of a Markdown text; marks inside of code and front matter are none."""
    found: list[Heading] = []
    fence = ""
    front_matter = text.startswith(("---\n", "---\r\n"))
    previous: tuple[int, str] | None = None
    for start, line in _lines(text):
        if front_matter:
            front_matter = start == 0 or line.rstrip() not in ("---", "...")
            continue
        mark = _FENCE.match(line)
        if fence:
            if mark and mark.group(1).startswith(fence) and not line[mark.end() :].strip():
                fence = ""
            previous = None
            continue
        if mark:
            fence, previous = mark.group(1), None
            continue
        atx, under = _ATX.match(line), _SETEXT.match(line)
        end = start + len(line)
        if atx:
            if title := _plain(_ATX_END.sub("", line[atx.end() :].rstrip())):
                found.append(Heading(start, end, len(atx.group(1)), title))
            previous = None
        elif under and previous:
            level = 1 if under.group(1).startswith("=") else 2
            found.append(Heading(previous[0], end, level, _plain(previous[1])))
            previous = None
        else:
            previous = None if _NO_TITLE.match(line) else (start, line)
    return tuple(found)


def rest_headings(text: str) -> tuple[Heading, ...]:
    """Return the headings of a reStructuredText; the order of appearance gives the levels."""
    found: list[Heading] = []
    levels: dict[tuple[str, bool], int] = {}
    lines = list(_lines(text))
    for index in range(1, len(lines)):
        start, line = lines[index]
        title_start, title = lines[index - 1]
        under = _UNDERLINE.match(line)
        words = title.strip()
        if not under or not words or _UNDERLINE.match(title) or len(line.rstrip()) < len(words):
            continue
        over_start, over = lines[index - 2] if index > 1 else (0, "")
        overlined = bool(over) and over.rstrip() == line.rstrip()
        if title[0].isspace() and not overlined:
            continue
        level = levels.setdefault((under.group(1), overlined), len(levels) + 1)
        begin = over_start if overlined else title_start
        if not found or found[-1].end <= begin:
            found.append(Heading(begin, start + len(line), level, words))
    return tuple(found)
