"""Tools that read a language of their own, beside those with typed arguments."""

from __future__ import annotations

import pytest
from llguidance import LLMatcher

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls import Program, Registry, builtin_registry, tool
from lottery_agent.toolbox.calls.grammar import language_for
from lottery_agent.toolbox.calls.narrowing import narrowing
from lottery_agent.toolbox.language import VERSIONS
from lottery_agent.toolbox.sandbox import Sandbox
from tests.toolbox.conformance import accepts

MATHEMATICS = Program("mathematics", "answer = …", "Compute a worksheet.")


@tool
def shout(text: str) -> str:
    """Write a text in capitals."""
    return text.upper()


REGISTRY = Registry([shout, MATHEMATICS])


def test_a_call_holds_one_sentence_of_the_language() -> None:
    call = REGISTRY.parse("mathematics(x = 2\nanswer = (x + 1))")
    assert call.arguments == {"sentence": "x = 2\nanswer = (x + 1)"}
    assert str(call) == "mathematics(x = 2\nanswer = (x + 1))"
    assert REGISTRY.signatures() == ["shout(text: str)", "mathematics(answer = …)"]
    with pytest.raises(ToolError, match="unexpected ' == 2") as caught:
        REGISTRY.parse("mathematics(answer == 2)")
    assert caught.value.position == len("mathematics(answer")


def test_it_runs_here_and_in_the_sandbox() -> None:
    text = "mathematics(answer = 6 * 7)"
    here = REGISTRY.run(text)
    assert (here["answer"], here["call"], here["tool"]) == ("42", text, "mathematics")
    with Sandbox() as sandbox:
        lent = Registry([MATHEMATICS], sandboxed=frozenset({"mathematics"}))
        assert lent.run(text, sandbox=sandbox) == here


def test_the_decoder_can_write_either_kind_of_call() -> None:
    grammar = REGISTRY.grammar_for("What is 6 times 7, in words?").text
    assert accepts(grammar, 'shout("in words")')
    assert accepts(grammar, "mathematics(answer = 6 * 7)")
    assert not accepts(grammar, "mathematics(answer = 6 * 77)")
    assert not accepts(grammar, "mathematics(answer = 6 * 7")
    assert not accepts(grammar, "answer = 6 * 7")


def test_text_is_sent_only_to_programs_that_read_it() -> None:
    assert MATHEMATICS.request("answer = 1", "a text") == {"call": "answer = 1"}
    reading = Program("mathematics", "…", "…", reads_text=True)
    assert reading.request("answer = 1", "a text") == {"call": "answer = 1", "text": "a text"}


def test_a_program_keeps_its_own_words() -> None:
    text = "Take 5 steps. Are you back?"
    walk = builtin_registry().grammar(["state"], narrow=narrowing(text)).text
    assert accepts(walk, "state(forward 5\n? home)")
    assert not accepts(walk, "state(forward 5\n? house)")


def test_the_operator_only_names_a_program_that_is_written_by_sentence() -> None:
    registry = builtin_registry()
    named = registry.grammar_for("Take 5 steps. Are you back?", ["state", "weekday"]).text
    assert accepts(named, "state()")
    assert not accepts(named, "state(forward 5\n? home)")
    assert registry.parse("state()").arguments == {"sentence": ""}
    assert str(registry.parse("state()")) == "state()"
    with pytest.raises(ToolError):
        registry.run("state()")


def test_all_languages_fit_into_one_grammar() -> None:
    programs = tuple(Program(name, "…", "…") for name in VERSIONS)
    text = language_for(programs).grammar().text
    problem = LLMatcher.validate_grammar(LLMatcher.grammar_from_lark(text))
    assert not problem, problem
    assert accepts(text, "quote(none)")
    assert accepts(text, "logic(all x (cat(x) -> animal(x))\n? animal(Tom))")
