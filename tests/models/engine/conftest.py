"""Models for the engine's tests: a tiny random one for all, the default one where marked."""

from __future__ import annotations

import ctypes
from pathlib import Path
from types import ModuleType

import gguf
import pytest


@pytest.fixture(scope="session")
def tiny_q8(tiny: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny random llama model in Q8_0, the ticket's type."""
    path = tmp_path_factory.mktemp("tiny") / "tiny.q8_0.gguf"
    tiny.write_tiny_model(path, type=gguf.GGMLQuantizationType.Q8_0)
    return path


@pytest.fixture(scope="session")
def tiny_q4(tiny: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny random llama model in Q4_0."""
    path = tmp_path_factory.mktemp("tiny") / "tiny.q4_0.gguf"
    tiny.write_tiny_model(path, type=gguf.GGMLQuantizationType.Q4_0)
    return path


@pytest.fixture(scope="session")
def base_q8(base_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default base model, quantised to the ticket's type."""
    return _quantise(base_model, tmp_path_factory.mktemp("base") / "base.q8_0.gguf", "Q8_0")


@pytest.fixture(scope="session")
def base_q4(base_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default base model in Q4_0."""
    return _quantise(base_model, tmp_path_factory.mktemp("base") / "base.q4_0.gguf", "Q4_0")


def _quantise(model: Path, path: Path, type: str) -> Path:
    import llama_cpp

    from lottery_agent.models.engine import library

    library.start()
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = getattr(llama_cpp, f"LLAMA_FTYPE_MOSTLY_{type}")
    parameters.allow_requantize = True
    llama_cpp.llama_model_quantize(
        str(model).encode(), str(path).encode(), ctypes.byref(parameters)
    )
    return path
