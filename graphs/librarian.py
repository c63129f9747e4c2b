"""The librarian: writes a search query, reads the passages that it gets, and quotes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from langgraph.runtime import Runtime

from lottery_agent.answer import Check, Citation, Work
from lottery_agent.events import CallWritten, ToolFinished
from lottery_agent.graphs.handles import Handles, Library
from lottery_agent.graphs.sentences import sentence_around
from lottery_agent.graphs.state import Candidate, State
from lottery_agent.graphs.tables import ask_tables
from lottery_agent.graphs.writer import Draft, examples_for, write
from lottery_agent.models.prompts import Example, Prompt
from lottery_agent.toolbox.calls.narrowing import words_in
from lottery_agent.toolbox.language import Grammar, Language, Spans
from lottery_agent.toolbox.table.finding import tables_in

if TYPE_CHECKING:
    from lottery_agent.knowledge import Passage
    from lottery_agent.models.engine import Completion

SEARCH_HEAD = "Write the words to search for."
READ_HEAD = "Quote the answer from the passage, or write none."


def search_prompt(question: str, *, examples: Sequence[Example] = ()) -> Prompt:
    """Return the prompt for a search query."""
    return Prompt(agent="search", head=SEARCH_HEAD, question=question, examples=tuple(examples))


def read_prompt(question: str, passage: str, *, examples: Sequence[Example] = ()) -> Prompt:
    """Return the prompt for a quotation from one passage.

    Args:
        question: The question as the user wrote it.
        passage: The passage as `quotable` returns it.
        examples: Worked examples, nearest last.
    """
    return Prompt(
        agent="librarian",
        head=READ_HEAD,
        question=f"Passage: {passage}\nQuestion: {question}",
        examples=tuple(examples),
    )


def quotable(text: str) -> str:
    """Return a text in which every character keeps its offset and any span can be quoted.

    The quotation language has no escapes: a double quote becomes a single one, and white space
    becomes a blank.
    """
    return "".join("'" if c == '"' else " " if c.isspace() else c for c in text)


QUERY_TOKENS = 24
QUOTE_TOKENS = 64
_SURENESS = 2 / 3
"""The power of a quote's probability that is its confidence (see `Reading`)."""


def query_grammar(question: str) -> Grammar:
    """Return the language of search queries, limited to the words of a question."""
    return Language.load("query").grammar(narrow={"WORD": words_in(question)})


def quote_grammar(passage: str) -> Grammar:
    """Return the language of quotes, limited to the verbatim spans of a quotable passage."""
    return Language.load("quote").grammar(narrow={"QUOTE": Spans(passage)})


@dataclass(frozen=True, slots=True)
class Reading:
    """What was quoted from one passage.

    Attributes:
        passage: The passage.
        quote: The quote.
        start: The quote's offset in the passage.
        confidence: How sure the quote is: of the probability of its tokens the power of two thirds.
            That begin and end are both right is less probable than that the quote answers, and by
            how much was measured: of questions without an answer 70% are abstained from
            (docs/measurements.md).
    """

    passage: Passage
    quote: str
    start: int
    confidence: float


def librarian(state: State, runtime: Runtime[Handles]) -> dict[str, Any]:
    """Find passages, read them, and offer the best quote."""
    handles = runtime.context
    library = handles.library()
    passages, work = find_passages(handles, state)
    if not passages:
        return {"candidate": Candidate(reason="no_evidence"), "work": work}

    readings, read = read_passages(handles, state, passages)
    work.extend(read)
    offers = [offer_of(reading) for reading in readings]
    table = state.get("context") or (library.table_of(passages[0]) if library else None)
    if table is not None:
        candidate, asked = _look_up(handles, state, passages[0], table)
        offers += [candidate] if candidate.text is not None else []
        work.extend(asked)
    if not offers:
        return {"candidate": Candidate(reason="no_evidence"), "work": work}
    return {"candidate": max(offers, key=lambda offer: offer.confidence), "work": work}


def find_passages(handles: Handles, state: State) -> tuple[list[Passage], list[Work]]:
    """Return the passages to read, best first, and the search that found them.

    They are parts of the context if there is one, and else of the knowledge base.
    """
    library, question = handles.library(), state["question"]
    if library is None:
        return [], []
    if context := state.get("context"):
        return library.rank(context, question, handles.policy.passages), []
    query = _search_query(handles, question, escalated=state.get("escalated", False))
    passages, searched = search_base(handles, library, question, query)
    return passages, [searched]


def _look_up(
    handles: Handles, state: State, passage: Passage, table: str
) -> tuple[Candidate, list[Work]]:
    """Ask the table of which the best passage shows a part; the passage is what is cited."""
    tables = tables_in(table)
    if not tables:
        return Candidate(), []
    update = ask_tables(handles, state, table, tables)
    citation = Citation(passage.source, passage.text, round(passage.score, 4))
    return replace(update["candidate"], citations=(citation,)), update["work"]


def _search_query(handles: Handles, question: str, *, escalated: bool) -> str:
    examples = examples_for(handles, "search", question, 4, escalated=escalated)
    prompt = search_prompt(question, examples=examples)
    draft = Draft(prompt, query_grammar(question), QUERY_TOKENS)
    return write(handles, [draft], escalated=escalated)[0].text


def search_base(
    handles: Handles, library: Library, question: str, query: str
) -> tuple[list[Passage], Work]:
    """Search for the model's query and for the question itself; keep relevant passages."""
    policy = handles.policy
    handles.emit(CallWritten("search", query))
    found: dict[str, Passage] = {}
    for text in dict.fromkeys((question, query)):
        for passage in library.search(text, policy.passages):
            known = found.get(passage.id)
            if known is None or known.fused < passage.fused:
                found[passage.id] = passage
    ranked = sorted(found.values(), key=lambda passage: -passage.fused)[: policy.passages]
    passages = [passage for passage in ranked if passage.score >= policy.relevance]
    sources = ", ".join(dict.fromkeys(passage.source for passage in passages)) or "nothing relevant"
    handles.emit(ToolFinished("search", query, sources))
    return passages, Work("search", query, sources)


def read_passages(
    handles: Handles, state: State, passages: Sequence[Passage]
) -> tuple[list[Reading], list[Work]]:
    """Read all passages at once; passages without an answer give no reading."""
    question, escalated = state["question"], state.get("escalated", False)
    examples = examples_for(handles, "librarian", question, 2, escalated=escalated)
    drafts = []
    for passage in passages:
        text = quotable(passage.text)
        shown = f"# {passage.heading} {text}" if passage.heading else text
        prompt = read_prompt(question, quotable(shown), examples=examples)
        drafts.append(Draft(prompt, quote_grammar(text), QUOTE_TOKENS))
    readings, work = [], []
    for passage, completion in zip(
        passages, write(handles, drafts, escalated=escalated), strict=True
    ):
        handles.emit(CallWritten("quote", completion.text))
        reading = _quoted(passage, completion)
        if reading is not None:
            readings.append(reading)
        handles.emit(ToolFinished("quote", completion.text, passage.source))
        work.append(Work("quote", completion.text, passage.source))
    return readings, work


def _quoted(passage: Passage, completion: Completion) -> Reading | None:
    """Locate the quote in its passage. A quote that was cut off is none."""
    if completion.finish != "stop" or completion.text == "none":
        return None
    quote = completion.text.strip('"').strip()
    start = Spans(quotable(passage.text)).find(quote)
    if start < 0:
        return None
    exact = passage.text[start : start + len(quote)]
    return Reading(passage, exact, start, math.exp(sum(completion.logprobs) * _SURENESS))


def offer_of(reading: Reading) -> Candidate:
    """Return the quote of a reading as an answer, with the sentence around it as its citation."""
    passage = reading.passage
    sentence = sentence_around(passage.text, reading.start, reading.start + len(reading.quote))
    return Candidate(
        text=reading.quote,
        kind="quote",
        confidence=reading.confidence,
        citations=(Citation(passage.source, sentence, round(passage.score, 4)),),
        checks=(Check("quoted", reading.quote in sentence and sentence in passage.text, sentence),),
        binding=frozenset({"quoted"}),
    )
