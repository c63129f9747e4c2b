"""Runs that wait for a person to approve a call of an acting tool.

LangGraph interrupts such a run and keeps its state; here is which answer belongs to which run. A
run waits in this process only, so it ends with the agent.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.types import Command

from lottery_agent.answer import Answer, Check, Citation, Work
from lottery_agent.errors import UsageError
from lottery_agent.graphs.machine import RECURSION_LIMIT, Machine, compiled
from lottery_agent.graphs.state import Candidate, Proposal, State, Step, Task

if TYPE_CHECKING:
    from lottery_agent.graphs.handles import Handles

MOST = 1_000
"""Runs that may wait; beyond it the one that has waited longest is given up."""

_WAITING = "waits for approval"
_PLAIN = (Candidate, Proposal, Step, Check, Citation, Work)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A run that waits.

    Attributes:
        thread: LangGraph's name of the run.
        interrupt: LangGraph's name of the call that is decided next.
        answer: The answer that was given so far.
        seed: Seed of the run's sampling.
    """

    thread: str
    interrupt: str
    answer: Answer
    seed: int

    def decided(self, approval: bool) -> Command[Any]:
        """Return what the machine is told when a person has decided."""
        return Command(resume={self.interrupt: approval})


class Approvals:
    """The runs of one agent that wait. Thread-safe."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, Waiting] = OrderedDict()
        self._lock = threading.Lock()
        # A checkpoint may construct what the state is made of, and nothing else.
        self._saver = InMemorySaver(
            serde=JsonPlusSerializer(
                allowed_msgpack_modules=[(kind.__module__, kind.__name__) for kind in _PLAIN]
            )
        )

    @cached_property
    def _machine(self) -> Machine:
        return compiled(self._saver)

    def run(self, given: Task | Command[Any], handles: Handles, thread: str) -> State:
        """Run the machine until it ends or waits.

        Args:
            given: The task, or what a person decided.
            handles: The handles of the run.
            thread: Name of the run.
        """
        final = self._machine.invoke(
            given,
            context=handles,
            config={"recursion_limit": RECURSION_LIMIT, "configurable": {"thread_id": thread}},
            durability="exit",
        )
        return cast(State, final)

    def keep(self, answer: Answer, *, thread: str, seed: int) -> Answer:
        """Remember a run whose answer is `waiting`, and forget one that has ended.

        Returns:
            The answer; one that waits names the call, and has an id to find its run by.
        """
        if answer.status != "waiting":
            self._saver.delete_thread(thread)
            return answer
        state = self._machine.get_state({"configurable": {"thread_id": thread}})
        proposed = state.interrupts[0]
        asked = Work(proposed.value["tool"], proposed.value["call"], _WAITING)
        answer = replace(answer, id=answer.id or uuid4().hex, work=(*answer.work, asked))
        with self._lock:
            self._waiting[str(answer.id)] = Waiting(thread, proposed.id, answer, seed)
            if len(self._waiting) > MOST:
                _, oldest = self._waiting.popitem(last=False)
                self._saver.delete_thread(oldest.thread)
        return answer

    def take(self, answer: Answer) -> Waiting:
        """Return the run that an answer belongs to; it can be gone on with once.

        Raises:
            UsageError: If the answer does not wait, or its run is not known here.
        """
        if answer.status != "waiting":
            raise UsageError(
                f"an answer that is {answer.status!r} needs no approval",
                hint="resume answers whose status is 'waiting'",
            )
        with self._lock:
            waiting = self._waiting.pop(str(answer.id), None)
        if waiting is None:
            raise UsageError(
                f"no run waits under the id {answer.id!r}",
                hint="a run can be resumed once, by the agent that was asked",
            )
        return waiting
