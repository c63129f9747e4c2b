"""A machine that lacks one thing: a tool, or the constraint of what may be written."""

from __future__ import annotations

import pytest

from lottery_agent.assembly import tool_names
from lottery_agent.errors import EngineError
from lottery_agent.graphs.handles import Policy
from lottery_agent.graphs.router import LABELS, TOOLS
from tests.graphs.conftest import Ask

FREE = Policy(constrained=False, samples=1, attempts=1)
RULES = {"router": {"reason": 1.0}, "language": {"rules": 1.0}}
THEORY = "Tom is a cat. Every cat is an animal."


def without(*tools: str) -> Policy:
    return Policy(withheld=frozenset(tools))


def test_every_tool_belongs_to_an_agent() -> None:
    assert sorted(tool for tools in TOOLS.values() for tool in tools) == sorted(tool_names())
    assert set(TOOLS) <= set(LABELS.values())


def test_an_agent_without_tools_is_no_choice(ask: Ask) -> None:
    script = {
        "router": {"math": 0.7, "reason": 0.3},
        "mathematician": "answer = 6 * 7",
        "logician": ["cat(Tom)", "all x (cat(x) -> animal(x))", "? animal(Tom)"],
        "planner": "Is Tom an animal?",
        "librarian": "none",
    }
    question = "Is Tom an animal?"
    assert ask(script, question, context=THEORY).final["agent"] == "mathematician"
    run = ask(script, question, context=THEORY, policy=without("mathematics"))
    assert (run.final["agent"], run.text) == ("logician", "True")
    none = ask(script, question, context=THEORY, policy=without(*tool_names()))
    assert none.text is None
    assert not none.tools.ran


def test_the_other_language_is_left(ask: Ask) -> None:
    script = {
        "router": {"reason": 1.0},
        "language": {"places": 1.0},
        "mode": {"must": 1.0},
        "logician": ["cat(Tom)", "all x (cat(x) -> animal(x))", "? animal(Tom)"],
        "puzzler": ["order(owl, crow)", "owl < crow", "? last"],
    }
    run = ask(script, "Is Tom an animal?", context=THEORY, policy=without("puzzle"))
    assert run.text == "True"
    assert "language" not in run.agents
    context = "There are an owl and a crow. The owl is left of the crow."
    rules = {**script, "language": {"rules": 1.0}}
    run = ask(rules, "Which bird is last?", context=context, policy=without("logic"))
    assert run.text == "crow"
    assert "logician" not in run.agents
    run = ask(script, "Is Tom an animal?", context=THEORY, policy=without("logic", "puzzle"))
    assert run.text is None
    assert not run.tools.ran


def test_files_and_tables_are_left_to_others(ask: Ask) -> None:
    clauses = "p cnf 1 1\n1 0\n"
    script = {"router": {"search": 1.0}, "librarian": "none"}
    assert ask({}, "Can it hold?", context=clauses).tools.ran[0][0] == "satisfiability"
    run = ask(script, "Can it hold?", context=clauses, policy=without("satisfiability"))
    assert run.final["agent"] == "librarian"
    assert not run.tools.ran
    table = "| day | sold |\n| --- | --- |\n| Monday | 3 |\n| Friday | 5 |"
    script = {
        "router": {"call": 1.0},
        "operator": "weekday(2031-02-14)",
        "table": "select sold from table where day = 'Friday'",
    }
    run = ask(script, "Which weekday is 2031-02-14?", context=table, policy=without("table"))
    assert "table" not in [tool for tool, _ in run.tools.ran]
    assert "operator" in run.agents


def test_a_tool_that_is_withheld_refuses(ask: Ask) -> None:
    table = "| day | sold |\n| --- | --- |\n| Monday | 3 |\n| Friday | 5 |"
    script = {
        "router": {"search": 1.0},
        "librarian": '"Friday"',
        "table": "select sold from table where day = 'Friday'",
    }
    run = ask(script, "How many on Friday?", context=table, policy=without("table"))
    assert "table" not in [tool for tool, _ in run.tools.ran]
    assert any("withheld" in work.result for work in run.final["work"])


def test_what_is_written_freely_is_read_by_the_tool(ask: Ask) -> None:
    script = {"router": {"math": 1.0}, "mathematician": "answer = 6 * 7"}
    assert ask(script, "What is 6 times 7?", policy=FREE).text == "42"
    # 9 is no number of the question, which the constraint would not let through.
    script["mathematician"] = "answer = 999 * 7"
    assert ask(script, "What is 6 times 7?", policy=FREE).text == "6993"
    with pytest.raises(EngineError):
        ask(script, "What is 6 times 7?")


@pytest.mark.parametrize("written", ["Sure! 6 times 7 is 42.", "", "answer = ", "(" * 500, "\n\n"])
def test_what_no_tool_can_read_has_failed(ask: Ask, written: str) -> None:
    for label in ("math", "reason", "call", "plan", "search"):
        script = {
            "router": {label: 0.9, "math": 0.1},
            "language": {"rules": 1.0},
            "mathematician": written,
            "logician": written,
            "operator": written,
            "planner": written,
            "search": written,
            "librarian": written,
        }
        run = ask(script, "What is 6 * 7? Is it even?", policy=FREE)
        assert run.text is None, label
    for language in ("rules", "places"):
        script = {**RULES, "language": {language: 1.0}, "logician": written, "puzzler": written}
        assert (
            ask({**script, "mode": {"must": 1.0}}, "Is Tom?", context=THEORY, policy=FREE).text
            is None
        )
