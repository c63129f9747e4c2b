"""Every example runs, with the real model, and prints something sensible."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
EXPECTED = {
    "ask.py": ["x = 2 or x = 3", "397.8"],
    "own_tools.py": ['order("lamp", 2)', "ordered 2 pieces of lamp"],
    "prove.py": ["False"],
    "stream.py": ["cos(x)", "Answered"],
    "langchain_chat.py": ["add {'a': 2, 'b': 3}", "name='Ada' age=36", "mood="],
    "many.py": ["What is 25% of 1000? 250"],
}


def test_every_example_is_expected_to_say_something() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == EXPECTED.keys()


@pytest.mark.real
@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_example(name: str) -> None:
    done = subprocess.run(
        [sys.executable, EXAMPLES / name], capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stderr
    for words in EXPECTED[name]:
        assert words in done.stdout
