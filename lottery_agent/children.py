"""How a child process begins that serves frames: private streams, deaf to Ctrl-C, never an orphan.

The parent starts it as `python -I -m …`, in a session of its own.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import BinaryIO

_PR_SET_PDEATHSIG = 1


def become_child() -> tuple[BinaryIO, BinaryIO]:
    """Prepare this process and return the streams of requests and replies.

    Ctrl-C is for the parent to handle; the kernel ends this process with the parent's thread that
    started it (Linux), as the end of the requests does everywhere; a crash leaves no core dump.
    What a library prints goes to standard error, and it can't read the requests.
    """
    _die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _forbid_core_dumps()
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    with open(os.devnull, "rb") as null:  # noqa: PTH123 - a device
        os.dup2(null.fileno(), 0)
    os.dup2(2, 1)
    return requests, replies


def _die_with_parent() -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _forbid_core_dumps() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
