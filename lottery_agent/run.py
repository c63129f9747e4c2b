"""One question on its way: a thread that answers it, and the events that it emits meanwhile."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Self, cast

from lottery_agent.answer import Answer, ErrorInfo, Reason, TicketInfo
from lottery_agent.errors import BudgetExceeded, Cancelled, LotteryError, PromptTooLong, UsageError
from lottery_agent.events import Answered, Event

if TYPE_CHECKING:
    from langgraph.types import Command

    from lottery_agent.graphs.budget import Budget
    from lottery_agent.graphs.handles import Handles
    from lottery_agent.graphs.state import State, Task
    from lottery_agent.models.engine import EngineInfo

Emit = Callable[[Event], None]


class Run(Iterator[Event]):
    """An iterator over the events of a question; the last one is `Answered`.

    What the thread raises is raised where the events are read.

    Args:
        work: Answers the question; it is given the function that takes events.
        budget: The limits of the run; cancelling it ends the run.
        finished: Called with the answer before it is read, and with None if there is none.
    """

    def __init__(
        self,
        work: Callable[[Run], Answer],
        budget: Budget,
        finished: Callable[[Run, Answer | None], None],
    ) -> None:
        self.budget = budget
        self._work = work
        self._finished = finished
        self._events: queue.SimpleQueue[Event | BaseException] = queue.SimpleQueue()
        self._begun = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="lottery-question", daemon=True)

    def start(self) -> Self:
        """Start answering."""
        self._thread.start()
        return self

    def begin(self) -> None:
        """Say that the model is loaded: the time of the question begins to count."""
        self.budget.restart()
        self._begun.set()

    def emit(self, event: Event) -> None:
        """Take an event of the run."""
        self._events.put(event)

    def __next__(self) -> Event:
        if self._ended:
            raise StopIteration
        try:
            event = self._events.get()
        except BaseException:
            self.close()
            raise
        if isinstance(event, BaseException):
            self._ended = True
            raise event
        self._ended = isinstance(event, Answered)
        return event

    def cancel(self) -> None:
        """Ask the run to end; its answer will be a failed one, `cancelled`."""
        self.budget.cancel()

    def close(self) -> None:
        """Cancel the run and wait until it has let go of the model.

        A run that still waits for the model to load is not waited for: it ends by itself.
        """
        self._ended = True
        self.budget.cancel()
        if self._begun.is_set() and self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        answer: Answer | None = None
        last: Event | BaseException
        try:
            answer = self._work(self)
            last = Answered(answer)
        except BaseException as error:  # raised again where the events are read
            last = error
        self._finished(self, answer)
        self._events.put(last)


def run_machine(task: Task | Command[Any], handles: Handles) -> State:
    """Run the machine on a task to its end."""
    from lottery_agent.graphs.machine import RECURSION_LIMIT, machine

    config: Any = {"recursion_limit": RECURSION_LIMIT}
    final = machine().invoke(task, context=handles, config=config)
    return cast("State", final)


def answer_with(
    question: str, handles: Handles, larger: EngineInfo | None, run: Callable[[], State]
) -> Answer:
    """Run the machine and return its answer, a failed one if the run failed.

    Args:
        question: The question, for an answer that failed.
        handles: The handles of the run.
        larger: The model to escalate to, if there is one.
        run: Runs the machine with these handles and returns its final state.

    Raises:
        UsageError: If something that the caller named can't be used, a knowledge base say.
    """
    from langgraph.errors import GraphRecursionError

    from lottery_agent.graphs.machine import RECURSION_LIMIT

    budget = handles.budget
    failed: LotteryError
    reason: Reason
    try:
        final = run()
    except GraphRecursionError:
        failed, reason = BudgetExceeded("steps", RECURSION_LIMIT, RECURSION_LIMIT), "limit"
    except LotteryError as error:
        if isinstance(error, Cancelled) or budget.cancelled:
            failed, reason = error, "cancelled"
        elif isinstance(error, BudgetExceeded | PromptTooLong):
            failed, reason = error, "limit"
        elif isinstance(error, UsageError):
            raise
        else:
            failed, reason = error, "error"
    else:
        info = larger if final.get("escalated") and larger is not None else handles.engine.info
        return _answer(final, budget, ticket_info(info))
    return Answer(
        question=question,
        status="failed",
        reason=reason,
        usage=budget.usage(),
        ticket=ticket_info(handles.engine.info),
        error=ErrorInfo(type(failed).__name__, failed.message, failed.hint),
    )


def ticket_info(info: EngineInfo) -> TicketInfo:
    """Return what an answer says about the model."""
    return TicketInfo(info.name, info.type, info.sha256, info.bytes)


def _answer(final: State, budget: Budget, ticket: TicketInfo) -> Answer:
    if "answered" not in final:  # a call waits for approval
        return Answer(
            question=final["question"],
            status="waiting",
            agent=final.get("agent"),
            work=tuple(final.get("work", ())),
            usage=budget.usage(),
            ticket=ticket,
        )
    candidate = final["candidate"]
    answered = final["answered"]
    return Answer(
        question=final["question"],
        status="answered" if answered else "abstained",
        answer=candidate.text if answered else None,
        kind=candidate.kind if answered else None,
        exact=candidate.exact if answered else False,
        reason=final.get("reason"),
        confidence=round(min(1.0, candidate.confidence), 4),
        agent=final["agent"],
        work=tuple(final.get("work", ())),
        citations=candidate.citations,
        checks=tuple(final.get("checks", ())),
        usage=budget.usage(),
        ticket=ticket,
    )
