"""No text can become markup, and whatever a text holds, the result is XML."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.lab.report.markup import Markup, element, escaped, joined, readable

TEXTS = st.text(st.characters(exclude_categories=()), max_size=40)


@given(TEXTS, TEXTS)
def test_texts_come_back_as_they_were(inside: str, attribute: str) -> None:
    drawn = element("p", inside, element("b", inside), None, title=attribute)
    found = ET.fromstring(drawn)
    assert (found.text or "") == readable(inside)
    assert [child.tag for child in found] == ["b"]
    # XML turns line breaks and tabs of an attribute into blanks.
    assert found.attrib["title"] == readable(attribute).translate({9: 32, 10: 32})
    drawn.encode("utf-8")


@given(TEXTS)
def test_what_is_readable_stays_so(text: str) -> None:
    assert readable(readable(text)) == readable(text)
    assert "\x1b" not in readable(text)


def test_markup_is_not_escaped_again() -> None:
    once = escaped("a < b & c")
    assert once == "a &lt; b &amp; c"
    assert escaped(once) is once
    assert joined(["<", Markup("<br>"), None], ", ") == "&lt;, <br>, "


def test_attributes() -> None:
    drawn = element("rect", x=1.23456, y=2.0, width=3, class_="a b", stroke_width=None, hidden=True)
    assert drawn == '<rect x="1.23" y="2" width="3" class="a b" hidden=""></rect>'
    assert element("meta", name_="viewport", content='"') == (
        '<meta name="viewport" content="&quot;">'
    )
