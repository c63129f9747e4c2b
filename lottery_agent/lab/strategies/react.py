"""ReAct: the model thinks, acts and observes in turn, until it finishes.

After Yao et al. 2022, "ReAct: Synergizing Reasoning and Acting in Language Models" (arXiv
2210.03629). A thought is a line of free text; an action is a call of any tool, a search, or the
end; what it gives is observed. Everything so far is shown at each step. A run that does not finish
within the steps has no answer, as in the paper without its fallback.

Done otherwise: the decoder is held to the calls of the tools at hand, so that every action can be
read, and its numbers and quotes are ones that were given or observed. Without that constraint an
action that can't be read is observed as an error, like a call that fails.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command

from lottery_agent.answer import Citation, Work
from lottery_agent.comparison import option_parts
from lottery_agent.errors import ToolError
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.librarian import quotable, search_base
from lottery_agent.graphs.operator import relevant_tools
from lottery_agent.graphs.options import letters, option_lines
from lottery_agent.graphs.state import Candidate
from lottery_agent.graphs.tooling import told, tool_seconds
from lottery_agent.graphs.writer import Draft, certainty, write
from lottery_agent.lab.strategies.actions import FINISH, SEARCH, Actions
from lottery_agent.lab.strategies.exercise import Exercise, State, Strategy, conclude, kind_of
from lottery_agent.models.prompts import Prompt

THOUGHT_HEAD = "Say in one sentence what to do next."
ACTION_HEAD = "Write the next call, or finish with the answer."
STEPS = 6
"""Most actions. The paper allows five to seven."""
THOUGHT_TOKENS = 48
ACTION_TOKENS = 160
_OBSERVED = 400
"""Most characters of what is observed."""
_CONTEXT = 2_000
"""Characters of a context that is shown as a whole; a longer one can only be searched."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A thought, the action that it led to, and what was observed then."""

    thought: str
    action: str
    observation: str


class _State(State, total=False):
    tools: list[str]
    thought: str
    turns: list[Turn]
    found: list[Citation]


def react_prompt(
    head: str,
    given: str,
    signatures: Sequence[str],
    turns: Sequence[Turn] = (),
    thought: str | None = None,
) -> Prompt:
    """Return the prompt for the next thought, or the next action.

    Args:
        head: `THOUGHT_HEAD` or `ACTION_HEAD`.
        given: Context, question and options.
        signatures: The actions.
        turns: What was done so far.
        thought: The thought that the action follows; None in the prompt for a thought.
    """
    lines = [*signatures, given]
    for turn in turns:
        lines += [f"Thought: {turn.thought}", f"Action: {turn.action}"]
        lines.append(f"Observation: {turn.observation}")
    agent = "thought" if thought is None else "action"
    lines += [] if thought is None else [f"Thought: {thought}"]
    return Prompt(agent=agent, head=head, question="\n".join(lines))


def think(state: _State, runtime: Runtime[Handles]) -> dict[str, Any]:
    """Write a thought: the first line of what comes to the model's mind."""
    handles, turns = runtime.context, state.get("turns", [])
    tools = state.get("tools") or list(relevant_tools(handles, state["question"]))
    actions = _actions(handles, state, tools)
    prompt = react_prompt(THOUGHT_HEAD, _given(state), actions.signatures, turns)
    completion = write(handles, [Draft(prompt, None, THOUGHT_TOKENS)])[0]
    lines = [line.strip() for line in completion.text.splitlines() if line.strip()]
    return {"thought": lines[0] if lines else "", "tools": tools}


def act(state: _State, runtime: Runtime[Handles]) -> Command[Literal["think", "conclude"]]:
    """Write an action and do it."""
    handles, turns = runtime.context, state.get("turns", [])
    actions = _actions(handles, state, state["tools"])
    prompt = react_prompt(ACTION_HEAD, _given(state), actions.signatures, turns, state["thought"])
    observed = (turn.observation for turn in turns)
    text = quotable("\n".join([state.get("context") or "", _given(state), *observed]))
    draft = Draft(prompt, actions.grammar(text), ACTION_TOKENS)
    completion = write(handles, [draft])[0]
    action, update = completion.text, dict[str, Any]()
    try:
        if completion.finish == "length":
            observation = "the call does not end"
        elif action.partition("(")[0] == FINISH:
            answer = actions.registry.parse(action).arguments["answer"]
            candidate = _finished(state, str(answer), certainty(completion))
            return Command(goto="conclude", update={"candidate": candidate})
        else:
            observation, update = _done(state, handles, actions, action)
    except ToolError as error:
        observation = str(error)
    turn = Turn(state["thought"], action, observation[:_OBSERVED])
    update["turns"] = [*turns, turn]
    if len(update["turns"]) < STEPS:
        return Command(goto="think", update=update)
    unfinished = Candidate(reason="limit", error=f"no answer within {STEPS} steps")
    return Command(goto="conclude", update={**update, "candidate": unfinished})


def _done(
    state: _State, handles: Handles, actions: Actions, action: str
) -> tuple[str, dict[str, Any]]:
    """Do an action, and return what is observed, with the update of the state.

    Raises:
        ToolError: If a search is for nothing. Errors of other calls are what is observed.
    """
    name, _, rest = action.partition("(")
    if name == SEARCH:
        return _searched(state, handles, rest.removesuffix(")"))
    given = "\n".join(filter(None, [state.get("context"), state["question"]]))
    outcome = told(
        handles,
        name,
        action,
        lambda: actions.registry.run(
            action, sandbox=handles.tools, seconds=tool_seconds(handles), context=given
        ),
    )
    return outcome.work.result, {"work": [outcome.work]}


def _searched(state: _State, handles: Handles, words: str) -> tuple[str, dict[str, Any]]:
    """Search the context, or else the knowledge base, and observe the best passage.

    Raises:
        ToolError: If there are no words to search for.
    """
    if not words.strip():
        raise ToolError("a search needs words", kind="syntax")
    library, context = handles.library(), state.get("context")
    passages, work = [], Work(SEARCH, words, "context")
    if library is not None and context:
        passages = library.rank(context, words, 1)
    elif library is not None:
        passages, work = search_base(handles, library, words, words)
    if not passages:
        return "nothing was found", {"work": [work]}
    best = passages[0]
    citation = Citation(best.source, best.text, round(best.score, 4))
    update = {"work": [work], "found": [*state.get("found", []), citation]}
    return " ".join(best.text.split()), update


def _finished(state: _State, answer: str, confidence: float) -> Candidate:
    """Return the answer that the run finished with, and the passages that hold it."""
    options = state.get("options") or []
    if options:
        letter, text = option_parts(options[letters(len(options)).index(answer)])
        answer = letter or text
    found = (each for each in state.get("found", []) if answer.casefold() in each.quote.casefold())
    citations = () if options else tuple(dict.fromkeys(found))
    return Candidate(answer, kind_of(state), confidence=confidence, citations=citations)


def _given(state: _State) -> str:
    """Return context, question and options as they are shown."""
    context = (state.get("context") or "").strip()
    if len(context) > _CONTEXT:
        context = f"A text of {len(context.split())} words can be searched."
    lines = [context, f"Question: {state['question']}", *option_lines(state.get("options") or [])]
    return "\n".join(filter(None, lines))


def _actions(handles: Handles, state: _State, tools: Sequence[str]) -> Actions:
    text = state.get("context") or state["question"]
    options = len(state.get("options") or [])
    return Actions.of(handles, tools, text, form=state["form"], options=options)


@cache
def graph() -> Strategy:
    """Return the compiled strategy."""
    steps: StateGraph[_State, Handles, Exercise, State] = StateGraph(
        _State, context_schema=Handles, input_schema=Exercise, output_schema=State
    )
    steps.add_sequence([think, act])
    steps.add_node(conclude)
    steps.add_edge(START, "think")
    steps.add_edge("conclude", END)
    return steps.compile(name="react")
