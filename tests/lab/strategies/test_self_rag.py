from __future__ import annotations

import pytest

from lottery_agent.knowledge import Passage
from lottery_agent.models.engine.scripted import Said
from lottery_agent.models.prompts import Prompt
from tests.lab.strategies.conftest import Ask

QUESTION = "When does the library open?"
EARLY = Passage("1", "hours.txt", "The library opens at nine.", 0, 26, 0.9, "")
LATE = Passage("2", "old.txt", "The library opened at ten in those days.", 0, 40, 0.8, "")
OTHER = Passage("3", "pool.txt", "The pool is cold.", 0, 17, 0.7, "")


def read(prompt: Prompt) -> Said | str:
    if "nine" in prompt.question:
        return Said('"nine"', 0.5)
    return Said('"ten"', 0.9) if "ten" in prompt.question else "none"


def script(late: float) -> dict[str, object]:
    """Return a script in which the late passage is relevant with some probability."""
    return {
        "search": "library open",
        "librarian": read,
        "relevance": lambda prompt: {"yes": late if "ten" in prompt.question else 0.9},
        "support": lambda prompt: {
            "fully": 0.1 if "ten" in prompt.question else 0.6,
            "half": 0.2,
            "not": 0.7 if "ten" in prompt.question else 0.2,
        },
    }


def test_the_answer_with_the_best_critique_is_given_with_its_citation(ask: Ask) -> None:
    run = ask("self_rag", script(0.2), QUESTION, form="quote", passages=[LATE, OTHER, EARLY])
    answer = run.answer
    assert (answer.answer, answer.kind, answer.agent) == ("nine", "quote", "self_rag")
    assert [(c.source, c.quote) for c in answer.citations] == [
        ("hours.txt", "The library opens at nine.")
    ]
    assert answer.confidence == pytest.approx(
        (0.5 ** (2 / 3) + 0.9 + (0.6 + 0.2 / 2)) / 3, abs=1e-4
    )
    assert run.check("relevant").passed
    assert run.check("supported").detail == "0.70"
    assert [work.tool for work in answer.work] == ["search", "quote", "quote", "quote"]
    assert run.agents.count("relevance") == run.agents.count("support") == 2  # none for the pool


def test_how_likely_the_answer_is_counts_as_well(ask: Ask) -> None:
    even = {**script(0.9), "support": {"fully": 1.0}}
    run = ask("self_rag", even, QUESTION, form="quote", passages=[EARLY, LATE])
    assert run.answer.answer == "ten"


def test_a_context_is_read_without_a_search(ask: Ask) -> None:
    run = ask("self_rag", script(0.9), QUESTION, form="quote", context=EARLY.text)
    assert run.answer.answer == "nine"
    assert run.agents == ["librarian", "relevance", "support"]


def test_nothing_found_and_nothing_quoted_are_abstentions(ask: Ask) -> None:
    for passages in ([], [OTHER]):
        run = ask("self_rag", script(0.9), QUESTION, form="quote", passages=passages)
        assert (run.answer.status, run.answer.reason) == ("abstained", "no_evidence")


def test_a_quote_that_was_cut_off_is_none(ask: Ask) -> None:
    long = " ".join(f"word{n}" for n in range(90))
    cut = {**script(0.9), "librarian": f'"{long}"'}
    run = ask("self_rag", cut, QUESTION, form="quote", context=long)
    assert run.answer.reason == "no_evidence"
