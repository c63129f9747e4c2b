"""Makes small PDF and DOCX files, byte for byte, so that tests can also break them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_XML = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"


def pdf(pages: Sequence[Sequence[str]], *, stream: bytes | None = None) -> bytes:
    """Return a PDF file with lines of Latin text on its pages.

    Args:
        pages: The lines of each page.
        stream: What to put in place of the first page's content stream object.
    """
    first = 4
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for index, lines in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents "
            f"{first + 2 * index + 1} 0 R /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        shown = b" T*\n".join(b"(" + _escaped(line) + b") Tj" for line in lines)
        content = b"BT /F1 11 Tf 14 TL 50 790 Td\n" + shown + b"\nET"
        if index == 0 and stream is not None:
            objects.append(stream)
        else:
            objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content))
    return _file(objects)


def _escaped(line: str) -> bytes:
    encoded = line.encode("cp1252")
    return encoded.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(objects: Sequence[bytes]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % table)
    return out.getvalue()


def docx(body: str, *, styles: str = "", parts: Mapping[str, bytes] | None = None) -> bytes:
    """Return a DOCX file.

    Args:
        body: XML of the body, with the prefix `w`.
        styles: XML of the styles.
        parts: Parts to add, or to put in place of those that are made.
    """
    word = f'xmlns:w="{_WORD}"'
    made = {
        "_rels/.rels": _relations("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": _relations("styles", "styles.xml"),
        "word/styles.xml": f"{_XML}<w:styles {word}>{styles}</w:styles>".encode(),
        "word/document.xml": (
            f"{_XML}<w:document {word}><w:body>{body}</w:body></w:document>".encode()
        ),
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return out.getvalue()


def _relations(kind: str, target: str) -> bytes:
    return (
        f'{_XML}<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
        f'Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    ).encode()


def paragraph(text: str, style: str = "", *, more: str = "") -> str:
    """Return the XML of a paragraph; `more` goes into its properties."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    words = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{words}</w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return the XML of a table whose cells hold the XML of paragraphs."""
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"
