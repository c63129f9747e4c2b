"""LangChain's messages as a prompt: a head that stays the same, and turns that alternate.

Leading system messages and the instruction (the tools, say) are the head, whose state the engine
keeps. Chat templates want user and assistant to take turns, so consecutive messages of one side
are joined, with a blank line between them. A system message further down belongs to the user's
turn where it stands. Names of speakers are not shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    ChatMessage,
    FunctionMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)

from lottery_agent.errors import UsageError
from lottery_agent.models.prompts import Prompt

AGENT = "chat"
"""The agent's name in prompts."""

DEFAULT_SYSTEM = "You are a helpful assistant."
"""Stands for the system message where there is none."""

_UNSPOKEN = frozenset(
    {"tool_use", "tool_call", "tool_call_chunk", "invalid_tool_call", "function_call"}
    | {"thinking", "redacted_thinking", "reasoning", "reasoning_content"}
)
"""Parts of an assistant's message that are no text: calls are shown apart, thoughts are not."""


def to_prompt(messages: Sequence[BaseMessage], instruction: str = "") -> Prompt:
    """Return the prompt of a conversation.

    Args:
        messages: The conversation. If its last turn is the assistant's, the user's is empty.
        instruction: Follows the system messages in the head.

    Raises:
        UsageError: If there is no message, or one that can't be shown as text.
    """
    if not messages:
        raise UsageError("there is no message to answer", hint="pass at least one")
    leading = 0
    while leading < len(messages) and _side(messages[leading]) == "system":
        leading += 1
    system = _joined(_text(message) for message in messages[:leading])
    if not leading:
        system = DEFAULT_SYSTEM
    turns = _turns(messages[leading:])
    question = turns.pop()
    history = tuple(zip(turns[::2], turns[1::2], strict=True))
    return Prompt(AGENT, _joined([system, instruction]), question, history=history)


def call_text(name: str, arguments: Mapping[str, Any]) -> str:
    """Return a call as the model writes it."""
    return json.dumps({"name": name, "arguments": arguments}, ensure_ascii=False)


def _turns(messages: Sequence[BaseMessage]) -> list[str]:
    """Return the texts of user and assistant in turn, beginning and ending with the user."""
    turns: list[list[str]] = [[]]
    names: dict[str, str] = {}
    for message in messages:
        side = _side(message)
        if isinstance(message, AIMessage):
            names |= {str(call["id"]): call["name"] for call in message.tool_calls}
        if (side == "assistant") != (len(turns) % 2 == 0):
            turns.append([])
        turns[-1].append(_result(message, names) if side == "tool" else _text(message))
    if len(turns) % 2 == 0:
        turns.append([])
    return [_joined(turn) for turn in turns]


def _side(message: BaseMessage) -> str:
    """Return who speaks: `system`, `user`, `assistant` or `tool`."""
    if isinstance(message, ChatMessage):
        roles = {"human": "user", "ai": "assistant", "developer": "system"}
        role = roles.get(message.role.lower(), message.role.lower())
        if role in ("system", "user", "assistant"):
            return role
        raise UsageError(
            f"a message of the role {message.role!r} can't be shown to the model",
            hint="use system, user or assistant",
        )
    if isinstance(message, SystemMessage):
        return "system"
    if isinstance(message, HumanMessage):
        return "user"
    if isinstance(message, AIMessage):
        return "assistant"
    if isinstance(message, ToolMessage | FunctionMessage):
        return "tool"
    raise UsageError(f"a {type(message).__name__} can't be shown to the model")


def _text(message: BaseMessage) -> str:
    """Return what a message says, with the calls of an assistant's.

    Raises:
        UsageError: If it holds something else than text.
    """
    content = message.content
    parts: list[str] = []
    for block in [content] if isinstance(content, str) else content:
        if isinstance(block, str):
            parts.append(block)
        elif block.get("type") in ("text", "output_text", "input_text") and "text" in block:
            parts.append(str(block["text"]))
        elif not (isinstance(message, AIMessage) and block.get("type") in _UNSPOKEN):
            kind = block.get("type", "an untyped block")
            raise UsageError(
                f"ChatLottery reads text only, and a message holds {kind!r}",
                hint="leave images, audio and files out",
            )
    text = "".join(parts)
    if not isinstance(message, AIMessage):
        return text
    calls = [call_text(call["name"], call["args"]) for call in message.tool_calls]
    return "\n".join(part for part in [text, *calls] if part.strip())


def _result(message: BaseMessage, names: Mapping[str, str]) -> str:
    """Return a tool's result as the user's words.

    Args:
        message: The result.
        names: Names of the tools called so far, by the ids of the calls.
    """
    name = message.name
    failed = False
    if isinstance(message, ToolMessage):
        name = name or names.get(message.tool_call_id)
        failed = message.status == "error"
    return f"{name or 'The tool'} {'failed' if failed else 'returned'}: {_text(message)}"


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(text for text in texts if text.strip())
