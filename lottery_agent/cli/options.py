"""The options that `ask`, `chat` and `batch` share, written once.

A command names the aliases in its signature and passes the values to `overrides`:

    def batch(model: Model = None, no_adapter: NoAdapter = False, ...) -> None:
        settings = load_settings(overrides(model=model, no_adapter=no_adapter, ...))

`--no-context` is no setting: it withholds the context given with a question.
"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from lottery_agent.errors import UsageError

Model = Annotated[
    str | None,
    typer.Option(
        "--model", metavar="NAME|PATH", help="Model of the zoo, hf:REPOSITORY/FILE, or a GGUF file."
    ),
]
NoAdapter = Annotated[
    bool, typer.Option("--no-adapter", help="Run the base model without its adapter.")
]
NoTools = Annotated[
    bool, typer.Option("--no-tools", help="Let the model answer alone, without tools.")
]
Knowledge = Annotated[
    str | None,
    typer.Option("--knowledge", metavar="NAME|none", help="Knowledge base to search."),
]
NoContext = Annotated[
    bool, typer.Option("--no-context", help="Withhold the context given with a question.")
]
Seed = Annotated[int | None, typer.Option("--seed", metavar="N", help="Seed of all sampling.")]
Timeout = Annotated[
    float | None, typer.Option("--timeout", metavar="SECONDS", help="Limit on time per question.")
]
GpuLayers = Annotated[
    int | None,
    typer.Option("--gpu-layers", metavar="N", help="Layers of the model on a GPU; -1 for all."),
]


def overrides(
    *,
    model: str | None = None,
    no_adapter: bool = False,
    no_tools: bool = False,
    knowledge: str | None = None,
    seed: int | None = None,
    timeout: float | None = None,
    gpu_layers: int | None = None,
) -> dict[str, Any]:
    """Return the settings that the options given on the command line override.

    An option that was left out is None, so that the settings file and the environment decide.

    Raises:
        UsageError: If a knowledge base is named that does not exist. Without a name the default
            base is used, which may be empty.
    """
    if knowledge is not None and knowledge != "none":
        from lottery_agent.knowledge import KnowledgeBase
        from lottery_agent.settings import load_settings

        if not KnowledgeBase.exists(knowledge, url=load_settings().knowledge_url):
            raise UsageError(
                f"there is no knowledge base {knowledge!r}",
                hint=f"`lottery knowledge add PATH --knowledge {knowledge}` creates it",
            )
    return {
        "model": model,
        "adapter": False if no_adapter else None,
        "tools": False if no_tools else None,
        "knowledge": knowledge,
        "seed": seed,
        "timeout": timeout,
        "gpu_layers": gpu_layers,
    }
