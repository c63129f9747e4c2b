from __future__ import annotations

from typing import ClassVar

from lottery_agent.toolbox.state.program import Program, show
from lottery_agent.toolbox.state.reader import read
from tests.toolbox.conformance import ToolConformance


class TestState(ToolConformance):
    name = "state"
    samples: ClassVar = {
        "WORD": ["alice", "Bob", "red", "ball", "Catch-22", "3rd", "ée"],
        "NUMBER": ["0", "7", "12", "2.50"],
    }
    adversarial: ClassVar = {
        "WORD": ["put", "take", "in", "from", "is", "forward", "turn", "face", "left", "home", "2x"]
    }
    endings: ClassVar = ["? ", "\n"]
    narrowings: ClassVar = [
        {"WORD": ["alice", "red", "ball"], "NUMBER": ["3", "12"]},
        {"WORD": ["put", "in", "is", "left", "turn", "home"], "NUMBER": ["1"]},
    ]

    def read(self, sentence: str) -> Program:
        return read(sentence)

    def show(self, meaning: Program) -> str:
        return show(meaning)
