"""Quantisation by llama.cpp, in a process of its own.

Native code can crash on a damaged file, can't be interrupted, and writes its log straight to
standard error. As a child process it can do none of that harm: it is killed when the parent leaves,
and its log becomes the progress shown, or the reason given.

Run as a program: `python -m lottery_agent.models.forge.quantize SOURCE TARGET TYPE THREADS
[IMPORTANCE]`.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lottery_agent.errors import ModelFileError
from lottery_agent.progress import Progress, silent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TYPES = (
    "F16", "Q8_0", "Q6_K", "Q5_K_M", "Q5_1", "Q5_0", "Q4_K_M", "IQ4_NL_L", "Q4_1", "Q4_0", "IQ4_NL",
    "Q3_K_M", "Q2_K",
)  # fmt: skip
"""Types that the forge offers, largest first.

They are llama.cpp's, but for `IQ4_NL_L`: the feed-forward matrices, which are most of the weights,
are in IQ4_NL, and embedding, attention and output in Q8_0 (measured on the default model: nearly as
fast as IQ4_NL or Q4_0, at a fraction of their errors).
"""

COARSE = frozenset({"Q3_K_M", "Q2_K"})
"""Types that cost a small model so much that they are for measuring what is lost."""

EXACT = frozenset({"F16", "Q8_0"})
"""Types that an importance matrix does not change."""

_LARGE = "_L"

_STEP = re.compile(r"\[\s*(\d+)\s*/\s*(\d+)\s*\]")
_COMPLAINT = re.compile(r"\b(fail|error).*", re.IGNORECASE)
_LOG_LINES = 20
_FULL = 1 << 20
"""A disk with less free space, in bytes, is full."""


def quantize(
    source: Path,
    target: Path,
    *,
    type: str,
    importance: Path | None = None,
    threads: int = 0,
    progress: Progress = silent,
) -> None:
    """Quantise a GGUF file, one that is quantised already included.

    Args:
        source: The model.
        target: Where to write.
        type: One of `TYPES`.
        importance: File of an importance matrix, to weigh errors by.
        threads: Threads to use; 0 for as many as the machine has.
        progress: Shown while working.

    Raises:
        ModelFileError: If llama.cpp can't do it.
        OSError: If the disk is full.
    """
    command = [sys.executable, "-P", "-m", __name__, str(source), str(target), type, str(threads)]
    if importance is not None:
        command.append(str(importance))
    log: deque[str] = deque(maxlen=_LOG_LINES)
    with (
        progress(f"Quantising to {type}", total=_tensor_count(source)) as update,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        ) as process,
    ):
        try:
            assert process.stderr is not None  # noqa: S101 - asked for by PIPE
            for line in process.stderr:
                log.append(line.strip())
                if step := _STEP.match(line.strip()):
                    update(int(step[1]))
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        if target.parent.exists() and shutil.disk_usage(target.parent).free < _FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))
        raise ModelFileError(
            f"can't quantise {str(source)!r} to {type}: {_reason(log, process.returncode)}",
            hint="choose another base or type",
        )


def _tensor_count(source: Path) -> int:
    from lottery_agent.models.zoo.header import read_header

    return len(read_header(source).tensors)


def _reason(log: deque[str], code: int) -> str:
    """Pick the line that explains a failure."""
    complaints = [found[0] for line in log if (found := _COMPLAINT.search(line))]
    return (complaints or list(log) or [f"llama.cpp ended with code {code}"])[-1]


def _main() -> int:
    import ctypes

    import llama_cpp

    source, target, type_, threads, *importance = sys.argv[1:]
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = getattr(llama_cpp, f"LLAMA_FTYPE_MOSTLY_{type_.removesuffix(_LARGE)}")
    parameters.allow_requantize = True
    parameters.nthread = int(threads)
    if type_.endswith(_LARGE):
        fine = llama_cpp.GGML_TYPE_Q8_0
        parameters.token_embedding_type = parameters.output_tensor_type = fine
        override = llama_cpp.llama_model_tensor_override
        parameters.tt_overrides = (override * 2)(override(rb"\.attn_", fine), override(None, 0))
    squares = _read(importance)
    if squares:
        parameters.imatrix = _entries(squares)
    return int(
        llama_cpp.llama_model_quantize(
            source.encode(), target.encode(), ctypes.byref(parameters)
        )  # bytes paths
    )


def _read(importance: Sequence[str]) -> Mapping[str, NDArray[np.float32]]:
    from lottery_agent.models.forge.importance import read_importance

    return read_importance(Path(importance[0])) if importance else {}


def _entries(squares: Mapping[str, NDArray[np.float32]]) -> Any:
    """Return llama.cpp's view of an importance matrix, which must outlive it.

    An entry without a name ends the array.
    """
    import ctypes

    import llama_cpp

    entries = (llama_cpp.llama_model_imatrix_data * (len(squares) + 1))()
    for entry, (name, values) in zip(entries, squares.items(), strict=False):
        entry.name, entry.size = name.encode(), values.size
        entry.data = values.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
    return entries


if __name__ == "__main__":
    sys.exit(_main())
