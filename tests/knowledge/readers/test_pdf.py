from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter

from lottery_agent.knowledge.chunking import chunk
from lottery_agent.knowledge.documents import Unreadable
from lottery_agent.knowledge.readers import pdf as module
from lottery_agent.knowledge.readers.pdf import read_pdf
from tests.knowledge.making import pdf


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_pages_are_headings() -> None:
    document = read_pdf("d", pdf([["Bees live", "in (hives)."], [], ["Honey is sweet."]]))
    assert document.text == "Bees live\nin (hives).\n\nHoney is sweet."
    found = [(c.heading, document.text[c.start : c.end]) for c in chunk(document)]
    assert found == [("p. 1", "Bees live\nin (hives)."), ("p. 3", "Honey is sweet.")]


def test_bookmarks_are_headings_where_their_titles_are_lines() -> None:
    pages = [["Preface", "Before.", "1.2 Bees", "Bees live in hives."], ["More bees."], ["Honey."]]
    writer = PdfWriter()
    writer.append(io.BytesIO(pdf(pages)), import_outline=False)
    part = writer.add_outline_item(title="Part One", page_number=0)
    writer.add_outline_item(title="Bees", page_number=0, parent=part)
    writer.add_outline_item(title="Lost on page one", page_number=0, parent=part)
    writer.add_outline_item(title="Part Two", page_number=2)
    document = read_pdf("d", _written(writer))
    found = [(c.heading, document.text[c.start : c.end]) for c in chunk(document)]
    assert found == [
        ("Part One > p. 1", "Preface\nBefore."),
        ("Part One > Bees > p. 1", "Bees live in hives."),
        ("Part One > Bees > p. 2", "More bees."),
        ("Part Two > p. 3", "Honey."),
    ]


def test_ligatures_and_control_characters() -> None:
    assert module._clean("\x00o\ufb03ce \ufb01n\u00ad\ud800 \r\nx\x85y ") == "office fin  \nx y"


def test_a_broken_page_does_not_lose_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    content = pdf([[f"Page {n}."] for n in range(1, 12)])
    original = module.PdfReader

    class Breaking(original):  # type: ignore[misc, valid-type]
        @property
        def pages(self) -> object:
            pages = list(super().pages)
            for index in (1, 3, 4, 5, 6, 7):
                pages[index].extract_text = None  # type: ignore[method-assign, assignment]
            return pages

    monkeypatch.setattr(module, "PdfReader", Breaking)
    document = read_pdf("d", content)
    assert document.text.split("\n\n") == [f"Page {n}." for n in (1, 3, 9, 10, 11)]
    assert document.omitted == "pages 2, 4, 5, 6, 7, … can't be read"


def test_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = PdfWriter()
    writer.append(io.BytesIO(pdf([["Secret."]])))
    writer.encrypt("password")
    with pytest.raises(Unreadable, match="it is encrypted"):
        read_pdf("d", _written(writer))
    with pytest.raises(Unreadable, match="scanned pages are pictures"):
        read_pdf("d", pdf([[], []]))
    monkeypatch.setattr(module, "MAX_PAGES", 1)
    with pytest.raises(Unreadable, match="more than 1 pages"):
        read_pdf("d", pdf([["One."], ["Two."]]))
    monkeypatch.setattr(module, "MAX_CHARACTERS", 10)
    with pytest.raises(Unreadable, match="more than 10 characters"):
        read_pdf("d", pdf([["More than ten characters."]]))


def test_an_empty_password_opens_what_only_forbids_printing() -> None:
    writer = PdfWriter()
    writer.append(io.BytesIO(pdf([["Not secret."]])))
    writer.encrypt("", "owner", algorithm="RC4-128")
    content = _written(writer)
    assert PdfReader(io.BytesIO(content)).is_encrypted
    assert read_pdf("d", content).text == "Not secret."
