"""The type for this processor: how it is picked, remembered and used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.assembly import ticket_for
from lottery_agent.errors import ModelFileError, UsageError
from lottery_agent.models.forge import Decision, Ticket, auto, decide, decided, forge, tickets
from lottery_agent.models.forge.auto import choose, processor
from lottery_agent.models.forge.measure import Measurement
from lottery_agent.progress import silent
from lottery_agent.settings import load_settings


def measured(type: str, right: int, speed: float, *, probes: int = 400) -> Measurement:
    return Measurement(type, 1, right, probes, prefill=1.0, decode=1.0, speed=speed)


def test_the_fastest_within_a_point_is_picked() -> None:
    exact = measured("F16", 360, 0.6)
    default = measured("Q8_0", 358, 1.0)
    assert choose([exact, default, measured("Q4_0", 356, 1.5)]) == "Q4_0"
    assert choose([exact, default, measured("Q4_0", 355, 1.5)]) == "Q8_0"
    assert choose([exact, default, measured("Q5_0", 400, 0.9)]) == "Q8_0"
    assert choose([exact, measured("Q8_0", 300, 1.0)]) == "F16"


def test_probes_that_f16_fails_tell_nothing() -> None:
    with pytest.raises(UsageError, match="F16 answers 199 of 400 probes"):
        choose([measured("F16", 199, 1.0), measured("Q8_0", 199, 1.0)])


def test_the_processor_has_a_name_and_instruction_sets() -> None:
    assert processor() == processor()
    assert "cores" in processor()


@pytest.fixture
def picks(cache: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Let measuring find that Q5_0 is best; gives the types that were measured each time."""
    calls: list[list[str]] = []

    def measure(made: Sequence[Ticket], *_: object, **__: Any) -> list[Measurement]:
        calls.append([ticket.type for ticket in made])
        assert all(ticket.path.is_file() for ticket in made)
        return [
            measured(ticket.type, 390, 2.0 if ticket.type == "Q5_0" else 1.0) for ticket in made
        ]

    monkeypatch.setattr(auto, "TYPES", ("F16", "Q8_0", "Q5_0"))
    monkeypatch.setattr(auto, "measure", measure)
    return calls


@pytest.fixture
def pick(tiny_model: Path, tiny_adapter: Path) -> Callable[..., Decision]:
    def pick(**options: Any) -> Decision:
        return decide(tiny_model, adapter=tiny_adapter, name="tiny", progress=silent, **options)

    return pick


def test_a_decision_is_made_once(picks: list[list[str]], pick: Callable[..., Decision]) -> None:
    first = pick()
    assert (first.type, first.remembered) == ("Q5_0", False)
    assert [one.type for one in first.measured] == ["F16", "Q8_0", "Q5_0"]
    second = pick()
    assert (second.type, second.remembered) == ("Q5_0", True)
    assert second.measured == first.measured
    assert len(picks) == 1
    assert not pick(again=True).remembered
    assert len(picks) == 2


def test_only_the_picked_ticket_and_those_that_were_there_stay(
    picks: list[list[str]],
    pick: Callable[..., Decision],
    tiny_model: Path,
    tiny_adapter: Path,
) -> None:
    forge(tiny_model, adapter=tiny_adapter, type="F16", name="tiny", progress=silent)
    pick()
    assert {ticket.type for ticket in tickets()} == {"F16", "Q5_0"}


def test_a_failed_measurement_leaves_no_tickets_and_no_decision(
    picks: list[list[str]],
    pick: Callable[..., Decision],
    monkeypatch: pytest.MonkeyPatch,
    tiny_model: Path,
    tiny_adapter: Path,
) -> None:
    monkeypatch.setattr(auto, "measure", lambda *_, **__: [measured("F16", 3, 1.0)])
    with pytest.raises(UsageError, match="too few"):
        pick()
    assert tickets() == []
    with pytest.raises(UsageError, match="no ticket type was picked"):
        decided(tiny_model, adapter=tiny_adapter, name="tiny")


def test_another_processor_decides_anew(
    picks: list[list[str]], pick: Callable[..., Decision], monkeypatch: pytest.MonkeyPatch
) -> None:
    pick()
    monkeypatch.setattr(auto, "processor", lambda: "another")
    assert pick().processor == "another"
    assert len(picks) == 2


def test_a_damaged_decision_is_made_again(
    cache: Path, picks: list[list[str]], pick: Callable[..., Decision]
) -> None:
    pick()
    (path,) = (cache / "decisions").glob("*.json")
    path.write_text('{"type": "Q5_0"}', "utf-8")
    assert not pick().remembered


def test_agents_run_the_picked_type(
    picks: list[list[str]],
    pick: Callable[..., Decision],
    tiny_model: Path,
    tiny_adapter: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("LOTTERY_CONFIG", str(tmp_path / "none.toml"))
    settings = load_settings(
        {"model": str(tiny_model), "adapter_file": str(tiny_adapter), "ticket_type": "auto"}
    )
    with pytest.raises(UsageError, match="no ticket type was picked") as refused:
        ticket_for(settings, settings.model)
    assert "lottery models forge" in str(refused.value.hint)
    assert "--type auto" in str(refused.value.hint)
    pick()
    assert ticket_for(settings, settings.model).type == "Q5_0"


def test_without_an_adapter_there_is_nothing_to_compare_by(cache: Path, tiny_model: Path) -> None:
    with pytest.raises(UsageError, match="there is no adapter"):
        decide(tiny_model, adapter=None, name="tiny", progress=silent)


def test_a_missing_file_is_one_line(cache: Path, tiny_model: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="No such file"):
        decide(tiny_model, adapter=tmp_path / "no.gguf", name="tiny", progress=silent)
