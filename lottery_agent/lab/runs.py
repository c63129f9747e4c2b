"""Runs: arms answer the items of a suite, and everything that the scores rest on is kept.

A run is a folder: `manifest.json` says what was asked of whom, `ARM/BENCHMARK.jsonl` has the
results as `lottery batch` writes them, `costs.jsonl` what they took. An interrupted run is
continued from its folder alone; results can be scored again without a model.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from lottery_agent import __version__
from lottery_agent.batch import Asker, Item, plan_items, run_batch
from lottery_agent.errors import UsageError
from lottery_agent.exclusive import exclusive
from lottery_agent.journal import Journal
from lottery_agent.jsonl import read_objects
from lottery_agent.lab import arms, catalogue, manifests, opening
from lottery_agent.lab.arms import LiveArm
from lottery_agent.lab.benchmarks import Benchmark
from lottery_agent.lab.costs import COSTS, Meter
from lottery_agent.lab.files import file_hash
from lottery_agent.lab.manifests import check_empty, check_same, write_manifest
from lottery_agent.lab.model_files import KEY, check_model_files, model_files
from lottery_agent.lab.passages import base_of, passages
from lottery_agent.lab.rivals import Rivals
from lottery_agent.lab.suites import Suite, suite_of
from lottery_agent.progress import Progress, silent

if TYPE_CHECKING:
    from lottery_agent._settings_model import Settings

MANIFEST = "manifest.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is to do.

    Attributes:
        suite: How many items of each benchmark.
        benchmarks: The benchmarks.
        arms: Who answers.
        settings: What all arms have in common.
        data: The folder of benchmark files; None if all are files of the user's.
        jobs: Items that an arm answers at once. Answers do not depend on it.
    """

    suite: Suite
    benchmarks: tuple[Benchmark, ...]
    arms: tuple[LiveArm, ...]
    settings: Settings
    data: Path | None
    jobs: int = 8

    def items(self) -> dict[str, tuple[Item, ...]]:
        """Return the items of each benchmark.

        Raises:
            UsageError: If a file is missing or broken.
        """
        return {b.name: self.suite.pick(b.items(self.data)) for b in self.benchmarks}


def begin(folder: Path, order: Order) -> None:
    """Write the manifest of a new run.

    Raises:
        UsageError: If the folder holds a run or anything else, a benchmark file is broken or lacks
            an answer, or no arm can answer any benchmark.
    """
    check_empty(folder, "lottery lab run RUN --resume")
    if not any(arm.answers(each) for arm in order.arms for each in order.benchmarks):
        names = ", ".join(arm.name for arm in order.arms)
        raise UsageError(f"none of these benchmarks can be asked of {names}", hint="name others")
    for each in order.benchmarks:
        each.golds(order.data)  # that one is missing should not come out when all is answered
    write_manifest(folder / MANIFEST, _manifest(order))


def order_of(folder: Path, data: Path | None, *, jobs: int = 8) -> Order:
    """Return what a run was begun to do.

    Args:
        folder: Folder of the run.
        data: The folder of benchmark files; not needed for files of the user's.
        jobs: See `Order`.

    Raises:
        UsageError: If it holds no run, or the items are no longer those that it was begun with.
    """
    from lottery_agent.settings import load_settings

    manifest = read_manifest(folder)
    order = Order(
        suite=suite_of(manifest["suite"]["name"]),
        benchmarks=benchmarks_of(manifest, data),
        arms=tuple(arms.choose(manifest["arms"], Rivals.recorded(manifest["arms"]))),
        settings=load_settings(manifest["settings"]),
        data=data,
        jobs=jobs,
    )
    check_begun(folder, order)
    return order


def check_begun(folder: Path, order: Order) -> None:
    """Check that the run in a folder was begun to do what an order says.

    Raises:
        UsageError: If it holds no run, or one that does something else.
    """
    check_same(folder, read_manifest(folder), _manifest(order), "run")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a run.

    Raises:
        UsageError: If the folder holds none that can be read.
    """
    path = folder / MANIFEST
    manifest = manifests.read_manifest(
        path, what="run", command="lottery lab run RUN", version=VERSION
    )
    if not _is_manifest(manifest):
        raise UsageError(f"{str(path)!r} is no manifest of a run", hint="begin another run")
    return manifest


def _is_manifest(data: Mapping[str, Any]) -> bool:
    """Tell whether all is there that reading a run relies on."""
    suite, benchmarks, arms = data.get("suite"), data.get("benchmarks"), data.get("arms")
    return (
        isinstance(suite, dict)
        and isinstance(suite.get("name"), str)
        and isinstance(data.get("settings"), dict)
        and isinstance(benchmarks, dict)
        and all(
            isinstance(entry, dict)
            and isinstance(entry.get("ids"), list)
            and isinstance(entry.get("path", 0), str | None)
            and "sha256" in entry
            for entry in benchmarks.values()
        )
        and isinstance(arms, dict)
        and all(isinstance(a, dict) and isinstance(a.get("title"), str) for a in arms.values())
    )


def benchmarks_of(manifest: Mapping[str, Any], data: Path | None) -> tuple[Benchmark, ...]:
    """Return the benchmarks of a run.

    Raises:
        UsageError: If there is one no more.
    """
    entries: Mapping[str, Mapping[str, Any]] = manifest["benchmarks"]
    names = dict.fromkeys(entry["path"] or name for name, entry in entries.items())
    return tuple(each for each in catalogue.choose(names, data) if each.name in entries)


def results_of(folder: Path, arm: str, benchmark: str) -> Path:
    """Return where the results of an arm on a benchmark are, or would be.

    A file of the user's names its benchmarks as it likes, so what no file name may hold is quoted.
    """
    return folder / arm / f"{quote(benchmark, safe=' ')}.jsonl"


def execute(folder: Path, order: Order, *, progress: Progress = silent) -> None:
    """Answer what is left of a run that was begun.

    Args:
        folder: Folder of the run.
        order: What it is to do.
        progress: Shows how far each arm is on each benchmark.

    Raises:
        UsageError: If another process is at it, a model can't be loaded or a file not be written.
    """
    with exclusive(folder):
        _answer(folder, order, progress)


def _answer(folder: Path, order: Order, progress: Progress) -> None:
    items, manifest = order.items(), read_manifest(folder)
    settings = order.settings.model_copy(update={"knowledge": _filled_base(order, progress)})
    for arm in order.arms:
        (folder / arm.name).mkdir(exist_ok=True)
        plans = {
            benchmark: plan_items(
                items[benchmark.name], results_of(folder, arm.name, benchmark.name), resume=True
            )
            for benchmark in order.benchmarks
            if arm.answers(benchmark)
        }
        if not any(plan.todo for plan in plans.values()):
            continue
        with ExitStack() as stack:
            # Hours may have passed since the last arm, and an adapter may have been trained anew.
            check_model_files(folder, manifest, model_files(order.arms, order.settings), "run")
            costs = stack.enter_context(Journal(folder / COSTS, start='{"arm": '))
            asker_of = stack.enter_context(opening.opened(arm, settings))
            for benchmark, plan in plans.items():
                if plan.todo:
                    meter = Meter(arm.name, benchmark.name)
                    asker: Asker = asker_of(benchmark)
                    shown = meter.watching(progress)
                    try:
                        run_batch(plan, asker, jobs=order.jobs, text=meter.text, progress=shown)
                    finally:  # what an interrupt or a full disk leaves has its costs, too
                        if meter.done:
                            costs.write(asdict(meter.read(meter.done)))


def _manifest(order: Order) -> dict[str, Any]:
    """Return all that the answers of a run depend on, as plain data."""
    manifest = {
        "version": VERSION,
        "package": __version__,
        "suite": {"name": order.suite.name, "cap": order.suite.cap},
        "benchmarks": {
            benchmark.name: identity(benchmark, [str(item.id) for item in items], order.data)
            for benchmark, items in zip(order.benchmarks, order.items().values(), strict=True)
        },
        "arms": {arm.name: arm.to_json() for arm in order.arms},
        "left_out": {
            arm.name: [b.name for b in order.benchmarks if not arm.answers(b)] for arm in order.arms
        },
        "settings": order.settings.model_dump(mode="json"),
        KEY: model_files(order.arms, order.settings),
    }
    if any(benchmark.open for benchmark in order.benchmarks):
        manifest["passages"] = base_of(order.data)
    return dict(json.loads(json.dumps(manifest)))


def identity(benchmark: Benchmark, ids: Sequence[str], data: Path | None) -> dict[str, Any]:
    """Return which items are asked, with a hash of what they ask and what is right.

    Args:
        benchmark: The benchmark.
        ids: The items.
        data: The folder of benchmark files; not needed for files of the user's.

    Raises:
        UsageError: If the file is missing or broken.
    """
    chosen = set(ids)
    rows = [row for row in read_objects(benchmark.file.located(data)) if str(row["id"]) in chosen]
    path = benchmark.file.path
    return {
        "file": benchmark.file.name,
        "path": None if path is None else str(path.absolute()),
        "sha256": file_hash(rows),
        "ids": list(ids),
    }


def _filled_base(order: Order, progress: Progress) -> str:
    """Return the knowledge base of the open questions with all passages in it, or `none`."""
    from lottery_agent.assembly import load_embedder
    from lottery_agent.knowledge import KnowledgeBase
    from lottery_agent.library import NO_BASE

    if not any(benchmark.open for benchmark in order.benchmarks):
        return NO_BASE
    name, embedder = base_of(order.data), load_embedder(order.settings)
    try:
        with KnowledgeBase.open(name, embedder, url=order.settings.knowledge_url) as base:
            base.add_documents(passages(order.data), progress=progress)  # skips those there
    finally:
        embedder.close()
    return name
