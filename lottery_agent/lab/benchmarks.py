"""Benchmarks: where a task's items are, what an arm is given of them, and how answers are judged.

What an arm gets (`items`) and what it is judged by (`golds`) are read apart, so that no gold answer
can reach an arm. Items hold no prompt: each arm writes its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lottery_agent.batch import Item, read_items
from lottery_agent.comparison import same_notation, verdict
from lottery_agent.errors import UsageError
from lottery_agent.jsonl import read_as
from lottery_agent.lab.files import DataFile
from lottery_agent.scoring import NO_TASK, Gold, Judgement, judge


@dataclass(frozen=True, slots=True)
class Scorer:
    """How the answers of a benchmark are judged.

    Attributes:
        name: A word for it.
        rule: When an answer is right.
        contains: Whether a text that holds an accepted answer among other words is right.
        chance: Share of items that guessing gets right where there are neither options nor two
            verdicts to guess among.
    """

    name: str
    rule: str
    contains: bool = False
    chance: float = 0.0

    def judge(
        self,
        result: Mapping[str, Any] | None,
        gold: Gold,
        *,
        equivalent: Callable[[str, str], bool] = same_notation,
    ) -> Judgement:
        """Compare a result with the gold answer; see `lottery_agent.scoring.judge`."""
        return judge(result, gold, contains=self.contains, equivalent=equivalent)

    def guessed(self, gold: Gold) -> float:
        """Return the probability that a guess is right."""
        if gold.options:
            return 1 / len(gold.options)
        stated = {verdict(text) for text in gold.answers or (gold.answer,)}
        return 0.5 if stated in ({"true"}, {"false"}) else self.chance


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A task: items of one kind that are scored alike and reported as one line.

    Attributes:
        name: What it is called on the command line and in reports.
        file: Where its items are.
        scorer: How answers are judged.
        task: The items of the file that belong to it, by their `task`; None for all.
        recording: Name of the recorded answers for these items, if there are any.
        open: Whether the items are asked without their context, over one knowledge base for all
            (`lottery_agent.lab.passages`).
        premises: Whether an item gives premises and asks what follows from them.
    """

    name: str
    file: DataFile
    scorer: Scorer
    task: str | None = None
    recording: str | None = None
    open: bool = False
    premises: bool = False

    def items(self, folder: Path | None = None) -> tuple[Item, ...]:
        """Return what an arm may see: id, task, question, context and options of each item.

        Args:
            folder: The folder of benchmark files; not needed for a file of the user's.

        Raises:
            UsageError: If the file is missing or broken, or has no such item.
        """
        path = self.file.located(folder)
        found: dict[str, Item] = {}
        for item in read_items(path):
            name = str(item.id)
            if item.problem or name in found:
                problem = item.problem or f"repeats the id {name!r}"
                raise UsageError(f"line {item.line} of {str(path)!r} {problem}", hint="repair it")
            if self.task is None or (item.task or NO_TASK) == self.task:
                context = None if self.open else item.context
                found[name] = replace(item, id=name, context=context)
        if not found:
            raise UsageError(
                f"{str(path)!r} has no item of {self.name}", hint="give one JSON object a line"
            )
        return tuple(found.values())

    def golds(self, folder: Path | None = None) -> dict[str, Gold]:
        """Return the gold answers by id.

        Raises:
            UsageError: If the file is missing or broken, or an item has no answer.
        """
        return {
            gold.id: gold
            for gold in read_as(self.file.located(folder), Gold.from_json)
            if self.task is None or gold.task == self.task
        }


def asked_twice(benchmarks: Iterable[Benchmark]) -> frozenset[str]:
    """Return the names of open benchmarks whose questions another one asks with their context."""
    given = list(benchmarks)
    closed = {each.file for each in given if not each.open}
    return frozenset(each.name for each in given if each.open and each.file in closed)
