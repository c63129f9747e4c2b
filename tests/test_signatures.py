"""Which signatures are shown: the caller's first, then the built-in ones that a question needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from lottery_agent.assembly import load_embedder
from lottery_agent.graphs.operator import SIGNATURES
from lottery_agent.knowledge import Embedder
from lottery_agent.knowledge.examples import NameIndex
from lottery_agent.settings import load_settings
from lottery_agent.signatures import MARGIN, Signatures, texts_of_tools
from lottery_agent.toolbox.calls import builtin_registry, tool


@dataclass
class Named:
    names: list[str]
    asked: list[int] = field(default_factory=list)

    def nearest(self, question: str, k: int) -> list[str]:
        self.asked.append(k)
        return self.names[:k]


@pytest.mark.parametrize(
    ("own", "shown"),
    [
        ([], ["a", "b", "c", "d"]),
        (["x"], ["x", "a", "b", "c"]),
        (["x", "y", "z"], ["x", "y", "a", "b"]),
    ],
)
def test_own_tools_have_up_to_half_of_the_places(own: list[str], shown: list[str]) -> None:
    assert Signatures(Named(own), Named(list("abcdef"))).nearest("?", 4) == shown


def test_one_place_is_for_a_built_in_tool() -> None:
    own = Named(["x"])
    assert Signatures(own, Named(["a"])).nearest("?", 1) == ["a"]
    assert own.asked == []


def test_what_speaks_of_a_tool_is_its_description_and_known_questions() -> None:
    @tool
    def ring(bell: str) -> str:
        """Ring a bell."""
        return bell

    texts = texts_of_tools(builtin_registry().extended([ring]))
    assert texts["ring"] == ["ring(bell: str): Ring a bell."]
    assert set(texts) == {"ring", *builtin_registry().names}
    assert all(len(own) >= 4 for name, own in texts.items() if name != "ring")


@pytest.fixture
def embedder() -> Iterator[Embedder]:
    loaded = load_embedder(load_settings())
    yield loaded
    loaded.close()


@pytest.mark.real
def test_questions_that_the_index_does_not_know_find_their_tool(embedder: Embedder) -> None:
    texts = texts_of_tools(builtin_registry())
    rows = {text: embedder.embed([text])[0] for own in texts.values() for text in own}

    class Known:
        name, sha256, dimension = embedder.name, embedder.sha256, embedder.dimension

        def embed(self, some: list[str]) -> object:
            return [rows[text] for text in some]

    found, lengths = [], []
    for name, own in texts.items():
        for question in own[1:]:
            others = [text for text in own if text != question]
            index = NameIndex(texts | {name: others}, Known(), margin=MARGIN, keep=False)  # type: ignore[arg-type]
            shown = index.nearest(question, SIGNATURES)
            index.close()
            found.append(name in shown)
            lengths.append(len(shown))
    assert sum(found) / len(found) > 0.82
    assert sum(lengths) / len(lengths) < 5.5
