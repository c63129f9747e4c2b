"""What the model does without any training: worked examples alone bring it to every tool."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from lottery_agent import Agent

pytestmark = pytest.mark.real

Question: TypeAlias = tuple[str, str | None, str]
"""The question, its context, and the answer."""

TOWNS = "town,price\nLima,20\nOslo,35\nRome,15\n"
PEOPLE = "name,age\nKim,31\nLeo,45\nZoe,28\n"
STOCK = "| item | stock |\n| --- | --- |\n| lamp | 4 |\n| desk | 9 |\n| sofa | 2 |\n"
LINE = "Nina, Omar and Pia stand in a line. Nina is left of Omar. Pia is right of Omar."

QUESTIONS: dict[str, list[Question]] = {
    "mathematics": [
        ("What is 36 times 14?", None, "504"),
        ("What is 6% of 450?", None, "27"),
        ("Solve 5x + 2 = 17", None, "x = 3"),
    ],
    "logic": [
        ("Is Kim a mammal?", "Every cow is a mammal. Kim is a cow.", "True"),
        ("Is Tim an insect?", "Every ant is an insect. Tim is an ant.", "True"),
        ("Is Zoe a mammal?", "Every cow is a mammal. Zoe is a cow.", "True"),
        ("Is Rob an insect?", "Every ant is an insect. Rob is an ant.", "True"),
        ("Is Leo a dog?", "Every pug is a dog. Leo is a pug.", "True"),
    ],
    "puzzle": [
        ("Who is last?", LINE, "Pia"),
        ("Who is first?", LINE, "Nina"),
        ("Who is last?", LINE.replace("Pia", "Eva"), "Eva"),
        ("Who is first?", LINE.replace("Nina", "Ann"), "Ann"),
        ("Who is last?", LINE.replace("line", "row"), "Pia"),
    ],
    "satisfiability": [
        ("Is it satisfiable?", "p cnf 2 2\n1 2 0\n-1 0\n", "satisfiable"),
        ("Is there a solution?", "p cnf 1 2\n1 0\n-1 0\n", "unsatisfiable"),
        ("Can it hold?", "(declare-const x Int)(assert (> x 3))(check-sat)", "satisfiable"),
    ],
    "calendar": [
        ("Which day of the week was 9 May 2003?", None, "Friday"),
        ("How many days are between 2021-02-05 and 2021-03-01?", None, "24"),
        ("What is the date 10 days after 5 April 2022?", None, "2022-04-15"),
        ("Was 2000 a leap year?", None, "True"),
        ("When was Easter in 2015?", None, "2015-04-05"),
    ],
    "units": [
        ("Convert 7 miles to kilometres", None, "11.265408 kilometres"),
        ("How many grams are in 5 pounds?", None, "2267.96185 grams"),
        ("How many minutes are in 6 hours?", None, "360 minutes"),
        ("How many inches are in 6 feet?", None, "72 inches"),
        ("How many days are in 3 weeks?", None, "21 days"),
        ("How many ounces are in 4 pounds?", None, "64 ounces"),
    ],
    "lists": [
        ("Sort these words alphabetically: plum, kiwi, date", None, "date, kiwi, plum"),
        ("How many vowels are in the word orange?", None, "3"),
        ("Reverse the word stone", None, "enots"),
        ("Put these numbers in order: 9, 2, 7", None, "2, 7, 9"),
    ],
    "table": [
        ("Which town has the lowest price?", TOWNS, "Rome"),
        ("What is the average age?", PEOPLE, "34.66666667"),
        ("What is the total stock?", STOCK, "15"),
        ("How many items are there?", STOCK, "3"),
        ("Who is older than 30?", PEOPLE, "Kim, Leo"),
    ],
    "state": [
        ("Kim has a pen and Leo has a book. They swap. What does Leo have?", None, "pen"),
        ("Kim has a cup and Leo has a plate. They swap. What does Kim have?", None, "plate"),
        ("Ida has a fork and Bob has a spoon. They swap. What does Bob have?", None, "fork"),
        ("Take 7 steps. Turn around. Take 7 steps. Do you return to the start?", None, "True"),
        ("Take 4 steps. Turn around. Take 4 steps. Do you return to the start?", None, "True"),
        (
            "Put 6 cards in the box. Then put 2 cards in the box. How many cards are in the box?",
            None,
            "8",
        ),
        ("A bag holds 7 nuts. 3 nuts are taken out. How many nuts are in the bag?", None, "4"),
    ],
}


@pytest.fixture(scope="module")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agent]:
    with Agent(adapter=False, knowledge="none") as agent:
        yield agent


def right(agent: Agent, question: Question) -> bool:
    asked, context, expected = question
    return agent.ask(asked, context=context).answer == expected


@pytest.mark.parametrize("tool", QUESTIONS)
def test_each_tool_answers_three_questions(untrained: Agent, tool: str, base_model: Path) -> None:
    answered = [question[0] for question in QUESTIONS[tool] if right(untrained, question)]
    assert len(answered) >= 3, answered
