from __future__ import annotations

from lottery_agent.lab.forms import NUMBER
from lottery_agent.lab.strategies.least_to_most import HEAD
from tests.lab.strategies.conftest import Ask

PROBLEM = "Amy needs 4 minutes to climb and 1 minute to slide. The slide closes in 15 minutes."
ASKED = "How many times can she slide?"
PLAN = "How many minutes to climb and slide?\nHow many times #1 in 15 minutes?"


def test_each_question_is_asked_below_the_answers_to_those_before(ask: Ask) -> None:
    steps = ["It takes\n5 minutes.", "3 times", "So she slides 3 times. The answer is 3."]
    run = ask(
        "least_to_most",
        {"planner": PLAN, "least_to_most": steps},
        f"{PROBLEM} {ASKED}",
        form="number",
    )
    answer = run.answer
    assert (answer.answer, answer.kind, answer.exact, answer.work) == ("3", "number", False, ())
    assert run.agents == ["planner", *["least_to_most"] * 3]
    whole = f"{PROBLEM} {ASKED}"
    first = "How many minutes to climb and slide?"
    second = "How many times It takes 5 minutes. in 15 minutes?"
    assert [prompt.question.split("\n") for prompt in run.engine.prompts[1:]] == [
        [whole, f"Q: {first}"],
        [whole, f"Q: {first}", "A: It takes 5 minutes.", f"Q: {second}"],
        [
            whole,
            f"Q: {first}",
            "A: It takes 5 minutes.",
            f"Q: {second}",
            "A: 3 times",
            f"Q: {ASKED}",
            NUMBER.wish,
        ],
    ]
    assert {prompt.head for prompt in run.engine.prompts[1:]} == {HEAD}
    assert run.check("step 1").detail == f"{first} It takes 5 minutes."


def test_what_does_not_split_is_answered_in_one_step(ask: Ask) -> None:
    for plan in ("How many times can she slide?", "How many times #2?\nHow many minutes?"):
        script = {"planner": plan, "least_to_most": "The answer is 3."}
        run = ask("least_to_most", script, f"{PROBLEM} {ASKED}", form="number")
        assert (run.answer.answer, run.answer.usage.model_calls) == ("3", 2)


def test_options_and_context_are_shown_and_an_option_is_read(ask: Ask) -> None:
    options = ["A) 2", "B) 3"]
    script = {"planner": ASKED, "least_to_most": "The answer is B."}
    run = ask("least_to_most", script, ASKED, form="option", context=PROBLEM, options=options)
    assert (run.answer.answer, run.answer.kind) == ("B", "option")
    assert run.engine.prompts[-1].question.startswith(f"{PROBLEM}\n{ASKED}\nA) 2\nB) 3\n")


def test_a_text_without_an_answer_is_an_abstention(ask: Ask) -> None:
    script = {"planner": ASKED, "least_to_most": "I wonder."}
    run = ask("least_to_most", script, ASKED, form="number")
    assert (run.answer.status, run.answer.reason) == ("abstained", "error")
    assert "I wonder." in run.check("ran").detail


def test_an_empty_reply_is_no_end(ask: Ask) -> None:
    script = {"planner": PLAN, "least_to_most": ["", "3", "The answer is 3."]}
    run = ask("least_to_most", script, f"{PROBLEM} {ASKED}", form="number")
    assert run.answer.answer == "3"
    assert not run.check("step 1").passed
