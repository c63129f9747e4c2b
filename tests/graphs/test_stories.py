"""Stories are written line by line, sentence by sentence, and followed by the state tool."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from lottery_agent.events import ToolFinished
from lottery_agent.graphs.handles import Policy
from lottery_agent.graphs.stories import (
    MAX_SENTENCES,
    asking_grammar,
    event_grammar,
    limits,
    names_in,
)
from lottery_agent.models.engine.scripted import Said
from lottery_agent.models.prompts import Prompt
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.render import prompt_of
from lottery_agent.toolbox.language import Language
from tests.graphs.conftest import Ask
from tests.toolbox.conformance import accepts

STORY = {"router": {"call": 1.0}, "operator": "state()"}
CUPS = "Ann has a cup and Ben has a plate. They swap. What does Ann have?"
CUPS_WRITTEN = ["Ann = cup\nBen = plate", "Ann <-> Ben", "? Ann"]


def test_each_sentence_becomes_lines(ask: Ask) -> None:
    run = ask({**STORY, "story": CUPS_WRITTEN}, CUPS)
    assert run.text == "plate"
    assert run.check("traced back")
    assert run.final["work"][-1].call == "\n".join(CUPS_WRITTEN)
    shown = [prompt.question for prompt in run.engine.prompts if prompt.agent == "story"]
    assert shown == [
        "Sentence: Ann has a cup and Ben has a plate.",
        "Before: Ann has a cup and Ben has a plate.\nSentence: They swap.",
        "Names: Ann, Ben\nQuestion: What does Ann have?",
    ]
    told, asked = "Ann has a cup and Ben has a plate.", "What does Ann have?"
    inputs = [{"sentence": told}, {"sentence": "They swap.", "before": told}]
    drafts = [Draft("event", each, "none", "t") for each in inputs]
    drafts.append(Draft("asked", {"question": asked, "names": ["Ann", "Ben"]}, "? Ann", "t"))
    assert run.engine.prompts[-3:] == [prompt_of(draft) for draft in drafts]


def test_sentences_in_which_nothing_happens_have_no_line(ask: Ask) -> None:
    written = ["Ann = cup", "none", "Ann = plate", "? Ann"]
    told = "Ann has a cup. It rains. Now she has a plate."
    run = ask({**STORY, "story": written}, "What does Ann have?", context=told)
    assert run.text == "plate"


def test_what_is_asked_may_stand_before_what_happens(ask: Ask) -> None:
    question = "Are you back, if you do this? Take 5 steps. Spin around. Take 5 steps."
    written = ["forward 5", "turn around", "forward 5", "? home"]
    assert ask({**STORY, "story": written}, question).text == "True"


def test_what_asks_may_tell_something_too(ask: Ask) -> None:
    question = "Bob has calls from 9 am to 11 am. When has he time between 8 am and 1 pm?"
    written = ["busy 9 am to 11 am", "from 8 am\nuntil 1 pm\n? free"]
    assert ask({**STORY, "story": written}, question).text == "8 am to 9 am, 11 am to 1 pm"


def test_events_keep_their_order_around_what_asks(ask: Ask) -> None:
    question = "Ann has a cup. Ann gets a plate, what does she have? Then Ann gets a bowl."
    written = ["Ann = cup", "Ann = bowl", "Ann = plate\n? Ann"]
    run = ask({**STORY, "story": written}, question)
    assert run.final["work"][-1].call == "Ann = cup\nAnn = plate\nAnn = bowl\n? Ann"


def test_the_story_is_as_sure_as_its_least_sure_sentence(ask: Ask) -> None:
    written = [CUPS_WRITTEN[0], Said(CUPS_WRITTEN[1], 0.95), CUPS_WRITTEN[2]]
    run = ask({**STORY, "story": written}, CUPS)
    assert run.final["candidate"].confidence == pytest.approx(0.95)


def test_a_sentence_that_the_model_is_not_sure_of_is_written_again(ask: Ask) -> None:
    again = [Said("Ann <-> Ben", 0.6), *[Said("none", 0.1)] * 5]
    written = [CUPS_WRITTEN[0], Said("Ann = Ben", 0.2), CUPS_WRITTEN[2], *again]
    run = ask({**STORY, "story": written}, CUPS)
    # `Ann <-> Ben` leaves Ann with the plate; `Ann = Ben` and `none` are less probable.
    assert run.text == "plate"
    assert run.final["candidate"].confidence == pytest.approx(0.6 / 0.9)
    shown = [event.call for event in run.events if isinstance(event, ToolFinished)]
    assert [call.splitlines()[2] for call in shown] == ["Ann = Ben", "Ann <-> Ben"]


def test_what_was_cut_is_not_run(ask: Ask) -> None:
    things = [f"thing{number}" for number in range(40)]
    lines = "\n".join(f"put 1 {thing} in box" for thing in things)
    question = f"The box holds {', '.join(things)}. How many things are in the box?"
    run = ask({**STORY, "story": written({"The box": lines, "How many": "? box"})}, question)
    assert run.text is None
    assert run.tools.ran == []
    assert run.final["work"][0].result == "cut off"


def test_a_long_story_is_not_followed(ask: Ask) -> None:
    told = " ".join(f"Ann gets {number} nuts." for number in range(MAX_SENTENCES + 1))
    run = ask({**STORY, "story": "none"}, "How many nuts has Ann?", context=told)
    assert run.text is None
    assert f"{MAX_SENTENCES + 1} sentences" in run.final["work"][0].result
    assert "story" not in run.agents


def test_rewriting_ends_with_the_budget(ask: Ask) -> None:
    told = " ".join(f"Ann gets {number} nuts." for number in range(2, 22))
    lines = {f"Ann gets {number} nuts": Said(f"Ann = {number}", 0.95) for number in range(2, 22)}
    script = {**STORY, "story": written({**lines, "How many": Said("? Ann", 0.8)})}
    run = ask(script, "How many nuts has Ann?", context=told, calls=45)
    assert run.text == "21"
    assert run.final["candidate"].confidence == pytest.approx(0.8)


def test_a_reading_with_other_names_is_none(ask: Ask) -> None:
    """What asks was written for the names that it was shown."""
    again = [Said("put 3 nuts in red_box", 0.55)] * 6
    lines = [Said("put 3 nuts in box", 0.4), "? nuts in box", *again]
    run = ask({**STORY, "story": lines}, "The red box holds 3 nuts. How many nuts are in the box?")
    assert run.text is None  # 0.4 of 0.95: what the others would answer is not known


def test_without_a_constraint_lines_may_vary(ask: Ask) -> None:
    lines = {
        "Ann": " Ann = cup\nnone\nBen = plate\n",
        "They": "Ann <-> Ben \nwell",
        "What": "? Ann",
    }
    free = Policy(constrained=False)
    script = {**STORY, "operator": "state() "}
    assert ask({**script, "story": written(lines)}, CUPS, policy=free).text is None
    lines["They"] = " Ann <-> Ben"
    assert ask({**script, "story": written(lines)}, CUPS, policy=free).text == "plate"


def written(lines: Mapping[str, str | Said]) -> Callable[[Prompt], str | Said]:
    """Write what belongs to the sentence of a prompt, told by how that begins."""

    def write(prompt: Prompt) -> str | Said:
        sentence = prompt.question.rpartition("\n")[2].partition(": ")[2]
        return next(line for begins, line in lines.items() if sentence.startswith(begins))

    return write


def test_a_story_in_which_nothing_happens_tells_nothing(ask: Ask) -> None:
    run = ask({**STORY, "story": written({"It": "none", "Am": "? home"})}, "It rains. Am I home?")
    assert run.text is None
    assert run.final["work"][0].result == "nothing happens"


def test_a_program_that_fails_is_no_answer(ask: Ask) -> None:
    run = ask(
        {**STORY, "story": lambda prompt: Said("Ben = plate" if told(prompt) else "? Ann")}, CUPS
    )
    assert run.text is None
    assert "'Ann' has no value" in str(run.final["work"][0].result)


def told(prompt: Prompt) -> bool:
    return "Sentence:" in prompt.question


def test_names_are_listed_once_in_order() -> None:
    assert names_in(["Ann = red ball", "put 3 old_pens in Box", "ann <-> Ben"]) == [
        "Ann",
        "old_pens",
        "Box",
        "Ben",
    ]


def test_lines_are_made_of_the_words_of_their_sentence() -> None:
    told = event_grammar("She gives Ben 15 nuts.", "Ann has 20 nuts.").text
    assert accepts(told, "Ann -> Ben 15")
    assert accepts(told, "none")
    assert not accepts(told, "Ann -> Ben 20")
    assert not accepts(told, "Ann -> Eve 15")
    assert not accepts(told, "? Ann")
    asked = asking_grammar("How many nuts are left?", ["red_box", "nuts"]).text
    assert accepts(asked, "? nuts in red_box")
    assert accepts(asked, "? home")
    assert not accepts(asked, "? nuts in bag")


def test_a_sentence_without_a_time_has_none_made_up() -> None:
    late = event_grammar("She goes home late.").text
    assert not accepts(late, "until 6pm")
    assert accepts(late, "She = late")
    assert accepts(event_grammar("She goes home at 6pm.").text, "until 6pm")
    assert not accepts(asking_grammar("When has she time?").text, "from 8\n? free")
    assert accepts(asking_grammar("When has she time?").text, "? free")


def test_only_what_asks_may_hold_words_of_queries() -> None:
    assert "facing" not in limits("Walk on.")["WORD"]
    assert "facing" in limits("Which way?", names=())["WORD"]


def test_every_start_is_a_rule_of_the_language() -> None:
    language = Language.load("state")
    assert language.parse("none", start="lines")
    assert language.parse("Ann = 3\nBen = 4", start="lines")
