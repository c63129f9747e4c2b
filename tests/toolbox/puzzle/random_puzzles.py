"""Random puzzles with their solutions, made without the tool.

Each line is drawn as a text together with a Python function that says what it means, so neither the
grammar nor the reader takes part in finding out what is right: all assignments are tried.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

World: TypeAlias = dict[str, int]
Rule: TypeAlias = Callable[[World], bool]
Amount: TypeAlias = Callable[[World], int]

NAMES = ["robin", "owl", "crow", "Ann", "Bob", "tea_cup", "order", "must", "count", "x", "7up"]
LABELS = ["red", "green", "blue", "last_one", "different"]
OPERATORS: dict[str, Callable[[int, int], bool]] = {
    "=": int.__eq__,
    "!=": int.__ne__,
    "<": int.__lt__,
    "<=": int.__le__,
    ">": int.__gt__,
    ">=": int.__ge__,
}


@dataclass(slots=True)
class Drawn:
    """A puzzle and everything that is true of it.

    Attributes:
        shape: What was declared.
        lines: The lines of the puzzle.
        things: Its things.
        values: The values that a thing can have, by the word for each.
        worlds: All assignments that the declarations allow.
        rules: What each line means, by its position; declarations without a condition have none.
    """

    shape: str
    lines: list[str]
    things: list[str]
    values: dict[str, int]
    worlds: list[World]
    rules: dict[int, Rule] = field(default_factory=dict)

    def solutions(self, positions: Sequence[int] | None = None) -> list[World]:
        """Return the worlds in which the lines at some positions hold, by default all."""
        chosen = list(self.rules.values() if positions is None else map(self.rules.get, positions))
        return [world for world in self.worlds if all(rule(world) for rule in chosen if rule)]

    def add(self, line: str, rule: Rule) -> None:
        """Add a line."""
        self.rules[len(self.lines)] = rule
        self.lines.append(line)


def draw(chance: random.Random) -> Drawn:
    """Draw a puzzle with two to seven lines of conditions."""
    shapes = [_order, _order, _orders, _circle, _match, _named, _named, _numbers]
    drawn = chance.choice(shapes)(chance)
    for _ in range(chance.randint(1, 6)):
        drawn.add(*formula(drawn, chance, chance.choice([0, 0, 0, 1, 1, 2])))
    return drawn


def _names(chance: random.Random, number: int) -> list[str]:
    return chance.sample(NAMES, number)


def _arranged(names: Sequence[str]) -> Iterator[World]:
    for places in itertools.permutations(range(1, len(names) + 1)):
        yield dict(zip(names, places, strict=True))


def _order(chance: random.Random) -> Drawn:
    names = _names(chance, chance.randint(2, 6))
    values = {str(n): n for n in range(1, len(names) + 1)} | {"first": 1, "last": len(names)}
    if len(names) % 2:
        values["middle"] = (len(names) + 1) // 2
    return Drawn("order", [f"order({', '.join(names)})"], names, values, [*_arranged(names)])


def _orders(chance: random.Random) -> Drawn:
    size = chance.randint(2, 4)
    names = _names(chance, 2 * size)
    one, two = names[:size], names[size:]
    worlds = [a | b for a in _arranged(one) for b in _arranged(two)]
    lines = [f"order({', '.join(group)})" for group in (one, two)]
    values = {str(n): n for n in range(1, size + 1)} | {"last": size}
    return Drawn("order", lines, names, values, worlds)


def _circle(chance: random.Random) -> Drawn:
    names = _names(chance, chance.randint(3, 6))
    worlds = [world for world in _arranged(names) if world[names[0]] == 1]
    return Drawn("circle", [f"circle({', '.join(names)})"], names, {}, worlds)


def _match(chance: random.Random) -> Drawn:
    size = chance.randint(2, 4)
    groups = chance.choice([2, 2, 3]) if size < 4 else 2
    names = _names(chance, groups * size)
    split = [names[i * size : (i + 1) * size] for i in range(groups)]
    fixed = dict(zip(split[0], range(1, size + 1), strict=True))
    worlds = [fixed]
    for group in split[1:]:
        worlds = [world | more for world in worlds for more in _arranged(group)]
    return Drawn("match", [f"match({', '.join(g)})" for g in split], names, {}, worlds)


def _choice(chance: random.Random, values: dict[str, int], words: str, shape: str) -> Drawn:
    names = _names(chance, chance.randint(1, 4))
    numbers = sorted(set(values.values()))
    worlds = [
        dict(zip(names, places, strict=True))
        for places in itertools.product(numbers, repeat=len(names))
    ]
    number = chance.randint(0, 2)
    limit, low, high = chance.choice(
        [
            ("", 0, 99),
            (" different", 0, 1),
            (f" at most {number}", 0, number),
            (f" at least {number}", number, 99),
            (f" exactly {number}", number, number),
        ]
    )

    def limited(world: World) -> bool:
        taken = [list(world.values()).count(n) for n in numbers]
        return all(low <= times <= high for times in taken)

    drawn = Drawn(shape, [], names, values, worlds)
    drawn.add(f"{', '.join(names)} in {words}{limit}", limited)
    return drawn


def _named(chance: random.Random) -> Drawn:
    labels = chance.sample(LABELS, chance.randint(2, 4))
    values = {label: n for n, label in enumerate(labels, 1)}
    drawn = _choice(chance, values, ", ".join(labels), "named")
    drawn.values = values | {"first": 1, "last": len(labels)}
    return drawn


def _numbers(chance: random.Random) -> Drawn:
    if chance.random() < 0.5:
        low = chance.randint(0, 3)
        numbers, words = list(range(low, low + 4)), f"{low} to {low + 3}"
    else:
        numbers = chance.sample(range(12), 4)
        words = ", ".join(map(str, numbers))
    drawn = _choice(chance, {str(n): n for n in numbers}, words, "numbers")
    drawn.values |= {"first": min(numbers), "last": max(numbers)}
    return drawn


def _distance(drawn: Drawn, a: str, b: str) -> Amount:
    seats = len(drawn.things)

    def between(world: World) -> int:
        steps = abs(world[a] - world[b])
        return min(steps, seats - steps) if drawn.shape == "circle" else steps

    return between


def amount(drawn: Drawn, chance: random.Random, depth: int) -> tuple[str, Amount]:
    """Draw a number that depends on the solution, or does not."""
    thing = chance.choice(drawn.things)
    form = chance.choice(["thing", "thing", "value", "shift", "sum", "scaled", "other"])
    if depth <= 0 or form == "thing":
        return thing, lambda world: world[thing]
    if form == "value":
        word = chance.choice(list(drawn.values))
        return word, lambda world: drawn.values[word]
    if form == "scaled":
        factor = chance.randint(0, 3)
        return f"{factor} * {thing}", lambda world: factor * world[thing]
    if form == "other":
        return _other_amount(drawn, chance)
    (left, one), (right, two) = amount(drawn, chance, 0), amount(drawn, chance, 0)
    if form == "shift":
        number = chance.randint(0, 3)
        right, two = str(number), lambda world: number
    sign = chance.choice([1, -1])
    word = f"{left} {'+' if sign > 0 else '-'} {right}"
    return word, lambda world: one(world) + sign * two(world)


def _other_amount(drawn: Drawn, chance: random.Random) -> tuple[str, Amount]:
    a, b = (chance.choice(drawn.things) for _ in range(2))
    form = chance.choice(["count", "distance", "max", "min"])
    if form == "distance":
        return f"distance({a}, {b})", _distance(drawn, a, b)
    if form == "count":
        word = chance.choice(list(drawn.values))
        place = drawn.values[word]
        return f"count({word})", lambda world: [*world.values()].count(place)
    best = max if form == "max" else min
    return f"{form}({a}, {b} + 1)", lambda world: best(world[a], world[b] + 1)


def atom(drawn: Drawn, chance: random.Random) -> tuple[str, Rule]:
    """Draw a comparison or a relation."""
    a, b = chance.choice(drawn.things), chance.choice(drawn.things)
    if drawn.shape in ("circle", "match"):
        return _round(drawn, chance, a, b)
    if len(drawn.things) > 2 and chance.random() < 0.25:
        c = chance.choice(drawn.things)
        if chance.random() < 0.5:
            return (
                f"between({a}, {b}, {c})",
                lambda world: world[b] < world[a] < world[c] or world[c] < world[a] < world[b],
            )
        names = chance.sample(drawn.things, chance.randint(2, 3))
        return (
            f"different({', '.join(names)})",
            lambda world: len({world[name] for name in names}) == len(names),
        )
    if chance.random() < 0.15:
        return f"beside({a}, {b})", lambda world: abs(world[a] - world[b]) == 1
    if chance.random() < 0.4:
        word = chance.choice(list(drawn.values))
        sign = chance.choice(list(OPERATORS))
        return f"{a} {sign} {word}", lambda world: OPERATORS[sign](world[a], drawn.values[word])
    left, one = amount(drawn, chance, chance.randint(0, 1))
    right, two = amount(drawn, chance, chance.randint(0, 1))
    if not any(name in f"{left} {right}".split() for name in drawn.things):
        # Words such as `first` take their number from a thing that they are compared with.
        left, one = a, lambda world: world[a]
    sign = chance.choice(list(OPERATORS))
    return f"{left} {sign} {right}", lambda world: OPERATORS[sign](one(world), two(world))


def _round(drawn: Drawn, chance: random.Random, a: str, b: str) -> tuple[str, Rule]:
    """Draw an atom about places without numbers."""
    seats = len(drawn.things)
    sign = chance.choice(["=", "!="])
    if drawn.shape == "match":
        return f"{a} {sign} {b}", lambda world: (world[a] == world[b]) == (sign == "=")
    form = chance.choice(["beside", "turn", "distance", "opposite"])
    distance = _distance(drawn, a, b)
    if form == "distance":
        number = chance.randint(0, 3)
        return f"distance({a}, {b}) <= {number}", lambda world: distance(world) <= number
    if form == "opposite" and seats % 2 == 0:
        return f"opposite({a}, {b})", lambda world: distance(world) == seats // 2
    if form == "turn":
        number = chance.randint(0, seats)
        return (
            f"{a} {sign} {b} + {number}",
            lambda world: ((world[a] - world[b] - number) % seats == 0) == (sign == "="),
        )
    return f"beside({a}, {b})", lambda world: distance(world) == 1


def formula(drawn: Drawn, chance: random.Random, depth: int) -> tuple[str, Rule]:
    """Draw a formula, in brackets where it has parts."""
    if depth == 0:
        return atom(drawn, chance)
    (left, one), (right, two) = (formula(drawn, chance, depth - 1) for _ in range(2))
    form = chance.choice(["~", "&", "|", "->", "<->", "exactly", "atleast", "atmost"])
    match form:
        case "~":
            return f"~({left})", lambda world: not one(world)
        case "&":
            return f"({left} & {right})", lambda world: one(world) and two(world)
        case "|":
            return f"({left} | {right})", lambda world: one(world) or two(world)
        case "->":
            return f"({left} -> {right})", lambda world: not one(world) or two(world)
        case "<->":
            return f"({left} <-> {right})", lambda world: one(world) == two(world)
    number = chance.randint(0, 2)
    compare = {"exactly": int.__eq__, "atleast": int.__ge__, "atmost": int.__le__}[form]
    return (
        f"{form}({number}, {left}, {right})",
        lambda world: compare(one(world) + two(world), number),
    )
