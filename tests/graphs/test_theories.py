"""Theories whose sentences the model is not sure of are read in other ways, too."""

from __future__ import annotations

import pytest

from lottery_agent.events import ToolFinished
from lottery_agent.models.engine.scripted import Said
from lottery_agent.models.prompts import Prompt
from tests.graphs.conftest import Ask, Run

FACT = "Tom is a cat."
RULE = "All cats purr."
RIGHT = "all x (cats(x) -> purr(x))"
KNOWN = {FACT: "cat(Tom)", "Question: Does Tom purr?": "? purr(Tom)"}


def read(ask: Ask, *said: Said, rules: float = 1.0) -> Run:
    """Ask whether Tom purrs, where the rule is written in these ways, in order."""
    left = list(said)

    def write(prompt: Prompt) -> Said:
        if prompt.question != RULE:
            return Said(KNOWN[prompt.question])
        return left.pop(0) if len(left) > 1 else left[0]

    script = {
        "router": {"reason": 1.0},
        "language": {"rules": rules, "places": 1 - rules},
        "logician": write,
        "puzzler": lambda prompt: "? last" if "Question:" in prompt.question else "none",
    }
    return ask(script, "Does Tom purr?", context=f"{FACT} {RULE}")


def test_readings_of_which_the_same_follows_count_together(ask: Ask) -> None:
    other = "all x (~purr(x) -> ~cats(x))"
    run = read(ask, Said(RIGHT, 0.4), Said(other, 0.3), Said("all x (cats(x) -> ~purr(x))", 0.1))
    assert run.text == "True"
    assert run.final["candidate"].confidence == pytest.approx(0.7 / 0.8)


def test_another_verdict_wins_where_it_is_more_probable(ask: Ask) -> None:
    right = [Said(RIGHT, 0.26), Said("all x (~purr(x) -> ~cats(x))", 0.25)]
    run = read(ask, Said("all x (cats(x) -> ~purr(x))", 0.3), *right)
    assert run.text == "True"
    assert run.final["work"][-1].call.splitlines()[1] == RIGHT


def test_a_reading_that_contradicts_itself_is_ruled_out(ask: Ask) -> None:
    clash = "all x (cats(x) -> ~cats(x))"
    run = read(ask, Said(clash, 0.45), Said(RIGHT, 0.2))
    assert run.text == "True"
    assert run.final["candidate"].confidence == pytest.approx(1.0)


def test_that_nothing_follows_from_what_was_misread_tells_nothing(ask: Ask) -> None:
    run = read(ask, Said("all x (dog(x) -> purr(x))".replace("dog", "purr"), 0.4))
    assert run.text is None


def test_a_theory_read_again_is_no_surer_than_that_it_is_one(ask: Ask) -> None:
    other = Said("all x (~purr(x) -> ~cats(x))", 0.4)
    run = read(ask, Said(RIGHT, 0.4), other, rules=0.6)
    assert run.text == "True"
    assert run.final["candidate"].confidence == pytest.approx(0.6)


def test_a_sentence_with_one_way_alone_is_no_surer_than_that(ask: Ask) -> None:
    assert read(ask, Said(RIGHT, 0.4)).text is None


def test_a_verdict_of_another_reading_is_told(ask: Ask) -> None:
    right = [Said(RIGHT, 0.26), Said("all x (~purr(x) -> ~cats(x))", 0.25)]
    run = read(ask, Said("all x (cats(x) -> ~purr(x))", 0.3), *right)
    shown = [event for event in run.events if isinstance(event, ToolFinished)]
    assert shown[-1].call == run.final["work"][-1].call
    assert shown[-1].result == "True"


def test_a_sentence_that_lost_words_is_written_again_once(ask: Ask) -> None:
    asked: list[str] = []

    def write(prompt: Prompt) -> Said:
        asked.append(prompt.question)
        return Said({**KNOWN, RULE: "all x (cats(x) -> cats(x))"}[prompt.question], 0.5)

    script = {
        "router": {"reason": 1.0},
        "language": {"rules": 1.0, "places": 0.0},
        "logician": write,
        "puzzler": lambda prompt: "? last" if "Question:" in prompt.question else "none",
    }
    ask(script, "Does Tom purr?", context=f"{FACT} {RULE}")
    assert asked.count(RULE) == 1 + 8


def test_that_nothing_follows_is_an_answer_where_it_is_an_option(ask: Ask) -> None:
    """Rules that were first taken for a puzzle, which they are not."""
    script = {
        "router": {"reason": 1.0},
        "language": {"places": 0.6, "rules": 0.4},
        "logician": lambda prompt: KNOWN.get(prompt.question, "all x (cats(x) -> big(x))"),
        "puzzler": lambda prompt: "? last" if "Question:" in prompt.question else "none",
    }
    context = f"{FACT} All cats are big."
    options = ["A) True", "B) False", "C) Unknown"]
    run = ask(script, "Does Tom purr?", context=context, options=options)
    assert run.text == "C"
    assert ask(script, "Does Tom purr?", context=context).text is None
