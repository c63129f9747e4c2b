"""What the model reads, and which labels it is scored by."""

from __future__ import annotations

from pathlib import Path

import pytest

from lottery_agent.lab.strategies import self_rag
from lottery_agent.lab.strategies.least_to_most import step_prompt
from lottery_agent.lab.strategies.react import ACTION_HEAD, THOUGHT_HEAD, Turn, react_prompt
from lottery_agent.models.engine import load_vocabulary
from lottery_agent.models.prompts import Prompt
from tests.snapshots import check_prompts

_DONE = Turn("I multiply.", "mathematics(answer = 6 * 7)", "42")
_ACTIONS = ["weekday(day: date)", "finish(answer: number)"]

PROMPTS: dict[str, Prompt] = {
    "least to most": step_prompt(
        ["6 rows of 7 books stand there, 2 are lost. How many are left?"],
        [("How many books were there?", "42")],
        "How many are left?",
        "Answer with a number.",
    ),
    "thought": react_prompt(THOUGHT_HEAD, "Question: What is 6 times 7?", _ACTIONS, [_DONE]),
    "action": react_prompt(
        ACTION_HEAD, "Question: What is 6 times 7?", _ACTIONS, [_DONE], "That is all."
    ),
    "relevance": self_rag.relevance_prompt("When does it open?", "It opens at nine."),
    "support": self_rag.support_prompt("When does it open?", "It opens at nine.", "nine"),
}


@pytest.mark.real
def test_prompts_are_as_agreed(base_model: Path) -> None:
    check_prompts(PROMPTS, base_model, Path(__file__).with_name("prompts.txt"))


@pytest.mark.real
@pytest.mark.parametrize("labels", [tuple(self_rag.RELEVANCE), tuple(self_rag.SUPPORT)])
def test_each_label_is_one_token(base_model: Path, labels: tuple[str, ...]) -> None:
    with load_vocabulary(base_model) as vocabulary:
        assert {len(vocabulary.tokenize(label, special=False)) for label in labels} == {1}


def test_heads_hold_nothing_of_the_question() -> None:
    for prompt in PROMPTS.values():
        assert prompt.question not in prompt.head
