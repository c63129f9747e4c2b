"""When the reader answers and when it abstains: risk and coverage, and a threshold.

The librarian reads each question's own paragraph with the default ticket, and offers a quote with a
confidence or nothing. Half of the questions have no answer in their paragraph. The threshold is the
one that decides most questions of the training files rightly (answered rightly, or abstained from
where there is no answer); its figures are given for the development files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lottery_agent.comparison import same_words
from lottery_agent.knowledge.speed.corpus import Question
from lottery_agent.progress import Progress, silent, track
from lottery_agent.reliability import (
    Point,
    area_under,
    draw_risk_by_coverage,
    risk_by_coverage,
)
from lottery_agent.scoring import wilson

if TYPE_CHECKING:
    from lottery_agent._settings_model import Settings
    from lottery_agent.toolbox.calls.registry import SignatureIndex

_CALLS, _TOKENS, _SECONDS = 100, 100_000, 300.0
"""Limits on one question."""

Reader = Callable[[Question], tuple[str | None, float]]
"""Returns an answer, or None, and the confidence in it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader made of a question.

    Attributes:
        confidence: Confidence in [0, 1]; None if it offered nothing.
        right: Whether the offer is an accepted answer.
        answerable: Whether there is an answer.
    """

    confidence: float | None
    right: bool
    answerable: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """A threshold's figures on some questions.

    Attributes:
        threshold: The threshold.
        questions: How many there are.
        coverage: Share of them that are answered.
        risk: Share of the answers that are wrong, with its 95% Wilson interval in `risk_low` and
            `risk_high`.
        right: Share of the answerable questions that are answered rightly.
        abstained: Share of the others that are abstained from.
        decided: Share of all questions that are decided rightly.
    """

    threshold: float
    questions: int
    coverage: float
    risk: float
    risk_low: float
    risk_high: float
    right: float
    abstained: float
    decided: float


@dataclass(frozen=True, slots=True)
class Abstention:
    """The whole measurement.

    Attributes:
        threshold: Chosen on the training questions.
        tuning: Its figures on them.
        reporting: Its figures on the development questions.
        default: The figures of the threshold in the settings on the development questions.
        area: Mean risk over all coverages that the reader reaches (AURC), development questions.
        curve: Risk by coverage on the development questions.
    """

    threshold: float
    tuning: Decision
    reporting: Decision
    default: Decision
    area: float
    curve: tuple[Point, ...]


def read(
    questions: Iterable[Question], reader: Reader, *, progress: Progress = silent
) -> list[Reading]:
    """Let a reader read each question's paragraph."""
    readings = []
    for question in track(list(questions), "Reading", progress=progress):
        text, confidence = reader(question)
        right = text is not None and any(same_words(text, gold) for gold in question.answers)
        offered = confidence if text is not None else None
        readings.append(Reading(offered, right, bool(question.answers)))
    return readings


def analyse(
    tuning: Sequence[Reading], reporting: Sequence[Reading], *, default: float
) -> Abstention:
    """Choose a threshold on some readings and report on others."""
    threshold = choose(tuning)
    points = curve(reporting)
    return Abstention(
        threshold=threshold,
        tuning=decide(tuning, threshold),
        reporting=decide(reporting, threshold),
        default=decide(reporting, default),
        area=area_under(points),
        curve=tuple(points),
    )


def choose(readings: Sequence[Reading]) -> float:
    """Return the threshold that decides most readings rightly; of several, the highest."""
    offered = {reading.confidence for reading in readings if reading.confidence is not None}
    return max(sorted({*offered, 1.0}, reverse=True), key=lambda t: decide(readings, t).decided)


def decide(readings: Sequence[Reading], threshold: float) -> Decision:
    """Return the figures of a threshold."""
    answered = [r for r in readings if r.confidence is not None and r.confidence >= threshold]
    right = sum(reading.right for reading in answered)
    answerable = sum(reading.answerable for reading in readings)
    others = len(readings) - answerable
    kept = others - sum(not reading.answerable for reading in answered)
    low, high = wilson(len(answered) - right, len(answered))
    return Decision(
        threshold=threshold,
        questions=len(readings),
        coverage=len(answered) / len(readings),
        risk=1 - right / len(answered) if answered else 0.0,
        risk_low=low,
        risk_high=high,
        right=right / answerable if answerable else 0.0,
        abstained=kept / others if others else 0.0,
        decided=(right + kept) / len(readings),
    )


def curve(readings: Sequence[Reading]) -> list[Point]:
    """Return risk by coverage, from the surest answer on."""
    offers = [(r.confidence, r.right) for r in readings if r.confidence is not None]
    return risk_by_coverage(offers, len(readings))


def librarian(settings: Settings, exit: ExitStack) -> Reader:
    """Return the package's own reader with the default ticket.

    Args:
        settings: Name the models.
        exit: Frees them.

    Raises:
        UsageError: If a model can't be loaded.
    """
    from langgraph.runtime import Runtime

    from lottery_agent.assembly import load_embedder, load_engine
    from lottery_agent.graphs.budget import Budget
    from lottery_agent.graphs.handles import Handles, Policy
    from lottery_agent.graphs.librarian import librarian as node
    from lottery_agent.graphs.state import State
    from lottery_agent.library import NO_BASE, Bookshelf
    from lottery_agent.toolbox.calls import builtin_registry
    from lottery_agent.toolbox.sandbox import Sandbox

    loaded = load_engine(settings, settings.model)
    exit.callback(loaded.close)
    embedder = load_embedder(settings)
    exit.callback(embedder.close)
    shelf = exit.enter_context(Bookshelf(NO_BASE, lambda: embedder))
    tools = exit.enter_context(Sandbox())
    registry = builtin_registry()

    def no_index() -> SignatureIndex:
        raise AssertionError("a reader looks for no tool")

    def reader(question: Question) -> tuple[str | None, float]:
        handles = Handles(
            engine=loaded.engine,
            tools=tools,
            registry=registry,
            signatures=no_index,
            library=lambda: shelf,
            budget=Budget(calls=_CALLS, tokens=_TOKENS, seconds=_SECONDS),
            emit=lambda event: None,
            policy=Policy(),
        )
        state: State = {
            "question": question.text,
            "context": question.context,
            "options": None,
            "history": [],
            "depth": 0,
        }
        candidate = node(state, Runtime(context=handles))["candidate"]
        return candidate.text, candidate.confidence

    return reader


def svg(abstention: Abstention) -> str:
    """Return the curve as a drawing, with a mark where the chosen threshold is."""
    chosen = abstention.reporting
    mark = Point(chosen.threshold, chosen.coverage, chosen.risk)
    return draw_risk_by_coverage(abstention.curve, mark=mark)
