"""The engine: one small model, many requests at once.

`Engine` and `Embedder` say what the rest of the program relies on. `LlamaEngine` and
`LlamaEmbedder` run llama.cpp, `IsolatedEngine` does so in a process of its own; `ScriptedEngine`
stands in for a model in tests of what is built on an engine. Only a name that is used loads its
module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lottery_agent.lazy import lazy
from lottery_agent.models.engine.interface import (
    Completion,
    Constraint,
    Embedder,
    Engine,
    EngineInfo,
    Handle,
    Request,
    Sampling,
)

if TYPE_CHECKING:
    from lottery_agent.models.engine.embedder import LlamaEmbedder as LlamaEmbedder
    from lottery_agent.models.engine.isolated import IsolatedEngine as IsolatedEngine
    from lottery_agent.models.engine.llama import LlamaEngine as LlamaEngine
    from lottery_agent.models.engine.scripted import ScriptedEngine as ScriptedEngine
    from lottery_agent.models.engine.vocabulary import load_vocabulary as load_vocabulary

__all__ = [
    "Completion",
    "Constraint",
    "Embedder",
    "Engine",
    "EngineInfo",
    "Handle",
    "IsolatedEngine",
    "LlamaEmbedder",
    "LlamaEngine",
    "Request",
    "Sampling",
    "ScriptedEngine",
    "load_vocabulary",
]

_HOME = {
    "IsolatedEngine": "isolated",
    "LlamaEmbedder": "embedder",
    "LlamaEngine": "llama",
    "ScriptedEngine": "scripted",
    "load_vocabulary": "vocabulary",
}

__getattr__ = lazy(__name__, _HOME)
