"""Answers as objects: the parser behind `with_structured_output`.

The grammar has made sure that the text fits the schema. What is left to go wrong is said honestly:
the token limit cut the text, or a Pydantic model asks for more than its schema says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from operator import itemgetter
from typing import Annotated, Any

import pydantic
import pydantic.v1
from langchain_core.exceptions import OutputParserException
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.output_parsers import BaseCumulativeTransformOutputParser
from langchain_core.outputs import ChatGeneration, Generation
from langchain_core.runnables import Runnable, RunnableMap, RunnablePassthrough
from langchain_core.utils.function_calling import convert_to_openai_tool
from langchain_core.utils.json import parse_partial_json
from langchain_core.utils.pydantic import is_basemodel_subclass
from pydantic import SkipValidation

from lottery_agent.errors import UsageError
from lottery_agent.models.langchain.failures import AnswerCut


class ObjectParser(BaseCumulativeTransformOutputParser[Any]):
    """Reads an answer's object, from its text or from its only call.

    A stream of a dictionary yields what is there so far, as LangChain's parsers do; a stream of a
    Pydantic model yields the whole object once.
    """

    model: Annotated[type | None, SkipValidation()] = None
    """A Pydantic class (version 1 or 2) of the result; None for plain data."""

    def parse_result(self, result: list[Generation], *, partial: bool = False) -> Any:
        """Return the object.

        Raises:
            AnswerCut: If the token limit cut it.
            OutputParserException: If it is no object of the model's.
        """
        generation = result[0]
        message = generation.message if isinstance(generation, ChatGeneration) else None
        text = _json_of(message) if message is not None else generation.text
        metadata = message.response_metadata if message is not None else {}
        if metadata.get("finish_reason") == "length":
            raise AnswerCut(text)
        if partial and "finish_reason" not in metadata:
            return None if self.model is not None else _so_far(text)
        try:
            return self._validated(json.loads(text))
        except ValueError as error:
            raise OutputParserException(
                f"the answer is no {self._kind}: {error}", llm_output=text
            ) from error

    def parse(self, text: str) -> Any:
        """Return the object of a text."""
        return self.parse_result([Generation(text=text)])

    @property
    def _type(self) -> str:
        return "lottery_object"

    @property
    def _kind(self) -> str:
        return self.model.__name__ if self.model is not None else "JSON"

    def _diff(self, prev: Any | None, next: Any) -> Any:
        return next

    def _validated(self, data: Any) -> Any:
        if self.model is None:
            return data
        if issubclass(self.model, pydantic.BaseModel):
            return self.model.model_validate(data)
        if issubclass(self.model, pydantic.v1.BaseModel):
            return self.model.parse_obj(data)
        raise UsageError(f"{self.model!r} is no Pydantic class")


def tool_of(thing: Any) -> dict[str, Any]:
    """Return anything that LangChain takes for a tool in OpenAI's form.

    Pydantic's own schemas are kept: LangChain's shortened ones forget what a recursive class holds.

    Raises:
        UsageError: If it is no tool.
    """
    try:
        tool = convert_to_openai_tool(thing)
    except (ValueError, TypeError) as error:
        raise UsageError(f"this is no tool: {str(error).strip().splitlines()[0]}") from None
    if "function" not in tool:
        raise UsageError(f"the tool {tool.get('type')!r} runs at a provider, not here")
    arguments = getattr(thing, "tool_call_schema", thing)
    if isinstance(arguments, type) and issubclass(arguments, pydantic.BaseModel):
        schema = arguments.model_json_schema()
        named = {"title", "description"}
        tool["function"]["parameters"] = {k: v for k, v in schema.items() if k not in named}
    return tool


def schema_of(schema: Any) -> dict[str, Any]:
    """Return the JSON schema of a Pydantic class, a TypedDict, a JSON schema or a tool.

    Raises:
        UsageError: If it is none of these.
    """
    if isinstance(schema, type) and issubclass(schema, pydantic.BaseModel):
        return schema.model_json_schema()
    if isinstance(schema, Mapping) and not {"name", "function", "input_schema"} & schema.keys():
        return dict(schema)
    function = tool_of(schema)["function"]
    return {
        "title": function["name"],
        **({"description": function["description"]} if function.get("description") else {}),
        **function.get("parameters", {"type": "object", "properties": {}}),
    }


def parsed(
    model: Runnable[LanguageModelInput, AIMessage], schema: Any, *, include_raw: bool
) -> Runnable[LanguageModelInput, Any]:
    """Return a runnable that gives the object; with `include_raw`, also how it came about."""
    is_class = isinstance(schema, type) and is_basemodel_subclass(schema)
    parser = ObjectParser(model=schema if is_class else None)
    if not include_raw:
        return model | parser
    read = RunnablePassthrough.assign(
        parsed=itemgetter("raw") | parser, parsing_error=lambda _: None
    )
    failed = RunnablePassthrough.assign(parsed=lambda _: None)
    return RunnableMap(raw=model) | read.with_fallbacks([failed], exception_key="parsing_error")


def _json_of(message: BaseMessage) -> str:
    """Return the JSON in a message: the arguments of its call, or its text."""
    if isinstance(message, AIMessageChunk) and message.tool_call_chunks:
        return message.tool_call_chunks[0]["args"] or ""
    if isinstance(message, AIMessage) and message.tool_calls:
        return json.dumps(message.tool_calls[0]["args"], ensure_ascii=False)
    return str(message.text)


def _so_far(text: str) -> Any:
    try:
        return parse_partial_json(text)
    except ValueError:
        return None
