"""What every tool language must hold, as classes of tests to inherit from.

The promise is that every sentence the decoder can produce, narrowed or not, is read by the tool to
exactly one tree. Sentences come from two sides: drawn from the grammar's own rules, and written
byte by byte by the decoder's matcher along random paths. What a tool makes of a drawn sentence is
a result or an error with a reason, within its limits, and what it prints is read as it was.

The full size, 10,000 drawn sentences of each language, is marked `heavy` and comes in twenty
pieces, each with a seed of its own: `pytest -m heavy tests/toolbox/test_conformance.py -k "Logic
and piece7"` continues where a run stopped.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import count, islice
from typing import Any, ClassVar

import pytest
from lark import Lark, Tree
from lark.grammar import NonTerminal, Rule, Symbol
from lark.lexer import PatternStr, Token
from llguidance import LLMatcher, LLTokenizer

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.language import Language, Spans
from lottery_agent.toolbox.sandbox import Sandbox

Narrowing = Mapping[str, Sequence[str]]

PIECES = 20
PIECE = 500
SAMPLE = 150
LONGEST = 120
"""Longest drawn sentence, in characters: reading with every reading kept is slow."""
DEPTHS = (5, 6, 7, 8, 10, 12)


@cache
def _all_trees(text: str, start: str) -> Lark:
    return Lark(text, parser="earley", lexer="dynamic", ambiguity="explicit", start=start)


@cache
def _bytes() -> LLTokenizer:
    return LLTokenizer("byte")


def trees(language: Language, sentence: str, start: str) -> Tree[Token]:
    """Parse with every reading kept: a second one shows as an `_ambig` node."""
    return _all_trees(language.text, start).parse(sentence)


def matcher(grammar: str) -> LLMatcher:
    """Return the decoder's matcher over single bytes."""
    made = LLMatcher(_bytes(), LLMatcher.grammar_from_lark(grammar))
    assert not made.is_error(), made.get_error()
    return made


def accepts(grammar: str, sentence: str) -> bool:
    """Say whether the decoder could write a sentence to its end."""
    made = matcher(grammar)
    tokens = _bytes().tokenize_str(sentence)
    return made.validate_tokens(tokens) == len(tokens) and bool(
        made.consume_tokens(tokens) and made.is_accepting()
    )


def walk(
    grammar: str,
    pieces: Sequence[str],
    endings: Sequence[str],
    chance: random.Random,
    longest: int = 200,
) -> str | None:
    """Write a sentence along a random path, or None if the path did not end.

    Single bytes alone would spell one endless name, so most steps write a piece that fits, and a
    name is rarely made longer. Past a quarter of `longest` the path heads for its end.

    Args:
        grammar: The decoder's grammar.
        pieces: What to write.
        endings: Which of them bring a sentence to an end, the most final one first.
        chance: Where the path comes from.
        longest: Where it is given up, in bytes.
    """
    made, written = matcher(grammar), bytearray()
    tokens = [_bytes().tokenize_str(piece) for piece in pieces]
    ends = [_bytes().tokenize_str(piece) for piece in endings]
    while len(written) < longest:
        if made.is_accepting() and (made.is_stopped() or chance.random() < 0.3):
            return written.decode()
        inside = written[-1:].isalnum() and chance.random() < 0.9
        fitting = [
            piece
            for piece in tokens
            if made.validate_tokens(piece) == len(piece)
            and not (inside and bytes(piece[:1]).isalnum())
        ]
        if not fitting or chance.random() < 0.05:
            mask = int.from_bytes(made.compute_bitmask(), "little")
            allowed = [byte for byte in range(256) if mask >> byte & 1]
            fitting = [[byte] for byte in allowed if byte < 128] or [[byte] for byte in allowed]
        final = [piece for piece in ends if piece in fitting]
        if final and len(written) > longest // 4:
            fitting = final[:1]
        piece = chance.choice(fitting)
        assert made.consume_tokens(piece)
        written += bytes(piece)
    return None


class Sampler:
    """Draws sentences from the rules of a grammar, ending them when they grow deep."""

    def __init__(self, text: str, start: str, samples: Mapping[str, Sequence[str]]) -> None:
        grammar = _all_trees(text, start)
        self._rules: dict[str, list[Rule]] = {}
        for rule in grammar.rules:
            self._rules.setdefault(rule.origin.name, []).append(rule)
        self._literals = {
            terminal.name: terminal.pattern.value
            for terminal in grammar.terminals
            if isinstance(terminal.pattern, PatternStr)
        }
        self._samples = {**_choices(text), **samples}
        self._start = start
        self._depths = self._shortest()

    @property
    def pieces(self) -> list[str]:
        """The literals of the grammar and the samples, a few of each terminal's."""
        return [
            *self._literals.values(),
            *(each for some in self._samples.values() for each in some[:: len(some) // 8 + 1]),
        ]

    def sentence(self, chance: random.Random, depth: int = 12) -> str:
        """Draw a sentence."""
        return self._draw(NonTerminal(self._start), chance, depth)

    def sentences(self, chance: random.Random) -> Iterator[str]:
        """Draw sentences of all depths, none of them long."""
        while True:
            sentence = self.sentence(chance, chance.choice(DEPTHS))
            if len(sentence) <= LONGEST:
                yield sentence

    def _shortest(self) -> dict[str, int]:
        """Return how deep the shallowest sentence of each rule is."""
        depths: dict[str, int] = {}
        for _ in self._rules:
            for name, rules in self._rules.items():
                known = [d for rule in rules if (d := self._depth(rule, depths)) is not None]
                if known:
                    depths[name] = min(known)
        return depths

    def _depth(self, rule: Rule, depths: Mapping[str, int]) -> int | None:
        inner = [depths.get(part.name) for part in rule.expansion if not part.is_term]
        known = [depth for depth in inner if depth is not None]
        return 1 + max(known, default=0) if len(known) == len(inner) else None

    def _draw(self, part: Symbol, chance: random.Random, depth: int) -> str:
        if part.is_term:
            if part.name in self._samples:
                return chance.choice(self._samples[part.name])
            return self._literals[part.name]
        rules = self._rules[part.name]
        if depth <= self._depths[part.name]:
            shallow = [
                rule for rule in rules if self._depth(rule, self._depths) == self._depths[part.name]
            ]
            rules = shallow
        rule = chance.choice(rules)
        return "".join(self._draw(each, chance, depth - 1) for each in rule.expansion)


_DEFINITION = re.compile(r"^([A-Z]+):((?:\s*\|?\s*\"(?:\\.|[^\"\\])*\")+)[ \t]*$", re.MULTILINE)
_TEXT = re.compile(r'"((?:\\.|[^"\\])*)"')


def _choices(text: str) -> dict[str, list[str]]:
    """Return the terminals that are nothing but a choice of texts, with the texts."""
    return {
        name: [re.sub(r"\\(.)", r"\1", each) for each in _TEXT.findall(body)]
        for name, body in _DEFINITION.findall(text)
    }


class LanguageConformance:
    """Inherit, and say which language it is."""

    name: ClassVar[str]
    start: ClassVar[str] = "start"
    samples: ClassVar[Mapping[str, Sequence[str]]]
    """What the terminals that are no plain literals may be in drawn sentences."""
    adversarial: ClassVar[Mapping[str, Sequence[str]]]
    """The same with names that look like keywords; these need not suit the decoder."""
    endings: ClassVar[Sequence[str]]
    """Pieces that bring a sentence to its end, the most final one first."""
    narrowings: ClassVar[Sequence[Narrowing]]
    """Narrowings to write sentences under."""

    @pytest.fixture
    def language(self) -> Language:
        return self.load()

    def load(self) -> Language:
        """Return the language."""
        return Language.load(self.name)

    def drawn(self, seed: int) -> Iterator[str]:
        """Draw sentences, every third one with names that look like keywords."""
        language, chance = self.load(), random.Random(seed)
        plain = Sampler(language.text, self.start, self.samples).sentences(chance)
        names = {**self.samples, **self.adversarial}
        odd = Sampler(language.text, self.start, names).sentences(chance)
        for number in count():
            yield self.finished(next(plain if number % 3 else odd), chance)

    def finished(self, sentence: str, chance: random.Random) -> str:
        """Change what the grammar alone can't know, such as that variables must be bound."""
        return sentence

    def check(self, language: Language, sentence: str) -> None:
        """Hold a sentence to what every sentence must hold."""
        tree = trees(language, sentence, self.start)
        assert "_ambig" not in str(tree), sentence
        assert language.parse(sentence, start=self.start) == tree

    def test_drawn_sentences_are_read(self, language: Language) -> None:
        for sentence in islice(self.drawn(1), SAMPLE):
            self.check(language, sentence)

    @pytest.mark.heavy
    @pytest.mark.parametrize("piece", range(PIECES), ids=lambda number: f"piece{number}")
    def test_ten_thousand_drawn_sentences_are_read(self, language: Language, piece: int) -> None:
        for sentence in islice(self.drawn(1000 + piece), PIECE):
            self.check(language, sentence)

    def test_the_decoder_can_write_drawn_sentences(self, language: Language) -> None:
        chance = random.Random(2)
        sampler = Sampler(language.text, self.start, self.samples)
        grammar = language.grammar(start=self.start).text
        for sentence in islice(sampler.sentences(chance), 200):
            assert accepts(grammar, sentence), sentence

    def test_what_the_decoder_writes_has_one_tree(self, language: Language) -> None:
        chance = random.Random(3)
        pieces = Sampler(language.text, self.start, self.samples).pieces
        for narrowing in ({}, *self.narrowings):
            grammar = language.grammar(start=self.start, narrow=narrowing).text
            narrowed = [piece for allowed in narrowing.values() for piece in allowed]
            walks = [walk(grammar, [*pieces, *narrowed], self.endings, chance) for _ in range(40)]
            written = [sentence for sentence in walks if sentence is not None]
            assert len(written) >= 15
            for sentence in written:
                tree = trees(language, sentence, self.start)
                assert "_ambig" not in str(tree), sentence
                assert language.parse(sentence, start=self.start) == tree

    def test_every_narrowing_compiles(self, language: Language) -> None:
        for terminal in language.terminals:
            for allowed in (
                ["x"],
                ["1"],
                ['"', "\\", "\n", "\0", "/"],
                [],
                Spans(""),
                Spans("a b"),
            ):
                grammar = language.grammar(start=self.start, narrow={terminal: allowed})
                problem = LLMatcher.validate_grammar(LLMatcher.grammar_from_lark(grammar.text))
                assert not problem, problem


class ToolConformance(LanguageConformance):
    """Inherit, and say which tool reads the language, and how it prints."""

    seconds: ClassVar[float] = 4.0
    """Limit on one call, in seconds. What is drawn at random may well take longer than allowed."""

    def request(self, sentence: str) -> dict[str, Any]:
        """Return what the tool is sent."""
        return {"call": sentence}

    def read(self, sentence: str) -> Any:
        """Return what the tool's reader makes of a sentence; equal for equal meanings."""
        raise NotImplementedError

    def show(self, meaning: Any) -> str:
        """Return the sentence that the tool prints for it."""
        raise NotImplementedError

    def check(self, language: Language, sentence: str) -> None:
        """Hold a sentence to what every sentence of a tool must hold."""
        super().check(language, sentence)
        try:
            meaning = self.read(sentence)
        except ToolError as error:
            assert error.kind in ("value", "limit"), sentence  # noqa: PT017
            return
        shown = self.show(meaning)
        assert self.read(shown) == meaning, sentence
        assert self.show(self.read(shown)) == shown, sentence
        assert "_ambig" not in str(trees(language, shown, self.start)), shown

    def run(self, tools: Sandbox, sentence: str) -> bool:
        """Run a sentence, and say whether it has a result."""
        start = time.monotonic()
        try:
            result = tools.run(self.name, self.request(sentence), seconds=self.seconds)
        except ToolError as error:
            assert error.kind in ("value", "limit"), f"{sentence!r}: {error}"  # noqa: PT017
            assert error.message, sentence  # noqa: PT017
            assert time.monotonic() - start < 1.1 * self.seconds + 0.5, sentence
            return False
        assert isinstance(result, dict)
        return True

    def test_drawn_sentences_run_or_fail_with_a_reason(self, tools: Sandbox) -> None:
        ran = [self.run(tools, sentence) for sentence in islice(self.drawn(1), SAMPLE)]
        assert sum(ran) > SAMPLE // 20

    @pytest.mark.heavy
    @pytest.mark.timeout(1800)
    @pytest.mark.parametrize("piece", range(PIECES), ids=lambda number: f"piece{number}")
    def test_ten_thousand_drawn_sentences_run_or_fail(self, tools: Sandbox, piece: int) -> None:
        for sentence in islice(self.drawn(1000 + piece), PIECE):
            self.run(tools, sentence)
