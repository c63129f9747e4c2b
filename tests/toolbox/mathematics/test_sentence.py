import random

import pytest

from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.mathematics.sentence import write
from tests.toolbox.conformance import Sampler
from tests.toolbox.test_conformance import TestMathematics as Mathematics


@pytest.mark.parametrize(
    "sentence",
    [
        "a = 3 * 12\nanswer = a - 5",
        "answer = 2x^2 - 5(x + 1)^-y + 3sin(x)^2",
        "answer = (a - (b - c)) / (d / e)",
        "answer = (-2)^2 - -2^2",
        "answer = (x^2)^3 + x^(y^2) + x^-(2y) + x^--2",
        "answer = 5! + x! + (x + 1)! + 17%^2",
        "answer = solve(x + y = 5, x < 3, x, y)",
        "answer = -(a * b) + (a + b) * c",
    ],
)
def test_a_sentence_is_written_as_it_was(sentence: str) -> None:
    assert write(Language.load("mathematics").parse(sentence)) == sentence


def test_what_is_written_parses_to_the_same_tree() -> None:
    language = Language.load("mathematics")
    chance = random.Random(5)
    sampler = Sampler(language.text, "start", Mathematics.samples)
    for _ in range(80):
        sentence = sampler.sentence(chance)
        if len(sentence) <= 150:
            tree = language.parse(sentence)
            assert language.parse(write(tree)) == tree, sentence
