"""Functions of version 2: what is refused and why, and answers in print."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics import execute
from lottery_agent.toolbox.mathematics.names import FUNCTION_NAMES


def test_every_function_of_the_grammar_is_computed() -> None:
    from lottery_agent.toolbox.mathematics.calls import _SPECIAL
    from lottery_agent.toolbox.mathematics.functions import FUNCTIONS

    assert {*FUNCTIONS, *_SPECIAL, "solve"} == FUNCTION_NAMES


def test_the_names_load_nothing_heavy() -> None:
    code = (
        "import sys, lottery_agent.toolbox.mathematics.names\n"
        "print({'sympy', 'lark', 'numpy'} & sys.modules.keys())"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("call", "answer", "exact"),
    [
        ("[1 / 3, 2]", "[1/3, 2]", "[1/3, 2]"),
        ("[0.5, pi]", "[0.5, 3.141592654]", "[1/2, pi]"),
        ("[[1, 2], [3, 4]]^-1", "[[-2, 1], [3/2, -1/2]]", "[[-2, 1], [3/2, -1/2]]"),
        ("eigenvalues([[0, -1], [1, 0]])", "[-i, i]", "[-i, i]"),
        ("eigenvectors([[2, 1], [1, 2]])", "[[1, -1], [1, 1]]", "[[1, -1], [1, 1]]"),
        ("numeric(pi, 50)",) + ("3.1415926535897932384626433832795028841971693993751",) * 2,
        ("numeric(e^100, 5)", "2.6881 * 10^43", "2.6881 * 10^43"),
        ("sum(1 / k^2, k, 1, oo)", "1.644934067", "pi^2 / 6"),
        ("sum(1 / k, k, 1, oo)", "oo", "oo"),
        ("series(sin(x), x, 0, 5)", "x^5 / 120 - x^3 / 6 + x", "x^5 / 120 - x^3 / 6 + x"),
        ("to_base(-255, 16)", "-ff", "-ff"),
        ("from_base(1f, 16)", "31", "31"),
        ("is_prime(91)", "False", "False"),
        ("solve(x != 2)", "x < 2 or x > 2", "x < 2 or x > 2"),
        ("solve(1 < x <= 5)", "1 < x <= 5", "1 < x <= 5"),
        ("mod(7^1000000000, 13)", "9", "9"),
        ("prime_factors(1)", "[]", "[]"),
        ("expand(sin(x + y))",) + ("sin(x) * cos(y) + sin(y) * cos(x)",) * 2,
    ],
)
def test_answers_in_print(call: str, answer: str, exact: str) -> None:
    result = execute({"call": f"answer = {call}"})
    assert (result["answer"], result["exact"]) == (answer, exact)
    assert all(check["passed"] for check in result["checks"])


@pytest.mark.parametrize(
    ("call", "part", "words"),
    [
        ("1 + 2 * (3 - 1 / 0)", "1 / 0", "division by zero"),
        ("[1, 2] * [3, 4]", "[1, 2] *", "dot"),
        ("2 + inverse([[1, 2], [2, 4]])", "inverse", "no inverse"),
        ("3 * ([1, 2] + 3)", "[1, 2] +", "can't be added"),
        ("sum(1, 2, 3)", "sum", "sum([1, 2, 3])"),
        ("sum(is_prime(k), k, 1, 10)", "sum", "True and False"),
        ("sqrt([1, 2])", "sqrt", "takes a number"),
        ("1 + is_prime(7)", "is_prime", "no numbers"),
        ("1 + to_base(7, 2)", "to_base", "another base"),
        ("totient(1 / 2)", "totient", "whole numbers"),
        ("totient(x)", "totient", "x has no value"),
        ("mod_inverse(2, 4)", "mod_inverse", "divisible by 2"),
        ("limit(1 / x, x, 0)", "limit", "right_limit"),
        ("linear_solve([[1, 1], [1, 1]], [1, 2])", "linear_solve", "no solution"),
        ("determinant([[1, 2, 3], [4, 5, 6]])", "determinant", "square"),
        ("element([1, 2], 3)", "element", "from the end"),
        ("from_base(29, 8)", "from_base", "no digit"),
        ("sample_variance(4)", "sample_variance", "two values"),
        ("chinese_remainder([0, 1], [2, 4])", "chinese_remainder", "no number"),
        ("numeric(x, 5)", "numeric", "x has no value"),
    ],
)
def test_an_error_names_place_and_way_out(call: str, part: str, words: str) -> None:
    sentence = f"first = 1\nanswer = {call}"
    with pytest.raises(ToolError) as caught:
        execute({"call": sentence})
    error = caught.value
    assert words in str(error)
    assert error.kind == "value"
    assert error.position == sentence.index(part)
    assert error.hint


SEMIPRIME = (10**100 + 267) * (10**99 + 289)


@pytest.mark.parametrize(
    "call",
    [
        f"prime_factors({SEMIPRIME})",
        f"totient({SEMIPRIME})",
        f"factor({SEMIPRIME})",
        "sum(gcd(k, 6), k, 1, 10^9)",
        "sum(2^k, k, 0, 10^9)",
        "sum(k^k, k, 1, 10^6)",
        "table(k, k, 1, 10^9)",
        "range(1, 10^12)",
        "primes(1, 10^15)",
        "prime(10^12)",
        "prime_count(10^15)",
        "divisors(product([2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37]))",
        "is_prime(2^12999 + 1)",
        "next_prime(10^3000)",
        "fibonacci(10^9)",
        "bell(10^6)",
        "partitions(10^7)",
        "permutations(10^9, 10^6)",
        "multinomial(10^6, 10^6)",
        "derangements(10^8)",
        "identity(1000)",
        "[[1, 2], [3, 4]]^(10^9)",
        "[[x, 1], [1, x]]^500",
        "numeric(pi, 10^6)",
        "substitute(2^x, x, 10^12)",
        "product(k, k, 1, 10^8)",
    ],
)
def test_what_is_too_large_is_refused_at_once(call: str) -> None:
    start = time.monotonic()
    with pytest.raises(ToolError) as caught:
        execute({"call": f"answer = {call}"})
    assert caught.value.kind == "limit"
    assert caught.value.position is not None
    assert time.monotonic() - start < 3


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        ("p = 2^521 - 1\nanswer = is_prime(p)", "True"),
        ("answer = length(prime_factors(1000003 * 998244353 * 2^20))", "22"),
        ("answer = mod_power(3, 10^3000, 10^9 + 7)", str(pow(3, 10**3000, 10**9 + 7))),
    ],
)
def test_large_numbers_with_short_answers(call: str, answer: str) -> None:
    assert execute({"call": call})["answer"] == answer


@pytest.mark.parametrize(
    "call",
    [
        "answer = integral(e^sin(x), x, 0, 1)",
        "answer = sum(1 / (k^3 + k + 1), k, 1, oo)",
        "answer = sum(1 / k, k, 1, 10^6)",
        "answer = eigenvalues([[1, 2, 3], [4, 5, 6], [7, 8, 10]])",
    ],
)
def test_what_has_no_formula_says_so(call: str) -> None:
    result = execute({"call": call})
    assert not result["is_exact"]
    assert result["notes"]


def test_a_wrong_result_does_not_pass_its_check() -> None:
    import sympy

    from lottery_agent.toolbox.mathematics import checks
    from lottery_agent.toolbox.mathematics.claims import Claim, Finding
    from lottery_agent.toolbox.mathematics.values import Array

    a = sympy.Matrix([[1, 2], [3, 4]])
    x, n = sympy.symbols("x n", real=True)
    wrong = [
        checks.finding(Finding("determinant", (a,), sympy.Integer(2))),
        checks.finding(Finding("inverse", (a,), Array.from_matrix(a))),
        checks.finding(Finding("eigenvalues", (a,), Array((sympy.S.One, sympy.S.One)))),
        checks.finding(Finding("eigenvectors", (a,), Array.from_matrix(a))),
        checks.finding(Finding("rank", (a,), sympy.S.One)),
        checks.finding(Finding("rref", (a,), Array.from_matrix(sympy.Matrix([[1, 0], [0, 0]])))),
        checks.claim(Claim("series", sympy.sin(x), x - x**3 / 5, x, 3, (sympy.S.Zero,))),
        checks.claim(Claim("range", x, n**2, x, 1, (sympy.S.One, n))),
        checks.claim(Claim("digits", sympy.pi, sympy.Float("3.14159", 30), order=10)),
        checks.claim(Claim("limit", 1 / x, sympy.S.One, x, bounds=(sympy.S.Zero,), side="-")),
    ]
    assert [check.passed if check else None for check in wrong] == [False] * len(wrong)
