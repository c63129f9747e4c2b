"""Grammars: forced tokens are spelled as the tokenizer spells them, and errors are errors."""

from __future__ import annotations

import os
import re
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from lottery_agent.errors import GrammarError
from lottery_agent.models.engine import grammars as grammars_module
from lottery_agent.models.engine.grammars import Grammars
from lottery_agent.models.engine.remembering import BYTES
from lottery_agent.models.engine.vocabulary import Vocabulary, load_vocabulary
from lottery_agent.toolbox.language import Language


@pytest.fixture(params=["tiny", pytest.param("base", marks=pytest.mark.real)], scope="module")
def vocabulary(request: pytest.FixtureRequest) -> Vocabulary:
    path: Path = request.getfixturevalue("tiny_q8" if request.param == "tiny" else "base_model")
    return load_vocabulary(path)


@pytest.fixture(scope="module")
def grammars(vocabulary: Vocabulary) -> Grammars:
    return Grammars.of(vocabulary)


def narrowed(language: str, sentence: str) -> list[str]:
    """The language's grammar as it is, and with terminals narrowed to words of the sentence."""
    words = sorted(set(re.findall(r"[A-Za-z]+", sentence)) - {"x", "y", "z"}) or ["thing"]
    narrow = {
        "mathematics": {"NUMBER": [*sorted(set(re.findall(r"[0-9]+", sentence))), "100"]},
        "logic": {"WORD": [*words, "then", "thing"]},
        "quote": {"QUOTE": [sentence.strip('"'), "the other"]},
    }[language]
    loaded = Language.load(language)
    return [loaded.grammar().text, loaded.grammar(narrow=narrow).text]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("mathematics", "answer = 12 * 7"),
        ("mathematics", "pens = 3 * 12\nanswer = pens - 5"),
        ("mathematics", "answer = solve(x^2 - 5x + 6 = 0)"),
        ("mathematics", "answer = derivative(x^3 * sin(x), x)"),
        ("logic", "all x (cat(x) -> animal(x))"),
        ("logic", "cat(Tom)\n? animal(Tom)"),
        ("logic", "all x (then_in(x) & an(x) -> ~the(x))"),
        ("quote", '"on the second floor"'),
        ("quote", "none"),
    ],
)
def test_forced_tokens_are_those_of_the_tokenizer(
    vocabulary: Vocabulary, grammars: Grammars, language: str, sentence: str
) -> None:
    for text in narrowed(language, sentence):
        follower = grammars.follow(text)
        left = vocabulary.tokenize(sentence)
        while left:
            forced = follower.forced()
            if forced:
                assert left[: len(forced)] == forced
                follower.accept(forced)
                left = left[len(forced) :]
            else:
                assert follower.allowed()[left[0]]
                follower.accept([left.pop(0)])
        assert follower.accepting
        assert follower.allowed()[vocabulary.end]


def test_a_sentence_with_one_spelling_is_forced(vocabulary: Vocabulary, grammars: Grammars) -> None:
    follower = grammars.follow('start: "the thin than"')
    tokens = follower.forced()
    assert tokens == vocabulary.tokenize("the thin than")
    follower.accept(tokens)
    assert follower.finished


def test_special_tokens_are_never_legal_text(vocabulary: Vocabulary, grammars: Grammars) -> None:
    allowed = grammars.follow("start: /.{1,40}/").allowed()
    assert not [token for token in np.flatnonzero(allowed) if vocabulary.is_special(int(token))]


def test_a_token_that_is_not_allowed(vocabulary: Vocabulary, grammars: Grammars) -> None:
    follower = grammars.follow('start: "a" | "b"')
    assert not follower.allows(vocabulary.tokenize("c"))
    with pytest.raises(GrammarError):
        follower.accept(vocabulary.tokenize("c"))


def test_followers_of_one_grammar_are_independent(
    vocabulary: Vocabulary, grammars: Grammars
) -> None:
    text = 'start: "a" "x" | "b" "y"'
    first, second = grammars.follow(text), grammars.follow(text)
    first.accept(vocabulary.tokenize("a"))
    second.accept(vocabulary.tokenize("b"))
    assert first.forced() == vocabulary.tokenize("x")
    assert second.forced() == vocabulary.tokenize("y")


class Slow(Grammars):
    """Compiles what has "slow" in it when it is told to, and keeps count."""

    def __init__(self) -> None:
        super().__init__(BYTES)
        self.release = threading.Event()
        self.running = 0
        self.most = 0
        self.texts: list[str] = []
        self.nice: dict[str, int] = {}
        self._counting = threading.Lock()

    def _compile(self, text: str) -> object:  # type: ignore[override]
        with self._counting:
            self.texts.append(text)
            self.running += 1
            self.most = max(self.most, self.running)
            self.nice[text] = nice()
        try:
            if "slow" in text:
                self.release.wait(30)
            return super()._compile(text)
        finally:
            with self._counting:
                self.nice[text] = max(self.nice[text], nice())
                self.running -= 1


def nice() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) if linux else 0


linux = sys.platform == "linux"


def slow_text(number: int) -> str:
    return f'start: "slow" | "{number}"'


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    monkeypatch.setattr(grammars_module, "_SECONDS", 0.3)
    grammars = Slow()
    yield grammars
    grammars.release.set()


def refusal(grammars: Grammars, text: str) -> tuple[str, float]:
    """Return why a grammar is refused, and after how many seconds."""
    begun = time.monotonic()
    with pytest.raises(GrammarError) as caught:
        grammars.follow(text)
    return str(caught.value), time.monotonic() - begun


def test_a_grammar_that_was_too_slow_fails_at_once_the_next_time(slow: Slow) -> None:
    first, seconds = refusal(slow, slow_text(1))
    assert 0.3 <= seconds < 10
    again, seconds = refusal(slow, slow_text(1))
    assert again == first
    assert "within 0.3 s" in first
    assert seconds < 0.2
    for number in range(2 * grammars_module._KEPT):
        slow.follow(f'start: "{number}"')
    assert refusal(slow, slow_text(1))[0] == first, "others do not push it out of memory"
    assert slow.texts.count(slow_text(1)) == 1
    slow.release.set()
    while slow.running:
        time.sleep(0.001)
    assert slow.follow(slow_text(1)), "it is ready by now"


def test_few_grammars_are_compiled_at_once(slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammars_module, "_SECONDS", 30)
    followed: list[object] = []
    threads = [
        threading.Thread(target=lambda n=number: followed.append(slow.follow(slow_text(n))))
        for number in range(12)
    ]
    for thread in threads:
        thread.start()
    time.sleep(0.1)
    assert (slow.running, followed) == (2, [])
    slow.release.set()
    for thread in threads:
        thread.join(30)
    assert len(followed) == 12
    assert slow.most == 2


def test_slow_grammars_take_all_places(slow: Slow) -> None:
    threads = [threading.Thread(target=refusal, args=(slow, slow_text(n))) for n in range(2)]
    for thread in threads:
        thread.start()
        thread.join(10)
    quick = 'start: "quick"'
    assert "others that take long" in refusal(slow, quick)[0]
    assert not slow._queue, "what nobody waits for is not compiled"
    slow.release.set()
    assert slow.follow(quick)
    while slow.running:  # the quick one may be first to be ready
        time.sleep(0.001)
    assert slow.texts == [slow_text(0), slow_text(1), quick]
    if linux:
        usual = nice()
        assert slow.nice == {slow_text(0): 19, slow_text(1): 19, quick: usual}


def test_who_waits_for_a_grammar_can_be_late(slow: Slow) -> None:
    begun = time.monotonic()
    with pytest.raises(GrammarError):
        slow.follow(slow_text(1), deadline=begun + 0.05)
    assert time.monotonic() - begun < 0.25
    slow.release.set()
    assert slow.follow(slow_text(1))
