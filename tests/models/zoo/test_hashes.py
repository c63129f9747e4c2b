from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from lottery_agent.models.zoo import hashes


def test_it_is_the_sha256(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"lottery" * 1000)
    assert hashes.sha256_of(path) == hashlib.sha256(b"lottery" * 1000).hexdigest()


def test_it_is_computed_once(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"one")
    first = hashes.sha256_of(path)
    monkeypatch.setattr(hashes, "compute", None)
    assert hashes.sha256_of(path) == first


@pytest.mark.parametrize("change", ["content", "time", "forgotten"])
def test_a_changed_file_is_read_again(cache: Path, tmp_path: Path, change: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"one")
    hashes.sha256_of(path)
    stat = path.stat()
    path.write_bytes(b"other" if change == "content" else b"two")
    if change == "forgotten":
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        hashes.forget(path)
    assert hashes.sha256_of(path) == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_broken_memory_is_ignored(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"one")
    right = hashes.sha256_of(path)
    for memory in (cache / "hashes").iterdir():
        memory.write_text("[]")
    assert hashes.sha256_of(path) == right


def test_without_a_writable_cache_it_still_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the cache should be")
    monkeypatch.setenv("LOTTERY_CACHE", str(blocked))
    assert hashes.sha256_of(blocked) == hashes.compute(blocked)
