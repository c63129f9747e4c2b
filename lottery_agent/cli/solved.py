"""Shows what an exact tool found to a person: the verdict, then its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lottery_agent.cli.show import plain

if TYPE_CHECKING:
    from rich.console import Console

_MOST_ROWS = 200
"""Rows of one part that are shown; `--json` has them all."""


def show_result(console: Console, result: Mapping[str, Any]) -> None:
    """Print the result of a tool, or the results of several queries."""
    for i, each in enumerate(result.get("results", [result])):
        if i:
            console.print()
        _show_one(console, each)


def _show_one(console: Console, result: Mapping[str, Any]) -> None:
    if result.get("query"):
        console.print(plain(f"? {result['query'].removeprefix('? ')}", style="dim"))
    if "error" in result:
        console.print(plain(result["error"]["message"], style="red"))
        return
    console.print(plain(str(result["answer"]), style="bold"))
    rounded = result.get("kind") == "number" and result.get("is_exact")
    if rounded and str(result.get("exact")) != str(result["answer"]):
        console.print(plain(f"exactly {result['exact']}"))
    for title, rows in _parts(result):
        console.print()
        console.print(plain(title, style="dim"))
        for row in rows[:_MOST_ROWS]:
            console.print(plain(row))
        if len(rows) > _MOST_ROWS:
            console.print(plain(f"… {len(rows) - _MOST_ROWS} more; --json has all", style="dim"))
    checks = result.get("checks", [])
    if checks:
        console.print()
    for check in checks:
        mark, style = ("✓", "green") if check["passed"] else ("✗", "red")
        console.print(plain(f"{mark} {check['name']}: {check['detail']}".rstrip(": "), style=style))


def _parts(result: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield a title and rows for all that a result holds besides its answer and checks."""
    if result.get("outputs"):
        yield "output", _rows(result["outputs"])
    steps = result.get("steps")
    if steps:
        yield "steps", [f"{name} = {value}" for name, value in steps.items()]
    for key, one, many in (
        ("models", "model", "models"),
        ("worlds", "world", "worlds"),
        ("solutions", "solution", "solutions"),
    ):
        found = result.get(key) or []
        if found:
            yield one if len(found) == 1 else f"{len(found)} {many}", [_model(m) for m in found]
    core = result.get("core")
    if isinstance(core, Mapping):
        title = "core" if core["minimal"] else "core, perhaps not minimal"
        yield title, [_item(item) for item in core["items"]]
    broken = result.get("broken")
    if broken:
        yield "broken", [f"{_item(item)}  at cost {item['weight']}" for item in broken]
    if result.get("explanation"):
        text = result["explanation"]
        yield "because", text.splitlines() if isinstance(text, str) else _rows(text)
    if result.get("notes"):
        yield "notes", _rows(result["notes"])


def _rows(texts: Sequence[str]) -> list[str]:
    return [row for text in texts for row in text.splitlines()]


def _model(model: object) -> str:
    if isinstance(model, Mapping):
        return ", ".join(f"{name} = {value}" for name, value in model.items()) or "(no names)"
    if isinstance(model, str):
        return model
    if isinstance(model, Sequence):
        return " ".join(map(str, model)) or "(no variables)"
    return str(model)


def _item(item: Mapping[str, Any]) -> str:
    name = item.get("name") or f"clause {item['number']}"
    line = f"line {item['line']}"
    place = "" if name == line else f" ({line})"
    return f"{name}{place}: {item['text']}"
