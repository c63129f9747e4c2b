"""Begins a run with the pairs of an adapter that was trained before, so that its work is not lost.

A processor sees a few ten thousand examples in a run. An adapter that goes on where another ended
has seen the examples of both; its card names every adapter before it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch

from lottery_agent.errors import UsageError
from lottery_agent.models.adapters.card import read_card
from lottery_agent.models.forge import read_adapter
from lottery_agent.models.training.base import Llama, LoraLinear
from lottery_agent.models.training.recipe import PREDECESSOR
from lottery_agent.models.zoo import sha256_of
from lottery_agent.replacing import replacing


def begin_with(model: Llama, adapter: Path, base: Path) -> dict[str, Any]:
    """Give a model the pairs of an adapter.

    Args:
        model: The base with fresh pairs.
        adapter: The adapter's file, beside its card.
        base: GGUF file of the base.

    Returns:
        The facts about the adapter that a run keeps.

    Raises:
        UsageError: If it has no card, or is of another base, rank or scale.
        ModelFileError: If the file or its card can't be read.
    """
    if not adapter.is_file():
        raise UsageError(f"there is no adapter {str(adapter)!r}", hint="name the folder of one")
    card = read_card(adapter)
    if card is None:
        raise UsageError(
            f"the adapter {str(adapter)!r} has no card",
            hint="only one that `lottery train export` wrote can be continued",
        )
    if card["base"]["sha256"] != sha256_of(base):
        raise UsageError(
            f"the adapter {str(adapter)!r} was trained on {card['base']['file']}, not on "
            f"{base.name}",
            hint="continue it on its own base",
        )
    give(model, adapter)
    return {
        key: card[key]
        for key in ("name", "adapter", "heads", "data", "training", "predecessor")
        if key in card
    }


def give(model: Llama, adapter: Path) -> None:
    """Give a model the pairs that a file holds.

    Args:
        model: The base with any pairs.
        adapter: The adapter's file, for the same base.

    Raises:
        UsageError: If it is of another rank or scale.
        ModelFileError: If the file can't be read.
    """
    read = read_adapter(adapter)
    modules = [module for module in model.modules() if isinstance(module, LoraLinear)]
    ranks = {pair.a.shape[0] for pair in read.pairs.values()}
    if ranks != {model.rank} or read.alpha != model.alpha:
        raise UsageError(
            f"the adapter {str(adapter)!r} has rank {max(ranks)} and alpha {read.alpha:g}, the "
            f"recipe {model.rank} and {model.alpha:g}",
            hint="give the recipe the adapter's rank and alpha",
        )
    with torch.no_grad():
        for module in modules:
            pairs = [read.pairs[f"{name}.weight"] for name in module.names]
            module.down.copy_(torch.cat([torch.from_numpy(pair.a) for pair in pairs]))
            for up, pair in zip(module.up, pairs, strict=True):
                up.copy_(torch.from_numpy(pair.b))


def began_with(run: Path) -> dict[str, Any] | None:
    """Return the facts about the adapter that a run began with; None if it began afresh."""
    kept = run / PREDECESSOR
    return dict(json.loads(kept.read_text("utf-8"))) if kept.exists() else None


def settle(model: Llama, adapter: Path | None, base: Path, run: Path, *, begun: bool) -> None:
    """Begin a run with an adapter and note it in the run's folder.

    Args:
        model: The base with fresh pairs.
        adapter: The adapter's file; None to begin afresh, or to go on.
        base: GGUF file of the base.
        run: Folder of the run.
        begun: Whether the run has a checkpoint, which is continued whatever the adapter holds.

    Raises:
        UsageError: If the adapter does not fit, or the run began with something else.
        ModelFileError: If the file or its card can't be read.
    """
    kept = run / PREDECESSOR
    if adapter is None:
        if kept.exists() and not begun:  # killed between the note and the first checkpoint
            raise UsageError(
                f"the run in {str(run)!r} begins with an adapter, and has no checkpoint yet",
                hint="name the adapter's folder with --after",
            )
        return
    facts = begin_with(model, adapter, base)
    if begun:
        known = began_with(run)
        if known is None or known["adapter"]["sha256"] != facts["adapter"]["sha256"]:
            raise UsageError(
                f"the run in {str(run)!r} did not begin with {str(adapter)!r}",
                hint="continue it without an adapter, or begin another run",
            )
        return
    run.mkdir(parents=True, exist_ok=True)
    with replacing(kept) as partial:
        partial.write_text(json.dumps(facts, indent=1) + "\n", "utf-8")
