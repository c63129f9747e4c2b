"""A worker with tools that misbehave, for the tests of the sandbox."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
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
    inherited = subprocess.run(
        [sys.executable, "-c", "import sys; print(repr(sys.stdin.read()))"],
        stdout=subprocess.PIPE,
        check=True,
    )
    return {"own": sys.stdin.read(), "inherited": inherited.stdout.decode().strip()}


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
]
TABLE = {name: f"__main__:{name}" for name in NAMES} | {"missing": "lottery_agent.nowhere:execute"}

if __name__ == "__main__":
    main(TABLE)
