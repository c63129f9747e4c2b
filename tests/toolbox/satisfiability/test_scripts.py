"""SMT-LIB scripts against brute force over small integers, and against Z3's own interpreter."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from typing import Any

import pytest
import z3

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.satisfiability import execute

LOW, HIGH = -2, 3
NUMBERS = ("x", "y")
TRUTHS = ("p", "q")
BOUNDS = "".join(f"(assert (<= (- 2) {name} 3))\n" for name in NUMBERS)
DECLARED = (
    "".join(f"(declare-const {name} Int)\n" for name in NUMBERS)
    + "".join(f"(declare-fun {name} () Bool)\n" for name in TRUTHS)
    + BOUNDS
)

World = dict[str, int]
Term = tuple[Any, ...] | str | int


def worlds(low: int = LOW, high: int = HIGH) -> list[World]:
    values = [range(low, high + 1)] * len(NUMBERS) + [range(2)] * len(TRUTHS)
    return [dict(zip((*NUMBERS, *TRUTHS), row, strict=True)) for row in itertools.product(*values)]


def number(rng: random.Random, depth: int) -> Term:
    if depth == 0 or rng.random() < 0.3:
        return rng.choice([*NUMBERS, *NUMBERS, rng.randint(LOW, HIGH)])
    sign = rng.choice(["+", "-", "*", "ite"])
    if sign == "ite":
        return ("ite", truth(rng, depth - 1), number(rng, depth - 1), number(rng, depth - 1))
    return (sign, number(rng, depth - 1), number(rng, depth - 1))


def truth(rng: random.Random, depth: int) -> Term:
    if depth == 0:
        return rng.choice([*TRUTHS, ("<", rng.choice(NUMBERS), rng.randint(LOW, HIGH))])
    sign = rng.choice(["and", "or", "not", "=>", "xor", "<", "<=", "=", "distinct"])
    if sign == "not":
        return ("not", truth(rng, depth - 1))
    if sign in ("<", "<=", "=", "distinct"):
        return (sign, number(rng, depth - 1), number(rng, depth - 1))
    return (sign, truth(rng, depth - 1), truth(rng, depth - 1))


def written(term: Term) -> str:
    if isinstance(term, tuple):
        return "(" + " ".join([term[0], *map(written, term[1:])]) + ")"
    return term if isinstance(term, str) else (f"(- {-term})" if term < 0 else str(term))


OPERATIONS: dict[str, Any] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "ite": lambda c, a, b: a if c else b,
    "and": lambda a, b: a and b,
    "or": lambda a, b: a or b,
    "not": lambda a: not a,
    "=>": lambda a, b: (not a) or b,
    "xor": lambda a, b: bool(a) != bool(b),
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
    "distinct": lambda a, b: a != b,
}


def value(term: Term, world: World) -> int:
    if isinstance(term, tuple):
        return int(OPERATIONS[term[0]](*(value(part, world) for part in term[1:])))
    return world[term] if isinstance(term, str) else term


def meeting(formulas: list[Term], within: list[World] | None = None) -> list[World]:
    among = worlds() if within is None else within
    return [world for world in among if all(value(each, world) for each in formulas)]


def checked(result: dict[str, Any]) -> None:
    assert result["checks"], result
    assert all(check["passed"] for check in result["checks"]), result


def check_script(seed: int) -> str:
    """Compare all answers about random assertions with brute force; return the verdict."""
    rng = random.Random(seed)
    formulas = [truth(rng, 2) for _ in range(rng.randint(1, 7))]
    text = DECLARED + "".join(
        f"(assert (! {written(each)} :named a{i}))\n" if i % 2 else f"(assert {written(each)})\n"
        for i, each in enumerate(formulas)
    )
    found = meeting(formulas)
    result = execute({"text": text, "format": "smt2", "models": 200, "core": True})
    checked(result)
    if found:
        assert result["answer"] == "satisfiable"
        assert result["count"] == len(found)
        shown = {
            tuple(
                {"true": 1, "false": 0}.get(text) if name in TRUTHS else int(text)
                for name, text in model.items()
            )
            for model in result["models"]
        }
        assert shown == {tuple(world.values()) for world in found}
        check_optimum(rng, text, found)
        return "satisfiable"
    assert result["answer"] == "unsatisfiable"
    assert result["core"]["minimal"]
    first = DECLARED.count("\n") + 1
    bounds: list[Term] = [("and", ("<=", LOW, name), ("<=", name, HIGH)) for name in NUMBERS]
    said = dict(enumerate([*bounds, *formulas], first - len(bounds)))
    core = [said[item["line"]] for item in result["core"]["items"]]
    # The bounds may not be in the core, so it is compared in worlds beyond them.
    wide = worlds(-9, 9)
    assert not meeting(core, wide)
    for i in range(len(core)):
        assert meeting(core[:i] + core[i + 1 :], wide)
    for item in result["core"]["items"]:
        i = item["line"] - first
        assert item["name"] == (f"a{i}" if i > 0 and i % 2 else f"line {item['line']}")
    return "unsatisfiable"


def check_optimum(rng: random.Random, text: str, found: list[World]) -> None:
    first, second = number(rng, 1), number(rng, 2)
    script = f"{text}(minimize {written(first)})\n(maximize {written(second)})\n"
    soft = [(rng.randint(1, 5), truth(rng, 1)) for _ in range(rng.randint(0, 2))]
    script += "".join(f"(assert-soft {written(each)} :weight {w})\n" for w, each in soft)
    result = execute({"text": script, "format": "smt2"})
    checked(result)

    def costs(world: World) -> tuple[int, int, int]:
        lost = sum(w for w, each in soft if not value(each, world))
        return value(first, world), -value(second, world), lost

    best = min(map(costs, found))
    shown = [int(entry["value"].split("/")[0]) for entry in result["objectives"]]
    assert shown == [best[0], -best[1], best[2]][: len(shown)]
    assert "optimal" in {check["name"] for check in result["checks"]}


def test_sample_of_random_scripts() -> None:
    assert {check_script(seed) for seed in range(40)} == {"satisfiable", "unsatisfiable"}


@pytest.mark.heavy
@pytest.mark.parametrize("piece", range(10))
def test_random_scripts_against_brute_force(piece: int) -> None:
    for seed in range(1_000 + 100 * piece, 1_100 + 100 * piece):
        check_script(seed)


def commands(rng: random.Random) -> Iterator[str]:
    """Yield a random session: levels, named assertions, checks, and values that are certain."""
    stack: list[list[Term]] = [[]]
    yield DECLARED
    for i in range(rng.randint(4, 14)):
        asserted = [each for level in stack for each in level]
        match rng.choice(["assert", "assert", "push", "pop", "check", "assume", "define", "echo"]):
            case "push":
                stack.append([])
                yield "(push 1)\n"
            case "pop" if len(stack) > 1:
                stack.pop()
                yield "(pop)\n"
            case "check":
                yield "(check-sat)\n"
                if len(meeting(asserted)) == 1:
                    yield f"(get-value (x (+ y 1) p {written(number(rng, 2))}))\n"
            case "assume":
                literal = rng.choice(["p", "q", "(not p)", "(not q)"])
                yield f"(check-sat-assuming ({literal}))\n"
            case "define":
                term = truth(rng, 1)
                yield f"(define-fun f{i} ((z Int)) Bool (and {written(term)} (< z y)))\n"
                yield f"(push)(assert (f{i} x))(check-sat)(pop)\n"
            case "echo":
                yield '(echo "a ""b""")\n'
            case _:
                term = truth(rng, 2)
                if rng.random() < 0.4:
                    term = ("and", term, ("=", rng.choice(NUMBERS), rng.randint(LOW, HIGH)))
                stack[-1].append(term)
                yield f"(assert (! {written(term)} :named n{i}))\n"


def told_by_z3(text: str) -> str:
    """Return what Z3's own interpreter prints."""
    context = z3.Context()
    z3.set_param("memory_max_size", 0)  # of the tool's calls before
    return str(z3.Z3_eval_smtlib2_string(context.ref(), text))


def check_session(seed: int) -> list[str]:
    """Compare outputs with those of Z3's own interpreter; return them."""
    text = "".join(commands(random.Random(f"session {seed}")))
    theirs = told_by_z3(text)
    ours = execute({"text": text, "format": "smt2"})["outputs"]
    assert "\n".join(ours) == theirs.strip().replace("( ", "("), text
    return list(ours)


def test_sample_of_sessions_against_z3() -> None:
    outputs = {line for seed in range(60) for line in check_session(seed)}
    assert {"sat", "unsat", 'a "b"'} <= outputs
    assert any(line.startswith("((x ") for line in outputs)


@pytest.mark.heavy
@pytest.mark.parametrize("piece", range(5))
def test_sessions_against_z3(piece: int) -> None:
    for seed in range(1_000 + 400 * piece, 1_400 + 400 * piece):
        check_session(seed)


def run(text: str, **options: Any) -> dict[str, Any]:
    return execute({"text": text, "format": "smt2", **options})


def test_the_model_is_printed_as_z3_does() -> None:
    text = "(declare-const x Int)(declare-fun f (Int) Int)(assert (= x (f 1) (- 3)))"
    text += "(check-sat)(get-model)"
    (verdict, model) = run(text)["outputs"]
    theirs = told_by_z3(text)
    assert f"{verdict}\n{model}\n" == theirs


def test_sorts_and_datatypes() -> None:
    result = run(
        """(set-logic ALL)
        (declare-datatypes ((Colour 0)) (((red) (green) (blue))))
        (declare-datatype Pair ((pair (left Int) (right Colour))))
        (define-sort Bits () (_ BitVec 8))
        (declare-const c Colour) (declare-const |a b| Pair) (declare-const n Bits)
        (declare-const r Real) (declare-const s String)
        (assert (and (distinct c red green) (= (left |a b|) (- 2)) (= (right |a b|) c)))
        (assert (and (= n (bvadd #x0f #x01)) (= r (/ 1.0 3.0)) (= s "q")))"""
    )
    checked(result)
    assert result["models"] == [
        {"c": "blue", "|a b|": "(pair (- 2) blue)", "n": "#x10", "r": "1/3", "s": '"q"'}
    ]


def test_functions_are_shown_by_cases() -> None:
    result = run("(declare-fun f (Int) Int)(assert (= (f 1) 5))(assert (= (f 2) (- 7)))")
    assert set(result["models"][0]) == {"f"}
    assert "(2) = -7" in result["models"][0]["f"] or "else -7" in result["models"][0]["f"]


def test_models_by_some_constants() -> None:
    text = "(declare-const x Int)(declare-const p Bool)(assert (< 0 x 4))"
    result = run(text, models=10, variables=["p"])
    assert (result["count"], len(result["models"])) == (2, 2)
    assert run(text, models=2)["notes"] == ["there are more than 2 models"]


def test_named_assertions_are_the_core() -> None:
    text = """(declare-const x Int)
    (assert (! (> x 5) :named big)) (assert (> x 1)) (assert (! (< x 9) :named less))
    (assert (! (and (< x 3)) :named |very small|)) (check-sat) (get-unsat-core)"""
    result = run(text, core=True)
    assert result["outputs"] == ["unsat", "(big |very small|)"]
    assert [item["name"] for item in result["core"]["items"]] == ["big", "|very small|"]
    assert result["core"]["items"][0]["text"] == "(> x 5)"


def test_assumptions_are_part_of_the_core() -> None:
    text = "(declare-const p Bool)(declare-const q Bool)(assert (=> p (not q)))"
    result = run(text + "(check-sat-assuming (p q))(get-unsat-core)")
    assert result["outputs"] == ["unsat", "(p q)"]


def test_goals_without_bounds() -> None:
    result = run("(declare-const x Real)(assert (> x 1))(maximize x)(check-sat)(get-objectives)")
    assert result["objectives"][0]["value"] == "oo"
    assert result["outputs"] == ["sat", "(objectives\n (x oo)\n)"]
    assert [check["name"] for check in result["checks"]] == ["model"]


def test_goals_apart() -> None:
    text = "(set-option :opt.priority box)(declare-const x Int)(assert (< 0 x 5))"
    result = run(text + "(maximize x)(minimize (* 2 x))")
    assert [entry["value"] for entry in result["objectives"]] == ["4", "2"]
    checked(result)


def test_bits_are_optimized_without_a_sign() -> None:
    result = run("(declare-const b (_ BitVec 8))(assert (not (= b #xff)))(maximize b)")
    assert result["models"] == [{"b": "#xfe"}]
    assert {check["name"] for check in result["checks"]} == {"model", "optimal"}


def test_an_announced_status_is_checked() -> None:
    text = "(set-info :status unsat)(declare-const p Bool)(assert p)"
    assert [c["passed"] for c in run(text)["checks"] if c["name"] == "status"] == [False]
    assert [c["passed"] for c in run(text + "(assert (not p))")["checks"]] == [True, True]


def test_what_z3_can_not_decide_is_unknown() -> None:
    text = """(declare-fun f (Int) Int)(declare-const n Int)
    (assert (forall ((x Int)) (> (f (f x)) x)))
    (assert (forall ((x Int)) (< (f (* x x)) (* n x x))))"""
    result = run(text, seconds=0.5)
    assert result["answer"] == "unknown"
    assert result["explanation"]


def test_a_reset_forgets_everything() -> None:
    text = """(declare-datatype D ((one) (two))) (declare-const x D) (assert (= x one)) (check-sat)
    (reset) (declare-datatype D ((three (of Int)))) (declare-const x D)
    (assert (= (of x) 4)) (check-sat) (get-value (x))
    (reset-assertions) (declare-const x Bool) (assert (not x)) (check-sat) (get-value (x))"""
    assert run(text)["outputs"] == ["sat", "sat", "((x (three 4)))", "sat", "((x false))"]


def test_what_was_popped_is_forgotten() -> None:
    text = "(push)(declare-const x Int)(assert (> x 1))(check-sat)(pop)(check-sat)(get-value (x))"
    with pytest.raises(ToolError) as caught:
        run(text)
    assert (caught.value.kind, caught.value.position) == ("value", text.rindex("x"))


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("(declare-const x Int)\n(assert (> x y))", "y", "unknown constant y"),
        ("(declare-const x Int)\n(assert (+ x 1))", "))", "not Boolean"),
        ("(declare-const x Int)(declare-const x Int)", "", "already declared"),
        ("(declare-const true Bool)", "", "builtin"),
        ("(declare-const x Foo)", "Foo", "unknown sort"),
        ('(declare-const |a\nb| Int)(assert (= |a\nb| "ü" zz))', "zz", "unknown constant"),
        ("(pop)", "(pop)", "pop 1 where 0"),
    ],
)
def test_what_has_no_meaning_is_told_at_its_place(text: str, place: str, words: str) -> None:
    with pytest.raises(ToolError) as caught:
        run(text)
    assert caught.value.kind == "value"
    assert words in caught.value.message
    assert caught.value.position is not None
    if place:
        assert text.startswith(place, caught.value.position)
