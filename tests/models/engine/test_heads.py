"""States of static heads in memory and on disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lottery_agent.models.engine.heads import HeadFolder, Heads

HEAD = (1, 2, 3)


def state(seed: int, size: int = 100) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, size, np.uint8)


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> HeadFolder:
    return HeadFolder(tmp_path / "deep" / "heads", owner="me")


def test_a_state_comes_back(folder: HeadFolder, tmp_path: Path) -> None:
    assert not folder.has(HEAD)
    assert folder.load(HEAD) is None
    folder.store(HEAD, state(1))
    folder.store((1, 2), state(2, 0))
    assert folder.has(HEAD)
    again = HeadFolder(tmp_path / "deep" / "heads", owner="me")
    for head, seed, size in ((HEAD, 1, 100), ((1, 2), 2, 0)):
        loaded = again.load(head)
        assert loaded is not None
        assert loaded.tobytes() == state(seed, size).tobytes()
        assert loaded.flags.writeable, "llama.cpp reads it in place"


def test_the_latest_state_counts(folder: HeadFolder) -> None:
    folder.store(HEAD, state(1))
    folder.store(HEAD, state(2))
    loaded = folder.load(HEAD)
    assert loaded is not None
    assert loaded.tobytes() == state(2).tobytes()


def test_owners_do_not_see_one_another(folder: HeadFolder, tmp_path: Path) -> None:
    folder.store(HEAD, state(1))
    other = HeadFolder(tmp_path / "deep" / "heads", owner="me, with other parameters")
    assert not other.has(HEAD)
    assert other.load(HEAD) is None
    other.store(HEAD, state(2))
    loaded = folder.load(HEAD)
    assert loaded is not None
    assert loaded.tobytes() == state(1).tobytes()


@pytest.mark.parametrize("position", [0, 31, 32, 60, -1])
def test_a_damaged_file_is_not_used(folder: HeadFolder, tmp_path: Path, position: int) -> None:
    folder.store(HEAD, state(1))
    (path,) = files(tmp_path / "deep" / "heads")
    data = bytearray(path.read_bytes())
    data[position] ^= 1
    path.write_bytes(data)
    assert folder.load(HEAD) is None
    assert not path.exists(), "it is computed and written again"


@pytest.mark.parametrize("size", [0, 1, 31, 32, 33, 131])
def test_a_truncated_file_is_not_used(folder: HeadFolder, tmp_path: Path, size: int) -> None:
    folder.store(HEAD, state(1))
    (path,) = files(tmp_path / "deep" / "heads")
    path.write_bytes(path.read_bytes()[:size])
    assert folder.load(HEAD) is None


def test_what_was_used_least_recently_goes(tmp_path: Path) -> None:
    folder = HeadFolder(tmp_path, owner="me", most=500)
    heads = [(number,) for number in range(3)]
    for number, head in enumerate(heads):
        folder.store(head, state(number))
        os.utime(folder._path(head), (number, number))
    assert folder.load(heads[0]) is not None  # used now
    folder.store((3,), state(3))
    assert [folder.has(head) for head in (*heads, (3,))] == [True, False, True, True]
    assert sum(path.stat().st_size for path in files(tmp_path)) <= 500


def test_a_state_that_is_too_large_is_not_written(tmp_path: Path) -> None:
    folder = HeadFolder(tmp_path, owner="me", most=120)
    folder.store((1,), state(1, 60))
    folder.store(HEAD, state(1, 121))
    folder.store(HEAD, state(1, 110))  # too large only with its hash
    assert not folder.has(HEAD)
    assert folder.has((1,)), "nothing had to go for it"


def test_a_folder_that_can_not_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    folder = HeadFolder(tmp_path / "file", owner="me")
    folder.store(HEAD, state(1))
    assert not folder.has(HEAD)
    assert folder.load(HEAD) is None


def test_a_folder_that_can_only_be_read(
    folder: HeadFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.store(HEAD, state(1))
    folder.store((5,), state(5))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("read-only file system")

    monkeypatch.setattr(os, "utime", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    folder._path((5,)).write_bytes(b"damaged")
    assert folder.load(HEAD) is not None, "another user's heads can be read"
    assert folder.load((5,)) is None


WRITER = """
import sys
from pathlib import Path
import numpy as np
from lottery_agent.models.engine.heads import HeadFolder
folder = HeadFolder(Path(sys.argv[1]), owner="me", most=300_000)
for number in range(200):
    head = (number % 20,)
    folder.store(head, np.full(20_000, head[0], np.uint8))
    loaded = folder.load(head)
    assert loaded is None or (loaded.size == 20_000 and (loaded == head[0]).all()), "mixed up"
"""


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    writers = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    for writer in writers:
        _, errors = writer.communicate(timeout=60)
        assert writer.returncode == 0, errors.decode()
    left = files(tmp_path)
    assert all(path.suffix == ".head" for path in left), "nothing half-written stays"
    folder = HeadFolder(tmp_path, owner="me", most=300_000)
    assert any(folder.has((number,)) for number in range(20))
    folder.store(HEAD, state(1))
    assert sum(path.stat().st_size for path in files(tmp_path)) <= 300_000


def test_memory_is_bounded() -> None:
    heads = Heads(most=250)
    for number in range(3):
        heads.put((number,), state(number))
    assert [heads.get((number,)) is not None for number in range(3)] == [False, True, True]
    assert heads.get((1,)) is not None  # used now
    heads.put((3,), state(3))
    assert [heads.get((number,)) is not None for number in range(4)] == [False, True, False, True]
    heads.put((4,), state(4, 1000))
    kept = [head for number in range(5) if heads.has(head := (number,))]
    assert kept == [(4,)], "the latest one stays, whatever its size"


def test_what_memory_lost_is_read_again(folder: HeadFolder) -> None:
    heads = Heads(folder, most=150)
    heads.declare([(1,), (2,)])
    for number in (1, 2):
        heads.put((number,), state(number))
    for number in (1, 2, 1):
        loaded = heads.get((number,))
        assert loaded is not None
        assert loaded.tobytes() == state(number).tobytes()


def test_only_declared_heads_go_to_disk(folder: HeadFolder) -> None:
    heads = Heads(folder)
    heads.declare([HEAD])
    heads.put(HEAD, state(1))
    heads.put((9,), state(9))
    assert [folder.has(head) for head in (HEAD, (9,))] == [True, False]
    fresh = Heads(folder)
    assert fresh.get(HEAD) is None, "files of other programs are not even looked for"
    fresh.declare([HEAD])
    loaded = fresh.get(HEAD)
    assert loaded is not None
    assert loaded.tobytes() == state(1).tobytes()


def test_a_head_that_was_used_before_it_was_declared(folder: HeadFolder) -> None:
    heads = Heads(folder)
    heads.put(HEAD, state(1))
    heads.declare([HEAD])
    assert not heads.has(HEAD), "it is not on disk yet, so somebody has to put it"
    heads.put(HEAD, state(1))
    assert heads.has(HEAD)
    assert folder.has(HEAD)


def test_a_damaged_head_is_written_again(folder: HeadFolder) -> None:
    folder.store(HEAD, state(1))
    folder._path(HEAD).write_bytes(b"damaged")
    heads = Heads(folder)
    heads.declare([HEAD])
    assert heads.has(HEAD)
    assert heads.get(HEAD) is None
    heads.put(HEAD, state(1))
    assert folder.load(HEAD) is not None
