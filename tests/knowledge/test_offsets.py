"""Whatever the format: a passage is a slice of its document's text, and no word is lost."""

from __future__ import annotations

import html
import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from lottery_agent.knowledge.chunking import chunk
from lottery_agent.knowledge.documents import Document
from lottery_agent.knowledge.ingestion import passages_of
from lottery_agent.knowledge.readers.docx import read_docx
from lottery_agent.knowledge.readers.pdf import read_pdf
from lottery_agent.knowledge.readers.process import ReadingProcess
from lottery_agent.knowledge.reading import read_document
from tests.knowledge.making import docx, paragraph, pdf, table


class _Here(ReadingProcess):
    """Reads in this process, which is quicker for many small documents."""

    def read(self, suffix: str, source: str, content: bytes) -> Document:
        return (read_pdf if suffix == ".pdf" else read_docx)(source, content)


@dataclass(frozen=True)
class Part:
    """A paragraph, a heading, or a table."""

    kind: str
    words: Sequence[str]


_WORDS = (
    "loom Warp weft. yarn, woad! a 1 2.5 x_y ünï | * # < > & \" ' ` _ - -- [x](y) **b** \\ e.g."
).split()


def _parts(rng: random.Random) -> list[Part]:
    kinds = ["paragraph", "paragraph", "heading", "table"]
    return [
        Part(rng.choice(kinds), [rng.choice(_WORDS) for _ in range(2 * rng.randint(2, 20))])
        for _ in range(rng.randint(1, 10))
    ]


def _rows(words: Sequence[str]) -> list[list[str]]:
    """Return words as the rows of a table with two columns, no cell without a letter."""
    cells = [f"c{number}{word}" for number, word in enumerate(words)]
    return [cells[i : i + 2] for i in range(0, len(cells), 2)]


def _markdown(parts: Sequence[Part]) -> bytes:
    blocks = []
    for part in parts:
        if part.kind == "table":
            rows = [" | ".join(w.replace("|", "\\|") for w in row) for row in _rows(part.words)]
            blocks.append("\n".join([rows[0], "--- | ---", *rows[1:]]))
        else:
            blocks.append(f"{'## ' * (part.kind == 'heading')}x{' '.join(part.words)}")
    return "\n\n".join(blocks).encode()


def _html(parts: Sequence[Part]) -> bytes:
    blocks = []
    for part in parts:
        if part.kind == "table":
            cells = ("".join(f"<td>{html.escape(w)}" for w in row) for row in _rows(part.words))
            blocks.append(f"<table>{''.join(f'<tr>{row}' for row in cells)}</table>")
        else:
            tag = "h2" if part.kind == "heading" else "p"
            blocks.append(f"<{tag}>{html.escape(' '.join(part.words))}</{tag}>")
    return f'<meta charset="utf-8">{"".join(blocks)}'.encode()


def _docx(parts: Sequence[Part]) -> bytes:
    blocks = []
    for part in parts:
        if part.kind == "table":
            blocks.append(table([[paragraph(w) for w in row] for row in _rows(part.words)]))
        else:
            style = "Heading2" * (part.kind == "heading")
            blocks.append(paragraph(" ".join(part.words), style))
    return docx("".join(blocks))


def _pdf(parts: Sequence[Part]) -> bytes:
    return pdf([[" ".join(part.words)] for part in parts])


def _csv(parts: Sequence[Part]) -> bytes:
    rows = [row for part in parts for row in _rows(part.words)]
    quoted = ([f'"{w.replace(chr(34), chr(34) * 2)}"' for w in row] for row in rows)
    return "\n".join(map(",".join, quoted)).encode()


def _text(parts: Sequence[Part]) -> bytes:
    return "\n\n".join(" ".join(part.words) for part in parts).encode("utf-16")


def _rest(parts: Sequence[Part]) -> bytes:
    blocks = []
    for part in parts:
        line = f"x{' '.join(part.words)}"
        blocks.append(f"{line}\n{'=' * len(line)}" if part.kind == "heading" else line)
    return "\n\n".join(blocks).encode()


def _records(parts: Sequence[Part]) -> bytes:
    return "\n".join(json.dumps({"words": part.words}) for part in parts).encode()


def _code(parts: Sequence[Part]) -> bytes:
    blocks = []
    for part in parts:
        indent = "    " * (part.kind != "heading")
        blocks.append(f"{indent}def x({' '.join(part.words)}):\n{indent}    return")
    return "\n\n".join(blocks).encode()


_FORMATS: dict[str, Callable[[Sequence[Part]], bytes]] = {
    ".md": _markdown,
    ".html": _html,
    ".docx": _docx,
    ".pdf": _pdf,
    ".csv": _csv,
    ".txt": _text,
    ".rst": _rest,
    ".jsonl": _records,
    ".py": _code,
}


@pytest.mark.parametrize("suffix", sorted(_FORMATS))
@pytest.mark.parametrize("seed", range(5))
def test_passages_are_slices_and_hold_every_word(suffix: str, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(20):
        _check(suffix, _parts(rng), rng.randint(5, 60))


def _check(suffix: str, parts: Sequence[Part], size: int) -> None:
    document = read_document(Path(f"a{suffix}"), _FORMATS[suffix](parts), _Here())
    text, chunks = document.text, chunk(document, size=size)
    end = 0
    for part, (start, stop, passage, heading) in zip(
        chunks, passages_of(document, chunks), strict=True
    ):
        assert end <= start < stop <= len(text)
        assert passage == text[start:stop] == passage.strip()
        assert heading == part.heading
        end = stop
    held = " ".join([*(text[c.start : c.end] for c in chunks), *(c.heading for c in chunks)])
    for word in {w for part in parts for w in re.findall(r"\w+", " ".join(part.words))}:
        assert suffix == ".jsonl" or word in held
    for found in document.tables:
        assert 0 <= found.start < found.end <= len(text)
        if suffix in (".html", ".docx"):
            assert text[found.start : found.end] == found.markdown
        expected = [part for part in parts if part.kind == "table"]
        if suffix in (".md", ".html", ".docx"):
            assert len(document.tables) == len(expected)
    for title in document.headings:
        assert 0 <= title.start <= title.end <= len(text)
        if suffix in (".html", ".docx"):
            assert text[title.start : title.end] == title.title
