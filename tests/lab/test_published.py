from __future__ import annotations

import pytest

from lottery_agent.lab.catalogue import BENCHMARKS
from lottery_agent.lab.published import _TOTALS, published_totals


def test_totals_are_of_benchmarks_and_say_where_they_are_from() -> None:
    assert set(_TOTALS) <= set(BENCHMARKS)
    for totals in _TOTALS.values():
        names = [each.name for each in totals]
        assert len(names) == len(set(names))
        for each in totals:
            assert 0 < each.accuracy < 1
            assert "arXiv " in each.source


def test_most_benchmarks_have_none() -> None:
    assert published_totals("squad") == ()
    assert published_totals("no such benchmark") == ()
    assert published_totals("prontoqa")[0].accuracy == pytest.approx(0.988)
