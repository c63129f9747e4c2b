"""Problems of every area of mathematics, drawn from a seed, with answers computed another way.

No answer comes from the tool or from SymPy: whole numbers are counted and tried one by one,
fractions are Python's, and analysis is done in decimals by mpmath and numpy.
"""

from __future__ import annotations

import itertools
import math
import statistics
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

import mpmath  # type: ignore[import-untyped]
import numpy as np

Expected = Any
"""A whole number or fraction (exact), a float (nine digits), a truth value, a text, or a list."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A worksheet and what must come out."""

    call: str
    expected: Expected


Area = Callable[[Random], Problem]
AREAS: dict[str, Area] = {}
"""Every area with what draws its problems."""


def area(draw: Area) -> Area:
    """List a generator under its name."""
    AREAS[draw.__name__] = draw
    return draw


def text(value: Fraction | int) -> str:
    """Write a number so that it stands for itself anywhere."""
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"({value.numerator} / {value.denominator})"
    return f"({value})" if value < 0 else str(value)


def polynomial(chance: Random, degree: int, size: int = 6) -> list[int]:
    """Draw whole coefficients, the highest power first and not zero."""
    first = chance.choice([n for n in range(-size, size + 1) if n])
    return [first, *(chance.randint(-size, size) for _ in range(degree))]


def spell(coefficients: list[int], name: str = "x") -> str:
    """Write a polynomial."""
    top = len(coefficients) - 1
    return " + ".join(f"{text(c)} * {name}^{top - place}" for place, c in enumerate(coefficients))


def at(coefficients: list[int], x: Any) -> Any:
    """Return the value of a polynomial by Horner's scheme."""
    total = coefficients[0]
    for coefficient in coefficients[1:]:
        total = total * x + coefficient
    return total


def matrix(chance: Random, size: int, columns: int | None = None) -> list[list[int]]:
    """Draw a matrix of small whole numbers."""
    return [[chance.randint(-5, 5) for _ in range(columns or size)] for _ in range(size)]


def leibniz(rows: list[list[Any]]) -> Any:
    """Return a determinant as the sum over all permutations."""
    total = 0
    for order in itertools.permutations(range(len(rows))):
        inversions = sum(a > b for a, b in itertools.combinations(order, 2))
        total += (-1) ** inversions * math.prod(rows[i][j] for i, j in enumerate(order))
    return total


def regular(chance: Random, size: int) -> list[list[int]]:
    """Draw a matrix with an inverse."""
    while not leibniz(rows := matrix(chance, size)):
        pass
    return rows


def times(left: list[list[Any]], right: list[list[Any]]) -> list[list[Any]]:
    """Multiply two matrices."""
    return [
        [sum(a * b for a, b in zip(r, c, strict=True)) for c in zip(*right, strict=True)]
        for r in left
    ]


def cramer(rows: list[list[int]], right: list[int]) -> list[Fraction]:
    """Solve a linear system by Cramer's rule."""
    whole = leibniz(rows)
    return [
        Fraction(
            leibniz([[*row[:i], b, *row[i + 1 :]] for row, b in zip(rows, right, strict=True)]),
            whole,
        )
        for i in range(len(rows))
    ]


def is_prime(number: int) -> bool:
    """Try every divisor."""
    return number > 1 and all(number % each for each in range(2, math.isqrt(number) + 1))


def divisors(number: int) -> list[int]:
    """Try every number."""
    return [each for each in range(1, number + 1) if number % each == 0]


@area
def fractions(chance: Random) -> Problem:
    def draw(depth: int) -> tuple[str, Fraction]:
        if depth == 0:
            number = chance.choice(["7", "12", "0.5", "2.25", "100", "3", "0.1", "19", "1.05"])
            return number, Fraction(number)
        (left, a), (right, b) = draw(depth - 1), draw(depth - 1)
        sign = chance.choice("+-*/" if b else "+-*")
        value = {"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else a}[sign]
        return f"({left} {sign} {right})", value

    sentence, value = draw(4)
    return Problem(f"answer = {sentence}", value)


@area
def percentages(chance: Random) -> Problem:
    price, up, down = chance.randint(10, 900), chance.randint(1, 60), chance.randint(1, 60)
    value = price * (1 + Fraction(up, 100)) * (1 - Fraction(down, 100))
    return Problem(
        f"price = {price}\nraised = price * (1 + {up}%)\nanswer = raised * (1 - {down}%)", value
    )


@area
def powers_and_roots(chance: Random) -> Problem:
    a, b, n = chance.randint(2, 30), chance.randint(2, 30), chance.randint(2, 5)
    value = math.sqrt(a) + mpmath.root(b, n) - a ** (1 / 3) / b
    return Problem(f"answer = sqrt({a}) + root({b}, {n}) - cbrt({a}) / {b}", float(value))


@area
def exact_roots(chance: Random) -> Problem:
    a, n = chance.randint(2, 12), chance.randint(2, 6)
    sign = chance.choice([1, -1]) if n % 2 else 1
    return Problem(f"answer = root({text(sign * a**n)}, {n}) + sqrt({a * a})", sign * a + a)


@area
def remainders(chance: Random) -> Problem:
    a, b = chance.randint(-500, 500), chance.choice([n for n in range(-20, 21) if n])
    value = 1000 * math.floor(Fraction(a, b)) + a % b
    return Problem(
        f"answer = 1000 * quotient({text(a)}, {text(b)}) + mod({text(a)}, {text(b)})", value
    )


@area
def roundings(chance: Random) -> Problem:
    value = Fraction(chance.randint(-9999, 9999), chance.randint(1, 99))
    down, up, cut = math.floor(value), math.ceil(value), int(value)
    call = f"x = {text(value)}\nanswer = [floor(x), ceil(x), trunc(x), abs(x), sign(x)]"
    return Problem(call, [down, up, cut, abs(value), (value > 0) - (value < 0)])


@area
def extremes(chance: Random) -> Problem:
    values = [Fraction(chance.randint(-99, 99), chance.randint(1, 9)) for _ in range(6)]
    listed = ", ".join(map(text, values))
    return Problem(f"answer = [min({listed}), max([{listed}])]", [min(values), max(values)])


@area
def gcd_and_lcm(chance: Random) -> Problem:
    numbers = [chance.randint(2, 400) for _ in range(3)]
    common = next(d for d in range(min(numbers), 0, -1) if all(n % d == 0 for n in numbers))
    multiple = next(
        m for m in itertools.count(max(numbers), max(numbers)) if all(m % n == 0 for n in numbers)
    )
    listed = ", ".join(map(str, numbers))
    return Problem(f"answer = [gcd({listed}), lcm({listed})]", [common, multiple])


@area
def primes(chance: Random) -> Problem:
    low = chance.randint(1, 3000)
    high = low + chance.randint(5, 60)
    return Problem(
        f"answer = primes({low}, {high})", [n for n in range(low, high + 1) if is_prime(n)]
    )


@area
def prime_tests(chance: Random) -> Problem:
    number = chance.randint(2, 20000) | 1
    return Problem(f"answer = is_prime({number})", is_prime(number))


@area
def neighbouring_primes(chance: Random) -> Problem:
    number = chance.randint(5, 30000)
    after = next(n for n in itertools.count(number + 1) if is_prime(n))
    before = next(n for n in range(number - 1, 1, -1) if is_prime(n))
    return Problem(f"answer = [next_prime({number}), previous_prime({number})]", [after, before])


@area
def counted_primes(chance: Random) -> Problem:
    place = chance.randint(1, 200)
    found = list(itertools.islice((n for n in itertools.count(2) if is_prime(n)), place))
    limit = chance.randint(2, 1500)
    count = sum(map(is_prime, range(limit + 1)))
    return Problem(f"answer = [prime({place}), prime_count({limit})]", [found[-1], count])


@area
def prime_factors(chance: Random) -> Problem:
    parts = [
        chance.choice([2, 3, 5, 7, 11, 13, 97, 101, 1009]) for _ in range(chance.randint(1, 7))
    ]
    return Problem(f"answer = prime_factors({math.prod(parts)})", sorted(parts))


@area
def divisor_functions(chance: Random) -> Problem:
    number = chance.randint(2, 3000)
    found = divisors(number)
    coprime = sum(math.gcd(number, each) == 1 for each in range(1, number + 1))
    call = (
        f"n = {number}\n"
        "answer = [divisor_count(n), divisor_sum(n), totient(n), length(divisors(n))]"
    )
    return Problem(call, [len(found), sum(found), coprime, len(found)])


@area
def all_divisors(chance: Random) -> Problem:
    number = chance.randint(2, 5000)
    return Problem(f"answer = divisors({number})", divisors(number))


@area
def modular_arithmetic(chance: Random) -> Problem:
    modulus = chance.choice([7, 11, 97, 101, 1009])
    number = chance.randint(2, modulus - 1)
    inverse = next(n for n in range(modulus) if n * number % modulus == 1)
    base, exponent = chance.randint(2, 99), chance.randint(2, 400)
    power = 1
    for _ in range(exponent):
        power = power * base % modulus
    call = f"answer = [mod_inverse({number}, {modulus}), mod_power({base}, {exponent}, {modulus})]"
    return Problem(call, [inverse, power])


@area
def remainders_of_all(chance: Random) -> Problem:
    moduli = chance.sample([3, 4, 5, 7, 11, 13], 3)
    rests = [chance.randrange(modulus) for modulus in moduli]
    found = next(
        n for n in itertools.count() if all(n % m == r for m, r in zip(moduli, rests, strict=True))
    )
    return Problem(f"answer = chinese_remainder({rests}, {moduli})", found)


@area
def digits(chance: Random) -> Problem:
    number, base = chance.randint(1, 10**9), chance.randint(2, 16)
    signs = np.base_repr(number, base).lower()
    values = [int(sign, 16) for sign in signs]
    call = (
        f"answer = [digit_sum({number}, {base}), length(digits({number}, {base})), "
        f"from_base({signs}, {base})]"
    )
    return Problem(call, [sum(values), len(values), number])


@area
def bases(chance: Random) -> Problem:
    number, base = chance.randint(0, 10**9), chance.randint(2, 36)
    return Problem(f"answer = to_base({number}, {base})", np.base_repr(number, base).lower())


@area
def continued_fractions(chance: Random) -> Problem:
    terms = [chance.randint(0, 9), *(chance.randint(1, 9) for _ in range(4)), chance.randint(2, 9)]
    value = Fraction(terms[-1])
    for term in terms[-2::-1]:
        value = term + 1 / value
    return Problem(f"answer = continued_fraction({text(value)})", terms)


@area
def selections(chance: Random) -> Problem:
    n = chance.randint(1, 8)
    k = chance.randint(0, n)
    chosen = sum(1 for _ in itertools.combinations(range(n), k))
    ordered = sum(1 for _ in itertools.permutations(range(min(n, 7)), min(k, 7)))
    call = f"answer = [binomial({n}, {k}), permutations({min(n, 7)}, {min(k, 7)}), {n}!]"
    return Problem(call, [chosen, ordered, math.prod(range(1, n + 1))])


@area
def arrangements(chance: Random) -> Problem:
    n = chance.randint(2, 7)
    without = sum(
        all(i != place for i, place in enumerate(order))
        for order in itertools.permutations(range(n))
    )
    word = [chance.randint(0, 2) for _ in range(chance.randint(3, 7))]
    different = len(set(itertools.permutations(word)))
    sizes = ", ".join(str(count) for count in Counter(word).values())
    return Problem(f"answer = [derangements({n}), multinomial({sizes})]", [without, different])


@area
def sequences(chance: Random) -> Problem:
    n = chance.randint(1, 60)
    fibonacci, lucas = [0, 1], [2, 1]
    for _ in range(n):
        fibonacci.append(fibonacci[-1] + fibonacci[-2])
        lucas.append(lucas[-1] + lucas[-2])
    return Problem(f"answer = [fibonacci({n}), lucas({n})]", [fibonacci[n], lucas[n]])


@area
def partitions_of_sets(chance: Random) -> Problem:
    n = chance.randint(2, 6)
    k = chance.randint(1, n)
    blocks = {
        tuple(sorted(tuple(i for i in range(n) if colour[i] == c) for c in set(colour)))
        for colour in itertools.product(range(n), repeat=n)
    }
    balanced = sum(
        all(sum(walk[:i]) >= 0 for i in range(2 * k + 1)) and sum(walk) == 0
        for walk in itertools.product((1, -1), repeat=2 * k)
    )
    sums = sum(
        sum(size * each for size, each in enumerate(counts, 1)) == n
        for counts in itertools.product(range(n + 1), repeat=n)
    )
    call = f"answer = [bell({n}), stirling({n}, {k}), catalan({k}), partitions({n})]"
    return Problem(call, [len(blocks), sum(len(each) == k for each in blocks), balanced, sums])


@area
def averages(chance: Random) -> Problem:
    values = [chance.randint(1, 40) for _ in range(chance.randint(3, 9))]
    call = f"data = {values}\nanswer = [mean(data), median(data), harmonic_mean(data)]"
    exact = [Fraction(value) for value in values]
    harmonic = len(values) / sum(1 / value for value in exact)
    return Problem(call, [statistics.mean(exact), statistics.median(exact), harmonic])


@area
def spreads(chance: Random) -> Problem:
    values = [chance.randint(1, 40) for _ in range(chance.randint(3, 9))]
    exact = [Fraction(value) for value in values]
    call = f"data = {values}\nanswer = [population_variance(data), sample_variance(data)]"
    return Problem(call, [statistics.pvariance(exact), statistics.variance(exact)])


@area
def deviations(chance: Random) -> Problem:
    values = [chance.randint(1, 40) for _ in range(5)] + [50]
    call = (
        f"data = {values}\n"
        "answer = [population_stdev(data), sample_stdev(data), geometric_mean(data)]"
    )
    wanted = [
        float(np.std(values)),
        float(np.std(values, ddof=1)),
        statistics.geometric_mean(values),
    ]
    return Problem(call, wanted)


@area
def correlations(chance: Random) -> Problem:
    left, right = ([chance.randint(-9, 9) for _ in range(5)] + [last] for last in (20, 31))
    return Problem(f"answer = correlation({left}, {right})", float(np.corrcoef(left, right)[0, 1]))


@area
def modes(chance: Random) -> Problem:
    values = [chance.randint(1, 5) for _ in range(9)]
    found = sorted(statistics.multimode(values))
    return Problem(f"answer = mode({values})", found if len(found) > 1 else found[0])


@area
def sums_by_terms(chance: Random) -> Problem:
    low, high, a = chance.randint(-5, 5), chance.randint(6, 80), chance.randint(1, 9)
    call = f"answer = sum(k^3 - {a} * gcd(k, 6) + mod(k, 4), k, {text(low)}, {high})"
    terms = (k**3 - a * math.gcd(k, 6) + k % 4 for k in range(low, high + 1))
    return Problem(call, sum(terms))


@area
def long_sums(chance: Random) -> Problem:
    high, (a, b, c) = chance.randint(2000, 30000), polynomial(chance, 2)
    call = f"answer = sum({spell([a, b, c], 'k')}, k, 1, {high})"
    return Problem(call, sum(a * k * k + b * k + c for k in range(1, high + 1)))


@area
def sums_of_powers(chance: Random) -> Problem:
    base, high = Fraction(chance.randint(1, 9), chance.randint(2, 9)), chance.randint(3, 30)
    call = f"answer = sum({text(base)}^k, k, 0, {high})"
    return Problem(call, sum(base**k for k in range(high + 1)))


@area
def endless_sums(chance: Random) -> Problem:
    a, p = chance.randint(2, 9), chance.randint(2, 5)
    kind = chance.choice(["zeta", "geometric", "exponential"])
    if kind == "zeta":
        return Problem(
            f"answer = sum(1 / k^{p}, k, 1, oo)",
            float(mpmath.nsum(lambda k: 1 / k**p, [1, mpmath.inf])),
        )
    if kind == "geometric":
        return Problem(
            f"answer = sum(1 / {a}^k, k, 0, oo)",
            float(mpmath.nsum(lambda k: mpmath.mpf(a) ** -k, [0, mpmath.inf])),
        )
    return Problem(
        f"answer = sum({a}^k / k!, k, 0, oo)",
        float(mpmath.nsum(lambda k: mpmath.mpf(a) ** k / mpmath.factorial(k), [0, mpmath.inf])),
    )


@area
def sums_with_an_unknown_bound(chance: Random) -> Problem:
    (a, b, c), high = polynomial(chance, 2), chance.randint(3, 40)
    call = f"s = sum({spell([a, b, c], 'k')}, k, 1, m)\nanswer = substitute(s, m, {high})"
    return Problem(call, sum(a * k * k + b * k + c for k in range(1, high + 1)))


@area
def products(chance: Random) -> Problem:
    low, high = chance.randint(1, 5), chance.randint(6, 25)
    value = math.prod(Fraction(k + 1, 2 * k) for k in range(low, high + 1))
    return Problem(f"answer = product((k + 1) / (2k), k, {low}, {high})", value)


@area
def tables(chance: Random) -> Problem:
    low, high = chance.randint(-3, 3), chance.randint(4, 12)
    call = f"answer = table(k^2 - totient(abs(k) + 1), k, {text(low)}, {high})"
    counts = {n: sum(math.gcd(n, m) == 1 for m in range(1, n + 1)) for n in range(1, 15)}
    return Problem(call, [k * k - counts[abs(k) + 1] for k in range(low, high + 1)])


@area
def lists(chance: Random) -> Problem:
    values = [chance.randint(-9, 9) for _ in range(chance.randint(3, 10))]
    place = chance.randint(1, len(values))
    call = (
        f"a = {values}\nb = [sum(a), product(a), length(a), count(a, 3), element(a, {place})]\n"
        "answer = [b, sort(a), reverse(a), unique(a)]"
    )
    first = [sum(values), math.prod(values), len(values), values.count(3), values[place - 1]]
    return Problem(call, [first, sorted(values), values[::-1], list(dict.fromkeys(values))])


@area
def vectors(chance: Random) -> Problem:
    a, b = ([chance.randint(-5, 5) for _ in range(3)] for _ in range(2))
    call = f"a = {a}\nb = {b}\nanswer = [2a - 3b, cross(a, b), [dot(a, b), dot(a, a)]]"
    return Problem(
        call,
        [
            [2 * x - 3 * y for x, y in zip(a, b, strict=True)],
            np.cross(a, b).tolist(),
            [int(np.dot(a, b)), int(np.dot(a, a))],
        ],
    )


@area
def lengths_and_angles(chance: Random) -> Problem:
    a, b = ([chance.randint(1, 9) for _ in range(3)] for _ in range(2))
    cosine = np.dot(a, b) / np.linalg.norm(a) / np.linalg.norm(b)
    angle = float(np.arccos(np.clip(cosine, -1, 1)))
    return Problem(
        f"answer = [norm({a}), angle({a}, {b}) + 1]", [float(np.linalg.norm(a)), angle + 1]
    )


@area
def matrix_products(chance: Random) -> Problem:
    a, b = matrix(chance, 3, 2), matrix(chance, 2, 4)
    return Problem(f"answer = {a} * {b}", times(a, b))


@area
def matrix_powers(chance: Random) -> Problem:
    a, n = matrix(chance, 2), chance.randint(2, 6)
    value = a
    for _ in range(n - 1):
        value = times(value, a)
    return Problem(
        f"a = {a}\nanswer = transpose(a^{n})", [list(row) for row in zip(*value, strict=True)]
    )


@area
def determinants(chance: Random) -> Problem:
    rows = matrix(chance, chance.randint(2, 5))
    return Problem(f"answer = determinant({rows})", leibniz(rows))


@area
def inverses(chance: Random) -> Problem:
    rows = regular(chance, chance.randint(2, 3))
    unit = [[int(i == j) for j in range(len(rows))] for i in range(len(rows))]
    columns = [cramer(rows, column) for column in unit]
    return Problem(f"answer = inverse({rows})", [list(row) for row in zip(*columns, strict=True)])


@area
def linear_systems(chance: Random) -> Problem:
    rows = regular(chance, 3)
    right = [chance.randint(-9, 9) for _ in rows]
    return Problem(f"answer = linear_solve({rows}, {right})", cramer(rows, right))


@area
def systems_of_equations(chance: Random) -> Problem:
    rows = regular(chance, 2)
    right = [chance.randint(-9, 9) for _ in rows]
    (a, b), (c, d) = rows
    x, y = cramer(rows, right)
    call = (
        f"s = solve({text(a)} * x + {text(b)} * y = {text(right[0])}, "
        f"{text(c)} * x + {text(d)} * y = {text(right[1])}, x, y)\nanswer = [x, y]"
    )
    return Problem(call, [x, y])


@area
def ranks(chance: Random) -> Problem:
    rows = matrix(chance, 2, 4)
    a, b = chance.randint(-2, 2), chance.randint(-2, 2)
    rows.append([a * x + b * y for x, y in zip(*rows, strict=True)])
    return Problem(f"answer = rank({rows})", int(np.linalg.matrix_rank(np.array(rows))))


@area
def eigenvalues(chance: Random) -> Problem:
    size = chance.randint(2, 4)
    rows = matrix(chance, size)
    rows = [[rows[min(i, j)][max(i, j)] for j in range(size)] for i in range(size)]
    found = np.linalg.eigvalsh(np.array(rows, dtype=float))
    return Problem(f"answer = eigenvalues({rows})", [float(value) for value in found])


@area
def traces(chance: Random) -> Problem:
    rows = matrix(chance, 3)
    value = sum(rows[i][i] for i in range(3))
    second = sum(
        leibniz([[rows[i][j] for j in two] for i in two]) for two in ((0, 1), (0, 2), (1, 2))
    )
    call = (
        f"a = {rows}\np = charpoly(a, t)\n"
        "answer = [trace(a), coefficient(p, t, 1), coefficient(p, t, 0)]"
    )
    return Problem(call, [value, second, -leibniz(rows)])


@area
def quadratic_equations(chance: Random) -> Problem:
    low, high = sorted(chance.sample(range(-12, 13), 2))
    scale = chance.choice([1, 2, 5])
    equation = spell([scale, -scale * (low + high), scale * low * high])
    return Problem(f"answer = solve({equation} = 0)", f"x = {low} or x = {high}")


@area
def irrational_equations(chance: Random) -> Problem:
    b, c = 2 * chance.randint(4, 9), chance.randint(-9, 9)
    roots = [(-b - math.sqrt(b * b - 4 * c)) / 2, (-b + math.sqrt(b * b - 4 * c)) / 2]
    call = f"s = solve(x^2 + {b}x + {text(c)} = 0, x)\nanswer = [min(s), max(s), sum(s)]"
    return Problem(call, [*roots, float(-b)])


@area
def numerical_equations(chance: Random) -> Problem:
    a = chance.randint(2, 30)
    kind = chance.choice(["e^x + x", "x^5 + x", "ln(x) + x"])
    function = {
        "e^x + x": lambda x: mpmath.exp(x) + x - a,
        "x^5 + x": lambda x: x**5 + x - a,
        "ln(x) + x": lambda x: mpmath.log(x) + x - a,
    }[kind]
    start = {"e^x + x": math.log(a), "x^5 + x": a**0.2, "ln(x) + x": float(a)}[kind]
    call = f"s = solve({kind} = {a}, x)\nanswer = x * 1"
    return Problem(call, float(mpmath.findroot(function, start)))


@area
def inequalities(chance: Random) -> Problem:
    low, high = sorted(chance.sample(range(-9, 10), 2))
    sign = chance.choice(["<", "<=", ">", ">="])
    call = f"answer = solve((x - {text(low)}) * (x - {text(high)}) {sign} 0)"
    inside = sign.replace(">", "<")
    if "<" in sign:
        return Problem(call, f"{low} {inside} x {inside} {high}")
    return Problem(call, f"x {inside} {low} or x {sign} {high}")


@area
def joint_inequalities(chance: Random) -> Problem:
    low, high = sorted(chance.sample(range(-9, 10), 2))
    a, b = chance.randint(1, 5), chance.randint(-9, 9)
    call = f"answer = solve({a * low + b} < {a}x + {text(b)}, {a}x <= {a * high})"
    return Problem(call, f"{low} < x <= {high}")


@area
def chains(chance: Random) -> Problem:
    a, b, c = (Fraction(chance.randint(-20, 20), chance.randint(1, 6)) for _ in range(3))
    return Problem(f"answer = {text(a)} < {text(b)} <= {text(c)}", a < b <= c)


@area
def comparisons(chance: Random) -> Problem:
    a, b, c = (chance.randint(2, 40) for _ in range(3))
    return Problem(f"answer = sqrt({a}) + sqrt({b}) < {c} / 3", math.sqrt(a) + math.sqrt(b) < c / 3)


PIECES: dict[str, Callable[[Any], Any]] = {
    "x^3": lambda x: x**3,
    "sin(x)": mpmath.sin,
    "e^x": mpmath.exp,
    "ln(x)": mpmath.log,
    "1 / x": lambda x: 1 / x,
    "cos(2x)": lambda x: mpmath.cos(2 * x),
    "sqrt(x)": mpmath.sqrt,
    "atan(x)": mpmath.atan,
    "x * e^(-x)": lambda x: x * mpmath.exp(-x),
    "tan(x / 3)": lambda x: mpmath.tan(x / 3),
    "sinh(x)": mpmath.sinh,
    "1 / (x^2 + 1)": lambda x: 1 / (x**2 + 1),
}


@area
def derivatives(chance: Random) -> Problem:
    (f, first), (g, second) = chance.sample(list(PIECES.items()), 2)
    x, order = Fraction(chance.randint(11, 29), 10), chance.randint(1, 2)
    wanted = mpmath.diff(
        lambda t: first(t) * second(t), mpmath.mpf(x.numerator) / x.denominator, order
    )
    call = f"d = derivative(({f}) * ({g}), x, {order})\nanswer = substitute(d, x, {text(x)}) + 0.0"
    return Problem(call, float(wanted))


@area
def gradients(chance: Random) -> Problem:
    a, b, x, y = (chance.randint(1, 6) for _ in range(4))
    call = f"g = gradient({a} * x^2 * y + {b} * y^3, x, y)\nx = {x}\ny = {y}\nanswer = g"
    return Problem(call, [2 * a * x * y, a * x * x + 3 * b * y * y])


@area
def definite_integrals(chance: Random) -> Problem:
    f, function = chance.choice(list(PIECES.items()))
    low, high = chance.choice([(1, 2), (1, 3), (2, 3)])
    return Problem(
        f"answer = integral({f}, x, {low}, {high}) + 0.0", float(mpmath.quad(function, [low, high]))
    )


@area
def antiderivatives(chance: Random) -> Problem:
    f, function = chance.choice(list(PIECES.items()))
    a = chance.randint(1, 5)
    call = f"f = integral({a} * ({f}), x)\nanswer = substitute(f, x, 2) - substitute(f, x, 1) + 0.0"
    return Problem(call, float(a * mpmath.quad(function, [1, 2])))


@area
def improper_integrals(chance: Random) -> Problem:
    a, n = chance.randint(1, 5), chance.randint(0, 4)
    call = f"answer = integral(x^{n} * e^(-{a}x), x, 0, oo)"
    value = mpmath.quad(lambda x: x**n * mpmath.exp(-a * x), [0, 1, 5, mpmath.inf])
    return Problem(call, float(value))


@area
def integrals_without_a_formula(chance: Random) -> Problem:
    f, function = chance.choice(
        [
            ("x^x", lambda x: x**x),
            ("e^sin(x)", lambda x: mpmath.exp(mpmath.sin(x))),
            ("sqrt(1 + sin(x)^3)", lambda x: mpmath.sqrt(1 + mpmath.sin(x) ** 3)),
            ("cos(e^x)", lambda x: mpmath.cos(mpmath.exp(x))),
        ]
    )
    high = chance.choice([1, 2])
    with mpmath.workdps(40):
        wanted = mpmath.nstr(mpmath.quad(function, [0, high / 2, high]), 15)
    return Problem(f"answer = numeric(integral({f}, x, 0, {high}), 15)", float(wanted))


@area
def limits_at_a_point(chance: Random) -> Problem:
    a, b = chance.randint(1, 9), chance.randint(1, 9)
    call, value = chance.choice(
        [
            (f"limit(sin({a}x) / ({b}x), x, 0)", Fraction(a, b)),
            (f"limit((e^({a}x) - 1) / ({b}x), x, 0)", Fraction(a, b)),
            (f"limit((x^2 - {a * a}) / (x - {a}), x, {a})", 2 * a),
            (f"limit(({a}x^2 + x) / ({b}x^2 - 1), x, oo)", Fraction(a, b)),
            (f"limit((1 - cos({a}x)) / x^2, x, 0)", Fraction(a * a, 2)),
            (f"right_limit(abs(x - {a}) / (x - {a}), x, {a})", 1),
            (f"left_limit(abs(x - {a}) / (x - {a}), x, {a})", -1),
        ]
    )
    return Problem(f"answer = {call}", value)


@area
def series(chance: Random) -> Problem:
    name, function = chance.choice(
        [
            ("e^x", mpmath.exp),
            ("sin(x)", mpmath.sin),
            ("ln(1 + x)", lambda x: mpmath.log(1 + x)),
            ("1 / (1 - x)", lambda x: 1 / (1 - x)),
            ("sqrt(1 + x)", lambda x: mpmath.sqrt(1 + x)),
        ]
    )
    order = chance.randint(2, 7)
    wanted = mpmath.taylor(function, 0, order)[order]
    return Problem(
        f"s = series({name}, x, 0, {order})\nanswer = coefficient(s, x, {order}) + 0.0",
        float(wanted),
    )


@area
def expansions(chance: Random) -> Problem:
    a, b, x = polynomial(chance, 2), polynomial(chance, 2), chance.randint(2, 9)
    form = chance.choice(["expand", "factor", "simplify"])
    call = f"p = {form}(({spell(a)}) * ({spell(b)}))\nanswer = substitute(p, x, {x})"
    return Problem(call, at(a, x) * at(b, x))


@area
def partial_fractions(chance: Random) -> Problem:
    a, b = chance.sample(range(-6, 7), 2)
    c, x = chance.randint(1, 9), Fraction(chance.randint(70, 99), 7)
    call = (
        f"p = apart(({c}x + 1) / ((x - {text(a)}) * (x - {text(b)})))\n"
        f"answer = substitute(p, x, {text(x)})"
    )
    return Problem(call, (c * x + 1) / ((x - a) * (x - b)))


@area
def polynomial_parts(chance: Random) -> Problem:
    a, b = polynomial(chance, 3), polynomial(chance, 1)
    x = chance.randint(2, 9)
    rest = at(a, Fraction(-b[1], b[0]))
    call = (
        f"p = {spell(a)}\nq = quotient(p, {spell(b)})\n"
        f"answer = [coefficient(p, x, 2), degree(p, x), remainder(p, {spell(b)}), "
        f"substitute(q, x, {x})]"
    )
    if at(b, x) == 0:
        x += 1
        call = call.replace(f"substitute(q, x, {x - 1})", f"substitute(q, x, {x})")
    return Problem(call, [a[1], 3, rest, (at(a, Fraction(x)) - rest) / at(b, x)])


@area
def discriminants(chance: Random) -> Problem:
    a, b, c = polynomial(chance, 2)
    return Problem(f"answer = discriminant({spell([a, b, c])}, x)", b * b - 4 * a * c)


TRIGONOMETRY: dict[str, Callable[[Any], Any]] = {
    name: getattr(mpmath, name)
    for name in (
        "sin cos tan cot sec csc atan acot sinh cosh tanh coth sech csch asinh asec acsc acoth"
    ).split()
}


@area
def trigonometry(chance: Random) -> Problem:
    name, function = chance.choice(list(TRIGONOMETRY.items()))
    x = Fraction(chance.randint(11, 28), 10)
    if name in ("acoth", "asec", "acsc"):
        x += 1
    wanted = function(mpmath.mpf(x.numerator) / x.denominator)
    return Problem(f"answer = {name}({text(x)})", float(wanted))


@area
def inverse_trigonometry(chance: Random) -> Problem:
    name = chance.choice(["asin", "acos", "atanh", "asech"])
    x = Fraction(chance.randint(1, 9), 10)
    return Problem(f"answer = {name}({text(x)})", float(getattr(mpmath, name)(float(x))))


@area
def angles(chance: Random) -> Problem:
    degrees = chance.randrange(0, 360, 5)
    y, x = chance.randint(-9, 9), chance.randint(1, 9)
    call = f"answer = [to_radians({degrees}) + 0.5, to_degrees(atan2({text(y)}, {x})) + 0.25]"
    return Problem(call, [math.radians(degrees) + 0.5, math.degrees(math.atan2(y, x)) + 0.25])


@area
def complex_numbers(chance: Random) -> Problem:
    a, b, c, d = (chance.randint(1, 9) for _ in range(4))
    value = complex(a, b) / complex(c, -d)
    exact = [Fraction(a * c - b * d, c * c + d * d), Fraction(a * d + b * c, c * c + d * d)]
    call = f"z = ({a} + {b}i) / ({c} - {d}i)\nanswer = [re(z), im(z), re(conjugate(z)), abs(z)^2]"
    assert abs(value - complex(*exact)) < 1e-9
    return Problem(call, [*exact, exact[0], exact[0] ** 2 + exact[1] ** 2])


@area
def logarithms(chance: Random) -> Problem:
    a, b, n = chance.randint(2, 90), chance.randint(2, 9), chance.randint(1, 6)
    call = f"answer = [log({b}^{n}, {b}), ln({a}) + log({a}) + exp(1 / {b})]"
    return Problem(call, [n, math.log(a) + math.log10(a) + math.exp(1 / b)])


@area
def special_functions(chance: Random) -> Problem:
    name = chance.choice(["gamma", "erf", "zeta", "lambertw", "si", "ei"])
    x = Fraction(chance.randint(11, 39), 10)
    return Problem(f"answer = {name}({text(x)})", float(getattr(mpmath, name)(float(x))))


@area
def many_digits(chance: Random) -> Problem:
    digits, a = chance.randint(20, 80), chance.randint(2, 99)
    name, function = chance.choice([("sqrt", mpmath.sqrt), ("ln", mpmath.log), ("sin", mpmath.sin)])
    with mpmath.workdps(digits + 30):
        wanted = mpmath.nstr(function(a), digits, strip_zeros=True)
    return Problem(f"answer = numeric({name}({a}), {digits})", str(wanted))
