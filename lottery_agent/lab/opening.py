"""Opens arms: loads what each needs, so that it can be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TYPE_CHECKING

from lottery_agent.batch import Asker
from lottery_agent.lab.arms import LiveArm, Way
from lottery_agent.lab.benchmarks import Benchmark
from lottery_agent.lab.forms import form_of

if TYPE_CHECKING:
    from lottery_agent._settings_model import Settings
    from lottery_agent.lab.endpoint.address import Endpoint
    from lottery_agent.models.engine import LlamaEmbedder

AskerOf = Callable[[Benchmark], Asker]
"""Returns who answers the items of a benchmark."""


@contextmanager
def opened(arm: LiveArm, settings: Settings) -> Iterator[AskerOf]:
    """Load what an arm needs, and yield who answers each benchmark.

    Open benchmarks are answered from the knowledge base of the settings, all others without any.

    Args:
        arm: The arm.
        settings: The run's settings, which the arm changes.

    Raises:
        UsageError: If the model can't be loaded.
    """
    from lottery_agent.settings import load_settings

    chosen = load_settings({**settings.model_dump(), **arm.settings})
    with ExitStack() as stack:
        if arm.endpoint is None:
            yield stack.enter_context(_WAYS[arm.way](chosen, arm.variant))
        else:
            yield stack.enter_context(_endpoints(arm.endpoint, chosen, arm.variant))


@contextmanager
def _agents(settings: Settings, variant: str) -> Iterator[AskerOf]:
    from lottery_agent.agent import Agent

    with ExitStack() as stack:
        closed = stack.enter_context(Agent(settings=_closed(settings)))
        reader = stack.enter_context(Agent(settings=settings))
        closed.prepare()
        yield lambda benchmark: reader if benchmark.open else closed


def _closed(settings: Settings) -> Settings:
    """Return the settings for benchmarks that are not open."""
    from lottery_agent.library import NO_BASE
    from lottery_agent.settings import load_settings

    return load_settings({**settings.model_dump(), "knowledge": NO_BASE})


@contextmanager
def _strategies(settings: Settings, variant: str) -> Iterator[AskerOf]:
    from lottery_agent.lab.strategies import opening

    with opening.opened(variant, _closed(settings), settings) as asker_of:
        yield asker_of


@contextmanager
def _alone(settings: Settings, variant: str) -> Iterator[AskerOf]:
    from lottery_agent.assembly import lend_engine
    from lottery_agent.lab import alone

    make: type[alone.Alone] = getattr(alone, variant)
    with lend_engine(settings, settings.model) as loaded:
        yield lambda benchmark: make(
            loaded.engine,
            form_of(benchmark.scorer.name),
            seed=settings.seed,
            seconds=settings.timeout,
        )


@contextmanager
def _endpoints(endpoint: Endpoint, settings: Settings, variant: str) -> Iterator[AskerOf]:
    from lottery_agent.lab.endpoint import served
    from lottery_agent.lab.endpoint.client import Client

    make: type[served.Served] = getattr(served, variant)
    with Client(endpoint, seed=settings.seed) as client:
        client.check()
        yield lambda benchmark: make(
            client, form_of(benchmark.scorer.name), seconds=settings.timeout
        )


@contextmanager
def _controls(settings: Settings, variant: str) -> Iterator[AskerOf]:
    """Open the tools. The embedder is loaded when a passage is ranked, and no other model ever."""
    from lottery_agent.assembly import load_embedder
    from lottery_agent.lab.controls.control import Control
    from lottery_agent.lab.controls.retrieval import Retrieval
    from lottery_agent.lab.controls.solvers import READING, SOLVERS
    from lottery_agent.library import Bookshelf
    from lottery_agent.sharing import Shared
    from lottery_agent.toolbox.sandbox import Sandbox

    embedders: Shared[LlamaEmbedder] = Shared()
    embedder = embedders.borrow(settings.embedder, lambda: load_embedder(settings))
    with ExitStack() as stack:
        stack.callback(embedder.close)
        shelf = stack.enter_context(
            Bookshelf(settings.knowledge, embedder.get, url=settings.knowledge_url)
        )
        tools = stack.enter_context(
            Sandbox(
                workers=settings.tool_workers,
                seconds=settings.tool_seconds,
                megabytes=settings.tool_megabytes,
                command=settings.tool_command,
            )
        )

        def asker_of(benchmark: Benchmark) -> Control:
            if benchmark.name in READING:
                return Control(Retrieval(shelf, embedder.get, benchmark.open), tools)
            return Control(SOLVERS[benchmark.name], tools)

        yield asker_of


_WAYS: Mapping[Way, Callable[[Settings, str], AbstractContextManager[AskerOf]]] = {
    "agent": _agents,
    "alone": _alone,
    "control": _controls,
    "strategy": _strategies,
}
