"""HTML and SVG, built from elements, so that no text can become markup.

A `str` is text and is escaped; only what `element` and `joined` return is markup. Answers of models
and names in files are never trusted: characters that XML does not allow are replaced.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

_VOID = frozenset({"br", "link", "meta"})
_UNREADABLE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML does not allow, lone surrogates, and control characters."""


class Markup(str):
    """A text that is markup already."""

    __slots__ = ()


Child = str | None
"""Text or markup; None for nothing."""


def readable(text: str) -> str:
    """Return a text with U+FFFD for what can't be in a file of XML, or can't be encoded."""
    return _UNREADABLE.sub("\ufffd", text.replace("\r\n", "\n"))


def escaped(child: Child) -> Markup:
    """Return the markup of a text; markup stays as it is."""
    if child is None:
        return Markup()
    return child if isinstance(child, Markup) else Markup(html.escape(readable(child)))


def element(name: str, *children: Child, **attributes: str | float | bool | None) -> Markup:
    """Return an element.

    Args:
        name: Its name.
        children: What is in it.
        attributes: Its attributes: `class_` is `class`, `stroke_width` is `stroke-width`; False or
            None is left out, True has no value. Numbers are rounded to two digits.
    """
    opened = "".join(
        f" {key.rstrip('_').replace('_', '-')}{_value(value)}"
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Markup(f"<{name}{opened}>")
    return Markup(f"<{name}{opened}>{joined(children)}</{name}>")


def joined(children: Iterable[Child], between: str = "") -> Markup:
    """Return the markup of several texts or elements, one after the other."""
    return Markup(between.join(map(escaped, children)))


def _value(value: str | float | bool) -> str:
    if value is True:
        return '=""'
    text = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return f'="{html.escape(readable(text))}"'
