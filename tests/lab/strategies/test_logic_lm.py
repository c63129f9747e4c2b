from __future__ import annotations

from lottery_agent.lab.alone import AT_ONCE
from lottery_agent.lab.strategies.logic_lm import ROUNDS
from lottery_agent.models.prompts import Prompt
from tests.lab.strategies.conftest import Ask

CAT = "Every cat is an animal. Tom is a cat. No animal is a plant."
LINES = {
    "Every cat is an animal.": "all x (cat(x) -> animal(x))",
    "Tom is a cat.": "cat(Tom)",
    "No animal is a plant.": "all x (animal(x) -> ~plant(x))",
    "Question: Is Tom a plant?": "? plant(Tom)",
}
OPTIONS = ["A) True", "B) False", "C) Unknown"]
RULES = {"rules": 1.0}
PLACES = {"places": 1.0}
BIRDS = "The owl is left of the crow. The crow is left of the robin."
BIRD_LINES = {"The owl is left of the crow.": "owl < crow"}


def lines(table: dict[str, str]) -> object:
    """Return what a model writes that translates as a table says, whatever error it is shown."""

    def write(prompt: Prompt) -> str:
        return table[prompt.question.rpartition("\n")[2]]

    return write


def test_a_problem_is_translated_and_decided(ask: Ask) -> None:
    script = {"language": RULES, "logician": lines(LINES)}
    run = ask("logic_lm", script, "Is Tom a plant?", form="option", context=CAT, options=OPTIONS)
    answer = run.answer
    assert (answer.answer, answer.kind, answer.exact) == ("B", "option", True)
    assert [(work.tool, work.result) for work in answer.work] == [("logic", "False")]
    assert run.agents == ["language", *["logician"] * 4]


def test_the_line_that_an_error_names_is_refined_with_the_error_shown(ask: Ask) -> None:
    def write(prompt: Prompt) -> str:
        sentence = prompt.question.rpartition("\n")[2]
        if sentence == "Tom is a cat." and "Error: " not in prompt.question:
            return "cat(x)"
        return LINES[sentence]

    script = {"language": RULES, "logician": write}
    run = ask("logic_lm", script, "Is Tom a plant?", form="verdict", context=CAT)
    assert run.answer.answer == "False"
    shown = run.engine.prompts[-1].question.split("\n")
    assert shown[0] == "Wrong: cat(x)"
    assert shown[1].startswith("Error: ")
    assert shown[2] == "Tom is a cat."
    assert run.agents == ["language", *["logician"] * 5]
    assert [work.tool for work in run.answer.work] == ["logic", "logic"]


def test_premises_that_contradict_each_other_are_all_refined(ask: Ask) -> None:
    def write(prompt: Prompt) -> str:
        sentence = prompt.question.rpartition("\n")[2]
        if sentence == "No animal is a plant." and "Error: " not in prompt.question:
            return "all x (~animal(x))"
        return LINES[sentence]

    script = {"language": RULES, "logician": write}
    run = ask("logic_lm", script, "Is Tom a plant?", form="verdict", context=CAT)
    assert run.answer.answer == "False"
    assert run.agents == ["language", *["logician"] * 8]
    assert "Error: the premises contradict each other" in run.engine.prompts[-1].question


def test_what_can_not_be_solved_is_guessed_after_some_rounds(ask: Ask) -> None:
    wrong = {**LINES, "Tom is a cat.": "cat(x)"}
    script = {"language": RULES, "logician": lines(wrong), "alone": {"C": 0.6}}
    run = ask("logic_lm", script, "Is Tom a plant?", form="option", context=CAT, options=OPTIONS)
    answer = run.answer
    assert (answer.status, answer.answer, answer.exact) == ("answered", "C", False)
    assert not run.check("solved").passed
    assert run.check("solved").detail
    assert run.agents == ["language", *["logician"] * (4 + ROUNDS), "alone"]
    assert run.engine.prompts[-1].head == AT_ONCE
    assert [work.tool for work in answer.work] == [*["logic"] * (ROUNDS + 1), "model"]


def test_what_can_be_neither_solved_nor_guessed_is_an_abstention(ask: Ask) -> None:
    run = ask("logic_lm", {}, "Is Tom a plant?")
    assert (run.answer.status, run.answer.reason) == ("abstained", "error")
    assert run.check("solved").detail == "0 sentences are no theory"


def test_a_line_that_was_cut_off_is_refined(ask: Ask) -> None:
    def write(prompt: Prompt) -> str:
        sentence = prompt.question.rpartition("\n")[2]
        if sentence == "Tom is a cat." and "Error: " not in prompt.question:
            return "cat(Tom)" + " & cat(Tom)" * 20
        return LINES[sentence]

    script = {"language": RULES, "logician": write}
    run = ask("logic_lm", script, "Is Tom a plant?", form="verdict", context=CAT)
    assert run.answer.answer == "False"


def test_options_that_are_claims_are_translated_and_the_fitting_one_is_taken(ask: Ask) -> None:
    table = {
        "The owl is left of the crow.": "owl < crow",
        "The crow is left of the robin.": "crow < robin",
        "Which is true?": "none",
        "The owl is first.": "owl = first",
        "The crow is first.": "crow = first",
    }
    script = {"language": PLACES, "mode": {"must": 1.0}, "puzzler": lines(table)}
    options = ["(A) The crow is first.", "(B) The owl is first."]
    run = ask("logic_lm", script, "Which is true?", form="option", context=BIRDS, options=options)
    assert (run.answer.answer, run.answer.kind) == ("B", "option")
    assert run.answer.work[0].tool == "puzzle"


def test_options_of_which_none_fits_are_an_error(ask: Ask) -> None:
    table = {
        "The owl is left of the crow.": "owl < crow",
        "The crow is left of the robin.": "crow < robin",
        "Which is true?": "none",
        "The robin is first.": "robin = first",
        "The crow is first.": "crow = first",
    }
    script = {
        "language": PLACES,
        "mode": {"must": 1.0},
        "puzzler": lines(table),
        "alone": {"A": 0.9},
    }
    options = ["(A) The crow is first.", "(B) The robin is first."]
    run = ask("logic_lm", script, "Which is true?", form="option", context=BIRDS, options=options)
    assert (run.answer.answer, run.answer.work[-1].tool) == ("A", "model")


def test_rules_decide_between_claims_too(ask: Ask) -> None:
    table = {**LINES, "Tom is a plant.": "plant(Tom)", "Tom is an animal.": "animal(Tom)"}
    script = {"language": RULES, "mode": {"must": 1.0}, "logician": lines(table)}
    options = ["A) Tom is a plant.", "B) Tom is an animal."]
    run = ask("logic_lm", script, "What follows?", form="option", context=CAT, options=options)
    assert run.answer.answer == "B"


def test_a_puzzle_can_be_asked_for_a_value(ask: Ask) -> None:
    table = {
        "The owl is left of the crow.": "owl < crow",
        "The crow is left of the robin.": "crow < robin",
        "Question: Which bird is last?": "? last",
    }
    script = {"language": PLACES, "puzzler": lines(table)}
    run = ask("logic_lm", script, "Which bird is last?", context=BIRDS)
    assert (run.answer.answer, run.answer.kind) == ("robin", "text")
