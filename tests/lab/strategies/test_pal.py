from __future__ import annotations

from lottery_agent.answer import Work
from lottery_agent.models.engine.scripted import Said
from tests.lab.strategies.conftest import Ask

QUESTION = "A shelf has 6 rows of 7 books. How many books are there?"


def test_one_program_is_run_and_its_answer_is_given_however_unsure(ask: Ask) -> None:
    sheet = "books = 6 * 7\nanswer = books"
    run = ask("pal", {"mathematician": Said(sheet, 0.01)}, QUESTION, form="number")
    answer = run.answer
    assert (answer.status, answer.answer, answer.kind, answer.exact) == (
        "answered",
        "42",
        "number",
        True,
    )
    assert (answer.agent, answer.work) == ("pal", (Work("mathematics", sheet, "42"),))
    assert run.agents == ["mathematician"]
    assert answer.usage.model_calls == 1
    assert 0 < answer.confidence < 0.02


def test_checks_reject_nothing(ask: Ask) -> None:
    run = ask("pal", {"mathematician": "answer = 6 * rows"}, QUESTION, form="number")
    assert run.answer.status == "answered"


def test_a_program_that_does_not_run_is_an_abstention(ask: Ask) -> None:
    run = ask("pal", {"mathematician": "answer = 6 / 0"}, QUESTION, form="number")
    assert (run.answer.status, run.answer.answer, run.answer.reason) == ("abstained", None, "error")
    assert run.check("ran").detail
    assert not run.check("ran").passed


def test_a_program_that_was_cut_off_is_not_run(ask: Ask) -> None:
    endless = "answer = 6" + " + 7" * 100
    run = ask("pal", {"mathematician": endless}, QUESTION, form="number")
    assert (run.answer.status, run.tools.ran) == ("abstained", [])


def test_an_option_is_picked_where_there_are_some(ask: Ask) -> None:
    script = {"mathematician": "answer = 6 * 7", "options": {"B": 0.9}}
    run = ask("pal", script, QUESTION, options=["A) about forty", "B) forty-two"])
    assert (run.answer.answer, run.answer.kind, run.answer.exact) == ("B", "option", False)
