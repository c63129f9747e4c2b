"""Live arms: the ways of answering that the lab compares.

An arm is a name for settings and a strategy. All agent arms run the same machine; what an arm lacks
is what its name says. Harness and training can so be told apart: the bare model, the model with the
adapter but without tools, the agent without the adapter, the agent with it. The control has the
tools without a model: a win of the agent that it shares shows the tools.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from lottery_agent.errors import UsageError
from lottery_agent.hints import meant
from lottery_agent.lab.ablations import ablations
from lottery_agent.lab.benchmarks import Benchmark
from lottery_agent.lab.rivals import Rival, Rivals

if TYPE_CHECKING:
    from lottery_agent._settings_model import Settings
    from lottery_agent.lab.endpoint.address import Endpoint

Way = Literal["agent", "alone", "control", "strategy", "endpoint"]
"""Who answers: the agent, a model alone (`lottery_agent.lab.alone`), plain parsers that feed the
tools (`lottery_agent.lab.controls`), a strategy of the literature with the agent's model and
tools (`lottery_agent.lab.strategies`), or a model of a server (`lottery_agent.lab.endpoint`)."""


@dataclass(frozen=True, slots=True)
class LiveArm:
    """A way of answering.

    Attributes:
        name: What it is called.
        title: What it is, for tables.
        settings: What it changes in the settings.
        way: Who answers.
        variant: Name of the class or strategy that answers, where its way has several.
        needs: The rival that it is, which a user must give.
        endpoint: Where its model is served, once that is given.
    """

    name: str
    title: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    way: Way = "agent"
    variant: str = ""
    needs: Rival | None = None
    endpoint: Endpoint | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the arm as plain data; a rival that it does not need is left out."""
        data = asdict(self)
        return {k: v for k, v in data.items() if v is not None or k not in ("needs", "endpoint")}

    def answers(self, benchmark: Benchmark) -> bool:
        """Tell whether the arm is asked the items of a benchmark.

        One without a parser is left out of the control: an abstention would say that the tools
        could not do it, or, of questions without an answer, that they could. So is what a strategy
        is not made for.
        """
        if self.way == "strategy":
            from lottery_agent.lab.strategies.scope import suits

            return suits(self.variant, benchmark)
        if self.way != "control":
            return True
        from lottery_agent.lab.controls.solvers import CONTROLLED

        return benchmark.name in CONTROLLED


_BARE = {"adapter": False}

ARMS: Mapping[str, LiveArm] = {
    arm.name: arm
    for arm in (
        LiveArm("agent", "agent with the ticket"),
        LiveArm("untrained", "agent without the adapter", _BARE),
        LiveArm(
            "unverified",
            "agent without votes, second attempts and abstention",
            {"samples": 1, "attempts": 1, "confidence": 0.0},
        ),
        LiveArm("unplanned", "agent without the planner", {"depth": 0}),
        *(LiveArm(*ablation) for ablation in ablations()),
        LiveArm("model", "bare model, at once", _BARE, "alone", "Alone"),
        LiveArm("thoughts", "bare model, chain of thought", _BARE, "alone", "Thoughtful"),
        LiveArm("votes", "bare model, self-consistency", _BARE, "alone", "Consistent"),
        LiveArm("ticket", "model with the adapter, no tools", {}, "alone", "Alone"),
        LiveArm("control", "tools without a model", way="control"),
        LiveArm("larger", "larger model, at once", _BARE, "alone", "Alone", "larger"),
        LiveArm(
            "larger_thoughts",
            "larger model, chain of thought",
            _BARE,
            "alone",
            "Thoughtful",
            "larger",
        ),
        LiveArm("endpoint", "served model, at once", {}, "endpoint", "Served", "endpoint"),
        LiveArm(
            "endpoint_thoughts",
            "served model, chain of thought",
            {},
            "endpoint",
            "ThoughtfulServed",
            "endpoint",
        ),
        LiveArm("least_to_most", "least to most", {}, "strategy", "least_to_most"),
        LiveArm("pal", "program-aided (PAL)", {}, "strategy", "pal"),
        LiveArm("react", "reason and act (ReAct)", {}, "strategy", "react"),
        LiveArm("logic_lm", "solver with self-refinement (Logic-LM)", {}, "strategy", "logic_lm"),
        LiveArm("self_rag", "passages criticised (Self-RAG)", {}, "strategy", "self_rag"),
        LiveArm(
            "repeated",
            "16 samples and a verifier (Large Language Monkeys)",
            {"samples": 16},
            "strategy",
            "repeated",
        ),
    )
}
"""All live arms by name."""


DEFAULT = ("agent", "untrained", "model", "ticket", "control")
"""Arms that tell harness, training and tools apart."""


NO_RIVALS = Rivals()


def default(rivals: Rivals = NO_RIVALS) -> tuple[str, ...]:
    """Return the arms that are asked if none is named.

    A rival answers in all its ways: who matches only its answers at once has not matched it.
    """
    theirs = (arm.name for arm in ARMS.values() if arm.needs in rivals.given)
    return (*DEFAULT, *theirs)


def choose(names: Iterable[str], rivals: Rivals = NO_RIVALS) -> list[LiveArm]:
    """Return the arms of some names, each once, with the rivals that they need.

    Raises:
        UsageError: If a name is unknown, or a rival is not given.
    """
    chosen = {}
    for name in names:
        if name not in ARMS:
            raise UsageError(f"there is no arm {name!r}", hint=meant(name, ARMS))
        chosen[name] = rivals.join(ARMS[name])
    return list(chosen.values())


def check_models(chosen: Iterable[LiveArm], settings: Settings) -> None:
    """Check the models of some arms before any of them is asked; nothing is downloaded for that.

    Args:
        chosen: The arms.
        settings: The run's settings.

    Raises:
        UsageError: If a model is unknown.
        ModelFileError: If a model file is missing or broken.
    """
    from lottery_agent.models import zoo

    known = {card.name for card in zoo.cards()}
    for arm in chosen:
        name = str(arm.settings.get("model", settings.model))
        if arm.endpoint is None and arm.way != "control" and name not in known:
            check = zoo.located if name.startswith("hf:") else zoo.fetch
            check(name)
            known.add(name)


def check_endpoints(chosen: Iterable[LiveArm], settings: Settings) -> None:
    """Ask each server of some arms for a word: a wrong address can't be changed once a run began.

    Args:
        chosen: The arms.
        settings: The run's settings.

    Raises:
        UsageError: If a server can't be reached, refuses, or answers something else.
    """
    endpoints = dict.fromkeys(arm.endpoint for arm in chosen if arm.endpoint is not None)
    if endpoints:
        from lottery_agent.lab.endpoint.client import Client

        for endpoint in endpoints:
            with Client(endpoint, seed=settings.seed) as client:
                client.check()
