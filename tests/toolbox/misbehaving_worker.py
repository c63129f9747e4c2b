"""A worker with tools that misbehave, for the tests of the sandbox."""

import os
import signal
import socket
import sys
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.worker import main


def echo(request: Mapping[str, Any]) -> dict[str, Any]:
    print("this must not reach the frames")
    os.write(1, b"nor this")
    return {"echo": dict(request), "pid": os.getpid()}


def sleep(request: Mapping[str, Any]) -> dict[str, Any]:
    time.sleep(request["seconds"])
    return {"pid": os.getpid()}


def spin(request: Mapping[str, Any]) -> dict[str, Any]:
    # One operation that holds the interpreter's lock for hours.
    return {"digits": len(str(7 ** (10**9)))}


def eat(request: Mapping[str, Any]) -> dict[str, Any]:
    return {"size": len(bytearray(request["megabytes"] * 1024 * 1024))}


def leave(request: Mapping[str, Any]) -> dict[str, Any]:
    os._exit(request["status"])


def refuse(request: Mapping[str, Any]) -> dict[str, Any]:
    raise ToolError("no such thing", kind="value", position=7, hint="another thing")


def fail(request: Mapping[str, Any]) -> dict[str, Any]:
    raise KeyError("two\nlines")


def nest(request: Mapping[str, Any]) -> dict[str, Any]:
    return nest(request)


def strange(request: Mapping[str, Any]) -> dict[str, Any]:
    return {"value": object()}


def flood(request: Mapping[str, Any]) -> dict[str, Any]:
    return {"value": "x" * (17 * 1024 * 1024)}


def read_input(request: Mapping[str, Any]) -> dict[str, Any]:
    return {"own": sys.stdin.read()}


def burn(request: Mapping[str, Any]) -> dict[str, Any]:
    # Compression lets go of the interpreter's lock, so the threads use a core each.
    data = os.urandom(1 << 20)

    def work() -> None:
        while True:
            zlib.compress(data, 9)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(request["threads"])]
    for thread in threads:
        thread.start()
    time.sleep(60)
    return {}


def toil(request: Mapping[str, Any]) -> dict[str, Any]:
    end = time.process_time() + request["seconds"]
    while time.process_time() < end:
        pass
    return {"pid": os.getpid()}


def mutter(request: Mapping[str, Any]) -> dict[str, Any]:
    print("x" * request["bytes"], file=sys.stderr)
    print("these are\nmy last words", file=sys.stderr, flush=True)
    if "status" in request:
        os._exit(request["status"])
    return {"pid": os.getpid()}


def garble(request: Mapping[str, Any]) -> dict[str, Any]:
    os.write(REPLIES, request["text"].encode("latin-1"))
    time.sleep(60)
    return {}


def close(request: Mapping[str, Any]) -> dict[str, Any]:
    os.close(REPLIES)
    time.sleep(60)
    return {}


def stop(request: Mapping[str, Any]) -> dict[str, Any]:
    signal.raise_signal(signal.SIGSTOP)
    return {}


kept: list[bytes] = []


def keep(request: Mapping[str, Any]) -> dict[str, Any]:
    kept.append(b"x" * (request["megabytes"] << 20))
    return {"pid": os.getpid()}


def escape(request: Mapping[str, Any]) -> dict[str, Any]:
    folder = Path(request["folder"])
    ways: dict[str, Callable[[], object]] = {
        "write": lambda: (folder / "new").write_text("x"),
        "append": lambda: (folder / "old").open("a"),
        "remove": lambda: (folder / "old").unlink(),
        "rename": lambda: (folder / "old").rename(folder / "new"),
        "make a folder": lambda: (folder / "new").mkdir(),
        "change rights": lambda: (folder / "old").chmod(0o777),
        "read": lambda: (folder / "old").read_text(),
        "list": lambda: list(folder.iterdir()),
        "connect": lambda: socket.create_connection(("127.0.0.1", request["port"]), 1),
        "connect at random": lambda: socket.socketpair(),
        "fork": os.fork,
        "start": lambda: os.posix_spawn("/bin/true", ["true"], {}),
        "become": lambda: os.execv("/bin/true", ["true"]),
        "signal": lambda: os.kill(os.getppid(), signal.SIGTERM),
    }
    done = []
    for name, way in ways.items():
        try:
            way()
            done.append(name)
        except OSError:
            pass
    return {"done": done, "threads": _a_thread_runs()}


def _a_thread_runs() -> bool:
    ran: list[bool] = []
    thread = threading.Thread(target=lambda: ran.append(True))
    thread.start()
    thread.join()
    return ran == [True]


# The copy that `become_child` makes of the pipe is the descriptor before the one of /dev/null.
REPLIES = 4

NAMES = [
    "echo",
    "sleep",
    "spin",
    "eat",
    "leave",
    "refuse",
    "fail",
    "nest",
    "strange",
    "flood",
    "read_input",
    "burn",
    "toil",
    "mutter",
    "garble",
    "close",
    "stop",
    "keep",
    "escape",
]
TABLE = {name: f"__main__:{name}" for name in NAMES} | {"missing": "lottery_agent.nowhere:execute"}

if __name__ == "__main__":
    main(TABLE)
