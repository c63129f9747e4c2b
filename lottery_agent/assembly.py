"""Joins the packages into the handles of a run: the one place where they meet.

Everything that costs time or memory is made on first use: Chroma only when a document is needed,
tool workers in the background while the model loads.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lottery_agent.errors import UsageError
from lottery_agent.graphs.handles import Examples, Handles, Library, Policy
from lottery_agent.sharing import Loan, Shared

if TYPE_CHECKING:
    from lottery_agent._settings_model import Settings
    from lottery_agent.approvals import Approvals
    from lottery_agent.events import Event
    from lottery_agent.graphs.budget import Budget
    from lottery_agent.library import WorkedExamples
    from lottery_agent.models.engine import Engine, LlamaEmbedder
    from lottery_agent.models.forge import Ticket
    from lottery_agent.models.prompts import Example
    from lottery_agent.signatures import Signatures
    from lottery_agent.toolbox.calls import Registry, Tool
    from lottery_agent.toolbox.sandbox import Sandbox


@dataclass(frozen=True, slots=True)
class Loaded:
    """An engine, and what is known of the adapter that is merged into its ticket.

    Attributes:
        engine: The engine.
        trained: Names of the prompts that it was trained on; None if it needs no examples.
        route_temperature: What the router's scores are divided by.
    """

    engine: Engine
    trained: frozenset[str] | None
    route_temperature: float = 1.0

    @property
    def judges(self) -> bool:
        """Whether it is known to have been trained to judge worksheets."""
        return self.trained is not None and "judge" in self.trained

    @property
    def usable(self) -> bool:
        """Whether the engine takes requests."""
        return self.engine.usable

    def close(self) -> None:
        """Close the engine."""
        self.engine.close()


_log = logging.getLogger(__name__)

KNOWLEDGE = "knowledge"
"""What passages are called where tools are named."""

_engines: Shared[Loaded] = Shared(lambda loaded: loaded.usable)
_embedders: Shared[LlamaEmbedder] = Shared()


def adapter_of(settings: Settings, model: str) -> Path | None:
    """Return the adapter that the settings choose for a model, if there is one."""
    from lottery_agent.models import forge

    if not settings.adapter:
        return None
    if settings.adapter_file is not None and model == settings.model:
        return Path(settings.adapter_file)
    return forge.adapter_for(model)


def ticket_for(settings: Settings, model: str) -> Ticket:
    """Return the ticket of a model: with its adapter merged in if it has one.

    A model without an adapter is as its file is, unless the settings name a type for it.

    Raises:
        UsageError: If the model is unknown, can't be fetched or is broken.
    """
    from lottery_agent.models import forge, zoo
    from lottery_agent.models.engine import memory

    base = zoo.fetch(model)
    adapter = adapter_of(settings, model)
    if adapter is None and settings.base_type is not None:
        return forge.forge(base, adapter=None, type=settings.base_type, name=model)
    if adapter is None:
        memory.check(  # before all of a large file is read for its hash
            base,
            zoo.read_header(base),
            window=settings.window,
            sequences=settings.sequences,
            gpu_layers=settings.gpu_layers,
        )
        return forge.plain(base, name=model)
    type = settings.ticket_type
    if type == forge.AUTO:
        type = forge.decided(base, adapter=adapter, name=model)
    return forge.forge(base, adapter=adapter, type=type, name=model)


def tool_names() -> tuple[str, ...]:
    """Return the tools that can be withheld: those of the sandbox, and all passages."""
    from lottery_agent.toolbox.worker import TOOLS

    return (*TOOLS, KNOWLEDGE)


def withheld_tools(settings: Settings) -> frozenset[str]:
    """Return the tools that the settings withhold.

    Raises:
        UsageError: If there is no such tool.
    """
    known = tool_names()
    for name in settings.withheld:
        if name not in known:
            raise UsageError(f"there is no tool {name!r} to withhold", hint=", ".join(known))
    return frozenset(settings.withheld)


def load_engine(settings: Settings, model: str) -> Loaded:
    """Load the engine of a model.

    Raises:
        UsageError: If the model is unknown, can't be fetched or is broken.
    """
    from lottery_agent.graphs.heads import HEADS
    from lottery_agent.models.adapters.card import (
        mismatches,
        read_card,
        route_temperature,
        trained,
    )
    from lottery_agent.models.engine import IsolatedEngine, LlamaEngine
    from lottery_agent.models.prompts import Prompt
    from lottery_agent.settings import cache_folder
    from lottery_agent.toolbox.calls.grammar import VERSION as CALLS_VERSION
    from lottery_agent.toolbox.language import VERSIONS

    ticket = ticket_for(settings, model)
    adapter = adapter_of(settings, model)
    card = read_card(adapter) if adapter is not None else None
    make = IsolatedEngine if settings.isolate else LlamaEngine
    engine = make(
        **ticket.source,
        threads=settings.threads,
        sequences=settings.sequences,
        window=settings.window,
        gpu_layers=settings.gpu_layers,
        kv_type=settings.kv_type,
        flash_attention=settings.flash_attention,
        heads_folder=cache_folder() / "heads",
    )
    prompts = (Prompt(agent, head, "") for agent, head in HEADS.items())
    engine.warm([engine.renderer.render(prompt) for prompt in prompts])
    if card is None:
        # An adapter is taken to know its prompts, but not to judge: that must be known.
        known = frozenset(HEADS) - {"judge"} if adapter is not None else frozenset()
        return Loaded(engine, trained=known)
    for line in mismatches(
        card,
        languages={**VERSIONS, "calls": CALLS_VERSION},
        heads=HEADS,
        hashed=engine.renderer.hash,
    ):
        _log.warning("the adapter %s was trained for something else: %s", adapter, line)
    return Loaded(
        engine,
        trained=trained(card, heads=HEADS, hashed=engine.renderer.hash),
        route_temperature=route_temperature(card, ticket.type),
    )


def lend_engine(settings: Settings, model: str) -> Loan[Loaded]:
    """Lend the engine of a model, which all of the process that want the same one share."""
    key = (
        model,
        settings.adapter,
        settings.adapter_file,
        settings.ticket_type,
        settings.base_type,
        settings.threads,
        settings.sequences,
        settings.window,
        settings.isolate,
        settings.gpu_layers,
        settings.kv_type,
        settings.flash_attention,
    )
    return _engines.borrow(key, lambda: load_engine(settings, model))


def load_embedder(settings: Settings) -> LlamaEmbedder:
    """Load the embedding model that the settings name."""
    from lottery_agent.models import zoo
    from lottery_agent.models.engine import LlamaEmbedder

    return LlamaEmbedder(zoo.fetch(settings.embedder), threads=settings.threads)


@dataclass(frozen=True, slots=True)
class _Untrained:
    """Worked examples for the prompts that a model was not trained on, loaded on first use."""

    trained: frozenset[str]
    load: Callable[[], WorkedExamples]

    def wanted(self, agent: str) -> bool:
        return agent not in self.trained

    def nearest(self, agent: str, text: str, k: int) -> list[tuple[Example, float]]:
        return self.load().nearest(agent, text, k)


class Parts:
    """The live parts of an agent, shared by all its runs.

    Args:
        settings: The agent's settings.
        engine: An engine of the caller; it is trained to delegate as far as we know.
        knowledge: A library of the caller.
        tools: Tools of the caller, beside the built-in ones.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        engine: Engine | None = None,
        knowledge: Library | None = None,
        tools: Sequence[Tool | Callable[..., Any]] = (),
    ) -> None:
        from lottery_agent.toolbox.calls import builtin_registry
        from lottery_agent.toolbox.sandbox import Sandbox

        self._settings = settings
        self._knowledge = knowledge
        self._lock = threading.RLock()
        self._exit = ExitStack()
        try:
            self.sandbox: Sandbox = self._exit.enter_context(
                Sandbox(
                    workers=settings.tool_workers,
                    seconds=settings.tool_seconds,
                    megabytes=settings.tool_megabytes,
                    command=settings.tool_command,
                )
            )
            self.sandbox.warm("mathematics", workers=1)
            builtin = builtin_registry(withheld=withheld_tools(settings))
            self.registry: Registry = builtin.extended(tools)
            self._small = self._lend(settings.model) if engine is None else _given(engine)
            larger = settings.larger_model
            self._larger = self._lend(larger) if larger is not None else None
            self.load()
        except BaseException:
            self._exit.close()
            raise

    def load(self) -> None:
        """Load the models, and again those that have failed for good since.

        Raises:
            UsageError: If one can't be loaded.
        """
        self._small()
        if self._larger is not None:
            self._larger()

    def close(self) -> None:
        """Release everything. Engines of the caller stay open."""
        with self._lock:
            self._exit.close()

    def handles(
        self,
        settings: Settings,
        *,
        budget: Budget,
        emit: Callable[[Event], None],
        seed: int,
    ) -> Handles:
        """Return the handles of one run."""
        small = self._small()
        larger = self._larger() if self._larger is not None else None
        return Handles(
            engine=small.engine,
            larger=None if larger is None else larger.engine,
            tools=self.sandbox,
            registry=self.registry,
            signatures=self._signatures,
            library=self._library,
            budget=budget,
            emit=emit,
            examples=self._examples_beside(small),
            larger_examples=None if larger is None else self._examples_beside(larger),
            judges=small.judges,
            larger_judges=larger is not None and larger.judges,
            policy=Policy(
                samples=settings.samples,
                attempts=settings.attempts,
                threshold=settings.confidence,
                seed=seed,
                tool_seconds=settings.tool_seconds,
                depth=settings.depth,
                tools=settings.tools,
                withheld=withheld_tools(settings),
                constrained=settings.constrained,
                route_temperature=small.route_temperature,
            ),
        )

    @cached_property
    def approvals(self) -> Approvals | None:
        """The runs that wait for a person; None if no tool acts."""
        if not self.registry.acting:
            return None
        from lottery_agent.approvals import Approvals

        return Approvals()

    @cached_property
    def embedder(self) -> LlamaEmbedder:
        """The embedder, loaded on first use."""
        settings = self._settings
        key = (settings.embedder, settings.threads)
        return self._exit.enter_context(_embedders.borrow(key, lambda: load_embedder(settings)))

    @cached_property
    def _worked(self) -> WorkedExamples:
        from lottery_agent.library import WorkedExamples

        return self._exit.enter_context(WorkedExamples(self.embedder))

    def _worked_examples(self) -> WorkedExamples:
        with self._lock:
            return self._worked

    def _examples_beside(self, loaded: Loaded) -> Examples | None:
        """Return worked examples for what a model was not trained on."""
        if loaded.trained is None or not self._settings.tools:
            return None
        return _Untrained(loaded.trained, self._worked_examples)

    @cached_property
    def _index(self) -> Signatures:
        from lottery_agent.knowledge.examples import NameIndex
        from lottery_agent.signatures import MARGIN, Signatures, texts_of_tools
        from lottery_agent.toolbox.calls import builtin_registry

        known = set(builtin_registry().names)
        texts = texts_of_tools(self.registry)
        groups = [
            NameIndex(
                {name: own for name, own in texts.items() if (name in known) == builtin},
                self.embedder,
                margin=MARGIN,
            )
            for builtin in (False, True)
        ]
        for group in groups:
            self._exit.callback(group.close)
        return Signatures(*groups)

    def _signatures(self) -> Signatures:
        with self._lock:
            return self._index

    def _lend_embedder(self) -> LlamaEmbedder:
        with self._lock:
            return self.embedder

    def _library(self) -> Library | None:
        if KNOWLEDGE in self._settings.withheld:
            return None
        if self._knowledge is not None:
            return self._knowledge
        with self._lock:
            return self._opened

    @cached_property
    def _opened(self) -> Library:
        from lottery_agent.library import Bookshelf

        settings = self._settings
        shelf = Bookshelf(settings.knowledge, self._lend_embedder, url=settings.knowledge_url)
        return self._exit.enter_context(shelf)

    def _lend(self, model: str) -> Callable[[], Loaded]:
        """Return a function that gives the model, in an engine that works."""
        loan = lend_engine(self._settings, model)
        self._exit.callback(loan.close)
        return loan.get


def _given(engine: Engine) -> Callable[[], Loaded]:
    loaded = Loaded(engine, trained=None)
    return lambda: loaded


def assemble(
    settings: Settings,
    *,
    engine: Engine | None = None,
    knowledge: Library | None = None,
    tools: Sequence[Tool | Callable[..., Any]] = (),
) -> Parts:
    """Return the parts of an agent, ready to answer."""
    return Parts(settings, engine=engine, knowledge=knowledge, tools=tools)
