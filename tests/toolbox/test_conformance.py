"""Every language and every tool passes one suite."""

from __future__ import annotations

import random
from functools import cache
from typing import Any, ClassVar

from lark import Token, Tree

from lottery_agent.toolbox.calls import Call, builtin_registry
from lottery_agent.toolbox.calls.grammar import language_for
from lottery_agent.toolbox.calls.registry import Registry
from lottery_agent.toolbox.calls.tools import Tool
from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.logic.formula import Formula, show
from lottery_agent.toolbox.logic.reader import read
from lottery_agent.toolbox.mathematics.sentence import write
from tests.toolbox.conformance import LanguageConformance, ToolConformance


class TestMathematics(ToolConformance):
    name = "mathematics"
    samples: ClassVar = {
        "NAME": ["x", "y", "price_2", "sin", "solve", "pi", "e"],
        "NUMBER": ["0", "7", "12", "2.50", "3", "1.5"],
    }
    adversarial: ClassVar = {
        "NAME": ["answer", "solve", "sin", "e1", "x", "answer_", "sum", "list"]
    }
    endings: ClassVar = ["answer = ", "\n", ")", "]", " = "]
    narrowings: ClassVar = [
        {"NUMBER": ["17", "2340"], "NAME": ["x", "pens"]},
        {"NUMBER": ["1", "12", "1.2"], "NAME": ["a", "answer", "sin", "solve", "x1"]},
    ]

    def read(self, sentence: str) -> Tree[Token]:
        return self.load().parse(sentence)

    def show(self, meaning: Tree[Token]) -> str:
        return write(meaning)


class TestLogic(LanguageConformance):
    name = "logic"
    samples: ClassVar = {
        "WORD": ["cat", "Tom", "likes", "xylophone", "7", "ée"],
        "VARIABLE": ["x", "y", "z"],
    }
    adversarial: ClassVar = {
        "WORD": ["all", "some", "not", "xx", "answer", "ée", "7", "'s", "+", "*", "2-", "over"]
    }
    endings: ClassVar = [")", "("]
    narrowings: ClassVar = [
        {"WORD": ["cat", "animal", "Tom"]},
        {"WORD": ["all", "some", "x", "xy", "not"]},
    ]


class TestLogicLine(TestLogic):
    start = "line"


class TestLogicStatement(TestLogic, ToolConformance):
    start = "statement"

    def finished(self, sentence: str, chance: random.Random) -> str:
        for variable in "xyz":
            if chance.random() < 0.8:
                sentence = f"{chance.choice(['all', 'some'])} {variable} ({sentence})"
        return sentence

    def request(self, sentence: str) -> dict[str, Any]:
        return {"premises": ["cat(Tom)", "xylophone"], "query": sentence, "seconds": 1.0}

    def read(self, sentence: str) -> Formula:
        return read(sentence)

    def show(self, meaning: Formula) -> str:
        return show(meaning)


@cache
def _registry() -> Registry:
    return builtin_registry()


class TestCalls(ToolConformance):
    name = "calls"
    samples: ClassVar = {
        "INTEGER": ["0", "-3", "12", "2024"],
        "NUMBER": ["0", "-3.5", "12", "2024", "0.25"],
        "DATE": ["2024-02-29", "2023-02-29", "1999-12-31", "0001-01-01", "9999-12-31"],
        "QUOTE": ["banana", "two words", "km", "mile", "ée"],
        "BOOLEAN": ["True", "False"],
    }
    adversarial: ClassVar = {
        "QUOTE": ["today", "weekday(today)", ")", "]", "a, b", '\\"', "\\\\", "count", '\\",\\"']
    }
    endings: ClassVar = [")", '")', '"])', '"', "]"]
    narrowings: ClassVar = [
        {"INTEGER": ["7"], "QUOTE": ["word", "other"], "DATE": ["2024-02-29"], "NUMBER": ["2.5"]}
    ]

    def load(self) -> Language:
        tools = [_registry().get(name) for name in _registry().names]
        return language_for(tuple(tool for tool in tools if isinstance(tool, Tool)), today=False)

    def read(self, sentence: str) -> Call:
        return _registry().parse(sentence)

    def show(self, meaning: Call) -> str:
        return str(meaning)


class TestPlan(LanguageConformance):
    name = "plan"
    samples: ClassVar = {
        "WORD": ["What", "is", "legs?", "12", "ée"],
        "REFERENCE": ["#1", "#9"],
        "MARK": ["?", ".", "'s", "%"],
    }
    adversarial: ClassVar = {"WORD": ["'s", "?", "1#", "%", "a#2?"]}
    endings: ClassVar = [" ", "What"]
    narrowings: ClassVar = [{"WORD": ["How", "many", "legs", "'s", "#"]}]


class TestQuery(LanguageConformance):
    name = "query"
    samples: ClassVar = {"WORD": ["opening", "hours", "12", "ée"]}
    adversarial: ClassVar = {"WORD": ["OR", "-not", "'", "*", "(", "a:b"]}
    endings: ClassVar = [" ", "hours"]
    narrowings: ClassVar = [{"WORD": ["opening", "hours", '"']}]


class TestQuote(LanguageConformance):
    name = "quote"
    samples: ClassVar = {"QUOTE": ["on the second floor", "none", "ée"]}
    adversarial: ClassVar = {"QUOTE": ["none", " ", "\\", "'", "// narrow"]}
    endings: ClassVar = ['"', "none"]
    narrowings: ClassVar = [{"QUOTE": ["on the second floor", "none"]}]
