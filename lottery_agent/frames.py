"""How a program and its child processes talk: JSON objects, each behind its length in four bytes.

A length prefix needs no escaping and no line buffering, and a reader knows at once whether a frame
is whole. Both sides refuse frames above `FRAME_LIMIT`.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO

FRAME_LIMIT = 16 * 1024 * 1024
"""The largest frame, in bytes."""

PREFIX = 4
"""The bytes before a frame's body, which hold its length."""

_LENGTH = struct.Struct(">I")


class FrameError(ValueError):
    """A frame is too large, cut off, or not a JSON object."""


def encode(message: Mapping[str, Any]) -> bytes:
    """Return a message as one frame.

    Raises:
        FrameError: If the frame would be too large, or the message is nested too deeply.
        TypeError, ValueError: If the message is not plain JSON data.
    """
    try:
        text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    except RecursionError:
        raise FrameError("a message is nested too deeply") from None
    body = text.encode("utf-8", "surrogatepass")
    if len(body) > FRAME_LIMIT:
        raise FrameError(f"a message of {len(body)} bytes is above the limit of {FRAME_LIMIT}")
    return _LENGTH.pack(len(body)) + body


def read(stream: BinaryIO) -> dict[str, Any] | None:
    """Read one message, or None at the end of the stream.

    Raises:
        FrameError: If what comes is no whole frame.
    """
    head = stream.read(PREFIX)
    if not head:
        return None
    if len(head) < PREFIX:
        raise FrameError("the stream ended inside a frame")
    body = stream.read(length := size(head))
    if len(body) < length:
        raise FrameError("the stream ended inside a frame")
    return decode(body)


def size(head: bytes | bytearray) -> int:
    """Return the length of the body that follows a prefix.

    Raises:
        FrameError: If the frame is too large.
    """
    (length,) = _LENGTH.unpack(head)
    if length > FRAME_LIMIT:
        raise FrameError(f"a frame of {length} bytes is above the limit of {FRAME_LIMIT}")
    return int(length)


def decode(body: bytes | bytearray) -> dict[str, Any]:
    """Return the message in a frame's body.

    Raises:
        FrameError: If it is no JSON object, or nested too deeply to read.
    """
    try:
        message = json.loads(body.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise FrameError(f"a frame can't be read: {error}") from None
    if not isinstance(message, dict):
        raise FrameError("a frame holds no JSON object")
    return message


def write(stream: BinaryIO, data: bytes) -> None:
    """Write a frame to an unbuffered stream, which may take it in parts."""
    while data:
        data = data[stream.write(data) :]
