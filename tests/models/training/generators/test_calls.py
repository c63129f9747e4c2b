"""Calls: every built-in tool is asked for, and every call could be made in a run."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from random import Random

import pytest

from lottery_agent.models.training.checks import fault, free_of_held_out
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators import calls
from lottery_agent.models.training.generators.calls.everyday import TOOLS, everyday
from lottery_agent.models.training.generators.calls.patterns import Template, call
from lottery_agent.models.training.generators.calls.strangers import PATTERNS
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.recipe import load_recipe
from lottery_agent.models.training.signatures import registry_of
from lottery_agent.toolbox.calls import builtin_registry
from lottery_agent.toolbox.calls.tools import Tool

BUILTIN = builtin_registry()
OWN = {f"calls.stranger.{number}" for number in range(1, len(PATTERNS) + 1)} | {
    name for each in TOOLS for name in each.templates
}
NAMED = OWN | {template.name for found in calls.TEMPLATES.values() for template in found}


def drawn(words: Vocabulary, count: int, seed: str = "calls") -> list[Draft]:
    return list(islice(calls.drafts(Random(seed), words), count))


def test_each_tool_has_patterns_and_each_pattern_a_name_of_its_own() -> None:
    tools = {name for name in BUILTIN.names if isinstance(BUILTIN.get(name), Tool)}
    assert set(calls.TEMPLATES) == tools
    for tool, found in calls.TEMPLATES.items():
        assert len({(template.pattern, template.fill) for template in found}) == len(found) >= 4
        names = [f"calls.{tool}.{number}" for number in range(1, len(found) + 1)]
        assert [template.name for template in found] == names


@pytest.mark.parametrize("tool", calls.TEMPLATES)
def test_each_pattern_gives_calls_that_run(tool: str, words: Vocabulary) -> None:
    rng = Random(tool)
    for template in calls.TEMPLATES[tool]:
        faults = [fault(_draft(template, rng, words)) for _ in range(4)]
        # A word may stand where its neighbours keep it from being copied; then another is drawn.
        assert None in faults, (template.name, faults)
        assert not [why for why in faults if why and not why.startswith("not copied")], template


def _draft(template: Template, rng: Random, words: Vocabulary) -> Draft:
    asked = template.ask(rng, words)
    shown = {"question": asked.text, "signatures": [BUILTIN.get(template.tool).signature]}
    return Draft("call", shown, call(template.tool, asked.arguments), asked.template)


def test_nearly_all_drafts_are_good_and_differ(words: Vocabulary) -> None:
    drafts = drawn(words, 300)
    assert sum(fault(draft) is None for draft in drafts) >= 290
    assert all(map(free_of_held_out, drafts))
    assert len({str(draft.inputs["question"]) for draft in drafts}) > 280


def test_both_voices_and_rough_typing_occur(words: Vocabulary) -> None:
    questions = [str(draft.inputs["question"]) for draft in drawn(words, 300)]
    ends = Counter(question[-1] for question in questions)
    assert ends["?"] > 60
    assert ends["."] > 40
    assert sum(question[-1].isalnum() for question in questions) > 60
    assert sum(question == question.lower() for question in questions) > 30
    assert any("\n" in question for question in questions)


def test_own_tools_are_asked_for_and_stand_beside_others(words: Vocabulary) -> None:
    drafts = drawn(words, 300)
    strange = [draft for draft in drafts if draft.template in OWN]
    assert 60 < len(strange) < 120
    beside = [draft for draft in drafts if draft not in strange and _unknown(draft)]
    assert len(beside) > 15


def _unknown(draft: Draft) -> tuple[str, ...]:
    names = (signature.partition("(")[0] for signature in draft.inputs["signatures"])
    return tuple(name for name in names if name not in BUILTIN.names)


def test_a_call_that_a_run_would_not_make_is_a_fault() -> None:
    def of(target: str, question: str, *names: str) -> str:
        signatures = [BUILTIN.get(name).signature for name in names]
        shown = {"question": question, "signatures": signatures}
        return fault(Draft("call", shown, target, "test")) or ""

    assert not of('convert(5, "km", "miles")', "5 km in miles", "convert", "weekday")
    assert of("easter(2020)", "Easter 2020", "weekday").startswith("not in its language")
    assert of("easter(date)", "Easter 2020", "easter").startswith("not in its language")
    assert of("easter(2021)", "Easter 2020", "easter") == "not copied: ['2021']"
    assert of("weekday(2020-01-02)", "Is 1 January 2020 free?", "weekday").startswith("not copied")
    assert of('letters("wagon")', "Letters of wagons?", "letters") == "not copied: ['wagon']"
    assert of('convert(5, "km", "hours")', "5 km in hours", "convert").startswith("fails")
    assert of("nth_item([], 3)", "The 3rd of nothing", "nth_item").startswith("fails")
    later = 'next_weekday(2020-01-01, "Friday")'
    assert not of(later, "the friday after 2020-01-01", "next_weekday"), "a choice is no copy"


def test_patterns_that_only_evaluation_sees_are_there() -> None:
    unseen = load_recipe().unseen_templates
    kept = {name for name in unseen if name.startswith("calls.")}
    assert kept < NAMED
    assert 0.02 < len(kept) / len(NAMED) < 0.04


def test_tools_of_callers_have_names_of_their_own_and_patterns_that_fit(words: Vocabulary) -> None:
    assert len(OWN) == len(PATTERNS) + sum(len(each.patterns) for each in TOOLS)
    names = [name for each in TOOLS for name in each.names.split()]
    assert len(names) == len(set(names))
    assert not set(names) & set(BUILTIN.names)
    rng = Random(1)
    asked: set[str] = set()
    for _ in range(3000):
        made = everyday(rng).ask(rng, words)
        assert "{" not in made.text
        asked.add(made.template)
    assert asked == OWN - {name for name in OWN if "stranger" in name}
    assert min(len(each.patterns) for each in TOOLS) >= 4


def test_made_up_calls_are_read_by_the_tools_that_are_shown(words: Vocabulary) -> None:
    for draft in drawn(words, 120, "strange"):
        if draft.template in OWN:
            registry = registry_of(draft.inputs["signatures"])
            assert str(registry.parse(draft.target)).partition("(")[0] in _unknown(draft)
