import inspect
import pickle
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, Literal, Optional

import pytest
from jsonschema import Draft202012Validator

from lottery_agent.errors import UsageError
from lottery_agent.toolbox.calls import Tool, tool
from lottery_agent.toolbox.calls import days as days_module


def everything(
    day: date,
    amount: Fraction,
    count: int,
    share: float,
    either: int | float,
    name: str,
    sure: bool,
    unit: Literal["days", "weeks"],
    words: list[str],
    numbers: list[int | float],
    units: list[Literal["a b", "c"]],
    note: str | None = None,
    size: Optional[int] = 3,  # noqa: UP045 - both spellings are in use
) -> str:
    """Take every type.

    This line is not shown.
    """
    return (
        f"{day}{amount}{count}{share}{either}{name}{sure}{unit}{words}{numbers}{units}{note}{size}"
    )


def test_a_signature_shows_names_types_and_defaults() -> None:
    made = tool(everything)
    assert made.signature == (
        "everything(day: date, amount: number, count: int, share: number, either: number, "
        'name: str, sure: bool, unit: "days" | "weeks", words: list[str], numbers: list[number], '
        'units: list["a b" | "c"], note: str = None, size: int = 3)'
    )
    assert (made.name, made.kind, made.summary) == ("everything", "pure", "Take every type.")


def test_the_decorator_keeps_the_function_callable() -> None:
    @tool(kind="acting", name="double")
    def twice(number: int) -> int:
        """Twice a number."""
        return 2 * number

    assert isinstance(twice, Tool)
    assert (twice.name, twice.kind, twice(4)) == ("double", "acting", 8)


def test_the_schema_is_what_other_models_expect() -> None:
    schema = tool(everything).json_schema
    assert (schema["name"], schema["description"]) == ("everything", "Take every type.")
    parameters = schema["parameters"]
    assert parameters["required"][-1] == "units"
    assert parameters["properties"] == {
        "day": {"type": "string", "format": "date"},
        "amount": {"type": "number"},
        "count": {"type": "integer"},
        "share": {"type": "number"},
        "either": {"type": "number"},
        "name": {"type": "string"},
        "sure": {"type": "boolean"},
        "unit": {"type": "string", "enum": ["days", "weeks"]},
        "words": {"type": "array", "items": {"type": "string"}},
        "numbers": {"type": "array", "items": {"type": "number"}},
        "units": {"type": "array", "items": {"type": "string", "enum": ["a b", "c"]}},
        "note": {"type": "string", "default": None},
        "size": {"type": "integer", "default": 3},
    }
    Draft202012Validator.check_schema(parameters)


def test_defaults_are_written_as_json_has_them() -> None:
    def some(
        half: Fraction = Fraction(1, 2),
        day: date = date(2024, 3, 1),
        words: list[str] = ["a"],  # noqa: B006
    ) -> None:
        """Have defaults."""

    properties = tool(some).json_schema["parameters"]["properties"]
    assert [each["default"] for each in properties.values()] == [0.5, "2024-03-01", ["a"]]


def test_tools_pickle_as_the_place_of_their_function() -> None:
    assert pickle.loads(pickle.dumps(days_module.weekday)) is days_module.weekday
    made = pickle.loads(pickle.dumps(tool(kind="acting", name="other")(everything)))
    assert (made.name, made.kind, made.function) == ("other", "acting", everything)

    @tool
    def inner() -> None:
        """Be defined in a function."""

    with pytest.raises(pickle.PicklingError, match="'inner' is defined inside a function"):
        pickle.dumps(inner)


def _with(parameter: str, annotation: object) -> Callable[..., Any]:
    def made(argument: Any) -> None:
        """Do something."""

    made.__annotations__ = {"argument": annotation}
    made.__name__ = parameter
    return made


@pytest.mark.parametrize(
    "annotation",
    [object, Any, dict, dict[str, int], list, list[object], tuple[int, int], set[str], bytes,
     complex, int | str, list[list[int]], Literal[1, 2], Literal["a", 3], Literal['"'], Literal[""],
     Literal["a\nb"], list[int | None], Callable[[], int], "Missing", type(None)],
)  # fmt: skip
def test_types_that_a_call_cannot_be_held_to_are_refused(annotation: object) -> None:
    with pytest.raises(UsageError) as caught:
        tool(_with("argument", annotation))
    assert "\n" not in str(caught.value)


def _undocumented(number: int) -> int:
    return number


def _untyped(number):  # type: ignore[no-untyped-def]
    """Do something."""


def _keyword(*, number: int) -> None:
    """Do something."""


def _variadic(*numbers: int) -> None:
    """Do something."""


def _optional_without_default(number: int | None) -> None:
    """Do something."""


def _shouting(number: int) -> None:
    """Do something."""


_shouting.__name__ = "Shout"


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (_undocumented, "no docstring"),
        (_untyped, "has no type"),
        (_keyword, "not positional"),
        (_variadic, "not positional"),
        (_optional_without_default, "optional without a default"),
        (_shouting, "can't be a tool's name"),
    ],
)
def test_functions_that_a_model_cannot_call_are_refused(
    function: Callable[..., Any], words: str
) -> None:
    function.__name__ = function.__name__.lstrip("_")
    with pytest.raises(UsageError, match=words):
        tool(function)


def test_a_kind_must_be_known() -> None:
    with pytest.raises(UsageError, match="can't be 'wild'"):
        tool(kind="wild")(everything)  # type: ignore[call-overload]


def test_required_parameters_have_no_default() -> None:
    required = [parameter for parameter in tool(everything).parameters if parameter.required]
    assert len(required) == 11
    assert all(parameter.default is inspect.Parameter.empty for parameter in required)
