from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from lottery_agent.graphs.stories import names_in
from lottery_agent.models.training.generators.vocabulary import Vocabulary, held_out
from lottery_agent.models.training.generators.worlds import dayphrases, days, kinds, things
from lottery_agent.models.training.generators.worlds.telling import Said, Told
from lottery_agent.toolbox.calls.narrowing import SMALL, numbers_in, times_in, words_in
from lottery_agent.toolbox.state import execute

BOTH = pytest.mark.parametrize("make", [days.told, things.told], ids=["days", "things"])
Make = Callable[[Random, Vocabulary], Told]


def drawn(make: Make, words: Vocabulary, count: int, seed: int = 1) -> list[Told]:
    rng = Random(seed)
    return [make(rng, words) for _ in range(count)]


def sentences(told: Told) -> list[Said]:
    return [*told.start, *told.events, Said(told.question, tuple(told.given))]


@BOTH
def test_the_tool_gives_the_answer_that_was_drawn(make: Make, words: Vocabulary) -> None:
    for seed in range(4):
        for told in drawn(make, words, 60, seed):
            result = execute({"call": told.program})
            assert result["answer"] == told.answer, told.program
            assert all(check["passed"] for check in result["checks"])


def test_what_is_open_is_written_with_the_times_of_the_text(words: Vocabulary) -> None:
    told = drawn(days.told, words, 100)
    assert sum(each.answer == "nothing" for each in told) < 15
    for each in told:
        text = " ".join(said.text for said in sentences(each))
        for time in re.split(" to |, ", each.answer.replace("nothing", "")):
            hour = time.rstrip("apmAPM ")  # `1 to 3 pm` says once that it is afternoon
            assert time in text or hour in times_in(text) or not time


@BOTH
def test_lines_are_copied_from_their_sentences(make: Make, words: Vocabulary) -> None:
    for told in drawn(make, words, 120):
        said = sentences(told)
        for i, each in enumerate(said):
            near = [other.text for other in said[max(i - 2, 0) : i + 1]]
            names = {word for name in names_in(each.lines) for word in name.split("_")}
            assert names <= set(words_in(" ".join(near)))
            for line in each.lines:
                if line.startswith(("from ", "until ", "busy ")):
                    assert set(line.split(" ", 1)[1].split(" to ")) <= set(times_in(each.text))
                else:
                    assert line.split()[1] in {*numbers_in(each.text), *SMALL}


@BOTH
def test_no_word_is_reserved(make: Make, words: Vocabulary) -> None:
    for told in drawn(make, words, 400):
        texts = [told.question, *(said.text for said in sentences(told))]
        assert not held_out() & set(re.findall("[a-z]+", " ".join(texts).lower())), texts
        lines = told.program.removesuffix("? free")
        assert not held_out() & set(re.findall("[a-z]+", lines.lower()))


def test_no_pattern_and_no_member_of_a_kind_is_reserved() -> None:
    members = [word for kind in kinds.KINDS.values() for word in (kind.called, kind.members)]
    patterns = [*members, *(wide.called for wide in kinds.WIDE), repr(things.MANNERS)]
    patterns += [dayphrases.SPOTS, *dayphrases.PLACES, repr(dayphrases.MANNERS)]
    assert not held_out() & set(re.findall("[a-z]+", " ".join(patterns).lower()))


def test_there_are_many_kinds_of_many_things_and_none_is_of_two() -> None:
    assert len(kinds.KINDS) > 25
    assert all(len(kind.nouns) >= 10 for kind in kinds.KINDS.values())
    seen = Counter(noun.one for kind in kinds.KINDS.values() for noun in kind.nouns)
    assert [one for one, count in seen.items() if count > 1] == []
    plurals = {noun.one: noun.many for kind in kinds.KINDS.values() for noun in kind.nouns}
    assert plurals["head of lettuce"] == "heads of lettuce"
    assert (plurals["cherry"], plurals["bench"]) == ("cherries", "benches")
    wide = {kind for each in kinds.WIDE for kind in (*each.kinds, *each.but)}
    assert wide <= set(kinds.KINDS)
    assert set(kinds.CLASHES.split()) <= set(kinds.KINDS)


def test_what_could_be_counted_too_is_not_told_besides() -> None:
    food = kinds.clashing("things to eat", ["nut", "sweet"])
    assert {"fruit", "vegetable", "dish", "pastry", "fish"} <= food
    assert "boat" in kinds.clashing("vehicles", ["vehicle"])
    assert {"fruit", "vegetable", "nut"} <= kinds.clashing("plants", ["flower", "tree"])
    assert "other" in kinds.clashing("tools", ["tool"])
    assert "person" in kinds.clashing("mammals", ["mammal"])
    assert "stationery" in kinds.clashing("instruments", ["instrument"])
    assert "vegetable" not in kinds.clashing("fruits", ["fruit"])


def test_animals_and_people_are_no_things(words: Vocabulary) -> None:
    kind_of = {
        name: key
        for key, kind in kinds.KINDS.items()
        for noun in kind.nouns
        for name in (noun.one.replace(" ", "_"), noun.many.replace(" ", "_"))
    }
    kind = r"(?<!living )(?<!kitchen )(?<!bathroom )"
    everything = re.compile(rf"{kind}\b(?:things|objects|items)\b(?! to| for| of)")
    asked = [told for told in drawn(things.told, words, 600) if everything.search(told.question)]
    assert len(asked) > 20
    for told in asked:
        lines = [line for said in told.start for line in said.lines]
        named = {line.split(" ", 2)[2].rpartition(" in ")[0] for line in lines}
        assert not {kind_of.get(name) for name in named} & kinds.LIVING, told.question


def test_the_place_asked_for_is_none_of_those_of_the_day(words: Vocabulary) -> None:
    assert len(dayphrases.PLACES) >= 60
    assert "office" not in dayphrases.SPOTS
    told = drawn(days.told, words, 400)
    for each in told:
        asked = [place for place in dayphrases.PLACES if f"the {place}" in each.question]
        place = max(asked, key=len, default="")
        for said in (*each.start, *each.events):
            if any(line.startswith("busy ") for line in said.lines):
                said_of = [word for word in place.split() if re.search(rf"\b{word}\b", said.text)]
                assert said_of == [], (place, said.text)


@BOTH
def test_a_question_may_be_asked_at_the_beginning_too(make: Make, words: Vocabulary) -> None:
    told = drawn(make, words, 400)
    again = [each for each in told if each.again]
    assert len(again) > 20
    assert sum(each.again != each.question for each in again) > 0.8 * len(again)
    assert not any(times_in(each.again) for each in again)


def test_things_have_to_be_picked_in_most_lists(words: Vocabulary) -> None:
    picked = 0
    for told in drawn(things.told, words, 300):
        asked, _, holder = told.query.rpartition(" in ")
        lines = [line for said in told.start for line in said.lines]
        of = [line.split(" ", 2)[2].rpartition(" in ") for line in lines]
        every = dict.fromkeys(thing for thing, _, _ in of)
        assert set(asked.split(", ")) <= set(every)
        assert list(dict.fromkeys(each for each in every if each in asked.split(", "))) == (
            asked.split(", ")
        )
        assert holder in {place for _, _, place in of}
        picked += len(asked.split(", ")) < len(every)
    assert 165 < picked < 240


def test_a_question_may_say_when_the_day_begins_or_ends(words: Vocabulary) -> None:
    told = drawn(days.told, words, 300)
    given = Counter(len(each.given) for each in told)
    assert given[0] > 120
    assert min(given[1], given[2]) > 30
    for each in told:
        lines = each.program.split("\n")
        assert sum(line.startswith("from ") for line in lines) == 1
        assert sum(line.startswith("until ") for line in lines) == 1
        assert all(not line.startswith("? ") for line in lines[:-1])


@BOTH
def test_much_is_said_in_many_ways(make: Make, words: Vocabulary) -> None:
    rng = Random(5)
    manners = dayphrases.MANNERS if make is days.told else things.MANNERS
    told = [make(rng, words) for _ in range(400)]
    assert len({each.template for each in told}) == len(manners)
    gone = re.compile(r"\d\S*( ?[ap]m)?|noon|midnight", re.IGNORECASE)
    assert len({gone.sub("#", each.question) for each in told}) > 200
    assert len({each.program for each in told}) > 395
    assert any(not said.lines for each in told for said in each.start)


def test_times_are_written_alike_within_a_day() -> None:
    clock = days.Clock(half=True, gap=" ", upper=False, bare=False, noon=True, shared=True)
    assert [clock(minutes) for minutes in (0, 570, 720, 1290, 1500)] == [
        "midnight", "9:30 am", "noon", "9:30 pm", "1 am",
    ]  # fmt: skip
    assert clock.pair(13 * 60, 15 * 60, near=True) == ("1", "3 pm")
    assert clock.pair(13 * 60, 15 * 60) == ("1 pm", "3 pm")
    assert clock.pair(11 * 60, 15 * 60, near=True) == ("11 am", "3 pm")
    bare = days.Clock(half=False, gap="", upper=False, bare=True, noon=False, shared=False)
    assert (bare(9 * 60), bare(14 * 60 + 5)) == ("9", "14:05")


def test_what_is_left_of_a_day() -> None:
    assert list(days.Day(8, 18, [(10, 12), (9, 11), (17, 20)]).left()) == [(8, 9), (12, 17)]
    assert list(days.Day(8, 18, [(7, 9)]).left()) == [(9, 18)]
    assert list(days.Day(8, 18, [(8, 18)]).left()) == []
    assert list(days.Day(8, 18, [(18, 20)]).left()) == [(8, 18)]
