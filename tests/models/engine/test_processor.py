"""Turns on one thread, whoever asks."""

from __future__ import annotations

import threading
import time

import pytest

from lottery_agent.models.engine.processor import Processor

SOON = 10.0


def workers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "llama.cpp"]


class Recorder:
    """Turns that write down whose they were, until there are enough."""

    def __init__(self, name: str, log: list[str], count: int) -> None:
        self.name, self.log, self.left = name, log, count
        self.finished = threading.Event()

    def turn(self) -> bool:
        self.left -= 1
        self.log.append(self.name)
        if not self.left:
            self.finished.set()
        return self.left > 0


def test_seats_take_turns() -> None:
    processor, log = Processor(), []
    gate = threading.Event()
    first = processor.join(lambda: not gate.wait(SOON))
    first.wake()  # the thread waits here until both others are queued
    recorders = [Recorder(name, log, 5) for name in "ab"]
    seats = [processor.join(recorder.turn) for recorder in recorders]
    for seat in seats:
        seat.wake()
    gate.set()
    for recorder in recorders:
        assert recorder.finished.wait(SOON)
    assert "".join(log) == "ab" * 5
    for seat in (first, *seats):
        seat.leave()


def test_a_seat_that_is_woken_during_its_turn_gets_another() -> None:
    processor = Processor()
    inside, go, turns = threading.Event(), threading.Event(), []

    def turn() -> bool:
        turns.append(1)
        inside.set()
        go.wait(SOON)
        return False

    seat = processor.join(turn)
    seat.wake()
    assert inside.wait(SOON)
    seat.wake()
    seat.wake()
    go.set()
    processor.call(lambda: None)
    processor.call(lambda: None)
    seat.leave()
    assert len(turns) == 2


def test_no_turn_before_a_seat_is_woken() -> None:
    processor = Processor()
    seat = processor.join(lambda: pytest.fail("nobody woke it"))
    processor.call(lambda: None)
    seat.leave()
    seat.wake()
    processor.call(lambda: None)


def test_call() -> None:
    processor = Processor()
    name = processor.call(lambda: threading.current_thread().name)
    assert name == "llama.cpp"
    assert processor.call(lambda: processor.call(lambda: 7)) == 7, "from within"
    with pytest.raises(ZeroDivisionError):
        processor.call(lambda: 1 // 0)
    assert processor.call(lambda: 8) == 8, "an error ends the call alone"


def test_calls_from_many_threads_run_one_at_a_time() -> None:
    processor, inside, most = Processor(), [], []

    def work() -> None:
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.001)
        inside.pop()

    threads = [threading.Thread(target=processor.call, args=(work,)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    assert most == [1] * 16


def test_leave_waits_for_the_turn() -> None:
    processor, events = Processor(), []
    inside, go = threading.Event(), threading.Event()

    def turn() -> bool:
        inside.set()
        go.wait(SOON)
        events.append("end of turn")
        return True

    seat = processor.join(turn)
    seat.wake()
    assert inside.wait(SOON)
    threading.Timer(0.05, go.set).start()
    seat.leave()
    events.append("left")
    assert events == ["end of turn", "left"], "and there is no turn after it"
    seat.leave()


def test_a_seat_leaves_within_its_turn() -> None:
    processor, turns = Processor(), []

    def turn() -> bool:
        turns.append(1)
        seat.leave()
        return True

    other = processor.join(lambda: False)
    seat = processor.join(turn)
    seat.wake()
    processor.call(lambda: None)
    processor.call(lambda: None)
    assert turns == [1]
    other.leave()


def test_the_thread_lives_as_long_as_there_are_seats() -> None:
    before = set(workers())  # those of other processors, which may end meanwhile
    processor = Processor()
    assert set(workers()) <= before
    for _ in range(3):
        seats = [processor.join(lambda: False) for _ in range(2)]
        assert len(set(workers()) - before) == 1
        seats[0].leave()
        assert processor.call(lambda: True)
        seats[1].leave()
        limit = time.monotonic() + SOON
        while set(workers()) - before:
            assert time.monotonic() < limit, "the thread goes on without seats"
            time.sleep(0.001)
