"""`Agent`: the one object behind the command line, batches and applications.

`stream` is the primitive: it answers in a thread of its own and yields what happens. `ask` folds
those events into the answer; the asynchronous twins wait for the same events.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lottery_agent.answer import Answer
from lottery_agent.errors import UsageError
from lottery_agent.events import Answered, Event
from lottery_agent.run import Run, answer_task
from lottery_agent.settings import load_settings

if TYPE_CHECKING:
    from types import TracebackType

    from lottery_agent._settings_model import Settings
    from lottery_agent.assembly import Parts
    from lottery_agent.conversation import Conversation
    from lottery_agent.graphs.budget import Budget
    from lottery_agent.graphs.handles import Library
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
        chosen = settings.model_dump() if settings is not None else {}
        self.settings = load_settings({**chosen, **options})
        self._engine = engine
        self._knowledge = knowledge
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
        return {"settings": self.settings.model_dump()}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.__init__(settings=load_settings(state["settings"]))  # type: ignore[misc]

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
        with closing(run):
            for event in run:
                if isinstance(event, Answered):
                    return event.answer
        raise AssertionError("a run ended without an answer")

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
        history = list(conversation.turns[-_HISTORY_TURNS:]) if conversation else []

        def work(run: Run) -> Answer:
            parts = self._assembled()
            run.begin()
            handles = parts.handles(
                self.settings,
                budget=run.budget,
                emit=run.emit,
                seed=self.settings.seed if seed is None else seed,
            )
            answer = answer_task(
                {
                    "question": question.strip(),
                    "context": context if context and context.strip() else None,
                    "options": list(options) if options else None,
                    "history": history,
                    "depth": self.settings.depth,
                },
                handles,
                handles.larger.info if handles.larger is not None else None,
            )
            return replace(answer, id=id)

        def finished(run: Run, answer: Answer | None) -> None:
            with self._lock:
                self._running.discard(run)
            if conversation is not None and answer is not None:
                conversation.add(answer)

        run = Run(work, self._budget(limits), finished)
        with self._lock:
            self._running.add(run)
        return run.start()

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
            parts = assemble(self.settings, engine=self._engine, knowledge=self._knowledge)
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
