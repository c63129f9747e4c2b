"""The knowledge base: ingestion, retrieval, citations, and nearest examples, on Chroma.

The names below are loaded on first use, because Chroma takes most of a second to import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lottery_agent.lazy import lazy

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
    "Embedder": "embedder",
    "ExampleIndex": "examples",
    "Filter": "filters",
    "KnowledgeBase": "base",
    "Match": "examples",
    "Passage": "records",
    "Source": "records",
    "Stats": "records",
    "Summary": "ingestion",
    "TextIndex": "ranking",
    "rank": "ranking",
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

__getattr__ = lazy(__name__, _HOME)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
