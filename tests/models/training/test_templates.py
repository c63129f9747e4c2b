"""A recipe can hold out the templates that there are, and no others."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from random import Random

import pytest

from lottery_agent.errors import UsageError
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators import (
    calls,
    constructions,
    documents,
    languages,
    logic,
    mathematics,
    planning,
    puzzles,
    reading,
    search,
    tables,
    talk,
    worlds,
)
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.recipe import load_recipe
from lottery_agent.models.training.templates import check_templates, is_known, names

DRAWN: list[Callable[[Random, Vocabulary], Draft]] = [
    constructions.draft, documents.draft, languages.draft, logic.draft, mathematics.notation,
    mathematics.story, planning.draft, reading.note, search.looked_up, tables.draft, talk.draft,
    lambda rng, words: next(puzzles.lines(rng, words)),
    lambda rng, words: next(puzzles.askings(rng, words)),
    lambda rng, words: next(worlds.drafts(rng, words)),
]  # fmt: skip


def test_all_that_is_drawn_is_known(words: Vocabulary) -> None:
    rng = Random(1)
    drafts = [make(rng, words) for make in DRAWN for _ in range(60)]
    drafts += islice(calls.drafts(rng, words), 60)
    found = {name for draft in drafts for name in draft.template.split("+")}
    found = {name.replace("logic.judge.", "logic.") for name in found}
    assert len(found) > 300
    assert {name for name in found if not is_known(name)} == set()
    assert len(found & names()) > 200


def test_what_the_recipe_holds_out_is_known() -> None:
    check_templates(load_recipe().unseen_templates)


@pytest.mark.parametrize(
    "name",
    [
        "logic.join.iff.otherwize", "logic.jion.iff.otherwise", "puzzles.row.9999",
        "puzzles.rwo.12", "talk.99", "calls.weekday.0", "calls.own.recipe.99",
        "documents.recipe.99", "table.sum.x",
        "state.swap.x", "mathematics.story.one.999", "mathematics.stories.one.1", "reading.note.99",
        "reading", "",
    ],
)  # fmt: skip
def test_what_is_no_template_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="no such template"):
        check_templates(["talk.12", name])
