from __future__ import annotations

import pytest

from lottery_agent.lab.alone import Alone, Consistent, Thoughtful, option_label, prompt_of
from lottery_agent.lab.forms import NUMBER, OPTION, TEXT, VERDICT, Form
from lottery_agent.models.engine import ScriptedEngine
from lottery_agent.models.prompts import Prompt

OPTIONS = ("A) red", "B) blue")


def test_the_prompt_holds_all_that_is_known_and_how_to_answer() -> None:
    prompt = prompt_of("Think.", OPTION, "Which?", " It is blue. ", OPTIONS)
    assert prompt.head == "Think."
    assert prompt.question.splitlines() == [
        "It is blue.",
        "Which?",
        "A) red",
        "B) blue",
        OPTION.wish,
    ]
    assert prompt_of("Think.", NUMBER, "Which?", " ", None).question == f"Which?\n{NUMBER.wish}"


def script(prompt: Prompt) -> str:
    if "step by step" in prompt.head:
        return "2 and 2 make 4. The answer is 4."
    return "4 apples"


def test_a_number_is_written_and_read() -> None:
    with ScriptedEngine(script) as engine:
        answer = Alone(engine, NUMBER, seed=0, seconds=60).ask("What is 2 and 2?")
        assert (answer.status, answer.answer, answer.work) == ("answered", "4", ())
        assert answer.usage.model_calls == 1
        assert answer.usage.completion_tokens > 0
        assert answer.ticket is not None
        thought = Thoughtful(engine, NUMBER, seed=0, seconds=60).ask("What is 2 and 2?")
        assert (thought.answer, thought.usage.model_calls) == ("4", 1)
        voted = Consistent(engine, NUMBER, seed=0, seconds=60).ask("What is 2 and 2?")
        assert (voted.answer, voted.confidence, voted.usage.model_calls) == ("4", 1.0, 5)


def test_a_text_without_an_answer_is_an_abstention() -> None:
    with ScriptedEngine(lambda prompt: "well") as engine:
        answer = Alone(engine, NUMBER, seed=0, seconds=60).ask("How many?")
    assert (answer.status, answer.answer, answer.reason) == ("abstained", None, "error")


def test_options_and_verdicts_are_chosen_by_probability() -> None:
    with ScriptedEngine(lambda prompt: "B") as engine:
        chosen = Alone(engine, OPTION, seed=0, seconds=60).ask("Which?", options=OPTIONS)
        assert chosen.answer == "B"
        assert 0.5 < chosen.confidence <= 1
        assert chosen.usage.completion_tokens == 0
    with ScriptedEngine(lambda prompt: "No") as engine:
        assert Alone(engine, VERDICT, seed=0, seconds=60).ask("Is it?").answer == "No"


def test_the_vote_goes_to_what_most_chains_state() -> None:
    lines = [f"So the answer is {number}." for number in (4, 5, 5)] + ["I can't tell", "5?"]
    with ScriptedEngine({"alone": lines}) as engine:
        answer = Consistent(engine, NUMBER, seed=0, seconds=60).ask("What is 2 and 3?")
    assert (answer.answer, answer.confidence) == ("5", 0.6)


@pytest.mark.parametrize(
    ("form", "options", "stated", "answer"),
    [
        (VERDICT, None, ("False", "False", "True", "true", "yes"), "True"),
        (NUMBER, None, ("17", "17", "18.00", "18", "18.0"), "18.00"),
        (OPTION, OPTIONS, ("A", "A", "B", "blue", "(B)"), "B"),
        (TEXT, None, ("Rome", "Rome", "The Paris", "paris", "Paris!"), "The Paris"),
        (TEXT, None, ("] )", "] )", "] ]", "]]", "]]"), "] ]"),
    ],
)
def test_spellings_of_one_answer_vote_together(
    form: Form, options: tuple[str, ...] | None, stated: tuple[str, ...], answer: str
) -> None:
    lines = [f"The answer is {each}" for each in stated]
    with ScriptedEngine({"alone": lines}) as engine:
        found = Consistent(engine, form, seed=0, seconds=60).ask("Which?", options=options)
    assert (found.answer, found.confidence) == (answer, 0.6)


def test_labels_of_options() -> None:
    options = ("A) red", "(B) blue", "C. green", "plain (x)", "D")
    assert [option_label(option) for option in options] == ["A", "B", "C", "plain (x)", "D"]
