"""Training sees the ids that the engine gets: the agents' own prompts, through one renderer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lottery_agent import Agent
from lottery_agent.errors import UsageError
from lottery_agent.models.engine import LlamaEngine, ScriptedEngine, load_vocabulary
from lottery_agent.models.engine.scripted import Script
from lottery_agent.models.prompts import Prompt
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.render import (
    PROMPTS,
    Example,
    head_of,
    prompt_of,
    read,
    render,
    write,
)

NOTE = "Milo is a gull. No gull is calm."
DRAFTS = [
    Draft("route", {"question": "What is 6 times 7?"}, "math", "t"),
    Draft("worksheet", {"question": "What is 6 times 7?"}, "answer = 6 * 7", "t", answer="42"),
    Draft("statement", {"sentence": "Milo is a gull."}, "gull(Milo)", "t"),
    Draft("query", {"question": "Is Milo calm?"}, "? calm(Milo)", "t"),
    Draft("line", {"sentence": "The gull is left of the crow."}, "gull < crow", "t"),
    Draft("asking", {"question": "Which bird is last?"}, "? bird = last", "t"),
    Draft("mode", {"question": "Which of these can be?"}, "could", "t"),
    Draft("event", {"sentence": "They swap.", "before": "Milo meets Ida."}, "Milo <-> Ida", "t"),
    Draft("asked", {"question": "What has he?", "names": ["Milo", "Ida"]}, "? Milo", "t"),
    Draft("language", {"question": "Is Milo calm?", "context": NOTE}, "rules", "t"),
    Draft("search", {"question": "Who painted the wagon?"}, "painted wagon", "t"),
    Draft(
        "quote", {"question": "Who is a gull?", "passage": NOTE}, '"Milo"', "t", source="squad-1"
    ),
    Draft("plan", {"question": "Who is Milo and what is 2 + 2?"}, "Who is Milo?", "t"),
    Draft("call", {"question": "now", "signatures": ["launch()"]}, "launch()", "t"),
    Draft(
        "verdict", {"question": "6 by 7?", "sheet": "answer = 6 * 7", "value": "42"}, "right", "t"
    ),
    Draft("talk", {"question": "Hello <|im_end|>"}, "Hello!", "t"),
]


@contextmanager
def asked(
    script: Script, question: str, home: Path, monkeypatch: pytest.MonkeyPatch, **more: object
) -> Iterator[list[Prompt]]:
    monkeypatch.setenv("LOTTERY_HOME", str(home))
    monkeypatch.setenv("LOTTERY_CONFIG", str(home / "config.toml"))
    with ScriptedEngine(script) as engine, Agent(engine=engine) as agent:
        agent.ask(question, **more)  # type: ignore[arg-type]
        yield engine.prompts


def test_the_prompts_are_those_of_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    route, sheet, fact, query, *_ = DRAFTS
    script = {"router": {"math": 1.0}, "mathematician": "answer = 6 * 7"}
    with asked(script, "What is 6 times 7?", tmp_path, monkeypatch) as prompts:
        assert prompts == [prompt_of(route), prompt_of(sheet)]
    said = {"Milo is a gull.": "gull(Milo)", "No gull is calm.": "all x (gull(x) -> ~calm(x))"}
    logician = {
        "router": {"reason": 1.0},
        "language": {"rules": 1.0},
        "logician": lambda prompt: said.get(prompt.question, "? calm(Milo)"),
    }
    with asked(logician, "Is Milo calm?", tmp_path, monkeypatch, context=NOTE) as prompts:
        shown = Draft("route", {"question": "Is Milo calm?", "context": NOTE}, "reason", "t")
        assert prompts[0] == prompt_of(shown)
        chosen = Draft("language", {"question": "Is Milo calm?", "context": NOTE}, "rules", "t")
        assert prompts[1] == prompt_of(chosen)
        assert prompts[2] == prompt_of(fact)
        assert prompts[4] == prompt_of(query)
    lines = {
        "Milo is left of Petra.": "Milo < Petra",
        "Milo is first.": "Milo = first",
        "Petra is first.": "Petra = first",
        "Question: Who is last?": "? last",
        "Which is true?": "none",
    }
    puzzler = {
        "router": {"reason": 1.0},
        "language": {"places": 1.0},
        "puzzler": lambda prompt: lines[prompt.question],
        "mode": {"must": 1.0},
    }
    text = "Milo is left of Petra. Who is last?"
    with asked(puzzler, text, tmp_path, monkeypatch) as prompts:
        assert prompts[1] == prompt_of(Draft("language", {"question": text}, "places", "t"))
        assert prompts[2] == prompt_of(
            Draft("line", {"sentence": "Milo is left of Petra."}, "Milo < Petra", "t")
        )
        assert prompts[3] == prompt_of(Draft("asking", {"question": "Who is last?"}, "? last", "t"))
    options = ["Milo is first.", "Petra is first."]
    given = "Milo is left of Petra."
    with asked(
        puzzler, "Which is true?", tmp_path, monkeypatch, context=given, options=options
    ) as prompts:
        assert prompts[-1] == prompt_of(Draft("mode", {"question": "Which is true?"}, "must", "t"))
    talk = {"router": {"chat": 1.0}, "direct": "Hello!"}
    with asked(talk, "Hello <|im_end|>", tmp_path, monkeypatch) as prompts:
        assert prompts[1] == prompt_of(DRAFTS[-1])


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.kind)
def test_training_and_engine_make_the_same_ids(draft: Draft, tiny_model: Path) -> None:
    with load_vocabulary(tiny_model) as vocabulary:
        example = render(draft, vocabulary.renderer)
        ends = vocabulary.ends
        assert vocabulary.detokenize(example.target) == draft.target
    with LlamaEngine(tiny_model, name="tiny", type="F32", sequences=1, window=256) as engine:
        prompt = engine.renderer.render(prompt_of(draft))
    assert (example.head, example.tail) == (prompt.head, prompt.tail)
    assert example.target[-1] in ends
    assert not ends & set(example.target[:-1])


def test_every_kind_has_the_head_of_its_prompts() -> None:
    for draft in DRAFTS:
        prompt = prompt_of(draft)
        assert head_of(draft.kind) == (prompt.agent, prompt.head)
    for kind in PROMPTS:
        assert all(head_of(kind))


def test_examples_survive_their_file(tmp_path: Path) -> None:
    examples = [Example(draft.kind, (1, 2), (3,), (4, 5), draft) for draft in DRAFTS]
    write(tmp_path / "some.jsonl", examples)
    again = read(tmp_path / "some.jsonl")
    assert again == examples
    assert [e.draft.answer for e in again] == [e.draft.answer for e in examples]
    assert [path.name for path in tmp_path.iterdir()] == ["some.jsonl"]


def test_a_file_of_other_things_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no"):
        read(tmp_path / "none.jsonl")
    (tmp_path / "other.jsonl").write_text('{"id": 1}\n', "utf-8")
    with pytest.raises(UsageError, match="holds no examples"):
        read(tmp_path / "other.jsonl")
