"""Recipes: which benchmark file is made of which originals, and how."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from lottery_agent.lab.catalogue import BENCHMARKS
from lottery_agent.lab.importers import deductions, problems, reading, tasks
from lottery_agent.lab.importers.originals import Entry, Original, named, numbered

_BBH_PREFIX = "bbh_"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a benchmark file is made.

    Attributes:
        file: Its name.
        task: The `task` of its items, unless they name their own.
        originals: What it is made of; all are needed.
        entries: Reads the originals, in their order.
        item: Turns an entry into what is asked and what is right.
        chosen: Whether an entry belongs to the file.
        guess: What of the way could not be checked against the original; empty if nothing.
    """

    file: str
    task: str
    originals: tuple[Original, ...]
    entries: Callable[[Sequence[Path]], Iterator[Entry]]
    item: Callable[[Entry], dict[str, Any]]
    chosen: Callable[[Entry], bool]
    guess: str = ""

    @property
    def ids(self) -> frozenset[str] | None:
        """Ids of its items as published; None if they are chosen by article."""
        return _ids().get(self.file)


@cache
def _choices() -> Mapping[str, Any]:
    text = files("lottery_agent.lab.importers").joinpath("chosen.json").read_text("utf-8")
    return dict(json.loads(text))


@cache
def _ids() -> Mapping[str, frozenset[str]]:
    """Return the ids of each file; they are kept as ends by what they begin with."""
    return {
        file: frozenset(begin + end for begin, ends in groups.items() for end in str(ends).split())
        for file, groups in _choices()["ids"].items()
    }


def _listed(file: str) -> Callable[[Entry], bool]:
    return lambda entry: entry.id in _ids()[file]


def _of_articles(*splits: str) -> Callable[[Entry], bool]:
    def chosen(entry: Entry) -> bool:
        articles = _choices()["articles"]
        return any(entry.data["title"] in articles[split] for split in splits)

    return chosen


def _unanswerable(entry: Entry) -> bool:
    return entry.data.get("is_impossible") is True and _of_articles("dev")(entry)


def _numbered(form: str) -> Callable[[Sequence[Path]], Iterator[Entry]]:
    return lambda paths: numbered(paths[0], form)


def _named(key: str, upstream: str, prefix: str) -> Callable[[Sequence[Path]], Iterator[Entry]]:
    return lambda paths: named(paths[0], key, upstream=upstream, prefix=prefix)


def _depths(paths: Sequence[Path]) -> Iterator[Entry]:
    """Yield the items of BoardgameQA with their depth."""
    for depth, path in enumerate(paths, start=1):
        for entry in numbered(path, f"boardgame-d{depth}-test-{{}}"):
            yield Entry(entry.id, {**entry.data, "depth": depth}, entry.place)


def _boardgame(entry: Entry) -> dict[str, Any]:
    return {**deductions.boardgameqa(entry), "depth": entry.data["depth"]}


_TASKS = tuple(
    name.removeprefix(_BBH_PREFIX) for name in BENCHMARKS if name.startswith(_BBH_PREFIX)
)


def _tasks(paths: Sequence[Path]) -> Iterator[Entry]:
    """Yield the items of all tasks of BIG-Bench Hard with their task."""
    for task, path in zip(_TASKS, paths, strict=True):
        for entry in numbered(path, f"bbh-{task}-{{:03}}"):
            yield Entry(entry.id, {**entry.data, "task": _BBH_PREFIX + task}, entry.place)


def _hard(entry: Entry) -> dict[str, Any]:
    return {**tasks.big_bench_hard(entry), "task": entry.data["task"]}


def _squad(prefix: str) -> Callable[[Sequence[Path]], Iterator[Entry]]:
    return lambda paths: reading.squad_questions(paths[0], prefix, paths[-1])


_BY_NUMBER = "an item's id is taken to be its place in the original, counted from 0"
_SQUAD_1 = Original("dev-v1.1.json", ())
_SQUAD_2 = Original("dev-v2.0.json", ())
_NQ = Original("nq-open-oracle.jsonl", ())

RECIPES: Mapping[str, Recipe] = {
    recipe.file: recipe
    for recipe in (
        Recipe(
            "gsm8k_dev",
            "gsm8k",
            (Original("gsm8k-train.jsonl", ("grade_school_math/data/train.jsonl",)),),
            _numbered("gsm8k-train-{:05}"),
            problems.gsm8k,
            _listed("gsm8k_dev"),
        ),
        Recipe(
            "gsm8k_paired_dev",
            "gsm8k",
            (Original("gsm8k-test.jsonl", ("grade_school_math/data/test.jsonl",)),),
            _numbered("gsm8k-test-{:05}"),
            problems.gsm8k,
            _listed("gsm8k_paired_dev"),
        ),
        Recipe(
            "gsm_hard_dev",
            "gsm_hard",
            (Original("gsmhardv2.jsonl", ()),),
            _numbered("gsmhard-{:05}"),
            problems.gsm_hard,
            _listed("gsm_hard_dev"),
            _BY_NUMBER,
        ),
        Recipe(
            "svamp_dev",
            "svamp",
            (Original("svamp.json", ()),),
            _named("ID", "", "svamp-"),
            problems.svamp,
            _listed("svamp_dev"),
        ),
        Recipe(
            "multiarith_dev",
            "mawps_multiarith",
            (Original("multiarith.jsonl", ("mawpsmultiarith.jsonl", "multiarith.json")),),
            _numbered("mawps-multiarith-{:04}"),
            problems.multiarith,
            _listed("multiarith_dev"),
            f"{_BY_NUMBER}; MAWPS and PAL may order them differently",
        ),
        Recipe(
            "prontoqa_dev",
            "prontoqa",
            (Original("prontoqa-dev.json", ("ProntoQA/dev.json",)),),
            _named("id", "ProntoQA_", "prontoqa-"),
            deductions.logic_lm,
            _listed("prontoqa_dev"),
        ),
        Recipe(
            "proofwriter_dev",
            "proofwriter",
            (Original("proofwriter-train.json", ("ProofWriter/train.json",)),),
            _named("id", "ProofWriter_", "proofwriter-train-"),
            deductions.logic_lm,
            _listed("proofwriter_dev"),
        ),
        Recipe(
            "proofwriter_paired_dev",
            "proofwriter",
            (Original("proofwriter-dev.json", ("ProofWriter/dev.json",)),),
            _named("id", "ProofWriter_", "proofwriter-dev-"),
            deductions.logic_lm,
            _listed("proofwriter_paired_dev"),
        ),
        Recipe(
            "logicaldeduction_paired_dev",
            "logical_deduction",
            (Original("logicaldeduction-dev.json", ("LogicalDeduction/dev.json",)),),
            _named("id", "logical_deduction_", "logicaldeduction-test-"),
            deductions.logic_lm,
            _listed("logicaldeduction_paired_dev"),
        ),
        Recipe(
            "boardgameqa_dev",
            "boardgameqa",
            tuple(
                Original(
                    f"boardgameqa-depth{depth}-test.json",
                    (f"BoardgameQA-Main-depth{depth}/test.json",),
                )
                for depth in (1, 2, 3)
            ),
            _depths,
            _boardgame,
            _listed("boardgameqa_dev"),
            _BY_NUMBER,
        ),
        Recipe(
            "folio_dev",
            "folio",
            (Original("folio-train.jsonl", ()),),
            _numbered("folio-train-{:04}"),
            deductions.folio,
            _listed("folio_dev"),
        ),
        Recipe(
            "folio_paired_dev",
            "folio",
            (Original("folio-validation.jsonl", ()),),
            _numbered("folio-val-{}"),
            deductions.folio,
            _listed("folio_paired_dev"),
        ),
        Recipe(
            "bbh_dev",
            "bbh",
            tuple(Original(f"{task}.json", ()) for task in _TASKS),
            _tasks,
            _hard,
            _listed("bbh_dev"),
        ),
        *(
            Recipe(
                file,
                "nq_open",
                (_NQ,),
                _numbered("nqoracle-{:04}"),
                reading.natural_question,
                _listed(file),
            )
            for file in ("nq_oracle_dev", "nq_oracle_train")
        ),
        Recipe(
            "squad_dev",
            "squad",
            (_SQUAD_1,),
            _squad("squad-"),
            reading.squad,
            _of_articles("dev"),
        ),
        Recipe(
            "squad2_unanswerable_dev",
            "squad_unanswerable",
            (_SQUAD_2, _SQUAD_1),
            _squad("squad2-"),
            reading.unanswerable,
            _unanswerable,
        ),
        Recipe(
            "squad_passages",
            "passage",
            (_SQUAD_1,),
            lambda paths: reading.squad_passages(paths[0]),
            reading.passage,
            _of_articles("dev", "train"),
        ),
    )
}
"""How each file of the lab is made, by its name."""
