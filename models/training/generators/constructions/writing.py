"""Writes the formula of a meaning, each in one way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lottery_agent.models.training.generators.constructions.meaning import (
    Alike,
    All,
    AtLeastOne,
    Being,
    Complement,
    In,
    InOne,
    JustOne,
    Leads,
    Meaning,
    Measured,
    Opposite,
    Overlap,
    Quantity,
    Relation,
    Set,
    Share,
    Sign,
    Toward,
    Union,
)

_VARIABLES = "xyz"
_OTHERWISE: Mapping[Sign, Sign] = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def written(meaning: Meaning) -> str:
    """Return the formula that says a meaning."""
    match meaning:
        case In(name, of):
            return of_thing(of, name, 0)
        case Opposite(Share("every", of, within)):
            return f"~{_share('every', of, within, 0)}"
        case Opposite(of):
            return _denied(written(of))
        case All(parts):
            return _and([written(part) for part in parts])
        case AtLeastOne(parts):
            return " | ".join(closed(written(part)) for part in parts)
        case JustOne(left, right):
            return _one_of(written(left), written(right))
        case Leads(when, then):
            return f"{_before_arrow(written(when))} -> {written(then)}"
        case Alike(left, right):
            return f"{closed(written(left))} <-> {closed(written(right))}"
        case Share(quantity, of, within):
            return _share(quantity, of, within, 0)


def of_thing(of: Set, thing: str, depth: int) -> str:
    """Return the formula that says that a thing is in a set.

    Args:
        of: The set.
        thing: Its name, or a variable.
        depth: How many variables are bound around it.
    """
    match of:
        case Relation(predicate, terms):
            shown = ", ".join(thing if term == "@" else term for term in terms)
            return f"{predicate}({shown})" if terms else predicate
        case Complement(Being(name)):
            return f"{thing} != {name}"
        case Complement(Measured() as measured):
            return _measured(replace(measured, sign=_OTHERWISE[measured.sign]), thing)
        case Complement(inner):
            return _denied(of_thing(inner, thing, depth))
        case Overlap(sets):
            return _and([of_thing(each, thing, depth) for each in sets])
        case Union(sets):
            return " | ".join(closed(of_thing(each, thing, depth)) for each in sets)
        case InOne(left, right):
            return _one_of(of_thing(left, thing, depth), of_thing(right, thing, depth))
        case Being(name):
            return f"{thing} = {name}"
        case Toward():
            return _toward(of, thing, depth)
        case Measured():
            return _measured(of, thing)


def _toward(of: Toward, thing: str, depth: int) -> str:
    other = _VARIABLES[depth]
    pair = (other, thing) if of.passive else (thing, other)
    fact = f"{of.predicate}({', '.join(pair)})"
    left = of_thing(of.of, other, depth + 1) if of.of is not None else ""
    return _quantified(of.quantity, other, left, fact)


def _share(quantity: Quantity, of: Set | None, within: Set, depth: int) -> str:
    variable = _VARIABLES[depth]
    left = of_thing(of, variable, depth + 1) if of is not None else ""
    if quantity == "every" and isinstance(within, Toward) and within.quantity in ("every", "no"):
        return _two_universals(left, within, depth)
    return _quantified(quantity, variable, left, of_thing(within, variable, depth + 1))


def _two_universals(left: str, within: Toward, depth: int) -> str:
    """Write two quantifiers in front: `all x all y (cat(x) & bird(y) -> sees(x, y))`."""
    variable, other = _VARIABLES[depth], _VARIABLES[depth + 1]
    pair = (other, variable) if within.passive else (variable, other)
    fact = f"{'~' * (within.quantity == 'no')}{within.predicate}({', '.join(pair)})"
    right = of_thing(within.of, other, depth + 2) if within.of is not None else ""
    when = _and([part for part in (left, right) if part])
    return f"all {variable} all {other} ({f'{when} -> ' if when else ''}{fact})"


def _quantified(quantity: Quantity, variable: str, left: str, right: str) -> str:
    when = f"{_before_arrow(left)} -> " if left else ""
    match quantity:
        case "every":
            return f"all {variable} {_scope(when, right)}"
        case "no":
            return f"all {variable} {_scope(when, _denied(right))}"
        case "some":
            return f"some {variable} {_scope('', _and([left, right]) if left else right)}"
        case "not every":
            return f"~all {variable} {_scope(when, right)}"
        case "only":
            return f"all {variable} ({_before_arrow(right)} -> {left})"
        case "just":
            return f"all {variable} ({closed(left)} <-> {closed(right)})"


def _scope(when: str, then: str) -> str:
    """Return what a quantifier holds; another quantifier alone needs no brackets."""
    alone = not when and then.startswith(("all ", "some ")) and then.endswith(")")
    return then if alone else f"({when}{then})"


def _denied(text: str) -> str:
    """Return the opposite of a formula, without two negations in a row."""
    return text[1:] if text.startswith("~") and closed(text) == text else f"~{closed(text)}"


def _measured(of: Measured, thing: str) -> str:
    own, amount = f"{of.function}({thing})", str(of.amount)
    if of.than:
        other = f"{of.function}({of.than})"
        if of.times:
            amount = f"{of.amount} * {other}"
        elif of.amount:
            amount = f"{other} {'+' if of.amount > 0 else '-'} {abs(of.amount)}"
        else:
            amount = other
    return f"{own} {of.sign} {amount}"


def _one_of(left: str, right: str) -> str:
    one, other = closed(left), closed(right)
    return f"({one} | {other}) & ~({one} & {other})"


def _and(parts: list[str]) -> str:
    return " & ".join(closed(part) if _loose(part) else part for part in parts)


def _before_arrow(text: str) -> str:
    return closed(text) if _arrows(text) else text


def _outside(text: str) -> str:
    """Return a formula without what stands in brackets."""
    depth, kept = 0, []
    for char in text:
        depth += (char == "(") - (char == ")")
        if depth == 0 or (depth == 1 and char == "("):
            kept.append(char)
    return "".join(kept)


def _arrows(text: str) -> bool:
    return any(sign in _outside(text) for sign in (" -> ", " <-> "))


def _loose(text: str) -> bool:
    return _arrows(text) or " | " in _outside(text)


def closed(text: str) -> str:
    """Return a formula in brackets if it has a connective of its own."""
    return f"({text})" if _loose(text) or " & " in _outside(text) else text
