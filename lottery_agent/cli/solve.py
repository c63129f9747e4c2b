"""`lottery solve`: an exact tool runs a file, without any model."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Pending
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lottery_agent.errors import RunError, ToolError, UsageError

if TYPE_CHECKING:
    from lottery_agent.cli.problems import Kind, Prepared

MAX_BYTES = 14 * 1024 * 1024
"""The largest file. What is sent to a tool has to fit into one frame."""
SECONDS = 10.0
"""Time for the tool, unless the user says otherwise."""

_GRACE = 2.0  # seconds between the tool's own clock and the end of its process
_SILENT = 2.0  # seconds before progress is shown
_REPLY_BYTES = 14 * 1024 * 1024


def solve(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file; `-` is standard input.")],
    models: Annotated[
        int | None,
        typer.Option("--models", metavar="N", help="Look for up to N models, and count them."),
    ] = None,
    core: Annotated[
        bool,
        typer.Option("--core", help="Without a model: name a minimal part that has none."),
    ] = False,
    kind: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="KIND", help="What it holds: cnf, wcnf, smt2, logic, puzzle or math."
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", help="Time for the tool.")
    ] = SECONDS,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result object.")] = False,
) -> int:
    """Run a file of clauses, SMT-LIB, logic, a puzzle or mathematics with an exact tool."""
    from lottery_agent.cli.problems import Wish, kind_of

    if not (timeout > 0 and math.isfinite(timeout)):
        raise UsageError(f"--timeout {timeout} is no time", hint="give a positive number")
    if models is not None and models < 1:
        raise UsageError(f"--models {models} is no number of models", hint="ask for 1 or more")
    chosen = kind_of(file, kind)
    for option, wanted in (("models", models is not None), ("core", core)):
        if wanted and option not in chosen.offers:
            raise UsageError(f"--{option} has no meaning for {chosen.name} files")
    text = _read(file, chosen)
    try:
        prepared = chosen.prepare(text, Wish(timeout, models, core))
    except ToolError as error:
        raise _told(error, file, text, error.position) from None
    result = _run(chosen, prepared, file, text, timeout)
    if as_json:
        print(json.dumps({"file": file, "tool": chosen.tool, **result}, ensure_ascii=False))
    else:
        from rich.console import Console

        from lottery_agent.cli.solved import show_result

        show_result(Console(highlight=False, soft_wrap=True), result)
    return 0 if _decided(result) else 1


def _read(file: str, kind: Kind) -> str:
    try:
        if file == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(file).open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{file!r} can't be read: {error.strerror}", hint="name a file") from None
    except ValueError:  # a null byte in the name
        raise UsageError(f"{file!r} can't be the name of a file", hint="name a file") from None
    if len(data) > MAX_BYTES:
        raise UsageError(
            f"{file!r} is larger than {MAX_BYTES // 2**20} MiB", hint="solve a part of it"
        )
    try:
        return data.decode("utf-8-sig", "replace" if kind.loose else "strict")
    except UnicodeDecodeError:
        raise UsageError(f"{file!r} is not text in UTF-8", hint="name a text file") from None


def _run(kind: Kind, prepared: Prepared, file: str, text: str, timeout: float) -> dict[str, Any]:
    """Run the tool; show progress once it takes longer than a moment."""
    from lottery_agent.progress import task
    from lottery_agent.toolbox.sandbox import Sandbox

    with (
        ThreadPoolExecutor(1) as threads,
        Sandbox(seconds=timeout + _GRACE, reply_bytes=_REPLY_BYTES) as sandbox,
    ):
        running = threads.submit(sandbox.run, kind.tool, prepared.request)
        try:
            try:
                return running.result(timeout=_SILENT)
            except Pending:
                with task(f"Solving {file}"):
                    return running.result()
        except ToolError as error:
            position = None if error.position is None else prepared.place(error.position)
            raise _told(error, file, text, position) from None


def _told(error: ToolError, file: str, text: str, position: int | None) -> Exception:
    """Return the complaint of a tool with its place in the file, as the command line's error."""
    where = "standard input" if file == "-" else file
    if position is not None:
        before = text[:position]
        line, column = before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1
        where += f":{line}:{column}"
    family = UsageError if error.kind in ("syntax", "value") else RunError
    return family(f"{where}: {error.message}", hint=error.hint)


def _decided(result: Mapping[str, Any]) -> bool:
    """Say whether every question got an answer. `Unknown` of the logic tool is one: it is open."""
    answers = result.get("results", [result])
    return all(
        "error" not in each and not str(each.get("answer")).endswith("unknown") for each in answers
    )
