"""Runs the commands of a script in order, as Z3's own program would, on nothing but its solvers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import z3

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.budget import Budget
from lottery_agent.toolbox.satisfiability.assertions import (
    Decider,
    Objective,
    Outcome,
    value_of,
)
from lottery_agent.toolbox.satisfiability.parsing import Parser
from lottery_agent.toolbox.satisfiability.script import DECLARATIONS, Command, Script, named

MAX_CHECKS = 1_000
"""Checks of one script: each starts from its assertions again."""
MAX_OUTPUT = 1_000_000
"""Characters of all outputs of one script together."""

_NO_MODEL = '(error "model is not available")'
_NO_CORE = '(error "unsat core is not available")'


@dataclass(frozen=True, slots=True)
class Assertion:
    """Something that must hold.

    Attributes:
        formula: Z3's form.
        position: Position of its term among the tokens of the script.
        name: Its name, if it has one.
    """

    formula: Any
    position: int
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """One answered question of a script.

    Attributes:
        outcome: The answer.
        assertions: What had to hold.
        assumptions: What had to hold for this question only.
        objectives: What should be small or large.
        independent: Whether each objective was optimized apart from the others.
        constants: What was declared as a constant, by its name as written, in Z3's form.
        functions: What was declared with arguments, as written.
    """

    outcome: Outcome
    assertions: tuple[Assertion, ...]
    assumptions: tuple[Assertion, ...]
    objectives: tuple[Objective, ...]
    independent: bool
    constants: Mapping[str, Any]
    functions: tuple[str, ...]

    @property
    def formulas(self) -> list[Any]:
        """All that had to hold, in Z3's form."""
        return [each.formula for each in (*self.assertions, *self.assumptions)]


@dataclass(slots=True)
class _State:
    """What `push` keeps and `pop` brings back."""

    assertions: list[Assertion] = field(default_factory=list)
    goals: list[Objective] = field(default_factory=list)
    soft: list[tuple[str, str, Any]] = field(default_factory=list)  # group, weight, formula
    constants: dict[str, Any] = field(default_factory=dict)  # by name as written, in Z3's form
    functions: list[str] = field(default_factory=list)  # names as written

    def copy(self) -> _State:
        return _State(
            list(self.assertions),
            list(self.goals),
            list(self.soft),
            dict(self.constants),
            list(self.functions),
        )


class Interpreter:
    """Runs one script.

    Args:
        script: The script.
        budget: The time left.
    """

    def __init__(self, script: Script, budget: Budget) -> None:
        self._script = script
        self._tokens = script.expressions
        self._budget = budget
        self._context = z3.Context()
        self.decider = Decider(self._context, budget)
        self.checked: list[Checked] = []
        self.outputs: list[str] = []
        self.status: str | None = None
        self._last: Checked | None = None
        self._independent = False
        self._said = 0
        self._reset()

    def _reset(self) -> None:
        self._parser = Parser(self._tokens, self._context)
        self._state = _State()
        self._kept: list[_State] = []

    def run(self) -> None:
        """Run all commands. A script that never asks is asked at its end.

        Raises:
            ToolError: `value` with the position if a command has no meaning, `limit` if time ran
                out between two commands.
        """
        for command in self._script.commands:
            if self._budget.left() <= 0:
                raise ToolError(
                    "the script took too long",
                    kind="limit",
                    position=self._script.offset(command.position),
                    hint="give it more time, or ask about a part of it",
                )
            self._run(command)
        if not self.checked:
            self._check(())

    def core(self, checked: Checked, *, named_only: bool) -> tuple[list[Assertion], bool] | None:
        """Return a minimal core of a refuted question, and whether it is known to be minimal.

        Args:
            checked: The question.
            named_only: Take the assertions without a name for granted, as `get-unsat-core` does.
        """
        everything = [*checked.assertions, *checked.assumptions]
        first_assumption = len(checked.assertions)
        chosen = [
            i
            for i, each in enumerate(everything)
            if not named_only or each.name is not None or i >= first_assumption
        ]
        taken = frozenset(chosen)
        fixed = [each.formula for i, each in enumerate(everything) if i not in taken]
        core = self.decider.core(fixed, [everything[i].formula for i in chosen])
        if core is None:
            return None
        return [everything[chosen[i]] for i in core.positions], core.minimal

    def _run(self, command: Command) -> None:
        arguments = command.arguments
        if command.name in DECLARATIONS:
            self._declare(command)
            return
        match command.name:
            case "assert":
                self._state.assertions.append(self._assertion(arguments[0]))
            case "assert-soft":
                self._soft(command)
            case "minimize" | "maximize" as sense:
                term = self._parser.terms(arguments)[0]
                self._state.goals.append(Objective(sense, term, self._shown(arguments[0])))
            case "push" | "pop":
                levels = int(self._tokens.token(arguments[0])) if arguments else 1
                self._push(levels) if command.name == "push" else self._pop(command, levels)
            case "reset" | "reset-assertions":
                self._reset()
                self._last = None
            case "set-logic":
                self._set_logic(self._tokens.token(arguments[0]))
            case "set-option":
                if self._tokens.token(arguments[0]) == ":opt.priority":
                    self._independent = self._tokens.token(arguments[1]) == "box"
            case "set-info":
                if self._tokens.token(arguments[0]) == ":status" and len(arguments) > 1:
                    self.status = self._tokens.token(arguments[1])
            case _:
                self._ask(command)

    def _ask(self, command: Command) -> None:
        arguments = command.arguments
        match command.name:
            case "echo":
                self._say(self._tokens.token(arguments[0])[1:-1].replace('""', '"'))
            case "check-sat":
                self._say(_WORDS[self._check(()).outcome.verdict])
            case "check-sat-assuming":
                literals = [self._assertion(i) for i in self._tokens.children(arguments[0])]
                self._say(_WORDS[self._check(literals).outcome.verdict])
            case "get-model":
                model = None if self._last is None else self._last.outcome.model
                self._say(_NO_MODEL if model is None else _model_text(model))
            case "get-value":
                self._get_value(command)
            case "get-objectives":
                self._get_objectives()
            case "get-unsat-core":
                refuted = self._last and self._last.outcome.verdict == "unsatisfiable"
                core = self.core(self._last, named_only=True) if self._last and refuted else None
                words = [a.name or self._shown(a.position) for a in core[0]] if core else []
                self._say(f"({' '.join(words)})" if core else _NO_CORE)

    def _declare(self, command: Command) -> None:
        self._parser.declare(command.position)
        self._last = None
        if command.name not in ("declare-const", "declare-fun"):
            return
        name, sort = command.arguments[:2]
        if command.name == "declare-fun" and any(self._tokens.children(sort)):
            self._state.functions.append(self._tokens.token(name))
        else:
            self._state.constants[self._tokens.token(name)] = self._parser.terms([name])[0]

    def _assertion(self, position: int) -> Assertion:
        term, name = named(self._tokens, position)
        return Assertion(self._parser.formula(position), term, name)

    def _soft(self, command: Command) -> None:
        formula, *rest = command.arguments
        keys = {
            self._tokens.token(key): self._tokens.token(value)
            for key, value in zip(rest[::2], rest[1::2], strict=True)
        }
        assertion = self._assertion(formula)
        entry = (keys.get(":id", ""), keys.get(":weight", "1"), assertion.formula)
        self._state.soft.append(entry)

    def _objectives(self) -> tuple[Objective, ...]:
        """Return the goals, and for each group of soft assertions the weight that fails."""
        groups: dict[str, list[Any]] = {}
        zero = z3.RealVal(0, self._context)
        for group, weight, formula in self._state.soft:
            failing = z3.If(formula, zero, z3.RealVal(weight, self._context))
            groups.setdefault(group, []).append(failing)
        soft = (Objective("soft", z3.Sum(terms), group) for group, terms in groups.items())
        return (*self._state.goals, *soft)

    def _push(self, levels: int) -> None:
        for _ in range(levels):
            self._kept.append(self._state.copy())
        self._parser.push(levels)

    def _pop(self, command: Command, levels: int) -> None:
        if levels > len(self._kept):
            raise ToolError(
                f"pop {levels} where {len(self._kept)} levels are open",
                position=self._script.offset(command.position),
                hint="write a (push) for each (pop)",
            )
        if levels:
            self._state = self._kept[-levels]
            del self._kept[-levels:]
            self._parser.pop(levels)
        self._last = None

    def _set_logic(self, logic: str) -> None:
        if logic in _LOGICS:
            self.decider.logic = logic

    def _check(self, assumptions: Sequence[Assertion]) -> Checked:
        if len(self.checked) >= MAX_CHECKS:
            raise ToolError(f"more than {MAX_CHECKS:,} checks", kind="limit", hint="ask for less")
        assertions = tuple(self._state.assertions)
        formulas = [assertion.formula for assertion in assertions]
        literals = [assumption.formula for assumption in assumptions]
        objectives = self._objectives()
        if objectives:
            outcome = self.decider.optimize(
                formulas, literals, objectives, independent=self._independent
            )
        else:
            outcome = self.decider.check([*formulas, *literals])
        last = Checked(
            outcome,
            assertions,
            tuple(assumptions),
            objectives,
            self._independent,
            dict(self._state.constants),
            tuple(self._state.functions),
        )
        self.checked.append(last)
        self._last = last
        return last

    def _get_value(self, command: Command) -> None:
        positions = list(self._tokens.children(command.arguments[0]))
        terms = self._parser.terms(positions)
        if self._last is None or self._last.outcome.model is None:
            self._say(_NO_MODEL)
            return
        model = self._last.outcome.model
        pairs = [
            f"({self._shown(i)} {value_of(model, term).sexpr()})"
            for i, term in zip(positions, terms, strict=True)
        ]
        self._say("(" + "\n ".join(pairs) + ")")

    def _get_objectives(self) -> None:
        if self._last is None:
            self._say("(objectives\n)")
            return
        optima = self._last.outcome.optima
        rows = [
            f" ({objective.text} {optimum.sexpr()})"
            for objective, optimum in zip(self._last.objectives, optima, strict=False)
        ]
        self._say("\n".join(["(objectives", *rows, ")"]))

    def _shown(self, position: int) -> str:
        """Return an expression as written, on one line."""
        return " ".join(self._tokens.source(position).split())

    def _say(self, text: str) -> None:
        self._said += len(text)
        if self._said > MAX_OUTPUT:
            raise ToolError(
                f"the script prints more than {MAX_OUTPUT:,} characters",
                kind="limit",
                hint="ask for less",
            )
        self.outputs.append(text)


def _model_text(model: Any) -> str:
    """Return a model as Z3's program prints it."""
    rows = [f"  {line}" for line in model.sexpr().splitlines()]
    return "\n".join(["(", *rows, ")"])


_WORDS = {"satisfiable": "sat", "unsatisfiable": "unsat", "unknown": "unknown"}
_LOGICS = frozenset(
    (
        "ABV ABVFP ALIA ANIA AUFDTLIA AUFDTLIRA AUFDTNIRA AUFLIA AUFLIRA AUFNIA AUFNIRA BV BVFP FP "
        "LIA LRA NIA NRA QF_ABV QF_ABVFP QF_ALIA QF_ANIA QF_AUFBV QF_AUFLIA QF_AUFNIA QF_AX QF_BV "
        "QF_BVFP QF_DT QF_FP QF_FPLRA QF_IDL QF_LIA QF_LIRA QF_LRA QF_NIA QF_NIRA QF_NRA QF_RDL "
        "QF_S QF_SLIA QF_UF QF_UFBV QF_UFDT QF_UFIDL QF_UFLIA QF_UFLRA QF_UFNIA QF_UFNRA UF UFDT "
        "UFIDL UFLIA UFLRA UFNIA"
    ).split()
)
"""Logics whose own procedure Z3 has; for others, and for ALL, it chooses."""
