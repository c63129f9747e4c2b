"""The signatures in training are those of a run, in its order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from lottery_agent.graphs.operator import SIGNATURES
from lottery_agent.knowledge.examples import NameIndex
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators import calls
from lottery_agent.models.training.generators.calls.callers import kit
from lottery_agent.models.training.generators.calls.lexical import Lexical
from lottery_agent.models.training.generators.calls.shelf import Shelf, description, lexical_shelf
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.signatures import MARGIN, Signatures, texts_of_tools
from lottery_agent.toolbox.calls import builtin_registry

SORT = "Sort these words: plum, badger and gull"


def test_a_run_finds_the_same_tools(words: Vocabulary, tmp_path: Path) -> None:
    registry = builtin_registry()
    builtin = NameIndex(texts_of_tools(registry), Lexical(), margin=MARGIN, cache=tmp_path)
    rng = Random(1)
    for _ in range(12):
        asked = calls.asked(rng, words)
        texts = {tool.name: [description(tool)] for tool in asked.own}
        assert texts == {
            name: [text]
            for name, text in registry.extended(asked.own).descriptions().items()
            if name not in registry.names
        }
        own = NameIndex(texts, Lexical(), margin=MARGIN, cache=tmp_path)
        found = Signatures(own, builtin).nearest(asked.question, SIGNATURES)
        assert set(lexical_shelf().found(asked.question, asked.own)) == set(found)
        own.close()
    builtin.close()


def test_the_tool_that_is_needed_is_shown(words: Vocabulary) -> None:
    lengths = set()
    for draft in islice(calls.drafts(Random(2), words), 200):
        names = [signature.partition("(")[0] for signature in draft.inputs["signatures"]]
        assert draft.target.partition("(")[0] in names
        assert len(names) == len(set(names)) <= SIGNATURES
        lengths.add(len(names))
    assert lengths == set(range(1, SIGNATURES + 1))


def test_a_tool_that_a_run_would_not_find_comes_last() -> None:
    shelf = lexical_shelf()
    found = shelf.found(SORT)
    assert "sort_words" in found
    assert "easter" not in found
    shown = [signature.partition("(")[0] for signature in shelf.shown(SORT, "easter")]
    assert shown == [*found[: SIGNATURES - 1], "easter"]


def test_a_caller_has_up_to_half_of_the_places_and_the_first_ones(words: Vocabulary) -> None:
    for seed in range(20):
        own = [each.tool for each in kit(Random(seed), words)]
        names = {tool.name for tool in own}
        found = lexical_shelf().found(SORT, own)
        count = sum(name in names for name in found)
        assert 1 <= count <= SIGNATURES // 2
        assert set(found[:count]) <= names


def test_what_was_embedded_is_remembered() -> None:
    class Counting(Lexical):
        embedded: ClassVar[list[str]] = []

        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            self.embedded.extend(texts)
            return super().embed(texts)

    shelf = Shelf(Counting())
    assert shelf.found(SORT) == lexical_shelf().found(SORT)
    shelf.prepare([SORT, "Easter 2020", "Easter 2020"])
    shelf.found("Easter 2020")
    assert Counting.embedded[-2:] == [SORT, "Easter 2020"]


def test_calls_of_other_makers_get_the_same_signatures() -> None:
    told = Draft("call", {"question": SORT, "signatures": []}, 'sort_words(["plum"])', "t")
    other = Draft("talk", {"question": "Hello"}, "Hello!", "t")
    shown, same = calls.as_shown([told, other])
    assert same is other
    assert shown.inputs["signatures"] == lexical_shelf().shown(SORT, "sort_words")
    assert any(signature.startswith("sort_words(") for signature in shown.inputs["signatures"])
    assert shown.target == told.target
