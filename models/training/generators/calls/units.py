# ruff: noqa: E501 - a pattern of language is one line
"""Questions for the tool that converts measurements."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.calls.patterns import Digits, Filled, Group
from lottery_agent.models.training.generators.calls.values import numeral
from lottery_agent.models.training.generators.vocabulary import Vocabulary

UNITS = (
    ("metres", "kilometres", "miles", "feet", "inches", "yards", "centimetres", "millimetres"),
    ("grams", "kilograms", "pounds", "ounces", "tonnes"),
    ("seconds", "minutes", "hours", "days", "weeks"),
    ("litres", "gallons", "millilitres", "pints"),
)
"""The units of every day, by what they measure."""

_KINDS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("metre", "m"), ("kilometre", "km"), ("mile", "mi"), ("foot", "ft"), ("inch", ""), ("yard", "yd"), ("centimetre", "cm"), ("millimetre", "mm"), ("meter", "m"), ("kilometer", "km"), ("centimeter", "cm"), ("nautical mile", ""), ("fathom", ""), ("furlong", ""), ("light year", ""), ("micrometre", "")),
    (("gram", "g"), ("kilogram", "kg"), ("pound", "lb"), ("ounce", "oz"), ("tonne", "t"), ("milligram", "mg"), ("stone", ""), ("carat", ""), ("grain", "")),
    (("second", "s"), ("minute", "min"), ("hour", "h"), ("day", ""), ("week", ""), ("millisecond", "ms")),
    (("litre", "l"), ("gallon", "gal"), ("millilitre", "ml"), ("pint", "pt"), ("cup", ""), ("tablespoon", "tbsp"), ("teaspoon", "tsp"), ("fluid ounce", ""), ("quart", "qt"), ("liter", "L"), ("milliliter", "mL"), ("cubic metre", "m³"), ("cubic centimetre", "cm^3"), ("cubic foot", ""), ("barrel", "")),
    (("square metre", "m²"), ("square kilometre", "km^2"), ("square mile", ""), ("square foot", "sq ft"), ("acre", ""), ("hectare", "ha"), ("square inch", ""), ("square yard", "")),
    (("kilometre per hour", "km/h"), ("mile per hour", "mph"), ("metre per second", "m/s"), ("knot", ""), ("foot per second", "ft/s")),
    (("joule", "J"), ("kilojoule", "kJ"), ("calorie", "cal"), ("kilocalorie", "kcal"), ("kilowatt hour", "kWh"), ("watt hour", "Wh"), ("british thermal unit", "BTU")),
    (("watt", "W"), ("kilowatt", "kW"), ("megawatt", "MW"), ("horsepower", "hp")),
    (("pascal", "Pa"), ("bar", "bar"), ("atmosphere", "atm"), ("kilopascal", "kPa"), ("hectopascal", "hPa"), ("psi", "psi")),
    (("byte", ""), ("kilobyte", "kB"), ("megabyte", "MB"), ("gigabyte", "GB"), ("terabyte", "TB"), ("bit", ""), ("megabit", "Mbit"), ("kibibyte", "KiB"), ("gibibyte", "GiB")),
    (("degree", ""), ("radian", "rad")),
    (("hertz", "Hz"), ("kilohertz", "kHz"), ("megahertz", "MHz"), ("gigahertz", "GHz")),
)  # fmt: skip
"""Units by what they measure: the name for one, and the sign."""
_KIND_WEIGHTS = (10, 8, 6, 8, 4, 4, 2, 1, 1, 3, 1, 1)
_MANY = {"foot": "feet", "inch": "inches", "stone": "stone", "hertz": "hertz", "horsepower": "horsepower", "kilohertz": "kilohertz", "megahertz": "megahertz", "gigahertz": "gigahertz", "psi": "psi", "foot per second": "feet per second", "square foot": "square feet", "cubic foot": "cubic feet", "square inch": "square inches"}  # fmt: skip
_TEMPERATURES = ("degrees {}", "{}", "{}", "°{0[0]}", "{0[0]}", "degree {}")
_SCALES = ("Celsius", "Fahrenheit", "Celsius", "Fahrenheit", "Kelvin")


def many(unit: str) -> str:
    """Return the plural of a unit: `feet`, `miles per hour`."""
    if unit in _MANY:
        return _MANY[unit]
    first, per, rest = unit.partition(" per ")
    return f"{first}s{per}{rest}"


def _amount(rng: Random) -> tuple[str, str]:
    """Return a number as the question and as the call writes it."""
    draw = rng.random()
    if draw < 0.5:
        text = str(rng.choice((rng.randint(2, 12), rng.randint(2, 100), rng.randint(2, 1000))))
    elif draw < 0.8:
        text = f"{rng.randint(0, 200)}.{rng.choice(('5', '25', '75', str(rng.randint(1, 999))))}"
    elif draw < 0.9:
        text = str(100 * rng.randint(10, 500))
    else:
        text = str(rng.randint(1000, 99_999))
    if "." not in text and len(text) > 3 and rng.random() < 0.4:
        return f"{int(text):,}", text
    if "." not in text:
        return numeral(rng, int(text), share=0.1), text
    return text, text


def _spelled(rng: Random, unit: tuple[str, str], *, short: bool) -> str:
    return unit[1] if short and unit[1] else many(unit[0])


def _measured(rng: Random, words: Vocabulary) -> Filled:
    """Draw a measurement and the unit it is wanted in."""
    (kind,) = rng.choices(_KINDS, _KIND_WEIGHTS)
    one, two = rng.sample(kind, 2)
    while one[1] and one[1] == two[1]:
        two = rng.choice(kind)
    short = rng.random() < 0.35
    source = _spelled(rng, one, short=short)
    target = _spelled(rng, two, short=short != (rng.random() < 0.15))
    said, amount = _amount(rng)
    return Filled({"x": f"{said} {source}", "u": target}, (Digits(amount), source, target))


def _single(rng: Random, words: Vocabulary) -> Filled:
    """Draw a unit, and one that it is counted in."""
    (kind,) = rng.choices(_KINDS, _KIND_WEIGHTS)
    one, two = rng.sample(kind, 2)
    article = "an" if one[0][0] in "aeiou" or one[0].startswith("hour") else "a"
    said = {
        "x": rng.choice((f"{article} {one[0]}", f"one {one[0]}", f"1 {one[0]}")),
        "u": many(two[0]),
    }
    return Filled(said, (1, one[0], said["u"]))


def _warm(rng: Random, words: Vocabulary) -> Filled:
    """Draw a temperature and another scale."""
    one = two = rng.choice(_SCALES)
    while one == two:
        two = rng.choice(_SCALES)
    form = rng.choice(_TEMPERATURES)
    source, target = form.format(one), form.format(two)
    number = str(rng.randint(-60, 500)) if one != "Kelvin" else str(rng.randint(1, 900))
    if rng.random() < 0.2:
        number += f".{rng.randint(1, 9)}"
    gap = "" if source.startswith("°") and rng.random() < 0.5 else " "
    return Filled({"x": f"{number}{gap}{source}", "u": target}, (Digits(number), source, target))


_PATTERNS = (
    "[Convert|convert|Please convert] {x} [to|into] {u}.",
    "How many {u} are [in |]{x}?",
    "What is {x} in {u}?",
    "{x} [in|to|into|=] {u}",
    "How much is {x} in {u}?",
    "[Change|Express|Give|Write] {x} [in|as] {u}.",
    "[how many|How many] {u} [do|would] {x} make?",
    "The {t} [measures|has] {x}. What is that in {u}?",
    "{N} needs {x} of {ts}. How many {u} is that?",
    "In {u}, [how much is|what is] {x}?",
    "I have {x}, what's that in {u}?",
    "What do I get if I change {x} into {u}?",
    "The {adj} {t} is given as {x} but {N} thinks in {u}. How much is it?",
)
_WARM = (
    "[Convert|convert] {x} [to|into] {u}.",
    "What is {x} in {u}?",
    "{x} [in|to] {u}",
    "It is {x} outside. What is that in {u}?",
    "how hot is {x} in {u}",
    "[Express|Give|Write] {x} in {u}.",
    "The oven must be at {x}. {N}'s oven shows {u}. What does it show?",
)
_SINGLES = (
    "How many {u} are [there |]in {x}?",
    "How many {u} does {x} have?",
    "How many {u} make {x}?",
    "What is {x} in {u}?",
    "{x} in {u}",
)

GROUPS = (
    Group("convert", _measured, _PATTERNS),
    Group("convert", _warm, _WARM),
    Group("convert", _single, _SINGLES),
)
"""The patterns of the tool."""
