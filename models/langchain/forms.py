"""What an answer may be: free text, calls of the bound tools, or one object.

A form says three things of the same matter: what the model is told, which grammar binds it, and how
its text is read.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from lottery_agent.errors import UsageError
from lottery_agent.models.langchain import schemas
from lottery_agent.models.langchain.reading import CallReader, Reader, WordOrCallReader, WordReader

_MOST_CALLS = 8
"""Calls in one answer, where several are allowed: a small model may not find an end."""

_WORDS = r"/(?s:[^{\s].*)/"


@dataclass(frozen=True, slots=True)
class Grammar:
    """A grammar in llguidance's dialect of Lark (see `Constraint`)."""

    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """The choice of one tool."""

    name: str


Choice: TypeAlias = Literal["auto", "any", "none"] | Named
"""Words or a call, a call of any tool, words alone, or a call of this tool."""


class Form(ABC):
    """What an answer may be."""

    instruction: str = ""
    """What the model is told, at the end of the head."""
    grammar: Grammar | None = None
    """What binds it, if anything does."""

    @abstractmethod
    def reader(self, stop: Sequence[str]) -> Reader:
        """Return a reader for one answer.

        Args:
            stop: Texts that end words. What a grammar wrote ends with its grammar.
        """


class Words(Form):
    """Free text."""

    def reader(self, stop: Sequence[str]) -> Reader:
        """Return a reader of words."""
        return WordReader(stop)


class Calls(Form):
    """Calls of tools, or words if the choice is free.

    Args:
        tools: In OpenAI's form: `{"type": "function", "function": {...}}`.
        choice: Which of them, or whether at all.
        several: Allow several calls, each in its own line.

    Raises:
        UsageError: If a tool is no tool, can't be enforced, or is not there.
    """

    def __init__(
        self, tools: Sequence[Mapping[str, Any]], choice: Choice, *, several: bool
    ) -> None:
        known: dict[str, Tool] = {}
        for tool in map(Tool.read, tools):
            if known.setdefault(tool.name, tool) != tool:
                raise UsageError(f"two tools are named {tool.name!r}", hint="rename one of them")
        if isinstance(choice, Named) and choice.name not in known:
            raise UsageError(
                f"there is no tool {choice.name!r} to choose", hint=f"known are {sorted(known)}"
            )
        # Sorted, so that the head does not depend on the order in which tools are bound.
        offered = [known[name] for name in sorted(known)]
        self._free = choice == "auto"
        self.instruction = "\n".join(
            [
                "Tools:",
                *(tool.shown for tool in offered),
                "To call a tool, answer with nothing but a line of JSON:",
                '{"name": "TOOL", "arguments": {"ARGUMENT": VALUE}}',
            ]
        )
        chosen = [known[choice.name]] if isinstance(choice, Named) else offered
        rules = [f"call_{number}: {tool.rule}" for number, tool in enumerate(chosen)]
        call = " | ".join(f"call_{number}" for number in range(len(chosen)))
        calls = rf'call ("\n" call){{0,{_MOST_CALLS - 1}}}' if several else "call"
        start = f"WORDS | {calls}" if self._free else calls
        words = [f"WORDS: {_WORDS}"] if self._free else []
        self.grammar = Grammar("\n".join([f"start: {start}", f"call: {call}", *rules, *words]))

    def reader(self, stop: Sequence[str]) -> Reader:
        """Return a reader of calls, and of words if the choice is free."""
        return WordOrCallReader(stop) if self._free else CallReader()


class Value(Form):
    """A JSON value of a schema.

    Args:
        schema: The JSON schema.

    Raises:
        UsageError: If it can't be enforced.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        name = str(schema.get("title", "the answer"))
        self.grammar = Grammar(f"start: {schemas.embedded(schema, owner=repr(name))}")
        about = " ".join(str(schema.get("description", "")).split())
        lines = [about, "Answer with JSON of this form:", schemas.shown(schema)]
        self.instruction = "\n".join([*filter(None, lines), *schemas.notes(schema)])

    def reader(self, stop: Sequence[str]) -> Reader:
        """Return a reader of words, which are the JSON."""
        return WordReader()


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool as the model sees it."""

    name: str
    shown: str
    """Signature and description, in a few lines."""
    rule: str
    """The grammar of one call."""

    @classmethod
    def read(cls, tool: Mapping[str, Any]) -> Tool:
        """Read a tool in OpenAI's form.

        Raises:
            UsageError: If it is none, or its arguments can't be enforced.
        """
        function = tool.get("function")
        name = function.get("name") if isinstance(function, Mapping) else None
        if not isinstance(function, Mapping) or not isinstance(name, str) or not name:
            raise UsageError(f"this is no tool with a name: {str(dict(tool))[:200]!r}")
        parameters = function.get("parameters") or {"type": "object", "properties": {}}
        root = schemas.resolve(parameters, parameters)
        if root.get("type", "object") != "object":
            raise UsageError(f"the arguments of the tool {name!r} are no object")
        if root is parameters:
            parameters = {"type": "object", **parameters}
        begin = f'{{"name": {json.dumps(name, ensure_ascii=False)}, "arguments": '
        arguments = schemas.embedded(parameters, owner=f"the tool {name!r}")
        about = " ".join(str(function.get("description", "")).split())
        head = schemas.signature(name, parameters)
        notes = [f"  {note}" for note in schemas.notes(parameters)]
        return cls(
            name=name,
            shown="\n".join([f"{head} - {about}" if about else head, *notes]),
            rule=f'{json.dumps(begin)} {arguments} "}}"',
        )


def choice_of(value: object) -> Choice:
    """Return the choice that LangChain's `tool_choice` names, in any of its spellings.

    Raises:
        UsageError: If it is none.
    """
    if value is None or value == "auto":
        return "auto"
    if value is True or value in ("any", "required"):
        return "any"
    if value is False or value == "none":
        return "none"
    if isinstance(value, Mapping):
        function = value.get("function")
        name = function.get("name") if isinstance(function, Mapping) else value.get("name")
        value = name if name is not None else choice_of(value.get("type"))
    if isinstance(value, str) and value:
        return Named(value)
    if isinstance(value, Named):
        return value
    raise UsageError(
        f"tool_choice can't be {value!r}", hint="give auto, any, none or the name of a tool"
    )


def form_of(options: Mapping[str, Any]) -> Form:
    """Return the form of an answer from what was bound to a model.

    Args:
        options: `tools` in OpenAI's form, `tool_choice` in any spelling, `parallel_tool_calls`, and
            `response_format`: `{"type": "json_schema", "json_schema": {"schema": ...}}`.

    Raises:
        UsageError: If that does not fit together or can't be enforced.
    """
    tools = options.get("tools") or ()
    choice = choice_of(options.get("tool_choice"))
    response_format = options.get("response_format")
    if response_format is not None:
        if tools and choice != "none":
            raise UsageError("an answer can't be both a call and an object", hint="bind one")
        return _value(_key(response_format))
    if not tools and (choice == "any" or isinstance(choice, Named)):
        raise UsageError("there is no tool to choose", hint="bind tools")
    if not tools or choice == "none":
        return Words()
    return _calls(_key(list(tools)), choice, bool(options.get("parallel_tool_calls")))


def _key(data: object) -> str:
    try:
        return json.dumps(data, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise UsageError(f"a schema is no JSON: {error}") from None


# A form is made for each call of a bound model: the latest are kept.
@lru_cache(maxsize=64)
def _calls(tools: str, choice: Choice, several: bool) -> Form:
    return Calls(json.loads(tools), choice, several=several)


@lru_cache(maxsize=64)
def _value(response_format: str) -> Form:
    given = json.loads(response_format)
    kind = given.get("type")
    if kind == "text":
        return Words()
    schema = (
        {"type": "object"} if kind == "json_object" else given.get("json_schema", {}).get("schema")
    )
    if not isinstance(schema, Mapping):
        raise UsageError(
            f"response_format can't be of the type {kind!r}",
            hint="give json_schema with a schema, json_object or text",
        )
    return Value(schema)
