"""Picks the ticket type for this processor: the fastest that is hardly less accurate than F16.

Which type is fastest depends on the processor, and what a type costs in accuracy depends on the
model: both are measured. The decision is remembered for the base, the adapter and the processor,
so that it is made once. Another machine may pick another type, and then gives other answers; the
default type is therefore fixed, and this is for those who ask for it.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import llama_cpp

from lottery_agent.errors import UsageError
from lottery_agent.models.engine.library import threads as usable_threads
from lottery_agent.models.forge import quantize
from lottery_agent.models.forge.importance import FILE as IMPORTANCE
from lottery_agent.models.forge.measure import Measurement, measure
from lottery_agent.models.forge.probes import VERSION, probes
from lottery_agent.models.forge.ticket import FORGE, Ticket, discard, forge, tickets
from lottery_agent.models.zoo.hashes import sha256_of
from lottery_agent.models.zoo.header import read_header
from lottery_agent.models.zoo.workspace import workspace
from lottery_agent.progress import Progress
from lottery_agent.progress import task as bar
from lottery_agent.settings import cache_folder

DEFAULT = "Q8_0"
"""The type whose speed is 1."""

TYPES = tuple(type for type in quantize.TYPES if type not in quantize.COARSE)
"""The types to choose among."""

_EXACT = "F16"
_POINTS = 1
"""How many points of accuracy, in percent, a type may lose against F16."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Which type was picked, and what was measured."""

    type: str
    processor: str
    threads: int
    measured: tuple[Measurement, ...]
    remembered: bool = False
    """Whether it was made earlier."""


def decide(
    base: Path,
    *,
    adapter: Path | None,
    name: str,
    threads: int = 0,
    again: bool = False,
    progress: Progress = bar,
) -> Decision:
    """Return the type for this processor; measure all types if that was not done before.

    Measuring takes minutes. Tickets that are made for it are deleted, but for the one picked.

    Args:
        base: The base model, a GGUF file.
        adapter: The LoRA adapter; the probes are questions that only an adapter can answer.
        name: The model's name.
        threads: Threads to compute with; 0 for the number of physical cores.
        again: Measure even if a decision is remembered.
        progress: How to show the work.

    Raises:
        UsageError: If there is no adapter, or it does not know what the probes ask for.
        ModelFileError: If a file is damaged or does not fit, or the cache can't be written to.
        EngineError: If there is not enough memory.
    """
    path = _place(base, adapter, progress)
    if not again and (known := _read(path)) is not None:
        return known
    with workspace(path, progress=progress) as folder:
        if not again and (known := _read(path)) is not None:
            return known
        had = {ticket.path for ticket in tickets()}
        made: dict[str, Ticket] = {}
        picked = ""
        try:
            for type in TYPES:
                made[type] = forge(base, adapter=adapter, type=type, name=name, progress=progress)
            measured = measure(
                list(made.values()), probes(), default=DEFAULT, threads=threads, progress=progress
            )
            picked = choose(measured)
        finally:
            discard(paths={made[type].path for type in made if type != picked} - had)
        decision = Decision(picked, processor(), usable_threads(threads), tuple(measured))
        (folder / "decision").write_text(json.dumps(asdict(decision), indent=1), encoding="utf-8")
        (folder / "decision").replace(path)
    return decision


def decided(base: Path, *, adapter: Path | None, name: str) -> str:
    """Return the type that was picked for a base and an adapter on this processor.

    Raises:
        UsageError: If none was.
    """
    decision = _read(_place(base, adapter, bar))
    if decision is None:
        raise UsageError(
            f"no ticket type was picked for {name!r} on this processor yet",
            hint=f"run `lottery models forge {name} --type auto` first, it takes minutes",
        )
    return decision.type


def choose(measured: Sequence[Measurement]) -> str:
    """Return the fastest type among those within one point of F16.

    Raises:
        UsageError: If F16 fails so often that the probes can't tell the types apart.
    """
    exact = next(one for one in measured if one.type == _EXACT)
    if 2 * exact.right < exact.probes:
        raise UsageError(
            f"F16 answers {exact.right} of {exact.probes} probes, too few to compare types by",
            hint="name a type: the adapter was not trained for these agents",
        )
    good = [one for one in measured if 100 * (exact.right - one.right) <= _POINTS * one.probes]
    return max(good, key=lambda one: one.speed).type


def processor() -> str:
    """Return what tells this processor from others: its name, cores and instruction sets."""
    name = platform.processor() or platform.machine()
    if sys.platform == "linux":
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
        named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
        name = next(named, name)
    sets = llama_cpp.llama_print_system_info().decode("utf-8", "replace").strip(" |")
    return f"{name}, {os.cpu_count()} cores, {sets}"


def _place(base: Path, adapter: Path | None, progress: Progress) -> Path:
    """Return where the decision is remembered: a name for all that it depends on."""
    if adapter is None:
        raise UsageError(
            "types are compared by an adapter's answers, and there is no adapter",
            hint="name a type, like Q8_0",
        )
    for path in (base, adapter):
        read_header(path)  # one clear line if it is missing or damaged
    importance = adapter.with_name(IMPORTANCE)
    key = {
        "forge": FORGE,
        "base": sha256_of(base, progress=progress),
        "adapter": sha256_of(adapter),
        "importance": sha256_of(importance) if importance.is_file() else None,
        "types": TYPES,
        "probes": VERSION,
        "processor": processor(),
    }
    name = hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()[:16]
    return cache_folder() / "decisions" / f"{name}.json"


def _read(path: Path) -> Decision | None:
    """Read a decision; None if there is none, or none that makes sense."""
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        measured = tuple(Measurement(**one) for one in data["measured"])
        if data["type"] not in {one.type for one in measured}:
            return None
        return Decision(data["type"], data["processor"], data["threads"], measured, remembered=True)
    except (OSError, ValueError, KeyError, TypeError):
        return None
