from __future__ import annotations

import io
import zipfile

import pytest

from lottery_agent.knowledge.documents import Document, Unreadable
from lottery_agent.knowledge.readers import docx as module
from lottery_agent.knowledge.readers import parts
from lottery_agent.knowledge.readers.docx import read_docx
from tests.knowledge.making import docx, paragraph, table

_STYLES = (
    '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift1"/></w:style>'
    '<w:style w:styleId="Outlined"><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    '<w:style w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
)


def _read(body: str) -> Document:
    return read_docx("d", docx(body, styles=_STYLES))


def test_headings_come_from_styles_and_outline_levels() -> None:
    document = _read(
        paragraph("The Loom", "T")
        + paragraph("One  of", "berschrift1")
        + paragraph("Text.", "Loop")
        + paragraph("Two", "Mine")
        + paragraph("Three", "Outlined")
        + paragraph("Four", "Heading2")
        + paragraph("Five", more='<w:outlineLvl w:val="4"/>')
        + paragraph("No heading", more='<w:outlineLvl w:val="9"/>')
    )
    assert document.text.split("\n\n") == [
        "The Loom", "One of", "Text.", "Two", "Three", "Four", "Five", "No heading"
    ]  # fmt: skip
    assert [(h.level, document.text[h.start : h.end]) for h in document.headings] == [
        (0, "The Loom"), (1, "One of"), (1, "Two"), (3, "Three"), (2, "Four"), (5, "Five")
    ]  # fmt: skip


def test_runs_tabs_breaks_and_lists() -> None:
    item = '<w:numPr><w:ilvl w:val="0"/></w:numPr>'
    document = _read(
        '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>'
        "<w:r><w:t>war</w:t></w:r><w:hyperlink><w:r><w:t>p</w:t><w:tab/></w:r></w:hyperlink>"
        "<w:r><w:t>weft</w:t><w:br/><w:t>x</w:t></w:r></w:p>"
        + paragraph("one", more=item)
        + paragraph("two", more=item)
        + paragraph("end")
    )
    assert document.text == "warp\tweft\nx\n\n- one\n- two\n\nend"


def test_what_was_deleted_or_is_for_old_programs_is_not_read() -> None:
    document = _read(
        "<w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>"
        "<w:ins><w:r><w:t> new</w:t></w:r></w:ins>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        '<w:pPr><w:pPrChange><w:pPr><w:pStyle w:val="T"/></w:pPr></w:pPrChange></w:pPr></w:p>'
    )
    assert (document.text, document.headings) == ("kept new", ())


def test_a_text_box_stands_before_the_paragraph_that_holds_it() -> None:
    box = f"<w:txbxContent>{paragraph('boxed')}</w:txbxContent>"
    document = _read(f"<w:p><w:r><w:t>out</w:t></w:r><w:r>{box}<w:t>side</w:t></w:r></w:p>")
    assert document.text == "boxed\n\noutside"


def test_tables_become_pipe_tables() -> None:
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph("price")
    top = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + paragraph("night")
    below = "<w:tcPr><w:vMerge/></w:tcPr><w:p/>"
    inner = table([[paragraph("x"), paragraph("y")]])
    document = _read(
        paragraph("Fares")
        + table(
            [
                [paragraph("train"), wide],
                [top, paragraph("1st") + paragraph("class"), paragraph("10|9")],
                [below, paragraph("2nd"), inner],
            ]
        )
        + paragraph("End")
    )
    (found,) = document.tables
    assert found.markdown.splitlines() == [
        "| train | price |  |",
        "| --- | --- | --- |",
        "| night | 1st class | 10\\|9 |",
        "| night | 2nd | x y |",
    ]
    assert document.text == f"Fares\n\n{found.markdown}\n\nEnd"
    assert document.text[found.start : found.end] == found.markdown


def test_a_table_of_one_column_is_text() -> None:
    document = _read(table([[paragraph("a", "T")], [paragraph("b")]]))
    assert (document.text, document.tables, document.headings) == ("a\n\nb", (), ())


def test_word_names_the_parts_as_it_likes() -> None:
    rels = '<R><Relationship Type="x/officeDocument" Target="/word/document2.xml"/></R>'
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}">{paragraph("Strict")}</w:document>'
    made = {"_rels/.rels": rels.encode(), "word/document2.xml": body.encode()}
    content = docx("", parts=made)
    assert read_docx("d", content).text == "Strict"


def _archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no DOCX file"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "no DOCX file, or an encrypted one"),
        (_archive(hello=b"world"), "holds no document"),
        (docx("", parts={"_rels/.rels": b"<Relationships/>"}), "holds no document"),
        (
            docx("", parts={"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
            "declares a document type",
        ),
    ],
)
def test_reasons(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_docx("d", content)


def test_limits_on_the_text_and_on_what_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    content = docx(paragraph("word " * 1000))
    monkeypatch.setattr(module, "MAX_CHARACTERS", 4000)
    with pytest.raises(Unreadable, match="more than 4,000 characters"):
        read_docx("d", content)
    monkeypatch.setattr(parts, "MAX_UNPACKED", 2**20)
    with pytest.raises(Unreadable, match="unpacks to more than 1 MiB"):
        read_docx("d", docx("", parts={"word/document.xml": b" " * (2**20 + 1)}))
