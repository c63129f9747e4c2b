from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import islice
from random import Random

import pytest

from lottery_agent.graphs.sentences import story_in
from lottery_agent.models.training.checks import fault, free_of_held_out
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators import worlds
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.generators.worlds.telling import (
    Said,
    Told,
    ahead,
    first_person,
    inside,
    listed,
    pronouns,
    story,
)
from lottery_agent.toolbox.state import execute


def drawn(words: Vocabulary, count: int) -> list[Draft]:
    return list(islice(worlds.drafts(Random("worlds"), words), count))


def answers(program: str, answer: str) -> bool:
    """Tell whether a program gives an answer, in whatever form, and passes its checks."""
    result = execute({"call": program})
    given = {str(result[key]).casefold() for key in ("answer", "exact")}
    return answer.casefold() in given and all(check["passed"] for check in result["checks"])


def test_the_lines_of_the_sentences_give_the_answer_that_was_drawn(words: Vocabulary) -> None:
    rng = Random(4)
    for _ in range(400):
        made = worlds.asked(rng, words)
        assert answers(made.program, made.told.answer), made
        lines, told = (text.casefold().split("\n") for text in (made.program, made.told.program))
        # What the question tells stands where the question stands.
        assert lines == told or (made.told.given and sorted(lines) == sorted(told))
        story = story_in(made.text)
        assert [said.text for said in made.events] == story.told
        assert (made.asks.text, made.place) == (story.asked, story.place)


def test_drafts_are_what_a_run_can_write(words: Vocabulary) -> None:
    drafts = drawn(words, 400)
    assert [(fault(each), each) for each in drafts if fault(each)] == []
    assert sum(map(free_of_held_out, drafts)) >= 396  # a slip may make any word
    assert max(len(each.target) for each in drafts) <= 400


def test_most_sentences_are_events_and_few_of_them_tell_nothing(words: Vocabulary) -> None:
    drafts = drawn(words, 1500)
    kinds = Counter(each.kind for each in drafts)
    assert kinds["event"] > 2 * kinds["asked"] > 4 * kinds["call"]
    nothing = sum(each.target == "none" for each in drafts)
    assert 0.04 < nothing / kinds["event"] < 0.2
    assert {each.target for each in drafts if each.kind == "call"} == {"state()"}
    together = sum("\n" in each.target for each in drafts if each.kind == "event")
    assert together > 0.1 * kinds["event"]


def test_questions_stand_before_within_and_behind_and_may_be_unfinished(words: Vocabulary) -> None:
    rng = Random(6)
    made = [worlds.asked(rng, words) for _ in range(300)]
    first = [each for each in made if each.place == 0 and each.events]
    last = [each for each in made if each.place == len(each.events)]
    assert len(first) > 20
    assert len(last) > 150
    assert len(made) - len(first) - len(last) > 20
    assert sum(not each.asks.text.endswith("?") for each in made) > 20


def test_what_asks_is_shown_the_names_and_may_tell_events(words: Vocabulary) -> None:
    asked = [each for each in drawn(words, 800) if each.kind == "asked"]
    assert any(each.inputs["names"] for each in asked)
    assert any("\n" in each.target for each in asked)
    assert all(each.target.split("\n")[-1].startswith("? ") for each in asked)


@pytest.mark.parametrize("make", dict.fromkeys(worlds.STORIES))
def test_every_kind_of_story_is_simulated_as_the_tool_does(make: object, words: Vocabulary) -> None:
    rng = Random(1)
    for _ in range(60):
        told: Told = make(rng, words)  # type: ignore[operator]
        assert answers(told.program, told.answer), told.program


def test_every_manner_is_drawn_and_each_kind_has_four_at_least(words: Vocabulary) -> None:
    rng = Random(2)
    seen = {worlds.asked(rng, words).told.template for _ in range(2500)}
    assert seen == set(worlds.MANNERS)
    kinds = Counter(name.rsplit(".", 1)[0] for name in worlds.MANNERS)
    assert min(kinds.values()) >= 4


def test_the_language_of_the_tool_may_have_a_reserved_word_and_the_question_not() -> None:
    draft = Draft("event", {"sentence": "The rover rotates left."}, "turn left", "test")
    assert free_of_held_out(draft)
    assert not free_of_held_out(replace(draft, inputs={"sentence": "Turn left."}))
    assert not free_of_held_out(replace(draft, target="turn = 3"))


def test_the_story_may_be_apart_from_the_question(words: Vocabulary) -> None:
    rng = Random(3)
    made = [worlds.asked(rng, words) for _ in range(160)]
    apart = [each for each in made if each.text != each.question]
    assert 10 < len(apart) < 60
    assert all(each.text.endswith(f"\n{each.question}") for each in apart)


def test_sentences_about_one_subject_are_joined() -> None:
    events = [Said("Ann finds 3", ("a",)), Said("Ann loses 1", ("b",)), Said("Ben wins 2", ("c",))]
    told = Told("t", [], events, "?", "", "", ("Ann", "Ben"))
    stories = [story(Random(seed), told) for seed in range(60)]
    joined = Said("Ann finds 3 and loses 1.", ("a", "b"))
    assert [joined, Said("Ben wins 2.", ("c",))] in stories
    for said in stories:
        assert [line for each in said for line in each.lines] == ["a", "b", "c"]


def test_what_tells_nothing_stands_alone() -> None:
    start = [Said("listen"), Said("Ann has 3", ("a",)), Said("Ben has 1", ("b",)), Said("it rains")]
    told = Told("t", start, [Said("Ben wins 2", ("c",)), Said("Ann wins 1", ("d",))], "?", "", "")
    texts: set[str] = set()
    for seed in range(80):
        said = story(Random(seed), told)
        texts.update(each.text for each in said if not each.lines)
        assert [line for each in said for line in each.lines] == ["a", "b", "c", "d"]
    assert {"Listen.", "It rains."} <= texts
    assert not any("listen," in text.lower() or " rains " in text for text in texts)


def test_what_i_have_is_said_in_the_first_person() -> None:
    assert first_person("I has 5 coins") == "I have 5 coins"
    assert first_person("I passes 3 on") == "I pass 3 on"
    assert first_person("How many coins does I have?") == "How many coins do I have?"
    assert first_person("Who takes it from I?") == "Who takes it from me?"
    assert first_person("in the pocket of I") == "in my pocket"
    assert first_person("four coins of I break") == "four coins of mine break"


def test_who_does_something_is_named_again_now_and_then() -> None:
    events = [Said("Tom wins"), Said("nothing is left for Tom"), Said("Tom wins"), Said("Tom wins")]
    said = [each.text for each in pronouns(Random(1), events, "Tom")]
    assert said[0] in ("he wins", "she wins")
    assert said[1:] == ["nothing is left for Tom", "Tom wins", said[0]]


def test_a_question_before_the_events_says_so() -> None:
    asked = {ahead(Random(seed), "What does Ann have now?") for seed in range(60)}
    assert "What does Ann have after this?" in asked
    assert "What does Ann have now?" in asked
    assert "When everything below is done, what does Ann have?" in asked
    assert all(each.endswith("?") for each in asked)
    assert ahead(Random(2), "Ann now has?").count("Ann") == 1


def test_a_question_may_be_asked_twice_and_the_last_one_asks(words: Vocabulary) -> None:
    rng = Random(8)
    made = [worlds.asked(rng, words) for _ in range(1000)]
    first = [each for each in made if each.events and each.events[0].text.endswith("?")]
    twice = [each for each in first if "can you help?" not in each.events[0].text.lower()]
    assert 0.03 < len(twice) / len(made) < 0.1
    assert not any(each.events[0].lines for each in twice)
    assert all(each.asks.lines for each in twice)
    days = [each for each in twice if each.told.template.startswith("state.days.")]
    assert len(days) > 0.3 * len(twice)


def test_verbs_and_units_agree_with_one(words: Vocabulary) -> None:
    rng = Random(9)
    units = "steps|metres|paces|yards|miles|blocks|squares|cells|strides|feet"
    wrong = re.compile(rf"\b(?:1 (?:{units})|one \w+ (?:are|get|go|come|board|join|live))\b")
    made = [worlds.asked(rng, words) for _ in range(400)]
    assert [each.text for each in made if wrong.search(each.text)] == []


def test_things_are_in_a_container_and_on_a_table() -> None:
    assert inside("red shelf") == {"in": "on", "into": "onto"}
    assert inside("drawer") == {"in": "in", "into": "into"}


def test_lists_end_with_and() -> None:
    assert listed(Random(1), ["a"]) == "a"
    assert listed(Random(1), ["a", "b"]) == "a and b"
    assert listed(Random(4), ["a", "b", "c"]) in ("a, b and c", "a, b, and c")
