"""The agent: events, errors as answers, cancellation, threads, pickling. The model is scripted."""

from __future__ import annotations

import asyncio
import json
import pickle
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from lottery_agent import Agent, Answer, Conversation, UsageError
from lottery_agent.errors import EngineError
from lottery_agent.events import Answered, TextDelta
from lottery_agent.models.engine import ScriptedEngine
from lottery_agent.settings import load_settings

CHAT = {"router": {"chat": 1.0}, "direct": "Hello there, my friend."}
MATH = {"router": {"math": 1.0}, "mathematician": "answer = 6 * 7"}


class Make:
    """Makes agents with scripted engines and closes them at the end of the test."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    def __call__(self, script: object, *, pace: float = 0.0, **options: object) -> Agent:
        engine = self._stack.enter_context(ScriptedEngine(script, pace=pace))  # type: ignore[arg-type]
        return self._stack.enter_context(Agent(engine=engine, **options))  # type: ignore[arg-type]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    monkeypatch.setenv("LOTTERY_HOME", str(tmp_path))
    monkeypatch.setenv("LOTTERY_CONFIG", str(tmp_path / "config.toml"))
    with ExitStack() as stack:
        yield Make(stack)


def test_an_answer_shows_call_check_cost_and_model(make: Make) -> None:
    answer = make(MATH).ask("What is 6 times 7?", id="q1")
    assert (answer.answer, answer.status, answer.kind) == ("42", "answered", "number")
    assert answer.exact
    assert answer.work[0].call == "answer = 6 * 7"
    assert all(check.passed for check in answer.checks)
    assert answer.usage.model_calls == 2
    assert answer.ticket is not None
    assert answer.ticket.name == "scripted"
    assert answer.id == "q1"


def test_the_result_object_survives_json(make: Make) -> None:
    answer = make(MATH).ask("What is 6 times 7?")
    assert Answer.from_json(json.loads(json.dumps(answer.to_json()))) == answer


def test_ask_is_the_fold_of_stream(make: Make) -> None:
    events = list(make(CHAT).stream("hi"))
    assert isinstance(events[-1], Answered)
    assert events[-1].answer.answer == "Hello there, my friend."
    written = "".join(event.text for event in events if isinstance(event, TextDelta))
    assert written == "Hello there, my friend."
    json.dumps([event.to_json() for event in events])


def test_a_conversation_remembers_what_was_answered(make: Make) -> None:
    agent = make(CHAT)
    conversation = Conversation()
    agent.ask("hi", conversation=conversation)
    assert conversation.turns == [("hi", "Hello there, my friend.")]
    assert Conversation.from_json(json.loads(json.dumps(conversation.to_json()))) == conversation


def test_an_engine_error_is_a_failed_answer(make: Make) -> None:
    answer = make({"router": EngineError("no memory left", hint="close something")}).ask("hi")
    assert (answer.status, answer.reason) == ("failed", "error")
    assert answer.error is not None
    assert (answer.error.message, answer.error.hint) == ("no memory left", "close something")


@pytest.mark.parametrize(("limits", "kind"), [({"calls": 1}, "calls"), ({"tokens": 10}, "tokens")])
def test_a_limit_is_a_failed_answer(make: Make, limits: dict[str, float], kind: str) -> None:
    answer = make(MATH).ask("What is 6 times 7?", limits=limits)
    assert (answer.status, answer.reason) == ("failed", "limit")
    assert answer.error is not None
    assert kind in answer.error.message


def test_time_runs_out_while_the_model_writes(make: Make) -> None:
    answer = make(CHAT, pace=0.2).ask("hi", limits={"seconds": 0.5})
    assert (answer.status, answer.reason) == ("failed", "limit")


def test_cancel_ends_the_question_and_the_agent_goes_on(make: Make) -> None:
    agent = make(CHAT, pace=0.05)
    started = threading.Event()
    with ThreadPoolExecutor(1) as pool:

        def ask() -> Answer:
            for event in agent.stream("hi"):
                started.set()
                if isinstance(event, Answered):
                    return event.answer
            raise AssertionError

        running = pool.submit(ask)
        assert started.wait(20)
        agent.cancel()
        answer = running.result(20)
    assert (answer.status, answer.reason) == ("failed", "cancelled")
    assert agent.ask("hi").status == "answered"


def test_closing_the_stream_cancels_the_question(make: Make) -> None:
    agent = make(CHAT, pace=0.05)
    events = agent.stream("hi")
    next(events)
    events.close()
    assert not [t for t in threading.enumerate() if t.name == "lottery-question"]


def test_many_threads_may_ask_at_once(make: Make) -> None:
    agent = make(MATH)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: agent.ask("What is 6 times 7?", id=str(n)), range(16)))
    assert {answer.answer for answer in answers} == {"42"}
    assert [answer.id for answer in answers] == [str(n) for n in range(16)]


def test_the_event_loop_stays_free(make: Make) -> None:
    agent = make(CHAT, pace=0.01)

    async def main() -> tuple[Answer, int, list[str]]:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                ticks += 1
                await asyncio.sleep(0.01)

        ticker = asyncio.create_task(tick())
        answer = await agent.aask("hi")
        names = [type(event).__name__ async for event in agent.astream("hi")]
        ticker.cancel()
        return answer, ticks, names

    answer, ticks, names = asyncio.run(main())
    assert answer.answer == "Hello there, my friend."
    assert ticks > 3
    assert names[-1] == "Answered"


def test_cancelling_one_question_leaves_the_others_alone(make: Make) -> None:
    agent = make(CHAT, pace=0.05)

    async def main() -> Answer:
        doomed = asyncio.create_task(agent.aask("hi"))
        other = asyncio.create_task(agent.aask("hi"))
        await asyncio.sleep(0.3)
        doomed.cancel()
        with pytest.raises(asyncio.CancelledError):
            await doomed
        return await other

    assert asyncio.run(main()).status == "answered"


def test_loading_the_model_does_not_count_as_time(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lottery_agent import assembly

    slow = assembly.assemble

    def assemble(*arguments: object, **options: object) -> assembly.Parts:
        time.sleep(1.2)
        return slow(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(assembly, "assemble", assemble)
    answer = make(CHAT).ask("hi", limits={"seconds": 1})
    assert answer.status == "answered"


def test_an_engine_that_failed_for_good_is_replaced_for_the_next_question(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lottery_agent import assembly

    engines: list[ScriptedEngine] = []

    def load(settings: object, model: str) -> assembly.Loaded:
        engines.append(ScriptedEngine(CHAT))
        return assembly.Loaded(engines[-1], trained=None)

    monkeypatch.setattr(assembly, "load_engine", load)
    with Agent() as agent, Agent() as other:
        assert agent.ask("hi").status == other.ask("hi").status == "answered"
        assert len(engines) == 1, "agents share an engine"
        engines[0].close()  # as good as dead: it takes no more requests
        assert agent.ask("hi").status == other.ask("hi").status == "answered"
        assert len(engines) == 2, "and its replacement"
        assert agent.ask("hi").status == "answered"
    assert len(engines) == 2
    assert not engines[1].usable, "the last agent closed it"


def test_text_that_is_no_unicode_is_the_callers_mistake(make: Make) -> None:
    with pytest.raises(UsageError, match="not valid Unicode"):
        make(CHAT).ask("caf\udce9?")


def test_a_pickled_agent_is_its_settings(make: Make) -> None:
    agent = make(CHAT, samples=3, seed=7)
    copy = pickle.loads(pickle.dumps(agent))
    assert copy.settings == agent.settings
    assert copy.settings.samples == 3
    copy.close()


@pytest.mark.parametrize(
    ("question", "options", "message"),
    [
        ("", None, "empty"),
        (" \n", None, "empty"),
        ("a" * 8001, None, "8,001 characters"),
        ("which?", ["one"], "nothing to choose"),
        ("which?", ["one", "one"], "nothing to choose"),
    ],
)
def test_bad_questions_are_the_callers_mistake(
    make: Make, question: str, options: list[str] | None, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        make(CHAT).ask(question, options=options)


def test_an_unknown_limit_is_the_callers_mistake(make: Make) -> None:
    with pytest.raises(UsageError, match="'steps'"):
        make(CHAT).ask("hi", limits={"steps": 3})


def test_a_closed_agent_says_so(make: Make) -> None:
    agent = make(CHAT)
    agent.close()
    with pytest.raises(UsageError, match="closed"):
        agent.ask("hi")


def test_a_wrong_setting_is_named() -> None:
    with pytest.raises(UsageError, match="'samples'"):
        load_settings({"samples": 0})


def test_the_environment_sets_what_arguments_leave_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTTERY_SAMPLES", "9")
    monkeypatch.setenv("LOTTERY_SEED", "4")
    settings = load_settings({"seed": 5, "model": None})
    assert (settings.samples, settings.seed) == (9, 5)


def test_a_setting_may_be_given_where_an_object_is_expected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTTERY_CONFIG", str(tmp_path / "config.toml"))
    agent = Agent(tools=False, knowledge="recipes")
    assert (agent.settings.tools, agent.settings.knowledge) == (False, "recipes")
    assert Agent(tools=True).settings.tools
