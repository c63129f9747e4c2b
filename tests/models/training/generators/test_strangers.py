"""Tools that are made up: their signatures have every type, and their calls fit them."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.models.training.generators.calls.callers import kit
from lottery_agent.models.training.generators.calls.patterns import call
from lottery_agent.models.training.generators.calls.strangers import Stranger, stranger
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.signatures import registry_of
from lottery_agent.toolbox.calls import builtin_registry

RULES = "text integer number boolean date list_of_text list_of_number list_of_integer list_of_date"


def made(words: Vocabulary, count: int) -> list[Stranger]:
    return [stranger(Random(seed), words) for seed in range(count)]


def test_every_type_occurs_and_so_do_choices_and_defaults(words: Vocabulary) -> None:
    parameters = [parameter for each in made(words, 700) for parameter in each.tool.parameters]
    rules = {parameter.type.rule for parameter in parameters}
    assert set(RULES.split()) <= rules
    assert any(rule.startswith("choice_") for rule in rules)
    assert 20 < sum(not parameter.required for parameter in parameters) < len(parameters) / 2


def test_tools_differ_and_none_hides_a_built_in_one(words: Vocabulary) -> None:
    tools = [each.tool for each in made(words, 700)]
    assert not {tool.name for tool in tools} & set(builtin_registry().names)
    assert len({tool.signature for tool in tools}) > 0.8 * len(tools)
    assert max(len(tool.parameters) for tool in tools) >= 4
    assert all(tool.summary[0].isupper() and tool.summary.endswith(".") for tool in tools)


@given(st.integers(0, 10_000))
def test_a_call_is_read_back_as_it_was_meant(words: Vocabulary, seed: int) -> None:
    rng = Random(seed)
    tools = kit(rng, words)
    registry = registry_of([each.tool.signature for each in tools])
    own = rng.choice(tools)
    asked = own.ask(rng, words)
    read = registry.parse(call(own.tool.name, asked.arguments))
    assert read.tool.name == own.tool.name
    said, rest = (
        own.tool.parameters[: len(asked.arguments)],
        own.tool.parameters[len(asked.arguments) :],
    )
    assert list(read.arguments) == [parameter.name for parameter in said]
    assert not any(parameter.required for parameter in rest)


def test_a_caller_has_tools_with_words_in_common(words: Vocabulary) -> None:
    shared = 0
    for seed in range(100):
        names = [set(each.tool.name.split("_")) for each in kit(Random(seed), words)]
        shared += any(one & two for at, one in enumerate(names) for two in names[:at])
    assert shared > 40
