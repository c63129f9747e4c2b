"""Satisfiability of files as solvers read them: DIMACS CNF, weighted CNF and SMT-LIB 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lottery_agent.lazy import lazy

if TYPE_CHECKING:
    from lottery_agent.toolbox.satisfiability.tool import execute

__all__ = ["execute"]

# The tool brings Z3 with it.
__getattr__ = lazy(__name__, {"execute": "tool"})
