"""Records the model calls of an agent, to make the fixed list of requests.

    python -m lottery_agent.models.speed.record QUESTIONS.jsonl [--count N] [--seed N] > FILE

The agent answers every question; of all its calls, `count` are kept, drawn at random and left in
their order. A recorder stands between agent and engine, so nothing in the agent knows of it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from lottery_agent import Agent
from lottery_agent.assembly import load_engine
from lottery_agent.models.engine import Engine, EngineInfo, Handle, Request
from lottery_agent.models.prompts import Prompt, Rendered, Renderer
from lottery_agent.models.speed.workload import Grammar, Item
from lottery_agent.settings import load_settings


class Recorder:
    """An engine that remembers what it is asked (see `Engine`).

    Args:
        engine: Computes the answers.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._prompts: dict[Rendered, Prompt] = {}
        self.renderer = _Remembering(engine.renderer, self._prompts)
        self.items: list[Item] = []

    @property
    def info(self) -> EngineInfo:
        """What runs."""
        return self._engine.info

    def submit(self, request: Request) -> Handle:
        """Queue a request and remember it."""
        self._remember(request)
        return self._engine.submit(request)

    async def asubmit(self, request: Request) -> Handle:
        """Queue a request within asyncio and remember it."""
        self._remember(request)
        return await self._engine.asubmit(request)

    def score(
        self, prompt: Rendered, labels: Sequence[str], *, deadline: float | None = None
    ) -> tuple[float, ...]:
        """Score labels and remember them."""
        self.items.append(Item(self._prompts[prompt], labels=tuple(labels)))
        return self._engine.score(prompt, labels, deadline=deadline)

    def _remember(self, request: Request) -> None:
        grammar = Grammar(request.constraint.text) if request.constraint else None
        self.items.append(
            Item(
                self._prompts[request.prompt],
                grammar=grammar,
                max_tokens=request.max_tokens,
                sampling=request.sampling,
            )
        )

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


class _Remembering:
    """A renderer that remembers which prompt became which ids."""

    def __init__(self, renderer: Renderer, prompts: dict[Rendered, Prompt]) -> None:
        self._renderer = renderer
        self._prompts = prompts

    def render(self, prompt: Prompt) -> Rendered:
        rendered = self._renderer.render(prompt)
        self._prompts[rendered] = prompt
        return rendered

    def __getattr__(self, name: str) -> Any:
        return getattr(self._renderer, name)


def main() -> None:
    """Answer questions and print what the agent asked of the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--count", type=int, default=64)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    settings = load_settings()
    with load_engine(settings, settings.model).engine as engine:
        recorder = Recorder(engine)
        with Agent(settings=settings, engine=recorder) as agent:  # type: ignore[arg-type]
            for line in arguments.questions.read_text(encoding="utf-8").splitlines():
                question = json.loads(line)
                agent.ask(
                    question["question"],
                    context=question.get("context"),
                    options=question.get("options"),
                )
    kept = Random(arguments.seed).sample(range(len(recorder.items)), arguments.count)  # noqa: S311
    items = [recorder.items[number] for number in sorted(kept)]
    heads = list(dict.fromkeys(item.prompt.head for item in items))
    requests = [{"head": heads.index(item.prompt.head), **item.to_json()} for item in items]
    data = {"heads": heads, "requests": requests}
    json.dump(data, sys.stdout, ensure_ascii=False, indent=1)
    print()


if __name__ == "__main__":
    main()
