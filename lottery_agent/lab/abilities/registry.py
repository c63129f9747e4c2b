"""The abilities as benchmarks, and the files of their items."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from lottery_agent.errors import UsageError
from lottery_agent.jsonl import read_objects
from lottery_agent.lab.abilities import operations, planning, reasoning, retrieval, tools
from lottery_agent.lab.abilities.probes import Maker, Probe
from lottery_agent.lab.benchmarks import Benchmark, Scorer
from lottery_agent.lab.files import SUFFIX, DataFile
from lottery_agent.replacing import replacing

PREFIX = "ability_"
"""Begins the name of each benchmark."""


@dataclass(frozen=True, slots=True)
class Ability:
    """One of the five abilities.

    Attributes:
        name: A word for it.
        title: What it is.
        scorer: How answers are judged, and the share that guessing gets right where there are no
            options to guess among.
        kinds: Its kinds, in the order in which the probes go round them.
        make: Makes a probe of a kind.
    """

    name: str
    title: str
    scorer: Scorer
    kinds: tuple[str, ...]
    make: Maker

    @property
    def benchmark(self) -> Benchmark:
        """The benchmark of its probes, whose file is where `write_items` puts it."""
        name = f"{PREFIX}{self.name}"
        hint = "`lottery lab abilities FOLDER` makes it"
        file = DataFile(name, self.title, "made", None, None, "Apache-2.0", "", hint=hint)
        return Benchmark(name, file, self.scorer)

    def probe(self, number: int, seed: int) -> Probe:
        """Return a probe; it depends on nothing but the ability, its number and the seed."""
        random = Random(f"{seed} {self.name} {number}")  # noqa: S311 - no secret
        return self.make(random, self.kinds[number % len(self.kinds)])


_HOLDS = "a text that holds the right one"
_OPTION = Scorer("option", "the letter or the text of the option")
ABILITIES: Mapping[str, Ability] = {
    ability.name: ability
    for ability in (
        Ability(
            "retrieval",
            "Retrieval from the prompt: one password of five in a long text",
            Scorer("holds", _HOLDS, contains=True, chance=retrieval.CHANCE),
            retrieval.KINDS,
            retrieval.make,
        ),
        Ability(
            "tools",
            "Identification of the required tool, and of the case that needs none",
            _OPTION,
            tools.KINDS,
            tools.make,
        ),
        Ability(
            "planning",
            "Planning and scheduling: orders under constraints, shortest schedules",
            _OPTION,
            planning.KINDS,
            planning.make,
        ),
        Ability(
            "operations",
            "Fundamental operations: sums to quotients and comparisons, by size",
            Scorer("number", "exactly the number", chance=operations.CHANCE),
            operations.KINDS,
            operations.make,
        ),
        Ability(
            "reasoning",
            "Long-context reasoning: facts far apart that have to be combined",
            _OPTION,
            reasoning.KINDS,
            reasoning.make,
        ),
    )
}
"""All abilities by name, in the order of the paper."""


def write_items(folder: Path, names: Iterable[str], *, count: int, seed: int) -> None:
    """Write the items of some abilities, a file each; equal files are left as they are.

    Args:
        folder: Where to write; it is made if it is missing.
        names: The abilities.
        count: Items of each.
        seed: Decides them.

    Raises:
        UsageError: If a file can't be written, or another one or a damaged one is there.
    """
    for name in names:
        ability = ABILITIES[name]
        task = ability.benchmark.name
        lines = "".join(
            json.dumps(ability.probe(number, seed).line(f"{name}-{number:04}", task)) + "\n"
            for number in range(count)
        )
        path = folder / f"{task}{SUFFIX}"
        try:
            if path.exists():
                _check_items(path, lines.encode(), seed)
                continue
            folder.mkdir(parents=True, exist_ok=True)
            with replacing(path) as part:
                part.write_bytes(gzip.compress(lines.encode(), mtime=0))
        except OSError as error:
            raise UsageError(f"cannot write {str(path)!r}: {error.strerror}") from None


def _check_items(path: Path, lines: bytes, seed: int) -> None:
    """Check that a file that is there holds the items that a seed makes.

    Raises:
        OSError: If it can't be read.
        UsageError: If it is damaged, or holds others.
    """
    try:
        found = gzip.decompress(path.read_bytes())
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UsageError(
            f"{str(path)!r} is damaged: {error}", hint="remove it, or name another folder"
        ) from None
    if found != lines:
        raise UsageError(
            f"{str(path)!r} holds other items than the seed {seed} makes",
            hint="name another folder",
        )


def kinds_of(benchmark: Benchmark, folder: Path) -> dict[str, str]:
    """Return the kind of each item, by id; empty where items have none.

    Args:
        benchmark: The benchmark.
        folder: The folder of its file.

    Raises:
        UsageError: If the file is missing or broken.
    """
    rows = read_objects(benchmark.file.located(folder))
    return {str(row["id"]): str(row["kind"]) for row in rows if row.get("kind")}
