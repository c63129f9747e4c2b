"""What every engine promises: the scripted one, and llama.cpp with a tiny and the real model.

llama.cpp runs in this process and in one of its own.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from lottery_agent.errors import (
    BudgetExceeded,
    Cancelled,
    EngineError,
    GrammarError,
    PromptTooLong,
    UsageError,
)
from lottery_agent.models.engine import (
    Completion,
    Engine,
    Handle,
    IsolatedEngine,
    LlamaEngine,
    Request,
    Sampling,
    ScriptedEngine,
)
from lottery_agent.models.prompts import Prompt, Rendered

SEQUENCES = 3
WINDOW = 2048


@dataclass(frozen=True)
class Grammar:
    text: str


COLOUR = Grammar('start: "red" | "blue" | "green"')
LONG = Grammar("start: /[a-z]{1500}/")
CLOSED = Grammar('start: "the answer is settled"')


def script(prompt: Prompt) -> str:
    lines = {"colour": "blue", "long": "a" * 1500, "closed": "the answer is settled"}
    return lines.get(prompt.question, "Größe: naïve café, 東京 👍")


@pytest.fixture(
    params=[
        "scripted",
        "tiny",
        "isolated tiny",
        pytest.param("base", marks=pytest.mark.real),
        pytest.param("isolated base", marks=pytest.mark.real),
    ],
    scope="module",
)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def start(kind: str, request: pytest.FixtureRequest, queue: int = 64) -> Engine:
    if kind == "scripted":
        return ScriptedEngine(script, sequences=SEQUENCES, window=WINDOW, pace=0.001, queue=queue)
    path: Path = request.getfixturevalue("tiny_q8" if "tiny" in kind else "base_q8")
    make = IsolatedEngine if "isolated" in kind else LlamaEngine
    return make(
        path, name=kind, type="Q8_0", threads=1, sequences=SEQUENCES, window=WINDOW, queue=queue
    )


@pytest.fixture(scope="module")
def engine(kind: str, request: pytest.FixtureRequest) -> Iterator[Engine]:
    with start(kind, request) as engine:
        yield engine


def render(engine: Engine, question: str, head: str = "Answer in one word.") -> Rendered:
    return engine.renderer.render(Prompt("agent", head, question))


def ask(
    engine: Engine,
    question: str,
    constraint: Grammar | None = None,
    *,
    max_tokens: int = 12,
    sampling: Sampling | None = None,
    deadline: float | None = None,
) -> Handle:
    request = Request(
        render(engine, question), max_tokens, constraint, sampling or Sampling(), deadline
    )
    return engine.submit(request)


def test_info(engine: Engine) -> None:
    info = engine.info
    assert (info.window, info.sequences) == (WINDOW, SEQUENCES)
    assert len(info.sha256) == 64
    assert info.name
    assert info.type


def test_completion_is_consistent(engine: Engine) -> None:
    handle = ask(engine, "Who?")
    completion = handle.result(60)
    assert handle.done()
    assert len(completion.tokens) <= 12
    assert len(completion.tokens) <= len(completion.logprobs) <= len(completion.tokens) + 1
    assert all(value <= 0 for value in completion.logprobs)
    assert completion.prompt_tokens == len(render(engine, "Who?"))
    assert completion.seconds >= 0
    assert handle.result(0) is completion


def test_stream_is_the_text(engine: Engine) -> None:
    handle = ask(engine, "Who?", max_tokens=64)
    pieces = list(handle)
    assert "".join(pieces) == handle.result(60).text
    assert "".join(handle) == "".join(pieces), "a second reader sees all of it"


def test_a_cut_answer_has_the_finish_length(engine: Engine) -> None:
    completion = ask(engine, "long", LONG, max_tokens=7).result(60)
    assert completion.finish == "length"
    assert len(completion.tokens) == 7


def test_grammar_is_obeyed_to_its_end(engine: Engine) -> None:
    completion = ask(engine, "colour", COLOUR).result(60)
    assert completion.text in ("red", "blue", "green")
    assert completion.finish == "stop"


def test_a_grammar_of_one_sentence(engine: Engine) -> None:
    completion = ask(engine, "closed", CLOSED, max_tokens=40).result(60)
    assert (completion.text, completion.finish) == ("the answer is settled", "stop")
    assert sum(completion.logprobs) == pytest.approx(0)


@pytest.mark.parametrize("text", ["start: foo", "", "start: (", 'start: "a" {'])
def test_a_broken_grammar_is_one_line(engine: Engine, text: str) -> None:
    with pytest.raises(GrammarError) as caught:
        ask(engine, "colour", Grammar(text)).result(60)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("words", [WINDOW, WINDOW * 20])
def test_a_long_prompt_is_refused(engine: Engine, words: int) -> None:
    with pytest.raises(PromptTooLong) as caught:
        ask(engine, "word " * words).result(60)
    assert caught.value.window == WINDOW
    assert caught.value.tokens > WINDOW


def test_the_answer_counts_against_the_window(engine: Engine) -> None:
    with pytest.raises(PromptTooLong):
        ask(engine, "Who?", max_tokens=WINDOW).result(60)


@pytest.mark.parametrize(
    "prompt", [Rendered((), ()), Rendered((10**6,), (1,)), Rendered((-1,), ())]
)
def test_ids_that_no_renderer_makes_are_refused(engine: Engine, prompt: Rendered) -> None:
    with pytest.raises(EngineError):
        engine.submit(Request(prompt, 5)).result(60)
    assert ask(engine, "colour", COLOUR).result(60).text


def test_cancel(engine: Engine) -> None:
    handle = ask(engine, "long", LONG, max_tokens=1600)
    next(iter(handle))
    begun = time.monotonic()
    handle.cancel()
    with pytest.raises(Cancelled):
        handle.result(60)
    assert time.monotonic() - begun < 5
    with pytest.raises(Cancelled):
        list(handle)
    assert ask(engine, "colour", COLOUR).result(60).text


def test_cancel_while_waiting_for_a_sequence(engine: Engine) -> None:
    busy = [ask(engine, "long", LONG, max_tokens=1600) for _ in range(SEQUENCES)]
    waiting = ask(engine, "colour", COLOUR)
    waiting.cancel()
    for handle in busy:
        handle.cancel()
    for handle in (waiting, *busy):
        with pytest.raises(Cancelled):
            handle.result(60)


def test_cancel_after_the_end_changes_nothing(engine: Engine) -> None:
    handle = ask(engine, "colour", COLOUR)
    completion = handle.result(60)
    handle.cancel()
    assert handle.result() is completion


def test_deadline_while_writing(engine: Engine) -> None:
    limit = 0.06  # a tiny model writes all of it in 0.2 s
    handle = ask(engine, "long", LONG, max_tokens=1600, deadline=time.monotonic() + limit)
    with pytest.raises(BudgetExceeded) as caught:
        handle.result(60)
    assert caught.value.kind == "seconds"
    assert caught.value.limit == pytest.approx(limit, abs=0.04)
    assert caught.value.used >= caught.value.limit


def test_a_deadline_that_has_passed(engine: Engine) -> None:
    past = time.monotonic() - 1
    with pytest.raises(BudgetExceeded):
        ask(engine, "colour", COLOUR, deadline=past).result(60)
    with pytest.raises(BudgetExceeded):
        engine.score(render(engine, "colour"), ["blue"], deadline=past)


def test_result_times_out_and_the_request_goes_on(engine: Engine) -> None:
    handle = ask(engine, "long", LONG, max_tokens=300)
    with pytest.raises(TimeoutError):
        handle.result(0.001)
    assert handle.result(60).finish == "length"


def test_more_requests_than_sequences(engine: Engine) -> None:
    handles = [ask(engine, "colour", COLOUR) for _ in range(4 * SEQUENCES)]
    assert len({handle.result(60).text for handle in handles}) == 1


def test_many_threads(engine: Engine) -> None:
    texts: list[str] = []

    def work() -> None:
        texts.append(ask(engine, "colour", COLOUR).result(60).text)
        engine.score(render(engine, "colour"), ["blue", "red"])
        engine.count("text")

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(texts) == 8
    assert len(set(texts)) == 1


def test_a_head_is_reused(engine: Engine) -> None:
    head = len(render(engine, "colour").head)
    ask(engine, "colour", COLOUR).result(60)
    second = ask(engine, "Some other words", max_tokens=2).result(60)
    assert second.reused_tokens >= head
    assert second.prompt_tokens > second.reused_tokens


def test_scores(engine: Engine) -> None:
    labels = ["blue", "red", "a green one"]
    scores = engine.score(render(engine, "colour"), labels)
    assert len(scores) == 3
    assert all(score < 0 and math.isfinite(score) for score in scores)
    again = engine.score(render(engine, "colour"), labels[::-1])
    assert again == scores[::-1]
    assert engine.score(render(engine, "colour"), ["blue"])[0] <= 0
    assert engine.score(render(engine, "colour"), []) == ()


def test_scores_of_an_empty_label_or_a_long_prompt(engine: Engine) -> None:
    with pytest.raises(UsageError):
        engine.score(render(engine, "colour"), ["blue", ""])
    with pytest.raises(PromptTooLong):
        engine.score(render(engine, "word " * WINDOW), ["blue"])


def test_seeds(engine: Engine) -> None:
    def draw(seed: int) -> str:
        sampling = Sampling(temperature=1.0, top_p=0.95, min_p=0.01, seed=seed)
        return ask(engine, "colour", COLOUR, sampling=sampling).result(60).text

    assert draw(7) == draw(7)


def test_count(engine: Engine) -> None:
    assert engine.count("") == 0
    assert engine.count("one two three") > 0
    assert engine.count("<|im_end|>") > 1, "a special token in a text is text"


def test_close_ends_what_runs(kind: str, request: pytest.FixtureRequest) -> None:
    engine = start(kind, request)
    rendered = render(engine, "colour")
    running = ask(engine, "long", LONG, max_tokens=1600)
    next(iter(running))
    assert engine.usable
    engine.close()
    assert not engine.usable
    with pytest.raises(EngineError, match="closed"):
        running.result(60)
    with pytest.raises(EngineError, match="closed"):
        engine.submit(Request(rendered, 5))
    with pytest.raises(EngineError, match="closed"):
        engine.score(rendered, ["blue"])
    engine.close()


def test_a_full_queue_is_waited_for(kind: str, request: pytest.FixtureRequest) -> None:
    with start(kind, request, queue=2) as engine:
        handles = [ask(engine, "long", LONG, max_tokens=1600) for _ in range(2)]
        begun = time.monotonic()
        late = ask(engine, "colour", COLOUR, deadline=begun + 0.1)
        assert 0.1 <= time.monotonic() - begun < 10
        with pytest.raises(BudgetExceeded) as caught:
            late.result(1)
        assert caught.value.kind == "seconds"
        with pytest.raises(BudgetExceeded):
            engine.score(render(engine, "colour"), ["blue"], deadline=time.monotonic() + 0.05)
        threading.Timer(0.1, handles[0].cancel).start()
        assert ask(engine, "colour", COLOUR).result(60).text, "there is room again"
        handles[1].cancel()


def test_the_queue_empties_all_at_once(kind: str, request: pytest.FixtureRequest) -> None:
    with start(kind, request, queue=1) as engine:
        for _ in range(20):
            assert ask(engine, "colour", COLOUR, max_tokens=5).result(60).text


def test_who_waits_for_room_is_served_in_order(kind: str, request: pytest.FixtureRequest) -> None:
    with start(kind, request, queue=1) as engine:
        running = ask(engine, "long", LONG, max_tokens=1600)
        order: list[int] = []

        def wait(number: int) -> None:
            handle = ask(engine, "colour", COLOUR)
            order.append(number)
            handle.result(60)

        threads = [threading.Thread(target=wait, args=(number,)) for number in range(30)]
        for number, thread in enumerate(threads):
            thread.start()
            while line(engine) <= number:  # so that they come one after the other
                time.sleep(0.001)
        running.cancel()
        for thread in threads:
            thread.join(60)
        assert len(order) == 30
        swaps = sum(first > second for first, second in pairwise(order))
        assert swaps <= 8, "but for threads that were slow to note their number"


def line(engine: Engine) -> int:
    """Return how many requests wait for room."""
    room = engine._calls._room if isinstance(engine, IsolatedEngine) else engine._room
    return len(room._line)


def test_close_ends_the_wait_for_room(kind: str, request: pytest.FixtureRequest) -> None:
    with start(kind, request, queue=1) as engine:
        running = ask(engine, "long", LONG, max_tokens=1600)
        threading.Timer(0.1, engine.close).start()
        with pytest.raises(EngineError, match="closed"):
            ask(engine, "colour", COLOUR).result(60)
        with pytest.raises(EngineError, match="closed"):
            running.result(60)


def test_warm(engine: Engine) -> None:
    head = "A head that nobody has used before."
    engine.warm([render(engine, "colour", head), Rendered((), (5,))])
    engine.warm([])
    handle = engine.submit(Request(render(engine, "colour", head), 5, COLOUR))
    assert handle.result(60).text


async def test_asyncio(engine: Engine) -> None:
    first, second = (ask(engine, "Who?", max_tokens=64) for _ in range(2))
    text = "".join([piece async for piece in first])
    assert (await second).text == text
    assert (await first).text == text
    stopped = asyncio.ensure_future(awaited(ask(engine, "long", LONG, max_tokens=1600)))
    await asyncio.sleep(0.02)
    stopped.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stopped
    many = [awaited(ask(engine, "colour", COLOUR)) for _ in range(4 * SEQUENCES)]
    assert len({completion.text for completion in await asyncio.gather(*many)}) == 1


class Ticks:
    """For how long nothing ran at most, in seconds: on a loop, and on a thread beside it."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.thread = 0.0
        self.loop = 0.0

    def beside(self) -> None:
        last = time.monotonic()
        while not self.ended.is_set():
            time.sleep(0.002)
            now = time.monotonic()
            self.thread, last = max(self.thread, now - last), now

    async def within(self) -> None:
        last = time.monotonic()
        while not self.ended.is_set():
            await asyncio.sleep(0.002)
            now = time.monotonic()
            self.loop, last = max(self.loop, now - last), now


async def test_a_full_queue_does_not_hold_up_a_loop(
    kind: str, request: pytest.FixtureRequest
) -> None:
    """200 tasks through 4 places, each with a grammar of its own to be compiled."""
    with start(kind, request, queue=4) as engine:
        prompt = render(engine, "colour")

        async def one(number: int) -> str:
            grammar = Grammar(f'start: "red" | "blue" | "green" | "{number}"')
            handle = await engine.asubmit(Request(prompt, 12, grammar))
            return (await handle).text

        blocked = []
        for attempt in range(3):
            ticks = Ticks()
            beside = threading.Thread(target=ticks.beside)
            beside.start()
            within = asyncio.create_task(ticks.within())
            numbers = range(200 * attempt, 200 * attempt + 200)
            texts = await asyncio.gather(*map(one, numbers))
            ticks.ended.set()
            await within
            beside.join()
            for number, text in zip(numbers, texts, strict=True):
                assert text in ("red", "blue", "green", str(number))
            # A loaded machine holds up every thread of the process, and not the loop alone.
            blocked.append(ticks.loop - ticks.thread)
            if blocked[-1] < 0.1:
                break
        assert min(blocked) < 0.1


async def test_a_task_that_waits_for_room(kind: str, request: pytest.FixtureRequest) -> None:
    with start(kind, request, queue=1) as engine:
        rendered = render(engine, "colour")
        running = await engine.asubmit(Request(render(engine, "long"), 1600, LONG))
        waiting = [
            asyncio.create_task(engine.asubmit(Request(rendered, 12, COLOUR))) for _ in range(2)
        ]
        late = Request(rendered, 12, COLOUR, deadline=time.monotonic() + 0.05)
        with pytest.raises(BudgetExceeded):
            await (await engine.asubmit(late))
        waiting[0].cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting[0]
        assert not waiting[1].done()
        running.cancel()
        assert (await (await waiting[1])).text in ("red", "blue", "green")
        assert (await (await engine.asubmit(Request(rendered, 12, COLOUR)))).text
        broken = await engine.asubmit(Request(rendered, 12, Grammar("start: (")))
        with pytest.raises(GrammarError):
            await broken
        running = await engine.asubmit(Request(render(engine, "long"), 1600, LONG))
        stopped = asyncio.create_task(engine.asubmit(Request(rendered, 12, COLOUR)))
        await asyncio.sleep(0.02)
        await asyncio.to_thread(engine.close)
        for ended in (stopped, awaited(running)):
            with pytest.raises(EngineError, match="closed"):
                await ended


def test_each_caller_gets_an_error_of_its_own(kind: str, request: pytest.FixtureRequest) -> None:
    engine = start(kind, request)
    handles = [ask(engine, "long", LONG, max_tokens=1600)]
    # It runs before the others come: those that wait for one grammar go on in any order.
    next(iter(handles[0]))
    handles += [ask(engine, "long", LONG, max_tokens=1600) for _ in range(4)]
    engine.close()
    errors: list[EngineError] = []

    def fail(handle: Handle) -> None:
        with pytest.raises(EngineError, match="closed") as caught:
            handle.result(60)
        caught.value.add_note(f"note of {threading.current_thread().name}")
        errors.append(caught.value)

    def refuse() -> None:
        with pytest.raises(EngineError, match="closed") as caught:
            engine.submit(Request(Rendered((1,), (2,)), 5))
        errors.append(caught.value)

    threads = [threading.Thread(target=fail, args=(handle,)) for handle in handles * 3]
    threads += [threading.Thread(target=refuse) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(error) for error in errors}) == len(errors) == 20
    assert all(len(getattr(error, "__notes__", [])) <= 1 for error in errors)


async def awaited(handle: Handle) -> Completion:
    return await handle


@pytest.mark.parametrize(
    "options",
    [{"temperature": -1.0}, {"top_p": 0.0}, {"top_p": 1.5}, {"min_p": 2.0}, {"seed": -1}],
)
def test_sampling_out_of_range(options: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        Sampling(**options)  # type: ignore[arg-type]


def test_a_request_for_nothing() -> None:
    with pytest.raises(UsageError):
        Request(Rendered((1,), (2,)), 0)
