"""Handles: read from threads and from asyncio, by any number of readers."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
import traceback
from collections.abc import Callable

import pytest

from lottery_agent.errors import (
    BudgetExceeded,
    Cancelled,
    EngineCrashed,
    EngineError,
    PromptTooLong,
)
from lottery_agent.models.engine.tracking import TrackedRequest

SOON = 10.0


def later(*actions: Callable[[], None]) -> threading.Thread:
    """Do some things on another thread, as an engine does."""

    def run() -> None:
        for action in actions:
            time.sleep(0.005)
            action()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def spoken(*words: str) -> TrackedRequest[str]:
    """A request that is answered word by word on another thread."""
    tracked = TrackedRequest[str]()
    writes = [lambda word=word: tracked.write(word) for word in words]
    later(*writes, lambda: tracked.finish("".join(words)))
    return tracked


async def read(tracked: TrackedRequest[str], pieces: list[str]) -> str:
    """Collect the pieces of a text, and return the whole."""
    async for piece in tracked:
        pieces.append(piece)  # noqa: PERF401 - they are wanted even if an error follows
    return "".join(pieces)


async def test_await() -> None:
    tracked = spoken("one ", "two")
    assert await tracked == "one two"
    assert await tracked == "one two", "again, and at once"


async def test_await_raises_what_result_raises() -> None:
    tracked = TrackedRequest[str]()
    later(lambda: tracked.fail(EngineError("broken")))
    with pytest.raises(EngineError, match="broken"):
        await tracked
    with pytest.raises(EngineError, match="broken"):
        await read(tracked, [])


async def test_async_for_is_the_text() -> None:
    tracked = spoken("one ", "two ", "three")
    assert await read(tracked, []) == "one two three"
    assert await read(tracked, []) == "one two three"
    assert "".join(tracked) == "one two three", "and once more without asyncio"


async def test_an_error_comes_after_the_text() -> None:
    tracked = TrackedRequest[str]()
    later(lambda: tracked.write("one"), lambda: tracked.fail(Cancelled("enough")))
    pieces: list[str] = []
    with pytest.raises(Cancelled):
        await read(tracked, pieces)
    assert pieces == ["one"]


async def test_a_cancelled_task_cancels_the_request() -> None:
    awaited, streamed = TrackedRequest[str](), TrackedRequest[str]()
    tasks = [asyncio.ensure_future(awaited), asyncio.create_task(read(streamed, []))]
    await asyncio.sleep(0.01)
    for task in tasks:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    for tracked in (awaited, streamed):
        assert isinstance(tracked.stop_reason(), Cancelled)
        assert not tracked._listeners


async def test_a_timeout_cancels_the_request() -> None:
    tracked = TrackedRequest[str]()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await tracked
    assert isinstance(tracked.stop_reason(), Cancelled)


async def test_a_stream_that_is_left_cancels_the_request() -> None:
    tracked = TrackedRequest[str]()
    tracked.write("one")
    stream = aiter(tracked)
    assert await anext(stream) == "one"
    assert tracked.stop_reason() is None
    await stream.aclose()  # type: ignore[attr-defined]
    assert isinstance(tracked.stop_reason(), Cancelled)


async def test_a_task_that_ends_after_the_request_cancels_nothing() -> None:
    tracked = spoken("one")
    assert await tracked == "one"
    assert tracked.stop_reason() is None


async def test_many_handles_at_once() -> None:
    requests = [spoken(*(f"{number}-{part} " for part in range(3))) for number in range(100)]
    texts = await asyncio.gather(*requests)
    assert texts == [f"{number}-0 {number}-1 {number}-2 " for number in range(100)]


async def test_many_readers_of_one_handle() -> None:
    tracked = spoken("one ", "two ", "three")
    results = await asyncio.gather(*(read(tracked, []) for _ in range(20)), *([tracked] * 3))
    assert results == ["one two three"] * 23
    assert not tracked._listeners


def test_two_loops_wait_for_one_handle() -> None:
    tracked = TrackedRequest[str]()
    results: list[str] = []

    async def wait() -> str:
        return await tracked

    threads = [
        threading.Thread(target=lambda: results.append(asyncio.run(wait()))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    later(lambda: tracked.write("x"), lambda: tracked.finish("x"))
    for thread in threads:
        thread.join(SOON)
    assert results == ["x", "x"]


def test_a_loop_that_was_closed_disturbs_nobody() -> None:
    tracked = TrackedRequest[str]()
    loop = asyncio.new_event_loop()
    stream = aiter(tracked)
    task = loop.create_task(anext(stream))  # type: ignore[arg-type]
    loop.run_until_complete(asyncio.sleep(0.01))
    loop.close()  # without waiting for the task
    tracked.write("one")
    tracked.finish("one")
    assert tracked.result(0) == "one"
    task._log_destroy_pending = False  # type: ignore[attr-defined]
    del task, stream
    gc.collect()


async def test_a_handle_of_a_loop_that_was_closed() -> None:
    tracked: list[TrackedRequest[str]] = []

    async def submit() -> None:
        tracked.append(TrackedRequest[str]())

    await asyncio.to_thread(lambda: asyncio.run(submit()))
    later(lambda: tracked[0].finish("x"))
    assert await tracked[0] == "x"


def test_threads_read_one_handle() -> None:
    tracked = spoken(*(f"{number} " for number in range(20)))
    texts: list[str] = []
    threads = [threading.Thread(target=lambda: texts.append("".join(tracked))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    assert texts == ["".join(f"{number} " for number in range(20))] * 8


def test_result_times_out() -> None:
    tracked = TrackedRequest[str]()
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        tracked.result(0.05)
    assert 0.05 <= time.monotonic() - begun < SOON
    tracked.finish("x")
    assert tracked.result(0) == "x"


def test_the_first_outcome_stays() -> None:
    tracked = TrackedRequest[str]()
    tracked.fail(EngineError("first"))
    tracked.finish("second")
    tracked.fail(EngineError("third"))
    with pytest.raises(EngineError, match="first"):
        tracked.result()
    done = TrackedRequest[str]()
    done.finish("first")
    done.fail(EngineError("second"))
    done.cancel()
    done.cancel()
    assert done.result() == "first"


@pytest.mark.parametrize(
    "error",
    [
        EngineCrashed("it died", hint="ask again", output="a\nb"),
        PromptTooLong(3000, 2048),
        BudgetExceeded("seconds", 2.5, 1),
        UnicodeDecodeError("utf-8", b"x", 0, 1, "why not"),
        FileNotFoundError(2, "nothing", "here"),
        KeyError("k"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_each_caller_gets_an_error_of_its_own(error: Exception) -> None:
    error.add_note("from the engine")
    tracked = [TrackedRequest[str]() for _ in range(3)]
    caught: list[BaseException] = []
    for request in tracked:
        request.fail(error)
        for _ in range(2):
            try:
                request.result(0)
            except Exception as own:
                own.add_note("from a caller")
                caught.append(own)
    assert len({id(own) for own in caught}) == len(caught) == 6
    for own in caught:
        assert own is not error
        assert (type(own), str(own), own.args) == (type(error), str(error), error.args)
        assert {**vars(own), "__notes__": None} == {**vars(error), "__notes__": None}
        assert own.__notes__ == ["from the engine", "from a caller"]
        assert len(traceback.extract_tb(own.__traceback__)) == 2, "this test and `result`"
    assert error.__traceback__ is None
    assert error.__notes__ == ["from the engine"]


def test_an_error_that_can_not_be_copied_is_raised_itself() -> None:
    class Odd(Exception):
        def __init__(self, first: int, second: int) -> None:
            super().__init__(first + second)

    tracked = TrackedRequest[str]()
    tracked.fail(Odd(1, 2))
    with pytest.raises(Odd, match="3"):
        tracked.result(0)


def test_stop_reasons() -> None:
    woken: list[int] = []
    tracked = TrackedRequest[str](time.monotonic() + 0.05, wake=lambda: woken.append(1))
    assert tracked.stop_reason() is None
    time.sleep(0.06)
    reason = tracked.stop_reason()
    assert isinstance(reason, BudgetExceeded)
    assert (reason.kind, reason.limit) == ("seconds", pytest.approx(0.05, abs=0.02))
    assert reason.used >= reason.limit
    tracked.cancel()
    assert woken == [1], "an idle engine notices"
    assert isinstance(tracked.stop_reason(), Cancelled)
