"""What a report says in sentences, and the commands that make it again."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, get_args

from lottery_agent.lab.report import words
from lottery_agent.lab.report.data import RunReport, Versus
from lottery_agent.lab.rivals import Rivals
from lottery_agent.lab.statistics import MARGIN, Verdict
from lottery_agent.lab.suites import SUITES

_OF_RUN = {"model": "--model", "seed": "--seed", "timeout": "--timeout"}
"""Settings that `lottery lab run` has options for."""
_CHOSEN = ("knowledge",)
"""Settings that the lab chooses itself."""


def title(report: RunReport) -> str:
    """Return what the report is called."""
    return f"Lab report: {report.arm} on {words.counted(len(report.sections), 'benchmark')}"


def scope(report: RunReport) -> str:
    """Return what was asked of whom."""
    suite, package = report.manifest["suite"]["name"], report.manifest.get("package")
    items = sum(len(section.ids) for section in report.sections.values())
    arms = "; ".join(f"{name}: {title}" for name, title in report.titles.items())
    asked = f"{words.counted(items, 'item')} of {words.counted(len(report.sections), 'benchmark')}"
    return f"Suite {suite}: {asked}, lottery-agent {package}. Arms: {arms}."


def findings(report: RunReport) -> Iterator[str]:
    """Yield what the report comes to, one sentence each."""
    whole = report.wholes.get(report.arm)
    if whole is not None:
        found = whole.cell.tally
        items = words.counted(found.items, "item")
        yield (
            f"{report.arm} is right on {words.accuracy(found)} of {items}, "
            f"wrong without abstaining on {words.percent(found.wrong_share)}."
        )
    for other in report.titles:
        mine = [each for each in report.versus if each.other == other and not each.recorded]
        if mine:
            yield f"Against {other}: {_verdicts(mine)}."
    recorded = [each for each in report.versus if each.recorded]
    if recorded:
        yield f"Against large models whose answers were recorded: {_verdicts(recorded)}."


def commands(report: RunReport) -> list[str]:
    """Return the command lines that ask the same again and report it."""
    manifest = report.manifest
    suite = manifest["suite"]["name"]
    run = ["lottery", "lab", "run", "RUN", "--suite", suite]
    names = {name: entry["path"] or name for name, entry in manifest["benchmarks"].items()}
    if suite not in SUITES or list(names) != list(SUITES[suite].benchmarks):
        for name in dict.fromkeys(names.values()):
            run += ["-b", words.without_folder(name)]
    for arm in manifest["arms"]:
        run += ["-a", arm]
    rivals = Rivals.recorded(manifest["arms"])
    if rivals.larger is not None:
        run += ["--larger", words.without_folder(rivals.larger)]
    if rivals.endpoint is not None:
        run += ["--endpoint", rivals.endpoint.url, "--endpoint-model", rivals.endpoint.model]
    shown = ["lottery", "lab", "report", "RUN", "--arm", report.arm]
    if report.terms.margin != MARGIN:
        shown += ["--margin", f"{100 * report.terms.margin:g}"]
    return [with_settings(run, manifest["settings"], _OF_RUN), shlex.join(shown)]


def with_settings(
    command: Sequence[str],
    settings: Mapping[str, Any],
    options: Mapping[str, str],
    *,
    chosen: Sequence[str] = (),
) -> str:
    """Return a command line under settings that are not those of a fresh installation.

    Args:
        command: The words of the command.
        settings: All settings, as plain data.
        options: Settings that the command has options for, and these. Others are given as variables
            of the environment.
        chosen: Settings that the command chooses itself.
    """
    changed = {name: text for name, text in _changed(settings) if name not in chosen}
    given = [word for name in options if name in changed for word in (options[name], changed[name])]
    variables = [
        f"LOTTERY_{name.upper()}={shlex.quote(text)}"
        for name, text in changed.items()
        if name not in options
    ]
    return " ".join([*variables, shlex.join([*command, *given])])


def without_paths(data: Any) -> Any:
    """Return plain data with only the last part of each absolute path: folders differ."""
    if isinstance(data, Mapping):
        return {key: without_paths(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [without_paths(value) for value in data]
    return words.without_folder(data) if isinstance(data, str) else data


def _changed(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the settings of a run that are not those of a fresh installation, as text."""
    from lottery_agent._settings_model import Settings

    fresh = Settings.model_construct().model_dump(mode="json")
    for name, default in fresh.items():
        value = settings.get(name)
        if value is None or name in _CHOSEN or value == default:
            continue
        yield name, words.without_folder(value if isinstance(value, str) else json.dumps(value))


def _verdicts(rows: Iterable[Versus]) -> str:
    """Return how often each verdict was reached, corrected for the whole table.

    A match with an arm that may be guessing shows nothing, so these are told apart.
    """
    counts: Counter[Verdict] = Counter()
    idle = 0
    for row in (versus.row for versus in rows):
        verdict = row.comparison.verdict_of_all
        counts[verdict] += 1
        idle += verdict == "matches" and row.second_at_chance
    said = {verdict: f"{verdict} {counts[verdict]}" for verdict in get_args(Verdict)}
    if idle:
        said["matches"] += f", of these {idle} with one that may be guessing"
    parts = [said[verdict] for verdict in said if counts[verdict]]
    return f"{', '.join(parts)} ({words.counted(counts.total(), 'comparison')})"
