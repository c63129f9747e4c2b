"""Roots, exponentials, angles, complex numbers and the special functions that integrals need."""

from __future__ import annotations

from collections.abc import Callable

import sympy
from sympy import Expr

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics import arithmetic
from lottery_agent.toolbox.mathematics.arguments import Function


def _known(compute: Callable[[Expr], Expr]) -> Callable[[Expr], Expr]:
    """Write a part of a complex expression out, where SymPy can."""

    def parts(number: Expr) -> Expr:
        result = compute(number)
        return sympy.expand_complex(result) if number.is_number else result

    return parts


def _atan2(y: Expr, x: Expr) -> Expr:
    if y.is_zero and x.is_zero:
        raise ToolError("the angle of the point 0, 0 is not defined", hint="use another point")
    return sympy.atan2(y, x)


def _argument(number: Expr) -> Expr:
    if number.is_zero:
        raise ToolError("the angle of 0 is not defined", hint="use another number")
    return sympy.arg(number)


def _fraction_part(index: int) -> Callable[[Expr], Expr]:
    return lambda number: sympy.fraction(sympy.together(number))[index]


ELEMENTARY: dict[str, Function] = {
    "sqrt": Function(sympy.sqrt),
    "cbrt": Function(lambda x: arithmetic.root(x, 3)),
    "root": Function(arithmetic.nth_root, "number number"),
    "abs": Function(sympy.Abs),
    "sign": Function(sympy.sign),
    "floor": Function(arithmetic.whole(sympy.floor)),
    "ceil": Function(arithmetic.whole(sympy.ceiling)),
    "round": Function(arithmetic.rounded, "number number?"),
    "trunc": Function(arithmetic.truncated),
    "min": Function(arithmetic.extreme(sympy.Min), "numbers"),
    "max": Function(arithmetic.extreme(sympy.Max), "numbers"),
    "mod": Function(arithmetic.modulo, "number number"),
    "quotient": Function(arithmetic.quotient, "number number"),
    "remainder": Function(arithmetic.remainder, "number number"),
    "numerator": Function(_fraction_part(0)),
    "denominator": Function(_fraction_part(1)),
    "exp": Function(lambda x: arithmetic.power(sympy.E, x)),
    "ln": Function(lambda x: arithmetic.logarithm(x, sympy.E)),
    "log": Function(arithmetic.logarithm, "number number?"),
    "atan2": Function(_atan2, "number number"),
    "to_degrees": Function(lambda x: x * 180 / sympy.pi),
    "to_radians": Function(lambda x: x * sympy.pi / 180),
    "re": Function(_known(sympy.re)),
    "im": Function(_known(sympy.im)),
    "conjugate": Function(sympy.conjugate),
    "arg": Function(_argument),
    "zeta": Function(sympy.zeta),
    "lambertw": Function(sympy.LambertW),
    "si": Function(sympy.Si),
    "ci": Function(sympy.Ci),
    "ei": Function(sympy.Ei),
    "li": Function(sympy.li),
    "erf": Function(sympy.erf),
    "erfi": Function(sympy.erfi),
    **{
        name: Function(getattr(sympy, name))
        for name in (
            "sin cos tan cot sec csc asin acos atan acot asec acsc "
            "sinh cosh tanh coth sech csch asinh acosh atanh acoth asech acsch"
        ).split()
    },
}
"""Functions of numbers, real or complex."""
