"""Perfect models against two computations written apart from the tool.

The references know ground programs of propositional rules only: one applies all rules over and over
in an order of strata found by relaxation, the other looks at every interpretation and keeps the
stable ones (a stratified program has exactly one; Gelfond and Lifschitz 1988).
"""

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic import execute
from lottery_agent.toolbox.logic.byrules import by_rules
from tests.pace import at_most

Fact = tuple[str, ...]
Holds = Callable[[frozenset[Fact], dict[str, str]], bool]

THINGS = ("Ann", "Bob", "Kim")
LEVELS = {"big": 0, "near": 0, "red": 1, "likes": 1, "calm": 2, "sees": 2}
ARITY = {"big": 1, "near": 2, "red": 1, "likes": 2, "calm": 1, "sees": 2}


@dataclass(frozen=True)
class GroundRule:
    head: Fact
    body: tuple[Fact, ...]
    absent: tuple[Fact, ...]


@dataclass(frozen=True)
class Example:
    """A random program: as sentences, and as ground rules built beside them."""

    sentences: tuple[str, ...]
    rules: tuple[GroundRule, ...]


def example(rng: random.Random, things: tuple[str, ...], size: int) -> Example:
    """Draw a program whose predicates fail only below their own level."""
    sentences, rules = [], []
    for _ in range(rng.randint(2, 6)):
        name = rng.choice([*LEVELS])
        fact = (name, *(rng.choice(things) for _ in range(ARITY[name])))
        sentences.append(written(fact))
        rules.append(GroundRule(fact, (), ()))
    for _ in range(rng.randint(1, size)):
        sentence, ground = rule(rng, things)
        sentences.append(sentence)
        rules += ground
    order = rng.sample(range(len(sentences)), len(sentences))
    return Example(tuple(sentences[i] for i in order), tuple(rules))


def written(fact: Fact) -> str:
    return f"{fact[0]}({', '.join(fact[1:])})"


def rule(rng: random.Random, things: tuple[str, ...]) -> tuple[str, list[GroundRule]]:
    head = rng.choice([*LEVELS])
    level = LEVELS[head]
    terms = ["x", "y", *rng.sample(things, 1)]
    alternatives = []
    for _ in range(rng.choice([1, 1, 1, 2])):
        literals = []
        for _ in range(rng.randint(1, 3)):
            fails = level > 0 and rng.random() < 0.4
            below = [name for name in LEVELS if LEVELS[name] <= level - fails]
            name = rng.choice(below)
            literals.append((fails, (name, *(rng.choice(terms) for _ in range(ARITY[name])))))
        alternatives.append(literals)
    conclusion = (head, *(rng.choice(terms) for _ in range(ARITY[head])))
    body = " | ".join(
        " & ".join(("~" if fails else "") + written(atom) for fails, atom in literals)
        for literals in alternatives
    )
    ground = []
    for x, y in itertools.product(things, repeat=2):
        bound = {"x": x, "y": y}

        def put(atom: Fact, bound: dict[str, str] = bound) -> Fact:
            return (atom[0], *(bound.get(term, term) for term in atom[1:]))

        for literals in alternatives:
            body_facts = tuple(put(atom) for fails, atom in literals if not fails)
            absent = tuple(put(atom) for fails, atom in literals if fails)
            ground.append(GroundRule(put(conclusion), body_facts, absent))
    return quantified(rng, body, conclusion), ground


def quantified(rng: random.Random, body: str, conclusion: Fact) -> str:
    """Write a rule; variables of the body alone may be said with `some`."""
    inner = [variable for variable in "xy" if variable not in conclusion[1:]]
    if inner and rng.random() < 0.5:
        body = "".join(f"some {variable} " for variable in inner) + f"({body})"
        outer = [variable for variable in "xy" if variable in conclusion[1:]]
    else:
        outer = ["x", "y"]
    text = f"{body} -> {written(conclusion)}"
    return "".join(f"all {variable} " for variable in outer) + (f"({text})" if outer else text)


def perfect(rules: tuple[GroundRule, ...]) -> frozenset[Fact]:
    """Apply the rules of one stratum after the other, over and over."""
    stratum: dict[Fact, int] = {}
    for _ in range(len(rules) * 20):
        before = dict(stratum)
        for each in rules:
            needs = [stratum.get(fact, 0) for fact in each.body]
            needs += [stratum.get(fact, 0) + 1 for fact in each.absent]
            stratum[each.head] = max([stratum.get(each.head, 0), *needs])
        if stratum == before:
            break
    true: set[Fact] = set()
    for current in range(max(stratum.values(), default=0) + 1):
        own = [each for each in rules if stratum[each.head] == current]
        while True:
            new = {
                each.head
                for each in own
                if true.issuperset(each.body) and not true.intersection(each.absent)
            } - true
            if not new:
                break
            true |= new
    return frozenset(true)


def stable(rules: tuple[GroundRule, ...]) -> list[frozenset[Fact]]:
    """Return every interpretation that is the least model of its own reduct."""
    heads = sorted({each.head for each in rules})
    found = []
    for chosen in itertools.product([False, True], repeat=len(heads)):
        guess = {fact for fact, holds in zip(heads, chosen, strict=True) if holds}
        reduct = [each for each in rules if not guess.intersection(each.absent)]
        least: set[Fact] = set()
        while new := {each.head for each in reduct if least.issuperset(each.body)} - least:
            least |= new
        if least == guess:
            found.append(frozenset(guess))
    return found


def every_fact(things: tuple[str, ...]) -> Iterator[Fact]:
    for name, arity in ARITY.items():
        for listed in itertools.product(things, repeat=arity):
            yield (name, *listed)


def asked(sentences: tuple[str, ...], queries: list[str]) -> list[str]:
    found = by_rules({"premises": sentences, "queries": queries, "semantics": "stratified"})
    return [result["answer"] for result in found["results"]]


def agrees(seed: int) -> None:
    rng = random.Random(seed)
    things = THINGS[: rng.randint(1, 3)]
    drawn = example(rng, things, 5)
    expected = perfect(drawn.rules)
    # Every thing of the reference must be named, so that both range over the same.
    premises = (*drawn.sentences, f"named({things[0]})", *(f"named({t})" for t in things[1:]))
    facts = list(every_fact(things))
    answers = asked(premises, [written(fact) for fact in facts])
    assert answers == [str(fact in expected) for fact in facts], drawn.sentences
    compound, meaning = question(rng, things)
    assert asked(premises, [compound]) == [str(meaning(expected, {}))], (premises, compound)


def question(rng: random.Random, things: tuple[str, ...]) -> tuple[str, Holds]:
    """Draw a compound query and its meaning."""
    (a, b), sign = (rng.choice([*LEVELS]) for _ in range(2)), rng.choice(["&", "|", "->", "<->"])
    quantifiers = [rng.choice(["all", "some"]) for _ in range(2)]
    terms = ["x", "y", things[0]]
    one, other = ((name, *(rng.choice(terms) for _ in range(ARITY[name]))) for name in (a, b))
    negated = rng.random() < 0.5
    body = f"{'~' if negated else ''}{written(one)} {sign} {written(other)}"
    text = f"{quantifiers[0]} x {quantifiers[1]} y ({body})"

    def meaning(true: frozenset[Fact], bound: dict[str, str]) -> bool:
        if len(bound) < 2:
            join = all if quantifiers[len(bound)] == "all" else any
            variable = "xy"[len(bound)]
            return join(meaning(true, {**bound, variable: thing}) for thing in things)
        left, right = (
            (atom[0], *(bound.get(term, term) for term in atom[1:])) in true
            for atom in (one, other)
        )
        left = left != negated
        return {
            "&": left and right,
            "|": left or right,
            "->": not left or right,
            "<->": left == right,
        }[sign]

    return text, meaning


def only_stable(seed: int) -> bool:
    """Check a small program against all its stable models; False if it is not small."""
    rng = random.Random(seed)
    drawn = example(rng, THINGS[: rng.randint(1, 2)], 2)
    if len({each.head for each in drawn.rules}) > 10:
        return False
    (expected,) = stable(drawn.rules)
    assert perfect(drawn.rules) == expected
    return True


@pytest.mark.parametrize("part", range(5))
def test_programs_agree_with_strata_by_strata(part: int) -> None:
    for seed in range(20):
        agrees(1000 * part + seed)


@pytest.mark.heavy
@pytest.mark.parametrize("part", range(20))
def test_two_thousand_programs_agree_with_strata_by_strata(part: int) -> None:
    for seed in range(100):
        agrees(100_000 + 100 * part + seed)


def test_the_reference_is_the_only_stable_model() -> None:
    assert sum(only_stable(seed) for seed in range(60)) >= 30


@pytest.mark.heavy
def test_the_reference_is_the_only_stable_model_of_many_programs() -> None:
    assert sum(only_stable(10_000 + seed) for seed in range(2_000)) >= 1_000


BIRDS = (
    "all x (bird(x) & ~penguin(x) -> fly(x))",
    "bird(Tom)",
    "bird(Pingu)",
    "penguin(Pingu)",
    "all x (fly(x) | swim(x) -> move(x))",
    "all x (all y (bird(y) -> likes(x, y)) -> watcher(x))",
    "likes(Ann, Tom) & likes(Ann, Pingu)",
)


@pytest.mark.parametrize(
    ("query", "verdict"),
    [
        ("fly(Tom)", "True"),
        ("? fly(Pingu)", "False"),
        ("~fly(Pingu)", "True"),
        ("move(Pingu)", "False"),
        ("watcher(Ann)", "True"),
        ("watcher(Tom)", "False"),
        ("all x (bird(x) -> fly(x))", "False"),
        ("some x (bird(x) & ~fly(x))", "True"),
        ("bird(Zoe)", "False"),
        ("Tom != Pingu", "True"),
        ("rains | ~rains", "True"),
    ],
)
def test_what_can_not_be_proved_is_false(query: str, verdict: str) -> None:
    result = execute({"premises": BIRDS, "query": query, "semantics": "stratified"})
    assert result["answer"] == result["exact"] == verdict
    assert result["kind"] == "verdict"
    assert all(check["passed"] for check in result["checks"])


def told(premises: list[str], query: str) -> dict[str, Any]:
    return by_rules({"premises": premises, "query": query, "semantics": "stratified"})


def test_a_proof_names_facts_rules_and_failures() -> None:
    result = told([*BIRDS], "move(Tom)")
    assert result["used"] == [0, 1, 4]
    assert result["explanation"].splitlines() == [
        "bird(Tom) [2]",
        "penguin(Tom) can't be proved: nothing concludes it",
        "fly(Tom) [1]",
        "move(Tom) [5]",
        "So move(Tom).",
    ]
    assert told([*BIRDS], "move(Pingu)")["explanation"].splitlines() == [
        "move(Pingu) can't be proved: [5] needs fly(Pingu); [5] needs swim(Pingu)",
        "fly(Pingu) can't be proved: [1] needs ~penguin(Pingu)",
        "swim(Pingu) can't be proved: nothing concludes it",
        "So ~move(Pingu).",
    ]


def test_a_circle_proves_nothing_and_fails() -> None:
    premises = ["all x (p(x) -> q(x))", "all x (q(x) -> p(x))", "all x (~p(x) -> r(x))", "s(Ann)"]
    assert asked(tuple(premises), ["p(Ann)", "q(Ann)", "r(Ann)"]) == ["False", "False", "True"]


def test_explicit_opposites_prove_no_more_but_may_clash() -> None:
    premises = ["~penguin(Tom)", "all x (bird(x) & ~penguin(x) -> fly(x))", "bird(Tom)"]
    assert asked(tuple(premises), ["fly(Tom)", "penguin(Tom)"]) == ["True", "False"]
    result = told(["~penguin(Tom)", "penguin(Tom)"], "bird(Tom)")
    assert result["answer"] == "Contradiction"
    assert result["used"] == [0, 1]
    assert [check["passed"] for check in result["checks"]] == [False, False]


def test_numbers_are_compared() -> None:
    premises = ["age(Tom, 17)", "age(Ann, 20)", "all x all y (age(x, y) & y >= 18 -> adult(x))"]
    queries = ["adult(Tom)", "adult(Ann)", "some x some y (age(x, y) & y + 1 = 18)"]
    assert asked(tuple(premises), queries) == ["False", "True", "True"]


def test_labels_are_names_and_preferences_have_no_meaning() -> None:
    result = told(["Rule1 : all x (cat(x) -> animal(x))", "cat(Tom)"], "animal(Tom)")
    assert "animal(Tom) [1, Rule1]" in result["explanation"]
    with pytest.raises(ToolError, match="defeasible"):
        told(["Rule1 over Rule2", "p"], "p")


@pytest.mark.parametrize(
    ("premises", "words"),
    [
        (["~p -> q", "~q -> p"], "`q` needs the failure of `p` (premise 1), `p` needs the failure"),
        (["all x (all y (m(x, y) -> w(y)) -> w(x))"], "`w` needs the failure of `w`"),
        (["a -> b", "b -> c", "~c & d -> a"], "`a` needs the failure of `c` (premise 3)"),
        (["cat(Tom)", "p | q"], "premise 2: no fact or rule: `p | q` leaves open"),
        (["some x (p(x))"], "a thing without a name"),
        (["p <-> q"], "an equivalence"),
        (["~(p -> q)"], "does not hold"),
        (["Tom = Bob"], "are the same"),
        (["p(f(Tom))"], "is a function"),
        (["all x (p(x) -> some y (q(x, y)))"], "without a name"),
    ],
)
def test_what_is_no_program_is_refused_with_the_reason(premises: list[str], words: str) -> None:
    with pytest.raises(ToolError) as caught:
        told(premises, "p")
    assert caught.value.kind == "value"
    assert words in str(caught.value)
    assert caught.value.hint


def test_order_and_names_change_nothing() -> None:
    for seed in range(40):
        rng = random.Random(seed)
        drawn = example(rng, THINGS, 5)
        queries = [written(fact) for fact in every_fact(THINGS)]
        answers = asked(drawn.sentences, queries)
        shuffled = tuple(rng.sample(drawn.sentences, len(drawn.sentences)))
        assert asked(shuffled, queries) == answers
        assert asked(renamed(drawn.sentences), [*renamed(tuple(queries))]) == answers


def renamed(sentences: tuple[str, ...]) -> tuple[str, ...]:
    changes = [(name, f"Q{i}q") for i, name in enumerate(LEVELS)]
    changes += [(name, f"T{i}t") for i, name in enumerate(THINGS)]
    for old, new in changes:
        sentences = tuple(sentence.replace(old, new) for sentence in sentences)
    return sentences


@pytest.mark.parametrize(
    "premises",
    [
        ["all x all y all z (p(x, y, z))", *(f"q(t{i}u)" for i in range(400))],
        ["all x all y all z (e(x, y) & e(y, z) -> e(x, z))",
         *(f"e(t{i}u, t{i + 1}u)" for i in range(450))],
        ["all x all y (~e(x, y) -> f(x, y))", "all x all y all z (f(x, y) & f(y, z) -> g(x, z))",
         *(f"e(t{i}u, t{i + 1}u)" for i in range(200))],
        [" & ".join(["(p | q)"] * 20) + " -> r"],
        ["(" * 12 + "a" + " <-> b)" * 12 + " -> r"],
    ],
    ids=["domain", "closure", "failures", "alternatives", "equivalences"],
)  # fmt: skip
def test_hostile_programs_fail_fast(premises: list[str]) -> None:
    with at_most(150), pytest.raises(ToolError) as caught:
        told(premises, "p(a, b, c)")
    assert caught.value.kind == "limit"


def test_a_usual_problem_takes_milliseconds() -> None:
    """Thirty rules, thirty things."""
    rules = [f"all x all y (p{i}q(x, y) & ~o{i}q(y) -> p{i + 1}q(y, x))" for i in range(30)]
    facts = [f"p0q(t{i}u, t{(i * 7) % 30}u)" for i in range(30)]
    told([*rules, *facts], "p30q(t1u, t7u)")  # words and sentences are read and kept
    with at_most(25):
        assert told([*rules, *facts], "p30q(t1u, t7u)")["answer"] == "True"
