"""Whether the router knows when to retrieve: not at all, once, or in several steps.

Adaptive-RAG asks this of a classifier (Jeong et al. 2024, arXiv 2403.14403); here the calibrated
probability of the router's labels decides. Questions of three needs come without any context:
word problems need nothing from a base, questions of a reader need one look, and two of those in one
sentence need several. The router was trained on none of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from lottery_agent.jsonl import read_objects
from lottery_agent.knowledge.speed.corpus import OpenBase, sample
from lottery_agent.models.training.calibration import probabilities
from lottery_agent.progress import Progress, silent, track
from lottery_agent.reliability import calibration_error
from lottery_agent.scoring import wilson

if TYPE_CHECKING:
    from lottery_agent._settings_model import Settings

Need = Literal["none", "once", "several"]
NEEDS: tuple[Need, ...] = ("none", "once", "several")

_OF_LABEL: Mapping[str, Need] = {"search": "once", "plan": "several"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and what it needs."""

    text: str
    need: Need


@dataclass(frozen=True, slots=True)
class Recognised:
    """How often one need is recognised.

    Attributes:
        need: What the questions need.
        questions: How many there are.
        chosen: How many were sent each way.
        right: Share that was recognised, with its 95% Wilson interval in `low` and `high`.
        low: Lower end.
        high: Upper end.
    """

    need: Need
    questions: int
    chosen: Mapping[str, int]
    right: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Needs:
    """The whole measurement.

    Attributes:
        recognised: One for each need.
        ece: Expected calibration error of the chosen need's probability, over ten bins.
    """

    recognised: tuple[Recognised, ...]
    ece: float


def questions(folder: Path, base: OpenBase, count: int, seed: int) -> list[Asked]:
    """Return `count` questions of each need.

    Raises:
        UsageError: If a data set is missing.
    """
    problems = [row["question"] for row in read_objects(folder / "gsm8k_dev.jsonl.gz")]
    drawn = sample([question.text for question in base.reporting], 3 * count, seed)
    pairs = zip(drawn[count::2], drawn[count + 1 :: 2], strict=False)
    joined = [f"{first.rstrip(' ?')}, and {_small(second)}" for first, second in pairs]
    return [
        *(Asked(text, "none") for text in sample(problems, count, seed)),
        *(Asked(text, "once") for text in drawn[:count]),
        *(Asked(text, "several") for text in joined),
    ]


def _small(text: str) -> str:
    """Return a question as it continues a sentence: a name in front keeps its capital."""
    first, _, rest = text.partition(" ")
    return f"{first.lower()} {rest}" if first[1:].islower() or len(first) == 1 else text


def measure(asked: Sequence[Asked], settings: Settings, *, progress: Progress = silent) -> Needs:
    """Let the router of the default ticket choose for each question.

    Raises:
        UsageError: If the model can't be loaded.
    """
    from lottery_agent.assembly import load_engine
    from lottery_agent.graphs.router import LABELS, router_prompt

    chosen: list[tuple[Need, float]] = []
    with ExitStack() as stack:
        loaded = load_engine(settings, settings.model)
        stack.callback(loaded.close)
        engine = loaded.engine
        for question in track(asked, "Routing", progress=progress):
            prompt = engine.renderer.render(router_prompt(question.text))
            shares: Counter[Need] = Counter()
            scores = engine.score(prompt, list(LABELS))
            for label, share in zip(
                LABELS, probabilities(scores, loaded.route_temperature), strict=True
            ):
                shares[_OF_LABEL.get(label, "none")] += share  # type: ignore[assignment]
            chosen.append(max(shares.items(), key=lambda item: item[1]))
    return judged(asked, chosen)


def judged(asked: Sequence[Asked], chosen: Sequence[tuple[Need, float]]) -> Needs:
    """Return how the choices agree with what is needed.

    Args:
        asked: The questions.
        chosen: For each, the need that was chosen and its probability.
    """
    recognised = []
    for need in NEEDS:
        ways = Counter(way for one, (way, _) in zip(asked, chosen, strict=True) if one.need == need)
        total = ways.total()
        low, high = wilson(ways[need], total)
        share = ways[need] / total if total else 0.0
        chosen_ways = {str(way): number for way, number in ways.items()}
        recognised.append(Recognised(need, total, chosen_ways, share, low, high))
    choices = [(share, way == one.need) for one, (way, share) in zip(asked, chosen, strict=True)]
    return Needs(tuple(recognised), calibration_error(choices))
