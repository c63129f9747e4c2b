"""What is measured of a cell beside its answers: size, perplexity, and speed.

Speed is a ratio: the cell's file and that of the first cell of the grid take turns, so that a busy
moment of the machine hits both, and medians over the turns are compared.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lottery_agent.errors import UsageError
from lottery_agent.journal import Journal
from lottery_agent.jsonl import read_lines
from lottery_agent.lab.arms import LiveArm
from lottery_agent.lab.compression.cells import Cell
from lottery_agent.progress import Progress, silent

if TYPE_CHECKING:
    from lottery_agent._settings_model import Settings

FILE = "measures.jsonl"
_TURNS = 3


@dataclass(frozen=True, slots=True)
class FileMeasure:
    """What was measured of a model file.

    Attributes:
        type: Type of its weights.
        sha256: Its hash.
        bytes: Its size.
        perplexity: On the grid's text, token by token; only files of one vocabulary compare.
        bits_per_byte: Bits for each byte of the text, which compare between any two.
        tokens: Tokens of the text.
        window: Tokens that the model saw at once.
        stride: Tokens by which the window moved.
    """

    type: str
    sha256: str
    bytes: int
    perplexity: float
    bits_per_byte: float
    tokens: int
    window: int
    stride: int


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured of a cell.

    Attributes:
        cell: Name of its folder.
        files: By arm, the model file that it ran.
        prefill: Speed of reading a prompt of 512 tokens, as a ratio to the cell `beside`.
        decode: Speed of writing one answer token by token, likewise.
        beside: Name of the folder of the cell that was measured in turn with it.
    """

    cell: str
    files: Mapping[str, FileMeasure]
    prefill: float
    decode: float
    beside: str


def measure(
    cell: Cell,
    beside: Cell,
    arms: Sequence[LiveArm],
    common: Settings,
    text: str,
    *,
    progress: Progress = silent,
) -> Measures:
    """Measure a cell. Takes about half a minute for a model of 135 million weights.

    Args:
        cell: The cell.
        beside: The cell whose speed is 1.
        arms: The grid's arms.
        common: What all cells have in common.
        text: What perplexity is measured on.
        progress: Shows the work.

    Raises:
        UsageError: If a model can't be loaded.
        EngineError: If there is not enough memory.
    """
    from lottery_agent.models.forge.perplexity import perplexity

    tickets = cell.tickets(common, arms)
    files: dict[Path, FileMeasure] = {}
    for ticket in tickets.values():
        if ticket.path not in files:
            found = perplexity(
                ticket.path,
                text,
                kv_type=cell.kv_type,
                threads=common.threads,
                progress=progress,
            )
            files[ticket.path] = FileMeasure(
                type=ticket.type,
                sha256=ticket.sha256,
                bytes=ticket.bytes,
                perplexity=found.perplexity,
                bits_per_byte=found.bits_per_byte,
                tokens=found.tokens,
                window=found.window,
                stride=found.stride,
            )
    first = arms[0]
    prefill, decode = (1.0, 1.0)
    if cell != beside:
        other = beside.tickets(common, [first])[first.name].path
        own = tickets[first.name].path
        prefill, decode = _speeds(own, cell, other, beside, common.threads, progress)
    return Measures(
        cell=cell.folder,
        files={arm: files[ticket.path] for arm, ticket in tickets.items()},
        prefill=prefill,
        decode=decode,
        beside=beside.folder,
    )


def _speeds(
    own: Path, cell: Cell, other: Path, beside: Cell, threads: int, progress: Progress
) -> tuple[float, float]:
    from lottery_agent.models.forge.measure import bare

    mine, theirs = [], []
    with progress("Speed", total=_TURNS) as update:
        for turn in range(_TURNS):
            theirs.append(bare(other, threads=threads, kv_type=beside.kv_type))
            mine.append(bare(own, threads=threads, kv_type=cell.kv_type))
            update(turn + 1)
    reading, writing = (
        statistics.median(one[which] / ours[which] for one, ours in zip(theirs, mine, strict=True))
        for which in (0, 1)
    )
    return reading, writing


def keep(folder: Path, measures: Measures) -> None:
    """Append what was measured of a cell to a grid's file."""
    with Journal(folder / FILE, start='{"cell": ') as journal:
        journal.write(asdict(measures))


def measures_of(folder: Path) -> dict[str, Measures]:
    """Return what was measured so far, by the cell's folder.

    Raises:
        UsageError: If a line is no measurement. The remains of a kill at the end are left out.
    """
    path = folder / FILE
    found: dict[str, Measures] = {}
    for line in read_lines(path) if path.exists() else ():
        if line.data is None and not line.ended:
            break
        try:
            measures = _measures(line.data or {})
        except (TypeError, ValueError, KeyError, AttributeError):
            problem = line.problem or "is no measurement"
            raise UsageError(
                f"line {line.number} of {str(path)!r} {problem}", hint="remove it, then resume"
            ) from None
        found[measures.cell] = measures
    return found


def _measures(data: Mapping[str, Any]) -> Measures:
    files = {arm: FileMeasure(**each) for arm, each in data["files"].items()}
    if not files or not all(float(each.perplexity) > 0 for each in files.values()):
        raise ValueError
    return Measures(
        cell=str(data["cell"]),
        files=files,
        prefill=float(data["prefill"]),
        decode=float(data["decode"]),
        beside=str(data["beside"]),
    )
