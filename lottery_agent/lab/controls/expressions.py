"""Reads BIG-bench's expressions: sums in typed notation, and truth values in words."""

from __future__ import annotations

import re

from lottery_agent.lab.controls.question import Question, Unreadable
from lottery_agent.lab.controls.workbench import Found, Workbench
from lottery_agent.toolbox.logic.truths import PREMISES, truth_expression
from lottery_agent.toolbox.mathematics.notation import read_notation

_SUM = re.compile(r"([-+*/()\d\s.]+?)\s*=\s*")


def arithmetic(question: Question, bench: Workbench) -> Found:
    """Compute a sum such as `(2 - 5) * 4 =`."""
    typed = _SUM.fullmatch(question.text)
    if typed is None:
        raise Unreadable(question.text)
    return bench.found("mathematics", f"answer = {read_notation(typed[1])}")


def truth(question: Question, bench: Workbench) -> Found:
    """Decide `not ( True and False ) is`: True and False are propositions to the logic tool."""
    expression = truth_expression(question.text)
    if expression is None:
        raise Unreadable(question.text)
    return bench.verdict(PREMISES, expression)
