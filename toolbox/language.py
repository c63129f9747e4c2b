"""A tool's language: one Lark grammar, read by the tool and compiled by the decoder.

The grammar file names the terminals that may be narrowed in a `// narrow: …` comment. Narrowing
replaces the body of such a terminal in the decoder's copy only, so that a sentence can be built
from the words and numbers of one question. Whatever the decoder can then produce, the tool reads
to exactly one tree, because a narrowed terminal only ever matches part of what it matched before:
alternatives that the terminal itself would not match are dropped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from lottery_agent.errors import ToolError, UsageError

if TYPE_CHECKING:
    from lark import Lark, Tree
    from lark.lexer import Token

VERSIONS = {
    "mathematics": 2,
    "logic": 2,
    "quote": 1,
    "query": 1,
    "plan": 1,
    "table": 1,
    "puzzle": 1,
    "state": 2,
}
"""The languages and their versions. A version grows only by addition."""

_PASSAGE_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Grammar:
    """A grammar for the decoder, in the Lark dialect of llguidance."""

    text: str


@dataclass(frozen=True, slots=True)
class Spans:
    """Narrows a terminal to the verbatim runs of words of `text`, which the terminal allows."""

    text: str

    def has(self, run: str) -> bool:
        """Tell whether the decoder can write a run (see `find`)."""
        return self.find(run) >= 0

    def find(self, run: str) -> int:
        """Return where the decoder first finds a run of whole words, blanks and signs, or -1.

        llguidance parts a text where letters and digits, blanks, and other signs meet, so of
        `a.,` it allows `a` and `a.,` but not `a.`.
        """
        at = self.text.find(run) if run else -1
        while at >= 0:
            if self._parted(at) and self._parted(at + len(run)):
                return at
            at = self.text.find(run, at + 1)
        return -1

    def _parted(self, at: int) -> bool:
        """Tell whether a run may begin or end before a character."""
        beside = self.text[max(at - 1, 0) : at + 1]
        return at in (0, len(self.text)) or len(set(map(_sort, beside))) == 2


def _sort(character: str) -> str:
    """Return which sort of run a character is in."""
    if character.isspace():
        return "blank"
    return "word" if character.isalnum() or character == "_" else "sign"


@dataclass(frozen=True, slots=True)
class Language:
    """The language of one tool.

    Attributes:
        name: Name of the grammar file.
        version: Version of the language.
        text: The grammar, in the part of the Lark syntax that lark and llguidance share.
    """

    name: str
    version: int
    text: str

    @staticmethod
    def load(name: str) -> Language:
        """Return a language of this package.

        Raises:
            UsageError: If there is no such language.
        """
        if name not in VERSIONS:
            raise UsageError(f"no language {name!r}", hint=f"one of: {', '.join(VERSIONS)}")
        return _load(name)

    @property
    def terminals(self) -> frozenset[str]:
        """The terminals that may be narrowed."""
        found = re.search(r"^// narrow:(.*)$", self.text, re.MULTILINE)
        return frozenset(found.group(1).split()) if found else frozenset()

    def parse(self, sentence: str, *, start: str = "start") -> Tree[Token]:
        """Read a sentence.

        Args:
            sentence: The sentence, spelled exactly as the grammar writes it.
            start: The rule that the sentence must match.

        Raises:
            ToolError: If it is not a sentence of the language; `position` is the offset of the
                first character that can't be read.
        """
        from lark.exceptions import UnexpectedEOF, UnexpectedInput

        try:
            return _parser(self.text, start).parse(sentence)
        except UnexpectedEOF:
            position, found = len(sentence), "the end"
        except UnexpectedInput as error:
            place = getattr(error, "pos_in_stream", None)  # lark declares it as always None
            position = place if isinstance(place, int) else len(sentence)
            found = repr(sentence[position : position + 20]) if sentence[position:] else "the end"
        raise ToolError(
            f"not a {self.name} sentence: unexpected {found} at character {position + 1}",
            kind="syntax",
            position=position,
        )

    def grammar(
        self, *, start: str = "start", narrow: Mapping[str, Iterable[str] | Spans] | None = None
    ) -> Grammar:
        """Return the decoder's grammar.

        Args:
            start: The rule that the decoder starts from.
            narrow: For each terminal, the literals or the spans that it is limited to. Without
                any usable alternative a terminal stays as it is.

        Raises:
            UsageError: If the grammar does not let a terminal be narrowed.
        """
        text = self.text
        for terminal, allowed in (narrow or {}).items():
            if terminal not in self.terminals:
                raise UsageError(
                    f"{terminal!r} of the language {self.name!r} can't be narrowed",
                    hint=f"it declares: {', '.join(sorted(self.terminals))}",
                )
            text = _narrowed(text, terminal, allowed)
        if start != "start":
            text = re.sub(r"^start:", "program:", text, flags=re.MULTILINE)
            text += f"\nstart: {start}\n"
        return Grammar(text)


@cache
def _load(name: str) -> Language:
    path = files("lottery_agent.toolbox") / "grammars" / f"{name}.lark"
    return Language(name, VERSIONS[name], path.read_text(encoding="utf-8"))


@cache
def _parser(text: str, start: str) -> Lark:
    from lark import Lark

    return Lark(
        text,
        parser="earley",
        lexer="dynamic",
        start=start,
        maybe_placeholders=False,
        propagate_positions=True,  # tools say where a part that has no value stands
    )


def _body(text: str, terminal: str) -> re.Match[str]:
    found = re.search(rf"^{terminal}: /(.*)/$", text, re.MULTILINE)
    if found is None:
        raise UsageError(
            f"the terminal {terminal!r} is not one regular expression on one line",
            hint="only such terminals can be narrowed",
        )
    return found


def _narrowed(text: str, terminal: str, allowed: Iterable[str] | Spans) -> str:
    match = _body(text, terminal)
    if isinstance(allowed, Spans):
        if not allowed.text.strip():
            return text
        # The intersection with the terminal's own expression keeps out the empty run of words.
        spans = json.dumps(allowed.text[:_PASSAGE_LIMIT])
        body = (
            f"{terminal}: {terminal}_SPAN & /{match.group(1)}/\n"
            f'{terminal}_SPAN: %regex {{"substring_words": {spans}}}'
        )
    else:
        pattern = re.compile(match.group(1).replace(r"\/", "/"))
        words = sorted({word for word in allowed if pattern.fullmatch(word)})
        if not words:
            return text
        body = f"{terminal}: " + " | ".join(json.dumps(word, ensure_ascii=False) for word in words)
    return text[: match.start()] + body + text[match.end() :]
