"""LangChain's standard integration suite, on a scripted model that answers as its tests expect.

Only the words are scripted: messages are rendered, grammars are enforced on them, and the answers
go through the same reader as a real model's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage
from langchain_tests.integration_tests import ChatModelIntegrationTests

from lottery_agent.models.engine import ScriptedEngine
from lottery_agent.models.langchain import ChatLottery
from lottery_agent.models.prompts import Prompt


def call(name: str, **arguments: Any) -> str:
    return json.dumps({"name": name, "arguments": arguments}, ensure_ascii=False)


CALLS = {
    "Use the tool.": {
        "magic_function_no_args(": call("magic_function_no_args"),
        "magic_function(": call("magic_function", input=3),
    },
    "Hello!": {"magic_function(": call("magic_function", input=1)},
    "a Pirate greeting": {"greeting_generator(": call("greeting_generator", answer_style="pirate")},
    "What is 3 + 4": {"my_adder_tool(": call("my_adder_tool", a=3, b=4)},
    "weather in San Francisco, CA?": {
        "get_weather(": call("get_weather", location="San Francisco")
    },
    "你好啊集团": {
        "unicode_customer(": call(
            "unicode_customer", customer_name="你好啊集团", description="a technology company"
        )
    },
    "こんにちは株式会社": {
        "unicode_customer(": call(
            "unicode_customer", customer_name="こんにちは株式会社", description="a company"
        )
    },
}
JOKE = {"setup": "Why did the cat sit?", "punchline": "It was tired of standing."}


def script(prompt: Prompt) -> str:
    """Answer what the suite asks."""
    if "Answer with JSON" in prompt.head:
        return json.dumps(JOKE)
    for name in ("Joke", "JokeDict"):
        if f"{name}(" in prompt.head:
            return call(name, **JOKE)
    for words, calls in CALLS.items():
        for tool, line in calls.items():
            if (
                words in prompt.question
                and tool in prompt.head
                and "returned" not in prompt.question
            ):
                return line
    return "Hello to you. How are you?"


class TestChatLottery(ChatModelIntegrationTests):
    """The suite, whole but for what a text model can't read."""

    @pytest.fixture(autouse=True)
    def _start(self) -> Iterator[None]:
        with ScriptedEngine(script) as self.engine:
            yield

    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return ChatLottery

    @property
    def chat_model_params(self) -> dict[str, Any]:
        return {"engine": self.engine}

    @property
    def supports_model_override(self) -> bool:
        return False

    @property
    def supports_json_mode(self) -> bool:
        return True

    @property
    def supports_anthropic_inputs(self) -> bool:
        return True

    @property
    def supported_usage_metadata_details(self) -> dict[Any, Any]:
        return {"invoke": ["cache_read_input"], "stream": ["cache_read_input"]}

    def invoke_with_cache_read_input(self, *, stream: bool = False) -> AIMessage:
        model = ChatLottery(engine=self.engine)
        model.invoke("Hello")
        if not stream:
            return model.invoke("Hello again")
        first, *rest = model.stream("Hello again")
        for chunk in rest:
            first += chunk
        return first


class TestByFunctionCalling(TestChatLottery):
    """The suite's structured output by the other method."""

    @property
    def structured_output_kwargs(self) -> dict[str, Any]:
        return {"method": "function_calling"}
