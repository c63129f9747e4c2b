"""The worked examples show calls that the decoder could write, and that run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from lottery_agent.graphs.librarian import query_grammar, quote_grammar
from lottery_agent.graphs.logician import LANGUAGES
from lottery_agent.graphs.mathematician import worksheet_grammar
from lottery_agent.graphs.planner import plan_grammar
from lottery_agent.graphs.puzzles import MODES, line_grammar
from lottery_agent.graphs.router import LABELS
from lottery_agent.graphs.stories import asking_grammar, event_grammar
from lottery_agent.graphs.theories import sentence_grammar
from lottery_agent.library import WorkedExample, worked_examples
from lottery_agent.toolbox.calls import builtin_registry
from lottery_agent.toolbox.language import Grammar, Language
from tests.toolbox.conformance import accepts

CHOICES = {"router": tuple(LABELS), "language": LANGUAGES, "mode": tuple(MODES)}
"""Agents that choose a label instead of writing a sentence."""
WRITERS = (
    *("mathematician", "logician", "puzzler", "story", "table"),
    *("search", "librarian", "planner"),
)
"""Agents that write sentences, beside the operator, whose examples are tested tool by tool."""
REGISTRY = builtin_registry()


def tool_of(example: WorkedExample) -> str:
    return example.call.partition("(")[0]


def grammar_of(example: WorkedExample) -> Grammar:
    """Return what the decoder is held to when it is asked the question of an example."""
    question = example.question
    asked = question.removeprefix("Question: ")
    start = "statement" if asked == question else "query"
    match example.agent:
        case "mathematician":
            return worksheet_grammar(question)
        case "logician":
            return sentence_grammar(asked, start=start)
        case "puzzler":
            return line_grammar(asked, start=start)
        case "story":
            return _story_grammar(question)
        case "operator":
            return REGISTRY.grammar_for(question, [tool_of(example)])
        case "table":
            return Language.load("table").grammar()
        case "search":
            return query_grammar(question)
        case "librarian":
            passage, _, _ = question.removeprefix("Passage: ").partition("\nQuestion: ")
            return quote_grammar(passage)
        case "planner":
            return plan_grammar(question)
    raise AssertionError(f"no agent {example.agent!r}")


def _story_grammar(shown: str) -> Grammar:
    first, _, sentence = shown.rpartition("\n")
    if sentence.startswith("Question: "):
        names = first.removeprefix("Names: ").split(", ")
        return asking_grammar(sentence.removeprefix("Question: "), names)
    return event_grammar(sentence.removeprefix("Sentence: "), first.removeprefix("Before: "))


def test_every_agent_is_known_and_has_examples() -> None:
    assert {example.agent for example in worked_examples()} == {*CHOICES, *WRITERS, "operator"}


def test_no_agent_is_shown_a_question_twice() -> None:
    asked = Counter((e.agent, e.question.casefold()) for e in worked_examples())
    assert [question for question, times in asked.items() if times > 1] == []


@pytest.mark.parametrize("agent", CHOICES)
def test_labels_are_among_the_choices(agent: str) -> None:
    assert {example.call for example in worked_examples(agent)} <= set(CHOICES[agent])


def unwritable(examples: Iterable[WorkedExample]) -> list[WorkedExample]:
    """Return the examples whose calls the decoder would not let through.

    Its grammars hold only words, numbers and dates of the question.
    """
    return [e for e in examples if not accepts(grammar_of(e).text, e.call)]


@pytest.mark.parametrize("agent", WRITERS)
def test_the_decoder_could_write_each_call(agent: str) -> None:
    assert unwritable(worked_examples(agent)) == []


def test_the_operator_is_shown_built_in_tools_alone() -> None:
    assert set(map(tool_of, worked_examples("operator"))) <= set(REGISTRY.names)


@pytest.mark.parametrize("name", REGISTRY.names)
def test_each_built_in_tool_has_examples_that_run(name: str) -> None:
    examples = [example for example in worked_examples("operator") if tool_of(example) == name]
    assert len(examples) >= 3
    assert unwritable(examples) == []
    for example in examples:
        if not REGISTRY.is_bare(example.call):
            assert REGISTRY.run(example.call, context=example.question)["answer"]
