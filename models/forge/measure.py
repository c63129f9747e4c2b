"""Measures tickets on the processor that runs: how often they are right, and how fast.

Accuracy is the share of probes for which a ticket writes exactly the expected sentence, greedily
and under the grammar that the agent would use: what counts in a run. Speed is measured three ways,
each as a ratio to a ticket of the default type. The tickets take turns, and medians over the turns
are compared, so that a busy moment of the machine hits all alike.
"""

from __future__ import annotations

import statistics
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lottery_agent.errors import GrammarError, PromptTooLong
from lottery_agent.models.engine import Engine, LlamaEngine, Request
from lottery_agent.models.engine.context import Context, Feed
from lottery_agent.models.engine.library import load
from lottery_agent.models.engine.library import threads as usable_threads
from lottery_agent.models.forge.probes import Probe
from lottery_agent.progress import Progress, silent

if TYPE_CHECKING:
    from lottery_agent.models.forge.ticket import Ticket

_ROUNDS = 4
_SEQUENCES = 8
_WINDOW = 1024
_AHEAD = 4
"""Requests in flight for each sequence of the engine, so that none waits for work."""
_PROMPT = 512
"""Tokens read at once to measure reading."""
_WRITTEN = 48
"""Tokens written one by one to measure writing."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was measured of one ticket. Speeds are ratios to the ticket of the default type."""

    type: str
    bytes: int
    right: int
    """For how many probes it wrote what is expected."""
    probes: int
    """How many probes there were."""
    prefill: float
    """Speed of reading a prompt of 512 tokens."""
    decode: float
    """Speed of writing one answer, token by token."""
    speed: float
    """Speed of answering the probes, many at once, grammars included."""


@dataclass(slots=True)
class _Times:
    """Seconds of one ticket, by turn."""

    prefill: list[float]
    decode: list[float]
    probes: list[float]


def measure(
    tickets: Sequence[Ticket],
    probes: Sequence[Probe],
    *,
    default: str,
    threads: int = 0,
    progress: Progress = silent,
) -> list[Measurement]:
    """Measure tickets beside one another. Takes minutes.

    Args:
        tickets: What to measure, one ticket a type.
        probes: The questions.
        default: The type whose speed is 1; one of the tickets has it.
        threads: Threads to compute with; 0 for the number of physical cores.
        progress: How to show the work.

    Raises:
        ModelFileError: If a ticket can't be loaded.
        EngineError: If there is not enough memory.
    """
    right = dict.fromkeys((ticket.type for ticket in tickets), 0)
    times = {ticket.type: _Times([], [], []) for ticket in tickets}
    done = 0
    with progress("Measuring the types", total=len(tickets) * len(probes)) as update:
        for turn in range(_ROUNDS):
            part = probes[turn::_ROUNDS]
            for ticket in tickets:
                prefill, decode = bare(ticket.path, threads=threads)
                with LlamaEngine(
                    **ticket.source,
                    threads=threads,
                    sequences=_SEQUENCES,
                    window=_WINDOW,
                ) as engine:
                    started = time.perf_counter()
                    for good in answers(engine, part):
                        right[ticket.type] += good
                        done += 1
                        update(done)
                    taken = time.perf_counter() - started
                own = times[ticket.type]
                own.prefill.append(prefill)
                own.decode.append(decode)
                own.probes.append(taken)
    base = times[default]
    return [
        Measurement(
            type=ticket.type,
            bytes=ticket.bytes,
            right=right[ticket.type],
            probes=len(probes),
            prefill=_ratio(base.prefill, times[ticket.type].prefill),
            decode=_ratio(base.decode, times[ticket.type].decode),
            speed=_ratio(base.probes, times[ticket.type].probes),
        )
        for ticket in tickets
    ]


def answers(engine: Engine, probes: Sequence[Probe]) -> Iterator[bool]:
    """Let an engine answer probes, many at once; tell for each in turn whether it is right."""
    pending: deque[Iterator[bool]] = deque()
    for probe in probes:
        pending.append(_start(engine, probe))
        if len(pending) >= _AHEAD * engine.info.sequences:
            yield next(pending.popleft())
    while pending:
        yield next(pending.popleft())


def _start(engine: Engine, probe: Probe) -> Iterator[bool]:
    """Submit a probe at once; the iterator that is returned waits for the answer."""
    prompt = engine.renderer.render(probe.prompt)
    if probe.labels:
        scores = engine.score(prompt, probe.labels)
        best = max(range(len(scores)), key=scores.__getitem__)
        return iter([probe.labels[best] == probe.target])
    handle = engine.submit(Request(prompt, probe.max_tokens, constraint=probe.grammar))

    def wait() -> Iterator[bool]:
        try:
            completion = handle.result()
            yield completion.finish == "stop" and completion.text == probe.target
        except (GrammarError, PromptTooLong):  # another vocabulary may need more tokens
            yield False

    return wait()


def bare(path: Path, *, threads: int = 0, kv_type: str = "F16") -> tuple[float, float]:
    """Return the seconds to read a prompt and to write an answer, without engine and sampling.

    Args:
        path: The model file.
        threads: Threads to compute with; 0 for the number of physical cores.
        kv_type: Type of the keys and values that are kept.

    Raises:
        ModelFileError: If the file can't be loaded.
        EngineError: If llama.cpp can't make a context.
    """
    context = Context(
        load(path),
        sequences=1,
        window=_WINDOW,
        batch=_PROMPT,
        threads=usable_threads(threads),
        flash_attention=kv_type != "F16",
        kv_type=kv_type,
    )
    prompt = [token % 256 for token in range(_PROMPT)]
    try:
        context.decode([Feed(0, 0, prompt, 1)])  # the first touch of the weights reads the file
        context.cut(0, 0)
        started = time.perf_counter()
        context.decode([Feed(0, 0, prompt, 1)])
        middle = time.perf_counter()
        for number in range(_WRITTEN):
            context.decode([Feed(0, _PROMPT + number, [number], 1)])
        return middle - started, time.perf_counter() - middle
    finally:
        context.close()


def _ratio(base: Sequence[float], own: Sequence[float]) -> float:
    return statistics.median(ours / mine for ours, mine in zip(base, own, strict=True))
