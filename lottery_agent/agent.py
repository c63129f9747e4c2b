"""`Agent`: the one object behind the command line, batches and applications.

`stream` is the primitive: it answers in a thread of its own and yields what happens. `ask` folds
those events into the answer; the asynchronous twins wait for the same events.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from lottery_agent.answer import Answer
from lottery_agent.errors import UsageError
from lottery_agent.events import Answered, Event
from lottery_agent.run import Run, answer_with, run_machine
from lottery_agent.settings import load_settings

if TYPE_CHECKING:
    from types import TracebackType

    from langgraph.types import Command

    from lottery_agent._settings_model import Settings
    from lottery_agent.assembly import Parts
    from lottery_agent.conversation import Conversation
    from lottery_agent.graphs.budget import Budget
    from lottery_agent.graphs.handles import Library
    from lottery_agent.graphs.state import State, Task
    from lottery_agent.models.engine import Engine
    from lottery_agent.toolbox.calls import Tool

MAX_QUESTION = 8_000
"""Most characters of a question. Longer texts belong into the context."""

_HISTORY_TURNS = 6


class Agent:
    """Answers questions with a small model that delegates to exact tools.

    Thread-safe: many threads may ask at once, their model calls are decoded together. Engines are
    shared by all agents of a process. Pickling keeps the settings and the tools, nothing else.

    Args:
        settings: Resolved settings; by default from the settings file and the environment.
        engine: An engine to use instead of the one that the settings name. The caller closes it.
        knowledge: A library to use instead of the knowledge base that the settings name, or the
            name of another knowledge base.
        tools: Functions made tools with `@tool`, beside the built-in ones. They run in this
            process; calls of acting ones wait for `resume`. False is the setting of that name: the
            model answers alone.
        **options: Settings by name, which win over all other sources.

    Raises:
        UsageError: If settings are wrong.
    """

    def __init__(
        self,
        *,
        settings: Settings | None = None,
        engine: Engine | None = None,
        knowledge: Library | str | None = None,
        tools: Sequence[Tool | Callable[..., Any]] | bool = (),
        **options: Any,
    ) -> None:
        chosen = settings.model_dump() if settings is not None else {}
        if isinstance(knowledge, str):
            options, knowledge = {**options, "knowledge": knowledge}, None
        if isinstance(tools, bool):
            options, tools = {**options, "tools": tools}, ()
        self.settings = load_settings({**chosen, **options})
        self._engine = engine
        self._knowledge = knowledge
        self._tools = tuple(tools)
        if tools:
            from lottery_agent.toolbox.calls import builtin_registry

            builtin_registry().extended(tools)  # a wrong tool is an error here, not at a question
        self._parts: Parts | None = None
        self._lock = threading.Lock()
        self._assembling = threading.Lock()
        self._running: set[Run] = set()
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
        return {"settings": self.settings.model_dump(), "tools": self._tools}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        settings = load_settings(state["settings"])
        self.__init__(settings=settings, tools=state["tools"])  # type: ignore[misc]

    def close(self) -> None:
        """Cancel what runs and release engine, sandbox and knowledge base."""
        with self._lock:
            self._closed = True
            parts, self._parts = self._parts, None
            running = list(self._running)
        for run in running:
            run.close()
        if parts is not None:
            parts.close()

    def cancel(self) -> None:
        """Cancel all questions that are being answered; they end as failed, `cancelled`."""
        with self._lock:
            running = list(self._running)
        for run in running:
            run.cancel()

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
            limits: Any of `calls`, `tokens` and `seconds`, instead of the settings' limits. The
                time begins when the model is loaded.
            seed: Seed of all sampling, instead of the settings' seed.
            id: Copied into the answer.

        Returns:
            The answer. A run that failed is an answer too: its `status` is `failed`.

        Raises:
            UsageError: If an argument can't be used or the model can't be loaded.
        """
        run = self.stream(
            question,
            context=context,
            options=options,
            conversation=conversation,
            limits=limits,
            seed=seed,
            id=id,
        )
        return _last(run)

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
    ) -> Run:
        """Answer a question and yield each event as it happens; the last one is `Answered`.

        Takes the arguments of `ask` and raises what it raises: wrong arguments at once, a model
        that can't be loaded in place of the first event. Closing the iterator cancels the
        question.
        """
        _check_text("question", question)
        _check_text("context", context or "")
        _check_question(question, options)
        self._check_open()
        task: Task = {
            "question": question.strip(),
            "context": context if context and context.strip() else None,
            "options": list(options) if options else None,
            "history": list(conversation.turns[-_HISTORY_TURNS:]) if conversation else [],
            "depth": self.settings.depth,
        }

        chosen = self.settings.seed if seed is None else seed

        def work(run: Run) -> Answer:
            return self._answer(run, task["question"], task, thread=uuid4().hex, seed=chosen, id=id)

        return self._started(work, self._budget(limits), conversation)

    def resume(
        self,
        answer: Answer,
        approval: bool,
        *,
        conversation: Conversation | None = None,
        limits: Mapping[str, float] | None = None,
    ) -> Answer:
        """Go on with a question whose answer is `waiting`, now that a person has decided.

        Args:
            answer: The answer that waits; its last `work` is the call.
            approval: Whether the call may be made. Without approval the agent abstains.
            conversation: As for `ask`.
            limits: As for `ask`, for the rest of the run.

        Returns:
            The answer; it waits again if there is another call to decide on.

        Raises:
            UsageError: If the answer does not wait, or another agent was asked.
        """
        return _last(self.stream_resume(answer, approval, conversation=conversation, limits=limits))

    def stream_resume(
        self,
        answer: Answer,
        approval: bool,
        *,
        conversation: Conversation | None = None,
        limits: Mapping[str, float] | None = None,
    ) -> Run:
        """Go on as `resume` does and yield each event as it happens."""
        self._check_open()
        parts = self._parts
        if parts is None or parts.approvals is None:
            raise UsageError("no run of this agent waits", hint="resume with the agent you asked")
        waiting = parts.approvals.take(answer)
        given = waiting.decided(approval)

        def work(run: Run) -> Answer:
            resumed = self._answer(
                run,
                waiting.answer.question,
                given,
                thread=waiting.thread,
                seed=waiting.seed,
                id=waiting.answer.id,
            )
            return replace(resumed, usage=waiting.answer.usage + resumed.usage)

        return self._started(work, self._budget(limits), conversation)

    async def aresume(self, answer: Answer, approval: bool, **options: Any) -> Answer:
        """Go on as `resume` does without blocking the event loop."""
        return await asyncio.to_thread(self.resume, answer, approval, **options)

    async def aask(self, question: str, **options: Any) -> Answer:
        """Answer a question without blocking the event loop. Takes the arguments of `ask`."""
        async for event in self.astream(question, **options):
            if isinstance(event, Answered):
                answer = event.answer
        return answer

    async def astream(self, question: str, **options: Any) -> AsyncIterator[Event]:
        """Yield the events of `stream` without blocking the event loop.

        Cancelling the task that reads the events cancels this question and no other.
        """
        run = self.stream(question, **options)
        try:
            while (event := await asyncio.to_thread(next, run, None)) is not None:
                yield event
        finally:
            # Not closed: the reading thread may still wait inside the iterator, and waiting for
            # the run here would block the event loop. Cancelled, it ends at its next step.
            run.cancel()

    def _started(
        self, work: Callable[[Run], Answer], budget: Budget, conversation: Conversation | None
    ) -> Run:
        """Start a run that this agent can cancel."""

        def finished(run: Run, answer: Answer | None) -> None:
            with self._lock:
                self._running.discard(run)
            if conversation is not None and answer is not None:
                conversation.add(answer)

        run = Run(work, budget, finished)
        with self._lock:
            self._running.add(run)
        return run.start()

    def _answer(
        self,
        run: Run,
        question: str,
        given: Task | Command[Any],
        *,
        thread: str,
        seed: int,
        id: str | None,
    ) -> Answer:
        """Run the machine on a task, or on what a person decided, and return the answer."""
        parts = self._assembled()
        run.begin()
        handles = parts.handles(self.settings, budget=run.budget, emit=run.emit, seed=seed)
        larger = handles.larger.info if handles.larger is not None else None
        approvals = parts.approvals

        def invoke() -> State:
            if approvals is not None:
                return approvals.run(given, handles, thread)
            return run_machine(given, handles)

        answer = replace(answer_with(question, handles, larger, invoke), id=id)
        return answer if approvals is None else approvals.keep(answer, thread=thread, seed=seed)

    def _check_open(self) -> None:
        if self._closed:
            raise UsageError("the agent is closed", hint="make a new Agent")

    def _assembled(self) -> Parts:
        from lottery_agent.assembly import assemble

        # Loading takes seconds or, with a download, minutes. The other lock stays free meanwhile,
        # so that the agent can be cancelled and closed.
        with self._assembling:
            self._check_open()
            if self._parts is not None:
                self._parts.load()
                return self._parts
            parts = assemble(
                self.settings, engine=self._engine, knowledge=self._knowledge, tools=self._tools
            )
            with self._lock:
                if not self._closed:
                    self._parts = parts
                    return parts
            parts.close()
            raise UsageError("the agent is closed", hint="make a new Agent")

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


def _last(run: Run) -> Answer:
    """Read the events of a run and return its answer."""
    with closing(run):
        for event in run:
            if isinstance(event, Answered):
                return event.answer
    raise AssertionError("a run ended without an answer")


def _check_text(name: str, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UsageError(
            f"the {name} is not valid Unicode text", hint="write it in UTF-8"
        ) from None


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
    for option in options or ():
        _check_text("option", option)
