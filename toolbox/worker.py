"""The other end of the sandbox: a process that loads tools on demand and runs their calls.

Started as `python -I -m lottery_agent.toolbox.worker`, so that neither the environment nor a file
in the user's folder can change what is imported. Standard output carries frames and nothing else:
whatever a library prints goes to standard error. The process ends when its input does, when its
parent dies, or by the alarm that backs up the parent's own clock.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from lottery_agent import frames
from lottery_agent.children import become_child
from lottery_agent.errors import ToolError
from lottery_agent.toolbox.confinement import confine, limit_memory, time_limits

TOOLS: Mapping[str, str] = {
    "mathematics": "lottery_agent.toolbox.mathematics:execute",
    "logic": "lottery_agent.toolbox.logic:execute",
    "satisfiability": "lottery_agent.toolbox.satisfiability:execute",
    "puzzle": "lottery_agent.toolbox.puzzle:execute",
    "calls": "lottery_agent.toolbox.calls:execute",
    "state": "lottery_agent.toolbox.state:execute",
    "table": "lottery_agent.toolbox.table:execute",
}
"""Where each tool lives. A worker imports a tool when it is first asked for."""

_LONGEST_MESSAGE = 400  # characters

Execute = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def _load(target: str) -> Execute:
    module, _, name = target.partition(":")
    execute: Execute = getattr(importlib.import_module(module), name)
    return execute


def _failure(error: BaseException) -> dict[str, Any]:
    if isinstance(error, ToolError):
        return {
            "message": _short(error.message),
            "kind": error.kind,
            "position": error.position,
            "hint": error.hint and _short(error.hint),
        }
    if isinstance(error, MemoryError):
        return {"message": "the tool ran out of memory", "kind": "limit", "hint": "ask for less"}
    if isinstance(error, RecursionError):
        return {"message": "the call is nested too deeply", "kind": "limit", "hint": "split it"}
    text = " ".join(str(error).split())
    return {"message": _short(f"the tool failed: {type(error).__name__}: {text}"), "kind": "crash"}


def _short(text: str) -> str:
    """Return a text that a person and a small model can read, whatever it quotes."""
    if len(text) <= _LONGEST_MESSAGE:
        return text
    return f"{text[: _LONGEST_MESSAGE // 2]} … {text[-_LONGEST_MESSAGE // 3 :]}"


class _Server:
    """Answers requests with the tools of one table."""

    def __init__(self, tools: Mapping[str, str]) -> None:
        self._tools = tools
        self._loaded: dict[str, Execute] = {}
        self._confined = False

    def answer(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Answer one request; a request without a call only loads its tool."""
        try:
            tool = message["tool"]
            if tool not in self._tools:
                known = ", ".join(sorted(self._tools))
                return {"error": {"message": f"no tool {tool!r}", "kind": "usage", "hint": known}}
            if tool not in self._loaded:
                self._loaded[tool] = _load(self._tools[tool])
            if message.get("request") is None:
                return {"result": {}}
            if not self._confined:  # not before: what is imported first may fill its caches
                confine()
                self._confined = True
            with time_limits(message["seconds"], message["processor_seconds"]):
                return {"result": self._loaded[tool](message["request"])}
        except Exception as error:
            # Memory that ran out once is too fragmented to trust: the parent replaces us.
            return {"error": _failure(error), "retire": isinstance(error, MemoryError)}


def _encoded(reply: Mapping[str, Any], limit: int) -> bytes:
    """Return a reply as a frame, or the reason why it can't be sent."""
    try:
        data = frames.encode(reply)
    except frames.FrameError as error:
        return frames.encode({"error": {"message": str(error), "kind": "limit"}})
    except (TypeError, ValueError) as error:
        return frames.encode({"error": _failure(error)})
    if len(data) > limit:
        message = f"a result of {len(data):,} bytes is above the limit of {limit:,}"
        refusal = {"message": message, "kind": "limit", "hint": "ask for less"}
        return frames.encode({"error": refusal})
    return data


def serve(requests: BinaryIO, replies: BinaryIO, tools: Mapping[str, str]) -> None:
    """Answer requests until their stream ends."""
    server = _Server(tools)
    while (message := frames.read(requests)) is not None:
        limit = message.get("reply_bytes", frames.FRAME_LIMIT)
        frames.write(replies, _encoded(server.answer(message), limit))


def main(tools: Mapping[str, str] = TOOLS) -> None:
    """Run a worker. The last argument is its memory limit in MiB.

    A frozen application calls this when it is started with the arguments that it gives as
    `tool_command` (see `Settings`).
    """
    requests, replies = become_child()
    limit_memory(int(sys.argv[-1]))
    with contextlib.suppress(BrokenPipeError):
        serve(requests, replies, tools)


if __name__ == "__main__":
    main()
