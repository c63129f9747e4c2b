"""Turns drafts into prompts through the agents' own prompt functions, and into token ids.

Rendered examples are kept as JSON lines.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import Any

from lottery_agent.errors import UsageError
from lottery_agent.graphs import stories
from lottery_agent.graphs.direct import direct_prompt
from lottery_agent.graphs.judge import judge_prompt
from lottery_agent.graphs.librarian import read_prompt, search_prompt
from lottery_agent.graphs.logician import language_prompt
from lottery_agent.graphs.mathematician import mathematician_prompt
from lottery_agent.graphs.operator import operator_prompt
from lottery_agent.graphs.planner import planner_prompt
from lottery_agent.graphs.puzzles import asking_prompt, line_prompt, mode_prompt
from lottery_agent.graphs.router import router_prompt
from lottery_agent.graphs.tables import table_prompt
from lottery_agent.graphs.theories import query_prompt, statement_prompt
from lottery_agent.models.prompts import Prompt, Renderer
from lottery_agent.models.training.draft import Draft
from lottery_agent.replacing import replacing
from lottery_agent.toolbox.table.finding import tables_in
from lottery_agent.toolbox.table.wording import outline


def _table_prompt(question: str, text: str) -> Prompt:
    """Return the prompt for a question to the tables of a text."""
    return table_prompt(question, outline(tables_in(text)))


PROMPTS: Mapping[str, Callable[..., Prompt]] = {
    "route": router_prompt,
    "statement": statement_prompt,
    "query": query_prompt,
    "line": line_prompt,
    "asking": asking_prompt,
    "mode": mode_prompt,
    "event": stories.event_prompt,
    "asked": stories.asking_prompt,
    "language": language_prompt,
    "worksheet": mathematician_prompt,
    "verdict": judge_prompt,
    "search": search_prompt,
    "quote": read_prompt,
    "plan": planner_prompt,
    "call": operator_prompt,
    "table": _table_prompt,
    "talk": direct_prompt,
}
"""The prompt function of each kind of draft: what the agents themselves call."""


@dataclass(frozen=True, slots=True)
class Example:
    """A rendered example."""

    kind: str
    head: tuple[int, ...]
    tail: tuple[int, ...]
    target: tuple[int, ...]
    draft: Draft

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "kind": self.kind,
            "inputs": dict(self.draft.inputs),
            "target": self.draft.target,
            "template": self.draft.template,
            "source": self.draft.source,
            "answer": self.draft.answer,
            "head_ids": self.head,
            "tail_ids": self.tail,
            "target_ids": self.target,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Example:
        """Build an example from what `to_json` returned."""
        draft = Draft(
            data["kind"],
            data["inputs"],
            data["target"],
            data["template"],
            data["source"],
            data["answer"],
        )
        head, tail, target = (tuple(data[key]) for key in ("head_ids", "tail_ids", "target_ids"))
        return cls(data["kind"], head, tail, target, draft)


def prompt_of(draft: Draft) -> Prompt:
    """Return the prompt that the engine would get."""
    return PROMPTS[draft.kind](**draft.inputs)


def head_of(kind: str) -> tuple[str, str]:
    """Return the name and the head of the prompts of a kind of draft."""
    needed = [
        parameter.name
        for parameter in signature(PROMPTS[kind]).parameters.values()
        if parameter.default is parameter.empty
    ]
    # Every argument is a text or a sequence of texts, and an empty text is both.
    prompt = PROMPTS[kind](**dict.fromkeys(needed, ""))
    return prompt.agent, prompt.head


def render(draft: Draft, renderer: Renderer) -> Example:
    """Return the ids of a draft: those of the engine's prompt, and those to be written."""
    ids = renderer.render(prompt_of(draft))
    return Example(draft.kind, ids.head, ids.tail, renderer.target(draft.target), draft)


def write(path: Path, examples: Iterable[Example]) -> None:
    """Write examples as JSON lines; the file appears when it is complete."""
    with replacing(path) as partial, partial.open("w", encoding="utf-8") as lines:
        for example in examples:
            lines.write(json.dumps(example.to_json(), ensure_ascii=False) + "\n")


def read(path: Path) -> list[Example]:
    """Read examples that `write` wrote.

    Raises:
        UsageError: If the file is missing or holds something else.
    """
    try:
        with path.open(encoding="utf-8") as lines:
            return [Example.from_json(json.loads(line)) for line in lines]
    except FileNotFoundError:
        raise UsageError(f"there is no {str(path)!r}", hint="run `lottery train data`") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{str(path)!r} holds no examples: {error}") from error
