"""The chat model."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from types import TracebackType
from typing import Annotated, Any, Literal, Self

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.globals import get_llm_cache
from langchain_core.language_models import BaseChatModel, LangSmithParams, LanguageModelInput
from langchain_core.language_models.model_profile import ModelProfile
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.tools import BaseTool
from pydantic import BaseModel, Field, PrivateAttr, SkipValidation, model_validator

from lottery_agent.errors import UsageError
from lottery_agent.models.engine import Engine, Request, Sampling
from lottery_agent.models.langchain.asking import Question
from lottery_agent.models.langchain.building import Builder
from lottery_agent.models.langchain.failures import translated
from lottery_agent.models.langchain.forms import Form, Named, choice_of, form_of
from lottery_agent.models.langchain.loading import Loader, Recipe
from lottery_agent.models.langchain.messages import to_prompt
from lottery_agent.models.langchain.structured import parsed, schema_of, tool_of
from lottery_agent.models.langchain.waiting import run_now

Method = Literal["json_schema", "function_calling", "json_mode"]

_SAMPLING = ("temperature", "top_p", "min_p", "seed")
_SIZES = ("threads", "sequences", "window", "gpu_layers", "ticket_type")
_PER_CALL = {*_SAMPLING, "max_tokens", "timeout", "logprobs"}
_FORM = {"tools", "tool_choice", "parallel_tool_calls", "response_format"}
_LANGCHAIN = {"stream", "strict"}
"""LangChain's words for what is so anyway: it decides on streaming, a grammar is always strict."""


class ChatLottery(BaseChatModel):
    """A local chat model whose calls and objects follow a grammar (see the package).

    Requests of all threads and tasks are decoded together. The same request gives the same answer
    as long as the engine promises so (see `LlamaEngine`).

    The model is loaded at the first use. `temperature`, `top_p`, `min_p`, `seed`, `max_tokens`,
    `timeout` and `logprobs` can also be given with a call or by `bind`.
    """

    model: str = "smollm2-135m"
    """A name from the zoo, `hf:REPOSITORY/FILE`, or the path of a GGUF file."""
    engine: Annotated[Any, SkipValidation()] = Field(default=None, exclude=True, repr=False)
    """An engine of the caller, who closes it. It takes the place of `model` and its sizes."""
    temperature: float = Field(default=0.0, ge=0)
    """0 for the most likely token; 1 for the model's own distribution."""
    top_p: float = Field(default=1.0, gt=0, le=1)
    """Keep the most likely tokens that together have this probability."""
    min_p: float = Field(default=0.0, ge=0, le=1)
    """Drop tokens less likely than this share of the most likely one."""
    seed: int = Field(default=0, ge=0)
    """Equal requests with equal seeds give equal answers."""
    max_tokens: int = Field(default=512, ge=1)
    """Most tokens of an answer; fewer if the window has no room for them."""
    stop: list[str] | None = None
    """Texts that end an answer in words, without being part of it."""
    timeout: float | None = Field(default=None, gt=0)
    """Most seconds for an answer, waiting included."""
    logprobs: bool = False
    """Put `logprobs` into the metadata: the natural log-probability of each token."""
    streaming: bool = False
    """Stream inside of `invoke` too, for callbacks that watch tokens."""
    ticket_type: str | None = None
    """GGUF type to convert the file to, `Q8_0` say; None to run it as it is."""
    threads: int = Field(default=0, ge=0)
    """Decoder threads of the engine. 0: as many as there are physical cores."""
    sequences: int = Field(default=8, ge=1, le=64)
    """Requests that the engine decodes together."""
    window: int = Field(default=2048, ge=256)
    """Tokens of a prompt and its answer."""
    gpu_layers: int = Field(default=0, ge=-1)
    """How many layers to put on a GPU, if there is one; -1 for all."""

    _loader: Loader = PrivateAttr(default_factory=Loader)

    @model_validator(mode="after")
    def _name_after_engine(self) -> Self:
        if self.engine is not None:
            self.model = self.engine.info.name
        return self

    # --- what LangChain calls

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        question = self._ask(messages, stop, kwargs)
        return self._builder(kwargs).result(question.deltas(as_it_comes=False), question)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        question = await self._aask(messages, stop, kwargs)
        deltas = [delta async for delta in question.adeltas(as_it_comes=False)]
        return self._builder(kwargs).result(deltas, question)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        builder = self._builder(kwargs)
        question = self._ask(messages, stop, kwargs)
        for delta in question.deltas(as_it_comes=True):
            yield builder.chunk(delta)
        yield builder.last(question)

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        builder = self._builder(kwargs)
        question = await self._aask(messages, stop, kwargs)
        try:
            async for delta in question.adeltas(as_it_comes=True):
                yield builder.chunk(delta)
            yield builder.last(question)
        finally:
            question.cancel()

    def batch(
        self,
        inputs: list[LanguageModelInput],
        config: RunnableConfig | list[RunnableConfig] | None = None,
        *,
        return_exceptions: bool = False,
        **kwargs: Any,
    ) -> list[AIMessage]:
        """Answer several inputs, all of them in the engine at once.

        One event loop waits for them, so it takes no thread for each. Caches of LangChain need not
        be asynchronous: with one, its own threads do the work.
        """
        options = {"return_exceptions": return_exceptions, **kwargs}
        if len(inputs) < 2 or self.cache or get_llm_cache() is not None:
            return super().batch(inputs, config, **options)
        return run_now(lambda: self.abatch(inputs, config, **options))

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | dict[str, Any] | bool | None = None,
        parallel_tool_calls: bool = False,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Return a model that can call tools, and can't call them wrongly.

        Args:
            tools: Functions, LangChain tools, Pydantic classes, TypedDicts or dictionaries.
            tool_choice: `auto` (words or a call; the default), `any`, `none`, or a tool's name.
            parallel_tool_calls: Allow up to eight calls in an answer.
            kwargs: Options of each call.

        Raises:
            UsageError: If a tool is none, or its schema holds what no grammar can enforce.
        """
        choice = choice_of(tool_choice)
        bound = {
            "tools": [tool_of(thing) for thing in tools],
            "tool_choice": {"type": "function", "function": {"name": choice.name}}
            if isinstance(choice, Named)
            else choice,
            "parallel_tool_calls": parallel_tool_calls,
        }
        form_of(bound)
        return self.bind(**bound, **kwargs)

    def with_structured_output(
        self,
        schema: dict[str, Any] | type,
        *,
        include_raw: bool = False,
        method: Method = "json_schema",
        strict: bool | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, dict[str, Any] | BaseModel]:
        """Return a runnable whose results fit a schema.

        Args:
            schema: A Pydantic class (the result is an instance), a TypedDict or a JSON schema (the
                result is a dictionary).
            include_raw: Return `{"raw": message, "parsed": ..., "parsing_error": ...}` instead of
                raising what goes wrong in reading the answer.
            method: `json_schema` writes the object, `function_calling` writes a call that has it as
                arguments. `json_mode` is `json_schema`: a schema is there, so it is enforced.
            strict: For LangChain; the schema is always enforced.
            kwargs: Options of each call.

        Raises:
            UsageError: If the schema holds what no grammar can enforce.
        """
        shape = schema_of(schema)
        about = {"schema": schema, "kwargs": {"method": method}}
        model: Runnable[LanguageModelInput, AIMessage]
        if method == "function_calling":
            tool = tool_of(schema)
            model = self.bind_tools(
                [tool],
                tool_choice=tool["function"]["name"],
                ls_structured_output_format=about,
                **kwargs,
            )
        elif method in ("json_schema", "json_mode"):
            named = {"name": shape.get("title", "answer"), "schema": shape}
            bound = {"response_format": {"type": "json_schema", "json_schema": named}}
            form_of(bound)
            model = self.bind(**bound, ls_structured_output_format=about, **kwargs)
        else:
            raise UsageError(f"method can't be {method!r}", hint="give json_schema")
        return parsed(model, schema, include_raw=include_raw)

    # --- counting

    def get_num_tokens(self, text: str) -> int:
        """Return how many tokens a text has."""
        return self._engine.count(text)

    def get_token_ids(self, text: str) -> list[int]:
        """Return the token ids of a text."""
        *ids, _end = self._engine.renderer.target(text)
        return ids

    def get_num_tokens_from_messages(
        self, messages: list[BaseMessage], tools: Sequence[Any] | None = None
    ) -> int:
        """Return how many tokens the prompt of a conversation has, with the tools in its head."""
        form = form_of({"tools": [tool_of(tool) for tool in tools or ()]})
        return len(self._engine.renderer.render(to_prompt(messages, form.instruction)))

    # --- life

    def close(self) -> None:
        """Give back the engine that was loaded. An engine of the caller stays open."""
        self._loader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __getstate__(self) -> dict[Any, Any]:
        if self.engine is not None:
            raise UsageError(
                "a chat model with an engine of the caller can't be pickled", hint="give model="
            )
        return super().__getstate__()

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        return self.model_copy()

    # --- what it is

    @property
    def _llm_type(self) -> str:
        return "lottery-chat"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        names = ["model", *_SAMPLING, "max_tokens", "stop"]
        if self.engine is not None:
            return {name: getattr(self, name) for name in names} | {
                "sha256": self.engine.info.sha256
            }
        return {name: getattr(self, name) for name in [*names, "ticket_type", "window"]}

    def _get_ls_params(self, stop: list[str] | None = None, **kwargs: Any) -> LangSmithParams:
        return super()._get_ls_params(stop=stop or self.stop, **kwargs)

    def _resolve_model_profile(self) -> ModelProfile | None:
        return {
            "max_input_tokens": self.engine.info.window if self.engine else self.window,
            "text_inputs": True,
            "image_inputs": False,
            "audio_inputs": False,
            "video_inputs": False,
            "text_outputs": True,
            "tool_calling": True,
            "tool_choice": True,
        }

    # --- asking

    @property
    def _engine(self) -> Engine:
        if self.engine is not None:
            engine: Engine = self.engine
            return engine
        sizes = {name: getattr(self, name) for name in _SIZES}
        return self._loader.engine(Recipe(self.model, **sizes))

    def _option(self, name: str, options: dict[str, Any]) -> Any:
        value = options.get(name)
        return getattr(self, name) if value is None else value

    def _builder(self, options: dict[str, Any]) -> Builder:
        return Builder(logprobs=self._option("logprobs", options))

    def _ask(
        self, messages: list[BaseMessage], stop: list[str] | None, options: dict[str, Any]
    ) -> Question:
        """Send a request to the engine."""
        ends = self._ends(stop)
        engine, request, form = self._prepare(messages, options)
        with translated():
            handle = engine.submit(request)
        return Question(engine, handle, form, stop=ends, input_tokens=len(request.prompt))

    async def _aask(
        self, messages: list[BaseMessage], stop: list[str] | None, options: dict[str, Any]
    ) -> Question:
        """Send a request from asyncio: neither loading nor a full queue may hold up its loop."""
        ends = self._ends(stop)
        engine, request, form = await asyncio.to_thread(self._prepare, messages, options)
        with translated():
            handle = await engine.asubmit(request)
        return Question(engine, handle, form, stop=ends, input_tokens=len(request.prompt))

    def _ends(self, stop: list[str] | None) -> list[str]:
        ends = self.stop or [] if stop is None else stop
        if not all(ends):
            raise UsageError("a stop sequence is empty")
        return ends

    def _prepare(
        self, messages: list[BaseMessage], options: dict[str, Any]
    ) -> tuple[Engine, Request, Form]:
        """Return the engine, loaded if it was not, what to ask it, and what the answer may be."""
        begun = time.monotonic()
        if unknown := sorted(options.keys() - _PER_CALL - _FORM - _LANGCHAIN):
            raise UsageError(f"ChatLottery has no option {unknown[0]!r}")
        form = form_of(options)
        engine = self._engine
        prompt = engine.renderer.render(to_prompt(messages, form.instruction))
        room = max(1, engine.info.window - len(prompt))
        timeout = self._option("timeout", options)
        request = Request(
            prompt,
            max_tokens=min(self._option("max_tokens", options), room),
            constraint=form.grammar,
            sampling=Sampling(**{name: self._option(name, options) for name in _SAMPLING}),
            deadline=None if timeout is None else begun + timeout,
        )
        return engine, request, form
