from __future__ import annotations

from typing import ClassVar

import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.state.program import Program, show
from lottery_agent.toolbox.state.reader import read
from tests.toolbox.conformance import LanguageConformance, ToolConformance, accepts


class TestState(ToolConformance):
    name = "state"
    samples: ClassVar = {
        "WORD": ["alice", "Bob", "red", "ball", "Catch-22", "3rd", "ée"],
        "NUMBER": ["0", "7", "12", "2.50"],
        "TIME": ["9", "9am", "9 am", "10:30 p.m.", "14:05", "Noon", "midnight"],
        "STARTING": ["9 to ", "9 am to ", "8:15 to ", "noon to "],
    }
    adversarial: ClassVar = {
        "WORD": [
            *("put take in from is forward turn face left home 2x".split()),
            *("none until busy to free noon 9am".split()),
        ]
    }
    endings: ClassVar = ["? ", "\n"]
    narrowings: ClassVar = [
        {"WORD": ["alice", "red", "ball"], "NUMBER": ["3", "12"], "TIME": ["9", "9 am", "10"]},
        {"WORD": ["put", "in", "is", "left", "turn", "home", "none"], "NUMBER": ["1"]},
    ]

    def read(self, sentence: str) -> Program:
        return read(sentence)

    def show(self, meaning: Program) -> str:
        return show(meaning)


class TestStateLines(LanguageConformance):
    """What one sentence of a story tells."""

    name = "state"
    start = "lines"
    samples: ClassVar = TestState.samples
    adversarial: ClassVar = TestState.adversarial
    narrowings: ClassVar = TestState.narrowings
    endings: ClassVar = ["none", "0", "9", "\n"]

    def check(self, language: Language, sentence: str) -> None:
        super().check(language, sentence)
        if sentence != "none":
            self._read(f"{sentence}\n? 1")

    def _read(self, program: str) -> None:
        try:
            found = read(program)
        except ToolError as error:
            assert error.kind == "value", program  # noqa: PT017
            return
        assert show(found) == program
        assert len(found.events) == program.count("\n")


def test_none_alone_tells_nothing_and_is_a_name_beside_a_sign() -> None:
    language = Language.load("state")
    assert language.parse("none", start="lines").children == []
    assert show(read("none = 3\nnone_of_it <- none\n? none")).count("none") == 4
    for lines in ("none\nnone = 3", "none = 3\nnone", "none none", "? none", ""):
        with pytest.raises(ToolError, match="not a state sentence"):
            language.parse(lines, start="lines")


def test_the_decoder_writes_a_blank_inside_a_time_and_behind_it() -> None:
    narrow = {"TIME": ["9", "9 am", "10 p.m.", "11"], "WORD": ["ann"]}
    grammar = Language.load("state").grammar(start="lines", narrow=narrow).text
    for lines in ("busy 9 to 11", "busy 9 am to 10 p.m.\nfrom 9", "from 9 am\nuntil 10 p.m."):
        assert accepts(grammar, lines)
    for lines in ("busy 11 am to 9", "busy 9 to 10", "until noon", "busy 9to 11", "none\nfrom 9"):
        assert not accepts(grammar, lines)
