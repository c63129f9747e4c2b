"""Stories of quantities: the worksheet gives what the simulated world gives, in many words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from random import Random

import pytest

from lottery_agent.models.training.checks import fault, free_of_held_out, worksheet_value
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators import ledgers
from lottery_agent.models.training.generators.ledgers.sheet import (
    add,
    changed,
    take,
    times,
    written,
)
from lottery_agent.models.training.generators.ledgers.verbs import finite, forms
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_STRAY = re.compile(r"[{}<>|\[\]]| {2}| [,.?]|[.,?]{2}|\b(\w+) \1\b")
_WRONG = re.compile(
    r"\b(?:I (?:has|is|does|were)|[Tt]hey (?:has|is|does|was)|[Ss]?he (?:are|do|were)"
    r"|a (?!one\b)[aeio]\w+)\b"
)


@pytest.fixture(scope="module")
def drafts(words: Vocabulary) -> Sequence[Draft]:
    rng = Random("ledgers")
    return [ledgers.draft(rng, words) for _ in range(2000)]


def _question(draft: Draft) -> str:
    return str(draft.inputs["question"])


def test_equal_seeds_give_equal_drafts(words: Vocabulary, drafts: Sequence[Draft]) -> None:
    rng = Random("ledgers")
    assert [ledgers.draft(rng, words) for _ in range(20)] == list(drafts[:20])


def test_a_worksheet_gives_what_the_simulation_gives(drafts: Sequence[Draft]) -> None:
    for draft in drafts[:200]:
        assert draft.answer is not None
        assert worksheet_value(draft.target) == Fraction(draft.answer), draft
        assert fault(draft) is None, draft


def test_amounts_are_whole_and_positive(drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        assert re.fullmatch(r"[1-9]\d*", draft.answer or ""), draft
    for draft in drafts[:60]:
        values: dict[str, str] = {}
        for line in draft.target.splitlines():
            name, _, expression = line.partition(" = ")
            shown = " ".join(values.get(word, word) for word in expression.split())
            value = worksheet_value(f"answer = {shown}")
            assert value is not None, draft
            assert value.denominator == 1, draft
            assert value > 0, draft
            values[name] = str(value)


def test_each_line_has_one_sign(drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        for line in draft.target.splitlines():
            signs = set(re.findall(r" ([-+*/]) ", line))
            assert len(signs) == 1, draft


def test_the_texts_differ_in_more_than_numbers_and_words_drawn(
    words: Vocabulary, drafts: Sequence[Draft]
) -> None:
    masked = {re.sub(r"\d[\d,]*", "#", _question(draft)) for draft in drafts}
    assert len(masked) > 1900
    drawn = "|".join([*words.names, *(noun.many for noun in words.nouns)])
    masked = {re.sub(rf"\b(?:{drawn})\b", "@", text) for text in masked}
    assert len(masked) > 1500


def test_every_family_and_every_number_of_steps_is_drawn(drafts: Sequence[Draft]) -> None:
    families = Counter(draft.template.split(".")[2] for draft in drafts)
    assert set(families) == set(ledgers.FAMILIES)
    assert all(draft.template.startswith("mathematics.story.") for draft in drafts)
    assert min(families.values()) > 150
    steps = Counter(draft.target.count("\n") + 1 for draft in drafts)
    assert set(steps) == {1, 2, 3, 4}
    assert len({draft.template for draft in drafts}) > 100


def test_the_order_of_the_numbers_does_not_tell_what_is_taken_from_what(
    drafts: Sequence[Draft],
) -> None:
    pairs = [(draft, re.fullmatch(r"answer = (\d+) - (\d+)", draft.target)) for draft in drafts]
    turned = straight = 0
    for draft, found in pairs:
        told = re.findall(r"\d+", _question(draft).replace(",", ""))
        if found and told.count(found[1]) == told.count(found[2]) == 1:
            first = told.index(found[1]) < told.index(found[2])
            straight, turned = straight + first, turned + (not first)
    assert turned > 0.25 * (straight + turned) > 20


def test_the_texts_are_clean(drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        text = _question(draft)
        assert not _STRAY.search(text), text
        assert not _WRONG.search(text), text


def test_few_stories_have_a_reserved_word(drafts: Sequence[Draft]) -> None:
    assert sum(map(free_of_held_out, drafts)) > 0.9 * len(drafts)


def test_changes_of_one_kind_that_follow_each_other_are_one_step() -> None:
    step = changed(20, (-3, -4, 5, 6), named="plums")
    text = "Ann has 20 plums on a table and loses 3 and 4 of them; Ben brings 5 and 6 pears."
    sheet = written(step, text, ("pears", "table"))  # type: ignore[arg-type]
    assert sheet == "plums = 3 + 4\npears = 20 - plums\nanswer = pears + 5 + 6"


def test_a_step_is_named_by_a_word_of_the_text_or_there_is_no_worksheet() -> None:
    step = take(times(3, 4, named="plums"), 5)
    assert written(step, "3 rows of 4 plums, 5 gone", ()) == "plums = 3 * 4\nanswer = plums - 5"
    assert (
        written(step, "3 rows of 4 gulls, 5 gone", ("rows",)) == "rows = 3 * 4\nanswer = rows - 5"
    )
    assert written(step, "3 of 4, 5 gone", ("rows",)) is None


def test_a_step_that_is_used_twice_is_written_once() -> None:
    step = add(5, 6, named="plums")
    text = "Ann has 5 plums and 6 more."
    assert written(add(step, step), text, ()) == "plums = 5 + 6\nanswer = plums + plums"


@pytest.mark.parametrize(
    ("base", "third", "past", "ing"),
    [
        ("give", "gives", "gave", "giving"),
        ("carry", "carries", "carried", "carrying"),
        ("wash", "washes", "washed", "washing"),
        ("use", "uses", "used", "using"),
        ("play", "plays", "played", "playing"),
    ],
)
def test_verbs_are_inflected(base: str, third: str, past: str, ing: str) -> None:
    made = forms(base)
    assert (made.third, made.past, made.ing) == (third, past, ing)
    assert finite(base, past=True, plural=False) == past
    assert finite(base, past=False, plural=False) == third
    assert finite(base, past=False, plural=True) == base
    assert finite("be", past=False, plural=False, first=True) == "am"
