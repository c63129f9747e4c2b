"""A small vocabulary: the harvest needs the training files."""

from __future__ import annotations

import pytest

from lottery_agent.models.training.generators.vocabulary import Noun, Verb, Vocabulary


@pytest.fixture(scope="session")
def words() -> Vocabulary:
    """Words written by hand."""
    return Vocabulary(
        nouns=tuple(Noun(word, f"{word}s") for word in "lantern wagon gull plum badger".split()),
        verbs=tuple(
            Verb(word, f"{word}s", f"{word}ed", f"{word}ing") for word in "jump paint kick".split()
        ),
        adjectives=("brave", "wooden", "dim", "calm"),
        names=("Milo", "Petra", "Agnes", "Ruben"),
    )
