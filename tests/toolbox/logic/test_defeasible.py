"""Defeasible verdicts against all arguments, written apart from the tool.

The reference builds every argument of a small ground theory as a tree (no branch meets a literal
twice) and labels the trees by the definition: in, out, or neither, until nothing changes. It knows
neither the tool's estimates of too much and too little nor its evaluation of rules.
"""

import itertools
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic import execute
from lottery_agent.toolbox.logic.byrules import by_rules
from tests.pace import at_most

THINGS = ("Ann", "Bob")
ARITY = {"big": 1, "calm": 1, "red": 1, "near": 2, "late": 0}
MAX_ARGUMENTS = 4_000


@dataclass(frozen=True)
class Literal:
    name: str
    terms: tuple[str, ...]
    positive: bool = True

    def opposite(self) -> "Literal":
        return Literal(self.name, self.terms, not self.positive)

    def put(self, bound: Mapping[str, str]) -> "Literal":
        terms = tuple(bound.get(term, term) for term in self.terms)
        return Literal(self.name, terms, self.positive)

    def __str__(self) -> str:
        atom = f"{self.name}({', '.join(self.terms)})" if self.terms else self.name
        return atom if self.positive else f"~{atom}"


@dataclass(frozen=True)
class GroundRule:
    label: str | None
    head: Literal
    body: tuple[Literal, ...]


@dataclass(frozen=True)
class Example:
    """A random theory: as sentences, and as ground rules built beside them."""

    sentences: tuple[str, ...]
    rules: tuple[GroundRule, ...]
    over: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Argument:
    top: GroundRule
    below: tuple["Argument", ...]
    strict: bool = field(compare=False)


def literal(rng: random.Random, terms: Sequence[str]) -> Literal:
    name = rng.choice([*ARITY])
    chosen = tuple(rng.choice(terms) for _ in range(ARITY[name]))
    return Literal(name, chosen, rng.random() < 0.65)


def example(rng: random.Random) -> Example:
    sentences: list[str] = []
    rules: list[GroundRule] = []
    for _ in range(rng.randint(1, 4)):
        fact = literal(rng, THINGS)
        if GroundRule(None, fact.opposite(), ()) in rules and rng.random() < 0.9:
            continue
        sentences.append(str(fact))
        rules.append(GroundRule(None, fact, ()))
    labels = [f"Rule{i}" for i in range(rng.randint(2, 6))]
    for label in labels:
        named = None if rng.random() < 0.1 else label
        sentence, ground = rule(rng, named)
        sentences.append(sentence if named is None else f"{label} : {sentence}")
        rules += ground
    used = [label for label in labels if any(each.label == label for each in rules)]
    order = rng.sample(used, len(used))
    over = {pair for pair in itertools.combinations(order, 2) if rng.random() < 0.4}
    sentences += [f"{winner} over {loser}" for winner, loser in over]
    for _ in order:
        over |= {(a, d) for a, b in over for c, d in over if b == c}
    shuffled = rng.sample(sentences, len(sentences))
    return Example(tuple(shuffled), tuple(dict.fromkeys(rules)), frozenset(over))


def rule(rng: random.Random, label: str | None) -> tuple[str, list[GroundRule]]:
    terms = rng.choice([["x"], ["x", "y"], [*THINGS], ["x", THINGS[0]]])
    alternatives = [
        [literal(rng, terms) for _ in range(rng.randint(1, 2))]
        for _ in range(rng.choice([1, 1, 1, 2]))
    ]
    head = literal(rng, terms)
    ground = []
    for x, y in itertools.product(THINGS, repeat=2):
        bound = {"x": x, "y": y}
        ground += [
            GroundRule(label, head.put(bound), tuple(each.put(bound) for each in body))
            for body in alternatives
        ]
    body = " | ".join(" & ".join(map(str, each)) for each in alternatives)
    used = {term for each in alternatives for found in each for term in found.terms}
    inner = [v for v in "xy" if v in used and v not in head.terms and rng.random() < 0.5]
    outer = [v for v in "xy" if (v in used or v in head.terms) and v not in inner]
    if inner:
        body = "".join(f"some {v} " for v in inner) + f"({body})"
    text = f"{body} -> {head}"
    return "".join(f"all {v} " for v in outer) + (f"({text})" if outer else text), ground


class TooMany(Exception):
    """The theory has too many arguments to look at."""


def arguments(rules: Sequence[GroundRule]) -> dict[Literal, list[Argument]]:
    """Return all arguments, by conclusion."""
    made = itertools.count()

    def build(goal: Literal, path: frozenset[Literal]) -> list[Argument]:
        found = []
        for each in rules:
            if each.head == goal and not path.intersection(each.body) and goal not in each.body:
                parts = [build(need, path | {goal}) for need in dict.fromkeys(each.body)]
                for below in itertools.product(*parts):
                    if next(made) > MAX_ARGUMENTS:
                        raise TooMany
                    strict = each.label is None and all(part.strict for part in below)
                    found.append(Argument(each, below, strict))
        return found

    return {head: build(head, frozenset()) for head in {each.head for each in rules}}


class Labelling:
    """All arguments of a theory, each in, out, or neither (absent)."""

    def __init__(self, theory: Example) -> None:
        self.known = arguments(theory.rules)
        self.over = theory.over
        self.certain = {head for head, made in self.known.items() if any(a.strict for a in made)}
        self.label: dict[Argument, bool] = {}
        made = [part for found in self.known.values() for one in found for part in parts_of(one)]
        inner = list(dict.fromkeys(made))
        changed = True
        while changed:
            changed = False
            for one in inner:
                value = None if one in self.label else self._status(one)
                if value is not None:
                    self.label[one] = value
                    changed = True

    def proved(self, literal: Literal) -> bool:
        return any(self.label.get(one) for one in self.known.get(literal, []))

    def _supported(self, one: Argument) -> bool | None:
        """Whether everything below an argument is in; False if something is out."""
        values = [self.label.get(part) for part in one.below]
        return False if False in values else None if None in values else True

    def _beaten(self, attacker: Argument, head: Literal) -> bool | None:
        return either(
            self._supported(one)
            for one in self.known[head]
            if (one.top.label, attacker.top.label) in self.over
        )

    def _status(self, one: Argument) -> bool | None:
        head, below = one.top.head, self._supported(one)
        if one.strict:
            return True
        if head.opposite() in self.certain or below is False:
            return False
        attacks: list[bool | None] = []
        for attacker in self.known.get(head.opposite(), []):
            active, beaten = self._supported(attacker), self._beaten(attacker, head)
            if active is not False and beaten is not True:
                attacks.append(True if active and beaten is False else None)
        against = either(attacks)
        if against is True:
            return False
        return True if below and against is False else None


def either(values: Iterable[bool | None]) -> bool | None:
    found = set(values)
    return True if True in found else None if None in found else False


def verdicts(theory: Example, asked: Sequence[Literal]) -> list[str]:
    """Label all arguments and read off the verdicts."""
    labelling = Labelling(theory)
    if any(head.opposite() in labelling.certain for head in labelling.certain):
        return ["Contradiction"] * len(asked)
    return [
        "True"
        if labelling.proved(each)
        else "False"
        if labelling.proved(each.opposite())
        else "Unknown"
        for each in asked
    ]


def parts_of(one: Argument) -> list[Argument]:
    return [part for below in one.below for part in parts_of(below)] + [one]


def every_literal() -> list[Literal]:
    return [
        Literal(name, things)
        for name, arity in ARITY.items()
        for things in itertools.product(THINGS, repeat=arity)
    ]


def ask(sentences: Sequence[str], queries: Sequence[str]) -> list[str]:
    named = [f"named({thing})" for thing in THINGS]
    request = {"premises": [*sentences, *named], "queries": queries, "semantics": "defeasible"}
    return [result["answer"] for result in by_rules(request)["results"]]


def agrees(seed: int) -> set[str]:
    """Check one theory; the verdicts, or nothing if it has too many arguments."""
    theory = example(random.Random(seed))
    asked = every_literal()
    try:
        expected = verdicts(theory, asked)
    except TooMany:
        return set()
    assert ask(theory.sentences, [str(each) for each in asked]) == expected, theory.sentences
    return set(expected)


@pytest.mark.parametrize("part", range(5))
def test_theories_agree_with_all_arguments(part: int) -> None:
    found = [agrees(1000 * part + seed) for seed in range(20)]
    assert sum(map(bool, found)) >= 18
    assert set[str]().union(*found) >= {"True", "False", "Unknown"}


@pytest.mark.heavy
@pytest.mark.parametrize("part", range(20))
def test_two_thousand_theories_agree_with_all_arguments(part: int) -> None:
    assert sum(bool(agrees(100_000 + 100 * part + seed)) for seed in range(100)) >= 90


FISH = (
    "Rule1 : hides(seahorse, fish) -> ~swears(fish, finch)",
    "Rule2 : red_flag(fish) -> swears(fish, finch)",
    "Rule3 : sharp(fish) -> swears(fish, finch)",
    "Rule1 over Rule2",
    "Rule1 over Rule3",
    "red_flag(fish)",
)
HIDES = "hides(seahorse, fish)"
SWEARS = "swears(fish, finch)"


def told(premises: Sequence[str], query: str) -> dict[str, Any]:
    return execute({"premises": [*premises], "query": query, "semantics": "defeasible"})


@pytest.mark.parametrize(
    ("premises", "query", "verdict"),
    [
        (FISH, SWEARS, "True"),
        (FISH, f"~{SWEARS}", "False"),
        ([*FISH, HIDES], SWEARS, "False"),
        ([*FISH[:4], HIDES], SWEARS, "False"),
        (FISH, "sharp(fish)", "Unknown"),
        # neither is preferred
        ([*FISH[:3], "red_flag(fish)", HIDES], SWEARS, "Unknown"),
        # one rule for it is beaten, another beats
        ([*FISH[:4], "Rule3 over Rule1", "red_flag(fish)", "sharp(fish)", HIDES], SWEARS, "True"),
        # a fact is certain
        ([*FISH, f"~{SWEARS}"], SWEARS, "False"),
        # preferences carry on
        (["A : p -> q", "B : p -> r", "C : p -> ~q", "A over B", "B over C", "p"], "q", "True"),
        # what opposes must be proved: here its body is opposed
        (["A : p -> q", "B : r -> ~q", "C : p -> r", "D : p -> ~r", "B over A", "p"], "q", "True"),
        # a rule that removes its own body settles nothing
        (["A : a -> p", "B : p -> ~p", "B over A", "a"], "p", "Unknown"),
        # a circle proves nothing, and stands against nothing
        (["A : p -> q", "B : q -> p", "C : a -> ~q", "A over C", "a"], "q", "False"),
        # `~` in a body must be proved
        (["A : ~rain -> walk"], "walk", "Unknown"),
        (["A : ~rain -> walk", "~rain"], "walk", "True"),
        # rules without a name are certain where their bodies are
        (["A : p -> ~r", "p", "p -> q", "q -> r"], "r", "True"),
        (["p", "p -> q", "~q"], "p", "Contradiction"),
        # queries
        (FISH, f"{SWEARS} & red_flag(fish)", "True"),
        (FISH, f"{SWEARS} & sharp(fish)", "Unknown"),
        (FISH, f"~{SWEARS} & sharp(fish)", "False"),
        (FISH, "some x (swears(x, finch))", "True"),
        (["p(Tom)", "~p(Bob)"], "all x (p(x))", "False"),
        (["p(Tom)", "p(Bob)"], "all x (p(x))", "Unknown"),
        # variables, `some`, alternatives, comparisons
        (["A : all x (some y (hit(y, x) & angry(y)) -> sad(x))", "hit(Bob, Tom)", "angry(Bob)"],
         "sad(Tom)", "True"),
        (["A : all x (wet(x) | cold(x) -> ~glad(x))", "cold(Tom)"], "glad(Tom)", "False"),
        (["A : all x all y (age(x, y) & y > 18 -> adult(x))", "age(Tom, 19)"],
         "adult(Tom)", "True"),
        (["A : all x (big(x) -> strong(x) & ~shy(x))", "big(Tom)"], "shy(Tom)", "False"),
        (["A : big(Tom)", "B : ~big(Tom)", "B over A"], "big(Tom)", "False"),
    ],
)  # fmt: skip
def test_verdicts(premises: Sequence[str], query: str, verdict: str) -> None:
    result = told(premises, query)
    assert result["answer"] == result["exact"] == verdict
    assert all(check["passed"] for check in result["checks"]) == (verdict != "Contradiction")


def test_a_proof_names_the_winner_and_why_others_lost() -> None:
    assert told(FISH, SWEARS)["explanation"].splitlines() == [
        "red_flag(fish) [6]",
        "swears(fish, finch) by Rule2 [2]",
        "  Rule1 [1], which is over Rule2 [2], does not apply: needs hides(seahorse, fish)",
        "So swears(fish, finch) is proved.",
    ]
    assert told([*FISH, HIDES], SWEARS)["explanation"].splitlines() == [
        "hides(seahorse, fish) [7]",
        "~swears(fish, finch) by Rule1 [1]",
        "  Rule2 [2] concludes the opposite, but Rule1 [1] is over it",
        "So ~swears(fish, finch): swears(fish, finch) is disproved.",
    ]
    assert told([*FISH[:3], "red_flag(fish)", HIDES], SWEARS)["explanation"].splitlines() == [
        "swears(fish, finch): Rule2 [2] applies, but not over Rule1 [1]; "
        "Rule3 [3] needs sharp(fish)",
        "~swears(fish, finch): Rule1 [1] applies, but not over Rule2 [2]",
        "sharp(fish): nothing concludes it",
        "So swears(fish, finch) is neither proved nor disproved.",
    ]


def test_order_and_names_change_nothing() -> None:
    queries = [str(each) for each in every_literal()]
    changes = [(name, f"Q{i}q") for i, name in enumerate(ARITY)]
    changes += [(name, f"T{i}t") for i, name in enumerate(THINGS)]
    changes += [(f"Rule{i}", f"L{(i * 5) % 7}l") for i in range(7)]
    for seed in range(40):
        rng = random.Random(seed)
        sentences = example(rng).sentences
        answers = ask(sentences, queries)
        assert ask(rng.sample(sentences, len(sentences)), queries) == answers
        renamed = ["\n".join(sentences), "\n".join(queries)]
        for old, new in changes:
            renamed = [text.replace(old, new) for text in renamed]
        things = ["named(T0t)", "named(T1t)"]
        request = {"premises": [*renamed[0].splitlines(), *things], "semantics": "defeasible",
                   "queries": renamed[1].splitlines()}  # fmt: skip
        assert [result["answer"] for result in by_rules(request)["results"]] == answers


@pytest.mark.parametrize(
    ("premises", "kind", "words"),
    [
        (["A : p", "B : q", "A over B", "B over A"], "value", "circle: A over B over A"),
        (["A : p", "A over A"], "value", "circle: A over A"),
        (["A : p", "B : q", "C : r", "A over B", "B over C", "C over A"], "value", "circle"),
        (["A : p", "A over B"], "value", "premise 2: no rule is named 'B'"),
        (["A : p", "A : q"], "value", "premise 2: premise 1 is also named 'A'"),
        (["A b : p"], "syntax", "premise 1: 'A b' is no name of a rule"),
        (["p", "A : p("], "syntax", "premise 2: not a logic sentence"),
        (["A : p | q"], "value", "premise 1: no fact or rule"),
        (["A : p <-> q"], "value", "an equivalence"),
        (["A : all x (p(x)) -> q"], "value", "can't be proved: there may be more things"),
        (["A : p -> some x (q(x))"], "value", "a thing without a name"),
    ],
)
def test_refused(premises: list[str], kind: str, words: str) -> None:
    with pytest.raises(ToolError) as caught:
        told(premises, "p")
    assert caught.value.kind == kind
    assert words in str(caught.value)


def test_positions_count_in_all_sentences() -> None:
    with pytest.raises(ToolError) as caught:
        told(["p", "Rule1 : q -> (r"], "p")
    assert caught.value.position == len("p\nRule1 : q -> (r")


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({"premises": ["A : p"], "query": "p"}, 'semantics "defeasible"'),
        ({"premises": ["A over B"], "query": "p"}, 'semantics "defeasible"'),
        ({"premises": ["p"], "query": "p", "semantics": "fuzzy"}, "`semantics` is 'fuzzy'"),
        ({"premises": ["p"], "options": ["p"], "semantics": "defeasible"}, "`options`"),
        ({"premises": ["p"], "query": "p", "closed_world": True, "semantics": "defeasible"},
         "`closed_world` has no meaning with defeasible semantics"),
    ],
)  # fmt: skip
def test_requests_without_a_meaning_are_refused(request_: dict[str, Any], words: str) -> None:
    with pytest.raises(ToolError) as caught:
        execute(request_)
    assert caught.value.kind == "value"
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "premises",
    [
        ["A : all x all y all z (p(x, y, z))", *(f"q(t{i}u)" for i in range(400))],
        ["A : all x all y all z (e(x, y) & e(y, z) -> e(x, z))",
         *(f"e(t{i}u, t{i + 1}u)" for i in range(400))],
    ],
    ids=["domain", "closure"],
)  # fmt: skip
def test_hostile_theories_fail_fast(premises: list[str]) -> None:
    with at_most(150), pytest.raises(ToolError) as caught:
        told(premises, "p(a, b, c)")
    assert caught.value.kind == "limit"


def test_a_long_chain_of_disputes_is_settled_fast() -> None:
    """Each is settled only after the one before: the most rounds that so many rules can need."""
    count = 160
    rules = [f"A{i} : s -> c{i}u" for i in range(count)]
    rules += [f"B{i} : c{i - 1}u -> ~c{i}u" for i in range(1, count)]
    over = [f"B{i} over A{i}" for i in range(1, count)]
    with at_most(150):
        assert told(["s", *rules, *over], f"c{count - 2}u")["answer"] == "True"
        assert told(["s", *rules, *over], f"c{count - 1}u")["answer"] == "False"


def test_a_usual_theory_takes_milliseconds() -> None:
    """Thirty rules in pairs that disagree, thirty things."""
    rules = [
        f"{name}{i} : all x all y (p{i}q(x, y) & q(y) -> {sign}p{i + 1}q(y, x))"
        for i in range(15)
        for name, sign in (("A", ""), ("B", "~"))
    ]
    over = [f"A{i} over B{i}" for i in range(15)]
    facts = [f"p0q(t{i}u, t{(i * 7) % 30}u)" for i in range(30)] + [f"q(t{i}u)" for i in range(30)]
    premises = [*rules, *over, *facts]
    told(premises, "p15q(t7u, t1u)")  # words and sentences are read and kept
    with at_most(25):
        assert told(premises, "p15q(t7u, t1u)")["answer"] == "True"
