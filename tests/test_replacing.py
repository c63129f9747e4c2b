from __future__ import annotations

from pathlib import Path

import pytest

from lottery_agent.lazy import lazy
from lottery_agent.replacing import replacing


def test_a_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("old", "utf-8")
    with replacing(path) as part:
        part.write_text("new", "utf-8")
        assert path.read_text("utf-8") == "old"
        assert part.parent == path.parent
    assert path.read_text("utf-8") == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("old", "utf-8")

    def fail() -> None:
        with replacing(path) as part:
            part.write_text("half", "utf-8")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_names_are_loaded_when_they_are_asked_for() -> None:
    load = lazy("lottery_agent", {"wilson": "scoring", "missing": "nowhere"})
    assert load("wilson")(0, 0) == (0.0, 1.0)
    with pytest.raises(AttributeError, match="module 'lottery_agent' has no attribute 'other'"):
        load("other")
    with pytest.raises(ModuleNotFoundError):
        load("missing")
