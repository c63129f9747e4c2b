"""`lottery lab run` and `scores`: arms answer a suite of benchmarks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lottery_agent.cli import options
from lottery_agent.cli.lab import AsJson, Data, check_resume, checked

if TYPE_CHECKING:
    from rich.table import Table

    from lottery_agent.lab.rivals import Rivals
    from lottery_agent.lab.runs import Order
    from lottery_agent.lab.scores import Scores
    from lottery_agent.scoring import Tally

Folder = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of the run.")]
Jobs = Annotated[
    int, typer.Option("-j", "--jobs", min=1, max=64, help="Items that an arm answers at once.")
]


def run(
    context: typer.Context,
    folder: Folder,
    suite: Annotated[
        str, typer.Option("--suite", metavar="NAME", help="Items: smoke, dev or full.")
    ] = "smoke",
    arm: Annotated[
        list[str] | None,
        typer.Option(
            "-a",
            "--arm",
            metavar="NAME",
            help="Who answers; `lottery lab arms` lists them. Repeatable.",
            show_default=False,
        ),
    ] = None,
    benchmarks: Annotated[
        list[str] | None,
        typer.Option(
            "-b",
            "--benchmark",
            metavar="NAME|FILE",
            help="What is asked; by default all benchmarks of the suite. Repeatable.",
            show_default=False,
        ),
    ] = None,
    model: options.Model = None,
    larger: Annotated[
        str | None,
        typer.Option(
            "--larger",
            metavar="NAME|PATH",
            help="Model of the arms `larger` and `larger_thoughts`, named as --model is. Without "
            "--arm both are asked beside the usual ones.",
        ),
    ] = None,
    endpoint: Annotated[
        str | None,
        typer.Option(
            "--endpoint",
            metavar="URL",
            help="OpenAI-compatible server of the arms `endpoint` and `endpoint_thoughts`. Without "
            "--arm both are asked beside the usual ones. "
            "The items are sent to it; no other arm uses a network. "
            "Its key is read from LOTTERY_ENDPOINT_KEY and never kept.",
        ),
    ] = None,
    endpoint_model: Annotated[
        str | None,
        typer.Option("--endpoint-model", metavar="NAME", help="Model of that server."),
    ] = None,
    seed: options.Seed = None,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="S", help="Limit on seconds per question.")
    ] = 3600.0,
    resume: Annotated[
        bool, typer.Option("--resume", help="Continue a run; all else is as it was begun.")
    ] = False,
    jobs: Jobs = 8,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Let arms answer a suite of benchmarks, and score them."""
    from lottery_agent.lab.runs import begin, order_of

    place = checked(data)
    if resume:
        check_resume(context, "data")
        order = order_of(folder, place, jobs=jobs)
    else:
        rivals = _rivals(larger, endpoint, endpoint_model)
        order = _order(suite, arm, benchmarks, model, rivals, seed, timeout, place, jobs)
        begin(folder, order)
    _execute(folder, order, as_json=as_json)


def _order(
    suite: str,
    arm: Sequence[str] | None,
    benchmarks: Sequence[str] | None,
    model: str | None,
    rivals: Rivals,
    seed: int | None,
    timeout: float,
    data: Path | None,
    jobs: int,
) -> Order:
    """Return what a new run is to do."""
    from lottery_agent.lab import arms, catalogue
    from lottery_agent.lab.runs import Order
    from lottery_agent.lab.suites import suite_of
    from lottery_agent.settings import load_settings

    chosen = suite_of(suite)
    order = Order(
        suite=chosen,
        benchmarks=tuple(catalogue.choose(benchmarks or chosen.benchmarks, data)),
        arms=tuple(arms.choose(arm or arms.default(rivals), rivals)),
        settings=load_settings(options.overrides(model=model, seed=seed, timeout=timeout)),
        data=data,
        jobs=jobs,
    )
    rivals.check_use(order.arms)
    arms.check_models(order.arms, order.settings)
    arms.check_endpoints(order.arms, order.settings)
    return order


def _rivals(larger: str | None, url: str | None, name: str | None) -> Rivals:
    """Return the models that the options name.

    Raises:
        UsageError: If a server is named without a model or the other way round.
    """
    from lottery_agent.errors import UsageError
    from lottery_agent.lab.rivals import OPTIONS, Rivals

    if (url is None) != (name is None):
        raise UsageError("a server and its model go together", hint=f"give {OPTIONS['endpoint']}")
    if url is None or name is None:
        return Rivals(larger)
    from lottery_agent.lab.endpoint.address import Endpoint

    return Rivals(larger, Endpoint.of(url, name))


def arms(as_json: AsJson = False) -> None:
    """List who can answer a run, one line each."""
    from lottery_agent.lab.arms import ARMS, DEFAULT
    from lottery_agent.lab.rivals import OPTIONS

    if as_json:
        listed = [
            {
                "name": arm.name,
                "title": arm.title,
                "default": arm.name in DEFAULT,
                "needs": arm.needs,
            }
            for arm in ARMS.values()
        ]
        typer.echo(json.dumps({"version": 1, "arms": listed}, ensure_ascii=False))
        return
    width = max(map(len, ARMS))
    for arm in ARMS.values():
        needs = f" (needs {OPTIONS[arm.needs]})" if arm.needs else ""
        mark = "*" if arm.name in DEFAULT else " "
        typer.echo(f"{mark} {arm.name:{width}}  {arm.title}{needs}")
    typer.echo("* asked where no arm is named, with all arms of a model that is given")


def scores(folder: Folder, data: Data = None, as_json: AsJson = False) -> None:
    """Score the results of a run again; no model is needed."""
    _show(folder, checked(data), as_json=as_json)


def _execute(folder: Path, order: Order, *, as_json: bool) -> None:
    from lottery_agent.lab.runs import execute
    from lottery_agent.progress import task

    for arm in order.arms:
        if arm.endpoint is not None:
            typer.echo(f"{arm.name}: the items are sent to {arm.endpoint.url}", err=True)
    try:
        execute(folder, order, progress=task)
    except KeyboardInterrupt:
        typer.echo(f"interrupted; continue with `lottery lab run {folder} --resume`", err=True)
        raise
    _show(folder, order.data, as_json=as_json)


def _show(folder: Path, data: Path | None, *, as_json: bool) -> None:
    from lottery_agent.equivalence import Equivalence
    from lottery_agent.lab.scores import score_run

    with Equivalence() as equivalent:
        found = score_run(folder, data, equivalent=equivalent)
    if as_json:
        typer.echo(json.dumps(found.to_json(), ensure_ascii=False))
        return
    from rich.console import Console

    console = Console()
    console.print(_table(found))
    for line in (*found.gaps, *_passes(found), *_published(found)):
        console.print(line, markup=False)


def _passes(found: Scores) -> Iterator[str]:
    """Yield how often one of k samples is right, for each arm that draws samples."""
    from lottery_agent.lab.passes import doubled

    for benchmark, cells in found.cells.items():
        for arm, cell in cells.items():
            if cell.passes:
                told = ", ".join(map(str, doubled(cell.passes)))
                yield f"{arm} on {benchmark}, one of k samples right: {told}"


def _published(found: Scores) -> Iterator[str]:
    """Yield what papers give for the benchmarks, which is on other items."""
    from lottery_agent.lab.published import published_totals

    for benchmark in found.cells:
        totals = published_totals(benchmark)
        if totals:
            told = ", ".join(f"{each.name} {each.accuracy:.1%}" for each in totals)
            yield f"published for {benchmark}, not paired: {told}"


def _table(found: Scores) -> Table:
    from rich.box import SIMPLE
    from rich.markup import escape
    from rich.table import Table as NewTable

    arms = list(found.manifest["arms"])
    table = NewTable(box=SIMPLE, show_edge=False, padding=(0, 1, 0, 0))
    table.caption = (
        "Right answers with their 95% Wilson interval. An item without a result counts as failed. "
        "Blank: the arm has no way to answer this benchmark, or has not begun it."
    )
    table.add_column("benchmark", overflow="fold")
    table.add_column("items", justify="right")
    for arm in arms:
        table.add_column(arm, justify="right")
    for benchmark, cells in found.cells.items():
        size = next(iter(cells.values())).tally.items
        shares = [_share(cells[arm].tally) if arm in cells else "" for arm in arms]
        table.add_row(escape(benchmark), str(size), *shares)
    return table


def _share(tally: Tally) -> str:
    return f"{tally.accuracy:.1%} ({100 * tally.low:.0f}–{100 * tally.high:.0f})"
