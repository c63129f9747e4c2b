"""The scripted engine: what graph tests can say with it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from lottery_agent.errors import EngineError
from lottery_agent.models.engine import Completion, Request, ScriptedEngine
from lottery_agent.models.engine.scripted import Said, Script
from lottery_agent.models.prompts import Prompt


@dataclass(frozen=True)
class Grammar:
    text: str


def say(
    engine: ScriptedEngine,
    agent: str = "mathematician",
    question: str = "6 * 7?",
    grammar: str | None = None,
) -> Completion:
    prompt = engine.renderer.render(Prompt(agent, "Head.", question))
    constraint = Grammar(grammar) if grammar else None
    return engine.submit(Request(prompt, 100, constraint)).result(10)


def test_parts_for_agents() -> None:
    script: Script = {
        "mathematician": "answer = 42",
        "logician": ["cat(Tom)", Said("dog(Tom)", probability=0.5)],
        "direct": lambda prompt: prompt.question.upper(),
        "librarian": EngineError("out of memory"),
    }
    with ScriptedEngine(script) as engine:
        assert [say(engine).text for _ in range(2)] == ["answer = 42"] * 2
        assert say(engine, "logician").text == "cat(Tom)"
        said = say(engine, "logician")
        assert (said.text, math.exp(sum(said.logprobs))) == ("dog(Tom)", pytest.approx(0.5))
        with pytest.raises(EngineError, match="no line left for the agent 'logician'"):
            say(engine, "logician")
        assert say(engine, "direct", "hello").text == "HELLO"
        with pytest.raises(EngineError, match="out of memory"):
            say(engine, "librarian")
        with pytest.raises(EngineError, match="no part for the agent 'planner'"):
            say(engine, "planner")
        agents = [prompt.agent for prompt in engine.prompts]
        assert agents[:3] == ["mathematician", "mathematician", "logician"]


def test_one_part_for_all() -> None:
    with ScriptedEngine(["one", "two"]) as engine:
        assert [say(engine, agent).text for agent in ("a", "b")] == ["one", "two"]


@pytest.mark.parametrize(
    ("text", "grammar", "message"),
    [
        ("seven", "start: /[0-9]+/", "does not allow"),
        ("7 ", "start: /[0-9]+/", "does not allow"),
        ("7 +", 'start: /[0-9]+/ (" + " /[0-9]+/)?', "goes on"),
    ],
)
def test_a_script_can_not_break_a_grammar(text: str, grammar: str, message: str) -> None:
    with ScriptedEngine(text) as engine, pytest.raises(EngineError, match=message):
        say(engine, grammar=grammar)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("chat", {"math": 0.005, "chat": 0.99, "call": 0.005}),
        ({"math": 0.7, "call": 0.3}, {"math": 0.7, "chat": 1e-9, "call": 0.3}),
        (lambda prompt: {"math": 0.5}, {"math": 0.5, "chat": 0.25, "call": 0.25}),
    ],
)
def test_scores(part: Script, expected: Mapping[str, float]) -> None:
    with ScriptedEngine({"router": part}) as engine:  # type: ignore[dict-item]
        prompt = engine.renderer.render(Prompt("router", "Head.", "q"))
        scores = engine.score(prompt, list(expected))
    assert [math.exp(score) for score in scores] == pytest.approx(list(expected.values()))


def test_a_score_for_a_label_that_is_not_there() -> None:
    with ScriptedEngine("poetry") as engine:
        prompt = engine.renderer.render(Prompt("router", "Head.", "q"))
        with pytest.raises(EngineError, match="poetry"):
            engine.score(prompt, ["math"])


def test_reasoning_is_no_part_of_the_text() -> None:
    with ScriptedEngine("<think>\nsix times seven</think>\n\n42") as engine:
        request = Request(engine.renderer.render(Prompt("a", "h", "q")), 50)
        handle = engine.submit(request)
        completion = handle.result(10)
        assert (completion.text, completion.reasoning) == ("42", "\nsix times seven")
        assert "".join(handle) == "42"


def test_a_prompt_of_another_engine() -> None:
    with ScriptedEngine("x") as engine, ScriptedEngine("y") as other:
        prompt = other.renderer.render(Prompt("a", "h", "q"))
        with pytest.raises(EngineError, match="not rendered"):
            engine.submit(Request(prompt, 5)).result(10)
