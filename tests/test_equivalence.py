"""Expressions are equal by value, whatever their spelling."""

from collections.abc import Iterator

import pytest

from lottery_agent.equivalence import Equivalence, spell


@pytest.fixture(scope="module")
def equal() -> Iterator[Equivalence]:
    with Equivalence() as equivalence:
        yield equivalence


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("2x + 2", "2*(x+1)", True),
        ("sin(x)^2 + cos(x)^2", "1", True),
        ("x * (2cos(x) - x * sin(x))", "2*x*cos(x) - x**2*sin(x)", True),
        ("-7 + 12x^2 + 1 / x", "12*x^2 − 7 + 1/x", True),
        ("x^-1", "1/x", True),
        ("2x + 1", "2x - 1", False),
        ("x", "y", False),
        ("a plain sentence", "x + 1", False),
        ("__import__('os')", "x", False),
        ("", "x", False),
    ],
)
def test_expressions(equal: Equivalence, left: str, right: str, same: bool) -> None:
    assert equal(left, right) is same
    assert equal(right, left) is same


def test_no_worker_is_started_for_equal_spellings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lottery_agent.equivalence.Sandbox", None)
    with Equivalence() as equivalence:
        assert equivalence("x+1", "x + 1")


def test_spelling() -> None:
    assert spell("2*x**-1-max(x,-3)/4!+50%*y") == "2 * x^-1 - max(x, -3) / 4! + 50% * y"
