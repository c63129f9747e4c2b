"""Conversations as prompts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    ChatMessage,
    FunctionMessage,
    HumanMessage,
    RemoveMessage,
    SystemMessage,
    ToolMessage,
)

from lottery_agent.errors import UsageError
from lottery_agent.models.langchain.messages import DEFAULT_SYSTEM, to_prompt

CALL = {"name": "add", "args": {"a": 1, "b": "é"}, "id": "1", "type": "tool_call"}


def test_system_messages_and_instruction_are_the_head() -> None:
    prompt = to_prompt([SystemMessage("Be brief."), SystemMessage("Be kind."), HumanMessage("Hi")])
    assert prompt.head == "Be brief.\n\nBe kind."
    assert to_prompt([HumanMessage("Hi")], "Tools: none").head == f"{DEFAULT_SYSTEM}\n\nTools: none"
    assert to_prompt([SystemMessage(""), HumanMessage("Hi")]).head == ""


def test_turns_alternate() -> None:
    prompt = to_prompt(
        [
            HumanMessage("one"),
            HumanMessage("two"),
            AIMessage("three"),
            AIMessage("four"),
            SystemMessage("five"),
            HumanMessage("six"),
        ]
    )
    assert prompt.history == (("one\n\ntwo", "three\n\nfour"),)
    assert prompt.question == "five\n\nsix"


def test_calls_and_results() -> None:
    prompt = to_prompt(
        [
            HumanMessage("1 + é?"),
            AIMessage("Let me see.", tool_calls=[CALL, {**CALL, "id": "2"}]),
            ToolMessage("3", tool_call_id="1"),
            ToolMessage("no such letter", tool_call_id="2", name="plus", status="error"),
            ToolMessage("late", tool_call_id="?"),
        ]
    )
    line = '{"name": "add", "arguments": {"a": 1, "b": "é"}}'
    assert prompt.history == (("1 + é?", f"Let me see.\n{line}\n{line}"),)
    assert prompt.question == (
        "add returned: 3\n\nplus failed: no such letter\n\nThe tool returned: late"
    )


@pytest.mark.parametrize(
    ("messages", "history", "question"),
    [
        ([AIMessage("Welcome!"), HumanMessage("Hi")], (("", "Welcome!"),), "Hi"),
        ([HumanMessage("Hi"), AIMessage("Yes?")], (("Hi", "Yes?"),), ""),
        ([SystemMessage("Say a word.")], (), ""),
        ([HumanMessage("")], (), ""),
        ([HumanMessage([{"type": "text", "text": "a"}, "b"])], (), "ab"),
        ([ChatMessage("Hi", role="user")], (), "Hi"),
        ([ChatMessage("x", role="assistant"), HumanMessage("Hi")], (("", "x"),), "Hi"),
        ([FunctionMessage("3", name="add")], (), "add returned: 3"),
        (
            [
                HumanMessage("Hi"),
                AIMessage(
                    [
                        {"type": "thinking", "thinking": "hm"},
                        {"type": "text", "text": "Yes"},
                        {"type": "tool_use", "name": "add", "id": "1", "input": {}},
                    ]
                ),
                HumanMessage("go"),
            ],
            (("Hi", "Yes"),),
            "go",
        ),
    ],
)
def test_edges(
    messages: list[BaseMessage], history: tuple[tuple[str, str], ...], question: str
) -> None:
    prompt = to_prompt(messages)
    assert (prompt.history, prompt.question) == (history, question)


@pytest.mark.parametrize(
    ("messages", "words"),
    [
        ([], "no message"),
        ([HumanMessage([{"type": "image_url", "image_url": {"url": "x"}}])], "image_url"),
        ([HumanMessage([{"type": "audio", "base64": "x"}])], "audio"),
        ([HumanMessage([{"type": "tool_use", "name": "x"}])], "tool_use"),
        ([ToolMessage([{"type": "image", "url": "x"}], tool_call_id="1")], "image"),
        ([ChatMessage("x", role="critic")], "critic"),
        ([RemoveMessage("1")], "RemoveMessage"),
    ],
)
def test_what_is_no_text_is_refused(messages: list[BaseMessage], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        to_prompt(messages)


@given(st.lists(st.sampled_from([HumanMessage, AIMessage, SystemMessage]), min_size=1))
def test_every_word_is_shown_once_and_in_order(kinds: list[Any]) -> None:
    messages = [kind(f"word{number}.") for number, kind in enumerate(kinds)]
    prompt = to_prompt(messages)
    texts = [prompt.head, *(text for turn in prompt.history for text in turn), prompt.question]
    shown = [word for text in texts for word in text.split() if word.startswith("word")]
    assert shown == [message.content for message in messages]
