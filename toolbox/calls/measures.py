"""Units of measurement through pint, which never sees text that it would evaluate.

A unit is read here word by word (`miles per hour`, `square feet`, `kg/m^3`, `degrees Celsius`);
pint is only asked what one name means. Factors are fractions, so conversions between defined units
are exact; those that rest on pi or on a measured constant are marked as not exact.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import Any

import pint
from pint.util import UnitsContainer

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls.results import Result

_MAX_CHARACTERS = 60
_MAX_POWER = 4
_MAX_WORDS = 4
_POWERS = {"square": 2, "sq": 2, "cubic": 3, "cu": 3, "squared": 2, "cubed": 3}
_AMERICAN = ("us", "u.s.", "u.s", "american")
_LETTERS = {"c": "degree_Celsius", "f": "degree_Fahrenheit", "k": "kelvin"}
_SIGNS = str.maketrans({"²": "^2", "³": "^3", "·": " ", "⋅": " ", "*": " ", "-": " "})
_FACTOR = re.compile(r"([^\W\d_]+(?:_[^\W\d_]+)*|[°%][^\W\d_]*)(?:\^?([1-4]))?")
_PER = re.compile(r" ?/ ?| per | an? ")

_EXACT = frozenset(
    """
    meter inch foot yard mile nautical_mile fathom furlong light_year astronomical_unit
    gram pound ounce stone metric_ton ton long_ton grain carat troy_ounce
    second minute hour day week fortnight hertz
    liter gallon quart pint cup fluid_ounce tablespoon teaspoon imperial_gallon imperial_pint
    barrel acre hectare are
    kilometer_per_hour mile_per_hour knot
    joule calorie watt watt_hour british_thermal_unit newton pound_force kilogram_force
    pascal bar standard_atmosphere pound_force_per_square_inch torr
    kelvin degree_Celsius degree_Fahrenheit degree_Rankine
    bit byte percent dozen
    ampere volt ohm coulomb farad henry weber tesla siemens mole candela lumen lux becquerel
    gray sievert
    """.split()
)
"""Units that are defined as rational multiples of one another, by pint's names."""

_TEMPERATURE = {"[temperature]": 1}


@cache
def _registry() -> Any:
    return pint.UnitRegistry(non_int_type=Fraction)


def converted(amount: Fraction, source: str, target: str) -> Result:
    """Convert a measurement.

    Args:
        amount: The number.
        source: Its unit.
        target: The unit wanted.

    Raises:
        ToolError: If a unit is unknown, or the two measure different things.
    """
    powers = [_powers(text) for text in _temperatures(source, target)]
    units = [_registry().Unit(UnitsContainer(counts)) for counts in powers]
    try:
        value = Fraction(_registry().Quantity(amount, units[0]).to(units[1]).magnitude)
    except pint.DimensionalityError:
        raise ToolError(
            f"{source!r} can't be converted to {target!r}: they measure different things"
        ) from None
    except pint.PintError as error:
        raise ToolError(f"{source!r} can't be converted to {target!r}: {error}") from None
    is_exact = all(_is_exact(name) for counts in powers for name in counts)
    return Result(value, is_exact=is_exact, unit=target.strip())


def _temperatures(source: str, target: str) -> tuple[str, str]:
    """Read `C` and `F` as degrees where the other unit is a temperature too.

    Alone they are the coulomb and the farad, which can't be converted to any temperature.
    """
    readings = [_LETTERS.get(_plain(text).strip("° ").lower(), text) for text in (source, target)]
    return (readings[0], readings[1]) if all(map(_is_temperature, readings)) else (source, target)


def _is_temperature(text: str) -> bool:
    try:
        names = list(_powers(text))
    except ToolError:
        return False
    return len(names) == 1 and bool(_registry().Unit(names[0]).dimensionality == _TEMPERATURE)


def _plain(text: str) -> str:
    """Return a unit without the signs and words that do not change its meaning."""
    words = " ".join(text.translate(_SIGNS).split()).strip(" .").split(" ")
    return " ".join(word for word in words if word.lower() not in ("degree", "degrees", "deg"))


def _powers(text: str) -> dict[str, int]:
    """Read a unit: pint's names of its parts, with their powers."""
    if not text.strip() or len(text) > _MAX_CHARACTERS:
        raise ToolError(f"{text[:_MAX_CHARACTERS]!r} is not a unit")
    # An angle is called a degree and nothing else.
    top, *bottom = _PER.split(_plain(text) or "degree")
    powers: dict[str, int] = {}
    for part, sign in ((top, 1), *((part, -1) for part in bottom)):
        for name, power in _factors(part, text).items():
            powers[name] = powers.get(name, 0) + sign * power
    return powers


def _factors(part: str, text: str) -> dict[str, int]:
    """Read units that are multiplied: names of several words first, then word by word."""
    words = part.split()
    if len(words) > 1 and words[0].lower() in _AMERICAN:
        del words[0]  # pint's gallons, pints and cups are those of the United States
    found: dict[str, int] = {}
    power = 1
    while words:
        if words[0].lower() in _POWERS and len(words) > 1:
            power = _POWERS[words.pop(0).lower()]
            continue
        name, raised, count = _longest(words, text)
        words = words[count:]
        if words and words[0].lower() in ("squared", "cubed"):
            raised *= _POWERS[words.pop(0).lower()]
        found[name] = found.get(name, 0) + power * raised
        power = 1
    if not found or any(abs(n) > _MAX_POWER for n in found.values()):
        raise ToolError(f"{text!r} is not a unit")
    return found


def _longest(words: list[str], text: str) -> tuple[str, int, int]:
    """Return the unit that as many of the first words as possible name, its power, their count."""
    for count in range(min(len(words), _MAX_WORDS), 0, -1):
        match = _FACTOR.fullmatch("_".join(words[:count]))
        name = _known(match[1]) if match else None
        if match and name:
            return name, int(match[2] or 1), count
    raise ToolError(f"{words[0]!r} is not a known unit", hint=f"write {text!r} in other words")


@cache
def _known(word: str) -> str | None:
    """Return pint's name for a unit, or None. Case matters for symbols, not for words."""
    for spelling in dict.fromkeys((word, word.lower())):
        readings = _registry().parse_unit_name(spelling)
        if readings:
            prefix, name, _ = readings[0]
            return f"{prefix}{name}"
    return None


def _is_exact(name: str) -> bool:
    readings = _registry().parse_unit_name(name)
    return any(base in _EXACT for _, base, _ in readings)
