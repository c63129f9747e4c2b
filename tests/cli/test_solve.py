"""`lottery solve`: exact tools run files of every kind, and bad files are told in one line."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.cli import main
from lottery_agent.cli.problems import KINDS

UNSATISFIABLE = "c none\np cnf 3 5\n1 2 0\n-1 3 0\n-2 3 0\n-3 0\n1 -3 0\n"
SATISFIABLE = "p cnf 2 1\n1 2 0\n"
WEIGHTED = "p wcnf 2 3 9\n9 1 2 0\n3 -1 0\n4 -2 0\n"
SCRIPT = """(declare-const x Int)
(assert (! (> x 3) :named big))
(assert (< x 9))
(assert (! (< x 2) :named small))
(check-sat)
"""
LOGIC = "# cats\nall x (cat(x) -> animal(x))\n\ncat(Tom)\n? animal(Tom)\n? dog(Tom)\n"
PUZZLE = "order(robin, owl, crow)\nrobin < owl\nowl < crow\n? owl = 2\n"
MATH = "a = 3\nanswer = a^2 + 1/3\n"


def solved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, *options: str
) -> tuple[int, dict[str, Any]]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    code = main(["solve", str(path), "--json", *options])
    captured = capsys.readouterr()
    assert captured.err == ""
    result: dict[str, Any] = json.loads(captured.out)
    assert result["file"] == str(path)
    return code, result


def shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, *options: str
) -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert main(["solve", str(path), *options]) == 0
    return capsys.readouterr().out


def test_clauses_and_their_core(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, result = solved(tmp_path, capsys, "none.cnf", UNSATISFIABLE, "--core")
    assert code == 0
    assert result["tool"] == "satisfiability"
    assert result["answer"] == "unsatisfiable"
    assert [item["number"] for item in result["core"]["items"]] == [1, 2, 3, 4]
    assert [item["line"] for item in result["core"]["items"]] == [3, 4, 5, 6]
    assert all(check["passed"] for check in result["checks"])


def test_models_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, result = solved(tmp_path, capsys, "some.dimacs", SATISFIABLE, "--models", "9")
    assert code == 0
    assert result["count"] == 3
    assert sorted(result["models"]) == [[-1, 2], [1, -2], [1, 2]]


def test_a_person_reads_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(tmp_path, capsys, "none.cnf", UNSATISFIABLE, "--core")
    assert text.startswith("unsatisfiable\n")
    assert "clause 2 (line 4): -1 3 0" in text
    assert "✓ minimal" in text
    assert "satisfiable at cost 3" in shown(tmp_path, capsys, "a.wcnf", WEIGHTED)
    script = shown(tmp_path, capsys, "a.smt2", SCRIPT, "--core")
    assert "big (line 2): (> x 3)" in script
    assert "line 3" not in script
    logic = shown(tmp_path, capsys, "a.logic", LOGIC)
    assert "? animal(Tom)\nTrue\n" in logic
    assert "? dog(Tom)\nUnknown\n" in logic
    math = shown(tmp_path, capsys, "a.math", MATH)
    assert "28/3" in math
    assert "a = 3" in math
    assert "True" in shown(tmp_path, capsys, "a.puzzle", PUZZLE)


@pytest.mark.parametrize(
    ("text", "exact"), [("3×4²", "48"), ("2x + 3 = 7", "x = 2"), ("\\frac{1}{2} + 1\n", "3/2")]
)
def test_mathematics_as_it_is_typed(
    text: str, exact: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, result = solved(tmp_path, capsys, "typed.math", text)
    assert (code, result["exact"]) == (0, exact)


def test_logic_without_a_query_lists_worlds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, result = solved(tmp_path, capsys, "w.logic", "cat(Tom) | dog(Tom)\n", "--models", "5")
    assert code == 0
    assert len(result["worlds"]) == 3


def test_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"7 * 6\n")))
    assert main(["solve", "-", "--as", "math"]) == 0
    assert capsys.readouterr().out.startswith("42\n")


def test_what_is_not_decided_is_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hard = """(declare-fun f (Int) Int)(declare-const n Int)
    (assert (forall ((x Int)) (> (f (f x)) x)))
    (assert (forall ((x Int)) (< (f (* x x)) (* n x x))))"""
    path = tmp_path / "hard.smt2"
    path.write_text(hard)
    assert main(["solve", str(path), "--timeout", "0.5", "--json"]) == 1
    captured = capsys.readouterr()
    assert captured.err or json.loads(captured.out)["answer"] == "unknown"
    pigeons = tmp_path / "pigeons.cnf"
    pigeons.write_text("p cnf 250500 62625501\n1 2 0\n")
    assert main(["solve", str(pigeons)]) == 1
    assert "too many variables" in one_line(capsys)


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.splitlines()
    assert line.startswith("lottery: ")
    return line


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("bad.cnf", "p cnf 3 2\n1 x 0\n", "bad.cnf:2:3: not a DIMACS file: 'x'"),
        ("bad.wcnf", "p wcnf 3 2\n1 x 0\n", "bad.wcnf:2:3:"),
        ("bad.smt2", "(declare-const x Int)\n(assert (> x yy))\n", "bad.smt2:2:14: unknown"),
        ("evil.smt2", '\n(include "a")\n', "evil.smt2:2:2: not an SMT-LIB script: 'include'"),
        ("bad.logic", "# one\ncat(Tom)\n  all x (cat(x) ->)\n", "bad.logic:3:16:"),
        ("query.logic", "cat(Tom)\n\n? cat(\ndog(Tom)\n", "query.logic:3:"),
        ("empty.logic", "\n", "no statement"),
        ("bad.math", "1 + 1\n2 + )\n", "bad.math:2:"),
        ("empty.math", "# nothing\n", "nothing to compute"),
        ("bad.puzzle", "# a\norder(robin, owl)\nrobin < < owl\n", "bad.puzzle:3:"),
        ("what.txt", "1 + 1", "suffixes are .cnf"),
    ],
)
def test_bad_files_are_told_with_their_place(
    name: str, text: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert main(["solve", str(path)]) == 2
    assert words in one_line(capsys)


def test_files_that_can_not_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "folder.cnf").mkdir()
    (tmp_path / "binary.smt2").write_bytes(b"\x7fELF\x00\xff\xfe")
    (tmp_path / "binary.cnf").write_bytes(b"\x7fELF\x00\xff\xfe")
    with (tmp_path / "large.cnf").open("wb") as stream:
        stream.truncate(100_000_000)
    for name, words in (
        ("missing.cnf", "No such file"),
        ("folder.cnf", "Is a directory"),
        ("binary.smt2", "not text"),
        ("binary.cnf", "binary.cnf:1:1"),
        ("large.cnf", "larger than"),
        ("nul\0.cnf", "name of a file"),
    ):
        assert main(["solve", str(tmp_path / name)]) == 2, name
        assert words in one_line(capsys)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["-"], "--as"),
        (["a.cnf", "--as", "nonsense"], "--as 'nonsense'"),
        (["a.cnf", "--timeout", "0"], "--timeout"),
        (["a.cnf", "--timeout", "nan"], "--timeout"),
        (["a.math", "--core"], "--core has no meaning"),
        (["a.wcnf", "--models", "2"], "--models has no meaning"),
        (["a.cnf", "--models", "0"], "number of models"),
        (["a.cnf", "--models", "99999"], "number of models"),
        ([], "FILE"),
    ],
)
def test_bad_options_are_one_line(
    options: list[str],
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.cnf").write_text(SATISFIABLE)
    Path("a.wcnf").write_text(WEIGHTED)
    Path("a.math").write_text("1")
    Path("a.logic").write_text("cat(Tom)\n")
    assert main(["solve", *options]) == 2
    assert words in one_line(capsys)


def test_every_kind_has_a_name_and_suffixes_of_its_own() -> None:
    names = [kind.name for kind in KINDS]
    suffixes = [suffix for kind in KINDS for suffix in kind.suffixes]
    assert len(set(names)) == len(names)
    assert len(set(suffixes)) == len(suffixes)
