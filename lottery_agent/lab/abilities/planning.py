"""Planning and scheduling: orders under constraints, and the shortest schedule.

An order is told by constraints that leave exactly one of all permutations, none of them without
need. The length of the shortest schedule is searched for: for each order of the jobs, each begins
as early as its predecessors and the workers allow. One of these schedules is a shortest one
(Sprecher, Kolisch & Drexl 1995, European Journal of Operational Research 80:94, on active
schedules).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from random import Random

from lottery_agent.lab.abilities.probes import Probe, lettered

OPTIONS = 4
CHANCE = 1 / OPTIONS
_ORDERS: Mapping[str, int] = {"order of 4": 4, "order of 5": 5}
_SCHEDULES: Mapping[str, tuple[int, int | None]] = {
    "schedule of 4 jobs, free": (4, None),
    "schedule of 4 jobs, 2 workers": (4, 2),
    "schedule of 5 jobs, 2 workers": (5, 2),
}
KINDS = ("order of 4", *list(_SCHEDULES)[:2], "order of 5", *list(_SCHEDULES)[2:])

_VISITS = ("the dairy", "the forge", "the chapel", "the boathouse", "the apiary", "the brewery")
_JOBS = ("cutting", "sanding", "glueing", "painting", "drying", "packing", "testing")
_PLACES = ("first", "second", "third", "fourth", "fifth")
_NUMBERS = {1: "one hour", 2: "two hours", 3: "three hours", 4: "four hours", 5: "five hours"}
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class Constraint:
    """What is told of an order, and whether an order meets it."""

    text: str
    holds: Callable[[Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class Job:
    """A job: how many hours it takes, and what must be done before."""

    name: str
    hours: int
    after: tuple[str, ...]


def make(random: Random, kind: str) -> Probe:
    """Return a probe."""
    return _order(random, kind) if kind in _ORDERS else _schedule(random, kind)


def _order(random: Random, kind: str) -> Probe:
    visits = random.sample(_VISITS, _ORDERS[kind])
    told = [each.text for each in unique_order(random, visits)]
    place = random.randrange(len(visits))
    others = random.sample([each for each in visits if each != visits[place]], OPTIONS - 1)
    answer, options = lettered(random, visits[place], others)
    named = ", ".join(sorted(visits))
    context = f"A tour goes to each of these places once: {named}. {' '.join(told)}"
    return Probe(kind, f"Which place is the {_PLACES[place]} one?", answer, context, options)


def unique_order(random: Random, order: Sequence[str]) -> list[Constraint]:
    """Return constraints that only this order of its places meets, none without need.

    Args:
        random: Chooses among the constraints that hold.
        order: The order, of different places.
    """
    told = _constraints(order)
    random.shuffle(told)
    everything = list(permutations(order))
    needed = list(told)
    for each in told:
        rest = [other for other in needed if other is not each]
        if _met(rest, everything) == 1:
            needed = rest
    return needed


def _constraints(order: Sequence[str]) -> list[Constraint]:
    """Return constraints of several forms that an order meets and that do not tell a place."""
    found = []
    for early, one in enumerate(order):
        found += [_before(one, other) for other in order[early + 1 :]]
        if early + 1 < len(order):
            found.append(_directly(one, order[early + 1]))
        if 0 < early < len(order) - 1:
            found.append(_inside(one))
    return found


def _before(one: str, other: str) -> Constraint:
    text = f"{_start(one)} comes before {other}."
    return Constraint(text, lambda order: order.index(one) < order.index(other))


def _directly(one: str, other: str) -> Constraint:
    text = f"{_start(other)} comes directly after {one}."
    return Constraint(text, lambda order: order.index(other) == order.index(one) + 1)


def _inside(one: str) -> Constraint:
    text = f"{_start(one)} is neither the first nor the last."
    return Constraint(text, lambda order: 0 < order.index(one) < len(order) - 1)


def _start(name: str) -> str:
    return name[:1].upper() + name[1:]


def _met(told: Sequence[Constraint], orders: Sequence[Sequence[str]]) -> int:
    """Return how many orders meet all constraints."""
    return sum(all(each.holds(order) for each in told) for order in orders)


def _schedule(random: Random, kind: str) -> Probe:
    count, workers = _SCHEDULES[kind]
    while True:
        jobs = _jobs(random, count)
        least = shortest(jobs, workers)
        total, longest = sum(job.hours for job in jobs), max(job.hours for job in jobs)
        wrong = {total, longest, shortest(jobs, None), least + 1, least - 1, least + 2} - {least}
        # Neither doing one after the other nor the longest job alone is the answer.
        if longest < least < total:
            break
    answer, options = lettered(
        random,
        f"{least} hours",
        [f"{hours} hours" for hours in random.sample(sorted(wrong), OPTIONS - 1)],
    )
    return Probe(kind, _ASKED, answer, _told(jobs, workers), options)


_ASKED = "How long does all of it take at least?"


def _jobs(random: Random, count: int) -> list[Job]:
    """Return jobs of which some wait for earlier ones."""
    jobs: list[Job] = []
    for name in random.sample(_JOBS, count):
        before = random.sample(jobs, min(len(jobs), random.choice((0, 1, 1, 2))))
        after = tuple(job.name for job in jobs if job in before)
        jobs.append(Job(name, random.randrange(1, _LONGEST + 1), after))
    return jobs


def _told(jobs: Sequence[Job], workers: int | None) -> str:
    lines = [f"{_start(job.name)} takes {_NUMBERS[job.hours]}." for job in jobs]
    lines += [
        f"{_start(job.name)} can only begin after {name}." for job in jobs for name in job.after
    ]
    lines.append(
        "Any number of jobs can be done at the same time."
        if workers is None
        else "There are two workers. Each does one job at a time; none is interrupted or shared."
    )
    return " ".join(lines)


def shortest(jobs: Sequence[Job], workers: int | None) -> int:
    """Return the least number of hours in which jobs can be done.

    Args:
        jobs: The jobs, without a circle.
        workers: How many can be done at once; None for any number.
    """
    at_once = workers or len(jobs)
    return min(
        _length(order, at_once)
        for order in permutations(jobs)
        if all(
            name in {done.name for done in order[:place]}
            for place, job in enumerate(order)
            for name in job.after
        )
    )


def _length(order: Sequence[Job], workers: int) -> int:
    """Return how long a schedule takes in which each job in turn begins as early as it can."""
    ends: dict[str, int] = {}
    busy: dict[int, int] = {}
    for job in order:
        begin = max((ends[name] for name in job.after), default=0)
        while any(busy.get(begin + hour, 0) >= workers for hour in range(job.hours)):
            begin += 1
        for hour in range(begin, begin + job.hours):
            busy[hour] = busy.get(hour, 0) + 1
        ends[job.name] = begin + job.hours
    return max(ends.values())
