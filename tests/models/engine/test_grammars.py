"""Grammars: forced tokens are spelled as the tokenizer spells them, and errors are errors."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from lottery_agent.errors import GrammarError
from lottery_agent.models.engine.grammars import Grammars
from lottery_agent.models.engine.vocabulary import Vocabulary, load_vocabulary
from lottery_agent.toolbox.language import Language


@pytest.fixture(params=["tiny", pytest.param("base", marks=pytest.mark.real)], scope="module")
def vocabulary(request: pytest.FixtureRequest) -> Vocabulary:
    path: Path = request.getfixturevalue("tiny_q8" if request.param == "tiny" else "base_model")
    return load_vocabulary(path)


@pytest.fixture(scope="module")
def grammars(vocabulary: Vocabulary) -> Grammars:
    return Grammars.of(vocabulary)


def narrowed(language: str, sentence: str) -> list[str]:
    """The language's grammar as it is, and with terminals narrowed to words of the sentence."""
    words = sorted(set(re.findall(r"[A-Za-z]+", sentence)) - {"x", "y", "z"}) or ["thing"]
    narrow = {
        "mathematics": {"NUMBER": [*sorted(set(re.findall(r"[0-9]+", sentence))), "100"]},
        "logic": {"WORD": [*words, "then", "thing"]},
        "quote": {"QUOTE": [sentence.strip('"'), "the other"]},
    }[language]
    loaded = Language.load(language)
    return [loaded.grammar().text, loaded.grammar(narrow=narrow).text]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("mathematics", "answer = 12 * 7"),
        ("mathematics", "pens = 3 * 12\nanswer = pens - 5"),
        ("mathematics", "answer = solve(x^2 - 5x + 6 = 0)"),
        ("mathematics", "answer = derivative(x^3 * sin(x), x)"),
        ("logic", "all x (cat(x) -> animal(x))"),
        ("logic", "cat(Tom)\n? animal(Tom)"),
        ("logic", "all x (then_in(x) & an(x) -> ~the(x))"),
        ("quote", '"on the second floor"'),
        ("quote", "none"),
    ],
)
def test_forced_tokens_are_those_of_the_tokenizer(
    vocabulary: Vocabulary, grammars: Grammars, language: str, sentence: str
) -> None:
    for text in narrowed(language, sentence):
        follower = grammars.follow(text)
        left = vocabulary.tokenize(sentence)
        while left:
            forced = follower.forced()
            if forced:
                assert left[: len(forced)] == forced
                follower.accept(forced)
                left = left[len(forced) :]
            else:
                assert follower.allowed()[left[0]]
                follower.accept([left.pop(0)])
        assert follower.accepting
        assert follower.allowed()[vocabulary.end]


def test_a_sentence_with_one_spelling_is_forced(vocabulary: Vocabulary, grammars: Grammars) -> None:
    follower = grammars.follow('start: "the thin than"')
    tokens = follower.forced()
    assert tokens == vocabulary.tokenize("the thin than")
    follower.accept(tokens)
    assert follower.finished


def test_special_tokens_are_never_legal_text(vocabulary: Vocabulary, grammars: Grammars) -> None:
    allowed = grammars.follow("start: /.{1,40}/").allowed()
    assert not [token for token in np.flatnonzero(allowed) if vocabulary.is_special(int(token))]


def test_a_token_that_is_not_allowed(vocabulary: Vocabulary, grammars: Grammars) -> None:
    follower = grammars.follow('start: "a" | "b"')
    assert not follower.allows(vocabulary.tokenize("c"))
    with pytest.raises(GrammarError):
        follower.accept(vocabulary.tokenize("c"))


def test_followers_of_one_grammar_are_independent(
    vocabulary: Vocabulary, grammars: Grammars
) -> None:
    text = 'start: "a" "x" | "b" "y"'
    first, second = grammars.follow(text), grammars.follow(text)
    first.accept(vocabulary.tokenize("a"))
    second.accept(vocabulary.tokenize("b"))
    assert first.forced() == vocabulary.tokenize("x")
    assert second.forced() == vocabulary.tokenize("y")
