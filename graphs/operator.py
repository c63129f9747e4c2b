"""The operator: writes a call of one of the registered tools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from langgraph.runtime import Runtime
from langgraph.types import Command, interrupt

from lottery_agent.answer import Check, Work
from lottery_agent.events import ApprovalNeeded
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.revision import revised
from lottery_agent.graphs.state import Candidate, Proposal, State
from lottery_agent.graphs.stories import follow
from lottery_agent.graphs.tables import ask_tables
from lottery_agent.graphs.tooling import Outcome, offered, told, tool_seconds
from lottery_agent.graphs.voting import CERTAIN, ballots, elected, sampled
from lottery_agent.graphs.writer import Draft, certainty, examples_for, write
from lottery_agent.models.engine import Sampling
from lottery_agent.models.prompts import Example, Prompt
from lottery_agent.toolbox.language import Grammar
from lottery_agent.toolbox.table.finding import tables_in

HEAD = "Write the call that answers the question."


def operator_prompt(
    question: str, signatures: Sequence[str], *, examples: Sequence[Example] = ()
) -> Prompt:
    """Return the prompt for a call.

    Args:
        question: The question as the user wrote it.
        signatures: The signatures of the tools that may be called, most relevant first.
        examples: Worked examples, nearest last. They come between signatures and question, so
            that the question looks as theirs do.
    """
    shown = [*examples, Example(question, "")]
    turns = [Example(f"Question: {each.question}", each.call) for each in shown]
    turns[0] = replace(turns[0], question="\n".join([*signatures, turns[0].question]))
    *before, last = turns
    return Prompt(agent="operator", head=HEAD, question=last.question, examples=tuple(before))


MAX_TOKENS = 160
"""A list of twenty words fits."""
SIGNATURES = 8
"""Signatures shown in a prompt; with more tools than that, the nearest ones are chosen."""
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the model is asked to write.

    Attributes:
        names: The tools that it may call, most relevant first.
        examples: Worked examples, nearest last.
        text: The question, with what it is about before it.
        grammar: The calls that it may write.
    """

    names: tuple[str, ...]
    examples: Sequence[Example]
    text: str
    grammar: Grammar


def operator(state: State, runtime: Runtime[Handles]) -> Command[Literal["verifier", "approval"]]:
    """Choose the relevant tools, write a call of one of them, and run it.

    Tables are told by their notation and asked in a language of their own; a program that is only
    named is written by the story agent. Calls vote when the first one is not certain, if its tool
    is pure. A call of an acting tool is only proposed: the
    approval node asks a person first.
    """
    handles = runtime.context
    escalated = state.get("escalated", False)
    given = state.get("context") or state["question"]
    tables = [] if "table" in handles.policy.withheld else tables_in(given)
    if tables:
        return Command(goto="verifier", update=ask_tables(handles, state, given, tables))
    asked = _asked(handles, state)
    if asked is None:
        return Command(goto="verifier", update={"candidate": Candidate(reason="no_evidence")})
    prompt = operator_prompt(
        asked.text, handles.registry.signatures(asked.names), examples=asked.examples
    )
    prompt = revised(prompt, state)
    attempt = state.get("attempts", 0)
    sampling = sampled(handles, attempt) if attempt else Sampling()
    draft = Draft(prompt, asked.grammar, MAX_TOKENS, sampling)
    first = write(handles, [draft], escalated=escalated)[0]
    call, confidence = first.text, certainty(first)
    tool = call.partition("(")[0]
    if tool in handles.registry.acting:
        handles.emit(ApprovalNeeded(tool, call))
        proposal = Proposal(tool, call, confidence)
        return Command(goto="approval", update={"proposal": proposal})
    first_run = _ran(handles, state, call, asked.text)
    shown, followed = first_run
    if (confidence >= CERTAIN and shown.result is not None) or not handles.registry.pure(tool):
        update = _offered(handles, call, shown, min(confidence, followed))
        return Command(goto="verifier", update=update)
    drafts = ballots(handles, draft, attempt)
    calls = [completion.text for completion in write(handles, drafts, escalated=escalated)]
    runs = {call: first_run}
    for other in calls:
        if other not in runs and handles.registry.pure(other.partition("(")[0]):
            runs[other] = _ran(handles, state, other, asked.text, quiet=True)
    # A vote for a tool that is not pure is void.
    votes = [runs[each][0] if each in runs else None for each in calls]
    winner, share, agreement = elected(shown, votes)
    followed = next(sure for outcome, sure in runs.values() if outcome is winner)
    update = _offered(handles, call, winner, min(share, followed), agreement)
    return Command(goto="verifier", update=update)


def _offered(
    handles: Handles, call: str, outcome: Outcome, confidence: float, *checks: Check
) -> dict[str, Any]:
    """Return the update that offers what came of a call.

    A story that failed is no call to repair: it was read in other ways already.
    """
    update = offered(outcome, confidence, *checks)
    if outcome.result is None and handles.registry.is_bare(call):
        update["candidate"] = Candidate(reason="error")
    return update


def _ran(
    handles: Handles, state: State, call: str, text: str, *, quiet: bool = False
) -> tuple[Outcome, float]:
    """Run a call, or have the program written that it names.

    Returns:
        What came of it, and how sure the model is of what it wrote beside the call, in [0, 1].
    """
    if handles.registry.is_bare(call):
        return follow(handles, state, quiet=quiet)
    return _run(handles, call, text, quiet=quiet), 1.0


def _asked(handles: Handles, state: State) -> _Asked | None:
    """Return what the model is asked to write, or None if there is no tool."""
    registry, question = handles.registry, state["question"]
    escalated = state.get("escalated", False)
    text = "\n".join(filter(None, [state.get("context"), question]))
    examples = examples_for(handles, "operator", text, _EXAMPLES, escalated=escalated)
    names = relevant_tools(handles, question, examples)
    if not names:
        return None
    return _Asked(names, examples, text, registry.grammar_for(text, names))


def relevant_tools(
    handles: Handles, question: str, examples: Sequence[Example] = ()
) -> tuple[str, ...]:
    """Return the names of the tools to show for a question, at most `SIGNATURES`.

    Args:
        handles: The run's handles.
        question: The question.
        examples: Worked examples, nearest last; the tools that they call come first.
    """
    names = handles.registry.names
    if len(names) <= SIGNATURES:
        return names
    shown_how = (example.call.partition("(")[0] for example in reversed(examples))
    near = handles.signatures().nearest(question, SIGNATURES)
    return tuple(dict.fromkeys([*(n for n in shown_how if n in names), *near]))[:SIGNATURES]


def approval(state: State, runtime: Runtime[Handles]) -> dict[str, Any]:
    """Wait for a person, and run the proposed call if they approve.

    The node is apart from the operator because LangGraph runs an interrupted node again from its
    first line: what was approved is what runs, never a call that is written anew.
    """
    proposal = state["proposal"]
    if interrupt({"tool": proposal.tool, "call": proposal.call}) is not True:
        return {
            "candidate": Candidate(
                reason="cancelled",
                checks=(Check("approved", False, proposal.call),),
                final=True,
            ),
            "work": [Work(proposal.tool, proposal.call, "not approved")],
        }
    outcome = _run(runtime.context, proposal.call, approved=True)
    asked = Check("approved", True, proposal.call)
    return offered(outcome, proposal.confidence, asked, final=True)


def _run(
    handles: Handles, call: str, text: str = "", *, approved: bool = False, quiet: bool = False
) -> Outcome:
    """Run a call, with the text that the question is about if the tool may be one that reads it."""
    return told(
        handles,
        call.partition("(")[0],
        call,
        lambda: handles.registry.run(
            call,
            sandbox=handles.tools,
            seconds=tool_seconds(handles),
            approved=approved,
            context=text,
        ),
        quiet=quiet,
    )
