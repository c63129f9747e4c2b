"""The functions of the language in plain Python, for computing a worksheet a second time.

Whole numbers are handled by trial division and counting, lists by Python's own functions, and
nothing here shares code with the functions of the tool. What would take long is `Unsupported`.
"""

from __future__ import annotations

import math
import operator
import statistics
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import TypeAlias

Number = Fraction | float
Plain: TypeAlias = Number | bool | list["Plain"]

_LONGEST_TRIAL = 2_000_000  # of trial division
_LONGEST_POWER = 100_000  # bits


class Unsupported(Exception):
    """This part of a worksheet is not plain arithmetic."""


def power(base: Number, exponent: Number) -> Number:
    """Return a power, exact where both sides are."""
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        if isinstance(base, Fraction):
            length = max(base.numerator.bit_length(), base.denominator.bit_length())
            if length * abs(exponent) > _LONGEST_POWER:
                raise Unsupported
        return base ** int(exponent)
    return math.pow(base, exponent)


def whole(value: Plain) -> int:
    """Return a whole number, or give up."""
    if not isinstance(value, Fraction) or value.denominator != 1:
        raise Unsupported
    return int(value)


def factorial(value: Plain) -> Fraction:
    """Return the factorial of a whole number."""
    return Fraction(math.factorial(whole(value)))


def prime_factors(number: int) -> list[int]:
    """Return the primes of a positive number by trial division, each as often as it divides."""
    found: list[int] = []
    divisor = 2
    while divisor * divisor <= number:
        if divisor > _LONGEST_TRIAL:
            raise Unsupported
        while number % divisor == 0:
            found.append(divisor)
            number //= divisor
        divisor += 1 if divisor == 2 else 2
    return [*found, number] if number > 1 else found


def _is_prime(number: int) -> bool:
    return number > 1 and prime_factors(number) == [number]


def _search(number: int, step: int) -> int:
    number += step
    while not _is_prime(number):
        number += step
        if number < 2:
            raise Unsupported
    return number


def _divisors(number: int) -> list[int]:
    if number > _LONGEST_TRIAL**2:
        raise Unsupported
    small = [each for each in range(1, math.isqrt(number) + 1) if number % each == 0]
    return sorted({*small, *(number // each for each in small)})


def _sieve(limit: int) -> list[int]:
    if limit > _LONGEST_TRIAL:
        raise Unsupported
    kept = bytearray([1]) * (limit + 1)
    for each in range(2, math.isqrt(limit) + 1):
        if kept[each]:
            kept[each * each :: each] = bytes(len(range(each * each, limit + 1, each)))
    return [each for each in range(2, limit + 1) if kept[each]]


def _nth_prime(number: int) -> int:
    size = max(number, 6)
    return _sieve(int(size * (math.log(size) + math.log(math.log(size)))) + 1)[number - 1]


def _totient(number: int) -> int:
    primes = set(prime_factors(number))
    result = Fraction(number)
    for prime in primes:
        result *= Fraction(prime - 1, prime)
    return int(result)


def _mobius(number: int) -> int:
    primes = prime_factors(number)
    return 0 if len(set(primes)) < len(primes) else int((-1) ** len(primes))


def _inverse(number: int, modulus: int) -> int:
    """Return an inverse by Euclid's algorithm."""
    a, b, x, y = number % modulus, modulus, 1, 0
    while b:
        q = a // b
        a, b, x, y = b, a - q * b, y, x - q * y
    if a != 1:
        raise Unsupported
    return x % modulus


def _mod_power(base: int, exponent: int, modulus: int) -> int:
    return (
        _inverse(pow(base, -exponent, modulus), modulus)
        if exponent < 0
        else (pow(base, exponent, modulus))
    )


def _remainder_of_all(remainders: Sequence[int], moduli: Sequence[int]) -> int:
    """Sieve for the least number that leaves all remainders."""
    number, step = 0, 1
    for rest, modulus in zip(remainders, moduli, strict=True):
        for _ in range(min(modulus, _LONGEST_TRIAL) + 1):
            if number % modulus == rest % modulus:
                break
            number += step
        else:
            raise Unsupported
        step = math.lcm(step, modulus)
    return number


def _digits(number: int, base: int = 10) -> list[int]:
    found = [number % base] if (number := abs(number)) < base else []
    while number >= base:
        found = [number % base, *found]
        number //= base
        if number < base:
            found = [number, *found]
    return found


def _pairs(first: Callable[[int, int], int], second: int, n: int) -> int:
    a, b = second, 1
    for _ in range(n):
        a, b = b, first(a, b)
    return a


def _derangements(n: int) -> int:
    return sum((-1) ** k * math.factorial(n) // math.factorial(k) for k in range(n + 1))


def _triangle(n: int) -> list[list[int]]:
    """Return the Stirling numbers of the second kind up to `n`."""
    if n > 300:
        raise Unsupported
    rows = [[1]]
    for size in range(1, n + 1):
        last = [*rows[-1], 0]
        rows.append([0] + [k * last[k] + last[k - 1] for k in range(1, size + 1)])
    return rows


def _stirling(n: int, k: int) -> int:
    return _triangle(n)[n][k] if k <= n else 0


def _partitions(n: int) -> int:
    if n > 1_000:
        raise Unsupported
    ways = [1] + [0] * n
    for part in range(1, n + 1):
        for total in range(part, n + 1):
            ways[total] += ways[total - part]
    return ways[n]


def _multinomial(*sizes: int) -> int:
    total, result = 0, 1
    for size in sizes:
        total += size
        result *= math.comb(total, size)
    return result


def _root(value: Number) -> Number:
    if isinstance(value, Fraction):
        top, bottom = math.isqrt(abs(value.numerator)), math.isqrt(value.denominator)
        if value >= 0 and (top**2, bottom**2) == (value.numerator, value.denominator):
            return Fraction(top, bottom)
    return math.sqrt(value)


def _nth_root(value: Number, degree: Number) -> float:
    if value < 0 and whole(degree) % 2:
        return -math.pow(-value, 1 / degree)
    return math.pow(value, 1 / degree)


def _round(value: Number, places: Number = Fraction(0)) -> Number:
    if not isinstance(value, Fraction):
        raise Unsupported
    scale = Fraction(10) ** whole(places)
    size = math.floor(abs(value) * scale + Fraction(1, 2)) / scale
    return -size if value < 0 else size


def _rational(compute: Callable[[Fraction], int]) -> Callable[[Number], Number]:
    """Only for exact values: a float next to a whole number may fall on the wrong side."""

    def checked(value: Number) -> Number:
        if not isinstance(value, Fraction):
            raise Unsupported
        return Fraction(compute(value))

    return checked


def _spread(less: int, *, root: bool) -> Callable[..., Number]:
    def compute(*values: Number) -> Number:
        total, squares = sum(values), sum(value * value for value in values)
        variance = (squares - total * total / len(values)) / (len(values) - less)
        return math.sqrt(variance) if root else variance

    return compute


def _mode(*values: Number) -> Plain:
    found = sorted(statistics.multimode(values))
    return found[0] if len(found) == 1 else [*found]


def _wholes(compute: Callable[..., int | bool | list[int]]) -> Callable[..., Plain]:
    """Make a function of Python's whole numbers one of fractions."""

    def converted(*values: Plain) -> Plain:
        arguments = [[whole(i) for i in v] if isinstance(v, list) else whole(v) for v in values]
        result = compute(*arguments)
        if isinstance(result, bool):
            return result
        return [Fraction(i) for i in result] if isinstance(result, list) else Fraction(result)

    return converted


def _range(first: int, last: int, step: int = 1) -> list[int]:
    return list(range(first, last + (1 if step > 0 else -1), step))


def _element(items: list[Plain], *indices: Number) -> Plain:
    found: Plain = items
    for index in map(whole, indices):
        if not isinstance(found, list):
            raise Unsupported
        found = found[index - 1 if index > 0 else index]
    return found


def _log_base(value: Number, base: Number = Fraction(10)) -> float:
    return math.log(value) / math.log(base)


def _dot(left: list[Number], right: list[Number]) -> Number:
    return sum(map(operator.mul, left, right), Fraction(0))


OPERATIONS: Mapping[str, Callable[..., Number]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "power": power,
    "negate": operator.neg,
    "percent": lambda value: value / 100,
    "factorial": factorial,
}
"""What the signs of a sum stand for."""

FUNCTIONS: Mapping[str, Callable[..., Plain]] = {
    "sqrt": _root,
    "cbrt": math.cbrt,
    "root": _nth_root,
    "abs": abs,
    "sign": lambda value: Fraction((value > 0) - (value < 0)),
    "floor": _rational(math.floor),
    "ceil": _rational(math.ceil),
    "trunc": _rational(math.trunc),
    "round": _round,
    "min": min,
    "max": max,
    "mod": operator.mod,
    "quotient": lambda a, b: Fraction(a // b),
    "remainder": operator.mod,
    "exp": math.exp,
    "ln": math.log,
    "log": _log_base,
    "atan2": math.atan2,
    "to_degrees": math.degrees,
    "to_radians": math.radians,
    "erf": math.erf,
    "gamma": math.gamma,
    "cot": lambda x: 1 / math.tan(x),
    "sec": lambda x: 1 / math.cos(x),
    "csc": lambda x: 1 / math.sin(x),
    "coth": lambda x: 1 / math.tanh(x),
    "sech": lambda x: 1 / math.cosh(x),
    "csch": lambda x: 1 / math.sinh(x),
    **{
        name: getattr(math, name)
        for name in "sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh".split()
    },
    "gcd": _wholes(math.gcd),
    "lcm": _wholes(math.lcm),
    "is_prime": _wholes(_is_prime),
    "next_prime": _wholes(lambda n: _search(max(n, 1), 1)),
    "previous_prime": _wholes(lambda n: _search(n, -1)),
    "prime": _wholes(_nth_prime),
    "prime_count": _wholes(lambda n: len(_sieve(n))),
    "primes": _wholes(lambda a, b: [each for each in _sieve(b) if each >= a]),
    "prime_factors": _wholes(prime_factors),
    "divisors": _wholes(_divisors),
    "divisor_count": _wholes(lambda n: len(_divisors(n))),
    "divisor_sum": _wholes(lambda n: sum(_divisors(n))),
    "totient": _wholes(_totient),
    "mobius": _wholes(_mobius),
    "mod_inverse": _wholes(_inverse),
    "mod_power": _wholes(_mod_power),
    "chinese_remainder": _wholes(_remainder_of_all),
    "digits": _wholes(_digits),
    "digit_sum": _wholes(lambda n, base=10: sum(_digits(n, base))),
    "factorial": factorial,
    "binomial": _wholes(math.comb),
    "permutations": _wholes(math.perm),
    "multinomial": _wholes(_multinomial),
    "derangements": _wholes(_derangements),
    "fibonacci": _wholes(lambda n: _pairs(operator.add, 0, n)),
    "lucas": _wholes(lambda n: _pairs(operator.add, 2, n)),
    "catalan": _wholes(lambda n: math.comb(2 * n, n) // (n + 1)),
    "stirling": _wholes(_stirling),
    "bell": _wholes(lambda n: sum(_triangle(n)[n])),
    "partitions": _wholes(_partitions),
    "mean": lambda *values: sum(values) / len(values),
    "median": lambda *values: statistics.median(values),
    "mode": _mode,
    "geometric_mean": lambda *values: math.prod(map(float, values)) ** (1 / len(values)),
    "harmonic_mean": lambda *values: len(values) / sum(1 / value for value in values),
    "population_variance": _spread(0, root=False),
    "sample_variance": _spread(1, root=False),
    "population_stdev": _spread(0, root=True),
    "sample_stdev": _spread(1, root=True),
    "correlation": lambda a, b: statistics.correlation(
        *(list(map(float, side)) for side in (a, b))
    ),
    "sum": lambda items: sum(items, Fraction(0)),
    "product": lambda items: reduce(operator.mul, items, Fraction(1)),
    "length": lambda items: Fraction(len(items)),
    "range": _wholes(_range),
    "element": _element,
    "sort": sorted,
    "reverse": lambda items: items[::-1],
    "unique": lambda items: [v for i, v in enumerate(items) if v not in items[:i]],
    "count": lambda items, item: Fraction(items.count(item)),
    "dot": _dot,
    "norm": lambda items: math.hypot(*items),
}
"""Every function that has a plain counterpart."""
SPREAD = frozenset(
    "min max gcd lcm mean median mode geometric_mean harmonic_mean multinomial "
    "population_variance sample_variance population_stdev sample_stdev".split()
)
"""The functions that take their numbers as arguments or as one list."""
