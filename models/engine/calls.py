"""Calls on their way to another process: which wait, which were sent, and what became of them.

Only as many are sent as keep the other side busy. The others wait here, where they survive its
crash: one request that kills the process fails with its neighbours, not with a whole queue.
"""

from __future__ import annotations

import itertools
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from lottery_agent.errors import LotteryError
from lottery_agent.models.engine.messages import Message, to_error
from lottery_agent.models.engine.room import Room
from lottery_agent.models.engine.tracking import TrackedRequest, own
from lottery_agent.models.engine.waits import Waiting

Send = Callable[[Iterable[Message]], None]

_numbers = itertools.count()

_LONGEST = 1e6  # seconds; much longer waits overflow the clock of some platforms' locks


@dataclass(slots=True, eq=False)
class Call:
    """Something that the other side shall do."""

    message: Message
    tracked: TrackedRequest[Any]
    read: Callable[[Any], Any]
    """From the data of the result to the result."""
    deadline: float = math.inf
    """Time on the monotonic clock."""
    quick: bool = False
    """Whether it is answered at once, takes no place and needs no room in the queue."""
    stream: bool = False
    """Whether somebody reads the text piece by piece."""
    number: int = field(default_factory=lambda: next(_numbers))


class Calls:
    """All calls of one engine. Thread-safe.

    A call ends at its deadline or when it is cancelled, whatever the other side does.

    Args:
        places: Most calls that are on the other side at once, quick ones not counted.
        queue: Most calls that wait or run, quick ones not counted.
    """

    def __init__(self, *, places: int, queue: int) -> None:
        self._places = min(places, queue)
        self._room = Room(queue)
        self._changed = threading.Condition()
        self._quick: deque[Call] = deque()
        self._waiting: deque[Call] = deque()
        self._sent: dict[int, Call] = {}
        self._running = 0
        self._notes: list[Message] = []
        self._send: Send | None = None
        self._nearest = math.inf
        self._closed: LotteryError | None = None

    @property
    def closed(self) -> LotteryError | None:
        """Why no more calls are taken, if so."""
        return self._closed

    def enter(self, call: Call) -> Waiting[None]:
        """Take a call as soon as there is room in the queue.

        Raises:
            LotteryError: If no calls are taken any more.
        """
        if (yield from self._room.enter(call.tracked)):
            self.add(call)

    def add(self, call: Call) -> None:
        """Take a call at once.

        Raises:
            LotteryError: If no calls are taken any more.
        """
        with self._changed:
            if self._closed is not None:
                raise own(self._closed).with_traceback(None)
            (self._quick if call.quick else self._waiting).append(call)
            self._nearest = min(self._nearest, call.deadline)
            self._changed.notify()

    def follow(self, call: Call) -> None:
        """Ask for the text of a call piece by piece from now on."""
        with self._changed:
            if not call.stream and call.number in self._sent:
                self._notes.append({"do": "stream", "id": call.number})
                self._changed.notify()
            call.stream = True

    def review(self) -> None:
        """Let calls that were cancelled leave."""
        with self._changed:
            self._nearest = -math.inf
            self._changed.notify()

    def connect(self, send: Send) -> None:
        """Let calls go out by this function."""
        with self._changed:
            self._send = send
            self._changed.notify()

    def disconnect(self, error: LotteryError) -> None:
        """Fail what was sent; what waits goes out at the next connection."""
        with self._changed:
            self._send = None
            lost = list(self._sent.values())
            self._sent.clear()
            self._notes.clear()
            self._running = 0
        _fail(lost, error)

    def close(self, error: LotteryError) -> None:
        """Fail everything and take no more calls. Only the first error counts."""
        with self._changed:
            self._closed = self._closed or error
            lost = [*self._quick, *self._waiting, *self._sent.values()]
            self._quick.clear()
            self._waiting.clear()
            self._sent.clear()
            self._changed.notify()
        self._room.close()
        _fail(lost, self._closed)

    def next(self) -> tuple[Send, list[Message]] | None:
        """Wait for messages to send, and return them with where they go; None when closed."""
        with self._changed:
            while self._closed is None:
                self._drop_stopped()
                if self._send is not None and (messages := self._take()):
                    return self._send, messages
                self._changed.wait(_until(self._nearest))
        return None

    def settle(self, message: Message) -> None:
        """Take a piece, a result or an error from the other side."""
        with self._changed:
            if "piece" in message:
                call = self._sent.get(message["id"])
            else:
                call = self._sent.pop(message["id"], None)
                if call is not None and not call.quick:
                    self._running -= 1
                    self._changed.notify()
        if call is None:
            return
        if "piece" in message:
            call.tracked.write(message["piece"])
        elif "error" in message:
            # The other side's clock began later: the reason is better known here.
            call.tracked.fail(call.tracked.stop_reason() or to_error(message["error"]))
        else:
            call.tracked.finish(call.read(message["result"]))

    def _drop_stopped(self) -> None:
        """End calls that are late or cancelled, and tell the other side about those it has."""
        if time.monotonic() < self._nearest:
            return
        self._nearest = math.inf
        for call in [*self._quick, *self._waiting, *self._sent.values()]:
            if call.tracked.done():
                continue
            if reason := call.tracked.stop_reason():
                call.tracked.fail(reason)
                if call.number in self._sent:
                    self._notes.append({"do": "cancel", "id": call.number})
            else:
                self._nearest = min(self._nearest, call.deadline)
        for waiting in (self._quick, self._waiting):
            left = [call for call in waiting if not call.tracked.done()]
            if len(left) < len(waiting):
                waiting.clear()
                waiting.extend(left)

    def _take(self) -> list[Message]:
        """Return what is to be sent now."""
        messages, self._notes = self._notes, []
        while self._quick:
            messages.append(self._hand_over(self._quick.popleft()))
        while self._waiting and self._running < self._places:
            self._running += 1
            messages.append(self._hand_over(self._waiting.popleft()))
        return messages

    def _hand_over(self, call: Call) -> Message:
        self._sent[call.number] = call
        left = call.deadline - time.monotonic() if call.deadline < math.inf else None
        return {**call.message, "id": call.number, "seconds": left, "stream": call.stream}


def _fail(calls: Iterable[Call], error: LotteryError) -> None:
    for call in calls:
        call.tracked.fail(error)


def _until(deadline: float) -> float:
    """Return how long to wait for a time that may be infinite, in seconds."""
    return max(0.0, min(deadline - time.monotonic(), _LONGEST))
