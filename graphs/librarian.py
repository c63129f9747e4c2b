"""The librarian: writes a search query, reads the passages that it gets, and quotes."""

from __future__ import annotations

from collections.abc import Sequence

from lottery_agent.models.prompts import Example, Prompt

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
