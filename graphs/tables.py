"""Tables that stand in a text: the model writes one query, the table tool answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.revision import revised
from lottery_agent.graphs.state import State
from lottery_agent.graphs.tooling import offered, run_written
from lottery_agent.graphs.voting import CERTAIN, ballots, elected, sampled
from lottery_agent.graphs.writer import Draft, certainty, examples_for, write
from lottery_agent.models.engine import Sampling
from lottery_agent.models.prompts import Example, Prompt
from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.table.tables import Table
from lottery_agent.toolbox.table.wording import narrowing, outline

HEAD = "Write the query that answers the question."
MAX_TOKENS = 96
_EXAMPLES = 3


def table_prompt(question: str, shown: str, *, examples: Sequence[Example] = ()) -> Prompt:
    """Return the prompt for a query of the table language.

    Args:
        question: The question as the user wrote it.
        shown: The outline of the tables: their names and columns, whatever their length.
        examples: Worked examples, nearest last.
    """
    return Prompt(
        agent="table", head=HEAD, question=f"{shown}\n{question}", examples=tuple(examples)
    )


def ask_tables(
    handles: Handles, state: State, text: str, tables: Sequence[Table]
) -> dict[str, Any]:
    """Have a query written and run, and offer its answer. Queries vote unless one is certain.

    Args:
        handles: The run's handles.
        state: The state of the run.
        text: The text with the tables.
        tables: The tables that were found in it.
    """
    question, escalated = state["question"], state.get("escalated", False)
    prompt = table_prompt(question, outline(tables))
    examples = examples_for(handles, "table", prompt.question, _EXAMPLES, escalated=escalated)
    prompt = revised(replace(prompt, examples=tuple(examples)), state)
    grammar = Language.load("table").grammar(narrow=narrowing(tables, question))
    attempt = state.get("attempts", 0)
    sampling = sampled(handles, attempt) if attempt else Sampling()
    draft = Draft(prompt, grammar, MAX_TOKENS, sampling)
    first = write(handles, [draft], escalated=escalated)[0]
    beside = {"text": text}
    shown = run_written(handles, "table", first, beside)
    confidence = certainty(first)
    if confidence >= CERTAIN and shown.result is not None:
        return offered(shown, confidence)
    drafts = ballots(handles, draft, attempt)
    others = [
        run_written(handles, "table", completion, beside, quiet=True)
        for completion in write(handles, drafts, escalated=escalated)
    ]
    winner, share, agreement = elected(shown, others)
    return offered(winner, share, agreement)
