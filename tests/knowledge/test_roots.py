from __future__ import annotations

from pathlib import Path

import pytest

from lottery_agent.errors import UsageError
from lottery_agent.knowledge.passages import PassageStore
from lottery_agent.knowledge.roots import absolute, forget, is_gone, present, remember, roots


def test_roots_are_remembered_once_and_forgotten_with_all_below() -> None:
    store = PassageStore()
    assert roots(store) == []
    remember(store, ["/notes", "/notes/odd.xyz", "/notes2"])
    remember(store, ["/notes", "/memo"])
    assert roots(store) == ["/memo", "/notes", "/notes/odd.xyz", "/notes2"]
    forget(store, "/notes")
    assert roots(store) == ["/memo", "/notes2"]
    forget(store, "/")
    assert roots(store) == []
    store.close()


def test_what_can_not_be_looked_at_is_not_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "broken").symlink_to(tmp_path / "missing")
    gone = {name: is_gone(tmp_path / name) for name in ("file", "loop", "broken", "file/x", "no")}
    assert gone == {"file": False, "loop": False, "broken": True, "file/x": True, "no": True}
    assert not is_gone(tmp_path / "a\0b")

    def refuse(path: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.stat", refuse)
    assert not is_gone(tmp_path / "no")


def test_paths_that_can_not_be_followed(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path in ("~nobody9/x", "a\0b", tmp_path / "loop"):
        with pytest.raises(UsageError, match="can't be followed"):
            absolute(path)
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "file")
    assert present([tmp_path / "link", tmp_path]) == [tmp_path / "file", tmp_path]
    with pytest.raises(UsageError, match="there is no file or folder"):
        present([tmp_path, tmp_path / "missing"])
