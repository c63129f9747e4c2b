from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import islice
from random import Random

import pytest

from lottery_agent.models.training.checks import fault, free_of_held_out
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators import worlds
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.generators.worlds.telling import (
    Told,
    first_person,
    listed,
    pronouns,
    story,
)
from lottery_agent.toolbox.state import execute


def drawn(words: Vocabulary, count: int) -> list[Draft]:
    return list(islice(worlds.drafts(Random("worlds"), words), count))


def test_the_tool_gives_the_answers_that_were_known_before(words: Vocabulary) -> None:
    faults = Counter(fault(draft) for draft in drawn(words, 150))
    assert faults[None] >= 145, faults


def test_another_answer_is_refused(words: Vocabulary) -> None:
    for draft in drawn(words, 20):
        if fault(draft) is None:
            assert (fault(replace(draft, answer="something else")) or "").startswith("gives")


@pytest.mark.parametrize("make", dict.fromkeys(worlds.STORIES))
def test_every_kind_of_story_is_simulated_as_the_tool_does(make: object, words: Vocabulary) -> None:
    rng = Random(1)
    for _ in range(60):
        told: Told = make(rng, words)  # type: ignore[operator]
        result = execute({"call": told.program})
        assert result["exact"].casefold() == told.answer.casefold(), told.program
        assert all(check["passed"] for check in result["checks"])


def test_every_manner_is_drawn_and_each_kind_has_four_at_least(words: Vocabulary) -> None:
    rng = Random(2)
    seen = {worlds.asked(rng, words).told.template for _ in range(1500)}
    assert seen == set(worlds.MANNERS)
    kinds = Counter(name.rsplit(".", 1)[0] for name in worlds.MANNERS)
    assert min(kinds.values()) >= 4


def test_the_language_of_the_tool_may_have_a_reserved_word_and_the_question_not() -> None:
    inputs = {"question": "The rover rotates left. Where does it look?", "signatures": []}
    draft = Draft("call", inputs, "state(turn left\n? facing)", "test")
    assert free_of_held_out(draft)
    said = {**inputs, "question": "Turn left. Where do you look?"}
    assert not free_of_held_out(replace(draft, inputs=said))
    assert not free_of_held_out(replace(draft, target="state(turn = 3\n? turn)"))


def test_the_story_may_be_apart_from_the_question(words: Vocabulary) -> None:
    rng = Random(3)
    made = [worlds.asked(rng, words) for _ in range(80)]
    apart = [each for each in made if each.text != each.question]
    assert 5 < len(apart) < 40
    assert all(each.text.endswith(f"\n{each.question}") for each in apart)


def test_sentences_about_one_subject_are_joined() -> None:
    told = Told(
        "t", [], ["Ann finds 3", "Ann loses 1", "Ben wins 2"], "?", [], "", "", ("Ann", "Ben")
    )
    texts = {story(Random(seed), told).strip() for seed in range(60)}
    assert "Ann finds 3 and loses 1. Ben wins 2." in texts


def test_what_i_have_is_said_in_the_first_person() -> None:
    assert first_person("I has 5 coins") == "I have 5 coins"
    assert first_person("I passes 3 on") == "I pass 3 on"
    assert first_person("How many coins does I have?") == "How many coins do I have?"
    assert first_person("Who takes it from I?") == "Who takes it from me?"
    said = pronouns(Random(1), ["Tom wins", "nothing is left for Tom"], "Tom")
    assert said[0] in ("he wins", "she wins")
    assert said[1] == "nothing is left for Tom"


def test_lists_end_with_and() -> None:
    assert listed(Random(1), ["a"]) == "a"
    assert listed(Random(1), ["a", "b"]) == "a and b"
    assert listed(Random(4), ["a", "b", "c"]) in ("a, b and c", "a, b, and c")
