"""What a clue can say: its line in the puzzle language beside a rule in plain Python.

The rule never looks at the line, so that the puzzle tool can be asked whether the two agree. Slots
are letters: `a` to `e` are different things, `v` to `u` values (or things of a second list), `x`
and `y` things of a third, `n`, `m`, `p` and `q` numbers, `z` is the last place and `*` the places
of all things. A number of a line may be shifted: `{n-1}`; `{p}` is a place, `first` for 1.

Which end is the first is one convention for all sentences, since each is translated alone: left,
front, top, north, best, fastest, earliest, oldest and cheapest are first; of every other quality,
the least (shortest, lightest, lowest). Round a table, left is one less, as in a row; people there
face the middle, so that clockwise is left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Rule = Callable[..., bool]


@dataclass(frozen=True, slots=True)
class Sense:
    """A statement about some slots.

    Attributes:
        slots: The letters of the slots, in the order of the rule's arguments.
        line: The line of the puzzle language.
        rule: Whether it holds, given the place of each slot.
        least: The smallest number for a slot of numbers.
        most: The largest one, counted from the last place.
        parity: 1 if it takes an odd number of places, 0 if an even one.
    """

    slots: str
    line: str
    rule: Rule
    least: int = 1
    most: int = 0
    parity: Literal[0, 1] | None = None


def _steps(a: int, b: int, z: int) -> int:
    """Return the steps between two seats of a round table, the shorter way."""
    return min((a - b) % z, (b - a) % z)


_ORDER = {
    "before": Sense("ab", "{a} < {b}", lambda a, b: a < b),
    "after": Sense("ab", "{a} > {b}", lambda a, b: a > b),
    "not_before": Sense("ab", "{a} >= {b}", lambda a, b: a >= b),
    "not_after": Sense("ab", "{a} <= {b}", lambda a, b: a <= b),
    "just_before": Sense("ab", "{a} = {b} - 1", lambda a, b: a == b - 1),
    "just_after": Sense("ab", "{a} = {b} + 1", lambda a, b: a == b + 1),
    "not_just_before": Sense("ab", "{a} != {b} - 1", lambda a, b: a != b - 1),
    "not_just_after": Sense("ab", "{a} != {b} + 1", lambda a, b: a != b + 1),
    "gap_before": Sense("abn", "{a} = {b} - {n}", lambda a, b, n: a == b - n, 2, -1),
    "gap_after": Sense("abn", "{a} = {b} + {n}", lambda a, b, n: a == b + n, 2, -1),
    "far_before": Sense("abn", "{a} <= {b} - {n}", lambda a, b, n: a <= b - n, 2, -1),
    "far_after": Sense("abn", "{a} >= {b} + {n}", lambda a, b, n: a >= b + n, 2, -1),
    "beside": Sense("ab", "beside({a}, {b})", lambda a, b: abs(a - b) == 1),
    "apart": Sense("ab", "~beside({a}, {b})", lambda a, b: abs(a - b) != 1),
    "wedged": Sense(
        "abc",
        "beside({a}, {b}) & beside({a}, {c})",
        lambda a, b, c: abs(a - b) == 1 == abs(a - c),
    ),
    "beside_one": Sense(
        "abc",
        "beside({a}, {b}) | beside({a}, {c})",
        lambda a, b, c: 1 in (abs(a - b), abs(a - c)),
    ),
    "gap": Sense("abn", "distance({a}, {b}) = {n}", lambda a, b, n: abs(a - b) == n, 2, -1),
    "with_between": Sense(
        "abn", "distance({a}, {b}) = {n+1}", lambda a, b, n: abs(a - b) == n + 1, 1, -2
    ),
    "gap_at_least": Sense(
        "abn", "distance({a}, {b}) >= {n}", lambda a, b, n: abs(a - b) >= n, 2, -1
    ),
    "gap_at_most": Sense(
        "abn", "distance({a}, {b}) <= {n}", lambda a, b, n: abs(a - b) <= n, 2, -2
    ),
    "between": Sense("abc", "between({a}, {b}, {c})", lambda a, b, c: min(b, c) < a < max(b, c)),
    "not_between": Sense(
        "abc", "~between({a}, {b}, {c})", lambda a, b, c: not min(b, c) < a < max(b, c)
    ),
    "after_before": Sense("abc", "{a} > {b} & {a} < {c}", lambda a, b, c: b < a < c),
    "before_after": Sense("abc", "{a} < {b} & {a} > {c}", lambda a, b, c: c < a < b),
    "before_both": Sense("abc", "{a} < {b} & {a} < {c}", lambda a, b, c: a < min(b, c)),
    "after_both": Sense("abc", "{a} > {b} & {a} > {c}", lambda a, b, c: a > max(b, c)),
    "both_before": Sense("abc", "{a} < {c} & {b} < {c}", lambda a, b, c: max(a, b) < c),
    "both_after": Sense("abc", "{a} > {c} & {b} > {c}", lambda a, b, c: min(a, b) > c),
    "before_one": Sense("abc", "{a} < {b} | {a} < {c}", lambda a, b, c: a < max(b, c)),
    "after_one": Sense("abc", "{a} > {b} | {a} > {c}", lambda a, b, c: a > min(b, c)),
    "chain": Sense("abc", "{a} < {b} & {b} < {c}", lambda a, b, c: a < b < c),
    "falling": Sense("abc", "{a} > {b} & {b} > {c}", lambda a, b, c: a > b > c),
    "block": Sense(
        "abc", "{b} = {a} + 1 & {c} = {b} + 1", lambda a, b, c: (b, c) == (a + 1, a + 2)
    ),
    "chain_of_four": Sense(
        "abcd", "{a} < {b} & {b} < {c} & {c} < {d}", lambda a, b, c, d: a < b < c < d
    ),
}
"""Where things are, seen from one another."""

_PLACES = {
    "first": Sense("a", "{a} = first", lambda a: a == 1),
    "last": Sense("az", "{a} = last", lambda a, z: a == z),
    "middle": Sense("az", "{a} = middle", lambda a, z: 2 * a == z + 1, parity=1),
    "place": Sense("an", "{a} = {n}", lambda a, n: a == n, 2, -1),
    "numbered": Sense("an", "{a} = {n}", lambda a, n: a == n),
    "not_numbered": Sense("an", "{a} != {n}", lambda a, n: a != n),
    "from_end": Sense("anz", "{a} = last - {n-1}", lambda a, n, z: a == z + 1 - n, 2, -1),
    "second": Sense("a", "{a} = 2", lambda a: a == 2),
    "second_last": Sense("az", "{a} = last - 1", lambda a, z: a == z - 1),
    "third_last": Sense("az", "{a} = last - 2", lambda a, z: a == z - 2),
    "not_second_last": Sense("az", "{a} != last - 1", lambda a, z: a != z - 1),
    "not_first": Sense("a", "{a} != first", lambda a: a != 1),
    "not_last": Sense("az", "{a} != last", lambda a, z: a != z),
    "not_middle": Sense("az", "{a} != middle", lambda a, z: 2 * a != z + 1, parity=1),
    "not_place": Sense("an", "{a} != {n}", lambda a, n: a != n, 2, -1),
    "not_from_end": Sense("anz", "{a} != last - {n-1}", lambda a, n, z: a != z + 1 - n, 2, -1),
    "end": Sense("az", "{a} = first | {a} = last", lambda a, z: a in (1, z)),
    "no_end": Sense("az", "{a} != first & {a} != last", lambda a, z: 1 < a < z),
    "one_of_places": Sense("apq", "{a} = {p} | {a} = {q}", lambda a, p, q: a in (p, q)),
    "no_place_of_two": Sense("apq", "{a} != {p} & {a} != {q}", lambda a, p, q: a not in (p, q)),
    "top": Sense("an", "{a} <= {n}", lambda a, n: a <= n, 2, -1),
    "not_top": Sense("an", "{a} > {n}", lambda a, n: a > n, 2, -1),
    "bottom": Sense("anz", "{a} > last - {n}", lambda a, n, z: a > z - n, 2, -1),
    "not_bottom": Sense("anz", "{a} <= last - {n}", lambda a, n, z: a <= z - n, 2, -1),
    "ahead": Sense("an", "{a} = {n+1}", lambda a, n: a == n + 1, 1, -2),
    "behind": Sense("anz", "{a} = last - {n}", lambda a, n, z: a == z - n, 1, -2),
    "one_first": Sense("ab", "{a} = first | {b} = first", lambda a, b: 1 in (a, b)),
    "one_last": Sense("abz", "{a} = last | {b} = last", lambda a, b, z: z in (a, b)),
    "neither_first": Sense("ab", "{a} != first & {b} != first", lambda a, b: 1 not in (a, b)),
    "neither_last": Sense("abz", "{a} != last & {b} != last", lambda a, b, z: z not in (a, b)),
    "both_ends": Sense("abz", "{a} = first & {b} = last", lambda a, b, z: (a, b) == (1, z)),
    "two_places": Sense("abpq", "{a} = {p} & {b} = {q}", lambda a, b, p, q: (a, b) == (p, q)),
}
"""Where things are in the whole."""

_VALUES = {
    "has": Sense("av", "{a} = {v}", lambda a, v: a == v),
    "held": Sense("va", "{v} = {a}", lambda v, a: a == v),
    "lacks": Sense("av", "{a} != {v}", lambda a, v: a != v),
    "not_held": Sense("va", "{v} != {a}", lambda v, a: a != v),
    "has_one": Sense("avw", "{a} = {v} | {a} = {w}", lambda a, v, w: a in (v, w)),
    "lacks_two": Sense("avw", "{a} != {v} & {a} != {w}", lambda a, v, w: a not in (v, w)),
    "one_has": Sense("abv", "{a} = {v} | {b} = {v}", lambda a, b, v: v in (a, b)),
    "neither_has": Sense("abv", "{a} != {v} & {b} != {v}", lambda a, b, v: v not in (a, b)),
    "both_have": Sense("abv", "{a} = {v} & {b} = {v}", lambda a, b, v: a == b == v),
    "each_has": Sense("avbw", "{a} = {v} & {b} = {w}", lambda a, v, b, w: (a, b) == (v, w)),
    "has_and_lacks": Sense("avbw", "{a} = {v} & {b} != {w}", lambda a, v, b, w: a == v and b != w),
    "same": Sense("ab", "{a} = {b}", lambda a, b: a == b),
    "differ": Sense("ab", "{a} != {b}", lambda a, b: a != b),
    "all_differ": Sense("abc", "different({a}, {b}, {c})", lambda a, b, c: len({a, b, c}) == 3),
    "count": Sense("*vn", "count({v}) = {n}", lambda all_, v, n: all_.count(v) == n, 1, -1),
    "count_none": Sense("*v", "count({v}) = 0", lambda all_, v: v not in all_),
    "count_at_least": Sense("*vn", "count({v}) >= {n}", lambda all_, v, n: all_.count(v) >= n, 2),
    "count_at_most": Sense("*vn", "count({v}) <= {n}", lambda all_, v, n: all_.count(v) <= n, 1),
    "as_many": Sense(
        "*vw", "count({v}) = count({w})", lambda all_, v, w: all_.count(v) == all_.count(w)
    ),
    "more_of": Sense(
        "*vw", "count({v}) > count({w})", lambda all_, v, w: all_.count(v) > all_.count(w)
    ),
    "exactly": Sense(
        "abcvn",
        "exactly({n}, {a} = {v}, {b} = {v}, {c} = {v})",
        lambda a, b, c, v, n: (a, b, c).count(v) == n,
        1,
        -1,
    ),
    "at_least": Sense(
        "abcvn",
        "atleast({n}, {a} = {v}, {b} = {v}, {c} = {v})",
        lambda a, b, c, v, n: (a, b, c).count(v) >= n,
        1,
        -1,
    ),
    "at_most": Sense(
        "abcvn",
        "atmost({n}, {a} = {v}, {b} = {v}, {c} = {v})",
        lambda a, b, c, v, n: (a, b, c).count(v) <= n,
        1,
        -1,
    ),
    "second_has": Sense("ax", "{a} = {x}", lambda a, x: a == x),
    "second_lacks": Sense("ax", "{a} != {x}", lambda a, x: a != x),
    "second_held": Sense("xa", "{x} = {a}", lambda x, a: a == x),
    "joined": Sense("vx", "{v} = {x}", lambda v, x: v == x),
    "not_joined": Sense("vx", "{v} != {x}", lambda v, x: v != x),
    "joined_back": Sense("xv", "{x} = {v}", lambda x, v: v == x),
    "has_both": Sense("avx", "{a} = {v} & {a} = {x}", lambda a, v, x: a == v == x),
}
"""Which values things have."""

_AMOUNTS = {
    "is_number": Sense("an", "{a} = {n}", lambda a, n: a == n),
    "no_number": Sense("an", "{a} != {n}", lambda a, n: a != n),
    "one_of_numbers": Sense("anm", "{a} = {n} | {a} = {m}", lambda a, n, m: a in (n, m)),
    "number_at_least": Sense("an", "{a} >= {n}", lambda a, n: a >= n, 2),
    "number_at_most": Sense("an", "{a} <= {n}", lambda a, n: a <= n, 2),
    "more_by": Sense("abn", "{a} = {b} + {n}", lambda a, b, n: a == b + n),
    "less_by": Sense("abn", "{a} = {b} - {n}", lambda a, b, n: a == b - n),
    "times": Sense("abn", "{a} = {n} * {b}", lambda a, b, n: a == n * b, 2, -1),
    "total": Sense("abn", "{a} + {b} = {n}", lambda a, b, n: a + b == n, 3, 5),
    "total_of_three": Sense(
        "abcn", "{a} + {b} + {c} = {n}", lambda a, b, c, n: a + b + c == n, 5, 9
    ),
    "sum_of": Sense("abc", "{a} = {b} + {c}", lambda a, b, c: a == b + c),
    "more_than_both": Sense("abc", "{a} > {b} + {c}", lambda a, b, c: a > b + c),
    "apart_by": Sense("abn", "distance({a}, {b}) = {n}", lambda a, b, n: abs(a - b) == n),
}
"""How many things have."""

_SEATS = {
    "seat_beside": Sense("abz", "beside({a}, {b})", lambda a, b, z: _steps(a, b, z) == 1),
    "seat_apart": Sense("abz", "~beside({a}, {b})", lambda a, b, z: _steps(a, b, z) != 1),
    "seat_wedged": Sense(
        "abcz",
        "beside({a}, {b}) & beside({a}, {c})",
        lambda a, b, c, z: _steps(a, b, z) == 1 == _steps(a, c, z),
    ),
    "seat_beside_one": Sense(
        "abcz",
        "beside({a}, {b}) | beside({a}, {c})",
        lambda a, b, c, z: 1 in (_steps(a, b, z), _steps(a, c, z)),
    ),
    "opposite": Sense(
        "abz", "opposite({a}, {b})", lambda a, b, z: 2 * _steps(a, b, z) == z, parity=0
    ),
    "not_opposite": Sense(
        "abz", "~opposite({a}, {b})", lambda a, b, z: 2 * _steps(a, b, z) != z, parity=0
    ),
    "seat_left": Sense("abz", "{a} = {b} - 1", lambda a, b, z: (b - a) % z == 1),
    "seat_right": Sense("abz", "{a} = {b} + 1", lambda a, b, z: (a - b) % z == 1),
    "not_seat_left": Sense("abz", "{a} != {b} - 1", lambda a, b, z: (b - a) % z != 1),
    "not_seat_right": Sense("abz", "{a} != {b} + 1", lambda a, b, z: (a - b) % z != 1),
    "seats_left": Sense("abnz", "{a} = {b} - {n}", lambda a, b, n, z: (b - a) % z == n, 2, -2),
    "seats_right": Sense("abnz", "{a} = {b} + {n}", lambda a, b, n, z: (a - b) % z == n, 2, -2),
    "seat_gap": Sense(
        "abnz", "distance({a}, {b}) = {n}", lambda a, b, n, z: _steps(a, b, z) == n, 2, -2
    ),
    "seats_between": Sense(
        "abnz", "distance({a}, {b}) = {n+1}", lambda a, b, n, z: _steps(a, b, z) == n + 1, 1, -3
    ),
    "seat_far": Sense(
        "abnz", "distance({a}, {b}) >= {n}", lambda a, b, n, z: _steps(a, b, z) >= n, 2, -3
    ),
}
"""Where people sit round a table, whose seats have no numbers."""

SENSES: Mapping[str, Sense] = {**_ORDER, **_PLACES, **_VALUES, **_AMOUNTS, **_SEATS}
