"""The set of tools that the operator may call: signatures, one grammar, and running calls."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Protocol, TypeAlias

from lark import Tree

from lottery_agent.errors import ToolError, UsageError
from lottery_agent.toolbox.calls.grammar import language_for
from lottery_agent.toolbox.calls.narrowing import narrowing
from lottery_agent.toolbox.calls.programs import Program
from lottery_agent.toolbox.calls.results import rendered
from lottery_agent.toolbox.calls.threads import run_in_thread
from lottery_agent.toolbox.calls.tools import Parameter, Tool, tool
from lottery_agent.toolbox.calls.types import Context
from lottery_agent.toolbox.language import Grammar, Spans

_NAMED = 8
"""Tools that a message names."""
MAX_CHARACTERS = 4_000
"""Length of a call."""


class SignatureIndex(Protocol):
    """Finds the tools that a question is likely to need."""

    def nearest(self, question: str, k: int) -> list[str]:
        """Return the names of up to `k` tools, most relevant first."""
        ...


class Sandbox(Protocol):
    """Runs built-in tools outside of this process."""

    def run(
        self, tool: str, request: Mapping[str, Any], *, seconds: float | None = None
    ) -> dict[str, Any]:
        """Run a call; raises `ToolError` if it is refused or fails."""
        ...


AnyTool: TypeAlias = Tool | Program


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was read: a tool and validated arguments by name.

    A program has one argument, its `sentence`; that of a bare call is empty.
    """

    tool: AnyTool
    arguments: Mapping[str, Any]

    def __str__(self) -> str:
        """Return the call as the language spells it."""
        if isinstance(self.tool, Program):
            return f"{self.tool.name}({self.arguments['sentence']})"
        written = [
            parameter.type.write(self.arguments[parameter.name])
            for parameter in self.tool.parameters
            if parameter.name in self.arguments
        ]
        return f"{self.tool.name}({', '.join(written)})"

    def result(self, *, text: str = "") -> dict[str, Any]:
        """Make the call in this process and return its result as plain data.

        Args:
            text: The text that the question is about, for programs that read it.
        """
        if isinstance(self.tool, Program):
            request = self.tool.request(self.arguments["sentence"], text)
            return _named(self, self.tool.execute(request))
        return outcome(self, self.tool.function(*self.arguments.values()))


class Registry:
    """Tools by name, in order. Immutable and thread-safe.

    Args:
        tools: The tools, or functions to make tools of.
        sandboxed: Names of the tools that the sandbox knows too; the others run in this process.
        today: What `today` means in calls; without it, `today` is an error.

    Raises:
        UsageError: If two tools have one name, or a function can't be a tool.
    """

    def __init__(
        self,
        tools: Iterable[AnyTool | Callable[..., Any]] = (),
        *,
        sandboxed: frozenset[str] = frozenset(),
        today: date | None = None,
    ) -> None:
        self._tools: dict[str, AnyTool] = {}
        self._sandboxed = sandboxed
        self.today = today
        for given in tools:
            made = given if isinstance(given, Tool | Program) else tool(given)
            if made.name in self._tools:
                raise UsageError(f"there are two tools called {made.name!r}", hint="rename one")
            self._tools[made.name] = made

    def extended(
        self,
        tools: Iterable[AnyTool | Callable[..., Any]],
        *,
        sandboxed: frozenset[str] = frozenset(),
    ) -> Registry:
        """Return a registry with more tools, which run in this process.

        Args:
            tools: The tools, or functions to make tools of.
            sandboxed: Names of those that the sandbox knows too.

        Raises:
            UsageError: If a name is taken, or a function can't be a tool.
        """
        every: list[AnyTool | Callable[..., Any]] = [*self._tools.values(), *tools]
        return Registry(every, sandboxed=self._sandboxed | sandboxed, today=self.today)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all tools."""
        return tuple(self._tools)

    def get(self, name: str) -> AnyTool:
        """Return a tool.

        Raises:
            UsageError: If there is none of that name.
        """
        if name not in self._tools:
            raise UsageError(f"no tool {name!r}", hint=self._similar(name))
        return self._tools[name]

    def signatures(self, names: Sequence[str] | None = None) -> list[str]:
        """Return the signatures of tools, such as `weekday(day: date)`, all by default."""
        return [self.get(name).signature for name in self._chosen(names)]

    def descriptions(self) -> dict[str, str]:
        """Return signature and summary of each tool by name, for a `SignatureIndex`."""
        return {name: f"{tool.signature}: {tool.summary}" for name, tool in self._tools.items()}

    def grammar(
        self,
        names: Sequence[str] | None = None,
        *,
        narrow: Mapping[str, Iterable[str] | Spans] | None = None,
        bare: bool = False,
    ) -> Grammar:
        """Return the decoder's grammar for calls of some tools.

        Args:
            names: Which tools; all by default.
            narrow: What the terminals of the calls language and of programs are limited to;
                terminals that no chosen tool uses are ignored.
            bare: Whether the call of a program that is written by sentence is its name alone.

        Raises:
            UsageError: If there is no such tool, or none at all.
        """
        chosen = tuple(self.get(name) for name in self._chosen(names))
        language = language_for(chosen, today=self.today is not None, bare=bare)
        limits = narrow or {}
        used = {kind: limits[kind] for kind in language.terminals if kind in limits}
        for called in chosen:
            if isinstance(called, Program) and not (bare and called.by_sentence):
                used |= called.narrowed(limits)
        return language.grammar(narrow=used)

    def grammar_for(self, question: str, names: Sequence[str] | None = None) -> Grammar:
        """Return the operator's grammar, limited to the words, numbers and dates of a question.

        A program that is written by sentence is only named.
        """
        return self.grammar(names, narrow=narrowing(question, today=self.today), bare=True)

    def parse(self, text: str) -> Call:
        """Read a call.

        Raises:
            ToolError: `syntax` if it is no call of a known tool, `value` if an argument has no
                meaning (a 30 February), `limit` if it is too long.
        """
        if len(text) > MAX_CHARACTERS:
            raise ToolError(f"a call of {len(text):,} characters is too long", kind="limit")
        name, bracket, _ = text.partition("(")
        if not bracket or name not in self._tools:
            raise ToolError(
                f"there is no tool {name[:40]!r}",
                kind="syntax",
                position=0,
                hint=self._similar(name),
            )
        called = self._tools[name]
        if self.is_bare(text):
            return Call(called, {"sentence": ""})
        tree = language_for((called,)).parse(text)
        if isinstance(called, Program):
            return Call(called, {"sentence": called.sentence(text)})
        (call,) = tree.children
        assert isinstance(call, Tree)  # noqa: S101 - the grammar guarantees it
        context = Context(today=self.today)
        arguments: dict[str, Any] = {
            parameter.name: _argument(parameter, node, context)
            for parameter, node in zip(called.parameters, call.children, strict=False)
        }
        return Call(called, arguments)

    def run(
        self,
        text: str,
        *,
        sandbox: Sandbox | None = None,
        seconds: float = 10.0,
        approved: bool = False,
        context: str = "",
    ) -> dict[str, Any]:
        """Read a call and run it.

        Args:
            text: The call.
            sandbox: Where built-in tools run; without one they run in this process.
            seconds: Time limit. A custom tool that takes longer is abandoned, not ended.
            approved: Whether a person approved the call; acting tools need it.
            context: The text that the question is about, for programs that read it.

        Returns:
            `answer`, `exact`, `kind`, `is_exact`, `value`, `call` (as read), `tool` and `checks`.

        Raises:
            ToolError: As `parse`; also `approval` for an acting tool without approval, `value` if
                the tool refuses or fails, `limit` if it takes too long.
        """
        call = self.parse(text)
        if call.tool.kind == "acting" and not approved:
            raise ToolError(
                f"{call} needs approval", kind="approval", hint="the tool acts on the world"
            )
        if sandbox is None or call.tool.name not in self._sandboxed:
            result: dict[str, Any] = run_in_thread(
                lambda: call.result(text=context), name=call.tool.name, seconds=seconds
            )
            return result
        if isinstance(call.tool, Program):
            request = call.tool.request(call.arguments["sentence"], context)
            return _named(call, sandbox.run(call.tool.name, request, seconds=seconds))
        return sandbox.run("calls", {"call": str(call)}, seconds=seconds)

    def _similar(self, name: str) -> str:
        """Return the names that are most like one that is unknown."""
        close = difflib.get_close_matches(name[:40], self._tools, _NAMED, 0.0)
        return f"one of: {', '.join(close)}{' …' * (len(self._tools) > len(close))}"

    def _chosen(self, names: Sequence[str] | None) -> Sequence[str]:
        return self.names if names is None else names

    def is_bare(self, call: str) -> bool:
        """Tell whether a call only names a program that is written by sentence."""
        called = self._tools.get(call.partition("(")[0])
        return isinstance(called, Program) and called.by_sentence and call.strip() == called.bare

    def pure(self, name: str) -> bool:
        """Tell whether there is a tool of this name, and it can be called any number of times."""
        return name in self._tools and self._tools[name].kind == "pure"

    @cached_property
    def acting(self) -> frozenset[str]:
        """Names of the tools that need approval."""
        return frozenset(name for name, tool in self._tools.items() if tool.kind == "acting")


def _argument(parameter: Parameter, node: Any, context: Context) -> Any:
    try:
        return parameter.type.read(node, context)
    except ToolError as error:
        raise ToolError(f"{parameter.name}: {error.message}", hint=error.hint) from None


def _named(call: Call, result: Mapping[str, Any]) -> dict[str, Any]:
    return {**result, "call": str(call), "tool": call.tool.name}


def outcome(call: Call, value: Any) -> dict[str, Any]:
    """Return the result of a call as plain data."""
    return {
        **rendered(value),
        "call": str(call),
        "tool": call.tool.name,
        "checks": [
            {
                "name": "arguments",
                "passed": True,
                "detail": f"every argument fits {call.tool.signature}",
            }
        ],
    }
