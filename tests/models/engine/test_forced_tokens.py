"""Forced tokens: with them or without, an answer obeys its grammar, and nothing else is forced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.models.engine import LlamaEngine, Request, Sampling
from lottery_agent.models.engine.grammars import Follower, Grammars
from lottery_agent.models.engine.vocabulary import Vocabulary, load_vocabulary
from lottery_agent.models.prompts import Prompt


@dataclass(frozen=True)
class Language:
    """A grammar, and the same as a regular expression of Python's."""

    lark: str
    regex: str

    @property
    def text(self) -> str:
        return f"start: {self.lark}"


def literal(text: str) -> Language:
    return Language(f'"{text}"', re.escape(text))


def either(parts: list[Language]) -> Language:
    return Language(
        "(" + " | ".join(part.lark for part in parts) + ")",
        "(?:" + "|".join(part.regex for part in parts) + ")",
    )


def both(parts: list[Language]) -> Language:
    return Language(
        "(" + " ".join(part.lark for part in parts) + ")", "".join(part.regex for part in parts)
    )


def repeated(part: Language, sign: str) -> Language:
    return Language(f"({part.lark}){sign}", f"(?:{part.regex}){sign}")


leaves = st.sampled_from(
    [
        *map(literal, ("the", "thin", "than", "an", "t", "in the", "x, ", "ß", "the the thing")),
        Language("/[a-e]{1,3}/", "[a-e]{1,3}"),
        Language("/[0-9]{2}/", "[0-9]{2}"),
    ]
)
"""The tiny vocabulary has tokens for `th`, `the`, `an` and `in`."""
languages = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(either),
        st.lists(inner, min_size=2, max_size=4).map(both),
        st.builds(repeated, inner, st.sampled_from("?+")),
    ),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def vocabulary(tiny_q8: Path) -> Iterator[Vocabulary]:
    with load_vocabulary(tiny_q8) as vocabulary:
        yield vocabulary


@pytest.fixture(scope="module")
def grammars(vocabulary: Vocabulary) -> Grammars:
    return Grammars.of(vocabulary)


@pytest.fixture(scope="module")
def engines(tiny_q8: Path) -> Iterator[list[LlamaEngine]]:
    engines = [
        LlamaEngine(
            tiny_q8, name="t", type="Q8_0", threads=1, sequences=4, window=512, fast_forward=forward
        )
        for forward in (True, False)
    ]
    yield engines
    for engine in engines:
        engine.close()


@given(languages, st.integers(0, 1000))
def test_answers_obey(engines: list[LlamaEngine], language: Language, seed: int) -> None:
    for engine in engines:
        prompt = engine.renderer.render(Prompt("agent", "Head.", "Question"))
        for limit in (3, 60):
            request = Request(prompt, limit, language, Sampling(temperature=1.0, seed=seed))
            handle = engine.submit(request)
            completion = handle.result(20)
            assert len(completion.tokens) <= limit
            assert len(completion.logprobs) - len(completion.tokens) in (0, 1)
            assert all(value <= 0 for value in completion.logprobs)
            assert "".join(handle) == completion.text
            if completion.finish == "stop":
                assert re.fullmatch(language.regex, completion.text)


def spellings(follower: Follower, vocabulary: Vocabulary) -> list[bytes]:
    """Return the texts of the tokens that may come next; none for an end."""
    allowed = follower.allowed()
    ids = np.flatnonzero(allowed) if allowed.dtype == np.bool_ else allowed
    return [b"" if token in vocabulary.ends else vocabulary.piece(token) for token in ids.tolist()]


def single(texts: list[bytes]) -> bool:
    """Tell whether texts are beginnings of one another: there is only one way to go on."""
    longest = max(texts, key=len)
    return all(text and longest.startswith(text) for text in texts)


@given(languages, st.integers(0, 1000))
def test_forced_is_what_has_one_continuation(
    grammars: Grammars, vocabulary: Vocabulary, language: Language, seed: int
) -> None:
    """Compare what is forced with the masks along the way."""
    random = Random(seed)
    follower, witness = grammars.follow(language.text), grammars.follow(language.text)
    for _ in range(40):
        forced = follower.forced()
        for token in forced:
            texts = spellings(witness, vocabulary)
            assert single(texts), "there is another way to go on"
            assert any(vocabulary.piece(token).startswith(text) for text in texts)
            witness.accept([token])
        follower.accept(forced)
        if follower.finished:
            return
        allowed = follower.allowed()
        ids = np.flatnonzero(allowed) if allowed.dtype == np.bool_ else allowed
        assert len(ids) > 1, "the only legal token was not forced"
        token = random.choice(ids.tolist())
        if token in vocabulary.ends:
            return
        for one in (follower, witness):
            one.accept([token])


LONG = Language('("a" | "b") "' + "x" * 700 + '" ("c" | "d")', "[ab]x{700}[cd]")


def test_a_long_forced_run_goes_in_parts(tiny_q8: Path) -> None:
    """It is longer than a step can be; neighbours are served meanwhile."""
    with LlamaEngine(tiny_q8, name="t", type="Q8_0", threads=1, sequences=2, window=1024) as engine:
        prompt = engine.renderer.render(Prompt("agent", "Head.", "Question"))
        free = Request(prompt, 40)
        alone = engine.submit(free).result(20)
        handles = [engine.submit(Request(prompt, 800, LONG)), engine.submit(free)]
        assert re.fullmatch(LONG.regex, handles[0].result(20).text)
        assert handles[1].result(20).logprobs == alone.logprobs


def test_a_long_label_goes_in_parts(tiny_q8: Path) -> None:
    with LlamaEngine(tiny_q8, name="t", type="Q8_0", threads=1, sequences=2, window=1024) as engine:
        prompt = engine.renderer.render(Prompt("agent", "Head.", "Question"))
        long = "x" * 600
        short, longer, most = engine.score(prompt, ["x" * 100, long, long + "y"])
        assert short > longer > most
        assert engine.score(prompt, [long + "y", "z", long]) == (
            most,
            engine.score(prompt, ["z"])[0],
            longer,
        )
