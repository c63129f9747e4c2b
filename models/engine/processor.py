"""One thread of the process computes with llama.cpp, in turns.

Two reasons, both measured. A llama.cpp that was built with OpenMP keeps a team of threads for every
thread that calls it; as soon as the teams together have more threads than the machine has
processors, OpenMP lets them sleep at each of the many barriers of a step, and everything takes
twice as long, even while the other teams are idle. And two models that compute at the same time
only take the processors from each other.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")
Turn = Callable[[], bool]
"""Does a short piece of work and tells whether there is more. It must not raise."""


class Seat:
    """A place at the processor, got from `Processor.join`.

    Args:
        processor: Whose.
        turn: What to do each time it is this seat's turn.
    """

    def __init__(self, processor: Processor, turn: Turn) -> None:
        self._processor = processor
        self.turn = turn

    def wake(self) -> None:
        """Say that there is something to do."""
        self._processor.wake(self)

    def leave(self) -> None:
        """Take no more turns. Returns when none is going on. A second call does nothing."""
        self._processor.leave(self)


class Processor:
    """Gives turns to its seats, one after the other, on one thread. Thread-safe.

    The thread lives while there are seats, so that OpenMP's threads end with the last one.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._seats: set[Seat] = set()
        self._ready: deque[Seat] = deque()
        self._current: Seat | None = None
        self._thread: threading.Thread | None = None

    def join(self, turn: Turn) -> Seat:
        """Return a new seat, which gets its first turn after `wake`."""
        seat = Seat(self, turn)
        with self._changed:
            self._seats.add(seat)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="llama.cpp", daemon=True)
                self._thread.start()
        return seat

    def call(self, function: Callable[[], Result]) -> Result:
        """Run a function on the thread and return what it returns, or raise what it raises."""
        if threading.current_thread() is self._thread:
            return function()
        results: list[Result] = []
        errors: list[BaseException] = []
        finished = threading.Event()

        def turn() -> bool:
            try:
                results.append(function())
            except BaseException as error:
                errors.append(error)
            finished.set()
            return False

        seat = self.join(turn)
        try:
            seat.wake()
            finished.wait()
        finally:
            seat.leave()
        if errors:
            raise errors[0]
        return results[0]

    def wake(self, seat: Seat) -> None:
        """Queue a seat, unless it is queued or gone."""
        with self._changed:
            if seat in self._seats and seat not in self._ready:
                self._ready.append(seat)
                self._changed.notify_all()

    def leave(self, seat: Seat) -> None:
        """Take a seat away, when its turn has ended."""
        with self._changed:
            self._seats.discard(seat)
            if seat in self._ready:
                self._ready.remove(seat)
            self._changed.notify_all()
            if threading.current_thread() is not self._thread:
                self._changed.wait_for(lambda: self._current is not seat)

    def _run(self) -> None:
        more = False
        while True:
            with self._changed:
                if more and self._current in self._seats and self._current not in self._ready:
                    self._ready.append(self._current)
                self._current = None
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._ready or not self._seats)
                if not self._ready:
                    self._thread = None
                    return
                self._current = seat = self._ready.popleft()
            more = seat.turn()


PROCESSOR = Processor()
"""The processor of this process."""
