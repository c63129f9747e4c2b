"""Landlock: the Linux kernel keeps this thread from files, TCP and the signals of others.

A worker needs to read the interpreter and its libraries, which load parts of themselves late, and
nothing else; so only those folders stay readable, and nothing can be written, made or run. Rights
are given up for good, without privileges (https://docs.kernel.org/userspace-api/landlock.html).
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable

# The same on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_GIVE_VERSION = 1
_BENEATH = 1  # a rule about a file or a folder with all that is in it
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many rights to files a version of the interface knows; the first bits, in order."""
_TCP = 0b11  # bind, connect
_SCOPES = 0b11  # abstract sockets and signals outside of this domain
_NO_NEW_PRIVILEGES = 38


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def restrict(readable: Iterable[str]) -> bool:
    """Let this thread, and those that it starts, only read what is in some folders.

    Files that are open stay open.

    Args:
        readable: Folders and files; those that don't exist are left out.

    Returns:
        Whether the kernel agreed. Before Linux 5.13, on other systems, and in some containers it
        does not; before 6.7 it leaves TCP alone, before 6.12 the signals of others.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _GIVE_VERSION)
    if version < 1:
        return False
    ruleset = _Ruleset(
        (1 << _RIGHTS.get(version, 16)) - 1,
        _TCP if version >= 4 else 0,
        _SCOPES if version >= 6 else 0,
    )
    known = ctypes.c_size_t(8 if version < 4 else 16 if version < 6 else 24)
    rules = libc.syscall(_CREATE_RULESET, ctypes.byref(ruleset), known, 0)
    if rules < 0:
        return False
    try:
        for path in readable:
            _allow(libc, rules, path)
        refused = libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.syscall(
            _RESTRICT_SELF, rules, 0
        )
        return not refused
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: str) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        folder = os.path.isdir(path)  # noqa: PTH112 - paths of the interpreter are texts
        rule = _Beneath(_READ_FILE | _READ_FOLDER if folder else _READ_FILE, place)
        libc.syscall(_ADD_RULE, rules, _BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(place)
