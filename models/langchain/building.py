"""LangChain's messages and chunks from what the model wrote."""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.messages.ai import UsageMetadata
from langchain_core.messages.tool import tool_call, tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from lottery_agent.models.langchain.asking import Ending, Question
from lottery_agent.models.langchain.reading import Called, Delta, Words


class Builder:
    """Makes the message of one answer, whole or in chunks. Calls get their ids here.

    Args:
        logprobs: Put the log-probabilities of the tokens into the metadata.
    """

    def __init__(self, *, logprobs: bool) -> None:
        self._logprobs = logprobs
        self._ids: defaultdict[int, str] = defaultdict(lambda: f"call_{uuid.uuid4().hex[:24]}")

    def result(self, deltas: Iterable[Delta], question: Question) -> ChatResult:
        """Return the whole answer.

        Raises:
            AnswerCut: If the token limit cut a call.
        """
        words: list[str] = []
        names: list[str] = []
        arguments: defaultdict[int, list[str]] = defaultdict(list)
        for delta in deltas:
            if isinstance(delta, Words):
                words.append(delta.text)
            elif isinstance(delta, Called):
                names.append(delta.name)
            else:
                arguments[delta.index].append(delta.text)
        ending = question.ending()
        message = AIMessage(
            "".join(words),
            tool_calls=[
                tool_call(
                    name=name, args=json.loads("".join(arguments[index])), id=self._ids[index]
                )
                for index, name in enumerate(names)
            ],
            additional_kwargs=_thoughts(ending),
            usage_metadata=_usage(question, ending),
            response_metadata=self._metadata(question, ending),
        )
        return ChatResult(generations=[ChatGeneration(message=message)])

    def chunk(self, delta: Delta) -> ChatGenerationChunk:
        """Return a piece of the answer."""
        if isinstance(delta, Words):
            return ChatGenerationChunk(message=AIMessageChunk(content=delta.text))
        if isinstance(delta, Called):
            call = tool_call_chunk(
                name=delta.name, args="", id=self._ids[delta.index], index=delta.index
            )
        else:
            call = tool_call_chunk(args=delta.text, index=delta.index)
        return ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=[call]))

    def last(self, question: Question) -> ChatGenerationChunk:
        """Return the end of the answer, which says what it cost.

        Raises:
            AnswerCut: If the token limit cut a call.
        """
        ending = question.ending()
        message = AIMessageChunk(
            content="",
            additional_kwargs=_thoughts(ending),
            usage_metadata=_usage(question, ending),
            response_metadata=self._metadata(question, ending),
            chunk_position="last",
        )
        return ChatGenerationChunk(message=message)

    def _metadata(self, question: Question, ending: Ending) -> dict[str, Any]:
        metadata: dict[str, Any] = {
            "model_name": question.info.name,
            "ticket_type": question.info.type,
            "finish_reason": ending.finish_reason,
        }
        if ending.stop_sequence is not None:
            metadata["stop_sequence"] = ending.stop_sequence
        if self._logprobs and ending.completion is not None:
            metadata["logprobs"] = list(ending.completion.logprobs)
        return metadata


def _thoughts(ending: Ending) -> dict[str, Any]:
    """Return what a thinking model wrote to itself, where LangChain looks for it."""
    reasoning = ending.completion.reasoning if ending.completion is not None else ""
    return {"reasoning_content": reasoning} if reasoning else {}


def _usage(question: Question, ending: Ending) -> UsageMetadata:
    usage = UsageMetadata(
        input_tokens=question.input_tokens,
        output_tokens=ending.output_tokens,
        total_tokens=question.input_tokens + ending.output_tokens,
    )
    if ending.completion is not None:
        usage["input_token_details"] = {"cache_read": ending.completion.reused_tokens}
    return usage
