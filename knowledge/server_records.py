"""How a document is written to the records of a collection on a server, and read again.

Each record holds a passage's words and place; the first of a document, its head, also holds what
is known of the document. What is read may have been written by anybody: a document that is not
whole is none.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lottery_agent.knowledge.collection import Record, Scalar
from lottery_agent.knowledge.records import Entry, Part, digest, format_key


@dataclass(frozen=True, slots=True)
class Head:
    """What the first record of a document says.

    Attributes:
        document: The document's number.
        source: Its name.
        written: When it was written, in nanoseconds: of two of a name, the later one counts.
        fields: All that is known of it.
    """

    document: int
    source: str
    written: int
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """Records to be written, the heads last: a document is real once its head is there."""

    ids: list[str]
    fields: list[dict[str, Scalar]]
    texts: list[str]
    order: list[int]
    """Where each record's vector is among those of all passages in order."""


def write(entries: Mapping[int, Entry]) -> Written:
    """Return the records of documents, by their numbers."""
    records: list[tuple[str, dict[str, Scalar], str]] = []
    for document, entry in entries.items():
        common: dict[str, Scalar] = {
            "document": document,
            "source": entry.source,
            "written": time.time_ns(),
        }
        for position, (start, end, text, heading) in enumerate(entry.passages):
            place: dict[str, Scalar] = {
                "position": position,
                "start": start,
                "end": end,
                "heading": heading,
            }
            about = _about(entry) if position == 0 else {}
            records.append((format_key((document, position)), {**common, **place, **about}, text))
    order = sorted(range(len(records)), key=lambda index: records[index][1]["position"] == 0)
    ids, fields, texts = zip(*(records[index] for index in order), strict=True)
    return Written(list(ids), list(fields), list(texts), order)


def _about(entry: Entry) -> dict[str, Scalar]:
    return {
        "sha256": entry.sha256,
        "bytes": entry.bytes,
        "passages": len(entry.passages),
        "digest": digest(entry.passages),
        "added": entry.added or "",
        "tables": json.dumps(entry.tables),
    }


def read_heads(records: Iterable[Record]) -> dict[str, Head]:
    """Return the head of each document by its name; of several of a name, the latest."""
    heads: dict[str, Head] = {}
    for record in records:
        match record.fields:
            case {"document": int(document), "source": str(source), "written": int(written)}:
                head = Head(document, source, written, record.fields)
            case _:
                continue
        known = heads.get(source)
        if known is None or (known.written, known.document) < (written, document):
            heads[source] = head
    return heads


def read_entry(head: Head, records: Sequence[Record]) -> Entry | None:
    """Return a document, None if it is not whole.

    Args:
        head: Its head.
        records: All its records, in any order.
    """
    try:
        ordered = sorted(records, key=lambda record: record.fields["position"])
        positions = [record.fields["position"] for record in ordered]
        parts: list[Part] = [
            (
                int(record.fields["start"]),
                int(record.fields["end"]),
                str(record.text),
                str(record.fields["heading"]),
            )
            for record in ordered
        ]
        fields = head.fields
        entry = Entry(
            head.source,
            str(fields["sha256"]),
            int(fields["bytes"]),
            parts,
            [
                (int(start), int(end), str(text))
                for start, end, text in json.loads(fields["tables"])
            ],
            datetime.fromisoformat(fields["added"]).astimezone(UTC).isoformat(timespec="seconds"),
        )
    except (KeyError, TypeError, ValueError):
        return None
    whole = positions == list(range(fields["passages"])) and digest(parts) == fields["digest"]
    return entry if whole else None
