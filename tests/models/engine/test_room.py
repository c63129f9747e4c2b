"""Waiting for room: first come, first served, from threads and from asyncio."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from lottery_agent.errors import BudgetExceeded
from lottery_agent.models.engine.room import Room
from lottery_agent.models.engine.tracking import TrackedRequest
from lottery_agent.models.engine.waits import afinish, finish

MANY = 40


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        time.sleep(0.001)


def has(things: list[Any], count: int) -> bool:
    return len(things) >= count


def entered(room: Room) -> TrackedRequest[int]:
    tracked = TrackedRequest[int]()
    assert finish(room.enter(tracked))
    return tracked


@pytest.mark.parametrize("places", [1, 3])
def test_threads_enter_in_the_order_in_which_they_came(places: int) -> None:
    """With others that barge in all the time: as soon as a place is free, somebody asks anew."""
    room = Room(places)
    holders = [entered(room) for _ in range(places)]
    order: list[int] = []
    requests: list[TrackedRequest[int]] = []

    def wait(number: int) -> None:
        requests.append(entered(room))
        order.append(number)

    threads = []
    for number in range(MANY):
        threads.append(threading.Thread(target=wait, args=(number,)))
        threads[-1].start()
        until(lambda: len(room._line) == len(threads))
    late: list[threading.Thread] = []
    for count in range(1, MANY + 1):
        (holders.pop(0) if holders else requests[count - places - 1]).finish(0)
        late.append(threading.Thread(target=wait, args=(MANY + count,)))
        late[-1].start()  # it may be quicker than the one that is woken
        until(partial(has, order, count))
    for number in range(MANY - places, 2 * MANY):
        until(partial(has, requests, number + 1))
        requests[number].finish(0)
    for thread in (*threads, *late):
        thread.join(10)
    assert order[:MANY] == list(range(MANY))
    assert sorted(order[MANY:]) == [MANY + count for count in range(1, MANY + 1)]
    assert not room._taken


def test_a_place_is_free_again_once() -> None:
    room = Room(1)
    first = entered(room)
    first.finish(1)
    first.fail(RuntimeError("too late"))
    first.cancel()
    second = entered(room)
    assert not finish(room.enter(TrackedRequest[int](time.monotonic() + 0.02)))
    first.finish(2)
    assert not finish(room.enter(TrackedRequest[int](time.monotonic() + 0.02)))
    second.finish(1)
    entered(room)


def test_who_is_late_leaves_the_line() -> None:
    room = Room(1)
    holder = entered(room)
    late = TrackedRequest[int](time.monotonic() + 0.05)
    assert not finish(room.enter(late))
    with pytest.raises(BudgetExceeded):
        late.result(0)
    assert not room._line
    holder.finish(0)
    entered(room)


async def test_a_task_that_is_cancelled_leaves_the_line() -> None:
    room = Room(1)
    holder = entered(room)
    tasks = [asyncio.create_task(afinish(room.enter(TrackedRequest[int]()))) for _ in range(3)]
    await asyncio.sleep(0.01)
    assert len(room._line) == 3
    tasks[0].cancel()
    with pytest.raises(asyncio.CancelledError):
        await tasks[0]
    assert len(room._line) == 2
    holder.finish(0)
    tasks[1].cancel()  # it has the place, but has not heard of it
    with pytest.raises(asyncio.CancelledError):
        await tasks[1]
    assert await asyncio.wait_for(tasks[2], 10)
    assert len(room._taken) == 1


async def test_a_task_is_late_too() -> None:
    room = Room(1)
    entered(room)
    late = TrackedRequest[int](time.monotonic() + 0.05)
    assert not await afinish(room.enter(late))
    with pytest.raises(BudgetExceeded):
        await late


async def test_closing_lets_everybody_in() -> None:
    room = Room(1)
    entered(room)
    task = asyncio.create_task(afinish(room.enter(TrackedRequest[int]())))
    thread = threading.Thread(target=entered, args=(room,))
    thread.start()
    await asyncio.sleep(0.02)
    assert not task.done()
    room.close()
    assert await asyncio.wait_for(task, 10)
    thread.join(10)
    assert not thread.is_alive()
    entered(room)


def test_a_loop_that_was_closed_disturbs_nobody() -> None:
    room = Room(1)
    holder = entered(room)

    async def give_up() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await afinish(room.enter(TrackedRequest[int]()))

    asyncio.run(give_up())
    holder.finish(0)
    entered(room)
