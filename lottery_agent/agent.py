"""`Agent`: the one object behind the command line, batches and applications.

`stream` is the primitive: it runs the machine in a thread of its own and yields what happens.
`ask` folds those events into the answer; the async twins wait for the same events.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lottery_agent.answer import Answer, ErrorInfo, Reason, TicketInfo
from lottery_agent.errors import BudgetExceeded, Cancelled, LotteryError, UsageError
from lottery_agent.events import Answered, Event
from lottery_agent.settings import load_settings

if TYPE_CHECKING:
    from types import TracebackType

    from lottery_agent._settings_model import Settings
    from lottery_agent.assembly import Parts
    from lottery_agent.conversation import Conversation
    from lottery_agent.graphs.budget import Budget
    from lottery_agent.graphs.handles import Library
    from lottery_agent.graphs.state import Task
    from lottery_agent.models.engine import Engine

MAX_QUESTION = 8_000
"""Most characters of a question. Longer texts belong into the context."""

_HISTORY_TURNS = 6


class Agent:
    """Answers questions with a small model that delegates to exact tools.

    Thread-safe: many threads may ask at once, their model calls are decoded together. Engines are
    shared by all agents of a process. Pickling keeps the settings and nothing else.

    Args:
        settings: Resolved settings; by default from the settings file and the environment.
        engine: An engine to use instead of the one that the settings name. The caller closes it.
        knowledge: A library to use instead of the knowledge base that the settings name.
        **options: Settings by name, which win over all other sources.

    Raises:
        UsageError: If settings are wrong.
    """

    def __init__(
        self,
        *,
        settings: Settings | None = None,
        engine: Engine | None = None,
        knowledge: Library | None = None,
        **options: Any,
    ) -> None:
        if settings is not None and options:
            settings = settings.model_copy(update=options)
        self.settings = settings if settings is not None else load_settings(options)
        self._engine = engine
        self._knowledge = knowledge
        self._parts: Parts | None = None
        self._lock = threading.Lock()
        self._running: set[Budget] = set()
        self._closed = False

    def __enter__(self) -> Agent:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __getstate__(self) -> dict[str, Any]:
        return {"settings": self.settings.model_dump()}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.__init__(settings=load_settings(state["settings"]))  # type: ignore[misc]

    def close(self) -> None:
        """Cancel what runs and release engine, sandbox and knowledge base."""
        self.cancel()
        with self._lock:
            self._closed = True
            parts, self._parts = self._parts, None
        if parts is not None:
            parts.close()

    def cancel(self) -> None:
        """Cancel all questions that are being answered; they end as failed, `cancelled`."""
        with self._lock:
            running = list(self._running)
        for budget in running:
            budget.cancel()

    def prepare(self) -> None:
        """Load the model and start the tools now rather than with the first question.

        Raises:
            UsageError: If the model can't be fetched or loaded.
        """
        # A thread of its own, so that an interrupt reaches the caller and is not swallowed by one
        # of llama.cpp's callbacks into Python.
        loaded: queue.SimpleQueue[BaseException | None] = queue.SimpleQueue()

        def load() -> None:
            try:
                self._assembled()
            except BaseException as error:
                loaded.put(error)
            else:
                loaded.put(None)

        threading.Thread(target=load, name="lottery-load", daemon=True).start()
        error = loaded.get()
        if error is not None:
            raise error

    def ask(
        self,
        question: str,
        *,
        context: str | None = None,
        options: Sequence[str] | None = None,
        conversation: Conversation | None = None,
        limits: Mapping[str, float] | None = None,
        seed: int | None = None,
        id: str | None = None,
    ) -> Answer:
        """Answer a question.

        Args:
            question: The question, at most `MAX_QUESTION` characters.
            context: Text that the question is about; it belongs to this question only.
            options: Answer options; the answer is then the letter or the text of one.
            conversation: Earlier turns. The new turn is added to it.
            limits: Any of `calls`, `tokens` and `seconds`, instead of the settings' limits.
            seed: Seed of all sampling, instead of the settings' seed.
            id: Copied into the answer.

        Returns:
            The answer. A run that failed is an answer too: its `status` is `failed`.

        Raises:
            UsageError: If an argument can't be used or the model can't be loaded.
        """
        events = self.stream(
            question,
            context=context,
            options=options,
            conversation=conversation,
            limits=limits,
            seed=seed,
            id=id,
        )
        return _fold(events)

    def stream(
        self,
        question: str,
        *,
        context: str | None = None,
        options: Sequence[str] | None = None,
        conversation: Conversation | None = None,
        limits: Mapping[str, float] | None = None,
        seed: int | None = None,
        id: str | None = None,
    ) -> Iterator[Event]:
        """Answer a question and yield each event as it happens; the last one is `Answered`.

        Takes the arguments of `ask` and raises what it raises: wrong arguments at once, a model
        that can't be loaded in place of the first event. Closing the iterator cancels the
        question.
        """
        _check_question(question, options)
        self._check_open()
        budget = self._budget(limits)
        task: Task = {
            "question": question.strip(),
            "context": context if context and context.strip() else None,
            "options": list(options) if options else None,
            "history": list(conversation.turns[-_HISTORY_TURNS:]) if conversation else [],
            "depth": self.settings.depth,
        }
        events: queue.SimpleQueue[Event | BaseException] = queue.SimpleQueue()

        def run() -> None:
            try:
                answer = self._run(self._assembled(), task, budget, events.put, seed)
                events.put(Answered(replace(answer, id=id)))
            except BaseException as error:  # raised again where the events are read
                events.put(error)

        with self._lock:
            self._running.add(budget)
        thread = threading.Thread(target=run, name="lottery-question", daemon=True)
        thread.start()
        return self._events(events, thread, budget, conversation)

    async def aask(self, question: str, **options: Any) -> Answer:
        """Answer a question without blocking the event loop. Takes the arguments of `ask`."""
        answer: Answer | None = None
        async for event in self.astream(question, **options):
            if isinstance(event, Answered):
                answer = event.answer
        assert answer is not None  # noqa: S101 - the last event is `Answered`
        return answer

    async def astream(self, question: str, **options: Any) -> AsyncIterator[Event]:
        """Yield the events of `stream` without blocking the event loop.

        Cancelling the task that reads the events cancels the question.
        """
        events = await asyncio.to_thread(self.stream, question, **options)
        try:
            while (event := await asyncio.to_thread(next, events, None)) is not None:
                yield event
        finally:
            # The reading thread may still be inside the iterator, which can't be closed then:
            # cancelling the run lets it finish at the next step.
            try:
                events.close()  # type: ignore[attr-defined]
            except ValueError:
                self.cancel()

    def _events(
        self,
        events: queue.SimpleQueue[Event | BaseException],
        thread: threading.Thread,
        budget: Budget,
        conversation: Conversation | None,
    ) -> Iterator[Event]:
        finished = False
        try:
            while not finished:
                event = events.get()
                finished = isinstance(event, Answered | BaseException)
                if isinstance(event, BaseException):
                    raise event
                if isinstance(event, Answered) and conversation is not None:
                    conversation.add(event.answer)
                yield event
        finally:
            budget.cancel()
            thread.join()
            with self._lock:
                self._running.discard(budget)

    def _check_open(self) -> None:
        if self._closed:
            raise UsageError("the agent is closed", hint="make a new Agent")

    def _assembled(self) -> Parts:
        from lottery_agent.assembly import assemble

        with self._lock:
            self._check_open()
            if self._parts is None:
                self._parts = assemble(
                    self.settings, engine=self._engine, knowledge=self._knowledge
                )
            return self._parts

    def _budget(self, limits: Mapping[str, float] | None) -> Budget:
        from lottery_agent.graphs.budget import Budget

        chosen: dict[str, float] = {
            "calls": self.settings.max_calls,
            "tokens": self.settings.max_tokens,
            "seconds": self.settings.timeout,
        }
        for name, value in (limits or {}).items():
            if name not in chosen or value <= 0:
                raise UsageError(
                    f"limit {name!r} = {value!r} can't be used",
                    hint="limits are calls, tokens and seconds, above 0",
                )
            chosen[name] = value
        return Budget(
            calls=int(chosen["calls"]), tokens=int(chosen["tokens"]), seconds=chosen["seconds"]
        )

    def _run(
        self,
        parts: Parts,
        task: Task,
        budget: Budget,
        emit: Callable[[Event], None],
        seed: int | None,
    ) -> Answer:
        from langgraph.errors import GraphRecursionError

        from lottery_agent.graphs.machine import RECURSION_LIMIT, machine

        handles = parts.handles(
            self.settings,
            budget=budget,
            emit=emit,
            seed=self.settings.seed if seed is None else seed,
        )
        info = parts.engine.info
        ticket = TicketInfo(info.name, info.type, info.sha256, info.bytes)
        failed: LotteryError
        reason: Reason
        try:
            final = machine().invoke(
                task,
                context=handles,
                config={"recursion_limit": RECURSION_LIMIT},
            )
        except Cancelled as error:
            failed, reason = error, "cancelled"
        except BudgetExceeded as error:
            failed, reason = error, "limit"
        except GraphRecursionError:
            failed, reason = BudgetExceeded("steps", RECURSION_LIMIT, RECURSION_LIMIT), "limit"
        except LotteryError as error:
            failed, reason = error, "error"
        else:
            return _answer(final, budget, ticket)
        return Answer(
            question=task["question"],
            status="failed",
            reason=reason,
            usage=budget.usage(),
            ticket=ticket,
            error=ErrorInfo(type(failed).__name__, failed.message, failed.hint),
        )


def _check_question(question: str, options: Sequence[str] | None) -> None:
    if not question.strip():
        raise UsageError("the question is empty", hint="write what you want to know")
    if len(question) > MAX_QUESTION:
        raise UsageError(
            f"the question has {len(question):,} characters, at most {MAX_QUESTION:,} are read",
            hint="put the text into a file and pass it as context",
        )
    if options is not None and (len(options) == 1 or len(set(options)) < len(options)):
        raise UsageError(
            f"options {list(options)!r} leave nothing to choose",
            hint="give at least two different options",
        )


def _answer(final: Mapping[str, Any], budget: Budget, ticket: TicketInfo) -> Answer:
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


def _fold(events: Iterator[Event]) -> Answer:
    for event in events:
        if isinstance(event, Answered):
            return event.answer
    raise AssertionError("a run ended without an answer")
