"""The probes of each ability: right answers found again by other means, from the texts alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, permutations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lottery_agent.comparison import option_index
from lottery_agent.lab.abilities import operations, planning, reasoning, retrieval, tools
from lottery_agent.lab.abilities.planning import Job, shortest, unique_order
from lottery_agent.lab.abilities.probes import Probe
from lottery_agent.lab.abilities.registry import ABILITIES
from lottery_agent.scoring import Gold, judge

SEEDS = st.integers(0, 10**6)
NUMBERS = st.integers(0, 200)


def probes(name: str, *, count: int = 60, seed: int = 3) -> Iterator[Probe]:
    return (ABILITIES[name].probe(number, seed) for number in range(count))


def body(probe: Probe) -> str:
    """The words of the option that is right."""
    index = option_index(probe.answer, probe.options)
    assert index is not None
    return probe.options[index].partition(") ")[2]


@given(st.sampled_from(list(ABILITIES)), NUMBERS, SEEDS)
@settings(max_examples=60)
def test_a_probe_depends_on_seed_and_number_alone(name: str, number: int, seed: int) -> None:
    probe = ABILITIES[name].probe(number, seed)
    assert probe == ABILITIES[name].probe(number, seed)
    assert probe.kind in ABILITIES[name].kinds
    assert probe != ABILITIES[name].probe(number, seed + 1)


@given(st.sampled_from(list(ABILITIES)), NUMBERS, SEEDS)
@settings(max_examples=100)
def test_exactly_the_right_answer_is_right(name: str, number: int, seed: int) -> None:
    ability = ABILITIES[name]
    probe = ability.probe(number, seed)
    gold = Gold.from_json(probe.line("x", "x"))
    options = [option.partition(") ")[2] for option in probe.options]
    assert len(set(options)) == len(options)
    letters = [option[1] for option in probe.options]

    def right(text: str) -> bool:
        result = {"status": "answered", "answer": text, "work": []}
        judged = judge(result, gold, contains=ability.scorer.contains)
        return judged.outcome == "correct"

    assert right(probe.answer)
    assert [letter for letter in letters if right(letter)] == [probe.answer] * bool(letters)


@pytest.mark.parametrize("name", list(ABILITIES))
def test_no_two_probes_are_alike(name: str) -> None:
    texts = {(probe.context, probe.question, probe.options) for probe in probes(name, count=200)}
    assert len(texts) > 190


@pytest.mark.parametrize("name", ["planning", "tools", "reasoning", "operations"])
def test_no_letter_is_right_much_more_often(name: str) -> None:
    lettered = [probe for probe in probes(name, count=600) if probe.options]
    counts = Counter(probe.answer for probe in lettered)
    letters = max(len(probe.options) for probe in lettered)
    assert max(counts.values()) < 1.5 * len(lettered) / letters


@pytest.mark.parametrize(
    ("name", "chance"),
    [
        ("retrieval", retrieval.CHANCE),
        ("tools", tools.CHANCE),
        ("planning", planning.CHANCE),
        ("reasoning", reasoning.CHANCE),
        ("operations", operations.CHANCE),
    ],
)
def test_the_chance_that_is_declared(name: str, chance: float) -> None:
    for probe in probes(name):
        guessed = ABILITIES[name].scorer.guessed(Gold.from_json(probe.line("x", "x")))
        assert guessed == (0.5 if probe.kind.startswith("comparison") else chance)


# Retrieval


@pytest.mark.parametrize("seed", range(3))
def test_the_needle_is_where_it_is_said_to_be(seed: int) -> None:
    seen = set()
    for probe in probes("retrieval", count=20, seed=seed):
        assert probe.context is not None
        words, depth = map(float, probe.kind.replace(" words, depth", "").split())
        thing = probe.question.removeprefix("What is the password of the ").removesuffix("?")
        sentences = re.findall(r"[^.]+\.", probe.context)
        told = [each for each in sentences if "password" in each]
        assert len(told) == retrieval.RIVALS + 1
        (needle,) = [each for each in told if thing in each]
        assert needle.strip() == f"The password of the {thing} is {probe.answer}."
        prose = [each for each in sentences if "password" not in each]
        before = sum("password" not in each for each in sentences[: sentences.index(needle)])
        assert before == round(depth * len(prose))
        length = sum(len(each.split()) for each in prose)
        assert words <= length < words + 20
        assert probe.context.count(probe.answer) == 1
        seen.add(probe.kind)
    assert len(seen) == len(retrieval.WORDS) * len(retrieval.DEPTHS)


# Long-context reasoning


def follow(probe: Probe) -> str:
    """Answer from the facts in the text."""
    assert probe.context is not None
    facts = dict(
        re.findall(
            r"The (\w+ \w+) (?:is kept in the|stands in the|belongs to|holds) ([\w ]+)\.",
            probe.context,
        )
    )
    if probe.kind.startswith("sum"):
        pair = re.findall(r"the (\w+ \w+)", probe.question)
        return f"{sum(int(facts[each].split()[0]) for each in pair)} coins"
    found = probe.question.rpartition("is the ")[2].rstrip("?")
    while found in facts:
        found = facts[found]
    return found


def test_long_contexts_have_one_answer_which_needs_all_facts() -> None:
    for probe in probes("reasoning", count=120):
        assert follow(probe) == body(probe)
        assert probe.context is not None
        assert len(probe.context.split()) >= int(probe.kind.split()[-2])
        if not probe.kind.startswith("sum"):
            thing = probe.question.rpartition("is the ")[2].rstrip("?")
            sentences = [each for each in probe.context.split(". ") if thing in each]
            assert len(sentences) == 1
            assert body(probe) not in sentences[0]


def test_facts_stand_apart() -> None:
    for probe in probes("reasoning"):
        assert probe.context is not None
        fact = re.compile(r"is kept in|stands in|belongs to|holds")
        places = [n for n, each in enumerate(probe.context.split(". ")) if fact.search(each)]
        assert min(other - one for one, other in pairwise(places)) > 1


# Operations


def test_operations_are_exact() -> None:
    for probe in probes("operations", count=300):
        one, other = (Fraction(each) for each in re.findall(r"\d+(?:\.\d+)?", probe.question)[:2])
        form = probe.kind.partition(",")[0]
        if form == "comparison":
            assert Fraction(body(probe)) == max(one, other)
            assert one != other
            continue
        results = {
            "sum": one + other,
            "difference": one - other,
            "product": one * other,
            "quotient": one / other,
        }
        assert Fraction(probe.answer) == results[form]
        assert Fraction(probe.answer).denominator == 1
        assert Fraction(probe.answer) > 0


def test_a_near_miss_is_wrong() -> None:
    probe = next(p for p in probes("operations") if p.kind == "product, 3 by 3 digits")
    gold = Gold.from_json(probe.line("x", "x"))
    near = {"status": "answered", "answer": str(int(probe.answer) + 1), "work": []}
    assert judge(near, gold).outcome == "wrong"


# Tools


def test_restraint_is_asked_for_in_two_of_five() -> None:
    right = [(probe.kind, body(probe)) for probe in probes("tools", count=100)]
    for kind, text in right:
        assert (text == tools.NONE) == kind.startswith("no tool")
    assert Counter(kind for kind, _ in right) == {
        tools.NEEDED: 60,
        tools.PLAIN: 20,
        tools.LURED: 20,
    }
    assert {text for _, text in right} == {tools.NONE, *tools.TOOLS.values()}


def test_none_is_always_offered() -> None:
    for probe in probes("tools", count=100):
        assert sum(option.endswith(tools.NONE) for option in probe.options) == 1
        assert "{" not in probe.question


# Planning


def meets(sentence: str, order: tuple[str, ...]) -> bool:
    """Read one constraint from its text."""
    low = sentence[0].lower() + sentence[1:]
    if low.endswith(" is neither the first nor the last"):
        return low.removesuffix(" is neither the first nor the last") not in (order[0], order[-1])
    if " comes directly after " in low:
        later, earlier = low.split(" comes directly after ")
        return order.index(later) - order.index(earlier) == 1
    earlier, later = low.split(" comes before ")
    return order.index(earlier) < order.index(later)


def test_orders_are_unique_and_no_constraint_is_without_need() -> None:
    for probe in probes("planning", count=150):
        if not probe.kind.startswith("order"):
            continue
        assert probe.context is not None
        named, _, told = probe.context.partition(": ")[2].partition(". ")
        constraints = told.rstrip(".").split(". ")
        orders = list(permutations(named.split(", ")))
        met = [o for o in orders if all(meets(each, o) for each in constraints)]
        assert len(met) == 1
        place = probe.question.split()[4]
        assert met[0][["first", "second", "third", "fourth", "fifth"].index(place)] == body(probe)
        for left in constraints:
            rest = [each for each in constraints if each != left]
            assert sum(all(meets(each, o) for each in rest) for o in orders) > 1


def brute(jobs: list[Job], workers: int) -> int:
    """Find the shortest schedule by trying all begins."""
    total = sum(job.hours for job in jobs)
    best = total
    for begins in product(range(total), repeat=len(jobs)):
        ends = {job.name: begin + job.hours for job, begin in zip(jobs, begins, strict=True)}
        length = max(ends.values())
        if length >= best:
            continue
        waits = all(
            begin >= ends[name]
            for job, begin in zip(jobs, begins, strict=True)
            for name in job.after
        )
        busy = max(
            sum(begin <= hour < begin + job.hours for job, begin in zip(jobs, begins, strict=True))
            for hour in range(length)
        )
        if waits and busy <= workers:
            best = length
    return best


@st.composite
def jobs(draw: st.DrawFn) -> list[Job]:
    made: list[Job] = []
    for name in "abcd"[: draw(st.integers(1, 4))]:
        before = (
            draw(st.lists(st.sampled_from([job.name for job in made]), unique=True)) if made else []
        )
        made.append(Job(name, draw(st.integers(1, 2)), tuple(before)))
    return made


@given(jobs(), st.integers(1, 3))
@settings(max_examples=60)
def test_the_shortest_schedule_is_that_of_brute_force(found: list[Job], workers: int) -> None:
    assert shortest(found, workers) == brute(found, workers)
    assert shortest(found, None) == shortest(found, len(found))


def test_a_schedule_answers_with_the_jobs_that_it_tells() -> None:
    numbers = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
    for probe in probes("planning"):
        if not probe.kind.startswith("schedule"):
            continue
        assert probe.context is not None
        hours = dict(re.findall(r"(\w+) takes (\w+) hours?\.", probe.context))
        after: dict[str, list[str]] = {name.lower(): [] for name in hours}
        for name, before in re.findall(r"(\w+) can only begin after (\w+)\.", probe.context):
            after[name.lower()].append(before.lower())
        found = [Job(n.lower(), numbers[h], tuple(after[n.lower()])) for n, h in hours.items()]
        workers = 2 if "two workers" in probe.context else None
        least = shortest(found, workers)
        assert body(probe) == f"{least} hours"
        assert max(numbers[h] for h in hours.values()) < least < sum(job.hours for job in found)


@given(SEEDS, st.integers(2, 5))
@settings(max_examples=40)
def test_any_order_can_be_told(seed: int, size: int) -> None:
    order = [f"the {name}" for name in ("inn", "mill", "pond", "quarry", "well")[:size]]
    told = unique_order(Random(seed), order)
    met = [o for o in permutations(order) if all(each.holds(o) for each in told)]
    assert met == [tuple(order)]
