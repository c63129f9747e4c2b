"""Signatures are read back into tools with the same grammar."""

from __future__ import annotations

import pytest

from lottery_agent.models.training.signatures import is_builtin, registry_of
from lottery_agent.toolbox.calls import builtin_registry

MADE_UP = (
    "launch()",
    "paint(wagon: str, quick: bool = False)",
    'mix(first: "a, b" | "c" = "c", share: number = 1.5, on: date = None)',
    "gather(days: list[date], ids: list[int] = [1, 2], words: list[str], sums: list[number])",
    'say(text: str = "x, y: z = 1")',
)


@pytest.mark.parametrize("signature", MADE_UP)
def test_a_signature_is_read_and_shown_alike(signature: str) -> None:
    (name,) = registry_of([signature]).names
    assert registry_of([signature]).get(name).signature == signature
    assert not is_builtin(signature)


def test_a_built_in_tool_is_the_tool_itself() -> None:
    builtin = builtin_registry()
    again = registry_of(builtin.signatures())
    assert all(again.get(name) is builtin.get(name) for name in builtin.names)
    assert all(map(is_builtin, builtin.signatures()))


def test_a_signature_of_a_built_in_tool_could_be_read_too(monkeypatch: pytest.MonkeyPatch) -> None:
    signatures = [each for each in builtin_registry().signatures() if "…" not in each]
    renamed = [f"my_{signature}" for signature in signatures]
    assert registry_of(renamed).signatures() == renamed


def test_what_a_made_up_tool_takes_is_checked() -> None:
    registry = registry_of(["paint(wagon: str, quick: bool = False)"])
    assert registry.parse('paint("old wagon")').arguments == {"wagon": "old wagon"}
    assert registry.parse('paint("old wagon", True)').arguments["quick"] is True
    for wrong in ("paint()", "paint(3)", 'paint("old", "new")', 'paint("old", True, 2)'):
        with pytest.raises(Exception, match="not a calls sentence"):
            registry.parse(wrong)
