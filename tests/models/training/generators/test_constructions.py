from __future__ import annotations

import re
from collections import Counter
from random import Random

import pytest

from lottery_agent.models.training.checks import fault
from lottery_agent.models.training.generators import constructions
from lottery_agent.models.training.generators.constructions import CONSTRUCTIONS, said
from lottery_agent.models.training.generators.constructions.everyday import Speech
from lottery_agent.models.training.generators.constructions.meaning import (
    Alike,
    All,
    Being,
    Complement,
    In,
    JustOne,
    Leads,
    Meaning,
    Measured,
    Opposite,
    Overlap,
    Relation,
    Share,
    Toward,
    Union,
    relation,
)
from lottery_agent.models.training.generators.constructions.slots import Slots
from lottery_agent.models.training.generators.constructions.writing import written
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.toolbox.logic.formula import Formula
from lottery_agent.toolbox.logic.reader import read
from lottery_agent.toolbox.sandbox import Sandbox
from tests.models.training.generators.small_models import Model, satisfied, true

MODELS = [Model(f"model {seed}", size) for size in (1, 2, 3) for seed in range(5)]


def agree(meaning: Meaning, formula: Formula) -> bool:
    """Tell whether a tree and a formula say the same in all models."""
    return all(true(model, meaning) == satisfied(model, formula, {}) for model in MODELS)


@pytest.mark.parametrize("name", CONSTRUCTIONS)
def test_every_phrasing_has_the_formula_of_its_meaning(name: str, words: Vocabulary) -> None:
    rng, speech = Random(name), Speech(words)
    construction = CONSTRUCTIONS[name]
    for frames in (construction.frames, construction.ask):
        for key, frame in frames.items():
            for _ in range(2):
                (text, formula, pattern), meaning = said(
                    rng, speech, construction, {key: frame}, name
                )
                assert pattern == f"{name}.{key}"
                assert not re.search(r"[{}\[\]|]|  ", text), text
                assert agree(meaning, read(formula)), (text, formula)


def test_a_wrong_formula_is_noticed() -> None:
    cats, tame = relation("cat(@)"), relation("tame(@)")
    assert agree(Share("only", cats, tame), read("all x (tame(x) -> cat(x))"))
    assert not agree(Share("only", cats, tame), read("all x (cat(x) -> tame(x))"))
    assert not agree(Share("not every", cats, tame), read("all x (cat(x) -> ~tame(x))"))
    pair = Share("every", cats, Toward("some", tame, "sees"))
    assert not agree(pair, read("some y (tame(y) & all x (cat(x) -> sees(x, y)))"))


A, B, LIKES = relation("a(@)"), relation("b(@)"), relation("likes(@, Tom)")


@pytest.mark.parametrize(
    ("meaning", "formula"),
    [
        (In("Tom", relation("~(black(@) & cat(@))")), "~(black(Tom) & cat(Tom))"),
        (In("Ann", LIKES), "likes(Ann, Tom)"),
        (In("Tom", relation("a(@) & ~(b(@) & c(@))")), "a(Tom) & ~(b(Tom) & c(Tom))"),
        (Opposite(In("Ann", Complement(A))), "a(Ann)"),
        (Opposite(In("Ann", A)), "~a(Ann)"),
        (Opposite(Share("every", A, B)), "~all x (a(x) -> b(x))"),
        (JustOne(In("Ann", A), In("Ben", B)), "(a(Ann) | b(Ben)) & ~(a(Ann) & b(Ben))"),
        (Alike(In("Ann", Overlap((A, B))), In("Ben", A)), "(a(Ann) & b(Ann)) <-> a(Ben)"),
        (Leads(Opposite(In("Ann", A)), In("Ben", B)), "~a(Ann) -> b(Ben)"),
        (All((In("Ann", Union((A, B))), In("Ben", A))), "(a(Ann) | b(Ann)) & a(Ben)"),
        (Share("no", A, B), "all x (a(x) -> ~b(x))"),
        (Share("no", A, Complement(B)), "all x (a(x) -> b(x))"),
        (Share("just", A, B), "all x (a(x) <-> b(x))"),
        (Share("only", Being("Tom"), B), "all x (b(x) -> x = Tom)"),
        (Share("every", Complement(Being("Tom")), B), "all x (x != Tom -> b(x))"),
        (Share("some", None, B), "some x (b(x))"),
        (Share("every", A, Toward("every", B, "sees")), "all x all y (a(x) & b(y) -> sees(x, y))"),
        (Share("every", A, Toward("no", B, "sees")), "all x all y (a(x) & b(y) -> ~sees(x, y))"),
        (
            Share("every", A, Toward("some", B, "sees", passive=True)),
            "all x (a(x) -> some y (b(y) & sees(y, x)))",
        ),
        (Share("no", A, Toward("every", B, "sees")), "all x (a(x) -> ~all y (b(y) -> sees(x, y)))"),
        (Share("every", None, Toward("some", None, "sees")), "all x some y (sees(x, y))"),
        (In("Tom", Measured("age", ">", 17)), "age(Tom) > 17"),
        (In("Tom", Complement(Measured("age", ">", 17))), "age(Tom) <= 17"),
        (In("Tom", Measured("age", "=", -2, "Ann")), "age(Tom) = age(Ann) - 2"),
        (In("Tom", Measured("age", "=", 2, "Ann", times=True)), "age(Tom) = 2 * age(Ann)"),
        (In("cat(Tom)", A), "a(cat(Tom))"),
    ],
)
def test_formulas_are_written_in_one_way(meaning: Meaning, formula: str) -> None:
    assert written(meaning) == formula
    assert agree(meaning, read(formula))


@pytest.mark.parametrize("name", CONSTRUCTIONS)
def test_each_construction_has_four_phrasings_at_least(name: str) -> None:
    frames = CONSTRUCTIONS[name].frames
    assert len(frames) >= 4
    assert len(set(frames.values())) == len(frames)


def test_nearly_all_drafts_are_good(words: Vocabulary) -> None:
    rng = Random(1)
    drafts = [constructions.draft(rng, words) for _ in range(250)]
    faults = Counter(fault(draft) for draft in drafts)
    assert faults[None] >= 240, faults
    kinds = Counter(draft.kind for draft in drafts)
    assert min(kinds["statement"], kinds["query"]) > 80


def test_words_of_a_group_have_the_form_of_the_sentence(words: Vocabulary) -> None:
    slots = Slots(Random(3), Speech(words), negative=0.0)
    text = slots.fill("{ns} {ps}, but {N} {np}")
    assert isinstance(slots.sets["A"], Relation)
    assert text.startswith(slots.sets["A"].predicate)
    assert slots.fill("{N}") in text
    again = Slots(Random(4), Speech(words))
    denied = again.fill("{N} {np}")
    assert re.search(r"\b(not|never|can't|won't)\b|n't\b", denied)
    assert not isinstance(again.sets["P"], Complement), "the group means what is denied"


def test_everyday_words_stay_with_the_words_that_a_vocabulary_has(words: Vocabulary) -> None:
    speech = Speech(words)
    assert {verb.base for verb in speech.everyday.verbs} <= {verb.base for verb in words.verbs}
    assert {noun.one for noun in speech.everyday.nouns} <= {noun.one for noun in words.nouns}
    assert speech.everyday.names == words.names


def test_a_tale_of_truth_and_lies_can_be_decided(words: Vocabulary) -> None:
    rng, speech = Random("tales"), Speech(words)
    answers = Counter[str]()
    with Sandbox(seconds=10) as tools:
        for _ in range(20):
            told, (_, query, _) = constructions.tale(rng, speech)
            premises = [formula for _, formula, _ in told]
            request = {"premises": premises, "query": query, "semantics": "classical"}
            answers[str(tools.run("logic", request)["answer"])] += 1
    assert set(answers) == {"True", "False"}
