"""Answers of generated worksheets against references that share no code with the tool."""

from __future__ import annotations

import itertools
import math
import random
from fractions import Fraction
from typing import Any

import mpmath  # type: ignore[import-untyped]
import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics import execute


def run(call: str) -> dict[str, Any]:
    """Run a worksheet and insist that every check passed."""
    result = execute({"call": call})
    assert all(check["passed"] for check in result["checks"]), (call, result["checks"])
    return result


def arithmetic(chance: random.Random, depth: int) -> tuple[str, Fraction]:
    """Draw an expression in brackets, with its value by fractions."""
    if depth == 0 or chance.random() < 0.2:
        number = chance.choice(["7", "12", "0.5", "2.25", "100", "3", "0.1", "19"])
        return number, Fraction(number)
    left, a = arithmetic(chance, depth - 1)
    right, b = arithmetic(chance, depth - 1)
    sign = chance.choice("+-*/")
    if sign == "/" and b == 0:
        sign = "+"
    value = {"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else a}[sign]
    return f"({left} {sign} {right})", value


def test_arithmetic_is_exact() -> None:
    chance = random.Random(1)
    for _ in range(120):
        sentence, value = arithmetic(chance, 4)
        result = run(f"answer = {sentence}")
        assert Fraction(result["exact"]) == value, sentence
        assert float(result["value"].replace(" * 10^", "e")) == pytest.approx(float(value), 1e-9)
        assert [check["name"] for check in result["checks"]] == ["recomputed"]
        assert result["kind"] == "number"
        assert result["is_exact"]


def test_quadratic_equations_have_their_roots() -> None:
    chance = random.Random(2)
    for _ in range(40):
        roots = sorted({chance.randint(-12, 12), chance.randint(-12, 12)})
        scale = chance.choice([1, 2, 5])
        p, q = (roots * 2)[:2] if len(roots) == 1 else roots
        b, c = -scale * (p + q), scale * p * q
        call = f"answer = solve({scale}x^2 + ({b}) * x + ({c}) = 0)".replace("(-", "(-")
        wanted = " or ".join(f"x = {root}" for root in roots)
        assert run(call)["answer"] == wanted, call


def test_linear_systems_have_their_solution() -> None:
    chance = random.Random(3)
    for _ in range(15):
        x, y = chance.randint(-9, 9), chance.randint(-9, 9)
        a, b, c, d = (chance.randint(1, 9) for _ in range(4))
        if a * d == b * c:
            continue
        call = (
            f"answer = solve({a}x + {b}y = {a * x + b * y}, {c}x - -{d}y = {c * x + d * y}, x, y)"
        )
        assert run(call)["answer"] == f"x = {x}, y = {y}"


def test_inequalities_hold_where_they_are_said_to() -> None:
    for sign, low, high in itertools.product(("<", "<=", ">", ">="), (-3, 0), (2, 5)):
        text = run(f"answer = solve((x - ({low})) * (x - {high}) {sign} 0)")["answer"]
        inside = {"<": "<", "<=": "<=", ">": "<", ">=": "<="}[sign]
        if sign in ("<", "<="):
            assert text == f"{low} {inside} x {inside} {high}"
        else:
            assert text == f"x {inside} {low} or x {sign} {high}"


PIECES = ["x^3", "sin(x)", "e^x", "ln(x)", "1 / x", "cos(2x)", "sqrt(x)", "atan(x)", "x * e^(-x)"]
REFERENCE = [
    lambda x: x**3,
    mpmath.sin,
    mpmath.exp,
    mpmath.log,
    lambda x: 1 / x,
    lambda x: mpmath.cos(2 * x),
    mpmath.sqrt,
    mpmath.atan,
    lambda x: x * mpmath.exp(-x),
]


@pytest.mark.parametrize("pair", list(itertools.combinations(range(len(PIECES)), 2)))
def test_derivatives_agree_with_numbers(pair: tuple[int, int]) -> None:
    first, second = pair
    f = f"({PIECES[first]}) * ({PIECES[second]})"
    derivative = run(f"answer = derivative({f}, x)")
    assert [check["name"] for check in derivative["checks"]] == ["numeric"]
    at = run(f"d = derivative({f}, x)\nx = 1.7\nanswer = d")["value"]
    wanted = mpmath.diff(lambda x: REFERENCE[first](x) * REFERENCE[second](x), mpmath.mpf("1.7"))
    assert float(at) == pytest.approx(float(wanted), rel=1e-8)


@pytest.mark.parametrize("index", range(len(PIECES)))
def test_integrals_agree_with_numbers(index: int) -> None:
    result = run(f"answer = integral({PIECES[index]}, x, 1, 2)")
    assert float(result["value"]) == pytest.approx(
        float(mpmath.quad(REFERENCE[index], [1, 2])), rel=1e-8
    )
    assert run(f"answer = integral({PIECES[index]}, x)")["checks"]


@pytest.mark.parametrize(
    ("call", "answer", "exact"),
    [
        ("answer = 17% * 2340", "397.8", "1989/5"),
        ("answer = 0.1 + 0.2", "0.3", "3/10"),
        ("answer = 1 / 3", "0.3333333333", "1/3"),
        ("answer = 7 / 2", "3.5", "7/2"),
        ("answer = 2^100", "1267650600228229401496703205376", "1267650600228229401496703205376"),
        ("answer = 1 / 3 / 10^20", "3.333333333 * 10^-21", "1/300000000000000000000"),
        ("pens = 3 * 12\nanswer = pens - 5", "31", "31"),
        ("answer = 10 - 4 - 3", "3", "3"),
        ("answer = 24 / 4 / 2", "3", "3"),
        ("answer = -2^2", "-4", "-4"),
        ("answer = 2x^2", "2 * x^2", "2 * x^2"),
        ("answer = 1 / 2x", "1 / (2 * x)", "1 / (2 * x)"),
        ("answer = pi * 5^2", "78.53981634", "25 * pi"),
        ("answer = sqrt(50)", "7.071067812", "5 * sqrt(2)"),
        ("answer = simplify(sqrt(50))", "5 * sqrt(2)", "5 * sqrt(2)"),
        ("answer = sqrt(-4)", "2 * i", "2 * i"),
        ("answer = cos(7pi)^pi", "-0.9026853619 - 0.430301217 * i", "(-1)^pi"),
        (
            "answer = sin(12%)^-12!",
            "8.406097213 * 10^441573162",
            "1 / sin(3 / 25)^479001600",
        ),
        ("answer = cbrt(-27)", "-3", "-3"),
        ("answer = round(2.5)", "3", "3"),
        ("answer = round(-2.5)", "-3", "-3"),
        ("answer = round(10 / 3, 2)", "3.33", "333/100"),
        ("answer = mod(-7, 3)", "2", "2"),
        ("answer = log(1000) + ln(e^2)", "5", "5"),
        ("answer = log(8, 2)", "3", "3"),
        ("answer = gcd(12, 18, 27) + lcm(4, 6)", "15", "15"),
        ("answer = binomial(5, 2) + 4!", "34", "34"),
        ("answer = median(3, 1, 10, 2)", "2.5", "5/2"),
        ("answer = mean(1, 2, 4)", "2.333333333", "7/3"),
        ("answer = min(3, 1 / 2) + max(pi, 3) * 0", "0.5", "1/2"),
        ("answer = factor(84)", "2^2 * 3 * 7", "2^2 * 3 * 7"),
        ("answer = factor(x^2 - 5x + 6)", "(x - 3) * (x - 2)", "(x - 3) * (x - 2)"),
        ("answer = expand((x + 1)^2)", "x^2 + 2 * x + 1", "x^2 + 2 * x + 1"),
        ("answer = 0.5x + 0.25", "0.5 * x + 0.25", "x / 2 + 1 / 4"),
        (
            "answer = derivative(x^3 * sin(x), x)",
            "x^3 * cos(x) + 3 * x^2 * sin(x)",
            "x^3 * cos(x) + 3 * x^2 * sin(x)",
        ),
        ("answer = derivative(x^4, x, 2)", "12 * x^2", "12 * x^2"),
        ("answer = integral(x^2, x, 0, 1)", "1/3", "1/3"),
        ("answer = limit(sin(x) / x, x, 0)", "1", "1"),
        ("answer = limit((1 + 1 / x)^x, x, oo)", "e", "e"),
        ("answer = limit(x^2, x, oo)", "oo", "oo"),
    ],
)
def test_answers_in_print(call: str, answer: str, exact: str) -> None:
    result = run(call)
    assert (result["answer"], result["exact"]) == (answer, exact)


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        ("answer = solve(x^2 - 5x + 6 = 0)", "x = 2 or x = 3"),
        ("answer = solve(2x = 1)", "x = 1/2"),
        ("answer = solve(0.5x = 1.25)", "x = 2.5"),
        ("answer = solve(x^3 = 8)", "x = 2"),
        ("answer = solve(x^2 + 1 = 0)", "x = -i or x = i"),
        ("answer = solve(x^2 - 2x - 1 = 0)", "x = 1 - sqrt(2) or x = 1 + sqrt(2)"),
        ("answer = solve(x^5 - x - 1 = 0)", "x = 1.167303978"),
        ("answer = solve(cos(x) = x)", "x = 0.7390851332"),
        ("answer = solve(sqrt(x) = x - 2)", "x = 4"),
        ("answer = solve(x^2 = 4, x > 0)", "x = 2"),
        ("answer = solve(abs(x - 1) < 2)", "-1 < x < 3"),
        ("answer = solve(x^2 >= 0)", "every x"),
        ("answer = solve(x^2 < 0)", "no solution"),
        ("answer = solve(x + 1 = x)", "no solution"),
        ("answer = solve(x + x = 2x)", "every x"),
        ("answer = solve(1 = 1)", "True"),
        ("answer = solve(v = d / t, t)", "t = d / v"),
        ("answer = solve(a * x + b = 0)", "x = -b / a"),
        ("answer = solve(x + y = 5, x * y = 6, x, y)", "x = 2, y = 3 or x = 3, y = 2"),
        ("answer = solve(e = 2 + e, e)", "no solution"),
        ("answer = solve(2i = 10)", "i = 5"),
        ("e = 3\nanswer = solve(e * x = 6)", "x = 2"),
    ],
)
def test_solutions_in_print(call: str, answer: str) -> None:
    assert run(call)["answer"] == answer


def test_solutions_go_on_into_later_steps() -> None:
    assert run("x = solve(3x + 5 = 20)\nanswer = 2x")["answer"] == "10"
    assert run("s = solve(x + y = 5, x - y = 1, x, y)\nanswer = x * y")["answer"] == "6"
    assert run("f = x^2 + 1\nx = 3\nanswer = f")["answer"] == "10"
    assert run("x = 3\nanswer = derivative(x^2, x)")["answer"] == "6"
    assert run("s = solve(x^2 = 4)\nanswer = s")["answer"] == "x = -2 or x = 2"


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        ("answer = 3 * 4 > 10", "True"),
        ("answer = 0.1 + 0.2 = 0.3", "True"),
        ("answer = sqrt(2) * sqrt(3) = sqrt(6)", "True"),
        ("answer = pi < 22 / 7", "True"),
        ("answer = e^pi < pi^e", "False"),
        ("answer = (x + 1)^2 = x^2 + 2x + 1", "True"),
        ("answer = x^2 + 1 > 0", "True"),
        ("a = 3 > 2\nanswer = a", "True"),
    ],
)
def test_relations_are_decided(call: str, answer: str) -> None:
    result = run(call)
    assert (result["answer"], result["kind"]) == (answer, "verdict")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("answer = 1 / 0", "division by zero"),
        ("answer = 0^-1", "division by zero"),
        ("answer = mod(3, 0)", "division by zero"),
        ("answer = 1 / (sqrt(2)^2 - 2)", "division by zero"),
        ("answer = ln(0)", "not defined"),
        ("answer = tan(pi / 2)", "undefined"),
        ("answer = oo - oo", "undefined"),
        ("answer = (-3)!", "not defined"),
        ("answer = 2.5!", "not defined"),
        ("answer = sqrt(1, 2)", "takes 1 arguments, not 2"),
        ("answer = gcd(4)", "takes 2 or more"),
        ("answer = integral(x, x, 1)", "two bounds"),
        ("answer = derivative(x, 2)", "must be a name"),
        ("answer = derivative(x * y)", "of what variable"),
        ("answer = limit(1 / x, x, 0)", "does not exist"),
        ("answer = x + 1 = 2", "depends on x"),
        ("a = 3 > 2\nanswer = a + 1", "is a relation"),
        ("a = solve(x^2 = 4)\nanswer = a + 1", "not exactly one value"),
        ("answer = solve(a * b = c)", "for which of a, b, c"),
        ("answer = round(x)", "only a number"),
        ("answer = min(i, 2)", "no order"),
    ],
)
def test_sentences_without_a_value_say_why(call: str, words: str) -> None:
    with pytest.raises(ToolError, match=words) as caught:
        execute({"call": call})
    assert caught.value.kind == "value"


def test_steps_are_readable_and_errors_name_theirs() -> None:
    result = run("a = 3 * 12\nb = solve(2x = 5)\nc = 1 < 2\nanswer = a / 7")
    assert result["steps"] == {"a": "36", "b": "x = 5/2", "c": "1 < 2"}
    with pytest.raises(ToolError, match="in 'bad': division by zero"):
        execute({"call": "bad = 1 / 0\nanswer = 2"})


def test_names_without_a_value_are_reported() -> None:
    assert run("answer = pens * 3 + q")["unknowns"] == ["pens", "q"]
    assert run("answer = 3")["unknowns"] == []
    assert run("answer = solve(v = d / t, t)")["unknowns"] == ["d", "v"]


def test_the_same_worksheet_gives_the_same_result() -> None:
    calls = ["answer = solve(x^2 + y^2 = 25, x - y = 1, x, y)", "answer = expand((a + b + c)^2)"]
    assert [run(call) for call in calls] == [run(call) for call in calls]


@pytest.mark.parametrize("n", range(2, 40, 3))
def test_whole_number_functions_agree_with_python(n: int) -> None:
    assert run(f"answer = {n}!")["exact"] == str(math.factorial(n))
    assert run(f"answer = binomial({2 * n}, {n})")["exact"] == str(math.comb(2 * n, n))
    assert run(f"answer = gcd({n * 6}, {n * 15})")["exact"] == str(math.gcd(n * 6, n * 15))
    assert run(f"answer = floor({n} / 7) + ceil({n} / 7)")["exact"] == str(n // 7 - (-n // 7))
