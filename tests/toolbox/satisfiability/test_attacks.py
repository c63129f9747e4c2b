"""Hostile scripts: none writes or reads a file, none exceeds its limits."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import z3

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.sandbox import Sandbox
from lottery_agent.toolbox.satisfiability import execute

SECONDS = 2.0
"""Time that a bomb is given."""

REFUSED = {
    "option": '(set-option :diagnostic-output-channel "MARK")(assert true)',
    "regular": '(set-option :regular-output-channel "MARK")(echo "x")',
    "option in bars": '(set-option |:regular-output-channel| "MARK")(echo "x")',
    "module option": "(set-option :trace_file_name MARK)(assert true)",
    "trace": "(set-option :trace true)",
    "dump": '(set-option :opt.dump_benchmarks true)(set-option :solver.smtlib2_log "MARK")',
    "include": '(include "MARK")',
    "eval": "(check-sat)(eval (+ 1 1))",
    "simplify": "(simplify (+ 1 1))",
    "apply": "(apply simplify)",
    "tactic": "(check-sat-using (then simplify smt))",
    "help": "(help)",
    "dbg": "(dbg-translator true)",
    "display": "(display true)",
    "model-add": "(model-add f () Int 1)",
    "get-info": "(get-info :all-statistics)",
    "in a term": "(assert (set-option :trace true))",
    "after a comment": '; (\n(set-option :regular-output-channel "MARK"); )',
    "after a string": '(echo "a""")(include "MARK")',
    "after bars": '(declare-const |a"| Int)(include "MARK")(declare-const |"b| Int)',
    "backslash in bars": '(declare-const |a\\| Int)(include "MARK")(declare-const |b| Int)',
    "backslash in a string": '(echo "a\\")(include "MARK")',
    "carriage return": '; comment\r(include "MARK")',
    "form feed": '(assert true)\f(include "MARK")',
    "null byte": '(assert true)\x00(include "MARK")',
    "name with a bracket": '(declare-const a|)(include "MARK")(| Int)',
    "annotation": '(assert (! true :regular-output-channel "MARK"))',
    "weight": '(assert-soft true :weight "MARK")',
    "levels": "(push 999999999)",
    "more levels": "(push 9999999999999999999999999)",
    "negative levels": "(push -1)",
    "recursive": "(define-fun-rec f ((x Int)) Int (f (+ x 1)))(assert (= (f 1) 2))",
    "huge bit-vector": "(declare-const x (_ BitVec 1000000000))(assert (= x x))",
    "huge repeat": "(assert (= ((_ repeat 100000000) #b1) ((_ repeat 100000000) #b1)))",
    "index with zeros": "(declare-const x (_ BitVec 00000001000000000))",
    "right to left": "(declare-const |\u202ea| Int)",
    "brackets": "(" * 1_000_000,
    "more brackets": "(assert " + "(not " * 5_000 + "true" + ")" * 5_001,
    "million characters": "(declare-const " + "a" * 1_000_000 + " Int)",
    "million digits": "(assert (= 1 " + "9" * 1_000_000 + "))",
    "million bits": "(assert (= #x0 #x" + "f" * 1_000_000 + "))",
}

HARMLESS = {
    "strange name": '(declare-const |(include "MARK")| Int)(assert (= |(include "MARK")| 3))',
    "string": '(declare-const s String)(assert (= s "(include ""MARK"")"))',
    "echo": '(echo "(set-option :regular-output-channel ""MARK"")")(check-sat)',
    "info": '(set-info :source |(include "MARK")|)(check-sat)',
    "escape in a string": '(declare-const s String)(assert (= s "\\u{22})(include \\u{22}MARK"))',
    "own name of Z3": "(declare-const k!0 Bool)(assert k!0)(declare-const k!1 Bool)(assert k!1)",
    "deep": "(assert " + "(not " * 900 + "true" + ")" * 901,
    "long": "(assert true) ;" + "a" * 1_000_000,
    "lines": "\n" * 1_000_000 + "(assert true)",
}

BOMBS = {
    "doubled lets": "(declare-const x Int)(assert (let ((a (+ x x))) "
    + "(let ((a (+ a a))) " * 300
    + "(= a 1)"
    + ")" * 302,
    "doubled lets of bits": "(declare-const x (_ BitVec 64))(assert (let ((a (bvmul x x))) "
    + "(let ((a (bvmul a (bvadd a x)))) " * 60
    + "(= a #x0000000000000003)"
    + ")" * 62,
    "power of powers": "(assert (= (^ 9 (^ 9 (^ 9 9))) 1))",
    "wide product": "(declare-const a (_ BitVec 4096))(declare-const b (_ BitVec 4096))"
    "(assert (= (bvmul a b a) (bvadd (bvmul b b b) (bvudiv a b) #b" + "1" * 4_096 + ")))",
    "long string": "(declare-const s String)(assert (= (str.len s) 100000000))",
    "loop": "(declare-const s String)(assert (str.in_re s ((_ re.loop 4000 4001)"
    ' ((_ re.loop 4000 4001) (str.to_re "ab")))))',
    "quantifiers": "(declare-fun f (Int Int) Int)(assert (forall ((x Int) (y Int))"
    " (and (> (f (f x y) y) (f x (f y x))) (distinct (f x y) (f y (+ x 1))))))",
    "nested quantifiers": "(assert "
    + "".join(f"(forall ((x{i} Int)) (exists ((y{i} Int)) (or (< x{i} y{i}) " for i in range(40))
    + "(= x0 y39)"
    + ")))" * 40
    + ")",
    "pigeons": "(declare-fun f (Int) Int)(assert (distinct "
    + " ".join(f"(f {i})" for i in range(40))
    + "))"
    + "".join(f"(assert (< 0 (f {i}) 40))" for i in range(40)),
    "distinct": "".join(f"(declare-const x{i} Int)" for i in range(3_000))
    + "(assert (distinct "
    + " ".join(f"x{i}" for i in range(3_000))
    + "))",
    "many checks": "(declare-const x Int)(assert (> x 1))" + "(check-sat)" * 20_000,
    "many levels": "(push 1000)" * 100 + "(pop 1000)" * 100,
    "much output": "(declare-const x Int)(check-sat)" + f'(echo "{"a" * 1_000}")' * 1_500,
    "many models": "(declare-const x Int)",
    "factors": "(declare-const p Int)(declare-const q Int)(assert (and (> p 1) (> q 1)))"
    "(assert (= (* p q) 170141183460469231731687303715884105727))",
    "arrays of arrays": "(declare-const a " + "(Array Int " * 300 + "Int" + ")" * 301,
    "many datatypes": "(declare-datatypes ("
    + " ".join(f"(D{i} 0)" for i in range(400))
    + ") ("
    + " ".join(f"((c{i} (f{i} D{(i + 1) % 400})) (e{i}))" for i in range(400))
    + "))(declare-const d D0)(assert (not (= d e0)))",
    "optimum": "(declare-const x Int)(declare-const y Int)(assert (> (* x x x) (* y y y)))"
    "(assert (distinct (* x x) (* 3 y y)))(maximize (- (* x y) (* x x x)))(minimize (* y x))",
}


@pytest.fixture
def mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that stays empty, and the place where an attack would write."""
    monkeypatch.chdir(tmp_path)
    yield tmp_path / "mark"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["option", "regular"])
def test_z3_alone_would_write_the_file(name: str, tmp_path: Path) -> None:
    """The attack is real: what the tool refuses does write a file."""
    mark = tmp_path / "mark"
    context = z3.Context()
    z3.parse_smt2_string(REFUSED[name].replace("MARK", str(mark)), ctx=context)
    assert mark.exists()


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_on_the_list_is_refused(name: str, mark: Path) -> None:
    text = REFUSED[name].replace("MARK", str(mark))
    start = time.process_time()
    with pytest.raises(ToolError) as caught:
        execute({"text": text, "format": "smt2"})
    assert caught.value.kind in ("syntax", "limit", "value")
    assert caught.value.position is not None
    assert 0 <= caught.value.position <= len(text)
    assert caught.value.hint or caught.value.kind == "value"
    assert time.process_time() - start < 1.5


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_bad_is_run(name: str, mark: Path) -> None:
    result = execute({"text": HARMLESS[name].replace("MARK", str(mark)), "format": "smt2"})
    assert result["answer"] == "satisfiable"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(seconds=SECONDS) as sandbox:
        sandbox.warm("satisfiability")
        yield sandbox


def explode(sandbox: Sandbox, name: str) -> float:
    """Run a bomb: it is answered, or refused with a reason. Return how long that took."""
    request = {"text": BOMBS[name], "format": "smt2", "seconds": SECONDS * 0.6}
    if name == "many models":
        request["models"] = 10_000
    start = time.monotonic()
    try:
        result = sandbox.run("satisfiability", request)
    except ToolError as caught:
        error: ToolError | None = caught
    else:
        error = None
        assert result["answer"]
    taken = time.monotonic() - start
    if error is not None:
        assert error.kind in ("limit", "value"), error
    return taken


@pytest.mark.parametrize("name", ["power of powers", "much output", "many levels", "distinct"])
def test_some_bombs(name: str, sandbox: Sandbox) -> None:
    assert explode(sandbox, name) < SECONDS + 2


@pytest.mark.heavy
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end_in_time(name: str, mark: Path) -> None:
    with Sandbox(seconds=SECONDS) as sandbox:
        sandbox.run("satisfiability", {"text": "(assert true)", "format": "smt2"})
        assert explode(sandbox, name) < SECONDS * 1.1 + 0.5
        after = sandbox.run("satisfiability", {"text": "(assert true)", "format": "smt2"})
    assert after["answer"] == "satisfiable"
