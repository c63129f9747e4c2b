"""Trains the LoRA pairs: one pass over the examples, resumable, with a log of losses.

The learning rate rises, stays, and falls to zero at the end. Where the end is given in minutes, the
fall begins when its share of the time is left, and is as long as the steps so far allow; the
checkpoint keeps the step at which it began, so an interrupted run goes on the same way.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import torch

from lottery_agent.exclusive import exclusive
from lottery_agent.models.training import checkpoint, predecessor
from lottery_agent.models.training.base import Llama
from lottery_agent.models.training.base import read as read_base
from lottery_agent.models.training.batches import collate, plan
from lottery_agent.models.training.checkpoint import Checkpoint, State
from lottery_agent.models.training.hardware import hardware
from lottery_agent.models.training.recipe import CHECKPOINT, Recipe
from lottery_agent.models.training.render import Example, read
from lottery_agent.replacing import replacing

LOG = "log.jsonl"
_SAVE_SECONDS = 240.0

Progress = Callable[[int, int, float], None]
"""Called with the step, the steps in all as far as known, and the loss."""


def rate(state: State, recipe: Recipe) -> float:
    """Return the learning rate of a step, as a share of the highest."""
    share = min(1.0, (state.step + 1) / recipe.warmup)
    if state.fall_from is not None and state.end is not None and state.step >= state.fall_from:
        share *= (state.end - state.step) / (state.end - state.fall_from + 1)
    return max(share, 0.0)


def _schedule(state: State, recipe: Recipe, *, minutes: float | None, available: int) -> None:
    """Settle where the rate begins to fall and where the run ends, as soon as it is known."""
    if state.fall_from is not None:
        return
    if minutes is None:
        state.end = available
        state.fall_from = round(available * (1 - recipe.decay))
        return
    start = 60 * minutes * (1 - recipe.decay)
    left = round(state.step * recipe.decay / (1 - recipe.decay))
    if state.seconds >= start or state.step + left >= available:
        state.fall_from = state.step
        state.end = min(available, state.step + max(1, left))


class Run:
    """One training run in a folder.

    Args:
        recipe: The recipe.
        model: The base with its LoRA pairs.
        examples: The training examples.
        folder: Where checkpoint and log go; a checkpoint found there is continued.
        device: Where to compute.
        made_of: What the run is made of, which a checkpoint found there must share.

    Raises:
        UsageError: If the checkpoint is damaged, or of another run.
    """

    def __init__(
        self,
        recipe: Recipe,
        model: Llama,
        examples: Sequence[Example],
        folder: Path,
        device: str,
        *,
        made_of: Mapping[str, str] | None = None,
    ) -> None:
        self.recipe = recipe
        self.examples = examples
        self.folder = folder
        self.device = torch.device(device)
        self.model = model.to(self.device)
        self.state = State()
        self._made_of = made_of or {}
        self._hardware = hardware(device)
        self._whole = True
        self.batches = plan(
            examples,
            group_tokens=recipe.group_tokens,
            batch_tokens=recipe.batch_tokens,
            rng=Random(recipe.seed),  # noqa: S311 - no secret
        )
        self._parameters = [p for p in model.parameters() if p.requires_grad]
        self._optimizer = torch.optim.AdamW(
            self._parameters, lr=recipe.rate, betas=(0.9, 0.98), weight_decay=0.01
        )
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / CHECKPOINT).exists():
            self._resume()
        else:
            self.save()  # what the run begins with is kept from the start
        self._cut_log()

    def _resume(self) -> None:
        saved = checkpoint.read(self.folder / CHECKPOINT, self.device)
        saved.check(self._made_of)
        saved.give(self.model)
        self._optimizer.load_state_dict(saved.optimizer)
        self.state = saved.state
        self._made_of = {**self._made_of, **saved.made_of}

    def _cut_log(self) -> None:
        """Drop what a killed run logged after its last checkpoint: these steps come again."""
        log = self.folder / LOG
        if log.exists():
            lines = log.read_text("utf-8").splitlines(keepends=True)
            with replacing(log) as partial:
                partial.write_text("".join(lines[: self.state.step]), "utf-8")

    def save(self) -> None:
        """Write the checkpoint."""
        Checkpoint(
            self.folder / CHECKPOINT,
            self.model.state_dict(),
            self._optimizer.state_dict(),
            self.state,
            self._made_of,
        ).save()

    def train(self, *, minutes: float | None = None, progress: Progress | None = None) -> State:
        """Train until the time or the examples are used up.

        Args:
            minutes: How long the whole run may take, earlier parts included; all examples are
                used if it is None.
            progress: Called after every step.

        Returns:
            The final state.
        """
        started = time.monotonic() - self.state.seconds
        saved = time.monotonic()
        available = len(self.batches)
        try:
            while True:
                _schedule(self.state, self.recipe, minutes=minutes, available=available)
                if self.state.step >= (self.state.end or available):
                    break
                entry = self._step()
                self.state.step += 1
                self.state.seconds = time.monotonic() - started
                if self._hardware not in self.state.hardware:
                    self.state.hardware.append(self._hardware)
                self._log({**entry, "seconds": round(self.state.seconds, 1)})
                self._whole = True
                if progress is not None:
                    progress(self.state.step, self.state.end or available, entry["loss"])
                if time.monotonic() - saved > _SAVE_SECONDS:
                    self.save()
                    saved = time.monotonic()
        finally:
            if self._whole:
                self.save()
        return self.state

    def _step(self) -> dict[str, Any]:
        share = rate(self.state, self.recipe)
        for group in self._optimizer.param_groups:
            group["lr"] = self.recipe.rate * share
        batch = self.batches[self.state.step]
        groups = [group.to(self.device) for group in collate(self.examples, batch)]
        nll, right = self.model.losses(groups)
        # Between the mean over tokens (long answers rule) and over examples (labels rule).
        lengths = torch.tensor(
            [len(self.examples[i].target) for indices in batch for i in indices],
            device=nll.device,
        )
        weights = lengths.float().rsqrt().repeat_interleave(lengths)
        loss = (nll * weights).sum() / weights.sum()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self._parameters, 1.0)
        self._whole = False  # until the step is counted and logged, the weights are ahead of both
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        return {
            "step": self.state.step + 1,
            "loss": round(float(loss.detach()), 4),
            "nll": round(float(nll.detach().mean()), 4),
            "right": round(float(right.float().mean()), 4),
            "rate": round(self.recipe.rate * share, 7),
            "norm": round(float(norm), 3),
            "rows": sum(len(g.head) + g.tails.numel() for g in groups),
            "examples": len(lengths),
        }

    def _log(self, entry: dict[str, Any]) -> None:
        with (self.folder / LOG).open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry) + "\n")


def precision(device: str) -> torch.dtype:
    """Return what to compute in: bfloat16 where the device has instructions for it.

    Measured on a small base: 1.6 times the steps of single precision on a processor with
    AVX512-BF16; matrices take twice as long on one that emulates it. The pairs are in single
    precision anyway.
    """
    known = torch.cpu.get_capabilities()
    native = device.startswith("cuda") or known.get("avx512_bf16") or known.get("amx_bf16")
    return torch.bfloat16 if native else torch.float32


def fit(
    recipe: Recipe,
    base: Path,
    examples: Path,
    folder: Path,
    *,
    after: Path | None = None,
    minutes: float | None = None,
    threads: int = 0,
    device: str = "cpu",
    progress: Progress | None = None,
) -> State:
    """Train a recipe's adapter, or continue a run that was interrupted.

    Args:
        recipe: The recipe.
        base: GGUF file of the base.
        examples: The `train.jsonl` of `lottery train data`.
        folder: Where checkpoint and log go.
        after: File of an adapter to begin with; a run that has begun keeps to its own.
        minutes: Most minutes of the whole run; None for one pass over all examples.
        threads: Processor threads; 0 lets PyTorch choose.
        device: `cpu` or a CUDA device.
        progress: Called after every step.

    Raises:
        UsageError: If the adapter to begin with does not fit, the run began otherwise or is made
            of something else, its checkpoint is damaged, or another process is at it.
    """
    torch.manual_seed(recipe.seed)
    if threads:
        torch.set_num_threads(threads)
    model = read_base(base, rank=recipe.rank, alpha=recipe.alpha, dtype=precision(device))
    folder.mkdir(parents=True, exist_ok=True)
    with exclusive(folder):
        made_of = checkpoint.made_of(recipe, base, examples)
        read_examples = read(examples)
        begun = (folder / CHECKPOINT).exists()
        predecessor.settle(model, after, base, folder, begun=begun)
        run = Run(recipe, model, read_examples, folder, device, made_of=made_of)
        return run.train(minutes=minutes, progress=progress)
