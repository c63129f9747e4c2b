"""What the chat model does beyond LangChain's standard suite."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.exceptions import (
    ContextOverflowError,
    ModelTimeoutError,
    OutputParserException,
)
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import tool
from pydantic import BaseModel, ValidationError, field_validator
from typing_extensions import TypedDict

from lottery_agent.errors import BudgetExceeded, EngineError, PromptTooLong, UsageError
from lottery_agent.models.engine import Engine, LlamaEngine, ScriptedEngine
from lottery_agent.models.engine.scripted import Script
from lottery_agent.models.langchain import AnswerCut, ChatLottery
from lottery_agent.models.prompts import Prompt

LONG = "word " * 400


def add(a: int, b: int) -> int:
    """Add two integers."""
    return a + b


def call(tool: str, /, **arguments: Any) -> str:
    return json.dumps({"name": tool, "arguments": arguments}, ensure_ascii=False)


@contextmanager
def scripted(script: Script, **options: Any) -> Iterator[tuple[ChatLottery, ScriptedEngine]]:
    sizes = {name: options.pop(name) for name in ("pace", "sequences", "window") if name in options}
    with ScriptedEngine(script, **sizes) as engine:
        yield ChatLottery(engine=engine, **options), engine


def joined(chunks: list[AIMessageChunk]) -> AIMessageChunk:
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole += chunk
    return whole


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.002)


def idle(engine: ScriptedEngine) -> bool:
    return not engine._pending


# --- words


def test_a_stream_is_the_answer_of_invoke(tiny_engine: LlamaEngine) -> None:
    model = ChatLottery(engine=tiny_engine, temperature=1.0, seed=5, max_tokens=80)
    whole = model.invoke("Hi")
    chunks = list(model.stream("Hi"))
    streamed = joined(chunks)
    assert len(chunks) > 1  # a reader that comes late gets several pieces at once
    assert streamed.content == whole.content
    assert streamed.usage_metadata is not None
    assert whole.usage_metadata is not None
    assert streamed.usage_metadata["output_tokens"] == whole.usage_metadata["output_tokens"]
    assert streamed.response_metadata == whole.response_metadata
    assert whole.response_metadata["ticket_type"] == "Q8_0"


def test_usage_counts_the_prompt_and_what_was_reused(tiny_engine: LlamaEngine) -> None:
    model = ChatLottery(engine=tiny_engine, max_tokens=4)
    messages = [SystemMessage("Rule: " + "be brief. " * 20), HumanMessage("Hi")]
    model.invoke(messages)
    usage = model.invoke(messages).usage_metadata
    assert usage is not None
    assert usage["input_tokens"] == model.get_num_tokens_from_messages(messages)
    assert usage["output_tokens"] == 4
    assert usage["input_token_details"]["cache_read"] > 100


def test_counting(tiny_engine: LlamaEngine) -> None:
    model = ChatLottery(engine=tiny_engine)
    assert model.get_num_tokens("the <|im_end|>") == len(model.get_token_ids("the <|im_end|>"))
    messages = [HumanMessage("Hi")]
    alone = model.get_num_tokens_from_messages(messages)
    assert model.get_num_tokens_from_messages(messages, tools=[add]) > alone


def test_options_of_a_call(tiny_engine: LlamaEngine) -> None:
    model = ChatLottery(engine=tiny_engine, temperature=1.0, max_tokens=30)
    texts = {model.invoke("Hi", seed=seed).content for seed in range(3)}
    assert len(texts) == 3
    assert model.bind(seed=1).invoke("Hi").content == model.invoke("Hi", seed=1).content
    message = model.invoke("Hi", max_tokens=7, logprobs=True)
    assert len(message.response_metadata["logprobs"]) == 7
    assert message.response_metadata["finish_reason"] == "length"
    with pytest.raises(UsageError, match="'model'"):
        model.invoke("Hi", model="other")
    with pytest.raises(UsageError, match="temperature"):
        model.invoke("Hi", temperature=-1)
    with pytest.raises(UsageError, match="stop sequence"):
        model.invoke("Hi", stop=[""])


@pytest.mark.parametrize(
    "option", [{"temperature": -1}, {"top_p": 0}, {"max_tokens": 0}, {"window": 1}, {"timeout": 0}]
)
def test_options_out_of_range(option: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ChatLottery(**option)


def test_the_limit_leaves_room_for_the_prompt(tiny_engine: LlamaEngine) -> None:
    model = ChatLottery(engine=tiny_engine, max_tokens=5000)
    messages = [HumanMessage("a" * 1900)]
    message = model.invoke(messages)
    assert message.usage_metadata is not None
    assert message.usage_metadata["total_tokens"] <= tiny_engine.info.window
    with pytest.raises(ContextOverflowError) as caught:
        model.invoke("a" * 5000)
    assert isinstance(caught.value, PromptTooLong)


def test_a_stop_sequence_ends_the_request() -> None:
    with scripted(f"One two three {LONG}", pace=0.002) as (model, engine):
        message = model.invoke("Count.", stop=["x", "thr"])
        assert message.content == "One two "
        assert message.response_metadata["stop_sequence"] == "thr"
        assert message.response_metadata["finish_reason"] == "stop"
        assert message.usage_metadata is not None
        assert message.usage_metadata["output_tokens"] == len("One two thr")
        until(lambda: idle(engine))
        assert joined(list(model.stream("Count.", stop=["thr"]))).content == "One two "
        until(lambda: idle(engine))


def test_stop_sequences_of_the_model_and_of_the_call() -> None:
    with scripted("One two three", stop=["two"]) as (model, _):
        assert model.invoke("Count.").content == "One "
        assert model.invoke("Count.", stop=["three"]).content == "One two "
        assert model.invoke("Count.", stop=[]).content == "One two three"
        assert asyncio.run(model.ainvoke("Count.")).content == "One "


def test_a_timeout() -> None:
    with scripted(LONG, pace=0.01, timeout=0.1) as (model, engine):
        with pytest.raises(ModelTimeoutError) as caught:
            model.invoke("Hi")
        assert isinstance(caught.value, BudgetExceeded)
        assert model.invoke("Hi", timeout=60, max_tokens=3).content == "wor"
        until(lambda: idle(engine))


def test_tokens_reach_callbacks() -> None:
    class Watcher(BaseCallbackHandler):
        def __init__(self) -> None:
            self.tokens: list[str] = []

        def on_llm_new_token(self, token: Any, **kwargs: Any) -> None:
            self.tokens.append(token)

    with scripted("Hello there", pace=0.001) as (model, _):
        watcher = Watcher()
        list(model.stream("Hi", config={"callbacks": [watcher]}))
        assert "".join(watcher.tokens) == "Hello there"
        watcher = Watcher()
        eager = ChatLottery(engine=model.engine, streaming=True)
        assert eager.invoke("Hi", config={"callbacks": [watcher]}).content == "Hello there"
        assert "".join(watcher.tokens) == "Hello there"


# --- many at once


def meeting(number: int) -> tuple[Callable[[Prompt], str], list[str]]:
    """A script that answers only once so many requests are running together."""
    barrier = threading.Barrier(number, timeout=20)
    threads: list[str] = []

    def script(prompt: Prompt) -> str:
        barrier.wait()
        threads.extend(thread.name for thread in threading.enumerate())
        return prompt.question.upper()

    return script, threads


def test_a_batch_runs_together_and_needs_no_threads() -> None:
    script, threads = meeting(20)
    with scripted(script, sequences=20) as (model, _):
        inputs = [f"question {number}" for number in range(20)]
        answers = model.batch(inputs)
    assert [answer.content for answer in answers] == [text.upper() for text in inputs]
    others = {name for name in threads if not name.startswith(("engine", "MainThread"))}
    assert len(others) < 12, others


def test_a_batch_inside_of_a_running_loop() -> None:
    script, _ = meeting(4)
    with scripted(script, sequences=4) as (model, _):

        async def main() -> list[AIMessage]:
            return model.batch(["a", "b", "c", "d"])

        assert [answer.content for answer in asyncio.run(main())] == ["A", "B", "C", "D"]


def test_a_batch_with_errors_and_settings() -> None:
    def script(prompt: Prompt) -> str:
        if prompt.question == "bad":
            raise EngineError("it broke")
        return prompt.question

    with scripted(script) as (model, _):
        answers: list[Any] = model.batch(["a", "bad", "c"], return_exceptions=True)
        assert isinstance(answers[1], EngineError)
        assert [answers[0].content, answers[2].content] == ["a", "c"]
        with pytest.raises(EngineError, match="it broke"):
            model.batch(["a", "bad"])
        configs: list[RunnableConfig] = [{"tags": ["x"]}, {"tags": ["y"]}]
        assert len(model.batch(["a", "b"], config=configs)) == 2
        assert len(model.batch(["a", "b", "c"], config={"max_concurrency": 1})) == 3
        assert model.batch([]) == []
        chain = ChatPromptTemplate.from_template("{word}!") | model
        assert [m.content for m in chain.batch([{"word": "a"}, {"word": "b"}])] == ["a!", "b!"]


def test_an_asynchronous_batch_runs_together() -> None:
    script, _ = meeting(12)
    with scripted(script, sequences=12) as (model, _):
        answers = asyncio.run(model.abatch([str(number) for number in range(12)]))
        assert [answer.content for answer in answers] == [str(number) for number in range(12)]


# --- leaving early


def test_a_closed_stream_cancels_the_request() -> None:
    with scripted(LONG, pace=0.01) as (model, engine):
        stream = model.stream("Hi")
        next(stream)
        assert not idle(engine)
        stream.close()
        until(lambda: idle(engine))


def test_a_cancelled_task_cancels_the_request() -> None:
    async def cancel(work: Any, engine: ScriptedEngine) -> None:
        task = asyncio.create_task(work)
        while idle(engine):
            await asyncio.sleep(0.002)
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    async def read(model: ChatLottery) -> None:
        async for _ in model.astream("Hi"):
            pass

    with scripted(LONG, pace=0.01) as (model, engine):
        for start in (lambda: model.ainvoke("Hi"), lambda: read(model)):
            asyncio.run(cancel(start(), engine))
            until(lambda: idle(engine))
        asyncio.run(cancel(model.ainvoke("Hi", stop=["never"]), engine))
        until(lambda: idle(engine))


def test_an_asynchronous_stream_that_is_left_cancels_the_request() -> None:
    async def leave(model: ChatLottery) -> None:
        async for _ in model.astream("Hi"):
            break

    with scripted(LONG, pace=0.01) as (model, engine):
        asyncio.run(leave(model))
        until(lambda: idle(engine))


def test_an_asynchronous_stream() -> None:
    async def read(model: ChatLottery) -> AIMessageChunk:
        return joined([chunk async for chunk in model.astream("Hi")])

    with scripted("Hello there", pace=0.001) as (model, _):
        assert asyncio.run(read(model)).content == "Hello there"


# --- calls


def test_a_free_answer_is_words_or_a_call() -> None:
    with scripted([call("add", a=1, b=2), "No {braces} first."]) as (model, engine):
        bound = model.bind_tools([add])
        message = bound.invoke("1 + 2?")
        assert message.content == ""
        assert message.response_metadata["finish_reason"] == "tool_calls"
        assert message.tool_calls[0]["args"] == {"a": 1, "b": 2}
        assert bound.invoke("Hi").content == "No {braces} first."
        assert "add(a: integer, b: integer) - Add two integers." in engine.prompts[0].head


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("any", "words"),
        ("required", "words"),
        (True, "words"),
        ("add", "words"),
        ("add", call("sub", a=1)),
        ({"type": "function", "function": {"name": "add"}}, call("sub", a=1)),
        ({"type": "tool", "name": "add"}, "words"),
        ("auto", '{"json": 1}'),
        (None, call("add", a=1)),
        ("any", call("add", a=1, b="2")),
    ],
)
def test_what_a_choice_forbids_can_not_be_said(choice: Any, said: str) -> None:
    def sub(a: int) -> int:
        """Subtract."""
        return -a

    with scripted(said) as (model, _), pytest.raises(EngineError, match="does not allow"):
        model.bind_tools([add, sub], tool_choice=choice).invoke("Go.")


def test_no_choice_is_words_and_shows_no_tool() -> None:
    with scripted('{"any": "text"}') as (model, engine):
        for choice in ("none", False):
            assert model.bind_tools([add], tool_choice=choice).invoke("Go.").tool_calls == []
        assert "add" not in engine.prompts[0].head


def test_several_calls() -> None:
    lines = "\n".join(call("add", a=number, b=1) for number in range(3))
    with scripted(lines, pace=0.001) as (model, _):
        bound = model.bind_tools([add], parallel_tool_calls=True)
        message = bound.invoke("Go.")
        streamed = joined(list(bound.stream("Go.")))
        assert [c["args"]["a"] for c in message.tool_calls] == [0, 1, 2]
        assert [c["args"]["a"] for c in streamed.tool_calls] == [0, 1, 2]
        assert len({c["id"] for c in message.tool_calls}) == 3
    with scripted(lines) as (model, _), pytest.raises(EngineError, match="does not allow"):
        model.bind_tools([add]).invoke("Go.")


def test_call_chunks_come_as_they_are_written() -> None:
    with scripted(call("add", a=12, b=3), pace=0.002) as (model, _):
        chunks = [c for m in model.bind_tools([add]).stream("Go.") for c in m.tool_call_chunks]
    assert [(chunk["name"], chunk["index"]) for chunk in chunks[:2]] == [("add", 0), (None, 0)]
    assert len(chunks) > 5
    assert "".join(chunk["args"] or "" for chunk in chunks) == '{"a": 12, "b": 3}'


def test_a_cut_call_is_an_error() -> None:
    with scripted(call("add", a=12, b=3), max_tokens=30) as (model, _):
        for bound in (model.bind_tools([add]), model.bind_tools([add], tool_choice="any")):
            with pytest.raises(AnswerCut, match="max_tokens"):
                bound.invoke("Go.")
            with pytest.raises(AnswerCut):
                list(bound.stream("Go."))
            with pytest.raises(AnswerCut):
                asyncio.run(bound.ainvoke("Go."))


def test_the_head_does_not_depend_on_the_order_of_tools() -> None:
    def sub(a: int) -> int:
        """Subtract."""
        return -a

    with scripted("Fine.") as (model, engine):
        model.bind_tools([add, sub]).invoke("Go.")
        model.bind_tools([sub, add]).invoke("Go.")
        assert len({prompt.head for prompt in engine.prompts}) == 1


def test_tools_of_every_kind() -> None:
    @tool
    def greet(name: str) -> str:
        """Greet."""
        return name

    class Leave(BaseModel):
        """Leave a place."""

        place: str

    class Stay(TypedDict):
        """Stay a while."""

        hours: int

    raw = {"name": "walk", "description": "Walk.", "input_schema": {"type": "object"}}
    with scripted("Fine.") as (model, engine):
        model.bind_tools([add, greet, Leave, Stay, raw]).invoke("Go.")
        head = engine.prompts[0].head
    for line in ("greet(name: string)", "Leave(place: string)", "Stay(hours: integer)", "walk()"):
        assert line in head


def test_a_recursive_class_is_enforced_to_its_depth() -> None:
    class Tree(BaseModel):
        """A tree."""

        label: int
        children: list[Tree] = []

    good = {"label": 1, "children": [{"label": 2, "children": []}]}
    bad = {"label": 1, "children": [{"label": "2"}]}
    with scripted([call("Tree", **good), call("Tree", **bad)]) as (model, _):
        bound = model.with_structured_output(Tree, method="function_calling")
        assert bound.invoke("Go.") == Tree.model_validate(good)
        with pytest.raises(EngineError, match="does not allow"):
            bound.invoke("Go.")


@pytest.mark.parametrize(
    ("tools", "choice", "words"),
    [
        ([add], "sub", "no tool 'sub'"),
        ([], "any", "no tool"),
        ([add], 7, "tool_choice"),
        ([add, {"name": "add"}], None, "two tools"),
        (["add"], None, "no tool"),
        ([{"type": "web_search"}], None, "provider"),
        ([{"name": "f", "parameters": {"type": "string"}}], None, "no object"),
    ],
)
def test_tools_that_can_not_be_bound(tools: Any, choice: Any, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        ChatLottery().bind_tools(tools, tool_choice=choice)


# --- objects


class Person(BaseModel):
    """A person."""

    name: str
    age: int

    @field_validator("age")
    @classmethod
    def _grown(cls, age: int) -> int:
        if age < 18:
            raise ValueError("too young")
        return age


ADA = json.dumps({"name": "Ada", "age": 36})


def test_an_object_with_what_was_said() -> None:
    young = json.dumps({"name": "Tom", "age": 6})
    with scripted([ADA, young]) as (model, _):
        bound: Any = model.with_structured_output(Person, include_raw=True)
        found = bound.invoke("Who?")
        assert found["parsed"] == Person(name="Ada", age=36)
        assert found["raw"].content == ADA
        assert found["parsing_error"] is None
        found = bound.invoke("Who?")
        assert found["parsed"] is None
        assert "too young" in str(found["parsing_error"])
    with scripted(ADA, max_tokens=9) as (model, _):
        found = model.with_structured_output(Person, include_raw=True).invoke("Who?")
        assert found["raw"].content == ADA[:9]  # type: ignore[call-overload]
        assert isinstance(found["parsing_error"], AnswerCut)  # type: ignore[call-overload]


@pytest.mark.parametrize("method", ["json_schema", "function_calling"])
def test_a_dictionary_grows_while_it_streams(method: Any) -> None:
    said = ADA if method == "json_schema" else call("Person", name="Ada", age=36)
    with scripted(said, pace=0.001) as (model, _):
        schema = Person.model_json_schema()
        bound = model.with_structured_output(schema, method=method)
        states = list(bound.stream("Who?"))
        assert len(states) > 3
        assert states[-1] == {"name": "Ada", "age": 36}
        instances = list(model.with_structured_output(Person, method=method).stream("Who?"))
        assert instances == [Person(name="Ada", age=36)]


@pytest.mark.parametrize("method", ["json_schema", "function_calling"])
def test_a_cut_object_is_an_error(method: Any) -> None:
    said = ADA if method == "json_schema" else call("Person", name="Ada", age=36)
    for schema in (Person, Person.model_json_schema()):
        with scripted(said, max_tokens=len(said) - 2) as (model, _):
            bound = model.with_structured_output(schema, method=method)
            with pytest.raises(OutputParserException, match="max_tokens"):
                bound.invoke("Who?")
            with pytest.raises(AnswerCut):
                list(bound.stream("Who?"))


def test_an_answer_is_not_both_a_call_and_an_object() -> None:
    with scripted(ADA) as (model, _):
        bound = model.with_structured_output(Person)
        with pytest.raises(UsageError, match="both"):
            bound.invoke("Who?", tools=[{"type": "function", "function": {"name": "f"}}])
        with pytest.raises(UsageError, match="method"):
            model.with_structured_output(Person, method="prayer")  # type: ignore[arg-type]
        with pytest.raises(UsageError, match="response_format"):
            model.invoke("Who?", response_format={"type": "xml"})
        assert model.invoke("Who?", response_format={"type": "json_object"}).content == ADA


# --- life


async def test_many_tasks_wait_for_room_without_taking_threads() -> None:
    """More tasks than the loop's executor has threads; a slow engine takes them one by one."""
    with ScriptedEngine("word", sequences=1, queue=1, pace=0.001) as engine:
        model = ChatLottery(engine=engine)
        tasks = [asyncio.create_task(model.ainvoke("Hi")) for _ in range(80)]
        await asyncio.to_thread(until, lambda: len(engine._room._line) > 60)
        for task in tasks[40:]:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert [getattr(result, "text", None) for result in results[:40]] == ["word"] * 40
        assert all(isinstance(result, asyncio.CancelledError) for result in results[40:])
        await asyncio.to_thread(until, lambda: idle(engine))
        assert len(engine.prompts) < 80, "who was cancelled left the line"


def test_models_share_an_engine_and_the_last_closes_it(
    tiny_q8: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Engine] = []
    start = LlamaEngine.__init__

    def counted(self: LlamaEngine, *args: Any, **options: Any) -> None:
        start(self, *args, **options)
        opened.append(self)

    monkeypatch.setattr(LlamaEngine, "__init__", counted)
    options: dict[str, Any] = {"model": str(tiny_q8), "sequences": 2, "threads": 1, "max_tokens": 3}
    first, second = ChatLottery(**options), ChatLottery(**options)
    with first:
        with second:
            assert opened == [], "nothing is loaded before it is needed"
            assert first.invoke("Hi").content == second.invoke("Hi").content
            assert len(opened) == 1
        assert opened[0].usable
        with pytest.raises(EngineError, match="closed"):
            second.invoke("Hi")
        twin: ChatLottery = pickle.loads(pickle.dumps(first))
        assert twin._identifying_params == first._identifying_params
        with twin:
            assert twin.invoke("Hi").content == first.invoke("Hi").content
        assert len(opened) == 1
    assert not opened[0].usable


def test_an_engine_of_the_caller_stays_open(tiny_engine: LlamaEngine) -> None:
    with ChatLottery(engine=tiny_engine, max_tokens=2) as model:
        pass
    assert model.invoke("Hi").content
    assert model.model == "tiny"
    assert copy.deepcopy(model).engine is tiny_engine
    assert "sha256" in str(model._identifying_params)
    with pytest.raises(UsageError, match="pickled"):
        pickle.dumps(model)


def test_a_model_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="no-such-model"):
        ChatLottery(model="no-such-model").invoke("Hi")


def test_importing_models_loads_no_langchain() -> None:
    code = "import lottery_agent.models, sys; assert not [m for m in sys.modules if 'langch' in m]"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
