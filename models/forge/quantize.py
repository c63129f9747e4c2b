"""Quantisation by llama.cpp, in a process of its own.

Native code can crash on a damaged file, can't be interrupted, and writes its log straight to
standard error. As a child process it can do none of that harm: it is killed when the parent leaves,
and its log becomes the progress shown, or the reason given.

Run as a program: `python -m lottery_agent.models.forge.quantize SOURCE TARGET TYPE THREADS`.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from collections import deque
from pathlib import Path

from lottery_agent.errors import ModelFileError
from lottery_agent.progress import Progress, silent

TYPES = ("F16", "Q8_0", "Q6_K", "Q5_K_M", "Q5_1", "Q5_0", "Q4_K_M", "Q4_1", "Q4_0", "IQ4_NL")
"""Types that the forge offers, largest first."""

_STEP = re.compile(r"\[\s*(\d+)\s*/\s*(\d+)\s*\]")
_COMPLAINT = re.compile(r"\b(fail|error).*", re.IGNORECASE)
_LOG_LINES = 20
_FULL = 1 << 20
"""A disk with less free space, in bytes, is full."""


def quantize(
    source: Path, target: Path, *, type: str, threads: int = 0, progress: Progress = silent
) -> None:
    """Quantise a GGUF file, one that is quantised already included.

    Args:
        source: The model.
        target: Where to write.
        type: One of `TYPES`.
        threads: Threads to use; 0 for as many as the machine has.
        progress: Shown while working.

    Raises:
        ModelFileError: If llama.cpp can't do it.
        OSError: If the disk is full.
    """
    command = [sys.executable, "-P", "-m", __name__, str(source), str(target), type, str(threads)]
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
    import llama_cpp

    source, target, type_, threads = sys.argv[1:]
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = getattr(llama_cpp, f"LLAMA_FTYPE_MOSTLY_{type_}")
    parameters.allow_requantize = True
    parameters.nthread = int(threads)
    return int(
        llama_cpp.llama_model_quantize(source.encode(), target.encode(), parameters)  # bytes paths
    )


if __name__ == "__main__":
    sys.exit(_main())
