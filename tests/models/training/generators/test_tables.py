from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from lottery_agent.models.training.checks import fault
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators import tables
from lottery_agent.models.training.generators.tables import (
    counting,
    grouping,
    looking,
    ranking,
    summing,
)
from lottery_agent.models.training.generators.tables.asking import Unfit, exact
from lottery_agent.models.training.generators.tables.fields import denied, many, one, reduced
from lottery_agent.models.training.generators.tables.grids import grid
from lottery_agent.models.training.generators.tables.topics import TOPICS, topic
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.render import prompt_of
from lottery_agent.toolbox.table.finding import tables_in
from lottery_agent.toolbox.table.wording import outline


def drawn(words: Vocabulary, count: int) -> list[Draft]:
    rng = Random("tables")
    return [tables.draft(rng, words) for _ in range(count)]


def test_the_tool_gives_the_answers_that_were_known_before(words: Vocabulary) -> None:
    faults = Counter(fault(draft) for draft in drawn(words, 100))
    assert faults[None] >= 97, faults


def test_another_answer_or_another_query_is_refused(words: Vocabulary) -> None:
    for draft in drawn(words, 12):
        if fault(draft) is None:
            assert (fault(replace(draft, answer="something else")) or "").startswith("gives")
            other = replace(draft, target=f"{draft.target} limit 0")
            assert fault(other) is not None


def test_the_prompt_is_that_of_the_agent(words: Vocabulary) -> None:
    for draft in drawn(words, 40):
        shown = outline(tables_in(draft.inputs["text"]))
        assert prompt_of(draft).question == f"{shown}\n{draft.inputs['question']}"


@pytest.mark.parametrize("family", dict.fromkeys(tables.FAMILIES))
def test_every_family_finds_tables_that_it_fits(family: object, words: Vocabulary) -> None:
    rng = Random(1)
    found = 0
    for _ in range(200):
        table = grid(rng, words, topic(rng, words))
        try:
            found += bool(family(rng, table).question)  # type: ignore[operator]
        except Unfit:
            continue
    assert found > 10


@pytest.mark.parametrize("made", TOPICS, ids=lambda made: made.row.many)
def test_a_written_table_is_found_with_its_columns(made: object, words: Vocabulary) -> None:
    rng = Random(2)
    for _ in range(5):
        table = grid(rng, words, made)  # type: ignore[arg-type]
        (found,) = tables_in(table.text)
        assert found.name == (table.title or "table")
        assert [each.name for each in found.columns] == [
            table.key,
            *(c.name for c in table.columns),
        ]
        assert found.length == len(table.rows)


def test_each_kind_of_question_has_four_phrasings_at_least(words: Vocabulary) -> None:
    modules = (looking, counting, summing, ranking, grouping)
    frames = {name: found for module in modules for name, found in module.FRAMES.items()}
    assert len(frames) > 30
    assert not [name for name, found in frames.items() if len(found) < 4]
    assert {draft.template for draft in drawn(words, 300)} <= set(tables.PHRASINGS)


@pytest.mark.parametrize(
    ("phrase", "single", "plural", "negative", "short"),
    [
        ("{live} in Oslo", "lives in Oslo", "live in Oslo", "does not live in Oslo", None),
        ("{is} blue", "is blue", "are blue", "is not blue", "blue"),
        ("{has} 3 seats", "has 3 seats", "have 3 seats", "does not have 3 seats", "with 3 seats"),
        ("{go} to Rome", "goes to Rome", "go to Rome", "does not go to Rome", None),
    ],
)
def test_verbs_agree(phrase: str, single: str, plural: str, negative: str, short: str) -> None:
    assert (one(phrase), many(phrase)) == (single, plural)
    assert denied(phrase, plural=False) == negative
    assert reduced(phrase) == short


def test_answers_are_written_as_the_tool_writes_them() -> None:
    assert exact([["Tom"], ["Ann"]]) == "Tom, Ann"
    assert exact([["Tom", None], ["Ann", True]]) == "Tom | none\nAnn | True"
    assert exact([]) == ""
