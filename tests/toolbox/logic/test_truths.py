"""Expressions of True and False are read as programs and textbooks write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.toolbox.logic.tool import execute
from lottery_agent.toolbox.logic.truths import PREMISES, truth_expression


def _joined(parts: st.SearchStrategy[tuple[str, bool]]) -> st.SearchStrategy[tuple[str, bool]]:
    """Draw an expression, bracketed as a whole or not at all, with its value."""
    return st.one_of(
        st.tuples(parts).map(lambda p: (f"not ( {p[0][0]} )", not p[0][1])),
        st.tuples(parts, parts).map(
            lambda p: (f"( {p[0][0]} ) and ( {p[1][0]} )", p[0][1] and p[1][1])
        ),
        st.tuples(parts, parts).map(
            lambda p: (f"( {p[0][0]} ) or ( {p[1][0]} )", p[0][1] or p[1][1])
        ),
    )


CONSTANTS = st.booleans().map(lambda value: (str(value), value))


@given(_joined(st.recursive(CONSTANTS, _joined, max_leaves=8)))
def test_an_expression_has_the_value_that_its_tree_gives(drawn: tuple[str, bool]) -> None:
    text, value = drawn
    expression = truth_expression(f"{text} is")
    assert expression is not None
    result = execute({"premises": PREMISES, "query": expression})
    assert result["answer"] == str(value)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("not True and False or True", "~True & False | True"),
        ("True or True and False", "True | True & False"),
        ("!(true && false) || false = ?", "~(True & False) | False"),
        ("True ∧ ¬False", "True & ~False"),
        ("not not True", "~~True"),
        ("True xor False", "~(True <-> False)"),
        ("True is", "True"),
    ],
)
def test_ways_to_write_an_expression(text: str, read: str) -> None:
    assert truth_expression(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "", "is", "?", "True", "False?", "True or false?", "is it true", "yes and no",
        "Tom is kind. True or false?", "(True", "True True and", "true and Tom", "not",
        "() and ()", "1 and 0",
    ],
)  # fmt: skip
def test_what_is_no_expression(text: str) -> None:
    assert truth_expression(text) is None
