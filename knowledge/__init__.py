"""The knowledge base: ingestion, retrieval, citations, and nearest examples, on Chroma.

The names below are loaded on first use, because Chroma takes most of a second to import.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lottery_agent.knowledge.base import KnowledgeBase as KnowledgeBase
    from lottery_agent.knowledge.embedder import Embedder as Embedder
    from lottery_agent.knowledge.examples import ExampleIndex as ExampleIndex
    from lottery_agent.knowledge.examples import Match as Match
    from lottery_agent.knowledge.filters import Filter as Filter
    from lottery_agent.knowledge.ingestion import Summary as Summary
    from lottery_agent.knowledge.ranking import TextIndex as TextIndex
    from lottery_agent.knowledge.ranking import rank as rank
    from lottery_agent.knowledge.records import Passage as Passage
    from lottery_agent.knowledge.records import Source as Source
    from lottery_agent.knowledge.records import Stats as Stats

_HOME = {
    "Embedder": "lottery_agent.knowledge.embedder",
    "ExampleIndex": "lottery_agent.knowledge.examples",
    "Filter": "lottery_agent.knowledge.filters",
    "KnowledgeBase": "lottery_agent.knowledge.base",
    "Match": "lottery_agent.knowledge.examples",
    "Passage": "lottery_agent.knowledge.records",
    "Source": "lottery_agent.knowledge.records",
    "Stats": "lottery_agent.knowledge.records",
    "Summary": "lottery_agent.knowledge.ingestion",
    "TextIndex": "lottery_agent.knowledge.ranking",
    "rank": "lottery_agent.knowledge.ranking",
}

__all__ = [
    "Embedder",
    "ExampleIndex",
    "Filter",
    "KnowledgeBase",
    "Match",
    "Passage",
    "Source",
    "Stats",
    "Summary",
    "TextIndex",
    "rank",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
