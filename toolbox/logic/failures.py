"""Tells why a verdict by negation as failure holds: what was applied, and what failed and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lottery_agent.toolbox.logic.bodies import is_hidden
from lottery_agent.toolbox.logic.clauses import QUERY, Fact, Instance, literal_of
from lottery_agent.toolbox.logic.formula import Constant, negated, show
from lottery_agent.toolbox.logic.lacks import lacking
from lottery_agent.toolbox.logic.rules import Program
from lottery_agent.toolbox.logic.stratified import Answer, PerfectModel
from lottery_agent.toolbox.logic.variables import free, put

MAX_FAILURES = 20
"""Failures that are told of with their reasons."""


def explain(answer: Answer, model: PerfectModel, program: Program) -> str:
    """Return the proof of a verdict, one step a line."""
    steps = steps_to(answer.proof, model.facts)
    told: dict[Fact, None] = {}
    lines: list[str] = []
    for step in steps:
        for fact in step.absent:
            lines += _failure(fact, model, told)
        if step.source != QUERY and not is_hidden(step.head[0]):
            lines.append(f"{show(literal_of(step.head))} {_source(step.source, program)}")
    if answer.verdict == "Contradiction":
        clash = " and ".join(show(literal_of(fact)) for fact in answer.proof.body)
        return "\n".join([*lines, f"Both {clash}: the premises clash."])
    goal = answer.query if answer.verdict == "True" else negated(answer.query)
    return "\n".join([*lines, f"So {show(goal)}."])


def steps_to(proof: Instance, facts: Mapping[Fact, Instance]) -> list[Instance]:
    """Return the steps that a proof rests on, itself included, each after those that it needs."""
    order: dict[Fact, Instance] = {}
    waiting: list[tuple[Instance, bool]] = [(proof, False)]
    while waiting:
        step, ready = waiting.pop()
        if ready:
            order.setdefault(step.head, step)
        elif step.head not in order:
            waiting.append((step, True))
            waiting += [(facts[fact], False) for fact in reversed(step.body)]
    return list(order.values())


def premises_of(steps: Sequence[Instance]) -> list[int]:
    """Return the positions of the premises that steps use."""
    return sorted({step.source for step in steps if step.source != QUERY})


def _source(source: int, program: Program) -> str:
    label = program.labels.get(source)
    return f"[{source + 1}]" if label is None else f"[{source + 1}, {label}]"


def _failure(fact: Fact, model: PerfectModel, told: dict[Fact, None]) -> Iterator[str]:
    """Yield why a fact can't be proved, then why what it lacks can't."""
    waiting = [fact]
    while waiting and len(told) < MAX_FAILURES:
        current = waiting.pop(0)
        if current in told:
            continue
        told[current] = None
        if is_hidden(current[0]):
            part = model.parts[current[0]]
            things = dict(zip(free(part), map(Constant, current[1]), strict=True))
            yield f"{show(put(part, things))}: nothing speaks against it"
            continue
        reasons: list[str] = []
        for clause in model.clauses:
            lack = lacking(clause, current, model.facts, model.parts)
            if lack is not None:
                reasons.append(f"[{clause.source + 1}] {lack.text}")
                waiting += lack.facts
        shown = "; ".join(dict.fromkeys(reasons[:5])) or "nothing concludes it"
        yield f"{show(literal_of(current))} can't be proved: {shown}"
