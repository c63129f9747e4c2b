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
def base_q8(base_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default base model, quantised to the ticket's type."""
    import llama_cpp

    from lottery_agent.models.engine import library

    library.start()
    path = tmp_path_factory.mktemp("base") / "base.q8_0.gguf"
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0
    parameters.allow_requantize = True
    llama_cpp.llama_model_quantize(
        str(base_model).encode(), str(path).encode(), ctypes.byref(parameters)
    )
    return path
