"""`lottery lab smallest`: the smallest model file that still matches a reference on a task."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lottery_agent.cli.lab import AsJson, Data, Margin, check_resume, checked, is_typed
from lottery_agent.cli.lab_runs import Jobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lottery_agent.lab.compression.search import Outcome, Search

_TYPES = ("F16", "Q8_0", "Q6_K", "Q4_K_M", "Q4_0", "Q2_K")


def smallest(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="SEARCH", help="Folder of the search.")],
    task: Annotated[
        str | None,
        typer.Option(
            "-b",
            "--benchmark",
            metavar="NAME|FILE",
            help="The task: a benchmark, a file of items with answers, or ability_NAME.",
            show_default=False,
        ),
    ] = None,
    models: Annotated[
        list[str] | None,
        typer.Option(
            "--model",
            metavar="NAME|PATH",
            help="A model to try; repeatable.",
            show_default=False,
        ),
    ] = None,
    types: Annotated[
        list[str] | None,
        typer.Option(
            "--type",
            metavar="TYPE",
            help=f"A type to try; by default {', '.join(_TYPES)}. Repeatable.",
            show_default=False,
        ),
    ] = None,
    arm: Annotated[
        str, typer.Option("-a", "--arm", metavar="NAME", help="Who answers with each.")
    ] = "agent",
    reference_arm: Annotated[
        str | None,
        typer.Option(
            "--reference-arm",
            metavar="NAME",
            help="Who answers with the reference, the largest file; by default the same.",
            show_default=False,
        ),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="MODEL/METHOD",
            help="Match recorded answers instead; parts of the names will do.",
            show_default=False,
        ),
    ] = None,
    suite: Annotated[
        str,
        typer.Option("--suite", metavar="NAME", help="Items of a benchmark: smoke, dev or full."),
    ] = "full",
    items: Annotated[
        int,
        typer.Option("--items", metavar="N", min=1, max=1000, help="Items to make of an ability."),
    ] = 200,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, help="Seed of these.")] = 0,
    margin: Margin = 5.0,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="S", help="Limit on seconds per question.")
    ] = 3600.0,
    resume: Annotated[
        bool, typer.Option("--resume", help="Continue a search; all else is as it was begun.")
    ] = False,
    jobs: Jobs = 8,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Find the smallest model file that still matches a larger one on a task."""
    from lottery_agent.equivalence import Equivalence
    from lottery_agent.lab.compression.search_folder import begin, search_of
    from lottery_agent.lab.compression.searching import execute
    from lottery_agent.progress import task as bar

    data = checked(data)
    if resume:
        check_resume(context, "data")
        search = search_of(folder, data)
    else:
        search = _search(
            context, task, models, types, arm, reference_arm, against, suite, items, seed, margin,
            timeout, data,
        )  # fmt: skip
        begin(folder, search)
    try:
        with Equivalence() as equivalent:
            outcome = execute(folder, search, data, jobs=jobs, progress=bar, equivalent=equivalent)
    except KeyboardInterrupt:
        typer.echo(f"interrupted; continue with `lottery lab smallest {folder} --resume`", err=True)
        raise
    _tell(outcome, as_json=as_json)


def _search(
    context: typer.Context,
    task: str | None,
    models: Sequence[str] | None,
    types: Sequence[str] | None,
    arm: str,
    reference_arm: str | None,
    against: str | None,
    suite: str,
    items: int,
    seed: int,
    margin: float,
    timeout: float,
    data: Path | None,
) -> Search:
    from lottery_agent.errors import UsageError
    from lottery_agent.lab import arms, catalogue
    from lottery_agent.lab.answers import RecordedAnswers
    from lottery_agent.lab.compression.search import Search, candidates_of, is_made, largest
    from lottery_agent.lab.suites import suite_of
    from lottery_agent.settings import load_settings

    if task is None:
        raise UsageError("no task is named", hint="name one with --benchmark NAME")
    chosen = catalogue.choose([task], data)
    if len(chosen) > 1:
        names = ", ".join(each.name for each in chosen)
        raise UsageError(f"{task!r} is several tasks", hint=f"choose one of {names}")
    made = is_made(chosen[0])
    _check_options(context, made=made)
    if not made:  # what is wrong with its file should not come out when models are made
        chosen[0].items(data)
        chosen[0].golds(data)
    if against is not None:
        RecordedAnswers.find(against, chosen, data)
        if reference_arm is not None:
            raise UsageError("recorded answers need no arm", hint="leave out --reference-arm")
    settings = load_settings({"timeout": timeout})
    ((own,), (other,)) = (arms.choose([each]) for each in (arm, reference_arm or arm))
    found = candidates_of(models or [settings.model], types or _TYPES, own, settings)
    return Search(
        task=chosen[0],
        suite=suite_of("full" if made else suite),
        count=items,
        seed=seed,
        arm=own,
        candidates=tuple(found if against is not None else found[:-1]),
        reference=None if against is not None else largest(found, other, settings),
        reference_arm=other,
        against=against,
        margin=margin / 100,
        settings=settings,
    )


def _check_options(context: typer.Context, *, made: bool) -> None:
    """Check that no option is given which says nothing of the task.

    Args:
        context: The command.
        made: Whether its items are made from a seed.

    Raises:
        UsageError: If one is.
    """
    from lottery_agent.errors import UsageError

    kind = "an ability" if made else "a benchmark"
    instead = "--items says how many are made" if made else "--suite says how many are asked"
    for name in ("suite",) if made else ("items", "seed"):
        if is_typed(context, name):
            raise UsageError(f"--{name} has no meaning for {kind}", hint=f"leave it out; {instead}")


def _tell(outcome: Outcome, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(outcome.to_json(), ensure_ascii=False))
        return
    from rich.console import Console

    from lottery_agent.cli.show import one_line, table
    from lottery_agent.lab.report import words

    rows = []
    for each in outcome.tried:
        row, size = each.row, words.size(each.candidate.bytes)
        if row is None:
            rows.append((each.candidate.name, size, "", "", "", "not asked"))
        else:
            shares = words.accuracy(row.first), words.accuracy(row.second)
            rows.append(
                (each.candidate.name, size, *shares, words.difference(row), words.verdict(row))
            )
    columns = ("candidate", "bytes", "right", "reference", "difference", "verdict")
    console = Console()
    console.print(table("", columns, rows))
    search = outcome.search
    console.print(
        one_line(
            f"{search.arm.name} on {search.task.name} against {outcome.reference}; a match is "
            f"within {100 * search.margin:g} points. Each verdict is at the level "
            f"{search.terms.level:.3f}, so that all {len(search.candidates)} may be believed."
        ),
        soft_wrap=True,
    )
    if outcome.at_chance:
        console.print(
            one_line(
                f"{outcome.reference} is not surely better than chance: a match with it would show "
                "nothing, so nothing more is asked."
            ),
            soft_wrap=True,
        )
    found = outcome.smallest
    console.print(
        one_line(
            "No smaller file was shown to match."
            if found is None
            else f"The smallest that matches: {found.name}, {words.size(found.bytes)}."
        )
    )
