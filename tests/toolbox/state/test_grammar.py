from __future__ import annotations

from typing import ClassVar

import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox import state
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


class TestStateTimelessLines(TestStateLines):
    """What a sentence without a time tells."""

    start = "timeless_lines"

    def check(self, language: Language, sentence: str) -> None:
        super().check(language, sentence)
        assert language.parse(sentence, start="lines").children == (
            language.parse(sentence, start=self.start).children
        )


class TestStateTimeless(LanguageConformance):
    """What a sentence without a time tells and asks."""

    name = "state"
    start = "timeless"
    samples: ClassVar = TestState.samples
    adversarial: ClassVar = TestState.adversarial
    narrowings: ClassVar = TestState.narrowings
    endings: ClassVar = TestState.endings

    def check(self, language: Language, sentence: str) -> None:
        super().check(language, sentence)
        assert language.parse(sentence).children == (
            language.parse(sentence, start=self.start).children
        )


@pytest.mark.parametrize(
    ("start", "timeless", "ending"),
    [("lines", "timeless_lines", ""), ("start", "timeless", "\n? ann")],
)
def test_without_a_time_the_decoder_makes_none_up(start: str, timeless: str, ending: str) -> None:
    language = Language.load("state")
    narrow = {"WORD": ["ann", "from", "until", "busy"], "NUMBER": ["9", "5"], "TIME": []}
    timed = language.grammar(start=start, narrow=narrow).text
    without = language.grammar(start=timeless, narrow=narrow).text
    for line in ("from 9", "until 5 pm", "busy 9 to 5"):
        assert accepts(timed, f"{line}{ending}")
        assert not accepts(without, f"{line}{ending}")
    for line in ("from = 9", "until -> busy 5", "forward 9", "put 5 from in ann"):
        assert accepts(without, f"{line}{ending}")


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


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("alice = red ball", "alice"),
        ("Bob <- alice_smith", "Bob alice_smith"),
        ("tom += tom", "tom tom"),
        ("tom -> ann 3", "tom ann"),
        ("put 3 red_apples in Box", "red_apples Box"),
        ("take pen from box", "pen box"),
        ("from = until", "from"),
        ("forward 3", ""),
        ("busy 9 to 10", ""),
        ("none", ""),
        ("? alice", ""),
        ("alice = 1\nbob = 2", ""),
        ("", ""),
        ("a" * 1_996 + " = 1", "a" * 1_996),
        ("a" * 1_997 + " = 1", ""),
    ],
)
def test_the_names_of_an_event(line: str, names: str) -> None:
    assert state.names_of(line) == names.split()
