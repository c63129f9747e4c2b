from __future__ import annotations

import io
import subprocess
import sys

import pytest

from lottery_agent.progress import silent, task, track


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_is_drawn_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with task("Working", total=3) as update:
        update(1)
    assert list(track(range(3), "Counting")) == [0, 1, 2]
    captured = capsys.readouterr()
    assert captured.out == captured.err == ""


@pytest.mark.parametrize(("total", "unit"), [(None, "steps"), (3, "steps"), (3000, "bytes")])
def test_a_bar_is_drawn_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    total: int | None,
    unit: str,
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with task("Working", total=total, unit=unit) as update:  # type: ignore[arg-type]
        update(total or 1)
    assert "Working" in terminal.getvalue()
    assert capsys.readouterr().out == ""


def test_track_counts_every_item() -> None:
    seen: list[object] = []

    def record(text: str, *, total: int | None = None, unit: str = "steps") -> object:
        seen.append((text, total))
        return silent(text)

    assert list(track(["a", "b"], "Letters", progress=record)) == ["a", "b"]  # type: ignore[arg-type]
    assert list(track(iter("ab"), "Letters", total=2, progress=record)) == ["a", "b"]  # type: ignore[arg-type]
    assert seen == [("Letters", 2), ("Letters", 2)]


def test_rich_is_not_loaded_without_need() -> None:
    code = (
        "import sys; from lottery_agent.progress import task\n"
        "with task('x'): pass\n"
        "sys.exit('rich' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stderr=subprocess.DEVNULL)
