from __future__ import annotations

import errno
import threading
from pathlib import Path

import pytest

from lottery_agent.errors import DownloadError, ModelFileError
from lottery_agent.models.zoo.workspace import explain, workspace


def test_the_folder_is_empty_and_goes_away(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "model"
    leftovers = tmp_path / "deep" / "model.part-1"
    leftovers.mkdir(parents=True)
    (leftovers / "half.gguf").write_text("half")
    with workspace(target) as folder:
        assert list(folder.iterdir()) == []
        (folder / "whole.gguf").write_text("whole")
        (folder / "whole.gguf").replace(target)
    assert sorted(path.name for path in target.parent.iterdir()) == ["model", "model.lock"]


def test_it_goes_away_after_a_failure_too(tmp_path: Path) -> None:
    def fail() -> None:
        with workspace(tmp_path / "model") as folder:
            (folder / "half.gguf").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert [path.name for path in tmp_path.iterdir()] == ["model.lock"]


def test_one_at_a_time(tmp_path: Path) -> None:
    inside, most = 0, 0
    guard = threading.Lock()

    def work() -> None:
        nonlocal inside, most
        with workspace(tmp_path / "model") as folder:
            with guard:
                inside += 1
                most = max(most, inside)
            (folder / "file").write_text("x")
            with guard:
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "is full"),
        (errno.EACCES, "can't write to"),
        (errno.EROFS, "can't write to"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_errors_of_the_file_system_are_one_line(tmp_path: Path, number: int, words: str) -> None:
    import os

    problem = explain(OSError(number, os.strerror(number)), tmp_path, DownloadError)
    assert isinstance(problem, DownloadError)
    assert words in problem.message
    assert problem.hint is not None
    assert "LOTTERY_CACHE" in problem.hint


def test_a_cache_that_is_a_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    with (
        pytest.raises(ModelFileError, match="can't use the folder"),
        workspace(tmp_path / "cache" / "model"),
    ):
        pytest.fail("there is no folder to work in")
