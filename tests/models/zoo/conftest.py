"""Wheels made by the tests, served to the real pip from a folder or a slow local server."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from lottery_agent.models.zoo.manifest import ModelCard, Part

WheelMaker = Callable[..., Path]


@pytest.fixture
def make_wheel(tmp_path: Path) -> WheelMaker:
    """Write the wheel `tiny-model 1.0` with the given files into a folder."""

    def make(files: dict[str, bytes]) -> Path:
        folder = tmp_path / "served"
        folder.mkdir(exist_ok=True)
        path = folder / "tiny_model-1.0-py3-none-any.whl"
        info = "tiny_model-1.0.dist-info"
        files = {
            **files,
            f"{info}/METADATA": b"Metadata-Version: 2.1\nName: tiny-model\nVersion: 1.0\n"
            b"Requires-Dist: no-such-project-anywhere\n",
            f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        record = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in {**files, f"{info}/RECORD": record.encode()}.items():
                archive.writestr(name, data)
        return path

    return make


@pytest.fixture
def pip_serves(make_wheel: WheelMaker, monkeypatch: pytest.MonkeyPatch) -> WheelMaker:
    """Like `make_wheel`, and pip's settings say to look nowhere else."""

    def serve(files: dict[str, bytes]) -> Path:
        wheel = make_wheel(files)
        monkeypatch.setenv("PIP_NO_INDEX", "1")
        monkeypatch.setenv("PIP_FIND_LINKS", str(wheel.parent))
        monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
        return wheel

    return serve


@pytest.fixture
def card_for(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], ModelCard]:
    """Make the manifest name one model: the given bytes, inside `tiny-model 1.0`."""

    def make(data: bytes) -> ModelCard:
        part = Part("tiny_model/tiny.gguf", hashlib.sha256(data).hexdigest(), len(data))
        card = ModelCard(
            name="tiny",
            title="Tiny",
            kind="chat",
            source="pypi:tiny-model==1.0",
            parts=(part,),
            file="tiny.gguf",
            converter=None,
            license="Apache-2.0",
            download=len(data),
            bytes=len(data),
            window=2048,
        )
        for module in ("manifest", "store"):
            monkeypatch.setattr(f"lottery_agent.models.zoo.{module}.cards", lambda: (card,))
        return card

    return make


@pytest.fixture(scope="session")
def reference() -> ModuleType:
    """The module `reference.py` beside this file."""
    name = "lottery_tests_reference"
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("reference.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules[name] = module
    return module
