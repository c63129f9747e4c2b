"""The choice between rules and places: both, long and short, with what a run would be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest

from lottery_agent.graphs.logician import LANGUAGES
from lottery_agent.models.training.checks import fault
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators import languages
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.render import prompt_of


@pytest.fixture(scope="module")
def drafts(words: Vocabulary) -> Sequence[Draft]:
    rng = Random("languages")
    return [languages.draft(rng, words) for _ in range(400)]


def test_equal_seeds_give_equal_drafts(words: Vocabulary, drafts: Sequence[Draft]) -> None:
    rng, other = Random("languages"), Random("other")
    assert [languages.draft(rng, words) for _ in range(20)] == list(drafts[:20])
    assert [languages.draft(other, words) for _ in range(20)] != list(drafts[:20])


def test_both_languages_are_as_frequent(drafts: Sequence[Draft]) -> None:
    counts = Counter(draft.target for draft in drafts)
    assert set(counts) == set(LANGUAGES)
    assert min(counts.values()) > 0.4 * len(drafts)
    assert all(fault(draft) is None for draft in drafts)


@pytest.mark.parametrize("label", LANGUAGES)
def test_a_language_is_not_told_by_length_or_by_where_the_text_stands(
    drafts: Sequence[Draft], label: str
) -> None:
    own = [draft for draft in drafts if draft.target == label]
    lengths = [len(prompt_of(draft).question) for draft in own]
    assert sum(length < 200 for length in lengths) > 0.1 * len(own)
    assert sum(length > 350 for length in lengths) > 0.1 * len(own)
    beside = sum("context" in draft.inputs for draft in own)
    assert 0.4 * len(own) < beside < 0.8 * len(own)
    assert any(not prompt_of(draft).question.rstrip().endswith("?") for draft in own)
    assert any("A) " in prompt_of(draft).question for draft in own)


def test_rules_may_speak_of_places(drafts: Sequence[Draft]) -> None:
    own = [draft for draft in drafts if draft.target == "rules"]
    boundary = [draft for draft in own if draft.template != "language.rules.theory"]
    assert 0.3 * len(own) < len(boundary) < 0.7 * len(own)
    assert len({draft.template for draft in boundary}) > 15


def test_a_puzzle_may_introduce_nobody(drafts: Sequence[Draft]) -> None:
    templates = {draft.template for draft in drafts}
    assert {"language.places.race", "language.places.own", "language.rules.theory"} <= templates
    assert len(templates) > 25


def test_another_label_is_a_fault() -> None:
    assert fault(Draft("language", {"question": "Who won?"}, "logic", "t")) == "no label: logic"
    assert fault(Draft("mode", {"question": "Which can be?"}, "can", "t")) == "no label: can"
    assert fault(Draft("mode", {"question": "Which can be?"}, "could", "t")) is None
