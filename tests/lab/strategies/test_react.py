from __future__ import annotations

import pytest

from lottery_agent.graphs.handles import Policy
from lottery_agent.knowledge import Passage
from lottery_agent.lab.strategies.react import ACTION_HEAD, STEPS, THOUGHT_HEAD
from lottery_agent.models.engine.scripted import Said
from tests.lab.strategies.conftest import Ask

QUESTION = "A shelf has 6 rows of 7 books. How many books are there?"


def test_it_thinks_acts_and_observes_until_it_finishes(ask: Ask) -> None:
    script = {
        "thought": ["I multiply.\nThen I rest.", "That is all."],
        "action": ["mathematics(books = 6 * 7\nanswer = books)", Said("finish(42)", 0.8)],
    }
    run = ask("react", script, QUESTION, form="number")
    answer = run.answer
    assert (answer.answer, answer.kind, answer.exact) == ("42", "number", False)
    assert answer.confidence == pytest.approx(0.8)
    assert [(work.tool, work.result) for work in answer.work] == [("mathematics", "42")]
    assert [tool for tool, _ in run.tools.ran] == ["mathematics"], "in the sandbox"
    assert run.agents == ["thought", "action"] * 2
    assert [prompt.head for prompt in run.engine.prompts[:2]] == [THOUGHT_HEAD, ACTION_HEAD]
    last = run.engine.prompts[-1].question
    assert last.endswith(
        f"Question: {QUESTION}\n"
        "Thought: I multiply.\n"
        "Action: mathematics(books = 6 * 7\nanswer = books)\n"
        "Observation: 42\n"
        "Thought: That is all."
    )
    assert "finish(answer: number)" in last
    assert "weekday(day: date)" in last


@pytest.mark.parametrize(
    ("action", "observed"),
    [
        ("weekday(2024-02-29)", "Thursday"),
        ("mathematics(answer = 6 / 0)", "division by zero"),
        ("logic(all x (books(x) -> thing(x))\nbooks(shelf)\n? thing(shelf))", "True"),
        ("logic(books(shelf))", "query"),
        ("puzzle(order(books, shelf, rows)\n? count())", "6"),
        ("state(shelf = books\n? shelf)", "books"),
    ],
)
def test_all_tools_can_be_called_and_their_errors_are_observed(
    ask: Ask, action: str, observed: str
) -> None:
    question = "Things: 2024-02-29, a shelf, 6 rows, books; all of it a thing."
    script = {"thought": "Go on.", "action": [action, 'finish("books")']}
    run = ask("react", script, question)
    assert run.answer.answer == "books"
    assert observed in run.answer.work[0].result
    assert f"Observation: {run.answer.work[0].result}" in run.engine.prompts[-1].question


def test_a_table_can_be_asked_where_there_is_one(ask: Ask) -> None:
    table = "name,age\nAda,36\nBob,40\nCy,12\n"
    script = {
        "thought": "Ask.",
        "action": ["table(select name from table where age > 36)", 'finish("Bob")'],
    }
    run = ask("react", script, "Who is older than 36?", context=table)
    assert [work.result for work in run.answer.work] == ["Bob"]
    assert run.answer.answer == "Bob"


def test_a_context_is_searched_and_cited(ask: Ask) -> None:
    script = {"thought": "Search.", "action": ["search(library open)", 'finish("at nine")']}
    text = "The library opens at nine."
    run = ask("react", script, "When does the library open?", form="quote", context=text)
    assert run.answer.answer == "at nine"
    assert [(c.source, c.quote) for c in run.answer.citations] == [("context", text)]
    assert run.answer.work[0].tool == "search"


def test_the_knowledge_base_is_searched_without_a_context(ask: Ask) -> None:
    passage = Passage("1", "hours.txt", "The library opens at nine.", 0, 26, 0.9, "")
    script = {"thought": "Search.", "action": ["search(library)", 'finish("nine")']}
    question = "When does the library open?"
    run = ask("react", script, question, form="quote", passages=[passage])
    assert [(c.source, c.score) for c in run.answer.citations] == [("hours.txt", 0.9)]
    script = {"thought": "Search.", "action": ["search(library)", 'finish("library")']}
    run = ask("react", script, question, form="quote")
    assert "Observation: nothing was found" in run.engine.prompts[-1].question
    assert run.answer.citations == ()


def test_a_long_context_is_not_shown_but_searched(ask: Ask) -> None:
    script = {"thought": "Finish.", "action": 'finish("word")'}
    run = ask("react", script, "Which word?", context="word " * 1000)
    assert "A text of 1000 words can be searched." in run.engine.prompts[0].question
    assert len(run.engine.prompts[0].question) < 1500


def test_options_and_verdicts_are_what_it_can_finish_with(ask: Ask) -> None:
    script = {"thought": "Choose.", "action": 'finish("B")'}
    run = ask("react", script, "Which?", form="option", options=["(A) red", "(B) blue"])
    assert (run.answer.answer, run.answer.kind) == ("B", "option")
    run = ask("react", script, "Which?", form="option", options=["red", "blue"])
    assert run.answer.answer == "blue"
    script = {"thought": "Choose.", "action": 'finish("No")'}
    assert ask("react", script, "Is it?", form="verdict").answer.answer == "No"


def test_a_run_that_does_not_finish_is_an_abstention(ask: Ask) -> None:
    script = {"thought": "", "action": "mathematics(answer = 6 * 7)"}
    run = ask("react", script, QUESTION, form="number")
    assert (run.answer.status, run.answer.reason) == ("abstained", "limit")
    assert run.agents == ["thought", "action"] * STEPS
    assert len(run.answer.work) == STEPS


def test_a_call_that_was_cut_off_is_not_run(ask: Ask) -> None:
    endless = "mathematics(answer = 6" + " + 7" * 100 + ")"
    run = ask(
        "react", {"thought": "Add.", "action": [endless, "finish(6)"]}, QUESTION, form="number"
    )
    assert (run.answer.answer, run.answer.work, run.tools.ran) == ("6", (), [])
    assert "Observation: the call does not end" in run.engine.prompts[-1].question


@pytest.mark.parametrize(
    ("tool", "action"),
    [
        ("mathematics", "mathematics(answer = 6 * 7)"),
        ("logic", "logic(books(shelf)\n? books(shelf))"),
        ("puzzle", "puzzle(order(books, shelf, rows)\n? count())"),
        ("table", "table(select name from table where age > 36)"),
    ],
)
def test_a_withheld_tool_is_no_action(ask: Ask, tool: str, action: str) -> None:
    table = "name,age\nAda,36\nBob,40\nCy,12\n"
    script = {"thought": "Go on.", "action": [action, 'finish("Bob")']}
    asked = {"context": table, "script": script, "question": "Who is older than 36?"}
    free = {"constrained": False}  # with a grammar the call could not even be written
    kept = ask("react", policy=Policy(**free), **asked)
    assert any(line.startswith(f"{tool}(") for line in kept.engine.prompts[0].question.split("\n"))
    run = ask("react", policy=Policy(withheld=frozenset({tool}), **free), **asked)
    assert run.answer.answer == "Bob"
    assert tool not in run.engine.prompts[0].question
    assert f"there is no tool '{tool}'" in run.engine.prompts[-1].question
    assert run.tools.ran == []


@pytest.mark.parametrize(
    "action", ["finish(forty-two)", "finish", "finish(6 7)", "search()", "I am done.", "logic(", ""]
)
def test_what_cannot_be_read_is_observed(ask: Ask, action: str) -> None:
    script = {"thought": "Add.", "action": [action, "finish(42)"]}
    run = ask("react", script, QUESTION, form="number", policy=Policy(constrained=False))
    assert (run.answer.status, run.answer.answer) == ("answered", "42")
    last = run.engine.prompts[-1].question
    _, _, observed = last.partition(f"Action: {action}\nObservation: ")
    assert observed.partition("\n")[0].strip()


def test_a_run_that_never_finishes_readably_is_an_abstention(ask: Ask) -> None:
    script = {"thought": "Add.", "action": "finish(forty-two)"}
    run = ask("react", script, QUESTION, form="number", policy=Policy(constrained=False))
    assert (run.answer.status, run.answer.reason) == ("abstained", "limit")
