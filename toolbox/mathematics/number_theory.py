"""Primes, divisors, remainders and digits of whole numbers.

A number is factored only if its small primes can be divided out and what is left is prime or short:
factoring a product of two long primes has no known fast method.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd, prod

import sympy
from sympy import Expr, Integer
from sympy.functions.combinatorial import numbers as counting
from sympy.ntheory import modular

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics import limits
from lottery_agent.toolbox.mathematics.arguments import Function
from lottery_agent.toolbox.mathematics.arithmetic import folded
from lottery_agent.toolbox.mathematics.values import Array, Numeral

_TRIAL = 100_000  # primes up to here are divided out first
_HARD_BITS = 100  # longest product of two long primes that is factored, in about a second
_PRIME_BITS = 4_096
_NEXT_BITS = 768
_COUNTED = 10**9
_NTH = 10**6
_SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"


def factorization(number: int) -> dict[int, int]:
    """Return the primes of a positive number with their powers, in order.

    Raises:
        ToolError: With kind `limit` if a part without small primes is too long to split.
    """
    if number == 0:
        raise ToolError("0 has no prime factors", hint="use a positive whole number")
    found: dict[int, int] = sympy.factorint(abs(number), limit=_TRIAL)
    for part in [part for part in found if part > _TRIAL**2]:
        if part.bit_length() > _PRIME_BITS:
            raise limits.too_large("the number to factor")
        if sympy.isprime(part):
            continue
        if part.bit_length() > _HARD_BITS:
            raise ToolError(
                f"a factor of {len(str(part))} digits is not prime and too long to split",
                kind="limit",
                hint="use a smaller number",
            )
        power = found.pop(part)
        for prime, inner in sympy.factorint(part).items():
            found[prime] = found.get(prime, 0) + inner * power
    return dict(sorted(found.items()))


def mod_power(base: int, exponent: int, modulus: int) -> Expr:
    """Return `base ^ exponent` modulo `modulus`, without the power itself."""
    if modulus == 0:
        raise ToolError("there is no remainder modulo 0", hint="use a positive modulus")
    try:
        return Integer(pow(base, exponent, modulus))
    except ValueError:
        raise _not_invertible(base, modulus) from None


def _not_invertible(number: int, modulus: int) -> ToolError:
    common = gcd(number, modulus)
    return ToolError(
        f"{number} has no inverse modulo {modulus}: both are divisible by {common}",
        hint="the numbers must have no common divisor",
    )


def _is_prime(number: int) -> bool:
    limits.check_bits(number.bit_length(), "the number to test", _PRIME_BITS)
    return bool(sympy.isprime(number))


def _next_prime(number: int) -> Expr:
    limits.check_bits(number.bit_length(), "the number", _NEXT_BITS)
    return Integer(sympy.nextprime(max(number, 1)))


def _previous_prime(number: int) -> Expr:
    limits.check_bits(number.bit_length(), "the number", _NEXT_BITS)
    if number <= 2:
        raise ToolError(f"there is no prime below {number}", hint="use a number above 2")
    return Integer(sympy.prevprime(number))


def _nth_prime(number: int) -> Expr:
    if number > _NTH:
        raise limits.too_large("the number of the prime")
    return Integer(sympy.prime(number))


def _prime_count(number: int) -> Expr:
    if number > _COUNTED:
        raise limits.too_large("the range of primes")
    return Integer(int(counting.primepi(number)))


def _primes(low: int, high: int) -> Array:
    limits.check_bits(high.bit_length(), "the range of primes", 64)
    if high - low > 100 * limits.MAX_ITEMS:
        raise limits.too_large("the range of primes")
    found = list(sympy.primerange(max(low, 2), high + 1))
    limits.check_items(len(found))
    return Array.of(map(Integer, found))


def _prime_factors(number: int) -> Array:
    return Array.of(Integer(p) for p, power in factorization(number).items() for _ in range(power))


def _divisors(number: int) -> Array:
    powers = factorization(number)
    limits.check_items(prod(power + 1 for power in powers.values()))
    found = [1]
    for prime, power in powers.items():
        found = [divisor * prime**each for divisor in found for each in range(power + 1)]
    return Array.of(map(Integer, sorted(found)))


def _divisor_count(number: int) -> Expr:
    return Integer(prod(power + 1 for power in factorization(number).values()))


def _divisor_sum(number: int) -> Expr:
    powers = factorization(number).items()
    return Integer(prod((prime ** (power + 1) - 1) // (prime - 1) for prime, power in powers))


def _totient(number: int) -> Expr:
    powers = factorization(number).items()
    return Integer(prod(prime ** (power - 1) * (prime - 1) for prime, power in powers))


def _mobius(number: int) -> Expr:
    powers = factorization(number)
    return Integer(0 if any(power > 1 for power in powers.values()) else (-1) ** len(powers))


def _mod_inverse(number: int, modulus: int) -> Expr:
    if modulus < 2:
        raise ToolError(f"there is no inverse modulo {modulus}", hint="use a modulus above 1")
    return mod_power(number, -1, modulus)


def _chinese_remainder(remainders: Sequence[int], moduli: Sequence[int]) -> Expr:
    if len(remainders) != len(moduli) or any(modulus < 1 for modulus in moduli):
        raise ToolError(
            "each remainder needs a positive modulus",
            hint="write chinese_remainder([2, 3], [3, 5])",
        )
    found = modular.crt(list(moduli), list(remainders), symmetric=False)
    if found is None:
        raise ToolError("no number leaves all of these remainders", hint="check the remainders")
    return Integer(int(found[0]))


def _continued_fraction(number: Expr) -> Array:
    if not isinstance(number, sympy.Rational):
        raise ToolError("only a fraction has a finite continued fraction", hint="use round(…)")
    top, bottom = int(number.p), int(number.q)
    terms: list[Expr] = []
    while bottom:
        whole, rest = divmod(top, bottom)
        terms.append(Integer(whole))
        limits.check_items(len(terms))
        top, bottom = bottom, rest
    return Array.of(terms)


def digits_of(number: int, base: int) -> list[int]:
    """Return the digits of a whole number's size, the highest first.

    Raises:
        ToolError: If the base is below 2, or there are too many digits.
    """
    if base < 2:
        raise ToolError(f"there is no base {base}", hint="use 2 or more")
    found: list[int] = []
    rest = abs(number)
    limits.check_bits(rest.bit_length(), "the number")
    while rest or not found:
        rest, digit = divmod(rest, base)
        found.append(digit)
    return found[::-1]


def _digits(number: int, base: int = 10) -> Array:
    found = digits_of(number, base)
    limits.check_items(len(found))
    return Array.of(map(Integer, found))


def _digit_sum(number: int, base: int = 10) -> Expr:
    return Integer(sum(digits_of(number, base)))


def _to_base(number: int, base: int) -> Numeral:
    _check_base(base)
    text = "".join(_SIGNS[digit] for digit in digits_of(number, base))
    return Numeral(f"-{text}" if number < 0 else text)


def from_base(text: str, base: int) -> Expr:
    """Return the value of a number that is written in some base.

    Raises:
        ToolError: If a sign is no digit of the base.
    """
    _check_base(base)
    for sign in text.lower():
        if _SIGNS.find(sign) not in range(base):
            raise ToolError(
                f"{sign!r} is no digit to base {base}", hint=f"use {_SIGNS[:base][-1]} at most"
            )
    return Integer(int(text, base))


def _check_base(base: int) -> None:
    if not 2 <= base <= len(_SIGNS):
        raise ToolError(f"there are no signs for base {base}", hint="use 2 to 36, or digits(…)")


NUMBER_THEORY: dict[str, Function] = {
    "gcd": Function(folded(sympy.gcd), "numbers numbers"),
    "lcm": Function(folded(sympy.lcm), "numbers numbers"),
    "is_prime": Function(_is_prime, "integer"),
    "next_prime": Function(_next_prime, "integer"),
    "previous_prime": Function(_previous_prime, "integer"),
    "prime": Function(_nth_prime, "positive"),
    "prime_count": Function(_prime_count, "natural"),
    "primes": Function(_primes, "integer integer"),
    "prime_factors": Function(_prime_factors, "positive"),
    "divisors": Function(_divisors, "positive"),
    "divisor_count": Function(_divisor_count, "positive"),
    "divisor_sum": Function(_divisor_sum, "positive"),
    "totient": Function(_totient, "positive"),
    "mobius": Function(_mobius, "positive"),
    "mod_inverse": Function(_mod_inverse, "integer integer"),
    "mod_power": Function(mod_power, "integer integer integer"),
    "chinese_remainder": Function(_chinese_remainder, "integers integers"),
    "continued_fraction": Function(_continued_fraction),
    "to_base": Function(_to_base, "integer integer"),
    "digits": Function(_digits, "integer integer?"),
    "digit_sum": Function(_digit_sum, "integer integer?"),
}
"""Functions of whole numbers; `from_base` reads signs, so the evaluator calls it itself."""
