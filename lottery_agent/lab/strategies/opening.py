"""Opens a strategy: what it needs is loaded, and each question is one run of its graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any, cast

from lottery_agent.assembly import assemble
from lottery_agent.events import Event
from lottery_agent.graphs.budget import Budget
from lottery_agent.graphs.machine import RECURSION_LIMIT
from lottery_agent.lab.strategies import (
    least_to_most,
    logic_lm,
    pal,
    react,
    repeated,
    self_rag,
)
from lottery_agent.lab.strategies.exercise import Exercise, Strategy
from lottery_agent.run import answer_with

if TYPE_CHECKING:
    from lottery_agent._settings_model import Settings
    from lottery_agent.answer import Answer
    from lottery_agent.assembly import Parts
    from lottery_agent.graphs.handles import Handles
    from lottery_agent.graphs.state import State
    from lottery_agent.lab.benchmarks import Benchmark

GRAPHS: Mapping[str, Callable[[], Strategy]] = {
    "least_to_most": least_to_most.graph,
    "logic_lm": logic_lm.graph,
    "pal": pal.graph,
    "react": react.graph,
    "repeated": repeated.graph,
    "self_rag": self_rag.graph,
}
"""All strategies by name."""


class Strategist:
    """Answers questions with a strategy. Thread-safe.

    Args:
        name: The strategy.
        form: Name of the scorer of the benchmark.
        handles: Returns the handles of one run, given its budget.
        settings: Limits of a run.
    """

    def __init__(
        self, name: str, form: str, handles: Callable[[Budget], Handles], settings: Settings
    ) -> None:
        self._name = name
        self._form = form
        self._handles = handles
        self._settings = settings

    def ask(
        self,
        question: str,
        *,
        context: str | None = None,
        options: Sequence[str] | None = None,
    ) -> Answer:
        """Answer one question. A run that failed is an answer, too."""
        budget = Budget(
            calls=self._settings.max_calls,
            tokens=self._settings.max_tokens,
            seconds=self._settings.timeout,
        )
        exercise = Exercise(
            question=question,
            context=context if context and context.strip() else None,
            options=list(options) if options else None,
            history=[],
            depth=0,
            agent=self._name,
            form=self._form,
        )
        handles = self._handles(budget)

        def run() -> State:
            config: Any = {"recursion_limit": RECURSION_LIMIT}
            final = GRAPHS[self._name]().invoke(exercise, context=handles, config=config)
            return cast("State", final)

        return answer_with(question, handles, None, run)


@contextmanager
def opened(
    name: str, settings: Settings, reading: Settings
) -> Iterator[Callable[[Benchmark], Strategist]]:
    """Load what a strategy needs, and yield who answers each benchmark.

    Args:
        name: The strategy.
        settings: Settings of the run.
        reading: The same for benchmarks that are asked over the knowledge base.

    Raises:
        UsageError: If the model can't be loaded.
    """
    with ExitStack() as stack:
        opened: dict[bool, Parts] = {}

        def parts_for(*, open: bool) -> Parts:
            if open not in opened:
                parts = assemble(reading if open else settings)
                opened[open] = stack.enter_context(closing(parts))
            return opened[open]

        def asker_of(benchmark: Benchmark) -> Strategist:
            chosen = reading if benchmark.open else settings
            parts = parts_for(open=benchmark.open)

            def handles(budget: Budget) -> Handles:
                return parts.handles(chosen, budget=budget, emit=_unheard, seed=chosen.seed)

            return Strategist(name, benchmark.scorer.name, handles, chosen)

        parts_for(open=False)  # a model that can't be loaded is an error now
        yield asker_of


def _unheard(event: Event) -> None:
    """Take an event: nobody watches a run of the lab."""
