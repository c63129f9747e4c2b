"""The results as tables on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from lottery_agent.cli.show import table

_BEYOND = (
    "One process owns a base, and Chroma keeps its graph of vectors in memory. Beyond one machine: "
    "a base for each subject, or a Chroma server (knowledge_url) with the words in a search engine."
)


def show(results: dict[str, Any]) -> None:
    """Print what was measured."""
    console = Console()
    if found := results.get("retrieval"):
        console.print(_retrieval(found))
    if found := results.get("fusion"):
        console.print(_fusion(found))
    if found := results.get("embedding"):
        console.print(_embedding(found["gains"]))
        if found["skipped"]:
            console.print(f"ONNX Runtime was left out: {found['skipped']}", markup=False)
    if found := results.get("scale"):
        console.print(_scale(found))
        console.print(_BEYOND, markup=False)
    if found := results.get("need"):
        console.print(_need(found["recognised"]))
        console.print(f"Expected calibration error: {found['ece']:.3f}")
    if found := results.get("abstention"):
        console.print(_abstention(found))
        console.print(f"Area under the risk-coverage curve: {found['area']:.3f}")


def _interval(share: dict[str, float]) -> str:
    return f"{share['value']:.1%} ({share['low']:.1%}–{share['high']:.1%})"


def _recall(found: dict[str, Any]) -> list[str]:
    return [
        *(_interval(share) for share in found["recall"].values()),
        f"{found['mrr']['value']:.3f}",
    ]


def _retrieval(found: Sequence[dict[str, Any]]) -> Table:
    rows = [[f"{r['base']}, {r['mode']}", str(r["questions"]), *_recall(r)] for r in found]
    columns = ["base, mode", "questions", "recall@1 (95%)", "recall@5", "recall@20", "MRR"]
    return table("Whether the right passage is found", columns, rows)


def _fusion(found: Sequence[dict[str, Any]]) -> Table:
    rows = []
    for choice in found:
        setting = choice["setting"]
        name = f"{setting['family']}, weight of meaning {setting['dense']}"
        name += f", constant {setting['constant']}" if setting["constant"] else ""
        name += ", no stop words" if setting["stop_words"] else ""
        for report in choice["reporting"]:
            rows.append([name, f"{choice['tuning']:.1%}", report["base"], *_recall(report)])
            name = ""
    columns = ["best of its family", "tuning @5", "reporting", "recall@1", "@5", "@20", "MRR"]
    return table("Ways to join, chosen on the tuning questions", columns, rows)


def _embedding(found: Sequence[dict[str, Any]]) -> Table:
    names = {"onnx": "ONNX Runtime", "loop": "loop over Llama.embed"}
    rows = [
        [
            f"{gain['count']} {gain['texts']}",
            names[gain["other"]],
            f"×{gain['gain']:.2f}",
            f"×{gain['low']:.2f}–{gain['high']:.2f}",
            f"×{gain['processor_gain']:.2f}",
            f"{gain['rate']:.0f}",
            f"{gain['cosine']:.6f}",
        ]
        for gain in found
    ]
    columns = ["texts", "beside", "gain", "rounds", "processor", "texts/s", "least cosine"]
    return table("Times faster to embed", columns, rows)


def _scale(found: Sequence[dict[str, Any]]) -> Table:
    rows = [
        [
            f"{size['passages']:,}",
            *(
                f"{ms['median']:.1f} / {ms['p95']:.1f} / {ms['processor']:.1f}"
                for ms in size["latency"].values()
            ),
            f"{built['wall']:.0f} / {built['processor']:.0f}" if (built := size["built"]) else "",
            f"{size['bytes_per_passage'] / 1024:.1f}",
            f"{size['resident']:.0f} ({size['empty']:.0f})",
            f"{size['open_seconds']:.1f}",
            f"{size['found']:.1%}",
        ]
        for size in found
    ]
    modes = [f"{mode}, ms / 95% / CPU" for mode in found[0]["latency"]]
    columns = [
        "passages",
        *modes,
        "added/s / CPU s",
        "KiB each",
        "MiB (empty)",
        "open, s",
        "nearest found",
    ]
    return table("A growing base", columns, rows)


def _abstention(found: dict[str, Any]) -> Table:
    names = {
        "tuning": "training questions, chosen",
        "reporting": "development questions, chosen",
        "default": "development questions, default",
    }
    rows = []
    for key, name in names.items():
        decision = found[key]
        rows.append(
            [
                name,
                f"{decision['threshold']:.3f}",
                str(decision["questions"]),
                f"{decision['coverage']:.1%}",
                f"{decision['risk']:.1%} ({decision['risk_low']:.1%}–{decision['risk_high']:.1%})",
                f"{decision['right']:.1%}",
                f"{decision['abstained']:.1%}",
                f"{decision['decided']:.1%}",
            ]
        )
    columns = [
        "threshold",
        "at",
        "questions",
        "coverage",
        "risk (95%)",
        "right",
        "abstained",
        "both",
    ]
    return table("Answering and abstaining", columns, rows)


def _need(rows: Sequence[dict[str, Any]]) -> Table:
    return table(
        "Is retrieval needed? What the router chose",
        ("needed", "none", "once", "several", "right", "95%"),
        [
            [
                row["need"],
                *(str(row["chosen"].get(way, 0)) for way in ("none", "once", "several")),
                f"{row['right']:.1%}",
                f"{row['low']:.1%}–{row['high']:.1%}",
            ]
            for row in rows
        ],
    )
