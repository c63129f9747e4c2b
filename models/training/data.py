"""Builds the training and evaluation examples of a recipe, each with its provenance.

Everything is drawn with the recipe's seed, so equal inputs give equal files. Evaluation examples
come in two kinds: with words that the generators of training never draw (texts of the training
files, which are examples too, may hold them), and of templates that training leaves out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from lottery_agent.errors import UsageError
from lottery_agent.exclusive import exclusive
from lottery_agent.knowledge import Embedder
from lottery_agent.models.engine.vocabulary import load_vocabulary
from lottery_agent.models.training.checks import (
    Contamination,
    fault,
    free_of_held_out,
    report,
)
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators.calls.shelf import Shelf
from lottery_agent.models.training.generators.vocabulary import Vocabulary, harvest
from lottery_agent.models.training.recipe import CHECKPOINT, RECIPE, Recipe
from lottery_agent.models.training.render import Example, render, write
from lottery_agent.models.training.samples import Sample, read_samples, summary
from lottery_agent.models.training.selftraining import (
    check_samples,
    verdicts,
    without_samples,
)
from lottery_agent.models.training.streams import LABELLED, READ, check_shares, streams
from lottery_agent.models.training.templates import check_templates
from lottery_agent.models.zoo import hashes

Progress = Callable[[int, int], None]
"""Called with the number done and the number wanted."""

FILES = (
    "gsm8k_train",
    "squad_train",
    "squad2_unanswerable_train",
    "squad_passages",
    "nq_oracle_train",
    "folio_train",
)
"""The training files that every recipe needs, without `.jsonl.gz`."""

LONGEST = 320
"""Most tokens of an example after its head."""


def _quiet(done: int, wanted: int) -> None:
    """Report nothing."""


class Builder:
    """Draws good examples; counts what was turned down, and why.

    Args:
        recipe: The recipe.
        data: Folder with the training files.
        shelf: As for `streams`.
        samples: As for `streams`.
    """

    def __init__(
        self,
        recipe: Recipe,
        data: Path,
        shelf: Shelf | None = None,
        samples: Sequence[Sample] = (),
    ) -> None:
        self.recipe = recipe
        self.data = data
        self.shelf = shelf
        self.samples = samples
        self.refused: Counter[str] = Counter()
        self.contamination = Contamination(data)
        self._seen: set[tuple[str, str]] = set()

    def good(self, drafts: Iterator[Draft], *, again: bool = False) -> Iterator[Draft]:
        """Yield the drafts that pass every check and were not seen before.

        Args:
            drafts: The drafts.
            again: Whether they may ask what others ask, for another target.
        """
        for draft in drafts:
            shown = [draft.inputs, draft.target] if again else draft.inputs
            key = (draft.kind, json.dumps(shown, sort_keys=True))
            if key in self._seen:
                reason: str | None = "seen before"
            elif not free_of_held_out(draft):
                reason = "reserved word"
            elif self.contamination.hit(draft) is not None:
                reason = "benchmark item"
            else:
                reason = fault(draft)
            if reason is None:
                self._seen.add(key)
                yield draft
            else:
                self.refused[f"{draft.kind}: {reason.split(':')[0].split(' ')[0]}"] += 1

    def _streams(self, words: Vocabulary, part: str) -> dict[str, Iterator[Draft]]:
        seed = f"{self.recipe.seed} {part}"
        return streams(self.data, words, seed, self.shelf, self.samples)

    def train(self, words: Vocabulary, progress: Progress) -> list[Draft]:
        """Draw the training examples."""
        total = sum(self.recipe.shares.values())
        unseen = self.recipe.unseen_templates
        drafts: list[Draft] = []
        for name, stream in self._streams(words, "train").items():
            count = round(self.recipe.examples * self.recipe.shares.get(name, 0) / total)
            kept = (draft for draft in stream if not is_unseen(draft, unseen))
            for draft in islice(self.good(kept, again=name == "selftrained"), count):
                drafts.append(draft)
                if len(drafts) % 200 == 0:
                    progress(len(drafts), self.recipe.examples)
        return drafts

    def evaluation(self, train: Vocabulary, test: Vocabulary) -> dict[str, list[Draft]]:
        """Draw examples with unseen words, and with unseen templates."""
        count = self.recipe.held_out
        unseen = self.recipe.unseen_templates
        fresh: list[Draft] = []
        for name, stream in self._streams(test, "words").items():
            if name in self.recipe.shares and name not in READ:
                kept = (draft for draft in stream if not is_unseen(draft, unseen))
                fresh += islice(self.good(kept), count)
        if "verdicts" in self.recipe.shares:
            rng = Random(f"{self.recipe.seed} words verdicts")  # noqa: S311 - no secret
            fresh += islice(self.good(verdicts(self.samples, rng, held_out=True)), count)
        patterns: list[Draft] = []
        for name, stream in self._streams(train, "templates").items():
            if name in self.recipe.shares and name not in READ:
                found = (draft for draft in islice(stream, 40 * count) if is_unseen(draft, unseen))
                patterns += islice(self.good(found), count // 2)
        return {"words": fresh, "templates": patterns}


def is_unseen(draft: Draft, unseen: tuple[str, ...]) -> bool:
    """Tell whether a draft shows a pattern that training must not see."""
    name = draft.template.replace("logic.judge.", "logic.")
    return not set(unseen).isdisjoint(name.split("+"))


def check_files(data: Path, shares: Mapping[str, float] | None = None) -> None:
    """Check that a folder holds the training files.

    Args:
        data: The folder.
        shares: The shares of a recipe, which may need more files.

    Raises:
        UsageError: If one is missing.
    """
    wanted = [file for name, (file, _) in LABELLED.items() if (shares or {}).get(name)]
    names = dict.fromkeys((*FILES, *wanted))
    missing = [name for name in names if not (data / f"{name}.jsonl.gz").is_file()]
    if missing:
        raise UsageError(
            f"{str(data)!r} lacks {missing[0]}.jsonl.gz"
            + (f" and {len(missing) - 1} more of the training files" if missing[1:] else ""),
            hint="name the folder of the training files with --data",
        )


def check(recipe: Recipe, data: Path, samples: Path | None) -> None:
    """Check that a recipe can be built.

    Args:
        recipe: The recipe.
        data: Folder with the training files.
        samples: File of worksheets that a ticket wrote, if there is one.

    Raises:
        UsageError: If it has a share or holds out a template that is unknown, takes nothing from
            what there is, or needs a file that is missing.
    """
    check_shares(recipe.shares)
    check_templates(recipe.unseen_templates)
    check_files(data, recipe.shares)
    check_samples(samples, recipe.shares)


def build(
    recipe: Recipe,
    data: Path,
    base: Path,
    folder: Path,
    progress: Progress = _quiet,
    *,
    embedder: Embedder | None = None,
    samples: Path | None = None,
) -> dict[str, Any]:
    """Write `train.jsonl`, `words.jsonl`, `templates.jsonl`, `manifest.json` and the recipe.

    Args:
        recipe: The recipe.
        data: Folder with the training files.
        base: GGUF file of the base, for its vocabulary.
        folder: Where to write.
        progress: Called now and then.
        embedder: That of a run, by which the tools beside a call are found; without one they are
            found by their words.
        samples: File of worksheets that a ticket wrote; without one the recipe's shares of them
            are left out.

    Returns:
        The manifest: counts by template group, tokens, refusals and contamination.

    Raises:
        UsageError: If the recipe can't be built (see `check`), a file is broken, or the folder has
            a training that began or is in use.
    """
    check(recipe, data, samples)
    own = read_samples(samples) if samples is not None else []
    if samples is None:
        recipe = replace(recipe, shares=without_samples(recipe.shares))
    builder = Builder(recipe, data, Shelf(embedder) if embedder is not None else None, own)
    folder.mkdir(parents=True, exist_ok=True)
    with exclusive(folder):
        if (folder / CHECKPOINT).exists():
            raise UsageError(
                f"the run in {str(folder)!r} has begun its training, and keeps its examples",
                hint=f"build into another folder, or remove {CHECKPOINT}",
            )
        return _build(builder, base, folder, progress, samples)


def _build(
    builder: Builder, base: Path, folder: Path, progress: Progress, samples: Path | None
) -> dict[str, Any]:
    recipe = builder.recipe
    train_words, test_words = harvest(builder.data).split(share=recipe.unseen_words)
    drafts = builder.train(train_words, progress)
    sets = {"train": drafts, **builder.evaluation(train_words, test_words)}
    manifest: dict[str, Any] = {
        "name": recipe.name,
        "seed": recipe.seed,
        "vocabulary": {
            key: len(getattr(train_words, key)) for key in ("nouns", "verbs", "adjectives", "names")
        },
    }
    if samples is not None:
        manifest["samples"] = {"sha256": hashes.compute(samples), **summary(builder.samples)}
    with load_vocabulary(base) as vocabulary:
        for name, chosen in sets.items():
            examples = [render(draft, vocabulary.renderer) for draft in chosen]
            examples = [e for e in examples if len(e.tail) + len(e.target) <= LONGEST]
            if name == "train":
                Random(recipe.seed).shuffle(examples)  # noqa: S311 - no secret
            write(folder / f"{name}.jsonl", examples)
            manifest[name] = _counts(examples)
    manifest["refused"] = dict(builder.refused.most_common())
    manifest["contamination"] = report(drafts, builder.contamination)
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    (folder / RECIPE).write_text(recipe.text, "utf-8")
    return manifest


def _counts(examples: list[Example]) -> dict[str, Any]:
    kinds: dict[str, Counter[str]] = {}
    for example in examples:
        count = kinds.setdefault(example.kind, Counter())
        count.update(
            examples=1, tokens=len(example.tail) + len(example.target), targets=len(example.target)
        )
    templates = {name for e in examples for name in e.draft.template.split("+")}
    origins = Counter(
        "generated" if e.draft.source == "generated" else e.draft.source.split("-")[0]
        for e in examples
    )
    return {
        "examples": len(examples),
        "tokens": sum(count["tokens"] for count in kinds.values()),
        "templates": len(templates),
        "kinds": {kind: dict(count) for kind, count in sorted(kinds.items())},
        "sources": dict(origins.most_common()),
    }
