"""Self-RAG: an answer is taken from each passage, each is criticised, and the best one is given.

After Asai et al. 2023, "Self-RAG: Learning to Retrieve, Generate, and Critique through
Self-Reflection" (arXiv 2310.11511). As there, answers are ranked by a weighted sum of how likely
the model finds the answer, how relevant its passage is, and how far the passage supports it; being
supported in part counts half.

Done otherwise: the paper's model was trained to write tokens that reflect on what it wrote. Here
label scores of two short questions stand for these tokens, and no model was trained on them. It is
always retrieved, since a benchmark says that it needs passages, and nobody asks how useful an
answer is. An answer is a quote, as the librarian's are; a passage without one is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Literal

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command

from lottery_agent.answer import Check
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.librarian import (
    Reading,
    find_passages,
    offer_of,
    quotable,
    read_passages,
)
from lottery_agent.graphs.state import Candidate
from lottery_agent.graphs.writer import score
from lottery_agent.knowledge import Passage
from lottery_agent.lab.strategies.exercise import Exercise, State, Strategy, conclude
from lottery_agent.models.prompts import Prompt

RELEVANCE_HEAD = "Does the passage help to answer the question?"
RELEVANCE: Mapping[str, float] = {"yes": 1.0, "no": 0.0}
"""What the label of a passage's relevance is worth."""
SUPPORT_HEAD = "How far does the passage support the answer?"
SUPPORT: Mapping[str, float] = {"fully": 1.0, "half": 0.5, "not": 0.0}
"""What the label of an answer's support is worth."""
_WEIGHTS = {"likely": 1.0, "relevant": 1.0, "supported": 1.0}
"""The paper's own."""


class _State(State, total=False):
    passages: list[Passage]
    readings: list[Reading]


def relevance_prompt(question: str, passage: str) -> Prompt:
    """Return the prompt whose next token is a label of `RELEVANCE`."""
    text = f"Passage: {quotable(passage)}\nQuestion: {question}"
    return Prompt(agent="relevance", head=RELEVANCE_HEAD, question=text)


def support_prompt(question: str, passage: str, answer: str) -> Prompt:
    """Return the prompt whose next token is a label of `SUPPORT`."""
    text = f"Passage: {quotable(passage)}\nQuestion: {question}\nAnswer: {answer}"
    return Prompt(agent="support", head=SUPPORT_HEAD, question=text)


def retrieve(state: _State, runtime: Runtime[Handles]) -> Command[Literal["generate", "conclude"]]:
    """Find the passages."""
    passages, work = find_passages(runtime.context, state)
    if not passages:
        nothing = Candidate(reason="no_evidence")
        return Command(goto="conclude", update={"candidate": nothing, "work": work})
    return Command(goto="generate", update={"passages": passages, "work": work})


def generate(state: _State, runtime: Runtime[Handles]) -> Command[Literal["critique", "conclude"]]:
    """Take an answer from each passage."""
    readings, work = read_passages(runtime.context, state, state["passages"])
    if not readings:
        nothing = Candidate(reason="no_evidence")
        return Command(goto="conclude", update={"candidate": nothing, "work": work})
    return Command(goto="critique", update={"readings": readings, "work": work})


def critique(state: _State, runtime: Runtime[Handles]) -> dict[str, Any]:
    """Criticise each answer, and offer the best one; the first of equal ones."""
    offers = [_criticised(runtime.context, state["question"], each) for each in state["readings"]]
    return {"candidate": max(offers, key=lambda offer: offer.confidence)}


def _criticised(handles: Handles, question: str, reading: Reading) -> Candidate:
    """Return an answer with its critique, and its score as a share of the highest one."""
    passage = reading.passage.text
    parts = {
        "likely": reading.confidence,
        "relevant": _worth(handles, relevance_prompt(question, passage), RELEVANCE),
        "supported": _worth(handles, support_prompt(question, passage, reading.quote), SUPPORT),
    }
    total = sum(_WEIGHTS[name] * part for name, part in parts.items())
    offer = offer_of(reading)
    critique = (Check(name, part > 0.5, f"{part:.2f}") for name, part in parts.items())
    return replace(
        offer, confidence=total / sum(_WEIGHTS.values()), checks=(*offer.checks, *critique)
    )


def _worth(handles: Handles, prompt: Prompt, labels: Mapping[str, float]) -> float:
    """Return what the labels are worth on average, by their probabilities."""
    scores = score(handles, prompt, tuple(labels))
    return sum(share * worth for share, worth in zip(scores, labels.values(), strict=True))


@cache
def graph() -> Strategy:
    """Return the compiled strategy."""
    steps: StateGraph[_State, Handles, Exercise, State] = StateGraph(
        _State, context_schema=Handles, input_schema=Exercise, output_schema=State
    )
    for node in (retrieve, generate, critique, conclude):
        steps.add_node(node)
    steps.add_edge(START, "retrieve")
    steps.add_edge("critique", "conclude")
    steps.add_edge("conclude", END)
    return steps.compile(name="self_rag")
