"""A tiny random model for the chat model's tests, and a way to script one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import gguf
import pytest

from lottery_agent.models.engine import LlamaEngine


@pytest.fixture(scope="session")
def tiny_q8(tiny: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny random llama model in Q8_0."""
    path = tmp_path_factory.mktemp("tiny") / "tiny.q8_0.gguf"
    tiny.write_tiny_model(path, type=gguf.GGMLQuantizationType.Q8_0)
    return path


@pytest.fixture(scope="session")
def tiny_engine(tiny_q8: Path) -> Iterator[LlamaEngine]:
    """An engine over it: what it writes is noise, so whatever has form has it from a grammar."""
    with LlamaEngine(tiny_q8, name="tiny", type="Q8_0", threads=1, sequences=8) as engine:
        yield engine
