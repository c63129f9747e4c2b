"""How many threads to compute with, given what other programs leave of the processors.

llama.cpp's threads wait for one another several hundred times in a step, and they wait spinning.
If another program takes one of their processors, each wait lasts until the scheduler gives it back,
and a step of ten milliseconds takes a second. With one thread fewer there is nobody to wait for.
Results don't depend on the number of threads.

While threads spin, the process gets nearly all of the time of as many processors as it has threads;
if it gets clearly less, somebody else has taken some.
"""

from __future__ import annotations

_WINDOW_SECONDS = 0.1
_FAIR_SHARE = 0.8
_FIRST_WAIT, _LAST_WAIT = 0.5, 16.0


class Threads:
    """Decides on the number of threads, step by step.

    Args:
        most: How many there are at best.
    """

    def __init__(self, most: int) -> None:
        self.count = most
        """How many to use in the next step."""
        self._most = most
        self._wall = self._processor = 0.0
        self._wait = _FIRST_WAIT
        self._retry = 0.0

    def observe(self, *, wall: float, processor: float, now: float) -> None:
        """Learn from a step and decide on the next one.

        Args:
            wall: Seconds that it took.
            processor: Seconds of processor time that the process got meanwhile.
            now: Seconds on a clock that only goes forward.
        """
        self._wall += wall
        self._processor += processor
        if self._wall < _WINDOW_SECONDS:
            return
        got = self._processor / self._wall
        self._wall = self._processor = 0.0
        if self.count > 1 and got < _FAIR_SHARE * self.count:
            self.count = max(1, min(self.count - 1, int(got)))
            self._retry = now + self._wait
            self._wait = min(2 * self._wait, _LAST_WAIT)
        elif self.count == self._most:
            self._wait = _FIRST_WAIT
        elif now >= self._retry:
            self.count = self._most
