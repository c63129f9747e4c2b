"""The actions of ReAct: calls of all tools in one language, a search, and the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from typing import Any, Literal

from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.mathematician import worksheet_words
from lottery_agent.graphs.options import letters
from lottery_agent.lab.forms import form_of
from lottery_agent.toolbox.calls.narrowing import narrowing
from lottery_agent.toolbox.calls.programs import Program
from lottery_agent.toolbox.calls.registry import Registry
from lottery_agent.toolbox.calls.tools import Parameter, Tool
from lottery_agent.toolbox.calls.types import parameter_type
from lottery_agent.toolbox.language import Grammar, Language
from lottery_agent.toolbox.table import wording
from lottery_agent.toolbox.table.finding import tables_in
from lottery_agent.toolbox.table.tables import Table

FINISH = "finish"
SEARCH = "search"
_QUERY_MARK = "? "


class _Theory(Program):
    """The logic tool, which takes premises and query apart."""

    def request(self, sentence: str, text: str) -> dict[str, Any]:
        lines = sentence.split("\n")
        queries = [line for line in lines if line.startswith(_QUERY_MARK)]
        premises = [line for line in lines if not line.startswith(_QUERY_MARK)]
        return {"premises": premises, "query": queries[-1] if queries else ""}


class _Search(Program):
    """A search for some words. What it finds is not the registry's matter."""

    @cached_property
    def language(self) -> Language:
        """The search language."""
        return Language.load("query")


_PROGRAMS = (
    Program("mathematics", "name = …\nanswer = …", "computes"),
    _Theory("logic", "…\n? …", "tells whether something follows from facts and rules"),
    Program("puzzle", "…\n? …", "finds who has which place"),
)
_TABLE = Program("table", "select … from …", "answers from a table", reads_text=True)
_SEARCHING = _Search(SEARCH, "words", "finds a passage")


@dataclass(frozen=True, slots=True)
class Actions:
    """What may be done for one question.

    Attributes:
        registry: The tools behind the actions.
        names: Their names, as they are shown.
        tables: Tables that were given with the question.
    """

    registry: Registry
    names: tuple[str, ...]
    tables: Sequence[Table]

    @classmethod
    def of(
        cls,
        handles: Handles,
        tools: Sequence[str],
        text: str,
        *,
        form: str,
        options: int,
    ) -> Actions:
        """Return the actions for a question: some of the operator's tools, and all others.

        Programs that are withheld are no actions, as withheld tools are none of the operator's.

        Args:
            handles: The run's handles.
            tools: Names of the operator's tools that the question may need.
            text: Its context, or else the question. The table tool is there only for a table.
            form: Name of the form of the answer.
            options: How many answer options there are.
        """
        tables = tables_in(text)
        there = (*_PROGRAMS, *((_TABLE,) if tables else ()))
        programs = [each for each in there if each.name not in handles.policy.withheld]
        ours = (*programs, _SEARCHING, _finish(form, options))
        sandboxed = frozenset(program.name for program in programs)
        registry = handles.registry.extended(ours, sandboxed=sandboxed)
        return cls(registry, (*tools, *(tool.name for tool in ours)), tables)

    @property
    def signatures(self) -> list[str]:
        """The actions as the model sees them."""
        return self.registry.signatures(self.names)

    def grammar(self, text: str) -> Grammar:
        """Return the language of all actions, limited to the words and numbers of a text.

        Args:
            text: All that was given and observed.
        """
        limits: dict[str, Any] = dict(narrowing(text, today=self.registry.today))
        sheet = worksheet_words(text)
        limits |= {"NUMBER": [*limits["NUMBER"], *sheet["NUMBER"]], "NAME": sheet["NAME"]}
        if self.tables:
            named: Mapping[str, Any] = wording.narrowing(self.tables, text)
            limits |= {"WORD": [*limits["WORD"], *named["WORD"]], "QUOTED": named["QUOTED"]}
            limits["TEXT"] = named["TEXT"]
        return self.registry.grammar(self.names, narrow=limits)


@cache
def _finish(form: str, options: int) -> Tool:
    """Return the action that ends with an answer of some form."""
    labels = tuple(letters(options)) or form_of(form).labels
    plain: object = Fraction if form == "number" else str
    annotation = Literal.__getitem__(labels) if labels else plain
    answer = Parameter("answer", parameter_type(annotation, "the answer"))
    return Tool(FINISH, "pure", "ends with the answer", (answer,), lambda answer: answer)
