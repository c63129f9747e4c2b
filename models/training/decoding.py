"""How each kind of example is decoded: with the grammar and the limit of the agent that asks.

An example is then written exactly as in a run of the agent, and a score says how the agent fares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lottery_agent.graphs import (
    direct,
    judge,
    librarian,
    logician,
    mathematician,
    operator,
    planner,
    puzzles,
    router,
    stories,
    tables,
    theories,
)
from lottery_agent.models.engine import Constraint
from lottery_agent.models.training.signatures import registry_of
from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.table.finding import tables_in
from lottery_agent.toolbox.table.wording import narrowing

Inputs = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decoding:
    """The grammar of an answer, None for free text, and its most tokens."""

    grammar: Constraint | None
    max_tokens: int


def _worksheet(inputs: Inputs) -> Decoding:
    text = "\n".join(filter(None, [inputs.get("context"), inputs["question"]]))
    return Decoding(mathematician.worksheet_grammar(text), mathematician.MAX_TOKENS)


def _call(inputs: Inputs) -> Decoding:
    grammar = registry_of(inputs["signatures"]).grammar_for(inputs["question"])
    return Decoding(grammar, operator.MAX_TOKENS)


def _table(inputs: Inputs) -> Decoding:
    narrow = narrowing(tables_in(inputs["text"]), inputs["question"])
    return Decoding(Language.load("table").grammar(narrow=narrow), tables.MAX_TOKENS)


DECODINGS: Mapping[str, Callable[[Inputs], Decoding]] = {
    "statement": lambda inputs: Decoding(
        theories.sentence_grammar(inputs["sentence"], start="statement"), theories.MAX_TOKENS
    ),
    "query": lambda inputs: Decoding(
        theories.sentence_grammar(inputs["question"], start="query"), theories.MAX_TOKENS
    ),
    "line": lambda inputs: Decoding(
        puzzles.line_grammar(inputs["sentence"], start="statement"), puzzles.MAX_TOKENS
    ),
    "asking": lambda inputs: Decoding(
        puzzles.line_grammar(inputs["question"], start="query"), puzzles.MAX_TOKENS
    ),
    "event": lambda inputs: Decoding(
        stories.event_grammar(inputs["sentence"], inputs.get("before", "")), stories.MAX_TOKENS
    ),
    "asked": lambda inputs: Decoding(
        stories.asking_grammar(inputs["question"], inputs.get("names", ())), stories.MAX_TOKENS
    ),
    "worksheet": _worksheet,
    "search": lambda inputs: Decoding(
        librarian.query_grammar(inputs["question"]), librarian.QUERY_TOKENS
    ),
    "quote": lambda inputs: Decoding(
        librarian.quote_grammar(inputs["passage"]), librarian.QUOTE_TOKENS
    ),
    "plan": lambda inputs: Decoding(planner.plan_grammar(inputs["question"]), planner.MAX_TOKENS),
    "call": _call,
    "table": _table,
    "talk": lambda inputs: Decoding(None, direct.MAX_TOKENS),
}
"""The decoding of each kind of example that is written."""

CHOICES: Mapping[str, Sequence[str]] = {
    "route": tuple(router.LABELS),
    "language": logician.LANGUAGES,
    "mode": tuple(puzzles.MODES),
    "verdict": judge.LABELS,
}
"""The labels of each kind of example that is chosen: the most probable one is taken."""
