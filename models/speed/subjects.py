"""What runs in the processes of `measure`: the engine, the bare loops, and the high-level `Llama`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lottery_agent.models.engine import load_vocabulary
from lottery_agent.models.prompts import Rendered
from lottery_agent.models.speed import ours, workload
from lottery_agent.models.speed.bare import Bare, Part
from lottery_agent.models.speed.ours import Outcome
from lottery_agent.models.speed.stock import Stock

SEQUENCES = 16
WINDOW = 1024


@dataclass(frozen=True, slots=True)
class Rates:
    """Bare rates, in tokens a second."""

    prefill: float
    """Of prompts like the recorded ones, one call for each."""
    decode_one: float
    """Of one sequence."""
    decode_many: float
    """Of `SEQUENCES` together."""


def run(path: Path, fast_forward: bool) -> tuple[Outcome, Outcome]:
    """Run the fixed requests in new engines: one after the other, and all together."""
    items = workload.load()
    with ours.fresh(path, sequences=SEQUENCES, window=WINDOW, fast_forward=fast_forward) as engine:
        one = ours.one_by_one(engine, items)
    with ours.fresh(path, sequences=SEQUENCES, window=WINDOW, fast_forward=fast_forward) as engine:
        many = ours.together(engine, items, clients=SEQUENCES)
    return one, many


def rates(path: Path) -> Rates:
    """Measure the bare rates on tokens like those of the fixed requests."""
    prompts = _prompts(path)
    bare = _bare(path)
    depth = sum(map(len, prompts)) // len(prompts)
    return Rates(
        prefill=bare.prefill([Part(len(prompt.head), len(prompt.tail)) for prompt in prompts]),
        decode_one=bare.decode(1, start=depth),
        decode_many=bare.decode(SEQUENCES, start=depth),
    )


def stock(path: Path, lengths: Sequence[int]) -> list[float]:
    """Write as many tokens for each request with the high-level `Llama`; return the seconds."""
    return _stock(path).run(_prompts(path), lengths)


@cache
def _bare(path: Path) -> Bare:
    return Bare(path, sequences=SEQUENCES, window=WINDOW)


@cache
def _stock(path: Path) -> Stock:
    return Stock(path, window=WINDOW)


@cache
def _prompts(path: Path) -> list[Rendered]:
    with load_vocabulary(path) as vocabulary:
        return [vocabulary.renderer.render(item.prompt) for item in workload.load()]
