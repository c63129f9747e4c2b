"""Tools of the operator: typed Python functions with a signature that fits on one line."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from importlib import import_module
from pickle import PicklingError
from typing import Any, Literal, get_type_hints, overload

from lottery_agent.errors import UsageError
from lottery_agent.toolbox.calls.types import ParameterType, parameter_type

Kind = Literal["pure", "reading", "acting"]
"""`pure` computes, `reading` looks something up, `acting` changes the world."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_REQUIRED = inspect.Parameter.empty


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a tool; `default` is `inspect.Parameter.empty` if it must be given."""

    name: str
    type: ParameterType
    default: Any = _REQUIRED

    @property
    def required(self) -> bool:
        """Whether every call gives this argument."""
        return self.default is _REQUIRED

    @property
    def signature(self) -> str:
        """The parameter as a signature shows it."""
        text = f"{self.name}: {self.type.signature}"
        if self.required:
            return text
        shown = "None" if self.default is None else self.type.write(self.default)
        return f"{text} = {shown}"

    @property
    def json_schema(self) -> dict[str, Any]:
        """The parameter in JSON Schema, with its default as JSON writes it."""
        schema = dict(self.type.schema)
        if not self.required:
            schema["default"] = _json_value(self.default)
        return schema


def _json_value(value: Any) -> Any:
    match value:
        case Fraction():
            return int(value) if value.denominator == 1 else float(value)
        case date():
            return value.isoformat()
        case list():
            return [_json_value(item) for item in value]
        case _:
            return value


@dataclass(frozen=True, slots=True, eq=False)
class Tool:
    """A function that the model may call. Calling the tool calls the function.

    Attributes:
        name: Its name in calls.
        kind: What it does to the world; acting tools need approval.
        summary: First line of its docstring.
        parameters: Its parameters in order; those that may be left out come last.
        function: The function itself.
    """

    name: str
    kind: Kind
    summary: str
    parameters: tuple[Parameter, ...]
    function: Callable[..., Any]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function."""
        return self.function(*args, **kwargs)

    @property
    def signature(self) -> str:
        """The tool as the model sees it, such as `weekday(day: date)`."""
        return f"{self.name}({', '.join(parameter.signature for parameter in self.parameters)})"

    @property
    def json_schema(self) -> dict[str, Any]:
        """The tool as other models and protocols see it: name, description and JSON Schema."""
        return {
            "name": self.name,
            "description": self.summary,
            "parameters": {
                "type": "object",
                "properties": {each.name: each.json_schema for each in self.parameters},
                "required": [each.name for each in self.parameters if each.required],
                "additionalProperties": False,
            },
        }

    def __reduce__(self) -> tuple[Callable[..., Tool], tuple[str, str, Kind, str]]:
        """Pickle the tool as the place where its function is defined, as functions are."""
        place = self.function.__qualname__
        if "<" in place:
            raise PicklingError(f"the tool {self.name!r} is defined inside a function: {place}")
        return _found, (self.function.__module__, place, self.kind, self.name)


@overload
def tool(function: Callable[..., Any], /) -> Tool: ...


@overload
def tool(
    *, kind: Kind = "pure", name: str | None = None
) -> Callable[[Callable[..., Any]], Tool]: ...


def tool(
    function: Callable[..., Any] | None = None,
    /,
    *,
    kind: Kind = "pure",
    name: str | None = None,
) -> Tool | Callable[[Callable[..., Any]], Tool]:
    """Make a typed function a tool. Works as `@tool` and as `@tool(kind="acting")`.

    Args:
        function: A function with a docstring, whose parameters are annotated with int, float,
            Fraction, str, bool, date, a Literal of strings, a list of these, or one of them `|
            None` with a default.
        kind: What the tool does to the world.
        name: Its name in calls, if not the function's.

    Raises:
        UsageError: If the function can't be called by a model.
    """
    if function is None:
        return lambda decorated: _tool(decorated, kind, name)
    return _tool(function, kind, name)


def _found(module: str, place: str, kind: Kind, name: str) -> Tool:
    """Return the tool whose function a module defines."""
    made: Any = import_module(module)
    for part in place.split("."):
        made = getattr(made, part)
    return made if isinstance(made, Tool) else _tool(made, kind, name)


def _tool(function: Callable[..., Any], kind: Kind, name: str | None) -> Tool:
    called = name or str(getattr(function, "__name__", ""))
    if not _NAME.fullmatch(called):
        raise UsageError(
            f"{called!r} can't be a tool's name", hint="use lower-case letters, digits and _"
        )
    if kind not in ("pure", "reading", "acting"):
        raise UsageError(f"a tool can't be {kind!r}", hint="pure, reading or acting")
    summary = (inspect.getdoc(function) or "").partition("\n")[0].strip()
    if not summary:
        raise UsageError(
            f"the tool {called!r} has no docstring", hint="its first line tells the model its use"
        )
    return Tool(called, kind, summary, _parameters(function, called), function)


def _parameters(function: Callable[..., Any], called: str) -> tuple[Parameter, ...]:
    try:
        hints = get_type_hints(function)
    except (NameError, TypeError) as error:
        raise UsageError(f"the types of the tool {called!r} can't be resolved: {error}") from None
    parameters = []
    for parameter in inspect.signature(function).parameters.values():
        place = f"the parameter {parameter.name!r} of the tool {called!r}"
        if parameter.kind not in (
            parameter.POSITIONAL_ONLY,
            parameter.POSITIONAL_OR_KEYWORD,
        ):
            raise UsageError(f"{place} is not positional", hint="calls have positional arguments")
        if parameter.name not in hints:
            raise UsageError(f"{place} has no type", hint="annotate it")
        annotation = hints[parameter.name]
        kind = parameter_type(annotation, place)
        if parameter.default is _REQUIRED and type(None) in getattr(annotation, "__args__", ()):
            raise UsageError(f"{place} is optional without a default", hint="write `= None`")
        parameters.append(Parameter(parameter.name, kind, parameter.default))
    return tuple(parameters)
