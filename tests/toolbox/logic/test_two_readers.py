"""The reader reads what the grammar file defines: the same formulas, and nothing else."""

import random

import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.logic.formula import Formula
from lottery_agent.toolbox.logic.reader import read
from tests.toolbox.conformance import Sampler
from tests.toolbox.logic.from_tree import FreeVariable, formula_of
from tests.toolbox.test_frozen import FROZEN

SAMPLES = {
    "WORD": ["cat", "Tom", "all", "some", "xx", "7", "2.50", "ée", "+", "*", "a-b", "over", ":"],
    "QUANTIFIER": ["all ", "some "],
    "COMPARISON": [" = ", " != ", " < ", " <= ", " > ", " >= "],
    "VARIABLE": ["x", "y", "z"],
}
NOISE = " ()~&|=!,?<>-_xyz+*all\n5:"


def by_grammar(sentence: str) -> Formula | str:
    try:
        return formula_of(Language.load("logic").parse(sentence, start="statement"))
    except ToolError as error:
        return error.kind
    except FreeVariable:
        return "value"


def by_reader(sentence: str) -> Formula | str:
    try:
        return read(sentence)
    except ToolError as error:
        return error.kind


def agree(sentence: str) -> bool:
    one, other = by_reader(sentence), by_grammar(sentence)
    # The reader stops at the first mistake, a free variable or a sign in the wrong place.
    return one == other or {one, other} == {"value", "syntax"} or one == "limit"


def drawn(seed: int, count: int) -> list[str]:
    """Sentences from the grammar's rules, half of them with characters changed."""
    chance = random.Random(seed)
    sampler = Sampler(Language.load("logic").text, "statement", SAMPLES)
    sentences: list[str] = []
    while len(sentences) < count:
        text = sampler.sentence(chance, depth=chance.choice([8, 10, 12]))
        for variable in "xyz":
            if chance.random() < 0.8:
                text = f"all {variable} ({text})"
        if len(text) > 90:
            continue
        sentences.append(text)
        at = chance.randrange(len(text))
        keep = chance.choice([at, at + 1])
        sentences.append(text[:at] + chance.choice([*NOISE, ""]) + text[keep:])
    return sentences


def test_both_read_the_same_formulas() -> None:
    sentences = drawn(1, 250)
    assert [text for text in sentences if not agree(text)] == []
    assert sum(isinstance(by_reader(text), str) for text in sentences) > 40
    assert sum(not isinstance(by_reader(text), str) for text in sentences) > 120


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(2, 12))
def test_both_read_the_same_formulas_of_many_sentences(seed: int) -> None:
    assert [text for text in drawn(seed, 1_000) if not agree(text)] == []


def test_both_read_the_frozen_sentences() -> None:
    lines = [line["sentence"] for line in FROZEN if line["language"] == "logic"]
    sentences = [line for line in lines if " over " not in line and " : " not in line]
    assert len(sentences) >= 100
    for text in sentences:
        assert read(text, start="query") == formula_of(Language.load("logic").parse(text))


def test_the_place_of_a_mistake_is_that_of_the_grammar() -> None:
    for text in ("cat(Tom", "cat(Tom))", "cat(Tom) & ", "all x cat(x)", "age(Tom) >  5", "", "(a"):
        with pytest.raises(ToolError) as reference:
            Language.load("logic").parse(text, start="statement")
        with pytest.raises(ToolError) as caught:
            read(text)
        assert (caught.value.kind, caught.value.position) == ("syntax", reference.value.position)
        assert caught.value.hint
