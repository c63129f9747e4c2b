"""The requests that the engine is measured on: 64 that an agent really made, fixed in a file.

They were recorded (see `record`) while an agent answered everyday questions of our own, before the
engine was tuned. A request is kept as text, so it can be replayed on any model; its grammar is the
one that the agent had narrowed to the question.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from lottery_agent.models.engine import Completion, Engine, Handle, Request, Sampling
from lottery_agent.models.prompts import Example, Prompt, Rendered

FILE = "requests.json"


@dataclass(frozen=True, slots=True)
class Grammar:
    """A constraint that is nothing but its text."""

    text: str


ANY_TEXT = Grammar(r"start: /(.|\n)*/")
"""A constraint that constrains nothing."""


@dataclass(frozen=True, slots=True)
class Item:
    """One recorded request: a text to be written or, where it has labels, labels to be scored."""

    prompt: Prompt
    labels: tuple[str, ...] = ()
    grammar: Grammar | None = None
    max_tokens: int = 1
    sampling: Sampling = field(default_factory=Sampling)

    def to_json(self) -> dict[str, Any]:
        """Return the item as plain data, without its head."""
        prompt = self.prompt
        data: dict[str, Any] = {"agent": prompt.agent, "question": prompt.question}
        if prompt.examples:
            data["examples"] = [[example.question, example.call] for example in prompt.examples]
        if prompt.history:
            data["history"] = prompt.history
        if self.labels:
            return {**data, "labels": self.labels}
        sampling = self.sampling
        data |= {"max_tokens": self.max_tokens, "grammar": self.grammar and self.grammar.text}
        if sampling != Sampling():
            names = ("temperature", "top_p", "min_p", "seed")
            data["sampling"] = {name: getattr(sampling, name) for name in names}
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any], head: str) -> Item:
        """Read an item from plain data and its head."""
        prompt = Prompt(
            data["agent"],
            head,
            data["question"],
            examples=tuple(Example(*pair) for pair in data.get("examples", ())),
            history=tuple((user, reply) for user, reply in data.get("history", ())),
        )
        if "labels" in data:
            return cls(prompt, labels=tuple(data["labels"]))
        return cls(
            prompt,
            grammar=Grammar(data["grammar"]) if data["grammar"] else None,
            max_tokens=data["max_tokens"],
            sampling=Sampling(**data.get("sampling", {})),
        )


def load() -> list[Item]:
    """Return the recorded requests in their order."""
    data = json.loads(files(__package__ or "").joinpath(FILE).read_text(encoding="utf-8"))
    return [Item.from_json(item, data["heads"][item["head"]]) for item in data["requests"]]


def heads(items: Sequence[Item]) -> list[Prompt]:
    """Return a prompt for each different head, with nothing of a question in it."""
    prompts = {item.prompt.head: item.prompt for item in items}
    return [Prompt(prompt.agent, head, "") for head, prompt in prompts.items()]


def submit(engine: Engine, item: Item, rendered: Rendered) -> Handle:
    """Queue a recorded text request, with its grammar."""
    return engine.submit(Request(rendered, item.max_tokens, item.grammar, item.sampling))


def run(engine: Engine, item: Item, rendered: Rendered) -> Completion | None:
    """Run one request to its end; None for one that scored labels."""
    if item.labels:
        engine.score(rendered, item.labels)
        return None
    return submit(engine, item, rendered).result()
