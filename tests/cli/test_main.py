"""Exit codes and one-line complaints of the command line; the help of every command."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import lottery_agent
from lottery_agent.cli import main
from lottery_agent.cli.app import app

HELP = Path(__file__).with_name("help.txt")


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what was printed as an error: exactly one line, no traceback."""
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = captured.err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("lottery: ")
    return lines[0]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"lottery-agent {lottery_agent.__version__}\n"


def commands(group: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the words of a command and of all below it, in the order of the help."""
    yield words
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*words, name))


def test_help_of_every_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The snapshot is rewritten by deleting `help.txt` and running this test."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    shown = []
    for command in commands(get_command(app)):
        assert main([*command, "--help"]) == 0
        text = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
        body = "\n".join(line.rstrip() for line in text.strip().splitlines())
        shown.append(f"$ lottery {' '.join([*command, '--help'])}\n{body}\n")
    text = "\n".join(shown)
    if not HELP.exists():
        HELP.write_text(text, encoding="utf-8")
    assert text == HELP.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], "nonsense"),
        (["ask", "--nonsense"], "--nonsense"),
        (["ask", ""], "the question is empty"),
        (["ask", "a" * 8001], "8,001 characters"),
        (["ask", "x", "--context", "missing.txt"], "missing.txt"),
        (["ask", "x", "--seed", "many"], "--seed"),
        (["ask", "x", "--timeout", "-1"], "timeout"),
        (["ask", "x", "--model", "missing.gguf"], "missing.gguf"),
        (["ask", "x", "--model", "unheard-of"], "unheard-of"),
        (["ask", "x", "--option", "only"], "nothing to choose"),
    ],
)
def test_bad_input_is_one_line_and_code_2(
    arguments: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert words in complaint(capsys)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00binary", b"text\x00with a null"])
def test_a_binary_context_is_refused(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "context"
    path.write_bytes(content)
    assert main(["ask", "x", "--context", str(path)]) == 2
    assert "context" in complaint(capsys)


def test_an_interrupt_is_code_130(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("lottery_agent.cli.app.app", interrupted)
    assert main(["ask", "x"]) == 130
    assert "interrupted" in complaint(capsys)
