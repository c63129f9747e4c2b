"""What the model reads, as text and in tokens: a snapshot, and budgets that keep prompts short."""

from __future__ import annotations

from pathlib import Path

import pytest

from lottery_agent.graphs import judge, stories
from lottery_agent.graphs.direct import direct_prompt
from lottery_agent.graphs.judge import judge_prompt
from lottery_agent.graphs.librarian import read_prompt, search_prompt
from lottery_agent.graphs.logician import language_prompt
from lottery_agent.graphs.mathematician import mathematician_prompt
from lottery_agent.graphs.operator import operator_prompt
from lottery_agent.graphs.options import options_prompt
from lottery_agent.graphs.planner import planner_prompt
from lottery_agent.graphs.puzzles import asking_prompt, line_prompt, mode_prompt
from lottery_agent.graphs.router import LABELS, router_prompt
from lottery_agent.graphs.tables import table_prompt
from lottery_agent.graphs.theories import query_prompt, statement_prompt
from lottery_agent.models.engine import load_vocabulary
from lottery_agent.models.prompts import Prompt
from tests.snapshots import check_prompts

SNAPSHOT = Path(__file__).with_name("prompts.txt")

PROMPTS: dict[str, Prompt] = {
    "router": router_prompt("Is Tom a cat?", options=["Yes", "No"], context="All men sleep."),
    "mathematician": mathematician_prompt("What is 6 times 7?"),
    "judge": judge_prompt("What is 6 times 7?", "answer = 6 * 7", "42"),
    "logician, statement": statement_prompt("Every cat is an animal."),
    "logician, query": query_prompt("Is Tom a cat?"),
    "language": language_prompt("Is Tom a cat?", context="All men sleep."),
    "puzzler, line": line_prompt("The owl is left of the crow."),
    "puzzler, query": asking_prompt("Who is last?"),
    "story, event": stories.event_prompt("They swap.", "Ann has a cup and Ben a plate."),
    "story, query": stories.asking_prompt("What does Ann have?", ["Ann", "Ben"]),
    "mode": mode_prompt("Which of these could be true?"),
    "librarian, search": search_prompt("When does it open?"),
    "librarian, read": read_prompt("When does it open?", "It opens at nine."),
    "table": table_prompt("Which city is cheapest?", "table(city, price)"),
    "planner": planner_prompt("What is 2 + 2, and who is Ada?"),
    "operator": operator_prompt("Which weekday?", ["weekday(day: date)"]),
    "direct": direct_prompt("hello", history=[("hi", "Hello!")]),
    "options": options_prompt("Is Tom a cat?", "True", ["A) Yes", "B) No"]),
}


@pytest.mark.real
def test_prompts_are_as_agreed(base_model: Path) -> None:
    check_prompts(PROMPTS, base_model, SNAPSHOT)


@pytest.mark.real
@pytest.mark.parametrize("labels", [tuple(LABELS), judge.LABELS], ids=["router", "judge"])
def test_each_label_is_one_token(base_model: Path, labels: tuple[str, ...]) -> None:
    with load_vocabulary(base_model) as vocabulary:
        assert {len(vocabulary.tokenize(label, special=False)) for label in labels} == {1}


def test_heads_hold_nothing_of_the_question() -> None:
    assert len({prompt.head for prompt in PROMPTS.values() if prompt.agent == "logician"}) == 1
    for prompt in PROMPTS.values():
        assert prompt.question not in prompt.head
