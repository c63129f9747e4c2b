"""The operator: writes a call of one of the registered tools."""

from __future__ import annotations

from collections import Counter
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
from lottery_agent.graphs.tooling import Outcome, told, tool_seconds
from lottery_agent.graphs.writer import Draft, certainty, examples_for, write
from lottery_agent.models.engine import Sampling
from lottery_agent.models.prompts import Example, Prompt
from lottery_agent.toolbox.language import Grammar
from lottery_agent.toolbox.table.finding import tables_in
from lottery_agent.toolbox.table.wording import narrowing, outline

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


MAX_TOKENS = 96
_SIGNATURES = 6
"""Signatures shown in a prompt; with more tools than that, the nearest ones are chosen."""
_TABLE = "table"
_EXAMPLES = 3
_CERTAIN = 0.9
"""A first call at least this probable needs no vote."""
_TEMPERATURE = 0.7


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the model is asked to write.

    Attributes:
        names: The tools that it may call, most relevant first.
        examples: Worked examples, nearest last.
        shown: The question as it is shown, with what it is about.
        text: What a tool that reads the text is given.
        grammar: The calls that it may write.
    """

    names: tuple[str, ...]
    examples: Sequence[Example]
    shown: str
    text: str
    grammar: Grammar


def operator(state: State, runtime: Runtime[Handles]) -> Command[Literal["verifier", "approval"]]:
    """Choose the relevant tools, write a call of one of them, and run it.

    Calls vote when the first one is not certain, if its tool is pure. A call of an acting tool is
    only proposed: the approval node asks a person first.
    """
    handles = runtime.context
    escalated = state.get("escalated", False)
    asked = _asked(handles, state)
    if asked is None:
        return Command(goto="verifier", update={"candidate": Candidate(reason="no_evidence")})
    prompt = operator_prompt(
        asked.shown, handles.registry.signatures(asked.names), examples=asked.examples
    )
    prompt = revised(prompt, state)
    attempt = state.get("attempts", 0)
    seed = handles.policy.seed + 100 * attempt
    sampling = Sampling(temperature=_TEMPERATURE, seed=seed) if attempt else Sampling()
    draft = Draft(prompt, asked.grammar, MAX_TOKENS, sampling)
    first = write(handles, [draft], escalated=escalated)[0]
    call, confidence = first.text, certainty(first)
    tool = call.partition("(")[0]
    if tool in handles.registry.acting:
        handles.emit(ApprovalNeeded(tool, call))
        proposal = Proposal(tool, call, confidence, asked.text)
        return Command(goto="approval", update={"proposal": proposal})
    shown = _run(handles, call, asked.text)
    if (confidence >= _CERTAIN and shown.result is not None) or not handles.registry.pure(tool):
        return Command(goto="verifier", update=_offered(shown, confidence))
    drafts = [
        replace(draft, sampling=Sampling(temperature=_TEMPERATURE, seed=seed + number))
        for number in range(1, handles.policy.samples)
    ]
    calls = [completion.text for completion in write(handles, drafts, escalated=escalated)]
    update = _elected(handles, shown, calls, asked.text)
    return Command(goto="verifier", update=update)


def _elected(handles: Handles, shown: Outcome, calls: Sequence[str], text: str) -> dict[str, Any]:
    """Offer the answer that most calls reach; the first one wins a tie.

    Args:
        handles: The run's handles.
        shown: The first call and what came of it.
        calls: The calls that vote beside it. Only those of pure tools are run.
        text: The text that the question is about.
    """
    outcomes = {shown.work.call: shown}
    for call in calls:
        if call not in outcomes and handles.registry.pure(call.partition("(")[0]):
            outcomes[call] = _run(handles, call, text, quiet=True)
    voters = [outcomes[call] for call in (shown.work.call, *calls) if call in outcomes]
    votes = Counter(str(o.result["exact"]) for o in voters if o.result is not None)
    if not votes:
        return _offered(shown, 0.0)
    exact, count = votes.most_common(1)[0]
    winner = next(o for o in voters if o.result is not None and o.result["exact"] == exact)
    share = count / (1 + len(calls))
    agreement = Check("agreement", share > 0.5, f"{count} of {1 + len(calls)} calls agree")
    return _offered(winner, share, agreement)


def _asked(handles: Handles, state: State) -> _Asked | None:
    """Return what the model is asked to write, or None if there is no tool.

    Tables in the context are told by their notation. They are shown by their names only, however
    long they are, and asked in the table language.
    """
    registry, question = handles.registry, state["question"]
    escalated = state.get("escalated", False)
    names = list(registry.names)
    context = state.get("context") or ""
    if _TABLE in names and context and (tables := tables_in(context)):
        shown = f"{outline(tables)}\n{question}"
        grammar = registry.grammar([_TABLE], narrow=narrowing(tables, question))
        examples = examples_for(handles, "operator", shown, _EXAMPLES, escalated=escalated)
        return _Asked((_TABLE,), examples, shown, context, grammar)
    text = f"{context}\n{question}" if context else question
    examples = examples_for(handles, "operator", text, _EXAMPLES, escalated=escalated)
    if len(names) > _SIGNATURES:
        shown_how = (example.call.partition("(")[0] for example in reversed(examples))
        near = handles.signatures().nearest(question, _SIGNATURES)
        names = list(dict.fromkeys([*(n for n in shown_how if n in names), *near]))[:_SIGNATURES]
    if not names:
        return None
    return _Asked(tuple(names), examples, text, text, registry.grammar_for(text, names))


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
    outcome = _run(runtime.context, proposal.call, proposal.text, approved=True)
    asked = Check("approved", True, proposal.call)
    return _offered(outcome, proposal.confidence, asked, approved=True)


def _run(
    handles: Handles, call: str, text: str, *, approved: bool = False, quiet: bool = False
) -> Outcome:
    """Run a call, with the text that the question is about."""
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


def _offered(
    outcome: Outcome, confidence: float, *checks: Check, approved: bool = False
) -> dict[str, Any]:
    """Return the candidate that a call gives."""
    call, result = outcome.work.call, outcome.result
    if result is None:
        return {"candidate": Candidate(error=outcome.error, reason="error"), "work": [outcome.work]}
    candidate = Candidate(
        text=str(result["answer"]),
        kind=result["kind"],
        exact=bool(result["is_exact"]),
        confidence=confidence,
        checks=(*checks, Check("ran", True, call), *outcome.checks),
        final=approved,
        binding=frozenset(check.name for check in outcome.checks),
    )
    return {"candidate": candidate, "work": [outcome.work]}
