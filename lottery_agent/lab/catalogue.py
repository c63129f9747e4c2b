"""The benchmarks that the lab knows, and how a name or a path becomes one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from lottery_agent.errors import UsageError
from lottery_agent.hints import meant
from lottery_agent.jsonl import read_objects
from lottery_agent.lab.abilities.registry import ABILITIES
from lottery_agent.lab.benchmarks import Benchmark, Scorer
from lottery_agent.lab.files import FILES, SUFFIX, DataFile
from lottery_agent.scoring import NO_TASK

NUMBER = Scorer("number", "the number, within 0.1% or 0.001")
OPTION = Scorer("option", "the letter or the text of the option")
VERDICT = Scorer("verdict", "true or false, yes or no")
TEXT = Scorer("text", "the text; blanks, case and punctuation do not count")
QUOTE = Scorer("quote", "one of the accepted texts, in SQuAD's normal form")
HOLDS = Scorer("holds", "a text that holds an accepted one, in SQuAD's normal form", contains=True)
ABSTAIN = Scorer("abstain", "no answer")
GOLD = Scorer("gold", "what the gold answer's own form asks for")

_BBH_TASKS: Mapping[str, Scorer] = {
    "boolean_expressions": VERDICT,
    "date_understanding": OPTION,
    "dyck_languages": TEXT,
    "formal_fallacies": OPTION,
    "logical_deduction_three_objects": OPTION,
    "logical_deduction_five_objects": OPTION,
    "logical_deduction_seven_objects": OPTION,
    "multistep_arithmetic_two": NUMBER,
    "navigate": OPTION,
    "object_counting": NUMBER,
    "penguins_in_a_table": OPTION,
    "reasoning_about_colored_objects": OPTION,
    "temporal_sequences": OPTION,
    "tracking_shuffled_objects_three_objects": OPTION,
    "tracking_shuffled_objects_five_objects": OPTION,
    "tracking_shuffled_objects_seven_objects": OPTION,
    "web_of_lies": VERDICT,
    "word_sorting": TEXT,
}

_BBH_PREMISES = frozenset(
    {
        "formal_fallacies",
        "logical_deduction_three_objects",
        "logical_deduction_five_objects",
        "logical_deduction_seven_objects",
        "web_of_lies",
    }
)
"""Tasks that give premises and ask what follows from them."""

BENCHMARKS: Mapping[str, Benchmark] = {
    benchmark.name: benchmark
    for benchmark in (
        Benchmark("gsm8k", FILES["gsm8k_dev"], NUMBER),
        Benchmark("gsm8k_paired", FILES["gsm8k_paired_dev"], NUMBER, recording="gsm8k"),
        Benchmark("gsm_hard", FILES["gsm_hard_dev"], NUMBER),
        Benchmark("svamp", FILES["svamp_dev"], NUMBER, recording="svamp"),
        Benchmark("multiarith", FILES["multiarith_dev"], NUMBER, recording="mawps_multiarith"),
        Benchmark("prontoqa", FILES["prontoqa_dev"], OPTION, recording="prontoqa", premises=True),
        Benchmark("proofwriter", FILES["proofwriter_dev"], OPTION, premises=True),
        Benchmark(
            "proofwriter_paired",
            FILES["proofwriter_paired_dev"],
            OPTION,
            recording="proofwriter",
            premises=True,
        ),
        Benchmark(
            "logicaldeduction_paired",
            FILES["logicaldeduction_paired_dev"],
            OPTION,
            recording="logical_deduction",
            premises=True,
        ),
        Benchmark("boardgameqa", FILES["boardgameqa_dev"], OPTION, premises=True),
        Benchmark("folio", FILES["folio_dev"], OPTION, premises=True),
        Benchmark(
            "folio_paired", FILES["folio_paired_dev"], OPTION, recording="folio", premises=True
        ),
        *(
            Benchmark(
                f"bbh_{task}",
                FILES["bbh_dev"],
                scorer,
                task=f"bbh_{task}",
                recording="bbh",
                premises=task in _BBH_PREMISES,
            )
            for task, scorer in _BBH_TASKS.items()
        ),
        Benchmark("nq", FILES["nq_oracle_dev"], HOLDS),
        Benchmark("nq_open", FILES["nq_oracle_dev"], HOLDS, open=True),
        Benchmark("squad", FILES["squad_dev"], QUOTE, recording="squad"),
        # Not paired with the recorded models: they were given the paragraph that is to be found.
        Benchmark("squad_open", FILES["squad_dev"], QUOTE, open=True),
        Benchmark(
            "squad_unanswerable",
            FILES["squad2_unanswerable_dev"],
            ABSTAIN,
            recording="squad_unanswerable",
        ),
    )
}
"""All benchmarks by name."""

MADE: Mapping[str, Benchmark] = {
    benchmark.name: benchmark for benchmark in (each.benchmark for each in ABILITIES.values())
}
"""Benchmarks whose items are made from a seed, by name; they are in no suite."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "bbh": tuple(f"bbh_{task}" for task in _BBH_TASKS),
    "abilities": tuple(MADE),
}
"""Names for several benchmarks at once."""


def choose(names: Iterable[str], folder: Path | None = None) -> list[Benchmark]:
    """Return the benchmarks of some names, each once.

    Args:
        names: Names of benchmarks or groups, or paths of JSON-lines files.
        folder: The folder of benchmark files, so that its files are known by their paths, too.

    Raises:
        UsageError: If a name is unknown, or a file can't be read or holds no item.
    """
    chosen: dict[str, Benchmark] = {}
    for name in names:
        for benchmark in _of_name(name, folder):
            if chosen.setdefault(benchmark.name, benchmark) != benchmark:
                raise UsageError(
                    f"two benchmarks are called {benchmark.name!r}", hint="compare them apart"
                )
    return list(chosen.values())


def of_file(path: Path) -> list[Benchmark]:
    """Return the benchmarks of any JSON-lines file: one for each `task` that its items name.

    Raises:
        UsageError: If it can't be read, or holds no item.
    """
    tasks = sorted({str(data.get("task") or NO_TASK) for data in read_objects(path)})
    if not tasks:
        raise UsageError(f"{str(path)!r} holds no item", hint="give one JSON object a line")
    stem = path.name.removesuffix(".gz").removesuffix(".jsonl")
    file = DataFile(stem, str(path), "unknown", None, None, "unknown", "", path)
    if tasks == [NO_TASK]:
        return [Benchmark(stem, file, GOLD)]
    return [Benchmark(task, file, GOLD, task=task) for task in tasks]


def _of_name(name: str, folder: Path | None) -> Sequence[Benchmark]:
    everything = {**BENCHMARKS, **MADE}
    if name in GROUPS:
        return [everything[each] for each in GROUPS[name]]
    if name in everything:
        return [everything[name]]
    path = Path(name)
    if path.is_file():
        known = path.name.removesuffix(SUFFIX)
        if folder and known in FILES and path.resolve().parent == folder.resolve():
            listed = [b for b in BENCHMARKS.values() if b.file.name == known and not b.open]
            if listed:
                return listed
        return of_file(path)
    hint = meant(name, [*GROUPS, *everything], otherwise="`lottery lab data` lists them")
    raise UsageError(f"there is no benchmark and no file {name!r}", hint=hint)
