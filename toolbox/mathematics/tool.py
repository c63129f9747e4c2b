"""Runs a worksheet: reads it, computes it, checks it, and says what came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy
from lark import Token, Tree

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.mathematics import checks, limits
from lottery_agent.toolbox.mathematics.evaluator import Evaluator, Step
from lottery_agent.toolbox.mathematics.presentation import Shown, show
from lottery_agent.toolbox.mathematics.values import Array, Chain, Relation, Solutions, Value


def execute(request: Mapping[str, Any]) -> dict[str, Any]:
    """Run the worksheet in `request["call"]`.

    Returns:
        `answer` (readable), `exact` (canonical; equal answers print alike), `kind` (`number`,
        `expression` or `verdict`), `is_exact`, `value` (the number alone, or None), `unknowns`
        (names without a value in the answer), `notes`, `steps` (readable, by name) and `checks`.

    Raises:
        ToolError: If the sentence is not in the language (`syntax`), has no value (`value`), or
            asks for too much (`limit`).
    """
    sentence = request.get("call")
    if not isinstance(sentence, str):
        raise ToolError("the request holds no call", hint='send {"call": "answer = 1 + 1"}')
    if len(sentence) > limits.MAX_SENTENCE:
        raise ToolError(
            f"a worksheet of {len(sentence)} characters is too long",
            kind="limit",
            hint=f"write at most {limits.MAX_SENTENCE}",
        )
    tree = Language.load("mathematics").parse(sentence)
    limits.check_tree(tree)
    try:
        return _result(tree, decimals="." in sentence)
    except OverflowError:  # an exponent beyond what SymPy can write down
        raise limits.too_large("a number") from None


def _result(tree: Tree[Token], *, decimals: bool) -> dict[str, Any]:
    *steps, last = (child for child in tree.children if isinstance(child, Tree))
    pairs = [_pair(step) for step in steps]
    evaluator = Evaluator()
    for name, value in pairs:
        evaluator.assign(name, value)
    answer = evaluator.assign("answer", last)
    try:
        shown = show(answer, decimals=decimals)
    except ToolError as error:
        place = last.meta.start_pos if error.position is None else error.position
        raise ToolError(error.message, kind=error.kind, position=place, hint=error.hint) from None
    made = [
        _recomputed(pairs, last, answer.value, shown),
        *(checks.substitution(solved) for solved in evaluator.solved),
        *(checks.claim(claim) for claim in evaluator.claims),
        *(checks.finding(finding) for finding in evaluator.findings),
    ]
    return {
        "answer": shown.readable,
        "exact": shown.exact,
        "kind": shown.kind,
        "is_exact": shown.is_exact,
        "value": shown.value,
        "unknowns": _unknowns(answer.value),
        "notes": _notes(evaluator),
        "steps": {name: _readable(evaluator, name, decimals=decimals) for name in dict(pairs)},
        "checks": [check.to_json() for check in made if check],
    }


def _notes(evaluator: Evaluator) -> list[str]:
    notes = (
        *(solved.note for solved in evaluator.solved),
        *(claim.note for claim in evaluator.claims),
        *(finding.note for finding in evaluator.findings),
    )
    return list(dict.fromkeys(note for note in notes if note))


def _pair(step: Tree[Token]) -> tuple[str, Tree[Token]]:
    name, value = step.children
    assert isinstance(value, Tree)  # noqa: S101 - the grammar's own shape
    return str(name), value


def _recomputed(
    steps: Sequence[tuple[str, Tree[Token]]], answer: Tree[Token], value: Value, shown: Shown
) -> checks.Check | None:
    if isinstance(value, Relation) and value.free:
        return checks.verdict(value, shown.readable == "True")
    if isinstance(value, bool | Relation | Chain):
        return checks.recomputed(steps, answer, shown.readable == "True")
    leaves = value.leaves() if isinstance(value, Array) else [value]
    if all(isinstance(leaf, sympy.Expr) and leaf.is_number for leaf in leaves):
        assert isinstance(value, sympy.Expr | Array)  # noqa: S101 - the leaves are numbers
        return checks.recomputed(steps, answer, value)
    return None


def _unknowns(value: Value) -> list[str]:
    if isinstance(value, sympy.Expr):
        return sorted(map(str, value.free_symbols))
    if isinstance(value, Array):
        return sorted({str(free) for leaf in value.leaves() for free in leaf.free_symbols})
    if isinstance(value, Solutions):
        inside = {
            free for each in value.alternatives for v in each.values() for free in v.free_symbols
        }
        return sorted(map(str, inside))
    return []


def _readable(evaluator: Evaluator, name: str, *, decimals: bool) -> str:
    step = evaluator.steps[name]
    if isinstance(step.value, Relation | Chain):
        relations = step.value.relations if isinstance(step.value, Chain) else (step.value,)
        first, *others = [
            show(Step(side), decimals=decimals).readable
            for side in (relations[0].left, *(each.right for each in relations))
        ]
        pairs = zip(relations, others, strict=True)
        return first + "".join(f" {each.sign} {side}" for each, side in pairs)
    return show(step, decimals=decimals).readable
