"""The reader of s-expressions."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.satisfiability.expressions import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    Expressions,
    read_expressions,
)
from lottery_agent.toolbox.satisfiability.script import read_script

Tree = str | list["Tree"]

atoms = st.sampled_from(
    ["x", "assert", "_", "<=", ":named", "12", "0.5", "#xAf", "#b01", "|a b|", "|;(|", '"a"', '""']
) | st.text(st.sampled_from('ab ();|é"'), max_size=4).map(
    lambda text: '"' + text.replace('"', '""') + '"'
)
trees = st.recursive(atoms, lambda inner: st.lists(inner, max_size=4), max_leaves=15)


def written(tree: Tree, rng: random.Random) -> str:
    """Write a tree with blanks and comments wherever they may be."""
    blank = rng.choice([" ", "\n", "\t ", "; a ) comment (\n", " ;\r\n"])
    if isinstance(tree, str):
        return tree + blank
    return "(" + blank + "".join(written(each, rng) for each in tree) + ")" + blank


def read(expressions: Expressions, position: int) -> Tree:
    if expressions.kinds[position] != "open":
        return expressions.token(position)
    return [read(expressions, child) for child in expressions.children(position)]


@settings(max_examples=300)
@given(st.lists(trees, max_size=4), st.randoms(use_true_random=False))
def test_what_is_written_is_read(forest: list[Tree], rng: random.Random) -> None:
    text = "".join(written(tree, rng) for tree in forest)
    expressions = read_expressions(text)
    assert [read(expressions, i) for i in expressions.top()] == forest
    # What is printed for Z3 reads as the same, and its places lead back into the text.
    for position, tree in zip(expressions.top(), forest, strict=True):
        printed = expressions.printed(position)
        again = read_expressions(printed)
        assert [read(again, i) for i in again.top()] == [tree]
        for i in range(len(again.kinds)):
            column = len(printed[: again.starts[i]].encode())
            assert expressions.place(position, column) == expressions.starts[position + i]


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("(a", 0, "not closed"),
        ("(a (b) (c", 7, "not closed"),
        ("(a))", 3, "without an opening"),
        ('(echo "a)', 6, "string is not closed"),
        ("(a |b)", 3, "symbol is not closed"),
        ("|a\\b|", 0, "backslash"),
        ("(a 1x)", 3, "'1x' is no symbol"),
        ("(é)", 1, "'é' is no symbol"),
        ("(a #xg)", 3, "is no symbol"),
        ("(a \x00)", 3, "is no symbol"),
        ("(a |b\x00|)", 5, "U+0000"),
        ("(a |b\u202e|)", 5, "U+202E"),
        ("(a ٣)", 3, "is no symbol"),
    ],
)
def test_what_is_no_expression_is_refused_at_its_place(
    text: str, position: int, words: str
) -> None:
    with pytest.raises(ToolError) as caught:
        read_expressions(text)
    assert caught.value.kind == "syntax"
    assert caught.value.position == position
    assert words in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "(" * 1_000_000,
        "(" * (MAX_DEPTH + 1) + ")" * (MAX_DEPTH + 1),
        "a" * 1_000_000,
        "a " * 500_000,
        '"' * 1_000_001,
        '"' + "a" * 1_500_000,
        "|" * 1_000_001,
        "|" + "a" * 1_500_000,
        ";" + "a" * (MAX_CHARACTERS + 1),
        "9" * 100_000,
    ],
)
def test_large_texts_are_refused_soon(text: str) -> None:
    start = time.process_time()
    with pytest.raises(ToolError) as caught:
        read_expressions(text)
    assert caught.value.kind in ("limit", "syntax")
    assert time.process_time() - start < 2


def test_a_deep_text_is_read() -> None:
    expressions = read_expressions("(" * MAX_DEPTH + ")" * MAX_DEPTH)
    assert expressions.closing[0] == 2 * MAX_DEPTH - 1


PIECES = (
    '( ) ( ) ( ) " "" | ; \n assert declare-const check-sat get-value push pop _ ! let x Int Bool '
    "BitVec :named :weight :id n 1 -1 0.5 #x0f #b1 |q| |q é \x00 \\ set-option :verbosity "
    "4097 99999999999999999999 assert-soft exit"
).split(" ")


def read_or_refused(text: str) -> bool:
    """Read a text as a script; a refusal has to name a place in it. Say whether it was read."""
    try:
        read_script(text)
    except ToolError as caught:
        error = caught
    else:
        return True
    assert error.kind in ("syntax", "limit"), text
    assert error.position is not None, text
    assert 0 <= error.position <= len(text), text
    return False


def fuzz_scripts(seed: int, rounds: int) -> int:
    """Read random texts and return how many were accepted."""
    accepted = 0
    for i in range(rounds):
        rng = random.Random(f"{seed}:{i}")
        text = " ".join(rng.choices(PIECES, k=rng.randrange(1, 30)))
        if rng.random() < 0.5:
            text = f"(assert {text}) (push {rng.randrange(3)})"
        accepted += read_or_refused(text)
    return accepted


def test_random_texts_are_read_or_refused() -> None:
    assert fuzz_scripts(0, 8_000) > 50


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(1, 11))
def test_random_texts_for_ten_minutes(seed: int) -> None:
    start, piece = time.process_time(), 0
    while time.process_time() - start < 60:
        fuzz_scripts(1_000 * seed + piece, 5_000)
        piece += 1
