"""Doing a search, and reading what it has found so far."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lottery_agent.comparison import same_notation
from lottery_agent.exclusive import exclusive
from lottery_agent.lab.answers import RecordedAnswers
from lottery_agent.lab.arms import LiveArm
from lottery_agent.lab.compression import folders
from lottery_agent.lab.compression.cells import Cell
from lottery_agent.lab.compression.search import (
    CANDIDATES,
    REFERENCE,
    Candidate,
    Outcome,
    Search,
    Tried,
)
from lottery_agent.lab.compression.search_folder import check_models
from lottery_agent.lab.judged import Judged, judge_run
from lottery_agent.lab.pairing import Row, pair, rows_of
from lottery_agent.lab.runs import Order, results_of
from lottery_agent.progress import Progress, silent
from lottery_agent.scoring import Equivalent, Gold


def execute(
    folder: Path,
    search: Search,
    data: Path | None,
    *,
    jobs: int = 8,
    progress: Progress = silent,
    equivalent: Equivalent = same_notation,
) -> Outcome:
    """Ask what is left: the reference, then the candidates until one matches.

    Args:
        folder: Folder of the search.
        search: What it does.
        data: The folder of benchmark files.
        jobs: Items that are answered at once.
        progress: Shows how far it is.
        equivalent: Compares two expressions that are no numbers.

    Raises:
        UsageError: If another process is at it, or a model can't be loaded.
    """
    place = search.data(folder, data)

    def asked(run: Path, cell: Cell, arm: LiveArm) -> None:
        check_models(folder, search)  # an adapter may have been trained anew meanwhile
        settings = cell.settings(search.settings)
        order = Order(search.suite, (search.task,), (arm,), settings, place, jobs)
        folders.answer(run, order, progress=progress)

    with exclusive(folder):
        if search.reference is not None:
            asked(folder / REFERENCE, search.reference.cell, search.reference_arm)
        for candidate in search.candidates:
            asked(folder / CANDIDATES / candidate.name, candidate.cell, search.arm)
            outcome = read_outcome(folder, search, data, equivalent=equivalent)
            if outcome.ended:
                break
    return outcome


def read_outcome(
    folder: Path, search: Search, data: Path | None, *, equivalent: Equivalent = same_notation
) -> Outcome:
    """Return what a search has found so far. No model is needed.

    Args:
        folder: Folder of the search.
        search: What it does.
        data: The folder of benchmark files.
        equivalent: Compares two expressions that are no numbers.

    Raises:
        UsageError: If a file is missing or broken.
    """
    place = search.data(folder, data)
    rows = [_row(folder, search, each, place, equivalent) for each in search.candidates]
    reference = search.reference
    name = search.against if reference is None else f"{search.reference_arm.name} {reference.name}"
    tried = tuple(Tried(each, row) for each, row in zip(search.candidates, rows, strict=True))
    return Outcome(search, tried, str(name))


def _row(
    folder: Path, search: Search, candidate: Candidate, place: Path | None, equivalent: Equivalent
) -> Row | None:
    own = _judged(folder / CANDIDATES / candidate.name, search.arm, search, place, equivalent)
    if own is None:
        return None
    golds: Sequence[Gold] = own.asked.golds
    if search.reference is not None:
        whole = _judged(folder / REFERENCE, search.reference_arm, search, place, equivalent)
        if whole is None:
            return None
        pairing = pair(
            search.task, golds, (own.file, whole.file), (own.judgements, whole.judgements)
        )
    else:
        recorded = RecordedAnswers.find(str(search.against), [search.task], place)
        theirs = recorded.judge(search.task, golds, equivalent)
        pairing = pair(search.task, golds, (own.file, recorded), (own.judgements, theirs))
    return rows_of([pairing], search.terms)[0]


def _judged(
    run: Path, arm: LiveArm, search: Search, place: Path | None, equivalent: Equivalent
) -> Judged | None:
    """Return the answers of a run, if all of them are there."""
    path = results_of(run, arm.name, search.task.name)
    if not path.is_file() or not path.stat().st_size:
        return None
    judged = judge_run(run, place, equivalent=equivalent).parts[search.task.name][arm.name]
    return None if judged.missing else judged
