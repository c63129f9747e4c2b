"""Bad input: a typed error of one line, a living engine, and neighbours that notice nothing."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
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
    IsolatedEngine,
    LlamaEngine,
    Request,
    Sampling,
)
from lottery_agent.models.engine import grammars as grammars_module
from lottery_agent.models.engine.grammars import Grammars
from lottery_agent.models.prompts import Prompt, Rendered

WINDOW = 512


@dataclass(frozen=True)
class Grammar:
    text: str


LINE = Grammar("start: /[a-z ]{5,30}/")


def open_engine(path: Path, kind: str = "in this process") -> Engine:
    make = IsolatedEngine if kind == "isolated" else LlamaEngine
    return make(path, name="tiny", type="Q8_0", threads=1, sequences=3, window=WINDOW)


@pytest.fixture(
    params=["in this process", "isolated", pytest.param("base", marks=pytest.mark.real)],
    scope="module",
)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    path: Path = request.getfixturevalue("base_q8" if request.param == "base" else "tiny_q8")
    with open_engine(path, request.param) as engine:
        yield engine
        assert engine.usable


def render(engine: Engine, question: str) -> Rendered:
    return engine.renderer.render(Prompt("agent", "Answer in one line.", question))


def requests(engine: Engine) -> list[Request]:
    """Requests that must not notice anything."""
    sampling = Sampling(temperature=1.0, seed=3)
    return [
        Request(render(engine, "Who was it?"), 30),
        Request(render(engine, "Where was it?"), 30, sampling=sampling),
        Request(render(engine, "When was it?"), 40, LINE, sampling),
    ]


def outcome(completion: Completion) -> tuple[object, ...]:
    return completion.text, completion.tokens, completion.logprobs, completion.finish


@contextmanager
def undisturbed(engine: Engine) -> Iterator[None]:
    """Check that requests before and beside what is done here get what they get alone."""
    alone = [outcome(engine.submit(request).result(30)) for request in requests(engine)]
    beside = [engine.submit(request) for request in requests(engine)]
    yield
    beside += [engine.submit(request) for request in requests(engine)]
    assert [outcome(handle.result(30)) for handle in beside] == alone * 2


def fails_with(engine: Engine, request: Request, kind: type[EngineError]) -> str:
    """Submit a request, and return the message of the error that its handle raises."""
    handle = engine.submit(request)
    with pytest.raises(kind) as caught:
        handle.result(30)
    assert handle.done()
    assert "\n" not in str(caught.value)
    assert "panic" not in str(caught.value)
    with pytest.raises(kind):
        list(handle)
    return str(caught.value)


def chain(count: int) -> str:
    return "\n".join(["start: r0", *(f"r{n}: r{n + 1}" for n in range(count)), f'r{count}: "a"'])


def schema(count: int) -> str:
    """A JSON schema whose definitions refer to one another in a chain."""
    one = '"d%d": {"properties": {"a": {"$ref": "#/$defs/d%d"}}}'
    pieces = [one % (number, number + 1) for number in range(count)]
    return 'start: %json {"$ref": "#/$defs/d0", "$defs": {' + ", ".join(pieces) + "}}"


BROKEN = {
    "unknown rule": "start: missing",
    "no start": 'begin: "a"',
    "unknown terminal": "%import common.NOTHING\nstart: NOTHING",
    "unknown special token": "start: <|no_such_token|>",
    "token out of range": "start: <[999999]>",
    "regex": "start: /[/",
    "look-ahead": "start: /(?=x)a/",
    "deep regex": "start: /" + "(" * 5000 + "a" + ")" * 5000 + "/",
    "deep brackets": "start: " + "(" * 5000 + '"a"' + ")" * 5000,
    "open brackets": "start: " + "(" * 100_000,
    "zero byte": 'start: "\0"',
    "half a character": 'start: "\ud800"',
    "no json": "start: %json {bad",
    "deep json": "start: %json " + '{"not":' * 300 + "{}" + "}" * 300,
    "a chain without end": schema(3000),
    "too long": 'start: "' + "x" * 300_000 + '"',
}
UNSATISFIABLE = {
    "itself": "start: start",
    "one another": "start: one\none: two\ntwo: one",
    "contradiction": "start: X\nX: /a/ & /b/",
    "no character": r"start: /[^\x00-\U0010FFFF]/",
    "after some tokens": 'start: /[a-z]{3}/ " then " X\nX: /a/ & /b/',
    "after a forced opening": 'start: "the thing " X\nX: /a/ & /b/',
}
EXPLODING = {
    "many choices": "start: " + " | ".join(f'"w{n}"' for n in range(5000)),
    "states": "start: /(.*a.{500}b|.*b.{490}a|.*c.{480}d)*x/",
    "nested repetition": "start: /((a{1,1000}){1,1000}){1,1000}/",
    "ambiguous": 's: s s s | s s | "a" | "aa" | /[a-z]/\nstart: s "!"',
}
HARMLESS = {
    "deep chain": chain(15_000),
    "huge repetition": "start: /a{1,100000000}/",
    "many states": "start: /(a|b)*a(a|b){40}/",
    "nothing": 'start: ""',
    "nothing again and again": 'start: ("")* X*\nX: /a*/',
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_grammar_that_does_not_compile(engine: Engine, name: str) -> None:
    with undisturbed(engine):
        request = Request(render(engine, "Who?"), 20, Grammar(BROKEN[name]))
        for _ in range(2):
            fails_with(engine, request, GrammarError)


@pytest.mark.parametrize("name", UNSATISFIABLE)
def test_a_grammar_that_can_not_be_satisfied(engine: Engine, name: str) -> None:
    with undisturbed(engine):
        request = Request(render(engine, "Who?"), 20, Grammar(UNSATISFIABLE[name]))
        assert "no legal token" in fails_with(engine, request, GrammarError)


@pytest.mark.parametrize("name", EXPLODING)
def test_a_grammar_that_explodes(engine: Engine, name: str) -> None:
    """llguidance gives up, unless the answer was lucky or the vocabulary is small."""
    with undisturbed(engine):
        errors = []
        for seed in range(3):
            sampling = Sampling(temperature=1.0, seed=seed)
            request = Request(render(engine, "Who?"), 300, Grammar(EXPLODING[name]), sampling)
            try:
                assert engine.submit(request).result(60).tokens
            except GrammarError as error:
                errors.append(str(error))
        assert errors or name != "many choices"
        assert not any("\n" in error for error in errors)


@pytest.mark.parametrize("name", HARMLESS)
def test_a_grammar_that_only_looks_bad(engine: Engine, name: str) -> None:
    with undisturbed(engine):
        request = Request(render(engine, "Who?"), 100, Grammar(HARMLESS[name]))
        assert engine.submit(request).result(60).finish in ("stop", "length")


def test_a_grammar_that_takes_too_long(tiny_q8: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiling can't be stopped: others compile theirs meanwhile."""
    monkeypatch.setattr(grammars_module, "_SECONDS", 0.3)
    release, compile_ = threading.Event(), Grammars._compile

    def slow(grammars: Grammars, text: str) -> object:
        if text == "start: /slow/":  # a hundred terms joined by `&` take minutes
            release.wait(30)
        return compile_(grammars, text)

    monkeypatch.setattr(Grammars, "_compile", slow)
    with open_engine(tiny_q8) as engine, undisturbed(engine):
        request = Request(render(engine, "Who?"), 20, Grammar("start: /slow/"))
        errors: list[str] = []
        asking = threading.Thread(
            target=lambda: errors.append(fails_with(engine, request, GrammarError))
        )
        asking.start()
        other = Request(render(engine, "Who?"), 20, Grammar('start: "quick" | "fast"'))
        assert engine.submit(other).result(30).text in ("quick", "fast")
        assert not errors
        asking.join(30)
        assert "within 0.3 s" in errors[0]
        monkeypatch.setattr(grammars_module, "_SECONDS", 60)
        begun = time.monotonic()
        late = engine.submit(replace(request, deadline=begun + 0.2))
        with pytest.raises(BudgetExceeded):
            late.result(0)
        assert time.monotonic() - begun < 10, "a deadline holds while a grammar is compiled"
        release.set()
        assert engine.submit(request).result(30).text == "slow", "it is ready by now"


@pytest.mark.parametrize("words", [WINDOW, 100 * WINDOW])
def test_a_prompt_longer_than_the_window(engine: Engine, words: int) -> None:
    with undisturbed(engine):
        prompt = render(engine, "word " * words)
        fails_with(engine, Request(prompt, 20), PromptTooLong)
        fails_with(engine, Request(prompt, 20, LINE), PromptTooLong)
        with pytest.raises(PromptTooLong):
            engine.score(prompt, ["yes", "no"])


def test_an_answer_longer_than_the_window(engine: Engine) -> None:
    prompt = render(engine, "Who?")
    with undisturbed(engine):
        fails_with(engine, Request(prompt, WINDOW), PromptTooLong)
        fails_with(engine, Request(prompt, 10**12), PromptTooLong)
        with pytest.raises(PromptTooLong):
            engine.score(prompt, ["yes", "long " * WINDOW])
        fitting = engine.submit(Request(prompt, WINDOW - len(prompt)))
        assert fitting.result(60).tokens


@pytest.mark.parametrize(
    "prompt",
    [
        Rendered((), ()),
        Rendered((-1,), (5,)),
        Rendered((5,), (10**6,)),
        Rendered((), (2**31,)),
        Rendered((2**70,), ()),
    ],
)
def test_tokens_outside_of_the_vocabulary(engine: Engine, prompt: Rendered) -> None:
    with undisturbed(engine):
        fails_with(engine, Request(prompt, 20), EngineError)
        with pytest.raises(EngineError):
            engine.score(prompt, ["yes", "no"])


@pytest.mark.parametrize("head", [(), (5,), (-1, 5), (5, 10**6), (2**70, 1), (5,) * 2000])
def test_warming_what_is_no_head(engine: Engine, head: tuple[int, ...]) -> None:
    with undisturbed(engine):
        with suppress(EngineError):
            engine.warm([Rendered(head, ())])
        assert engine.usable


@pytest.mark.parametrize("labels", [[""], ["yes", ""]])
def test_an_empty_label(engine: Engine, labels: list[str]) -> None:
    with undisturbed(engine), pytest.raises(UsageError):
        engine.score(render(engine, "Who?"), labels)


def test_labels_that_nobody_knows(engine: Engine) -> None:
    """Any text can be scored; it may only be unlikely."""
    with undisturbed(engine):
        labels = ["東京 👍", "<|im_end|>", "\0", " ", "yes", "yes"]
        scores = engine.score(render(engine, "Who?"), labels)
        assert all(score < 0 for score in scores)
        assert scores[-1] == scores[-2]


@pytest.mark.parametrize("tokens", [0, -1])
def test_no_token_is_asked_for(tokens: int) -> None:
    with pytest.raises(UsageError, match=str(tokens)):
        Request(Rendered((1,), (2,)), tokens)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.0])
def test_a_temperature_that_is_none(value: float) -> None:
    with pytest.raises(UsageError):
        Sampling(temperature=value)


def test_extreme_sampling(engine: Engine) -> None:
    prompt = render(engine, "Who?")
    with undisturbed(engine):
        for sampling in (
            Sampling(temperature=1e-300, seed=2**64),
            Sampling(temperature=1e300, top_p=1e-300, seed=1),
            Sampling(temperature=1.0, min_p=1.0),
        ):
            assert engine.submit(Request(prompt, 5, sampling=sampling)).result(30).prompt_tokens


def test_a_deadline_that_has_passed(engine: Engine) -> None:
    prompt = render(engine, "Who?")
    with undisturbed(engine):
        for deadline in (0.0, time.monotonic(), -1e9):
            for constraint in (None, LINE, Grammar('start: "forced from the start"')):
                request = Request(prompt, 30, constraint, deadline=deadline)
                with pytest.raises(BudgetExceeded):
                    engine.submit(request).result(30)
            with pytest.raises(BudgetExceeded):
                engine.score(prompt, ["yes", "no"], deadline=deadline)


def test_cancelled_at_once_and_again_and_again(engine: Engine) -> None:
    prompt = render(engine, "Who?")
    with undisturbed(engine):
        handles = [engine.submit(Request(prompt, 400, LINE)) for _ in range(20)]
        for handle in handles:
            handle.cancel()
            handle.cancel()
        for handle in handles:
            try:
                handle.result(30)
            except Cancelled:
                with pytest.raises(Cancelled):
                    handle.result(30)
            handle.cancel()
            assert handle.done()


def test_a_reader_that_leaves(engine: Engine) -> None:
    with undisturbed(engine):
        handle = engine.submit(Request(render(engine, "Who?"), 200))
        stream = iter(handle)
        next(stream)
        del stream
        assert handle.result(60)


def test_a_handle_of_a_loop_that_was_closed(engine: Engine) -> None:
    """A handle belongs to no loop: it can be read in another one, or in none."""

    async def submit() -> list[object]:
        handles = [engine.submit(request) for request in requests(engine)]
        await asyncio.sleep(0)
        return list(handles)

    async def wait(handle: object) -> Completion:
        return await handle  # type: ignore[misc, no-any-return]

    with undisturbed(engine):
        alone = [outcome(engine.submit(request).result(30)) for request in requests(engine)]
        handles = asyncio.run(submit())
        assert [outcome(asyncio.run(wait(handle))) for handle in handles] == alone


def test_two_loops_at_once(engine: Engine) -> None:
    results: list[list[tuple[object, ...]]] = []

    async def ask() -> None:
        handles = [engine.submit(request) for request in requests(engine)]
        results.append([outcome(await handle) for handle in handles])

    with undisturbed(engine):
        threads = [threading.Thread(target=lambda: asyncio.run(ask())) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert len(results) == 2
    assert results[0] == results[1]


@pytest.mark.parametrize("kind", ["in this process", "isolated"])
def test_close_with_requests_in_flight(tiny_q8: Path, kind: str) -> None:
    engine = open_engine(tiny_q8, kind)
    prompt = render(engine, "Who?")
    request = Request(prompt, 400, Grammar("start: /[a-z]{400}/"))
    handles = [engine.submit(request) for _ in range(30)]
    scoring: list[BaseException] = []

    def score() -> None:
        try:
            while True:
                engine.score(prompt, ["one label", "another label"])
        except EngineError as error:
            scoring.append(error)

    threads = [threading.Thread(target=score) for _ in range(3)]
    threads += [threading.Thread(target=engine.close) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    assert len(scoring) == 3
    for handle in handles:
        with pytest.raises(EngineError, match="closed"):
            handle.result(0)
    assert not engine.usable
    for _ in range(2):
        with pytest.raises(EngineError, match="closed"):
            engine.submit(request)
        with pytest.raises(EngineError, match="closed"):
            engine.score(prompt, ["yes"])
        with pytest.raises(EngineError, match="closed"):
            engine.warm([prompt])
        engine.close()


@pytest.mark.parametrize(
    "options",
    [
        {"sequences": 0},
        {"sequences": 10**6},
        {"window": 0},
        {"window": -5},
        {"queue": 0},
        {"threads": -1},
        {"kv_type": "Q9"},
    ],
)
def test_options_out_of_range(tiny_q8: Path, options: dict[str, int]) -> None:
    with pytest.raises(UsageError):
        LlamaEngine(tiny_q8, name="tiny", type="Q8_0", **({"threads": 1} | options))  # type: ignore[arg-type]
