"""The judge weighs the votes of worksheets, if the model that runs was trained to judge."""

from __future__ import annotations

import pytest

from lottery_agent.graphs.judge import HEAD, LABELS, judge_prompt
from lottery_agent.models.engine.scripted import Line, Said, Script
from lottery_agent.models.prompts import Example, Prompt
from tests.graphs.conftest import Ask, Run

SURE = {"math": 1.0}
QUESTION = "12 birds, then 5 more came. How many?"
SHEETS: list[Line] = [
    Said("answer = 12 * 5", 0.4),
    "answer = 12 * 5",
    "answer = 5 * 12",
    "answer = 12 + 5",
    "answer = 5 + 12",
]


def judge(prompt: Prompt) -> Line:
    return {"right": 0.9 if " + " in prompt.question else 0.2}


SCRIPT: Script = {"router": SURE, "mathematician": SHEETS, "judge": judge}


def judgements(run: Run) -> list[str]:
    return sorted(prompt.question for prompt in run.engine.prompts if prompt.agent == "judge")


def test_each_vote_weighs_as_much_as_its_worksheet_is_likely_to_be_right(ask: Ask) -> None:
    run = ask(SCRIPT, QUESTION, judges=True)
    assert run.text == "17"
    assert run.final["work"][-1].call == "answer = 12 + 5"
    assert run.final["candidate"].confidence == pytest.approx(1.8 / (1.8 + 0.6))
    (check,) = [check for check in run.final["checks"] if check.name == "agreement"]
    assert check.passed
    assert check.detail == "2 of 5 derivations agree; weighed by how likely each is right, 75%"


def test_a_model_that_was_not_trained_to_judge_is_not_asked(ask: Ask) -> None:
    run = ask(SCRIPT, QUESTION)
    assert run.text == "60"
    assert run.final["candidate"].confidence == pytest.approx(3 / 5)
    assert judgements(run) == []


def test_worked_examples_never_judge(ask: Ask) -> None:
    class Everything:
        """Worked examples for every prompt."""

        def wanted(self, agent: str) -> bool:
            return True

        def nearest(self, agent: str, text: str, k: int) -> list[tuple[Example, float]]:
            assert agent != "judge"
            return [(Example(text, "math"), 0.9)]

    assert ask(SCRIPT, QUESTION, examples=Everything()).text == "60"
    run = ask(SCRIPT, QUESTION, examples=Everything(), judges=True)
    assert run.text == "17"
    assert all(not p.examples for p in run.engine.prompts if p.agent == "judge")


def test_equal_worksheets_are_judged_once(ask: Ask) -> None:
    run = ask(SCRIPT, QUESTION, judges=True)
    values = {"12 * 5": "60", "5 * 12": "60", "12 + 5": "17", "5 + 12": "17"}
    assert judgements(run) == sorted(
        judge_prompt(QUESTION, f"answer = {sheet}", value).question
        for sheet, value in values.items()
    )
    assert {prompt.head for prompt in run.engine.prompts if prompt.agent == "judge"} == {HEAD}


def test_what_derivations_agree_on_is_not_judged(ask: Ask) -> None:
    lines = [Said("answer = 12 + 5", 0.4), "answer = 5 + 12", *["answer = 12 / 0"] * 3]
    run = ask({**SCRIPT, "mathematician": lines}, QUESTION, judges=True)
    assert judgements(run) == []
    assert run.final["candidate"].confidence == pytest.approx(2 / 5)


def test_a_certain_worksheet_is_not_judged(ask: Ask) -> None:
    run = ask({**SCRIPT, "mathematician": "answer = 12 * 5"}, QUESTION, judges=True)
    assert run.text == "60"
    assert judgements(run) == []


def test_a_worksheet_without_a_result_is_not_judged(ask: Ask) -> None:
    lines = [Said("answer = 12 / 0", 0.4), *SHEETS[1:]]
    run = ask({**SCRIPT, "mathematician": lines}, QUESTION, judges=True)
    assert run.text == "17"
    assert run.final["candidate"].confidence == pytest.approx(1.8 / (1.8 + 0.4 + 0.9))
    assert not any("/ 0" in question for question in judgements(run))


def test_the_judge_reads_the_context(ask: Ask) -> None:
    run = ask(SCRIPT, "How many?", context="12 birds, then 5 more came.", judges=True)
    assert run.text == "17"
    assert all(text.startswith("12 birds, then 5 more came.\nHow") for text in judgements(run))


def test_the_larger_model_is_asked_only_if_it_was_trained_itself(ask: Ask) -> None:
    weak = {"router": SURE, "mathematician": Said("answer = 1 / 0", 0.5)}
    larger = {"mathematician": SHEETS, "judge": judge}
    assert ask(weak, QUESTION, larger=larger, judges=True).text == "60"
    assert ask(weak, QUESTION, larger=larger, larger_judges=True).text == "17"


def test_labels_are_what_is_scored() -> None:
    assert LABELS == ("right", "wrong")
    prompt = judge_prompt("How many?", "answer = 2", "2", context=" ")
    assert prompt.question == "How many?\nanswer = 2\nResult: 2"
