"""Puzzles are translated sentence by sentence, options too, and solved exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from lottery_agent.events import CallWritten
from lottery_agent.graphs.handles import Policy
from lottery_agent.graphs.puzzles import MODES
from lottery_agent.models.engine.scripted import Said
from lottery_agent.models.prompts import Prompt
from lottery_agent.toolbox.puzzle.case import FITTING
from tests.graphs.conftest import Ask, Run

PLACES = {"router": {"reason": 1.0}, "language": {"places": 1.0}, "mode": {"must": 1.0}}
BIRDS = (
    "There are three birds: an owl, a crow and a robin. They sit still. The owl is left of the "
    "crow."
)
LINES = ["order(owl, crow, robin)", "none", "owl < crow"]


def test_the_answer_to_the_question_is_computed(ask: Ask) -> None:
    script = {**PLACES, "puzzler": [*LINES, "robin = first", "? last"]}
    run = ask(script, "Which bird is last?", context=f"{BIRDS} The robin is first.")
    assert run.text == "crow"
    assert run.check("consistent")
    assert run.check("ran")
    assert run.final["work"][-1].call == "\n".join(
        [LINES[0], *LINES[2:], "robin = first", "? last"]
    )
    asked = [prompt.question for prompt in run.engine.prompts if prompt.agent == "puzzler"]
    assert asked[-1] == "Question: Which bird is last?"


@pytest.mark.parametrize("lettered", [True, False])
def test_the_option_that_must_hold_is_the_answer(ask: Ask, lettered: bool) -> None:
    claims = ["The crow is first.", "The crow is not first.", "The robin is last."]
    options = (
        [f"{letter}) {claim}" for letter, claim in zip("ABC", claims, strict=True)]
        if lettered
        else claims
    )
    written = ["crow = first", "crow != first", "robin = last"]
    script = {**PLACES, "puzzler": [*LINES, "none", *written]}
    run = ask(script, "Which is true?", context=BIRDS, options=options)
    assert run.text == ("B" if lettered else claims[1])
    assert run.final["candidate"].kind == "option"
    assert run.check("unique")
    asked = [prompt.question for prompt in run.engine.prompts if prompt.agent == "puzzler"]
    assert asked[3:] == ["Which is true?", *claims]


def test_options_of_which_none_must_hold_are_no_answer(ask: Ask) -> None:
    script = {**PLACES, "puzzler": [*LINES, "none", "robin = first", "robin = last"]}
    run = ask(
        script, "What holds?", context=BIRDS, options=["The robin is first.", "The robin is last."]
    )
    assert run.text is None


@pytest.mark.parametrize(
    ("label", "fits"), [("must", None), ("could", "The crow is last."), ("never", None)]
)
def test_what_options_must_do_is_asked_of_the_model(ask: Ask, label: str, fits: str | None) -> None:
    claims = ["The crow is last.", "The owl is last.", "The crow is first."]
    written = ["crow = last", "owl = last", "crow = first"]
    script = {**PLACES, "puzzler": [*LINES, "none", *written], "mode": {label: 1.0}}
    run = ask(script, "Which of these fits?", context=BIRDS, options=claims)
    assert run.text == fits
    (asked,) = (prompt.question for prompt in run.engine.prompts if prompt.agent == "mode")
    assert asked == "Which of these fits?"


def test_the_option_that_cannot_hold_is_the_answer(ask: Ask) -> None:
    claims = ["The crow is last.", "The robin is last.", "The crow is first."]
    written = ["crow = last", "robin = last", "crow = first"]
    script = {**PLACES, "puzzler": [*LINES, "none", *written], "mode": {"never": 0.9, "must": 0.1}}
    run = ask(script, "Which can't be?", context=BIRDS, options=claims)
    assert run.text == "The crow is first."
    assert run.tools.ran[-1][1]["mode"] == "cannot"


def test_each_label_of_a_mode_begins_in_its_own_way() -> None:
    """A label that began another one would always be the more probable one."""
    labels = list(MODES)
    assert len({label[0] for label in labels}) == len(labels)
    assert set(MODES.values()) == set(FITTING)


def test_options_without_a_question_leave_no_sentence_out(ask: Ask) -> None:
    """Where the options ask, the last sentence of the text is a clue like the others."""
    claims = ["The crow is last.", "The robin is last."]
    script = {**PLACES, "puzzler": [*LINES, "robin < owl", "crow = last", "robin = last"]}
    run = ask(script, f"{BIRDS} The robin is left of the owl.", options=claims)
    assert run.text == "The crow is last."


def test_what_the_question_supposes_is_given(ask: Ask) -> None:
    claims = ["The crow is last.", "The robin is last."]
    script = {**PLACES, "puzzler": [*LINES, "robin = first", "crow = last", "robin = last"]}
    asked = "If the robin is first, which of these must be true?"
    run = ask(script, asked, context=BIRDS, options=claims)
    assert run.text == "The crow is last."


def test_options_of_several_words_that_state_nothing_are_names(ask: Ask) -> None:
    script = {
        **PLACES,
        "puzzler": [*LINES, "robin = first", "bird = last", "none", "none", "? last"],
    }
    options = ["the black crow", "the robin"]
    script["options"] = {"A": 0.9, "B": 0.1}
    run = ask(
        script, "Which bird is last?", context=f"{BIRDS} The robin is first.", options=options
    )
    assert run.text == "the black crow"


def test_clues_that_introduce_nobody_are_an_order_of_all_whom_they_name(ask: Ask) -> None:
    script = {**PLACES, "puzzler": ["Gwen > Harold", "harold > Ivy", "? first"]}
    run = ask(script, "Gwen is taller than Harold. harold is taller than Ivy. Who is the shortest?")
    assert run.text == "Ivy"
    assert run.final["work"][-1].call.splitlines()[2] == "order(Gwen, Harold, Ivy)"


def test_options_that_name_things_are_compared_with_the_answer(ask: Ask) -> None:
    script = {**PLACES, "puzzler": [*LINES, "robin = first", "? last"]}
    context = f"{BIRDS} The robin is first."
    run = ask(script, "Who is last?", context=context, options=["A) owl", "B) crow", "C) robin"])
    assert run.text == "B"


def test_only_the_lines_that_are_used_count(ask: Ask) -> None:
    unsure = Said("robin != last", 0.1)
    lines = ["order(owl, crow, robin)", "none", "owl < crow", unsure, "? owl < crow"]
    context = f"{BIRDS} The robin is not last."
    run = ask({**PLACES, "puzzler": lines}, "Is the owl left of the crow?", context=context)
    assert run.text == "True"
    assert run.final["candidate"].confidence > 0.9


RULES = ["birds(owl)", "sit(still)", "left(owl, crow)"]
CLASH = f"{BIRDS} The crow is left of the owl."


def test_clues_that_clash_are_reported(ask: Ask) -> None:
    """They are, unless the other language has an answer."""
    written = [*LINES, "crow < owl", "? owl < crow"]
    said, asked = Said("left(crow, owl)", 0.1), "? left(crow, owl)"
    script = {**PLACES, "puzzler": written, "logician": [*RULES, said, asked, *[said] * 8]}
    run = ask(script, "Is the crow left of the owl?", context=CLASH)
    assert run.final["reason"] == "contradiction"
    assert [work.tool for work in run.final["work"]] == ["puzzle", "logic"]


def test_clues_that_clash_may_be_rules(ask: Ask) -> None:
    said = [*RULES, "left(crow, owl)", "? left(owl, crow)"]
    script = {**PLACES, "puzzler": [*LINES, "crow < owl", "? owl < crow"], "logician": said}
    run = ask(script, "Is the owl left of the crow?", context=CLASH)
    assert run.text == "True"
    assert run.final["reason"] is None


def test_rules_that_are_unsure_may_be_clues(ask: Ask) -> None:
    lines = [*LINES, "? owl < crow"]
    said = [*RULES[:2], Said(RULES[2], 0.1), "? left(owl, crow)"]
    script = {**PLACES, "language": {"rules": 1.0}, "puzzler": lines, "logician": said}
    run = ask(script, "Is the owl left of the crow?", context=BIRDS)
    assert run.text == "True"
    assert [work.tool for work in run.final["work"]] == ["logic", "puzzle"]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("c a comment\np cnf 2 2\n1 2 0\n-1 0\n", "satisfiable"),
        ("p cnf 1 2\n1 0\n-1 0\n", "unsatisfiable"),
        ("; no model\n(declare-const x Int)\n(assert (> x x))\n(check-sat)", "unsatisfiable"),
    ],
)
def test_a_file_for_a_solver_needs_no_model(ask: Ask, text: str, answer: str) -> None:
    run = ask({}, "Can this hold?", context=text)
    assert run.text == answer
    assert run.engine.prompts == []
    assert run.final["agent"] == "logician"


def test_a_broken_file_for_a_solver_is_told(ask: Ask) -> None:
    run = ask({}, "Can this hold?", context="p cnf 1 1\n1 x 0\n")
    assert run.text is None
    assert "x" in run.final["work"][-1].result
    assert run.final["candidate"].error == run.final["work"][-1].result


def writer(again: Mapping[str, list[Said]], lines: Mapping[str, str]) -> Callable[[Prompt], Said]:
    """Write known lines; of some sentences one thing first, and others when asked again."""
    left = {sentence: list(said) for sentence, said in again.items()}

    def write(prompt: Prompt) -> Said:
        said = left.get(prompt.question)
        if said is None:
            return Said(lines[prompt.question])
        return said.pop(0) if len(said) > 1 else said[0]

    return write


THREE = "There are three birds: an owl, a crow and a robin."
RIGHT = "The owl is second from the right."
MISREAD = f"{THREE} {RIGHT} The crow is last."
LOGIC = {
    THREE: "birds(owl)",
    RIGHT: "right(owl)",
    "The crow is last.": "last(crow)",
    "Question: Who is first?": "? first",
}
NO_RULES = Policy(withheld=frozenset({"logic"}))
READ = {THREE: "order(owl, crow, robin)", "The crow is last.": "crow = last"}


def misread(ask: Ask, *said: Said) -> Run:
    """Ask who is first, where one sentence is written in these ways, in order."""
    lines = {**READ, "Question: Who is first?": "? first"}
    script = {**PLACES, "puzzler": writer({RIGHT: list(said)}, lines)}
    return ask(script, "Who is first?", context=MISREAD, policy=NO_RULES)


def test_a_reading_that_clashes_is_ruled_out(ask: Ask) -> None:
    run = misread(ask, Said("owl = last", 0.6), Said("owl = last - 1", 0.3), Said("owl = 2", 0.05))
    assert run.text == "robin"
    assert run.final["work"][-1].call.splitlines()[1] == "owl = last - 1"
    # Both readings that are left have the same answer, and the third was ruled out.
    assert run.final["candidate"].confidence == pytest.approx(1.0)
    shown = [event for event in run.events if isinstance(event, CallWritten)]
    assert len(shown) == 2  # what is merely tried is not shown


def test_readings_that_make_sense_share_the_confidence(ask: Ask) -> None:
    run = misread(ask, Said("owl = last", 0.4), Said("owl = first", 0.3), Said("owl = 2", 0.1))
    assert run.text == "owl"
    assert run.final["candidate"].confidence == pytest.approx(0.75)


def test_options_are_read_again_together(ask: Ask) -> None:
    """None of them holds as first read; in the other form one does."""
    claims = [f"The {bird} is second from the right." for bird in ("owl", "crow")]
    again = {
        claim: [Said(f"{bird} = last", 0.5), Said(f"{bird} = last - 1", 0.3)]
        for bird, claim in zip(("owl", "crow"), claims, strict=True)
    }
    lines = {THREE: READ[THREE], "The robin is last.": "robin = last", "Which?": "none"}
    lines |= {"The owl is left of the crow.": "owl < crow"}
    script = {**PLACES, "puzzler": writer(again, lines)}
    context = f"{THREE} The robin is last. The owl is left of the crow."
    run = ask(script, "Which?", context=context, options=claims)
    assert run.text == claims[1]
    assert run.final["work"][-1].call.splitlines()[-2:] == ["owl = last - 1", "crow = last - 1"]


def test_an_unsure_answer_is_what_most_readings_say(ask: Ask) -> None:
    run = misread(ask, Said("owl = first", 0.4), Said("owl = last - 1", 0.2), Said("owl = 2", 0.3))
    assert run.text == "robin"
    assert run.final["candidate"].confidence == pytest.approx(5 / 9)


def test_without_any_reading_that_makes_sense_the_first_one_stays(ask: Ask) -> None:
    run = misread(ask, Said("owl = last", 0.6), Said("owl = 3", 0.3))
    assert run.final["reason"] == "contradiction"
    assert run.final["work"][0].result == "Contradiction"


def test_what_several_things_could_be_is_no_answer(ask: Ask) -> None:
    script = {**PLACES, "puzzler": [*LINES, "? first"]}
    assert ask(script, "Who is first?", context=BIRDS, policy=NO_RULES).text is None
    script = {**PLACES, "puzzler": [*LINES, "? owl = first"]}
    assert ask(script, "Is the owl first?", context=BIRDS, policy=NO_RULES).text == "Unknown"


def test_that_nothing_follows_in_the_second_language_tells_nothing(ask: Ask) -> None:
    again = [Said("? owl(owl)", 0.1)] * 8  # which keeps no more words
    unsure = [Said(RULES[2], 0.1)]
    said = [*RULES[:2], *unsure, Said("? owl(owl)", 0.1), *again, *unsure * 8, *again]
    lines = [*LINES, "? owl = first"]
    script = {**PLACES, "language": {"rules": 1.0}, "puzzler": lines, "logician": said}
    assert ask(script, "Is the owl first?", context=BIRDS).text is None


@pytest.mark.parametrize(("places", "sure"), [(0.2, False), (0.7, True)])
def test_a_puzzle_read_again_is_no_surer_than_that_it_is_one(
    ask: Ask, places: float, sure: bool
) -> None:
    again = {RIGHT: [Said("owl = last", 0.6), Said("owl = last - 1", 0.3)]}
    asked = {"Question: Who is first?": "? first"}
    script = {
        **PLACES,
        "language": {"rules": 1 - places, "places": places},
        "puzzler": writer(again, {**READ, **asked}),
        "logician": lambda prompt: Said(LOGIC[prompt.question], 0.1),
    }
    run = ask(script, "Who is first?", context=MISREAD)
    assert run.text == ("robin" if sure else None)


def test_a_puzzle_is_no_surer_than_what_it_declares(ask: Ask) -> None:
    """A proof names the clues that it uses, and without a declaration these say nothing."""
    context = f"{BIRDS} The crow is left of the robin."
    for probability, answer in ((0.96, "robin"), (0.05, None)):
        lines = [Said(LINES[0], probability), *LINES[1:], "crow < robin", "? last"]
        again = [line for line in lines for _ in range(9)]
        script = {**PLACES, "puzzler": [*lines, *again]}
        run = ask(script, "Which is last?", context=context, policy=NO_RULES)
        assert run.text == answer


def test_an_option_is_no_surer_than_what_it_must_do(ask: Ask) -> None:
    claims = ["The crow is first.", "The crow is not first."]
    modes = {"must": 0.35, "could": 0.33, "never": 0.32}
    script = {**PLACES, "mode": modes, "puzzler": [*LINES, "none", "crow = first", "crow != first"]}
    run = ask(script, "Which one?", context=BIRDS, options=claims, policy=NO_RULES)
    assert run.text is None


def test_readings_that_were_cut_are_none(ask: Ask) -> None:
    places = ", ".join(f"branch{number}" for number in range(10, 24))
    told, clue = f"The owl and the crow sit on {places}.", "The owl is on branch10."
    asked = {"Question: Is the crow on branch11?": "? crow = branch11"}
    again = {clue: [Said("owl = branch10", 0.5), Said("owl != branch10", 0.4)]}
    script = {**PLACES, "puzzler": writer(again, {told: f"owl, crow in {places}", **asked})}
    run = ask(script, "Is the crow on branch11?", context=f"{told} {clue}", policy=NO_RULES)
    assert run.text is None
