"""The probe set: questions with the sentence that is expected, by which tickets are compared.

Each probe is what an agent would ask, with the head and the grammar of that agent. The agents are
built on this package and can't be asked from here, so the file carries both: what the probes of a
kind share is stored once. `lottery train probes` draws the file; nothing in it was trained on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import takewhile
from pathlib import Path
from typing import Any

from lottery_agent.errors import ModelFileError
from lottery_agent.models.prompts import Prompt
from lottery_agent.replacing import replacing

VERSION = 2
"""Version of the probe set: raised with every change of it, so that old decisions are void."""

_FILE = "probes.jsonl"


@dataclass(frozen=True, slots=True)
class Grammar:
    """A grammar for the decoder, in llguidance's dialect of Lark."""

    text: str


@dataclass(frozen=True, slots=True)
class Probe:
    """A question and the sentence that is expected."""

    kind: str
    """What is asked for, like `statement` or `worksheet`."""
    prompt: Prompt
    target: str
    """The sentence, or the label, that is expected."""
    grammar: Grammar | None
    """What may be written; None where labels are scored."""
    max_tokens: int
    """Most tokens of the sentence."""
    labels: tuple[str, ...] = ()
    """Labels to score instead of writing, if there are any."""


@cache
def probes() -> tuple[Probe, ...]:
    """Return the probes of this package, kind by kind."""
    return read_probes(Path(str(files("lottery_agent.models.forge") / _FILE)))


def read_probes(path: Path) -> tuple[Probe, ...]:
    """Read a file that `write_probes` wrote.

    Raises:
        ModelFileError: If it can't be read.
    """
    kinds: dict[str, dict[str, Any]] = {}
    found: list[Probe] = []
    try:
        with path.open(encoding="utf-8") as lines:
            version = json.loads(next(lines))["version"]
            if version != VERSION:
                raise ModelFileError(
                    f"{str(path)!r} holds probes of version {version!r}, not {VERSION}",
                    hint="draw them again with `lottery train probes`",
                )
            for line in map(json.loads, lines):
                if "head" in line:
                    kinds[line["kind"]] = line
                else:
                    found.append(_probe(line, kinds[line["kind"]]))
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
        raise ModelFileError(
            f"{str(path)!r} holds no probes: {error!r}",
            hint="draw them with `lottery train probes`",
        ) from None
    return tuple(found)


def write_probes(path: Path, probes: Iterable[Probe], *, origin: Mapping[str, Any]) -> None:
    """Write probes as JSON lines; the file appears under its name when it is complete.

    Args:
        path: Where to write.
        probes: The probes.
        origin: How they were drawn: recipe and seed.
    """
    groups: dict[str, list[Probe]] = {}
    for probe in probes:
        groups.setdefault(probe.kind, []).append(probe)
    lines: list[Mapping[str, Any]] = [{"version": VERSION, **origin}]
    for kind, group in groups.items():
        opening, closing = _shared([probe.grammar.text for probe in group if probe.grammar])
        first = group[0]
        lines.append(
            {
                "kind": kind,
                "agent": first.prompt.agent,
                "head": first.prompt.head,
                "max_tokens": first.max_tokens,
                "opening": opening,
                "closing": closing,
            }
        )
        lines += [_plain(probe, opening, closing) for probe in group]
    with replacing(path) as part, part.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _shared(grammars: list[str]) -> tuple[str, str]:
    """Return the lines that all grammars begin with, and those that all end with."""
    tables = [grammar.splitlines(keepends=True) for grammar in grammars]
    opening = _common(tables)
    rest = [table[len(opening) :][::-1] for table in tables]
    return "".join(opening), "".join(_common(rest)[::-1])


def _common(tables: list[list[str]]) -> list[str]:
    columns = zip(*tables, strict=False)
    return [column[0] for column in takewhile(lambda column: len(set(column)) == 1, columns)]


def _plain(probe: Probe, opening: str, closing: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "kind": probe.kind,
        "question": probe.prompt.question,
        "target": probe.target,
    }
    if probe.grammar is not None:
        text = probe.grammar.text
        data["grammar"] = text[len(opening) : len(text) - len(closing)]
    if probe.labels:
        data["labels"] = probe.labels
    return data


def _probe(line: Mapping[str, Any], kind: Mapping[str, Any]) -> Probe:
    own = line.get("grammar")
    return Probe(
        kind=line["kind"],
        prompt=Prompt(agent=kind["agent"], head=kind["head"], question=line["question"]),
        target=line["target"],
        grammar=None if own is None else Grammar(kind["opening"] + own + kind["closing"]),
        max_tokens=kind["max_tokens"],
        labels=tuple(line.get("labels", ())),
    )
