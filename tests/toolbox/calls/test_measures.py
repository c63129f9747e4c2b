from fractions import Fraction

import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls.measures import converted


@pytest.mark.parametrize(
    ("amount", "source", "target", "expected"),
    [
        ("26.2", "miles", "kilometres", "42.1648128"),
        ("1", "inch", "cm", "2.54"),
        ("1", "pound", "grams", "453.59237"),
        ("20", "C", "F", "68"),
        ("68", "degrees Fahrenheit", "degrees Celsius", "20"),
        ("-40", "°F", "°C", "-40"),
        ("0", "kelvin", "celsius", "-273.15"),
        ("60", "miles per hour", "km/h", "96.56064"),
        ("60", "miles an hour", "mph", "60"),
        ("1", "square foot", "sq in", "144"),
        ("2", "cubic meters", "liters", "2000"),
        ("1", "m²", "cm^2", "10000"),
        ("1", "meter squared", "m2", "1"),
        ("1", "kg/m^3", "g/cm3", "0.001"),
        ("9.81", "m/s^2", "m/s/s", "9.81"),
        ("16", "fluid ounces", "pint", "1"),
        ("3", "nautical miles", "meters", "5556"),
        ("1", "kWh", "kilojoules", "3600"),
        ("2", "weeks", "hours", "336"),
        ("3", "Mbit", "bits", "3000000"),
        ("5", "KILOMETERS", "Meters", "5000"),
        ("100", "ft.", "yd", "100/3"),
        ("3", "US gallons", "liters", "11.356235352"),
        ("2", "U.S. pints per minute", "us pints per hour", "120"),
        ("3", "us", "ms", "0.003"),
    ],
)
def test_exact_conversions(amount: str, source: str, target: str, expected: str) -> None:
    result = converted(Fraction(amount), source, target)
    assert (result.value, result.is_exact) == (Fraction(expected), True)


@pytest.mark.parametrize(
    ("source", "target", "value"),
    [
        ("degrees", "radians", 0.017453292519943295),
        ("years", "days", 365.25),
        ("daltons", "kg", 1.66053906892e-27),
        ("parsec", "meters", 3.0856775814913674e16),
    ],
)
def test_what_rests_on_pi_or_a_measurement_is_not_exact(
    source: str, target: str, value: float
) -> None:
    result = converted(Fraction(1), source, target)
    assert float(result.value) == pytest.approx(value, rel=1e-9)
    assert not result.is_exact


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("miles", "kilograms", "different things"),
        ("C", "farad", "different things"),
        ("F", "meters", "different things"),
        ("foo", "kilograms", "'foo' is not a known unit"),
        ("", "m", "not a unit"),
        ("meters per", "m", "not a known unit"),
        ("m/", "m", "not a unit"),
        ("m" * 100, "m", "not a unit"),
        ("meter ** 100000", "m", "not a known unit"),
        ("m^4 m^4", "m", "not a unit"),
        ("__import__('os')", "m", "not a known unit"),
        ("meter.__class__", "m", "not a known unit"),
        ("lambda: 1", "m", "not a known unit"),
        ("square", "m", "not a known unit"),
        ("1e9 meters", "m", "not a known unit"),
        ("celsius per hour", "kelvin per hour", "can't be converted"),
    ],
)
def test_units_that_are_refused(source: str, target: str, words: str) -> None:
    with pytest.raises(ToolError) as caught:
        converted(Fraction(1), source, target)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
