"""The exact tools, as a control uses them: every call is kept with its checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from lottery_agent.answer import AnswerKind, Check, Citation, Work
from lottery_agent.lab.controls.question import Question, Unreadable
from lottery_agent.toolbox.calls import builtin_registry
from lottery_agent.toolbox.calls.registry import Call
from lottery_agent.toolbox.table.presentation import NOTHING

_REGISTRY = builtin_registry()


class Tools(Protocol):
    """Runs tools."""

    def run(
        self, tool: str, request: Mapping[str, Any], *, seconds: float | None = None
    ) -> dict[str, Any]:
        """Run a call; raises `ToolError` if it is refused or fails."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """What a control came to."""

    text: str
    kind: AnswerKind
    exact: bool = True
    confidence: float = 1.0
    citations: tuple[Citation, ...] = ()


class Workbench:
    """The tools for one question.

    Attributes:
        work: The calls and their results, in order.
        checks: The tools' own checks of these results.

    Args:
        tools: Runs them.
    """

    def __init__(self, tools: Tools) -> None:
        self.work: list[Work] = []
        self.checks: list[Check] = []
        self._tools = tools

    def run(
        self, tool: str, request: Mapping[str, Any], *, call: str, keep: bool = True
    ) -> dict[str, Any]:
        """Run a call.

        Args:
            tool: Name of the tool.
            request: What the tool receives.
            call: The call as it is shown to people.
            keep: Keep it: one of many that only confirm another need not be shown.

        Raises:
            ToolError: If the tool refuses it or fails.
        """
        result = self._tools.run(tool, request)
        if keep:
            self.work.append(Work(tool, call, str(result["answer"])))
        self.checks += [
            Check(each["name"], bool(each["passed"]), str(each.get("detail", "")))
            for each in result["checks"]
        ]
        return result

    def found(self, tool: str, sentence: str, **rest: Any) -> Found:
        """Run a sentence of a tool's language and return what it gives.

        Args:
            tool: Name of the tool.
            sentence: The sentence.
            **rest: What else the tool receives.

        Raises:
            ToolError: If the tool refuses it or fails.
        """
        return found(self.run(tool, {"call": sentence, **rest}, call=sentence))

    def call(self, name: str, **arguments: Any) -> Found:
        """Call a built-in tool with arguments by name and return what it gives.

        Raises:
            ToolError: If the tool refuses it or fails.
        """
        return self.found("calls", str(Call(_REGISTRY.get(name), arguments)))

    def query(self, sentence: str, tables: Mapping[str, str]) -> Found:
        """Return what the table tool answers to a sentence of its language.

        Args:
            sentence: The sentence.
            tables: Texts that hold one table each, by its name.

        Raises:
            Unreadable: If the tables hold no such thing.
            ToolError: If the tool refuses it or fails.
        """
        answer = self.found("table", sentence, tables=dict(tables))
        if answer.text == NOTHING:
            raise Unreadable(sentence)
        return answer

    def verdict(self, premises: Sequence[str], query: str) -> Found:
        """Return the logic tool's verdict on a query.

        Args:
            premises: Statements of the logic language.
            query: A query, without the leading `? `.

        Raises:
            ToolError: If the tool refuses it or fails.
        """
        request = {"premises": list(premises), "query": query}
        return found(self.run("logic", request, call="\n".join([*premises, f"? {query}"])))


def found(result: Mapping[str, Any]) -> Found:
    """Return the answer of a tool's result."""
    return Found(str(result["answer"]), result["kind"], bool(result["is_exact"]))


Solver: TypeAlias = Callable[[Question, Workbench], Found]
"""Reads a question and has tools answer it; raises `Unreadable` if it can't be read."""
