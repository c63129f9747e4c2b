"""Fixtures for the tests of the models package: tiny model files and a cache of their own."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from lottery_agent.models.engine import library


def _beside(file: str) -> ModuleType:
    """Load a module beside this file: test modules can't import one another."""
    name = f"lottery_tests_{file}"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{file}.py"))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module  # dataclasses look their module up
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture(scope="session", autouse=True)
def matrix_unit() -> Iterator[None]:
    """Tests load models with llama-cpp-python's own class, too, as a reference."""
    with library.without_matrix_unit():
        yield


@pytest.fixture(scope="session")
def tiny() -> ModuleType:
    """Writes tiny models as GGUF files."""
    return _beside("tiny")


@pytest.fixture(scope="session")
def huggingface() -> ModuleType:
    """Writes tiny llamas in the folder format of Hugging Face."""
    return _beside("huggingface")


@pytest.fixture(scope="session")
def tiny_model(tiny: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny random llama model in F32."""
    path = tmp_path_factory.mktemp("tiny") / "tiny.gguf"
    tiny.write_tiny_model(path)
    return path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder, used by this test alone."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("LOTTERY_CACHE", str(folder))
    return folder
