"""Measures what an answer costs beside a plain chat completion of the same question.

    python -m lottery_agent.speed [--runs N] [--json]

Each question is answered by fresh processes, interleaved: `lottery ask`, and llama-cpp-python's own
`create_chat_completion` on the model file as shipped. Only the ratio of the two times means
anything on another machine. Memory is the peak of the resident sets of a process and its children.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

QUESTIONS = (
    "Solve x^2 - 5x + 6 = 0",
    "What is 17% of 2,340?",
    "What is the derivative of x^3*sin(x)?",
    "Hello, who are you?",
)
_PLAIN_TOKENS = 256
_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians over the runs of one question: seconds from start to answer, peak memory in MiB."""

    question: str
    seconds: float
    plain_seconds: float
    ratio: float
    memory: float
    plain_memory: float


def plain(path: str, question: str) -> None:
    """Print llama-cpp-python's chat completion of a question, as its README shows it."""
    from llama_cpp import Llama

    from lottery_agent.models.engine.library import without_matrix_unit

    with without_matrix_unit():
        model = Llama(path, n_ctx=2048, n_threads=psutil.cpu_count(logical=False), verbose=False)
    reply = model.create_chat_completion(
        messages=[{"role": "user", "content": question}], max_tokens=_PLAIN_TOKENS, temperature=0
    )
    print(json.dumps(reply["choices"][0]["message"]))


def run(command: Sequence[str]) -> tuple[float, float]:
    """Run a command and return its seconds and its peak memory in MiB, children included.

    Raises:
        subprocess.CalledProcessError: If the command fails.
    """
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        watched = psutil.Process(process.pid)
        peak = 0
        while process.poll() is None:
            try:
                family = [watched, *watched.children(recursive=True)]
                peak = max(peak, sum(member.memory_info().rss for member in family))
            except psutil.Error:
                pass
            time.sleep(_POLL_SECONDS)
        seconds = time.monotonic() - start
        if process.returncode:
            message = process.stderr.read() if process.stderr else b""
            raise subprocess.CalledProcessError(process.returncode, command, stderr=message)
    return seconds, peak / 2**20


def measure(path: Path, *, runs: int) -> list[Cost]:
    """Measure all questions, both ways interleaved; the first run of each is not counted."""
    here = [sys.executable, "-m", "lottery_agent.speed"]
    costs = []
    for question in QUESTIONS:
        ours: list[tuple[float, float]] = []
        theirs: list[tuple[float, float]] = []
        for number in range(runs + 1):
            mine = run([sys.executable, "-m", "lottery_agent", "ask", "--json", question])
            other = run([*here, "--plain", str(path), question])
            if number:
                ours.append(mine)
                theirs.append(other)
        seconds, memory = (statistics.median(values) for values in zip(*ours, strict=True))
        plain_seconds, plain_memory = (
            statistics.median(values) for values in zip(*theirs, strict=True)
        )
        ratio = seconds / plain_seconds
        costs.append(Cost(question, seconds, plain_seconds, ratio, memory, plain_memory))
    return costs


def main() -> None:
    """Measure and print a table, or the same as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--plain", nargs=2, metavar=("PATH", "QUESTION"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.plain:
        plain(*arguments.plain)
        return

    from lottery_agent.assembly import ticket_for
    from lottery_agent.models import zoo
    from lottery_agent.settings import load_settings

    settings = load_settings()
    shipped = zoo.fetch(settings.model)
    ticket = ticket_for(settings, settings.model)
    costs = measure(shipped, runs=arguments.runs)
    sizes = {"shipped_bytes": shipped.stat().st_size, "ticket_bytes": ticket.bytes}
    if arguments.json:
        print(json.dumps({"runs": arguments.runs, **sizes, "costs": [asdict(c) for c in costs]}))
        return
    print(f"shipped {sizes['shipped_bytes'] / 1e6:.0f} MB, ticket {ticket.bytes / 1e6:.0f} MB")
    for cost in costs:
        print(
            f"{cost.question:40} time ×{cost.ratio:.2f} of a plain completion, "
            f"memory {cost.memory:.0f} MiB (plain {cost.plain_memory:.0f} MiB)"
        )


if __name__ == "__main__":
    main()
