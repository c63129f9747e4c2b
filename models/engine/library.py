"""llama.cpp, loaded quietly and asked carefully.

llama.cpp prints to stderr while loading and ends the process on some invalid input. Everything in
this package goes through here to load a file, so both are dealt with in one place.
"""

from __future__ import annotations

import os
import weakref
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import llama_cpp
import psutil

from lottery_agent.errors import ModelFileError, UsageError
from lottery_agent.models.engine import soundness
from lottery_agent.models.zoo.header import Header, read_header

_ERROR = 4  # GGML_LOG_LEVEL_ERROR, which the bindings don't name
_complaints: deque[str] = deque(maxlen=8)


@llama_cpp.llama_log_callback  # type: ignore[untyped-decorator, unused-ignore]
def _listen(level: int, text: bytes, _data: int | None) -> None:
    if level == _ERROR:
        _complaints.append(text.decode("utf-8", "replace").strip())


@cache
def start() -> None:
    """Start llama.cpp's back end once, with its log kept off the terminal."""
    llama_cpp.llama_log_set(_listen, None)
    llama_cpp.llama_backend_init()


def complaint(fallback: str) -> str:
    """Return the first line that llama.cpp logged as an error lately, and forget them all."""
    text = _complaints[0] if _complaints else fallback
    _complaints.clear()
    return " ".join(text.split())


def identity() -> str:
    """Return what decides the bits of a result, beside model and parameters."""
    return f"{llama_cpp.__version__} {llama_cpp.llama_print_system_info().decode().strip()}"


def threads(wanted: int = 0) -> int:
    """Return how many threads to decode with.

    Args:
        wanted: A number of threads; 0 for as many as there are physical cores to run on.

    Raises:
        UsageError: If the number is negative.
    """
    if wanted < 0:
        raise UsageError(f"threads must be 0 or more, not {wanted}")
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return wanted or max(1, min(psutil.cpu_count(logical=False) or 1, usable or 1))


class Model:
    """A loaded model. It is freed when nothing refers to it any more, and not before.

    Args:
        pointer: llama.cpp's pointer, which this object owns.
    """

    def __init__(self, pointer: int) -> None:
        self.pointer = pointer
        # At exit the process ends anyway, and daemon threads may still be using the model.
        weakref.finalize(self, llama_cpp.llama_model_free, pointer).atexit = False


@contextmanager
def without_matrix_unit() -> Iterator[None]:
    """Keep llama-cpp-python's own classes from Intel's matrix unit while they load a model.

    They have no option for it. What they load here is not loaded by other threads meanwhile.
    """
    bindings = llama_cpp.llama_cpp
    defaults = bindings.llama_model_default_params

    def adapted() -> llama_cpp.llama_model_params:
        parameters = defaults()
        parameters.use_extra_bufts = not _has_amx()
        return parameters

    bindings.llama_model_default_params = adapted
    try:
        yield
    finally:
        bindings.llama_model_default_params = defaults


def _has_amx() -> bool:
    """Tell whether llama.cpp was built for Intel's matrix unit (AMX).

    GCC 12 declares that `_tile_loadconfig` reads 8 bytes of a configuration, so its optimiser
    leaves out those behind, and the process dies with the first product. llama.cpp comes to the
    unit only through its extra buffer types, so these are not used then.
    """
    return "AMX_INT8 = 1" in llama_cpp.llama_print_system_info().decode()


def examine(path: str | Path) -> Header:
    """Read a GGUF file's header and refuse what llama.cpp must not see.

    Raises:
        ModelFileError: If the file is missing, no GGUF, damaged, or can't be run.
    """
    header = read_header(Path(path))
    soundness.check(Path(path), header)
    return header


def load(
    path: str | Path,
    *,
    header: Header | None = None,
    vocabulary_only: bool = False,
    gpu_layers: int = 0,
) -> Model:
    """Load a GGUF file.

    Args:
        path: The file.
        header: What `examine` returned, if that was called before.
        vocabulary_only: Load no weights.
        gpu_layers: How many layers to put on a GPU; -1 for all.

    Raises:
        ModelFileError: If the file is missing, no GGUF, or not readable by this llama.cpp.
        UsageError: If layers are to go to a GPU that this build of llama.cpp can't use.
    """
    path = Path(path)
    if header is None:
        examine(path)
    start()
    if gpu_layers and not llama_cpp.llama_supports_gpu_offload():
        raise UsageError(
            f"this build of llama.cpp can't use a GPU, so gpu_layers must be 0, not {gpu_layers}",
            hint="install llama-cpp-python built for the GPU, or leave --gpu-layers out",
        )
    parameters = llama_cpp.llama_model_default_params()
    parameters.vocab_only = vocabulary_only
    parameters.n_gpu_layers = gpu_layers
    parameters.use_extra_bufts = not _has_amx()
    _complaints.clear()
    pointer: int | None = llama_cpp.llama_model_load_from_file(os.fsencode(path), parameters)
    if not pointer:
        raise ModelFileError(
            f"llama.cpp can't load {str(path)!r}: {complaint('unknown reason')}",
            hint="the file may be damaged, or newer than the installed llama-cpp-python",
        )
    return Model(pointer)
