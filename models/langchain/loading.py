"""The engine behind a chat model: the caller's, or one that is loaded when it is needed.

Models of one process that ask for the same file and sizes share an engine. It is closed by the last
one that is closed.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from lottery_agent.errors import EngineError
from lottery_agent.models.engine import Engine
from lottery_agent.sharing import Loan, Shared

_engines: Shared[Engine] = Shared(lambda engine: engine.usable)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to load, and how large."""

    model: str
    ticket_type: str | None
    threads: int
    sequences: int
    window: int
    gpu_layers: int

    def load(self) -> Engine:
        """Load an engine.

        Raises:
            UsageError: If the model is unknown, can't be fetched or is broken.
            EngineError: If there is not enough memory.
        """
        from lottery_agent.models import forge, zoo
        from lottery_agent.models.engine import LlamaEngine

        base = zoo.fetch(self.model)
        if self.ticket_type is None:
            ticket = forge.plain(base, name=self.model)
        else:
            ticket = forge.forge(base, adapter=None, type=self.ticket_type, name=self.model)
        return LlamaEngine(
            **ticket.source,
            threads=self.threads,
            sequences=self.sequences,
            window=self.window,
            gpu_layers=self.gpu_layers,
        )


class Loader:
    """Lends the engine of a recipe. Thread-safe; a copy or a pickle of it starts unloaded."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loan: Loan[Engine] | None = None
        self._closed = False

    def engine(self, recipe: Recipe) -> Engine:
        """Return the engine, loading it for the first who asks.

        Raises:
            UsageError, EngineError: As `Recipe.load`, or if the loader is closed.
        """
        with self._lock:
            if self._closed:
                raise EngineError("the chat model is closed")
            if self._loan is None:
                self._loan = _engines.borrow(recipe, recipe.load)
            loan = self._loan
        return loan.get()

    def close(self) -> None:
        """Give the engine back. A second call does nothing."""
        with self._lock:
            self._closed = True
            loan, self._loan = self._loan, None
        if loan is not None:
            loan.close()

    def __deepcopy__(self, memo: dict[int, Any]) -> Loader:
        return Loader()

    def __reduce__(self) -> tuple[type[Loader], tuple[()]]:
        return Loader, ()
