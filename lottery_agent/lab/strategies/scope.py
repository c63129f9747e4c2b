"""Which benchmarks a strategy is asked, by what they declare. Loads no graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lottery_agent.lab.benchmarks import Benchmark

_UNDECLARED = "gold"
"""The scorer of a file of the user's: it may hold anything, and who names it knows what."""


def _has_numbers(benchmark: Benchmark) -> bool:
    return benchmark.scorer.name in ("number", _UNDECLARED)


def _has_premises(benchmark: Benchmark) -> bool:
    return benchmark.premises or benchmark.scorer.name == _UNDECLARED


def _has_passages(benchmark: Benchmark) -> bool:
    quoted = benchmark.scorer.name in ("quote", "holds", "abstain", _UNDECLARED)
    return benchmark.open or quoted


_SCOPES: Mapping[str, Callable[[Benchmark], bool]] = {
    "pal": _has_numbers,
    "repeated": _has_numbers,
    "logic_lm": _has_premises,
    "self_rag": _has_passages,
}


def suits(strategy: str, benchmark: Benchmark) -> bool:
    """Tell whether a strategy is made for the items of a benchmark. Most are made for all."""
    scope = _SCOPES.get(strategy)
    return scope is None or scope(benchmark)
