"""Lines of rules and preferences: what the decoder writes, the grammar and the tool read alike."""

import random
from collections.abc import Callable

import pytest
from lark import Lark, Token, Tree
from llguidance import LLMatcher, LLTokenizer

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.logic.reader import read
from lottery_agent.toolbox.logic.rules import Program, is_rule_line, read_program

Draw = Callable[[str, random.Random, int, str], str | None]
HOSTILE = ["over", "all", "some", ":", "Rule1", "x", "xy", "Rule1:", "::", "->", "not", "Ünal"]


@pytest.mark.parametrize("start", ["rule", "preference"])
@pytest.mark.parametrize("words", [None, HOSTILE], ids=["any", "hostile"])
def test_drawn_lines_are_read_to_one_tree_and_by_the_tool(
    draw_sentence: Draw, start: str, words: list[str] | None
) -> None:
    language = Language.load("logic")
    grammar = language.grammar(start=start, narrow={"WORD": words} if words else None)
    parser = Lark(
        language.text, parser="earley", lexer="dynamic", ambiguity="explicit", start=start
    )
    rng = random.Random(11)
    drawn = 0
    for _ in range(100):
        sentence = draw_sentence(grammar.text, rng, rng.choice([3, 8, 20]), ")")
        if sentence is None:
            continue
        drawn += 1
        tree = parser.parse(sentence)
        assert not list(tree.find_data("_ambig")), sentence
        assert shown(language.parse(sentence)) == f"(start {shown(tree)})"
        assert is_rule_line(sentence)
        _is_read_alike(sentence, tree)
    assert drawn > 50


def shown(tree: Tree[Token] | Token) -> str:
    if not isinstance(tree, Tree):
        return str(tree)
    return f"({' '.join([str(tree.data), *map(shown, tree.children)])})"


def _is_read_alike(sentence: str, tree: Tree[Token]) -> None:
    names = ["_".join(map(str, name.children)) for name in tree.children if isinstance(name, Tree)]
    program = _program(sentence)
    # Drawn at random, a formula may use a free variable, or be no rule.
    if isinstance(program, str):
        assert program in ("value", "limit"), sentence
        return
    if tree.data == "preference":
        assert [pair[:2] for pair in program.preferences] == [(names[0], names[1])]
    else:
        assert program.labels == {0: names[0]}
        assert read(sentence.partition(" : ")[2])


def _program(sentence: str) -> Program | str:
    try:
        return read_program([sentence], [])
    except ToolError as error:
        return error.kind


@pytest.mark.parametrize(
    "sentence",
    [
        "Rule1 : all x (dog(x) -> ~swim(x))",
        "Rule1 : attack(dog, cat) -> ~swim(cat)",
        "Rule_12 : all x (some y (attack(y, x) & big(y)) | ill(x) -> rest(x))",
        "Rule1 over Rule2",
        "over over over",
        "over : over -> all",
        "p\nRule1 : p -> q\nRule1 over Rule1\n? q",
    ],
)
def test_the_decoder_can_write_them(sentence: str) -> None:
    tokenizer = LLTokenizer("byte")
    grammar = LLMatcher.grammar_from_lark(Language.load("logic").grammar().text)
    matcher = LLMatcher(tokenizer, grammar)
    tokens = tokenizer.tokenize_str(sentence)
    assert matcher.consume_tokens(tokens), matcher.get_error()
    assert matcher.is_accepting()


@pytest.mark.parametrize(
    "sentence",
    ["Rule1: p", "Rule1 :p", " : p", "Rule 1 : p", "A : B : p", "A over B over C", "A over",
     "A  over B", "x over y", "A : ", "A over B & C"],
)  # fmt: skip
def test_near_misses_are_refused_by_grammar_and_tool(sentence: str) -> None:
    for attempt in (
        lambda: Language.load("logic").parse(sentence),
        lambda: read_program([sentence], []),
    ):
        with pytest.raises(ToolError) as caught:
            attempt()
        assert caught.value.kind == "syntax"
