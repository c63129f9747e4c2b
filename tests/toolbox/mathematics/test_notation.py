import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.mathematics.notation import read_notation, symbols_in
from tests.toolbox.conformance import Sampler
from tests.toolbox.test_language import TestMathematics as Mathematics


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("3×4²", "3 * 4^2"),
        ("x^2-5x+6=0", "x^2 - 5x + 6 = 0"),
        ("2,340 * 17%", "2340 * 17%"),
        ("√2 + √(x+1)", "sqrt(2) + sqrt(x + 1)"),
        ("2**3", "2^3"),
        ("$12.50*3", "12.50 * 3"),
        ("|x - 1| < 2", "abs(x - 1) < 2"),
        ("sin x + cos 2x", "sin(x) + cos(2x)"),
        ("x(x+1)(x-2)", "x * (x + 1) * (x - 2)"),
        ("-x^-2 − 3", "-x^-2 - 3"),
        ("a = 3*12\n\n answer=a-5", "a = 3 * 12\nanswer = a - 5"),
        (r"\frac{\frac{1}{2}}{3} \cdot \sqrt{2}", "((((1) / (2))) / (3)) * sqrt(2)"),
        ("solve(x+y=5,x-y=1,x,y)", "solve(x + y = 5, x - y = 1, x, y)"),
        ("max(1,200)", "max(1, 200)"),
        ("π r²", "pi * r^2"),
        ("x ≤ 10⁻³", "x <= 10^-3"),
        (".5x", "0.5x"),
        ("+5", "5"),
        ("2 3", "2 3"),
        ("x != 2", "x != 2"),
    ],
)
def test_typed_notation_is_spelled(typed: str, spelled: str) -> None:
    assert read_notation(typed) == spelled


@settings(derandomize=True, max_examples=300)
@given(st.text())
def test_any_text_is_read_once_and_for_all(text: str) -> None:
    read_notation(text)
    symbols_in(text)


def test_a_sentence_of_the_language_keeps_its_tree() -> None:
    import random

    language = Language.load("mathematics")
    chance = random.Random(6)
    sampler = Sampler(language.text, "start", {**Mathematics.samples, "NAME": ["x", "y", "n_1"]})
    for _ in range(100):
        sentence = sampler.sentence(chance, depth=9)
        if len(sentence) <= 150:
            assert language.parse(read_notation(sentence)) == language.parse(sentence), sentence


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("Solve x^2 - 5x + 6 = 0", ["x"]),
        ("What is the derivative of x^3*sin(x)?", ["x"]),
        ("If a + b = 5 and I have a cat", ["a", "b"]),
        ("Find y when 2y = 10", ["y"]),
        ("A dog is in a car, and I am at home", []),
        ("2xy = 10", ["x", "y"]),
        ("It's a man's dog", []),
        ("v = d/t", ["v", "d", "t"]),
        ("Solve for n: n² = 9", ["n"]),
    ],
)
def test_symbols_are_found(text: str, symbols: list[str]) -> None:
    assert symbols_in(text) == symbols


def test_reading_notation_loads_nothing_heavy() -> None:
    program = (
        "import sys, lottery_agent.toolbox.mathematics.notation, lottery_agent.toolbox.sandbox\n"
        "heavy = {'sympy', 'lark', 'numpy', 'z3', 'llguidance'} & sys.modules.keys()\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
