"""Room in an engine's queue, given first come, first served."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from typing import Any

from lottery_agent.models.engine.tracking import TrackedRequest
from lottery_agent.models.engine.waits import Wait, Waiting


class Room:
    """Places for requests. Thread-safe.

    Args:
        places: How many there are.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._lock = threading.Lock()
        self._line: OrderedDict[Future[None], None] = OrderedDict()
        self._taken: set[Future[None]] = set()
        self._closed = False

    def enter(self, tracked: TrackedRequest[Any]) -> Waiting[bool]:
        """Wait for a place, which is free again as soon as the request is done.

        Returns:
            Whether there was one before the request's deadline; else the request has failed. Once
            the room is closed there always is one: the caller has to ask why.
        """
        place: Future[None] = Future()
        with self._lock:
            self._line[place] = None
        self._admit()
        entered = False
        try:
            yield Wait(place, tracked.deadline)
            entered = place.done()
        finally:
            if not entered:
                self._leave(place)
        if not entered:
            reason = tracked.stop_reason()
            assert reason is not None  # noqa: S101 - the wait ended at the deadline
            tracked.fail(reason)
            return False

        def leave() -> None:
            if tracked.done():
                self._leave(place)

        tracked.listen(leave)
        return True

    def close(self) -> None:
        """Let everybody in, now and from now on."""
        with self._lock:
            self._closed = True
        self._admit()

    def _leave(self, place: Future[None]) -> None:
        """Give back a place, or leave the line. A second call does nothing."""
        with self._lock:
            self._taken.discard(place)
            self._line.pop(place, None)
        self._admit()

    def _admit(self) -> None:
        """Give free places to those who have waited longest."""
        admitted = []
        with self._lock:
            while self._line and (self._closed or len(self._taken) < self._places):
                place, _ = self._line.popitem(last=False)
                self._taken.add(place)
                admitted.append(place)
        for place in admitted:
            place.set_result(None)
