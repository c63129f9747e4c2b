"""Handles from asyncio: a thread waits where the handle can't be awaited itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from lottery_agent.models.engine import Completion, Handle


async def completed(handle: Handle) -> Completion:
    """Wait for a completion. Cancelling the task leaves the request to its owner."""
    return await asyncio.to_thread(handle.result)


async def pieces(handle: Handle) -> AsyncIterator[str]:
    """Yield a text as it comes."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        try:
            for piece in handle:
                loop.call_soon_threadsafe(queue.put_nowait, piece)
        finally:
            loop.call_soon_threadsafe(queue.put_nowait, None)

    reading = asyncio.create_task(asyncio.to_thread(read))
    try:
        while (piece := await queue.get()) is not None:
            yield piece
        await reading
    finally:
        if not reading.done():
            handle.cancel()
            reading.add_done_callback(lambda task: task.cancelled() or task.exception())
