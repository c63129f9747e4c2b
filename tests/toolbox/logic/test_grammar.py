"""The promise of the grammar: what the decoder can write, the tool reads to exactly one tree."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from lark import Lark

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.logic.formula import show
from lottery_agent.toolbox.logic.reader import read

Draw = Callable[[str, random.Random, int, str], str | None]
HOSTILE = ["all", "some", "not", "answer", "True", "x", "y", "xylem", "x1", "Ünal", "O'Brien", "?"]


@pytest.mark.parametrize("start", ["start", "statement", "query"])
@pytest.mark.parametrize("words", [None, HOSTILE], ids=["any", "hostile"])
def test_what_the_decoder_writes_is_read_to_one_tree(
    draw_sentence: Draw, start: str, words: list[str] | None
) -> None:
    language = Language.load("logic")
    grammar = language.grammar(start=start, narrow={"WORD": words} if words else None)
    parser = Lark(
        language.text, parser="earley", lexer="dynamic", ambiguity="explicit", start=start
    )
    rng = random.Random(5)
    drawn = 0
    for _ in range(150):
        sentence = draw_sentence(grammar.text, rng, rng.choice([3, 8, 20]), ")")
        if sentence is None:
            continue
        drawn += 1
        assert not list(parser.parse(sentence).find_data("_ambig")), sentence
        if start != "start":
            _means_what_it_shows(sentence, start)
    assert drawn > 75


def _means_what_it_shows(sentence: str, start: str) -> None:
    found = _read(sentence, start)
    # Drawn at random, a sentence may use a variable outside of its quantifier, or nest too deeply.
    assert found in ("value", "limit") or _read(show(found), "statement") == found


def _read(sentence: str, start: str) -> Any:
    try:
        return read(sentence, start=start)
    except ToolError as error:
        return error.kind
