"""The live objects of a run: LangGraph's runtime context. They never enter the state.

Each package states what it offers; here the machine states what it needs, so that graphs can be
tested with scripted parts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from lottery_agent.events import Event
    from lottery_agent.graphs.budget import Budget
    from lottery_agent.knowledge import Passage
    from lottery_agent.models.engine import Engine
    from lottery_agent.models.prompts import Example
    from lottery_agent.toolbox.calls.registry import Registry, Sandbox, SignatureIndex


class Library(Protocol):
    """Finds passages."""

    def search(self, query: str, k: int) -> list[Passage]:
        """Return up to `k` passages of the knowledge base, best first."""
        ...

    def rank(self, text: str, query: str, k: int) -> list[Passage]:
        """Return up to `k` passages of a text that was given with a question, best first."""
        ...

    def table_of(self, passage: Passage) -> str | None:
        """Return the whole table that a passage of the knowledge base is part of, if it is."""
        ...


class Examples(Protocol):
    """Finds worked examples for the prompts that a model was not trained on."""

    def wanted(self, agent: str) -> bool:
        """Tell whether the model needs examples in the prompts of this name."""
        ...

    def nearest(self, agent: str, text: str, k: int) -> list[tuple[Example, float]]:
        """Return up to `k` examples of an agent and their similarity, nearest last."""
        ...


@dataclass(frozen=True, slots=True)
class Policy:
    """How the machine decides; the part of the settings that it needs.

    Attributes:
        samples: Derivations that vote when the first one is not certain.
        attempts: How often a specialist may write, revisions included.
        threshold: Confidence below which the machine abstains or escalates.
        unchecked: The same for a reply that no check stands behind: how sure the router must be
            that the question is small talk.
        seed: Seed of all sampling.
        tool_seconds: Limit on one tool call.
        passages: Passages that the librarian reads.
        relevance: Similarity below which a passage of the knowledge base is not read.
        depth: How deep questions may be split.
        tools: Whether agents that call tools may be chosen.
        withheld: Tools that may not be used, by their names in the sandbox, and `knowledge` for
            all passages.
        constrained: Whether the model writes only sentences of a tool's language; what it writes
            freely is read by the tool all the same.
        route_temperature: Divides the router's scores, so that they are calibrated.
    """

    samples: int = 5
    attempts: int = 2
    threshold: float = 0.5
    unchecked: float = 0.8
    seed: int = 0
    tool_seconds: float = 10.0
    passages: int = 3
    relevance: float = 0.3
    depth: int = 2
    tools: bool = True
    withheld: frozenset[str] = frozenset()
    constrained: bool = True
    route_temperature: float = 1.0


@dataclass(frozen=True, slots=True)
class Handles:
    """Everything live that a node may use.

    Attributes:
        engine: The engine of the ticket.
        larger: The engine to escalate to, if one is configured.
        tools: The sandbox.
        registry: The operator's tools.
        signatures: Returns the index of the registry. Called only with many tools.
        library: Returns the library, or None without one. Called only when it is needed.
        examples: Worked examples; None if the engine knows all prompts.
        larger_examples: The same for the larger engine.
        judges: Whether the engine was trained to judge worksheets.
        larger_judges: The same for the larger engine.
        emit: Receives the events of the run.
    """

    engine: Engine
    tools: Sandbox
    registry: Registry
    signatures: Callable[[], SignatureIndex]
    library: Callable[[], Library | None]
    budget: Budget
    emit: Callable[[Event], None]
    policy: Policy
    larger: Engine | None = None
    examples: Examples | None = None
    larger_examples: Examples | None = None
    judges: bool = False
    larger_judges: bool = False
