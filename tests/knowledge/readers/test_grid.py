from __future__ import annotations

import pytest

from lottery_agent.knowledge.readers import grid as module
from lottery_agent.knowledge.readers.grid import Grid


def _filled(*rows: str) -> Grid:
    """Return a grid of words; `a:2:3` takes two columns and three rows, `^` joins the one above."""
    grid = Grid()
    for row in rows:
        grid.start_row()
        for cell in row.split():
            word, *spans = cell.split(":")
            grid.start_cell(*map(int, spans))
            if word == "^":
                grid.join_above()
            else:
                grid.write(word)
    return grid


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["a b", "c d"], [["a", "b"], ["c", "d"]]),
        (["a:2 b", "c d e"], [["a", "", "b"], ["c", "d", "e"]]),
        (["a:1:2 b", "c", "d e"], [["a", "b"], ["a", "c"], ["d", "e"]]),
        (["a:2:2 b", "c"], [["a", "", "b"], ["a", "", "c"]]),
        (["a b:1:3", "c", ""], [["a", "b"], ["c", "b"], ["", "b"]]),
        (["a b", "^ c", "^ d"], [["a", "b"], ["a", "c"], ["a", "d"]]),
        (["a b"], []),
        (["a", "b"], []),
        ([], []),
    ],
)
def test_rows(rows: list[str], expected: list[list[str]]) -> None:
    assert _filled(*rows).rows() == expected


def test_words_outside_of_cells_and_long_cells_are_no_data() -> None:
    grid = _filled("a b", "c d")
    grid.start_row()
    grid.write("loose")
    assert grid.rows() == []
    assert _filled("a b", f"c {'x' * (module.MAX_CELL + 1)}").rows() == []


def test_too_many_places_are_no_data(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _filled("a:101 b", "c d").rows() == []
    monkeypatch.setattr(module, "MAX_CELLS", 100)
    assert len(_filled("a:9:999 b", *"c" * 9).rows()) == 10
    assert _filled("a:9:999 b", *"c" * 10).rows() == []
