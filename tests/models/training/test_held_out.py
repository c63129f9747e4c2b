from __future__ import annotations

from pathlib import Path

import lottery_agent.models.training as training


def test_the_reserved_words_are_those_of_the_everyday_questions() -> None:
    here = Path(__file__).resolve().parents[3] / "tests" / "everyday" / "words.txt"
    packaged = Path(training.__path__[0]) / "held_out.txt"
    assert packaged.read_text("utf-8") == here.read_text("utf-8")
