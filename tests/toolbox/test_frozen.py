"""Languages grow only by addition: sentences of earlier versions keep their meaning.

`frozen.jsonl` is never changed, only appended to when a language gets a new version. The meaning of
a worksheet is its exact answer, that of a logic sentence its tree.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from lark import Token, Tree

from lottery_agent.toolbox import mathematics
from lottery_agent.toolbox.language import VERSIONS, Language

LINES = Path(__file__).with_name("frozen.jsonl").read_text(encoding="utf-8").splitlines()
FROZEN = [json.loads(line) for line in LINES]


def shown(tree: Tree[Token] | Token) -> str:
    """Return a tree as one line: `(rule child child)`."""
    if not isinstance(tree, Tree):
        return str(tree)
    return f"({' '.join([str(tree.data), *map(shown, tree.children)])})"


def test_two_hundred_sentences_are_frozen() -> None:
    count = Counter(line["language"] for line in FROZEN)
    assert count["mathematics"] >= 100
    assert count["logic"] >= 100
    assert all(line["version"] <= VERSIONS[line["language"]] for line in FROZEN)


@pytest.mark.parametrize("line", FROZEN, ids=lambda line: line["sentence"][:40])
def test_a_frozen_sentence_keeps_its_meaning(line: dict[str, str]) -> None:
    sentence = line["sentence"]
    if line["language"] == "mathematics":
        assert mathematics.execute({"call": sentence})["exact"] == line["meaning"]
    else:
        assert shown(Language.load(line["language"]).parse(sentence)) == line["meaning"]
