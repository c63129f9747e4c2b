"""What the operating system holds a worker to: memory, time of a call, and no way out.

The tools neither write files, nor use the network, nor start programs. Confinement is the second
line behind that: should a library be led to try, the system refuses, as far as the platform lets.

| | Linux | macOS | Windows |
| --- | --- | --- | --- |
| memory (address space) | yes | no | no |
| processor time of a call, in all threads | yes | yes | no |
| wall-clock time of a call | yes | yes | by the parent alone |
| files can't be written | yes | their content | no |
| only the interpreter and its libraries can be read | from 5.13 on | no | no |
| no sockets, no new processes | yes (x86-64, ARM64) | no | no |
"""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import lottery_agent.errors
from lottery_agent.toolbox import landlock, seccomp

_GRACE = 1.0
"""How long after the parent's deadline the kernel ends the process, in seconds."""

_OPEN_FILES = 256

# Loaded or read late by the interpreter, the C library and numeric libraries. DuckDB ends the
# process if it may not read the limits of its control group.
_SYSTEM = (
    *("/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo"),
    *("/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/sys/devices/system/cpu"),
    "/sys/fs/cgroup",
    *("/dev/null", "/dev/urandom", "/proc/meminfo", "/proc/self", "/proc/cpuinfo"),
)


def limit_memory(megabytes: int) -> None:
    """Bound the address space, where the platform can."""
    size = megabytes * 1024 * 1024
    _limit("RLIMIT_AS", size)


@contextlib.contextmanager
def time_limits(seconds: float, processor_seconds: float) -> Iterator[None]:
    """Let the kernel end the process if the block takes too long.

    The default action of the signals needs no interpreter, so it works while a library holds the
    lock, and it holds when the parent is no longer there to kill. The alarm is behind the parent's
    own clock; time of the processor is that of all threads, which nobody else watches.

    Args:
        seconds: The parent's limit on wall-clock time. The process ends a little later.
        processor_seconds: Limit on processor time.
    """
    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
    signal.setitimer(signal.ITIMER_PROF, processor_seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def confine() -> frozenset[str]:
    """Give up files, network and processes, for good.

    What is open stays open, and what is loaded stays loaded.

    Returns:
        What the platform agreed to: of `files` and `processes` (with the network).
    """
    _limit("RLIMIT_FSIZE", 0)
    _limit("RLIMIT_NOFILE", _OPEN_FILES)
    here = (Path(lottery_agent.errors.__file__).parent, Path(__file__).parent)
    readable = {sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path, *map(str, here), *_SYSTEM}
    held = {
        "files": landlock.restrict(sorted(filter(None, readable))),
        "processes": seccomp.restrict(),
    }
    return frozenset(name for name, agreed in held.items() if agreed)


def _limit(name: str, value: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    # macOS knows some limits but refuses to set them; a stricter one of the user's stays.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(getattr(resource, name), (value, value))
