from __future__ import annotations

from pathlib import Path
from types import ModuleType

import gguf
import pytest

from lottery_agent.errors import GrammarError
from lottery_agent.models.engine import ScriptedEngine
from lottery_agent.models.forge import Ticket, plain
from lottery_agent.models.forge.measure import answers, measure
from lottery_agent.models.forge.probes import Grammar, Probe
from lottery_agent.models.prompts import Prompt
from lottery_agent.progress import silent

DIGIT = Grammar("start: /[0-9]/")


def probe(question: str, target: str, grammar: Grammar | None = DIGIT) -> Probe:
    return Probe("digit", Prompt("counter", "Count.", question), target, grammar, 8)


def route(question: str, target: str) -> Probe:
    prompt = Prompt("router", "Choose.", question)
    return Probe("route", prompt, target, None, 1, ("math", "chat"))


def test_answers_are_right_if_they_are_what_is_expected() -> None:
    said = {"one": "1", "two": "3", "long": "1234567890", "stuck": GrammarError("no legal token")}
    asked = [
        probe("one", "1"),
        probe("two", "2"),
        probe("long", "12345678", None),
        probe("stuck", "4"),
        route("sum", "math"),
        route("hello", "chat"),
    ]

    def script(prompt: Prompt) -> object:
        return {"math": 0.9, "chat": 0.1} if prompt.agent == "router" else said[prompt.question]

    with ScriptedEngine(script) as engine:  # type: ignore[arg-type]
        assert list(answers(engine, asked)) == [True, False, False, False, True, False]


def test_more_probes_than_fit_into_the_queue() -> None:
    asked = [probe(str(number), str(number % 10)) for number in range(90)]
    with ScriptedEngine(lambda prompt: prompt.question[-1], sequences=2, queue=8) as engine:
        assert all(answers(engine, asked))


@pytest.fixture(scope="module")
def both(tiny: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> list[Ticket]:
    """The tiny model in two types."""
    folder = tmp_path_factory.mktemp("types")
    made = []
    for type in ("F16", "Q8_0"):
        path = folder / f"{type}.gguf"
        tiny.write_tiny_model(path, type=gguf.GGMLQuantizationType[type])
        made.append(plain(path, name="tiny", progress=silent))
    return made


def test_tickets_are_measured_beside_one_another(cache: Path, both: list[Ticket]) -> None:
    asked = [probe(str(number), str(number), Grammar(f'start: "{number}"')) for number in range(6)]
    asked += [probe("never", "x") for _ in range(2)]
    exact, small = measure(both, asked, default="Q8_0", threads=1)
    assert [exact.type, small.type] == ["F16", "Q8_0"]
    for one in (exact, small):
        assert (one.right, one.probes) == (6, 8)
    assert (small.prefill, small.decode, small.speed) == (1, 1, 1)
    assert min(exact.prefill, exact.decode, exact.speed) > 0
    assert exact.bytes > small.bytes
