"""Measures what the sandbox costs, and the tools beside the model.

    python -m lottery_agent.toolbox.speed [--runs N] [--seed S] [--json]

A typical call of each tool is run by a warm worker of the sandbox, in this process, and by a
process that is started for it; and a gold program of a theory with five hops is decided, beside the
model writing one of its sentences. Everything is interleaved, and medians are compared: absolute
times mean nothing on another machine. Names and numbers of the calls change from run to run, so
that no answer is remembered. Let nothing else run meanwhile.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from itertools import pairwise
from statistics import median
from typing import Any

from lottery_agent.errors import ToolError
from lottery_agent.progress import Progress, silent, task
from lottery_agent.toolbox.sandbox import Sandbox
from lottery_agent.toolbox.worker import TOOLS

Request = Mapping[str, Any]

_NAMES = ("Ann", "Bob", "Cleo", "Dan", "Eve", "Finn", "Gina", "Hugo", "Iris", "Jack")
_TRAITS = ("big", "cold", "furry", "green", "kind", "nice", "quiet", "rough", "round", "young")
_HOPS = 5
_PROCESS_SHARE = 10
"""A process is started for one in so many runs: it takes a second or more."""


@dataclass(frozen=True, slots=True)
class Call:
    """A typical call.

    Attributes:
        name: What it shows.
        tool: Which tool it is for.
        make: Returns a request with names and numbers of its own.
    """

    name: str
    tool: str
    make: Callable[[random.Random], Request]


@dataclass(frozen=True, slots=True)
class Cost:
    """Median seconds of one call, in three ways.

    Attributes:
        name: What the call shows.
        tool: The tool.
        warm: Seconds in a warm worker of the sandbox.
        here: Seconds in this process.
        started: Seconds in a process that is started for the call.
    """

    name: str
    tool: str
    warm: float
    here: float
    started: float

    @property
    def over_here(self) -> float:
        """How many times longer the sandbox takes than this process."""
        return self.warm / self.here

    @property
    def under_started(self) -> float:
        """How many times faster the sandbox is than a process for each call."""
        return self.started / self.warm


@dataclass(frozen=True, slots=True)
class Deciding:
    """Median seconds for a theory of five hops, beside the model.

    Attributes:
        decided: Seconds in which the logic tool decides the gold program, in the sandbox.
        written: Seconds in which the model writes one sentence of it.
    """

    decided: float
    written: float


def _numbers(chance: random.Random, count: int) -> list[int]:
    return [chance.randint(2, 9999) for _ in range(count)]


def _sum(chance: random.Random) -> Request:
    return {"call": "answer = {} + {}".format(*_numbers(chance, 2))}


def _steps(chance: random.Random) -> Request:
    a, b, c = _numbers(chance, 3)
    return {"call": f"price = {a} * {b}\nrest = price - 15% * price\nanswer = rest / {c}"}


def _equation(chance: random.Random) -> Request:
    p, q = _numbers(chance, 2)
    return {"call": f"answer = solve(x^2 - {p + q}x + {p * q} = 0)"}


def _weekday(chance: random.Random) -> Request:
    return {"call": f"weekday({chance.randint(1000, 2999)}-05-17)"}


def _convert(chance: random.Random) -> Request:
    return {"call": 'convert({}, "km", "mile")'.format(*_numbers(chance, 1))}


def _table(chance: random.Random) -> Request:
    rows = "\n".join(f"{name},{chance.randint(1, 99)}" for name in _NAMES)
    limit = chance.randint(1, 99)
    question = f"select name from table where age > {limit}"  # noqa: S608 - not SQL
    return {"call": question, "text": f"name,age\n{rows}\n"}


def _puzzle(chance: random.Random) -> Request:
    names = [name.lower() for name in chance.sample(_NAMES, 5)]
    known = [f"{a} < {b}" for a, b in pairwise(names)]
    return {"call": "\n".join([f"order({', '.join(names)})", *known, f"? {names[2]} = middle"])}


def _swaps(chance: random.Random) -> Request:
    names = chance.sample(_NAMES, 5)
    given = [f"{name} = {number}" for name, number in zip(names, _numbers(chance, 5), strict=True)]
    swaps = ["{} <-> {}".format(*chance.sample(names, 2)) for _ in range(5)]
    return {"call": "\n".join([*given, *swaps, f"? {names[0]}"])}


def _clauses(chance: random.Random) -> Request:
    clauses = [
        " ".join(str(v * chance.choice((1, -1))) for v in chance.sample(range(1, 21), 3))
        for _ in range(60)
    ]
    lines = ["p cnf 20 60", *(f"{clause} 0" for clause in clauses)]
    return {"text": "\n".join(lines), "format": "cnf"}


def five_hops(chance: random.Random) -> Request:
    """Return the gold program of a theory: a chain of rules, and sentences that lead nowhere."""
    first, *others = chance.sample(_NAMES, 4)
    chain = chance.sample(_TRAITS, _HOPS + 1)
    premises = [f"{chain[0]}({first})"]
    premises += [f"all x ({a}(x) -> {b}(x))" for a, b in pairwise(chain)]
    premises += [f"{chance.choice(_TRAITS)}({name})" for name in others]
    premises += [f"all x (p{n}(x) & {trait}(x) -> q{n}(x))" for n, trait in enumerate(chain)]
    chance.shuffle(premises)
    return {"premises": premises, "query": f"{chain[-1]}({first})"}


CALLS = (
    Call("sum", "mathematics", _sum),
    Call("worksheet of three steps", "mathematics", _steps),
    Call("quadratic equation", "mathematics", _equation),
    Call("weekday", "calls", _weekday),
    Call("unit", "calls", _convert),
    Call("theory of five hops", "logic", five_hops),
    Call("order of five", "puzzle", _puzzle),
    Call("rows of a table", "table", _table),
    Call("five swaps", "state", _swaps),
    Call("60 clauses", "satisfiability", _clauses),
)
"""A call of each tool, and several where they differ most."""


def measure(
    calls: tuple[Call, ...] = CALLS,
    *,
    runs: int = 50,
    seed: int = 0,
    progress: Progress = silent,
) -> list[Cost]:
    """Measure calls in the three ways, interleaved.

    Args:
        calls: The calls.
        runs: How often each is run warm and in this process.
        seed: What the names and numbers of the calls come from.
        progress: How to show how many runs are done.

    Raises:
        ToolError: If a call fails.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    warm: dict[str, list[float]] = {call.name: [] for call in calls}
    here: dict[str, list[float]] = {call.name: [] for call in calls}
    started: dict[str, list[float]] = {call.name: [] for call in calls}
    with Sandbox() as sandbox, progress("calls", total=runs) as update:
        for call in calls:
            for _ in range(3):
                request = call.make(chance)
                sandbox.run(call.tool, request)
                _in_process(call.tool, request)
        for number in range(runs):
            for call in calls:
                request = call.make(chance)
                ways: list[tuple[dict[str, list[float]], Callable[[], object]]] = [
                    (warm, partial(sandbox.run, call.tool, request)),
                    (here, partial(_in_process, call.tool, request)),
                ]
                if number % _PROCESS_SHARE == 0:
                    ways.append((started, partial(_in_a_process, call.tool, request)))
                chance.shuffle(ways)
                for times, way in ways:
                    times[call.name].append(_seconds(way))
            update(number + 1)
    return [
        Cost(
            call.name,
            call.tool,
            median(warm[call.name]),
            median(here[call.name]),
            median(started[call.name]),
        )
        for call in calls
    ]


def _seconds(way: Callable[[], object]) -> float:
    start = time.perf_counter()
    way()
    return time.perf_counter() - start


def _in_process(tool: str, request: Request) -> None:
    module, _, name = TOOLS[tool].partition(":")
    getattr(importlib.import_module(module), name)(request)


def _in_a_process(tool: str, request: Request) -> None:
    with Sandbox() as sandbox:
        sandbox.run(tool, request)


def measure_deciding(*, runs: int = 10, seed: int = 0, progress: Progress = silent) -> Deciding:
    """Measure deciding a theory beside writing one sentence of it, with the default ticket.

    Args:
        runs: How often each is done.
        seed: What the theories come from.
        progress: How to show how many runs are done.

    Raises:
        UsageError: If the model can't be loaded.
        ToolError: If the theory is not decided.
    """
    from lottery_agent.assembly import load_engine
    from lottery_agent.graphs.theories import MAX_TOKENS, sentence_grammar, statement_prompt
    from lottery_agent.models.engine import Request as Writing
    from lottery_agent.settings import load_settings

    settings = load_settings()
    chance = random.Random(seed)  # noqa: S311 - no secret
    decided: list[float] = []
    written: list[float] = []
    with ExitStack() as stack:
        loaded = load_engine(settings, settings.model)
        stack.callback(loaded.close)
        engine = loaded.engine
        sandbox = stack.enter_context(Sandbox())
        update = stack.enter_context(progress("theories", total=runs))
        for number in range(runs + 1):  # the first of each is not counted
            one, other = chance.sample(_TRAITS, 2)
            sentence = f"If something is {one} then it is {other}."
            writing = Writing(
                engine.renderer.render(statement_prompt(sentence)),
                MAX_TOKENS,
                constraint=sentence_grammar(sentence, start="statement"),
            )
            theory = five_hops(chance)
            taken = _seconds(lambda: engine.submit(writing).result())  # noqa: B023 - called at once
            deciding = _seconds(lambda: _proved(sandbox, theory))  # noqa: B023
            if number:
                written.append(taken)
                decided.append(deciding)
                update(number)
    return Deciding(median(decided), median(written))


def _proved(sandbox: Sandbox, theory: Request) -> None:
    answer = sandbox.run("logic", theory)["answer"]
    if answer != "True":
        raise ToolError(f"the theory of five hops is {answer}")


def _model_is_here() -> bool:
    from lottery_agent.models import zoo
    from lottery_agent.settings import load_settings

    return zoo.located(load_settings().model) is not None


def main() -> None:
    """Measure and print a table, or the same as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    arguments = parser.parse_args()
    if arguments.runs < 1:
        parser.error("--runs must be 1 or more")
    costs = measure(runs=arguments.runs, seed=arguments.seed, progress=task)
    deciding = None
    if _model_is_here():
        runs = max(arguments.runs // 2, 1)
        deciding = measure_deciding(runs=runs, seed=arguments.seed, progress=task)
    if arguments.json:
        print(
            json.dumps(
                {
                    "runs": arguments.runs,
                    "seed": arguments.seed,
                    "calls": [
                        asdict(cost)
                        | {"over_here": cost.over_here, "under_started": cost.under_started}
                        for cost in costs
                    ],
                    "five_hops": deciding and asdict(deciding),
                }
            )
        )
    else:
        _show(costs, deciding)


def _show(costs: list[Cost], deciding: Deciding | None) -> None:
    from rich.console import Console

    from lottery_agent.cli.show import table

    console = Console()
    columns = ("call", "warm, ms", "here, ms", "warm over here", "a process for it, ms", "gain")
    rows = [
        (
            f"{cost.tool}: {cost.name}",
            f"{cost.warm * 1000:.2f}",
            f"{cost.here * 1000:.2f}",
            f"×{cost.over_here:.2f}",
            f"{cost.started * 1000:.0f}",
            f"×{cost.under_started:.0f}",
        )
        for cost in costs
    ]
    console.print(table("A call in the sandbox, median", columns, rows))
    if deciding is None:
        console.print("The model is not in the cache: theories were not measured beside it.")
        return
    share = deciding.decided / deciding.written
    console.print(
        f"A theory of {_HOPS} hops is decided in {deciding.decided * 1000:.1f} ms; the model "
        f"writes one sentence in {deciding.written * 1000:.1f} ms (×{share:.2f})."
    )


if __name__ == "__main__":
    main()
