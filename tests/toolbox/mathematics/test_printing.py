import random

import pytest
import sympy
from lark import Tree

from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.mathematics import execute, printing
from lottery_agent.toolbox.mathematics.evaluator import Evaluator

x, y = sympy.symbols("x y", real=True)
ATOMS = [x, y, sympy.Integer(2), sympy.Integer(-3), sympy.Rational(1, 3), sympy.pi, sympy.E]


def draw(chance: random.Random, depth: int) -> sympy.Expr:
    if depth == 0:
        return chance.choice(ATOMS)
    left = draw(chance, depth - 1)
    match chance.randrange(8):
        case 0 | 1:
            return left + draw(chance, depth - 1)
        case 2 | 3:
            return left * draw(chance, depth - 1)
        case 4:
            return left ** chance.choice([2, 3, -1, -2, sympy.Rational(1, 2), y])
        case 5:
            return sympy.sin(left) if chance.random() < 0.5 else sympy.exp(left)
        case 6:
            return sympy.Abs(left)
        case _:
            return -left


def test_printed_expressions_are_read_as_the_same_value() -> None:
    chance = random.Random(4)
    compared = 0
    for _ in range(200):
        expr = draw(chance, 4)
        if expr.has(sympy.zoo, sympy.nan, sympy.I):
            continue
        text = printing.expression(expr)
        tree = Language.load("mathematics").parse(f"answer = {text}")
        answer = tree.children[-1]
        assert isinstance(answer, Tree)
        again = Evaluator().number(answer)
        values = {x: sympy.Float("1.234", 30), y: sympy.Float("0.77", 30)}
        wanted, found = (complex(each.subs(values).evalf(20)) for each in (expr, again))
        assert abs(wanted - found) <= 1e-9 * max(1, abs(wanted)), text
        compared += 1
    assert compared > 150


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("5", "5"),
        ("-7/4", "-1.75"),
        ("1/3", "0.3333333333"),
        ("2/3", "0.6666666667"),
        ("123456789/100", "1234567.89"),
        ("1/1024", "0.0009765625"),
        ("100000000000001/3", "33333333333333.67"),
        ("1/3000000", "3.333333333 * 10^-7"),
        ("29999999999999/30000000000000", "1"),
    ],
)
def test_numbers_in_print(value: str, text: str) -> None:
    assert printing.number(sympy.Rational(value)) == text


def test_long_results_are_printed_in_full() -> None:
    assert len(execute({"call": "answer = 1000!"})["answer"]) == 2568
