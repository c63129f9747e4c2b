"""Measures the engine.

    python -m lottery_agent.models.speed [PART …] [--types TYPE …] [--rounds N] [--json]

Parts: `speed` (throughput and latency on 64 fixed agent requests, against what llama.cpp does at
best and against llama-cpp-python's `Llama`), `constraint` (any text, and a narrowed grammar of an
agent), `start` (the second process computes no head), `cache` (types of keys and values, flash
attention; the first type of weights alone), `memory` (all sizes with the first type, the default
size with each). All but memory are ratios of things that ran beside each other: absolute times mean
nothing on another machine. Let nothing else run meanwhile: all parts take about ten minutes on two
cores.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lottery_agent.models import forge, zoo
from lottery_agent.models.speed import measure
from lottery_agent.progress import task
from lottery_agent.settings import load_settings

_PARTS = ("speed", "constraint", "start", "cache", "memory")


def main() -> None:
    """Measure and print tables, or the same as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="what to measure; all by default")
    parser.add_argument("--types", nargs="+", default=["Q8_0", "Q4_0"], choices=forge.TYPES)
    parser.add_argument("--rounds", type=int, default=2, help="of the part speed")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    arguments = parser.parse_args()
    parts = arguments.parts or list(_PARTS)
    if unknown := sorted(set(parts) - set(_PARTS)):
        parser.error(f"unknown part {unknown[0]!r} (choose from {', '.join(_PARTS)})")
    if arguments.rounds < 1:
        parser.error("--rounds must be 1 or more")
    name = load_settings().model
    base = zoo.fetch(name)
    adapter = forge.adapter_for(name)
    files = {
        type: forge.forge(base, adapter=adapter, type=type, name=name).path
        for type in arguments.types
    }
    results = _measure(parts, files, base, arguments.rounds)
    if arguments.json:
        print(json.dumps(results))
    else:
        _show(results)


def _measure(
    parts: Sequence[str], files: dict[str, Path], base: Path, rounds: int
) -> dict[str, Any]:
    results: dict[str, Any] = {"rounds": rounds}
    first = next(iter(files))
    if "speed" in parts:
        found = measure.speed(files, base, rounds=rounds, progress=task)
        results["speed"] = [asdict(speed) for speed in found]
    if "constraint" in parts:
        results["constraint"] = [
            {"type": type, **asdict(cost)}
            for type, path in files.items()
            for cost in measure.constraint_costs(path)
        ]
    if "start" in parts:
        results["start"] = [
            {"type": type, "process": number, **asdict(start)}
            for type, path in files.items()
            for number, start in enumerate(measure.warm_start(path), 1)
        ]
    if "cache" in parts:
        results["cache"] = [
            {"type": first, **asdict(cache)}
            for cache in measure.caches(files[first], progress=task)
        ]
    if "memory" in parts:
        results["memory"] = [
            {"type": type, "sequences": sequences, "window": window, "peak_mib": peak}
            for type, path in files.items()
            for (sequences, window), peak in measure.memory(
                path, measure.MEMORY_GRID if type == first else measure.MEMORY_DEFAULT
            ).items()
        ]
    return results


def _show(results: dict[str, Any]) -> None:
    from rich.console import Console

    from lottery_agent.cli.show import table

    console = Console()

    def show(title: str, columns: list[str], rows: list[list[str]]) -> None:
        console.print(table(title, columns, rows))

    if speeds := results.get("speed"):
        show(
            "Share of what llama.cpp does at best (every token sampled), and forced tokens",
            ["type", "one", "16", "forced", "gain, one", "gain, 16", "16 over one"],
            [
                [
                    speed["type"],
                    f"{speed['latency_of_bound']:.0%}",
                    f"{speed['throughput_of_bound']:.0%}",
                    f"{speed['forced_share']:.0%}",
                    f"×{speed['forced_latency']:.2f}",
                    f"×{speed['forced_throughput']:.2f}",
                    f"×{speed['batching']:.2f}",
                ]
                for speed in speeds
            ],
        )
        show(
            "Times faster than the high-level Llama",
            ["type", "Llama's file", "Llama's grammar", "latency", "throughput"],
            [
                [
                    speed["type"],
                    gain["file"],
                    "any text" if gain["grammar"] else "none",
                    f"×{gain['latency']:.2f}",
                    f"×{gain['throughput']:.2f}",
                ]
                for speed in speeds
                for gain in speed["gains"]
            ],
        )
    if costs := results.get("constraint"):
        show(
            "Speed with a constraint, over the speed without (every token sampled)",
            ["type", "sequences", "grammar", "ratio", "tokens", "same text"],
            [
                [
                    cost["type"],
                    str(cost["sequences"]),
                    cost["grammar"],
                    f"{cost['speed']:.3f}",
                    str(cost["tokens"]),
                    "yes" if cost["same"] else "no",
                ]
                for cost in costs
            ],
        )
    if starts := results.get("start"):
        show(
            "First answer of a process: tokens of the prompt",
            ["type", "process", "static head", "reused", "computed"],
            [
                [str(start[key]) for key in ("type", "process", "head", "reused", "computed")]
                for start in starts
            ],
        )
    if caches := results.get("cache"):
        show(
            f"Keys and values, weights in {caches[0]['type']}: against F16 without flash attention",
            ["type", "flash attention", "latency", "throughput", "peak MiB", "same texts"],
            [
                [
                    cache["kv_type"],
                    "on" if cache["flash_attention"] else "off",
                    f"×{cache['latency']:.2f}",
                    f"×{cache['throughput']:.2f}",
                    f"{cache['peak_mib']:.0f}",
                    f"{cache['same']:.0%}",
                ]
                for cache in caches
            ],
        )
    if peaks := results.get("memory"):
        show(
            "Peak memory, MiB",
            ["type", "sequences", "window", "peak"],
            [
                [
                    peak["type"],
                    str(peak["sequences"]),
                    str(peak["window"]),
                    f"{peak['peak_mib']:.0f}",
                ]
                for peak in peaks
            ],
        )


if __name__ == "__main__":
    main()
