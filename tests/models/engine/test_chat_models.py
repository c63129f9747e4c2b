"""Chat models of many families, tiny and random: one interface for all of them.

Ids are compared with those of the family's template rendered as one text and tokenised by
llama.cpp. Some models are made to say certain tokens one after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import jinja2
import pytest

from lottery_agent.models.engine import Engine, LlamaEngine, Request, load_vocabulary
from lottery_agent.models.prompts import Example, Prompt

FAMILIES = [
    "smollm2",
    "qwen2.5",
    "qwen3",
    "llama3",
    "mistral",
    "mistral3",
    "zephyr",
    "phi3",
    "gemma2",
    "deepseek-r1",
    "mamba",
]
FOLDS = ("mistral", "mistral3", "gemma2")
"""Families whose templates put no system turn first."""

# No text begins or ends with a piece that a tiny vocabulary joins with its neighbour.
PROMPT = Prompt(
    "agent", "Be brief.", "Who is the Zebra?", (Example("Quote it.", "Ok."),), (("Um?", "Yes."),)
)


@dataclass(frozen=True)
class Grammar:
    text: str


Writer = Callable[..., Path]


@pytest.fixture(scope="session")
def write(tiny: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Writer:
    folder = tmp_path_factory.mktemp("families")

    def write(name: str, says: tuple[str, ...] = ()) -> Path:
        path = folder / f"{name}{len(says)}.gguf"
        if not path.exists():
            tiny.write_family(path, name, says=says)
        return path

    return write


def start(path: Path) -> LlamaEngine:
    return LlamaEngine(path, name=path.stem, type="Q8_0", threads=1, sequences=2, window=512)


def whole_text(tiny: ModuleType, name: str) -> str:
    """Render the conversation of `PROMPT` as one text, as a program of that family would."""
    family = tiny.FAMILIES[name]
    template = (Path(tiny.__file__).parent / "templates" / family.template).read_text()
    environment = jinja2.Environment(trim_blocks=True, lstrip_blocks=True)
    head = f"{PROMPT.head}\n\n" if name in FOLDS else ""
    system = [] if name in FOLDS else [{"role": "system", "content": PROMPT.head}]
    texts = [f"{head}Quote it.", "Ok.", "Um?", "Yes.", PROMPT.question]
    roles = ["user", "assistant"]
    chat = [{"role": roles[n % 2], "content": text} for n, text in enumerate(texts)]
    text = environment.from_string(template).render(
        messages=[*system, *chat],
        add_generation_prompt=True,
        enable_thinking=False,
        tools=None,
        bos_token=family.bos,
        eos_token=family.eos,
        strftime_now=lambda _: "01 Jan 2025",
    )
    if text.endswith("<think>\n"):
        text += "\n</think>\n\n"
    return text if text.startswith(family.bos) or not family.add_bos else family.bos + text


@pytest.mark.parametrize("name", FAMILIES)
def test_ids_are_those_of_the_whole_text(tiny: ModuleType, write: Writer, name: str) -> None:
    with load_vocabulary(write(name)) as vocabulary:
        rendered = vocabulary.renderer.render(PROMPT)
        expected = vocabulary.tokenize(whole_text(tiny, name), special=True)
        assert list(rendered.head + rendered.tail) == expected
        assert vocabulary.renderer.end_of_turn in vocabulary.ends
        assert vocabulary.renderer.render(replace(PROMPT, question="?")).head == rendered.head


@pytest.mark.parametrize("name", FAMILIES)
def test_an_answer_starts_the_next_prompt(write: Writer, name: str) -> None:
    with load_vocabulary(write(name)) as vocabulary:
        renderer = vocabulary.renderer
        first = renderer.render(Prompt("agent", "Be brief.", "Um?"))
        second = renderer.render(Prompt("agent", "Be brief.", "Go on.", history=(("Um?", "Yes."),)))
        prompt = first.tail
        if "</think>" in vocabulary.detokenize(prompt, special=True):
            pytest.skip("the template leaves the closed reasoning block out of earlier turns")
        spoken = (*prompt, *renderer.target("Yes."))
        assert second.tail[: len(spoken)] == spoken


@pytest.mark.parametrize("name", FAMILIES)
def test_every_family_has_the_whole_interface(write: Writer, name: str) -> None:
    with start(write(name)) as engine:
        rendered = engine.renderer.render(PROMPT)
        handle = engine.submit(Request(rendered, 12))
        completion = handle.result(20)
        assert "".join(handle) == completion.text
        assert completion.prompt_tokens == len(rendered)
        assert engine.submit(Request(rendered, 12)).result(20).tokens == completion.tokens
        for grammar, texts in (
            ('start: "red" | "the answer is closed"', {"red", "the answer is closed"}),
            ('start: "calc(" /[0-9]{2}/ ")"', None),
            ('start: "naïve – ß"', {"naïve – ß"}),
        ):
            written = engine.submit(Request(rendered, 40, Grammar(grammar))).result(20)
            assert written.finish == "stop"
            assert texts is None or written.text in texts
            assert written.reasoning == ""
        assert engine.count("") == 0
        assert engine.count("the Zebra") > 3


@pytest.mark.parametrize("name", FAMILIES)
def test_labels_are_scored(write: Writer, name: str) -> None:
    with start(write(name)) as engine:
        rendered = engine.renderer.render(PROMPT)
        labels = ["red", "the other one", "q"]
        scores = engine.score(rendered, labels)
        assert all(score < 0 for score in scores)
        assert engine.score(rendered, labels[::-1]) == pytest.approx(scores[::-1], rel=1e-4)
        assert engine.score(rendered, labels[1:2]) == pytest.approx(scores[1:2], rel=1e-4)
        again = [engine.submit(Request(rendered, 8)).result(20) for _ in range(2)]
        assert again[0].tokens == again[1].tokens
        assert again[1].reused_tokens >= len(rendered) - 2


@pytest.mark.parametrize("name", FAMILIES)
def test_a_head_is_computed_once(write: Writer, name: str) -> None:
    with start(write(name)) as engine:
        first, second = (
            engine.renderer.render(Prompt("agent", "Be brief. " * 8, question))
            for question in ("Who?", "Where is it?")
        )
        engine.submit(Request(first, 1)).result(20)
        assert engine.submit(Request(second, 1)).result(20).reused_tokens >= len(first.head)


NEWLINES = {"Ċ": ("smollm2", "qwen2.5", "qwen3", "llama3", "deepseek-r1", "mamba")}
ENDS_WITH = {name: start for start, names in NEWLINES.items() for name in names} | {
    "mistral": "]",
    "mistral3": "[/INST]",
    "zephyr": "<0x0A>",
    "phi3": "<0x0A>",
}
"""The last token of a prompt."""


def answer(engine: Engine, limit: int = 30) -> tuple[str, str, str]:
    handle = engine.submit(Request(engine.renderer.render(PROMPT), limit))
    completion = handle.result(20)
    assert "".join(handle) == completion.text
    return completion.text, completion.reasoning, completion.finish


@pytest.mark.parametrize("name", ENDS_WITH)
def test_an_answer_ends_with_the_turn(tiny: ModuleType, write: Writer, name: str) -> None:
    end = {"phi3": "<|end|>"}.get(name, tiny.FAMILIES[name].eos)
    with start(write(name, (ENDS_WITH[name], "y", "z", end))) as engine:
        assert answer(engine) == ("yz", "", "stop")


@pytest.mark.parametrize("name", ["qwen3", "deepseek-r1"])
def test_reasoning_is_no_part_of_the_text(tiny: ModuleType, write: Writer, name: str) -> None:
    says = ("Ċ", "<think>", "w", "h", "y", "</think>", "4", "2", tiny.FAMILIES[name].eos)
    with start(write(name, says)) as engine:
        assert answer(engine) == ("42", "why", "stop")
        assert answer(engine, 3) == ("", "wh", "length")
        completion = engine.submit(Request(engine.renderer.render(PROMPT), 30)).result(20)
        assert len(completion.tokens) == 7, "what was sampled is kept"
        assert len(completion.logprobs) == 8
        rendered = engine.renderer.render(PROMPT)
        written = engine.submit(Request(rendered, 9, Grammar('start: "<think>"'))).result(20)
        assert (written.text, written.reasoning) == ("<think>", "")


MARKED = """
{%- for m in messages %}
{{- '<|im_start|>' + m.role + '\\n' + m.content + '<|done|>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}{# [THINK] [/THINK] #}
"""


def test_markers_and_ends_that_only_the_template_names(
    tiny: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    special = (*tiny.SPECIAL, "<|done|>", "[THINK]", "[/THINK]")
    monkeypatch.setattr(tiny, "CHAT_TEMPLATE", MARKED)
    path = tmp_path / "marked.gguf"
    says = ("Ċ", "[THINK]", "w", "[/THINK]", "4", "<|done|>")
    tiny.write_tiny_model(path, family=tiny.Family(special=special), says=says)
    with start(path) as engine:
        assert answer(engine) == ("4", "w", "stop")


@pytest.mark.parametrize("name", ["qwen3", "deepseek-r1"])
def test_a_text_can_not_open_a_reasoning_block(write: Writer, name: str) -> None:
    text = "a <think>b</think> c<think><think>"
    with load_vocabulary(write(name)) as vocabulary:
        marker = vocabulary.tokenize("<think>", special=True)
        assert len(marker) == 1
        ids = vocabulary.tokenize(text)
        assert marker[0] not in ids
        assert vocabulary.detokenize(ids) == text


@pytest.mark.parametrize("text", ["Zebra", " Zebra", "", "\n", "é東", "</s>x", "a <think>"])
@pytest.mark.parametrize("name", FAMILIES)
def test_texts_come_back_from_a_prompt_as_they_were(write: Writer, name: str, text: str) -> None:
    with load_vocabulary(write(name)) as vocabulary:
        plain, rendered = (
            vocabulary.renderer.render(replace(PROMPT, question=question))
            for question in ("Q", f"Q{text}Q")
        )
        between = vocabulary.detokenize(plain.tail, special=True)
        assert vocabulary.detokenize(rendered.tail, special=True) == "".join(
            [between[: (at := between.rindex("Q"))], f"Q{text}Q", between[at + 1 :]]
        )


@pytest.mark.parametrize(
    "template",
    [
        "{{ raise_exception('no chat today') }}",
        "{% for m in messages if m.role == 'user' %}{{ m.content }}{% endfor %}</s>",
        "{{ messages[-1].content }}",
    ],
)
def test_a_template_that_refuses_or_drops_messages_is_one_line(
    tiny: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str
) -> None:
    from lottery_agent.errors import ModelFileError

    monkeypatch.setattr(tiny, "CHAT_TEMPLATE", template)
    tiny.write_tiny_model(tmp_path / "refuses.gguf")
    with pytest.raises(ModelFileError, match="chat template") as caught:
        start(tmp_path / "refuses.gguf")
    assert "\n" not in str(caught.value)
