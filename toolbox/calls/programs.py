"""Tools that read a language of their own: a call such as `table(select name from people)`.

To the operator such a tool is one more signature; its call is the tool's name around one sentence
of its language, so the decoder is held to that language from the first word on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any, ClassVar, Literal

from lottery_agent.toolbox.language import Language, Spans

# What a grammar file is made of: what is quoted stays as it is, names are told apart by their case.
_PART = re.compile(
    r"""
    (?P<comment>^[ \t]*//[^\n]*$)
    | (?P<text>"(?:\\.|[^"\\])*")
    | (?P<pattern>/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[])+/)
    | ->\s*(?P<alias>\w+)
    | (?P<name>[A-Za-z_]\w*)
    """,
    re.MULTILINE | re.VERBOSE,
)


@dataclass(frozen=True, eq=False)
class Program:
    """A tool whose only argument is a sentence of a language.

    Attributes:
        name: Its name in calls; the sandbox and the language have the same one.
        form: How a signature shows the sentence, such as `select … from …`.
        summary: What it is for, in one line.
        reads_text: Whether the tool is given the text of the question too.
        own_words: Words with a meaning in the language, which a question need not contain.
        by_sentence: Whether the story agent writes it as it reads the text, sentence by sentence.
            The operator's call is then bare: it only says that this tool is the one.
    """

    name: str
    form: str
    summary: str
    reads_text: bool = False
    own_words: tuple[str, ...] = ()
    by_sentence: bool = False
    kind: ClassVar[Literal["pure"]] = "pure"

    @property
    def signature(self) -> str:
        """The tool as the model sees it."""
        return f"{self.name}({self.form})"

    @property
    def bare(self) -> str:
        """The call that leaves the sentence to another agent."""
        return f"{self.name}()"

    @cached_property
    def language(self) -> Language:
        """The language of its sentences."""
        return Language.load(self.name)

    def sentence(self, call: str) -> str:
        """Return the sentence inside a call of this tool."""
        return call[len(self.name) + 1 : -1]

    def request(self, sentence: str, text: str) -> dict[str, Any]:
        """Return what the tool is sent for a sentence, and the text that it is about."""
        return {"call": sentence, "text": text} if self.reads_text else {"call": sentence}

    def execute(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Run a request in this process."""
        module = import_module(f"lottery_agent.toolbox.{self.name}")
        result: dict[str, Any] = module.execute(request)
        return result

    @property
    def start(self) -> str:
        """The rule of `definitions` that a sentence must match."""
        return f"{self.name}__start"

    @cached_property
    def definitions(self) -> str:
        """The grammar's rules and terminals, renamed so that any number of grammars can be one."""
        return _PART.sub(self._renamed, self.language.text).strip()

    @cached_property
    def terminals(self) -> Mapping[str, str]:
        """The terminals that may be narrowed: the name in the language by the name in a union."""
        return {self._prefixed(name): name for name in sorted(self.language.terminals)}

    def narrowed(
        self, limits: Mapping[str, Iterable[str] | Spans]
    ) -> dict[str, Iterable[str] | Spans]:
        """Return what the terminals in a union are limited to, given limits by their own names."""
        used = {name: limits[kind] for name, kind in self.terminals.items() if kind in limits}
        words = used.get(self._prefixed("WORD"))
        if words is not None and not isinstance(words, Spans):
            used[self._prefixed("WORD")] = [*words, *self.own_words]
        return used

    def _renamed(self, part: re.Match[str]) -> str:
        if part["comment"]:
            return ""
        return self._prefixed(part["name"]) if part["name"] else part[0]

    def _prefixed(self, name: str) -> str:
        prefix = self.name.upper() if name.lstrip("_").isupper() else self.name
        return f"{prefix}__{name}"
