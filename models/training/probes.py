"""Draws the forge's probe set: held-out examples by which ticket types are compared.

The probes are drawn from the package's own generators, with words that those of the training
examples never draw, and hold no text of any data set. Small talk is left out, because no single
reply to it is expected.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from lottery_agent.models.forge.probes import Grammar, Probe, write_probes
from lottery_agent.models.training.data import Builder, is_unseen
from lottery_agent.models.training.decoding import CHOICES, DECODINGS
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators.vocabulary import harvest
from lottery_agent.models.training.recipe import RECIPE, load_recipe
from lottery_agent.models.training.render import prompt_of, read
from lottery_agent.models.training.streams import streams

COUNTS: Mapping[str, int] = {
    "logic": 40,
    "constructions": 40,
    "notation": 40,
    "story": 40,
    "note": 40,
    "search": 30,
    "calls": 30,
    "table": 30,
    "state": 80,
    "puzzle": 30,
    "asking": 45,
    "language": 20,
    "planning": 30,
    "routing": 40,
}
"""How many probes each stream of drafts gives."""


def draw(run: Path, data: Path, out: Path, *, times: int = 1) -> dict[str, Any]:
    """Write the probe set of a run.

    Args:
        run: Folder of the run, for its recipe and the prompts that it trained on.
        data: Folder with the training files, whose words the generators use.
        out: Where to write.
        times: How many times as many probes as `COUNTS` says, for a study of its own.

    Returns:
        How the probes were drawn, and how many there are of each kind.

    Raises:
        UsageError: If the run lacks a file.
    """
    recipe = load_recipe(run / RECIPE)
    builder = Builder(recipe, data)
    trained = {
        (example.kind, prompt_of(example.draft).question) for example in read(run / "train.jsonl")
    }
    _, words = harvest(data).split(share=recipe.unseen_words)
    drawn: list[Probe] = []
    for name, stream in streams(data, words, f"{recipe.seed} probes").items():
        good = (
            draft
            for draft in builder.good(stream)
            if draft.source == "generated"
            and not is_unseen(draft, recipe.unseen_templates)
            and (draft.kind, prompt_of(draft).question) not in trained
        )
        drawn += map(_probe, islice(good, times * COUNTS.get(name, 0)))
    origin = {"recipe": recipe.name, "seed": recipe.seed}
    write_probes(out, drawn, origin=origin)
    kinds = [probe.kind for probe in drawn]
    return {**origin, "probes": {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}}


def _probe(draft: Draft) -> Probe:
    prompt = prompt_of(draft)
    if draft.kind in CHOICES:
        labels = tuple(CHOICES[draft.kind])
        # The router leaves small talk out where it has a text or options to work with.
        beside = draft.inputs.get("context") or draft.inputs.get("options")
        if draft.kind == "route" and beside:
            labels = tuple(label for label in labels if label != "chat")
        return Probe(draft.kind, prompt, draft.target, None, 1, labels)
    decoding = DECODINGS[draft.kind](draft.inputs)
    assert decoding.grammar is not None  # noqa: S101 - only small talk has none
    grammar = Grammar(decoding.grammar.text)
    return Probe(draft.kind, prompt, draft.target, grammar, decoding.max_tokens)
