from __future__ import annotations

import subprocess
import sys

import pytest

from lottery_agent import knowledge

_REPORT = "; import sys; print([name for name in ('chromadb', 'numpy') if name in sys.modules])"


@pytest.mark.parametrize(
    ("statement", "loaded"),
    [
        ("import lottery_agent.knowledge, lottery_agent.cli.knowledge", []),
        ("from lottery_agent.knowledge import ExampleIndex, KnowledgeBase, rank", ["numpy"]),
    ],
)
def test_chroma_is_loaded_when_vectors_are_needed(statement: str, loaded: list[str]) -> None:
    command = [sys.executable, "-c", statement + _REPORT]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == str(loaded)


def test_every_public_name_can_be_imported() -> None:
    for name in knowledge.__all__:
        assert getattr(knowledge, name).__name__ == name
    with pytest.raises(AttributeError):
        knowledge.nothing  # noqa: B018
