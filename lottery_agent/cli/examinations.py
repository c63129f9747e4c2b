"""What `lottery doctor` looks at. Each examination yields findings, each with a remedy if need be.

An examination fetches nothing and changes nothing, apart from a ticket that it may forge.
"""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import lottery_agent

if TYPE_CHECKING:
    from lottery_agent._settings_model import Settings

Status = Literal["ok", "warning", "failed"]

_PACKAGES = (
    "llama-cpp-python",
    "llguidance",
    "lark",
    "gguf",
    "numpy",
    "langgraph",
    "chromadb",
    "sympy",
    "z3-solver",
    "huggingface_hub",
    "pip",
)
_FEATURES = {
    "AVX": "avx",
    "AVX2": "avx2",
    "F16C": "f16c",
    "FMA": "fma",
    "AVX512": "avx512f",
    "AVX512_VNNI": "avx512_vnni",
    "AVX512_BF16": "avx512_bf16",
    "AVX_VNNI": "avx_vnni",
    "NEON": "asimd",
    "DOTPROD": "asimddp",
}
"""llama.cpp's name of a processor feature, and Linux's."""
_MIN_FREE = 1_000_000_000
_MIN_MEMORY = 1_000_000_000
_TEST_SECONDS = 10.0
_TEST_TOKENS = 24
_QUESTION = ("What is 17% of 2,340?", "397.8")
_REBUILD = "pip install --force-reinstall --no-binary :all: --no-deps llama-cpp-python"


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one examination."""

    name: str
    status: Status
    detail: str
    remedy: str | None = None


Examination = Callable[[], Iterator[Finding]]


def examinations(settings: Settings) -> list[tuple[str, Examination]]:
    """Return all examinations by name, the quick ones first."""
    return [
        ("versions", _versions),
        ("llama.cpp", _llama),
        ("machine", _machine),
        ("cache", _cache),
        ("models", lambda: _models(settings)),
        ("tools", _tools),
        ("embedding", lambda: _embedding(settings)),
        ("engine", lambda: _engine(settings)),
        ("answer", lambda: _answer(settings)),
    ]


def guarded(name: str, examine: Examination) -> list[Finding]:
    """Run an examination; whatever it raises is a finding, so that the others still run."""
    from lottery_agent.errors import LotteryError

    findings: list[Finding] = []
    try:
        findings.extend(examine())
    except LotteryError as error:
        findings.append(Finding(name, "failed", error.message, error.hint))
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"
        findings.append(Finding(name, "failed", detail, "reinstall lottery-agent"))
    return findings


def _versions() -> Iterator[Finding]:
    yield Finding(
        "lottery-agent",
        "ok",
        f"{lottery_agent.__version__}, Python {platform.python_version()}, {platform.platform()}",
    )
    found, missing = [], []
    for package in _PACKAGES:
        try:
            found.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            missing.append(package)
    yield Finding("packages", "ok", ", ".join(found))
    if missing:
        remedy = f"{sys.executable} -m pip install {' '.join(missing)}"
        yield Finding("packages", "failed", f"missing: {', '.join(missing)}", remedy)


def _llama() -> Iterator[Finding]:
    import llama_cpp

    info = " ".join(llama_cpp.llama_print_system_info().decode().split())
    yield Finding("llama.cpp", "ok", f"built with {info.strip(' |')}")
    processor = _processor_features()
    if processor is None:
        return
    shared = [name for name, flag in _FEATURES.items() if flag in processor]
    unused = [name for name in shared if f" {name} = 1" not in f" {info}"]
    yield Finding("processor", "ok", f"has {', '.join(shared) or 'no known feature'}")
    if unused:
        yield Finding(
            "processor",
            "warning",
            f"llama.cpp was built without {', '.join(unused)}; it will be slower",
            _REBUILD,
        )


def _processor_features() -> set[str] | None:
    """Return the processor's features by Linux's names; None where they can't be read."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return None
    for line in text.splitlines():
        key, _, value = line.partition(":")
        if key.strip() in ("flags", "Features"):
            return set(value.split())
    return None


def _machine() -> Iterator[Finding]:
    import psutil

    memory = psutil.virtual_memory()
    detail = (
        f"{psutil.cpu_count(logical=False) or '?'} cores, {memory.total / 1e9:.1f} GB memory, "
        f"{memory.available / 1e9:.1f} GB available"
    )
    scarce = memory.available < _MIN_MEMORY
    remedy = "close other programs, or lower LOTTERY_SEQUENCES and LOTTERY_WINDOW"
    yield Finding("machine", "warning" if scarce else "ok", detail, remedy if scarce else None)


def _cache() -> Iterator[Finding]:
    from lottery_agent.settings import cache_folder

    folder = cache_folder()
    elsewhere = "allow writing to it, or set LOTTERY_CACHE to another folder"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        free = shutil.disk_usage(folder).free
    except OSError as error:
        reason = error.strerror or str(error)
        yield Finding("cache", "failed", f"can't write to {folder}: {reason}", elsewhere)
        return
    used = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    detail = f"{folder}, {used / 1e6:.0f} MB used, {free / 1e9:.1f} GB free"
    if free < _MIN_FREE:
        remedy = "free space, `lottery models remove --tickets`, or set LOTTERY_CACHE"
        yield Finding("cache", "warning", detail, remedy)
    else:
        yield Finding("cache", "ok", detail)


def _models(settings: Settings) -> Iterator[Finding]:
    from lottery_agent.models import forge, zoo

    named = {card.name: card for card in zoo.cards()}
    for name in dict.fromkeys((settings.model, settings.embedder)):
        pull = f"lottery models pull {name}"
        path = zoo.located(name)
        if name in named:
            state = zoo.state(named[name])
            if state == "ready":
                yield Finding(f"model {name}", "ok", f"{path}, hash verified")
            else:
                status: Status = "failed" if state == "damaged" else "warning"
                yield Finding(f"model {name}", status, state, pull)
        elif path is None:
            yield Finding(f"model {name}", "failed", "not here", pull)
        else:
            header = zoo.read_header(path)
            yield Finding(f"model {name}", "ok", f"{path}, {header.architecture} {header.type}")
    adapter = forge.adapter_for(settings.model) if settings.adapter else None
    yield Finding("adapter", "ok", str(adapter) if adapter else "none: worked examples are used")
    made = forge.tickets()
    size = sum(ticket.bytes for ticket in made)
    yield Finding("tickets", "ok", f"{len(made)} in the cache, {size / 1e6:.0f} MB, verified")


def _tools() -> Iterator[Finding]:
    from lottery_agent.toolbox.sandbox import Sandbox

    logic = {"premises": ["all x (cat(x) -> animal(x))", "cat(Tom)"], "query": "animal(Tom)"}
    tests: tuple[tuple[str, dict[str, Any], str], ...] = (
        ("mathematics", {"call": "answer = 17% * 2340"}, "397.8"),
        ("logic", logic, "True"),
    )
    with Sandbox(seconds=_TEST_SECONDS) as sandbox:
        for tool, request, expected in tests:
            start = time.perf_counter()
            answer = str(sandbox.run(tool, request)["answer"])
            seconds = time.perf_counter() - start
            if answer == expected:
                yield Finding(f"tool {tool}", "ok", f"right answer after {seconds:.1f} s")
            else:
                detail = f"answered {answer!r}, expected {expected!r}"
                yield Finding(f"tool {tool}", "failed", detail, "reinstall lottery-agent")


def _embedding(settings: Settings) -> Iterator[Finding]:
    from lottery_agent.assembly import load_embedder
    from lottery_agent.models import zoo

    if zoo.located(settings.embedder) is None:
        return
    embedder = load_embedder(settings)
    try:
        start = time.perf_counter()
        cat, kitten, tax = embedder.embed(["a cat", "a kitten", "corporate income tax"])
        seconds = time.perf_counter() - start
    finally:
        embedder.close()
    near, far = float(cat @ kitten), float(cat @ tax)
    detail = f"3 texts in {seconds * 1000:.0f} ms; cat–kitten {near:.2f}, cat–tax {far:.2f}"
    if near > far:
        yield Finding("embedding", "ok", detail)
    else:
        remedy = f"lottery models remove {settings.embedder}, then pull it"
        yield Finding("embedding", "failed", detail, remedy)


def _engine(settings: Settings) -> Iterator[Finding]:
    from lottery_agent.assembly import load_engine
    from lottery_agent.errors import BudgetExceeded
    from lottery_agent.models import zoo
    from lottery_agent.models.engine import Request
    from lottery_agent.models.prompts import Prompt

    if zoo.located(settings.model) is None:
        return
    start = time.perf_counter()
    loaded = load_engine(settings, settings.model)
    ready = time.perf_counter() - start
    try:
        prompt = Prompt(agent="direct", head="You are a helpful assistant.", question="Say hello.")
        request = Request(
            prompt=loaded.engine.renderer.render(prompt),
            max_tokens=_TEST_TOKENS,
            deadline=time.monotonic() + _TEST_SECONDS,
        )
        done = loaded.engine.submit(request).result()
        info = loaded.engine.info
    except BudgetExceeded:
        slow = (
            f"ready in {ready:.1f} s, then less than {_TEST_TOKENS} tokens in {_TEST_SECONDS:g} s"
        )
        yield Finding("engine", "warning", slow, "close other programs, or set LOTTERY_THREADS=1")
        return
    finally:
        loaded.close()
    detail = (
        f"{info.name} {info.type}: ready in {ready:.1f} s, {done.prompt_tokens} tokens read and "
        f"{len(done.tokens)} written in {done.seconds:.2f} s"
    )
    if done.text.strip():
        yield Finding("engine", "ok", detail)
    else:
        remedy = "lottery models remove --tickets"
        yield Finding("engine", "failed", f"{detail}, all blank", remedy)


def _answer(settings: Settings) -> Iterator[Finding]:
    """Ask one question of the whole machine: model, grammar, tool and checks."""
    from lottery_agent.agent import Agent
    from lottery_agent.models import zoo

    for name in (settings.model, settings.embedder):
        if zoo.located(name) is None:
            remedy = f"lottery models pull {name}"
            yield Finding("answer", "warning", f"not tried, {name} is not here", remedy)
            return
    question, expected = _QUESTION
    with Agent(settings=settings) as agent:
        answer = agent.ask(question, limits={"seconds": _TEST_SECONDS})
    detail = f"{question} {answer.status}: {answer.answer or answer.reason}"
    if answer.answer == expected:
        yield Finding("answer", "ok", f"{detail}, in {answer.usage.seconds:.1f} s")
    elif answer.reason == "limit":
        slow = f"{question} took longer than {_TEST_SECONDS:g} s"
        yield Finding("answer", "warning", slow, "close other programs, or train an adapter")
    elif answer.status == "failed":
        hint = answer.error.hint if answer.error else None
        yield Finding("answer", "failed", detail, hint or "see `lottery ask --trace`")
    else:
        remedy = "use a model with an adapter, or a larger one"
        yield Finding("answer", "warning", detail, remedy)
