"""Computes a report from the folder of a run; no model is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from lottery_agent.comparison import same_notation
from lottery_agent.errors import UsageError
from lottery_agent.hints import meant
from lottery_agent.lab.answers import Arm, RecordedAnswers
from lottery_agent.lab.benchmarks import asked_twice
from lottery_agent.lab.costs import Cost, costs_of
from lottery_agent.lab.judged import Asked, Judged, JudgedRun, judge_run
from lottery_agent.lab.pairing import Pairing, Terms, joined, pair, rows_of
from lottery_agent.lab.recorded import read_recordings, recording_file
from lottery_agent.lab.report.data import Entry, Part, RunReport, Section, Trust, Versus, Whole
from lottery_agent.lab.scores import answered_by, cell_of
from lottery_agent.reliability import Choice
from lottery_agent.scoring import Equivalent, Judgement

DEFAULT_ARM = "agent"

_NAMES = 5
"""Most names in a sentence."""


def read_report(
    folder: Path,
    data: Path | None,
    *,
    arm: str | None = None,
    terms: Terms | None = None,
    items: bool = False,
    equivalent: Equivalent = same_notation,
) -> RunReport:
    """Compute the report of a run, whether it has ended or not.

    Args:
        folder: Folder of the run.
        data: The folder of benchmark files; not needed for files of the user's.
        arm: The arm in question; by default the agent, or else the first arm of the run.
        terms: Margin and seed of the comparisons.
        items: Whether the report shall hold what is asked and what is right.
        equivalent: Compares two expressions that are no numbers.

    Raises:
        UsageError: If the run has no results or no such arm, or a file is broken.
    """
    run = judge_run(folder, data, equivalent=equivalent)
    costs = costs_of(folder)
    chosen = _chosen(arm, run.manifest["arms"])
    used = terms or Terms()
    titles = {
        name: str(entry["title"])
        for name, entry in run.manifest["arms"].items()
        if any(name in parts for parts in run.parts.values())
    }
    pairings = list(_pairings(run, chosen, data, equivalent))
    common = _common(run, titles)
    return RunReport(
        manifest=run.manifest,
        arm=chosen,
        titles=titles,
        sections={
            name: _section(run.asked[name], parts, run, costs, data, items=items)
            for name, parts in run.parts.items()
        },
        versus=tuple(_versus([each for each in pairings if each[2].first], used)),
        totals=tuple(_totals(run, pairings, used)),
        common=common,
        wholes={
            name: _whole(run, name, common, costs)
            for name in titles
            if common and all(name in run.parts[benchmark] for benchmark in common)
        },
        terms=used,
        gaps=tuple(_gaps(run, data)),
    )


def _chosen(arm: str | None, arms: Mapping[str, object]) -> str:
    if arm is None:
        return DEFAULT_ARM if DEFAULT_ARM in arms else next(iter(arms))
    if arm not in arms:
        raise UsageError(f"the run has no arm {arm!r}", hint=meant(arm, arms))
    return arm


def _left_out(run: JudgedRun, arm: str) -> list[str]:
    """Return the benchmarks that an arm has no way to answer."""
    names: list[str] = run.manifest.get("left_out", {}).get(arm, [])
    return names


def _common(run: JudgedRun, arms: Iterable[str]) -> tuple[str, ...]:
    """Return the benchmarks that all arms have begun; those that can't answer all don't count.

    The same question twice would narrow the interval as if it were more evidence.
    """
    able = [arm for arm in arms if not _left_out(run, arm)]
    begun = [name for name, parts in run.parts.items() if set(parts) >= set(able or arms)]
    twice = asked_twice(run.asked[name].benchmark for name in begun)
    return tuple(name for name in begun if name not in twice)


def _section(
    asked: Asked,
    parts: Mapping[str, Judged],
    run: JudgedRun,
    costs: Mapping[tuple[str, str], list[Cost]],
    data: Path | None,
    *,
    items: bool,
) -> Section:
    """Return a benchmark, and what it asks if that is wanted."""
    benchmark, golds = asked.benchmark, asked.golds
    ids = tuple(gold.id for gold in golds)
    given = None
    if items:
        everything = {str(item.id): item for item in replace(benchmark, open=False).items(data)}
        given = {name: everything[name] for name in ids}
    return Section(
        benchmark=benchmark,
        ids=ids,
        sha256=str(run.manifest["benchmarks"][benchmark.name]["sha256"]),
        chance=asked.chance,
        parts={
            arm: Part(
                cell=cell_of([part], costs.get((arm, benchmark.name), ())),
                trust=Trust.of(_choices([part]), len(golds)),
                entries=tuple(_entry(part, judged) for judged in part.judgements.values()),
            )
            for arm, part in parts.items()
        },
        items=given,
        golds=None if not items else {gold.id: gold for gold in golds},
    )


def _entry(part: Judged, judgement: Judgement) -> Entry:
    answer = part.answers.get(judgement.id)
    if answer is None:
        return Entry(judgement.id, "missing", None, None)
    return Entry(judgement.id, judgement.outcome, answered_by(answer), answer)


def _choices(parts: Sequence[Judged]) -> list[Choice]:
    """Return the confidence in each answer, and whether it is right."""
    return [
        (min(1.0, answer.confidence), part.judgements[name].outcome == "correct")
        for part in parts
        for name, answer in part.answers.items()
        if answer.status == "answered"
    ]


def _whole(
    run: JudgedRun,
    arm: str,
    common: Sequence[str],
    costs: Mapping[tuple[str, str], list[Cost]],
) -> Whole:
    parts = [run.parts[name][arm] for name in common]
    spent = [cost for name in common for cost in costs.get((arm, name), ())]
    questions = sum(len(part.judgements) for part in parts)
    return Whole(cell_of(parts, spent), Trust.of(_choices(parts), questions))


def _pairings(
    run: JudgedRun, arm: str, data: Path | None, equivalent: Equivalent
) -> Iterator[tuple[str, bool, Pairing]]:
    """Yield each other arm, whether it was recorded, and its pairs with the arm in question."""
    for name, parts in run.parts.items():
        if arm not in parts:
            continue
        ours, asked = parts[arm], run.asked[name]
        others: list[tuple[bool, str, Arm, Mapping[str, Judgement]]] = [
            (False, other, part.file, part.judgements)
            for other, part in parts.items()
            if other != arm
        ]
        others += [
            (True, each.name, each, judged) for each, judged in _recorded(asked, data, equivalent)
        ]
        for recorded, other, file, judged in others:
            pairing = pair(
                asked.benchmark, asked.golds, (ours.file, file), (ours.judgements, judged)
            )
            yield other, recorded, pairing


def _recorded(
    asked: Asked, data: Path | None, equivalent: Equivalent
) -> Iterator[tuple[RecordedAnswers, Mapping[str, Judgement]]]:
    """Yield the recorded arms that have answers to some of the items."""
    recording = asked.benchmark.recording
    if recording is None or data is None or not recording_file(recording, data).is_file():
        return
    for each in read_recordings([recording], data):
        if any(gold.id in each.records for gold in asked.golds):
            answers = RecordedAnswers(each)
            yield answers, answers.judge(asked.benchmark, asked.golds, equivalent)


def _versus(pairings: Sequence[tuple[str, bool, Pairing]], terms: Terms) -> Iterator[Versus]:
    rows = rows_of([pairing for _, _, pairing in pairings], terms)
    for (other, recorded, _), row in zip(pairings, rows, strict=True):
        yield Versus(other, recorded, row)


def _totals(
    run: JudgedRun, pairings: Sequence[tuple[str, bool, Pairing]], terms: Terms
) -> Iterator[Versus]:
    """Yield the comparisons over all benchmarks, each on its own; a question counts once."""
    live = dict.fromkeys(other for other, recorded, _ in pairings if not recorded)
    for other in live:
        mine = [each for name, recorded, each in pairings if name == other and not recorded]
        twice = asked_twice(run.asked[each.name].benchmark for each in mine)
        once = [each for each in mine if each.name not in twice]
        if len(once) > 1:
            yield from _versus([(other, False, joined(once))], terms)


def _gaps(run: JudgedRun, data: Path | None) -> Iterator[str]:
    """Say what is missing or left out."""
    arms = list(run.manifest["arms"])
    asked = sum(
        len(each.golds)
        for arm in arms
        for name, each in run.asked.items()
        if name not in _left_out(run, arm)
    )
    there = sum(len(part.answers) for parts in run.parts.values() for part in parts.values())
    if there < asked:
        yield (
            f"The run has not ended: {there:,} of {asked:,} answers are there. "
            "Continue it with lottery lab run RUN --resume."
        )
    yield from run.mixtures()
    for arm in arms:
        unable = _left_out(run, arm)
        if unable:
            yield f"{arm} has no way to answer {_listed(unable)}."
        absent = [name for name in run.asked if arm not in run.parts.get(name, {})]
        if set(absent) - set(unable):
            yield f"{arm} has not begun {_listed([x for x in absent if x not in unable])}."
    for name, parts in run.parts.items():
        for arm, part in parts.items():
            if part.missing:
                which = f"{part.missing} of {len(part.judgements)} items of {name}"
                yield f"{arm} has no result of {which}; they count as failed."
            if part.strays:
                which = f"Results of {arm} on {name} that belong to no item"
                yield f"{which}: {part.strays}. They are left out."
    unread = [
        name
        for name, each in run.asked.items()
        if (kept := each.benchmark.recording)
        and not (data and recording_file(kept, data).is_file())
    ]
    if unread:
        yield f"The recorded answers of large models to {_listed(unread)} are not there."


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMES
    return ", ".join(names[:_NAMES]) + (f" and {more} more" if more > 0 else "")
