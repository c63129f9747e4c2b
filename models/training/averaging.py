"""Averages the pairs of adapters that were trained one after the other.

What a run learns last displaces some of what its predecessors knew. Weights that were fine-tuned
from a common beginning lie in one valley, and their mean is often better than each of them: "Model
soups" (Wortsman et al. 2022, arXiv 2203.05482), and for the two ends of one fine-tuning "Robust
fine-tuning of zero-shot models" (Wortsman et al. 2021, arXiv 2109.01903).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import torch

from lottery_agent.errors import UsageError
from lottery_agent.models.training.base import Llama
from lottery_agent.models.training.predecessor import began_with, begin_with


def average(model: Llama, adapters: Sequence[Path], base: Path, run: Path) -> None:
    """Replace the pairs of a run by their mean with those of its predecessors.

    The factors are averaged, each by itself. Their product is close to the mean of the products as
    long as the factors of one adapter began as those of the other.

    Args:
        model: The base with the run's pairs.
        adapters: Files of adapters that the run or its predecessors began with.
        base: GGUF file of the base.
        run: Folder of the run.

    Raises:
        UsageError: If the run did not begin with one of them, or one is named twice.
        ModelFileError: If a file or its card can't be read.
    """
    pairs = [parameter for parameter in model.parameters() if parameter.requires_grad]
    sums = [pair.detach().clone() for pair in pairs]
    known = set(_before(run))
    seen: set[str] = set()
    for adapter in adapters:
        found: str = begin_with(model, adapter, base)["adapter"]["sha256"]
        if found not in known:
            raise UsageError(
                f"no run before the one in {str(run)!r} made {str(adapter)!r}",
                hint="average it with adapters that it began with, as its card names them",
            )
        if found in seen:
            raise UsageError(f"{str(adapter)!r} is named twice", hint="name each adapter once")
        seen.add(found)
        for total, pair in zip(sums, pairs, strict=True):
            total += pair.detach()
    with torch.no_grad():
        for total, pair in zip(sums, pairs, strict=True):
            pair.copy_(total / (1 + len(adapters)))


def _before(run: Path) -> Iterator[str]:
    """Yield the hashes of the adapters that a run goes back to, the latest first."""
    facts = began_with(run)
    while facts:
        yield facts["adapter"]["sha256"]
        facts = facts.get("predecessor")
