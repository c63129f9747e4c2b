"""Shared objects: loaded once, closed by the last user, replaced when they have failed for good."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from lottery_agent.sharing import Shared


class Thing:
    """Something that can fail for good."""

    made = 0

    def __init__(self) -> None:
        type(self).made += 1
        self.works = True
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def shared() -> Shared[Thing]:
    Thing.made = 0
    return Shared(lambda thing: thing.works)


def test_users_of_a_key_share_and_the_last_one_closes(shared: Shared[Thing]) -> None:
    with shared.borrow("a", Thing) as first:
        with shared.borrow("a", Thing) as second, shared.borrow("b", Thing) as other:
            assert first is second
            assert first is not other
        assert (first.closed, other.closed) == (0, 1)
    assert first.closed == 1
    with shared.borrow("a", Thing) as third:
        assert third is not first


def test_many_threads_load_one(shared: Shared[Thing]) -> None:
    barrier = threading.Barrier(8)

    def borrow() -> None:
        barrier.wait()
        with shared.borrow("a", Thing):
            barrier.wait()

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(borrow) for _ in range(8)]:
            done.result()
    assert Thing.made == 1


def test_what_failed_is_replaced_for_the_next_user(shared: Shared[Thing]) -> None:
    with shared.borrow("a", Thing) as old:
        old.works = False
        with shared.borrow("a", Thing) as new:
            assert new is not old
            assert old.closed, "its memory is needed"
            with shared.borrow("a", Thing) as third:
                assert third is new
        assert new.closed == 1


def test_what_failed_is_replaced_for_who_asks_again(shared: Shared[Thing]) -> None:
    mine, yours = shared.borrow("a", Thing), shared.borrow("a", Thing)
    old = mine.get()
    assert yours.get() is mine.get() is old
    old.works = False
    new = mine.get()
    assert new is not old
    assert yours.get() is new
    mine.close()
    mine.close()
    assert new.closed == 0
    yours.close()
    assert (new.closed, Thing.made) == (1, 2)


def test_a_replacement_that_can_not_be_loaded_is_tried_again(shared: Shared[Thing]) -> None:
    things = [Thing()]
    loan = shared.borrow("a", lambda: things.pop())
    loan.get().works = False
    with pytest.raises(IndexError):
        loan.get()
    things.append(Thing())
    assert loan.get().works
    loan.close()
