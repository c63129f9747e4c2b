"""Seccomp: the Linux kernel refuses system calls that no tool needs.

No sockets, no new processes or programs, no looking into other processes, no changed permissions.
The filter lists what is refused, so that a library which uses an unusual call keeps working; files
are `landlock`'s matter (https://docs.kernel.org/userspace-api/seccomp_filter.html).
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys
from collections.abc import Iterable
from dataclasses import dataclass

_NO_NEW_PRIVILEGES = 38
_SET_MODE_FILTER, _ALL_THREADS = 1, 1
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000  # SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO
_CLONE_THREAD = 0x00010000
_OTHER_INTERFACE = 0x40000000  # x32: the calls of x86-64 under other numbers

# Classic BPF: load a word of the call's data; jump if equal, at least, or with a bit set; return.
_LOAD, _EQUAL, _LEAST, _BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16


@dataclass(frozen=True, slots=True)
class _Machine:
    """Numbers of one architecture."""

    audit: int
    seccomp: int
    clone: int
    clone3: int
    refused: tuple[int, ...]


# In order: socket, socketpair, execve, execveat, ptrace, process_vm_readv, process_vm_writev,
# mount, unshare, setns, bpf, keyctl, perf_event_open, userfaultfd, io_uring_setup, pidfd_getfd;
# fchmodat, fchmodat2, fchmod, fchownat, fchown, utimensat, setxattr and its five like; then what
# only x86-64 has: fork, vfork, chmod, chown, lchown, utime, utimes, futimesat.
_MACHINES = {
    "x86_64": _Machine(
        audit=0xC000003E,
        seccomp=317,
        clone=56,
        clone3=435,
        refused=(
            *(41, 53, 59, 322, 101, 310, 311, 165, 272, 308, 321, 250, 298, 323, 425, 438),
            *(268, 452, 91, 260, 93, 280, 188, 189, 190, 197, 198, 199),
            *(57, 58, 90, 92, 94, 132, 235, 261),
        ),
    ),
    "aarch64": _Machine(
        audit=0xC00000B7,
        seccomp=277,
        clone=220,
        clone3=435,
        refused=(
            *(198, 199, 221, 281, 117, 270, 271, 40, 97, 268, 280, 219, 241, 282, 425, 438),
            *(53, 452, 52, 54, 55, 88, 5, 6, 7, 14, 15, 16),
        ),
    ),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def restrict() -> bool:
    """Refuse the calls in all threads of this process, for good, with the error EPERM.

    Returns:
        Whether the kernel agreed. On other systems and rare processors there is no filter.
    """
    machine = _MACHINES.get(platform.machine()) if sys.platform == "linux" else None
    if machine is None or sys.maxsize < 2**32:
        return False
    code = b"".join(_code(machine))
    program = _Program(len(code) // 8, code)
    libc = ctypes.CDLL(None, use_errno=True)
    refused = libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.syscall(
        machine.seccomp, _SET_MODE_FILTER, _ALL_THREADS, ctypes.byref(program)
    )
    return not refused


def _code(machine: _Machine) -> Iterable[bytes]:
    """Yield the filter, one instruction at a time; a jump counts instructions from the next one."""
    refuse = _step(_RETURN, _REFUSE | errno.EPERM)
    yield _step(_LOAD, _MACHINE)
    yield _step(_EQUAL, machine.audit, yes=1)
    yield refuse
    yield _step(_LOAD, _NUMBER)
    yield _step(_LEAST, _OTHER_INTERFACE, no=1)
    yield refuse
    # The C library falls back to `clone`, whose flags, unlike those of `clone3`, can be seen here.
    yield _step(_EQUAL, machine.clone3, no=1)
    yield _step(_RETURN, _REFUSE | errno.ENOSYS)
    for number in machine.refused:
        yield _step(_EQUAL, number, no=1)
        yield refuse
    yield _step(_EQUAL, machine.clone, yes=1)
    yield _step(_RETURN, _ALLOW)
    yield _step(_LOAD, _FIRST_ARGUMENT)
    yield _step(_BIT, _CLONE_THREAD, yes=1)
    yield refuse
    yield _step(_RETURN, _ALLOW)


def _step(operation: int, operand: int, *, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", operation, yes, no, operand)
