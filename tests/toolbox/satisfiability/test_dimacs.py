"""The reader and the printer of DIMACS."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.satisfiability.clauses import Problem
from lottery_agent.toolbox.satisfiability.dimacs import MAX_LITERALS, read_dimacs, show_dimacs


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    variables = draw(st.integers(1, 9))
    variable = st.integers(1, variables)
    literal = st.builds(lambda v, s: v * s, variable, st.sampled_from((1, -1)))
    clause = st.lists(literal, max_size=4).map(tuple)
    soft = draw(st.lists(clause, max_size=4))
    weights = draw(st.lists(st.integers(1, 2**63 - 1), min_size=len(soft), max_size=len(soft)))
    shown = draw(st.none() | st.lists(variable, unique=True).map(tuple))
    return Problem(
        variables,
        tuple(draw(st.lists(clause, max_size=6))),
        soft=tuple(soft),
        weights=tuple(weights),
        shown=shown,
    )


def same(left: Problem, right: Problem) -> bool:
    names = ("variables", "clauses", "soft", "weights", "shown")
    return all(getattr(left, name) == getattr(right, name) for name in names)


@settings(max_examples=200)
@given(problems())
def test_what_is_printed_reads_as_it_was(problem: Problem) -> None:
    read = read_dimacs(show_dimacs(problem))
    assert same(read, problem)
    assert read.notes == ()


@settings(max_examples=200)
@given(problems(), st.randoms(use_true_random=False))
def test_lines_and_comments_do_not_matter(problem: Problem, rng: random.Random) -> None:
    head, *rows = show_dimacs(problem).splitlines(keepends=True)
    loose = ["c a comment\n", head]
    for row in rows:
        blanks = [" ", "\t", "\n", " \r\n", "\n\nc 1 2 x\n"] if row[0] != "c" else [" "]
        words = row.split()
        loose.append("".join(word + rng.choice(blanks) for word in words[:-1]) + words[-1] + "\n")
    assert same(read_dimacs("".join(loose)), problem)


def test_clauses_know_their_lines() -> None:
    problem = read_dimacs("c\np cnf 3 3\n1 2\n3 0 -1 0\n\n-2 0\n")
    assert problem.clauses == ((1, 2, 3), (-1,), (-2,))
    assert problem.lines == (3, 4, 6)


def test_satlib_ends_with_a_percent_sign() -> None:
    assert read_dimacs("p cnf 2 1\n 1 -2 0\n%\n0\n\n").clauses == ((1, -2),)


def test_a_clause_may_be_empty() -> None:
    assert read_dimacs("p cnf 0 1\n0\n").clauses == ((),)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("1 2 0\n", "no header"),
        ("p cnf 2 3\n1 2 0\n", "announces 3 clauses, the text has 1"),
        ("p cnf 1 1\n1 2 0\n", "announces 1 variables, the text uses 2"),
    ],
)
def test_wrong_headers_are_noted(text: str, note: str) -> None:
    problem = read_dimacs(text)
    assert problem.variables == 2
    assert len(problem.notes) == 1
    assert note in problem.notes[0]


def test_weights_in_the_old_form() -> None:
    problem = read_dimacs("p wcnf 2 3 10\n10 1 2 0\n3 -1 0\n4 -2 0\n")
    assert problem.clauses == ((1, 2),)
    assert problem.soft == ((-1,), (-2,))
    assert problem.weights == (3, 4)
    assert problem.soft_lines == (3, 4)
    assert read_dimacs("p wcnf 1 1\n7 1 0\n").weights == (7,), "without a top, all are soft"


def test_weights_in_the_form_of_2022() -> None:
    problem = read_dimacs("c\nh 1 2 0\n3 -1 0\nh 2 0\n", weighted=True)
    assert problem.clauses == ((1, 2), (2,))
    assert problem.soft == ((-1,),)
    assert problem.notes == ()


def test_counters_name_the_variables_that_matter() -> None:
    assert read_dimacs("p cnf 3 1\nc p show 3 1 0\n1 2 0\n").shown == (3, 1)
    assert read_dimacs("p cnf 3 1\nc projected\n1 2 0\n").shown is None


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 0, "no clauses"),
        ("p cnf 3 2\n1 0\n2 3\n", 14, "does not end"),
        ("p cnf 3 2\n1 x 0\n", 12, "'x' is no literal"),
        ("p cnf 3 2\n1 -0\n", 12, "'-0' is no literal"),
        ("p cnf 3 2\n+1 0\n", 10, "'+1' is no literal"),
        ("p cnf 3 2\n1.5 0\n", 10, "'1.5' is no literal"),
        ("p cnf 3 2\n٣ 0\n", 10, "is no literal"),
        ("p cnf 3 2\n1 \x000\n", 12, "is no literal"),
        ("p dnf 3 2\n1 0\n", 0, "is no header"),
        ("p cnf 3\n1 0\n", 0, "is no header"),
        ("p cnf -3 2\n1 0\n", 0, "is no header"),
        ("1 0\n  p cnf 1 1\n", 6, "a header after"),
        ("p cnf 1 1\n1 0\n%\n0\n2 0\n", 16, "goes on after its end mark"),
        ("p wcnf 1 1 9\nh 1 0\n", 13, "'h' is no literal"),
        ("p wcnf 1 1 9\n-3 1 0\n", 13, "'-3' is no weight"),
        (f"p wcnf 1 1\n{2**63} 1 0\n", 11, "is no weight"),
    ],
)
def test_what_is_no_dimacs_is_refused_at_its_place(text: str, position: int, words: str) -> None:
    with pytest.raises(ToolError) as caught:
        read_dimacs(text)
    assert caught.value.kind == "syntax"
    assert caught.value.position == position
    assert words in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "p cnf 250500 62625501\n1 0\n",  # 501 pigeons in 500 holes
        "p cnf 3 99999999999999999999\n1 0\n",
        f"p cnf 1 1\n1{'0' * 25} 0\n",
        "p cnf 100001 1\n1 0\n",
        "p cnf 1 1\n" + "1 0\n" * 400_001,
        "p cnf 1 1\n" + "1 " * (MAX_LITERALS + 1) + "0\n",
    ],
)
def test_large_problems_are_refused_soon(text: str) -> None:
    start = time.process_time()
    with pytest.raises(ToolError) as caught:
        read_dimacs(text)
    assert caught.value.kind == "limit"
    assert time.process_time() - start < 4


ALPHABET = "p cnf w h 0 1 2 3 - \n \t % c show 12 99 x é \x00 | +"


def read_or_refused(text: str, *, weighted: bool) -> Problem | None:
    """Read a text; a refusal has to name a place in it."""
    try:
        return read_dimacs(text, weighted=weighted)
    except ToolError as caught:
        error = caught
    assert error.kind in ("syntax", "limit"), text
    assert error.position is not None, text
    assert 0 <= error.position <= len(text), text
    return None


def fuzz_dimacs(seed: int, rounds: int) -> int:
    """Read random texts and return how many were accepted."""
    accepted = 0
    for i in range(rounds):
        rng = random.Random(f"{seed}:{i}")
        pieces = [*ALPHABET.split(" "), " ", " ", "\n", "0\n", "p cnf 3 3\n", "p wcnf 3 3 5\n"]
        text = "".join(rng.choices(pieces, k=rng.randrange(1, 40)))
        if rng.random() < 0.7:
            text = f"p {rng.choice(('cnf', 'wcnf'))} 3 2\n" + text + " 0\n"
        problem = read_or_refused(text, weighted=rng.random() < 0.3)
        if problem is not None:
            accepted += 1
            assert same(read_dimacs(show_dimacs(problem)), problem), text
    return accepted


def test_random_texts_are_read_or_refused() -> None:
    assert fuzz_dimacs(0, 5_000) > 100


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(1, 11))
def test_random_texts_for_ten_minutes(seed: int) -> None:
    start, piece = time.process_time(), 0
    while time.process_time() - start < 60:
        fuzz_dimacs(1_000 * seed + piece, 5_000)
        piece += 1
