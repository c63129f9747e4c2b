"""Every function of the language, in one table."""

from __future__ import annotations

from collections.abc import Mapping

from lottery_agent.toolbox.mathematics.arguments import Function
from lottery_agent.toolbox.mathematics.calculus import CALCULUS
from lottery_agent.toolbox.mathematics.combinatorics import COMBINATORICS
from lottery_agent.toolbox.mathematics.descriptive import DESCRIPTIVE
from lottery_agent.toolbox.mathematics.elementary import ELEMENTARY
from lottery_agent.toolbox.mathematics.forms import FORMS
from lottery_agent.toolbox.mathematics.lists import LISTS
from lottery_agent.toolbox.mathematics.matrices import MATRICES
from lottery_agent.toolbox.mathematics.number_theory import NUMBER_THEORY

FUNCTIONS: Mapping[str, Function] = {
    **ELEMENTARY,
    **NUMBER_THEORY,
    **COMBINATORICS,
    **DESCRIPTIVE,
    **LISTS,
    **MATRICES,
    **FORMS,
    **CALCULUS,
}
"""What is computed from the values of its arguments; what needs their trees is in `calls`."""

KEEP_FORM = frozenset(
    "derivative integral limit left_limit right_limit series "
    "simplify expand factor apart together cancel collect".split()
)
"""The functions whose result is wanted as an expression, not as a decimal."""
