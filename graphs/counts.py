"""Counts: which numbers can be the answer to a question of how many there are."""

from __future__ import annotations

import re
from fractions import Fraction

from lottery_agent.toolbox.mathematics.notation import numbers_in

_COUNT = re.compile(r"\bhow many\b(?: (?:more|fewer|other|whole|full))* (?P<what>[^\W\d_]+)", re.I)
_SHARED = re.compile(r"\b(?:average|mean|half|halves|quarters?|thirds?|times)\b", re.I)
"""Words by which a count may be no whole number: of children, a family has 1.8 on average."""
_MEASURES = frozenset(
    """
    seconds minutes hours days weeks months years decades centuries
    miles mile kilometers kilometres km meters metres m centimeters centimetres cm millimeters
    millimetres mm inches feet foot yards acres hectares square cubic
    pounds lbs ounces oz tons tonnes kilograms kilogrammes kilos kg grams grammes g milligrams mg
    gallons quarts pints liters litres l milliliters millilitres ml cups tablespoons teaspoons
    dollars euros cents percent degrees calories watts volts points units servings
    """.split()
)
"""What comes in parts as well, though one asks how many."""


def impossible_count(question: str, value: str) -> bool:
    """Tell whether a question asks how many there are, and a number can't be the answer.

    Less than nothing never is: a subtraction the wrong way round is the commonest slip of a small
    model. A part of a thing is none either, if the question tells whole numbers alone and asks
    after no measure. Of 6,611 worksheets for word problems 361 said so, and none was right.

    Args:
        question: The question, with the text that is given with it.
        value: What a worksheet comes to, as it is written exactly.
    """
    asked = list(_COUNT.finditer(question))
    if not asked:
        return False
    if value.startswith("-"):
        return True
    what = asked[-1]["what"].lower()
    if what in _MEASURES or _SHARED.search(question):
        return False
    told = [_number(text) for text in numbers_in(question)]
    if not told or any(number is None or number.denominator > 1 for number in told):
        return False
    number = _number(value)
    return number is not None and number.denominator > 1


def _number(text: str) -> Fraction | None:
    try:
        return Fraction(text.replace(",", "").replace(" ", ""))
    except (ValueError, ZeroDivisionError):
        return None
