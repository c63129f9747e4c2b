"""Answers the questions of an SMT-LIB script, with evidence for the last of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import z3

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.budget import Budget
from lottery_agent.toolbox.satisfiability.assertions import recheck, value_of
from lottery_agent.toolbox.satisfiability.interpreter import Assertion, Checked, Interpreter
from lottery_agent.toolbox.satisfiability.script import Script, read_script

MAX_VALUE = 2_000
"""Characters of one value that is shown."""
MAX_SHOWN = 2_000_000
"""Characters of all values of one answer together."""

_STATUS = {"sat": "satisfiable", "unsat": "unsatisfiable"}


def solve(
    text: str,
    *,
    models: int | None,
    names: Sequence[int | str] | None,
    core: bool,
    budget: Budget,
) -> dict[str, Any]:
    """Run a script; `tool.execute` says what is asked and what comes back."""
    script = read_script(text)
    interpreter = Interpreter(script, budget)
    try:
        interpreter.run()
        return _result(script, interpreter, models, names, core)
    except z3.Z3Exception as error:
        words = str(error)
        if "memory" in words:
            raise MemoryError(words) from None
        raise ToolError(f"Z3 can't do this: {' '.join(words.split())[:300]}") from None


def _result(
    script: Script,
    interpreter: Interpreter,
    models: int | None,
    names: Sequence[int | str] | None,
    core: bool,
) -> dict[str, Any]:
    last = interpreter.checked[-1]
    verdict = last.outcome.verdict
    verdicts = [checked.outcome.verdict for checked in interpreter.checked]
    result: dict[str, Any] = {
        "answer": ", ".join(verdicts),
        "exact": ", ".join(verdicts),
        "kind": "verdict",
        "is_exact": verdict != "unknown",
        "value": None,
        "models": [],
        "count": 0 if verdict == "unsatisfiable" else None,
        "core": None,
        "objectives": [],
        "outputs": interpreter.outputs,
        "notes": [],
        "checks": [],
        "explanation": "",
    }
    if verdict == "unknown":
        out = "time ran out" if last.outcome.reason == "timeout" else last.outcome.reason
        result["explanation"] = f"Z3 could not decide this: {out}"
    elif verdict == "satisfiable":
        _add_models(result, interpreter, last, models, names)
    else:
        _add_refutation(result, script, interpreter, last, core)
    if interpreter.status in _STATUS and verdict != "unknown":
        agrees = verdict == _STATUS[interpreter.status]
        detail = f"the script announces {interpreter.status}"
        result["checks"].append({"name": "status", "passed": agrees, "detail": detail})
    return result


def _add_models(
    result: dict[str, Any],
    interpreter: Interpreter,
    last: Checked,
    models: int | None,
    names: Sequence[int | str] | None,
) -> None:
    chosen = last.constants if names is None else _chosen(last.constants, names)
    found = [last.outcome.model]
    if models is not None:
        if last.objectives:
            raise ToolError(
                "models of a problem with objectives are not counted", hint="ask for one model"
            )
        found = _enumerate(result, interpreter, last, chosen, models)
    functions = last.functions if names is None else ()
    result["models"] = [
        {name: _readable(value_of(model, term)) for name, term in chosen.items()}
        | _functions(functions, model)
        for model in found
    ]
    size = sum(len(k) + len(v) for model in result["models"] for k, v in model.items())
    if size > MAX_SHOWN:
        raise ToolError("the models are too large to show", kind="limit", hint="ask for fewer")
    result["checks"].append(recheck(last.outcome.model, last.formulas))
    for objective, optimum in zip(last.objectives, last.outcome.optima, strict=True):
        entry = {"goal": objective.sense, "term": objective.text, "value": _readable(optimum)}
        result["objectives"].append(entry)
    if last.objectives:
        _add_optimality(result, interpreter, last)
    said = [f"{o['goal']} {o['term']}: {o['value']}" for o in result["objectives"]]
    result["explanation"] = "\n".join(said) or "a model makes all assertions true"


def _add_optimality(result: dict[str, Any], interpreter: Interpreter, last: Checked) -> None:
    groups = (
        [
            ([objective], [optimum])
            for objective, optimum in zip(last.objectives, last.outcome.optima, strict=True)
        ]
        if last.independent
        else [(list(last.objectives), list(last.outcome.optima))]
    )
    better = [
        interpreter.decider.better(last.formulas, objectives, optima)
        for objectives, optima in groups
    ]
    if None in better:
        return
    detail = "a better model exists" if any(better) else "no better model exists"
    result["checks"].append({"name": "optimal", "passed": not any(better), "detail": detail})


def _chosen(constants: Mapping[str, Any], names: Sequence[int | str]) -> Mapping[str, Any]:
    for name in names:
        if name not in constants:
            known = ", ".join(list(constants)[:20])
            raise ToolError(f"there is no constant {name!r}", hint=f"one of: {known}")
    return {str(name): constants[str(name)] for name in names}


def _enumerate(
    result: dict[str, Any],
    interpreter: Interpreter,
    last: Checked,
    constants: Mapping[str, Any],
    most: int,
) -> list[Any]:
    for name, term in constants.items():
        if term.sort_kind() in (z3.Z3_UNINTERPRETED_SORT, z3.Z3_ARRAY_SORT):
            raise ToolError(
                f"models can't be told apart by {name}, of sort {term.sort()}",
                hint="name the constants that matter, of sorts with values",
            )
    found: list[Any] = []
    for outcome in interpreter.decider.models(last.formulas, list(constants.values())):
        if outcome.verdict == "unsatisfiable":
            result["count"] = len(found)
        elif outcome.verdict == "unknown":
            result["notes"].append(f"Z3 gave up after {len(found)} models; there may be more")
        elif len(found) == most:
            result["notes"].append(f"there are more than {most} models")
            break
        else:
            found.append(outcome.model)
    return found


def _functions(names: Sequence[str], model: Any) -> dict[str, str]:
    """Return what a model says of the declared functions, as a list of cases."""
    written = {name.strip("|"): name for name in names}
    shown: dict[str, str] = {}
    for declaration in model.decls():
        name = written.get(declaration.name())
        cases = model[declaration]
        if name is None or not isinstance(cases, z3.FuncInterp):
            continue
        rows = [
            f"({', '.join(_readable(entry.arg_value(k)) for k in range(cases.arity()))}) = "
            f"{_readable(entry.value())}"
            for entry in (cases.entry(i) for i in range(min(cases.num_entries(), 100)))
        ]
        other = cases.else_value()
        if other is not None:
            rows.append(f"else {_readable(other)}")
        shown[name] = ", ".join(rows)
    return dict(sorted(shown.items()))


def _readable(value: Any) -> str:
    """Return a value as people write it: -3 and 1/3 where SMT-LIB has (- 3) and (/ 1.0 3.0)."""
    if z3.is_int_value(value) or z3.is_rational_value(value):
        text = str(value.as_string())
    else:
        text = " ".join(value.sexpr().split())
    return text if len(text) <= MAX_VALUE else f"{text[:MAX_VALUE]}…"


def _add_refutation(
    result: dict[str, Any], script: Script, interpreter: Interpreter, last: Checked, core: bool
) -> None:
    found = interpreter.core(last, named_only=False) if core else None
    again = last.formulas
    if found is not None:
        assertions, minimal = found
        again = [assertion.formula for assertion in assertions]
        items = [_item(script, assertion) for assertion in assertions]
        result["core"] = {"items": items, "minimal": minimal}
        detail = "each was left out, and the others can hold together" if minimal else "not shown"
        result["checks"].append({"name": "minimal", "passed": minimal, "detail": detail})
        result["explanation"] = "the assertions of the core can't hold together"
    if interpreter.decider.again(again).verdict == "unsatisfiable":
        what = "the assertions" if found is None else "the assertions of the core"
        detail = f"{what} were refuted again without preprocessing"
        result["checks"].append({"name": "refuted", "passed": True, "detail": detail})


def _item(script: Script, assertion: Assertion) -> dict[str, Any]:
    line = script.line(assertion.position)
    text = " ".join(script.expressions.source(assertion.position).split())
    return {"name": assertion.name or f"line {line}", "line": line, "text": text[:MAX_VALUE]}
