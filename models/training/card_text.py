"""The card of an adapter as people read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

SOURCES: Mapping[str, tuple[str, str]] = {
    "generated": ("generators of lottery-agent", "Apache-2.0"),
    "gsm8k": ("GSM8K (openai/grade-school-math), training file", "MIT"),
    "squad": ("SQuAD 1.1 (rajpurkar/SQuAD-explorer), 20 articles", "CC BY-SA 4.0"),
    "squad2": ("SQuAD 2.0, unanswerable questions on the same articles", "CC BY-SA 4.0"),
    "nqoracle": ("NQ-open (google-research-datasets) with Wikipedia passages", "CC BY-SA 3.0"),
    "folio": ("FOLIO (Yale-LILY): sentences, and words for the vocabulary", "CC BY-SA 4.0"),
    "proofwriter": ("ProofWriter (AI2), as packaged in Logic-LLM", "CC BY 4.0, MIT"),
    "logicaldeduction": (
        "BIG-bench logical deduction, as packaged in Logic-LLM",
        "Apache-2.0, MIT",
    ),
    "boardgame": ("BoardgameQA (Google), as packaged in SAT-LM", "CC BY 4.0, MIT"),
    "bigbench": ("BIG-bench items that are not in BIG-Bench-Hard", "Apache-2.0"),
}
"""Where examples and words come from. All of these may be adapted and shared on."""

_VOCABULARY = ("gsm8k", "squad", "folio", "nqoracle")
"""Sources of words, whether or not an example is from there."""

LAST_STEPS = 50
"""Steps at the end of a training over which its loss is averaged."""


def markdown(card: Mapping[str, Any]) -> str:
    """Return the card for people."""
    data, training, recipe = card["data"], card["training"], card["recipe"]
    after = card["predecessor"]["adapter"]["sha256"] if "predecessor" in card else ""
    averaged = card.get("averaged", ())
    sections = [
        f"# The adapter of {card['name']}",
        "A LoRA adapter that teaches a small base model to route questions, to write the languages "
        "of lottery-agent's tools, and to quote. `lottery_agent.models.forge` merges it into the "
        "base, which is under Apache-2.0.",
        "## Trained for",
        f"* base `{card['base']['file']}`, SHA-256 `{card['base']['sha256']}`\n"
        f"* languages {', '.join(f'{name} {v}' for name, v in card['languages'].items())}\n"
        + "\n".join(f"* head of `{name}`: `{head}`" for name, head in card["heads"].items()),
        "## Data",
        f"{data['examples']:,} examples, {data['tokens']:,} tokens, {data['templates']} patterns "
        f"of language, words drawn from {_words(data['vocabulary'])}. Every target is a sentence "
        "of its language; worksheets of stories and those with a known answer were run, quotes are "
        "verbatim.",
        _table(
            ("source", "examples", "licence"),
            [
                (SOURCES[name][0], f"{data['sources'].get(name, 0):,}", SOURCES[name][1])
                for name in SOURCES
                if name in data["sources"] or name in _VOCABULARY
            ],
        ),
        *_samples(data),
        "All of these licences allow sharing what is made from the data, with this credit. The "
        "vocabulary was harvested from the same files. No example contains a word that is "
        "reserved for the project's everyday questions. Against the "
        f"{data['contamination']['items']:,} development items of the benchmarks, "
        f"{data['contamination']['exact']} examples are equal and {data['contamination']['near']} "
        "nearly equal (Jaccard similarity of the number-masked word sets of 0.8 or more)."
        f"{_units(data['contamination'])}",
        _table(
            ("kind", "examples"), [(kind, f"{n:,}") for kind, n in sorted(data["kinds"].items())]
        ),
        "## Training",
        f"LoRA on all linear layers, rank {recipe['rank']}, alpha {recipe['alpha']:g}, AdamW, rate "
        f"{recipe['rate']:g}, seed {recipe['seed']}. {training['steps']:,} steps over "
        f"{training['examples_seen']:,} of the examples, each seen at most once, in "
        f"{training['minutes']:g} minutes on a machine of this class: {training['hardware']}. "
        f"Mean of the last {LAST_STEPS} steps: loss {training['loss']}, "
        f"{training['tokens_right']:.1%} of the target tokens right.",
        *_predecessors(card),
        *_averaged(card),
        "## Scores",
        *_scores(card["scores"]),
        "## Known failures",
        "\n".join(_failures(card["scores"])),
        *(("## What was tried, and what limits it", card["note"]) if "note" in card else ()),
        "## Train it again",
        "```\n"
        'pip install "lottery-agent[train]"\n'
        f"lottery train data RUN --data FOLDER{' --samples FILE' if 'samples' in data else ''}\n"
        f"lottery train fit RUN --minutes {round(training['minutes'])}"
        f"{f' --after {_place(after)}' if after else ''}\n"
        f"lottery train export RUN{''.join(f' --average {_place(each)}' for each in averaged)}\n"
        "lottery train evaluate RUN\n"
        "```",
        "`FOLDER` holds the files named under Data. The examples are equal for an equal seed "
        f"(`train.jsonl`: SHA-256 `{data['sha256']}`); how many are seen depends on the time. "
        f"{_places(after, averaged)}The recipe:",
        f"```toml\n{recipe['text'].strip()}\n```",
    ]
    return "\n\n".join(sections) + "\n"


def _units(contamination: Mapping[str, int]) -> str:
    """Tell of theories and sentences; cards made before these were counted do not."""
    if "unit" not in contamination:
        return ""
    return (
        f" {contamination['unit']} share the theory, story or paragraph of one, and "
        f"{contamination['sentence']} show a sentence of BIG-Bench-Hard."
    )


def _samples(data: Mapping[str, Any]) -> list[str]:
    """Tell of examples that the model wrote itself."""
    if (samples := data.get("samples")) is None:
        return []
    return [
        "Verdicts, and worksheets beside the known ones, are the model's own: "
        f"{samples['samples']:,} that a ticket wrote for {samples['problems']:,} problems of its "
        f"training (`lottery train samples`), of which execution found {samples['right']:,} right. "
        f"`FILE` below has SHA-256 `{samples['sha256']}`."
    ]


def _predecessors(card: Mapping[str, Any]) -> list[str]:
    """Tell what the adapter had learnt before, latest first."""
    lines = []
    while card := card.get("predecessor", {}):
        data, training = card["data"], card["training"]
        sources = ", ".join(f"{count:,} {name}" for name, count in data["sources"].items())
        lines.append(
            f"* the adapter with SHA-256 `{card['adapter']['sha256']}`: {training['steps']:,} "
            f"steps over {training['examples_seen']:,} of {data['examples']:,} examples "
            f"({sources}; `train.jsonl`: SHA-256 `{data['sha256']}`) in "
            f"{training['minutes']:g} minutes"
        )
    if not lines:
        return []
    return ["It went on where others had ended:", "\n".join(lines)]


def _averaged(card: Mapping[str, Any]) -> list[str]:
    """Tell whose mean the weights are."""
    if not (averaged := card.get("averaged")):
        return []
    hashes = " and ".join(f"`{sha256}`" for sha256 in averaged)
    return [
        f"Its weights are the mean of those at the end of this training and of the adapter"
        f"{'s' if len(averaged) > 1 else ''} with SHA-256 {hashes}: what was learnt last displaces "
        "less of what was known before (arXiv 2203.05482)."
    ]


def _place(sha256: str) -> str:
    """Return what stands for the folder of an adapter in a command."""
    return f"ADAPTER-{sha256[:8]}"


def _places(after: str, averaged: Sequence[str]) -> str:
    """Say what stands for which adapter's folder."""
    named = dict.fromkeys(filter(None, (after, *averaged)))
    return "".join(
        f"`{_place(sha256)}` is the folder of the adapter with SHA-256 `{sha256}`, from the "
        "history of the repository. "
        for sha256 in named
    )


def _words(vocabulary: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {kind}" for kind, count in vocabulary.items())


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _failures(scores: Mapping[str, Any]) -> list[str]:
    """Tell what the adapter does badly: what it scored below half, and what no score shows."""
    weak: dict[str, float] = {}
    for label, report in scores.items():
        if not label.startswith("adapter "):  # the base alone, as a comparison
            continue
        for kind, share in report["scores"].get("templates", {}).items():
            rate = share["right"] / share["items"] if share["items"] else 1.0
            weak[kind] = min(rate, weak.get(kind, 1.0))
    ranked = sorted(weak.items(), key=itemgetter(1))
    named = [f"{kind} ({rate:.0%})" for kind, rate in ranked if rate < 0.5]
    lines = [
        "* Sentences whose structure no pattern of the training shows: the words are right, the "
        "formula is not.",
        "* Stories of three and more steps.",
        "* Quotes: of two spans that could answer, the wrong one; answers of more than one span.",
        "* Free talk beyond greetings and questions about the assistant.",
        "* Languages other than English.",
    ]
    if named:
        lines[0] += f" Less than half is right on unseen patterns of {', '.join(named)}."
    return lines


def _scores(scores: Mapping[str, Any]) -> list[str]:
    if not scores:
        return ["Not evaluated yet."]
    lines = [
        "Share of held-out examples that are right, with the 95% Wilson interval, decoded greedily "
        "by the engine with the agents' own grammars. `words`: known patterns with words that the "
        "generators of this training never draw; `templates`: patterns that this training never "
        "saw. A worksheet counts if it has the expected value, a query to a table and a program of "
        "the state tool if they give the known answer, small talk if the reply is one that fits, "
        "everything else if it is equal to the expected sentence."
    ]
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for label, report in scores.items():
        for name, kinds in report["scores"].items():
            for kind, share in kinds.items():
                low, high = share["interval"]
                cell = f"{share['right']} of {share['items']} ({low:.0%} to {high:.0%})"
                rows.setdefault((name, kind), {})[label] = cell
    lines.append(
        _table(
            ("set", "kind", *scores),
            [(*key, *(cells.get(label, "") for label in scores)) for key, cells in rows.items()],
        )
    )
    for label, report in scores.items():
        if router := report.get("router"):
            lines.append(
                f"Router, {label}: expected calibration error {router['ece']:.3f}; with the fitted "
                f"softmax temperature {router['temperature']:g} it is "
                f"{router['ece_at_temperature']:.3f}."
            )
        if (judge := report.get("judge")) and judge["auc"] is not None:
            lines.append(
                f"Judge, {label}: a right worksheet gets the higher probability in "
                f"{judge['auc']:.1%} of the pairs of a right and a wrong one"
                + (
                    f", and in {judge['auc_within']:.1%} of those of one question."
                    if judge["auc_within"] is not None
                    else "."
                )
            )
    return lines
