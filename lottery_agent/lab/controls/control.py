"""The asker of the control arm: a parser reads, a tool answers, and what can't be read is left."""

from __future__ import annotations

import time
from collections.abc import Sequence

from lottery_agent.answer import Answer, Reason, Usage
from lottery_agent.comparison import option_parts
from lottery_agent.errors import ToolError
from lottery_agent.graphs.options import stated
from lottery_agent.lab.controls.question import Question, Unreadable, whole_number
from lottery_agent.lab.controls.workbench import Found, Solver, Tools, Workbench


class Control:
    """Answers the questions of one benchmark without a model.

    Args:
        solve: Reads them.
        tools: Runs the tools.
    """

    def __init__(self, solve: Solver, tools: Tools) -> None:
        self._solve = solve
        self._tools = tools

    def ask(
        self,
        question: str,
        *,
        context: str | None = None,
        options: Sequence[str] | None = None,
    ) -> Answer:
        """Answer one question, or abstain: what can't be read has the reason `no_evidence`."""
        start = time.monotonic()
        asked = Question(question, context or "", tuple(options or ()))
        bench = Workbench(self._tools)
        found, reason = _answered(self._solve, asked, bench)
        answer = kind = None
        if found is not None:
            answer, kind = found.text, found.kind
            if asked.options:
                answer, kind = _option(found.text, asked.options), "option"
                reason = "low_confidence" if answer is None else None
        answered = answer is not None
        return Answer(
            question=question,
            status="answered" if answered else "abstained",
            answer=answer,
            kind=kind if answered else None,
            exact=answered and found is not None and found.exact,
            reason=reason,
            confidence=found.confidence if answered and found is not None else 0.0,
            agent="control",
            work=tuple(bench.work),
            citations=found.citations if found is not None else (),
            checks=tuple(bench.checks),
            usage=Usage(seconds=round(time.monotonic() - start, 3)),
        )


def _answered(
    solve: Solver, question: Question, bench: Workbench
) -> tuple[Found | None, Reason | None]:
    """Return what a solver found and its checks confirm, or why there is nothing."""
    try:
        found = solve(question, bench)
    except Unreadable:
        return None, "no_evidence"
    except ToolError as error:
        return None, "limit" if error.kind == "limit" else "error"
    if found.text == "Contradiction":
        return None, "contradiction"
    if not all(check.passed for check in bench.checks):
        return None, "low_confidence"
    return found, None


def _option(text: str, options: Sequence[str]) -> str | None:
    """Return the letter, or else the words, of the only option that states a text."""
    index = stated(text.rstrip("."), options)
    if index is None and text.isdigit():
        same = [i for i, option in enumerate(options) if _is_number(option, int(text))]
        index = same[0] if len(same) == 1 else None
    if index is None:
        return None
    letter, words = option_parts(options[index])
    return letter or words


def _is_number(option: str, number: int) -> bool:
    """Tell whether an option writes a number, in digits or in words."""
    try:
        return whole_number(option_parts(option)[1]) == number
    except Unreadable:
        return False
