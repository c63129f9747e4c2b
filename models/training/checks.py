"""What every example must pass: its language, its vocabulary, its value, and no benchmark item."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from lark import Token, Tree

from lottery_agent.errors import ToolError
from lottery_agent.graphs import stories
from lottery_agent.graphs.judge import LABELS
from lottery_agent.graphs.logician import LANGUAGES
from lottery_agent.graphs.puzzles import MODES
from lottery_agent.graphs.theories import sentence_words
from lottery_agent.graphs.words import FUNCTION_WORDS
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.execution import call_fault, table_fault
from lottery_agent.models.training.generators.vocabulary import held_out, read_lines
from lottery_agent.models.training.units import Units, is_natural, normal
from lottery_agent.toolbox.calls.narrowing import SMALL, numbers_in, words_in
from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.mathematics.evaluator import Evaluator

_WORD = re.compile(r"[a-z]+")
_TOKEN = re.compile(r"[a-z]+|\d+")
_NAME = re.compile(r"[A-Za-z]\w*(?!\w*\()")
_LANGUAGES = {
    "statement": ("logic", "statement"),
    "query": ("logic", "query"),
    "line": ("puzzle", "statement"),
    "asking": ("puzzle", "query"),
    "event": ("state", "lines"),
    "asked": ("state", "start"),
    "worksheet": ("mathematics", "start"),
    "search": ("query", "start"),
    "quote": ("quote", "start"),
    "plan": ("plan", "start"),
}
_ASKING = ("worksheet", "verdict", "quote", "search", "route")
"""Kinds that show a question as a benchmark asks it."""
_KEYWORDS = re.compile(r"^(?:turn (?:left|right|around)|\? free)$", re.MULTILINE)
"""Words of a tool's language that are reserved as words of a question: a target may have them."""
_TOLD = ("event", "asked")
"""Kinds of which stories are made."""
_CHOSEN = {"language": LANGUAGES, "mode": MODES}
"""Kinds whose target is a label."""
_PLACES = ("first", "last", "middle")
"""Words of the puzzle language that a sentence need not have."""


def texts_of(value: object) -> Iterator[str]:
    """Yield every text inside the inputs of a draft."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_of(inner)


def free_of_held_out(draft: Draft) -> bool:
    """Tell whether no word of the draft is reserved for the everyday questions."""
    target = _KEYWORDS.sub("", draft.target) if draft.kind in _TOLD else draft.target
    texts = (target, *texts_of(draft.inputs))
    words = {word for text in texts for word in _WORD.findall(text.lower())}
    return not words & held_out()


def fault(draft: Draft) -> str | None:
    """Return why a draft can't be an example, or None.

    A target must be a sentence of its language that the narrowed decoder can write: words copied
    from the question, quotes verbatim; a worksheet with a known answer must give it, that of a
    story without one a sensible value (others are not run); a query to a table must give the known
    answer, a call a value; a verdict must say what execution says.
    """
    if draft.kind in _LANGUAGES:
        language, start = _LANGUAGES[draft.kind]
        try:
            tree = Language.load(language).parse(draft.target, start=start)
        except ToolError as error:
            return f"not in its language: {error.message}"
        if draft.kind == "worksheet":
            return _worksheet_fault(draft, tree)
        text = str(draft.inputs.get("sentence") or draft.inputs.get("question"))
        if draft.kind in ("statement", "query"):
            return _missing(tree, {"WORD": sentence_words(text)})
        if draft.kind in ("line", "asking"):
            words, numbers = [*words_in(text), *_PLACES], [*numbers_in(text), *SMALL]
            return _missing(tree, {"WORD": words, "NUMBER": numbers})
        if draft.kind in _TOLD:
            before, names = draft.inputs.get("before", ""), draft.inputs.get("names")
            return _missing(tree, stories.limits(text, before=before, names=names))
    if draft.kind == "table":
        return table_fault(draft)
    if draft.kind in _CHOSEN:
        return None if draft.target in _CHOSEN[draft.kind] else f"no label: {draft.target}"
    if draft.kind == "verdict":
        return _verdict_fault(draft)
    return call_fault(draft) if draft.kind == "call" else _copy_fault(draft)


def _missing(tree: Any, limits: Mapping[str, Any]) -> str | None:
    """Return which words and numbers of a sentence the narrowed decoder can't write, or None."""
    tokens = [
        # `9am to ` holds the time at which a stretch starts.
        ("TIME", token[:-4]) if token.type == "STARTING" else (token.type, str(token))
        for token in tree.scan_values(lambda value: isinstance(value, Token))
    ]
    used = {text for kind, text in tokens if kind in limits and text not in limits[kind]}
    return f"not copied: {sorted(used)}" if used else None


def _copy_fault(draft: Draft) -> str | None:
    inputs = draft.inputs
    if draft.kind == "quote" and draft.target != "none":
        return None if draft.target.strip('"') in str(inputs["passage"]) else "not verbatim"
    if draft.kind in ("search", "plan"):
        text = str(inputs["question"])
        allowed = {*words_in(text), *text.split()}
        used = set(draft.target.split())
        if draft.kind == "plan":
            allowed |= {f"{word}?" for word in words_in(text)} | {"What", "is"}
            used = {word for word in used if not word.startswith("#")}
    else:
        return None
    missing = used - allowed
    return f"not copied: {sorted(missing)}" if missing else None


def _worksheet_fault(draft: Draft, tree: Any) -> str | None:
    text = "\n".join(texts_of(draft.inputs))
    names = {w.lower() for w in words_in(text)} - FUNCTION_WORDS
    steps = [line.split(" = ", 1)[0] for line in draft.target.splitlines()[:-1]]
    if missing := set(steps) - names:
        return f"not copied: {sorted(missing)}"
    if draft.answer is None and ".story." not in draft.template:
        return None
    value = worksheet_value(draft.target)
    if value is None:
        return "has no value"
    if draft.answer is not None:
        return None if value == Fraction(draft.answer) else f"gives {value}, not {draft.answer}"
    counted = (
        re.search(r"\bhow many\b", text, re.IGNORECASE) and "litre" not in text and "km" not in text
    )
    if value <= 0 or (counted and value.denominator != 1) or 10_000 % value.denominator:
        return f"gives {value}"
    return None


def _verdict_fault(draft: Draft) -> str | None:
    value = worksheet_value(str(draft.inputs["sheet"]))
    right = draft.answer is not None and value == Fraction(draft.answer)
    said = LABELS[0] if right else LABELS[1]
    return None if draft.target == said else f"gives {value}: {said}"


def worksheet_value(sheet: str) -> Fraction | None:
    """Return the rational value of a worksheet, or None if it has none."""
    try:
        return tree_value(Language.load("mathematics").parse(sheet))
    except ToolError:
        return None


def tree_value(sheet: Tree[Token]) -> Fraction | None:
    """Return the rational value of a worksheet that was parsed, or None if it has none."""
    evaluator = Evaluator()
    try:
        *steps, last = (child for child in sheet.children if isinstance(child, Tree))
        for step in steps:
            name, expression = step.children
            assert isinstance(expression, Tree)  # noqa: S101 - the grammar's own shape
            evaluator.assign(str(name), expression)
        value = evaluator.value(last)
        return (
            Fraction(int(value.p), int(value.q)) if getattr(value, "is_Rational", False) else None
        )
    except ToolError:
        return None


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text with all numbers as one."""
    return frozenset("#" if token.isdigit() else token for token in _TOKEN.findall(text.lower()))


class Contamination:
    """Finds training examples that are, or nearly are, benchmark items.

    Of templated sets the theory, story or paragraph counts, and no sentence of BIG-Bench-Hard may
    be shown as one to translate.

    Args:
        data: Folder with the `…_dev` files.
        near: Least Jaccard similarity of number-masked word sets that counts as the same question.
    """

    def __init__(self, data: Path, *, near: float = 0.8) -> None:
        self._near = near
        self._exact: set[tuple[str, str]] = set()
        sets: list[frozenset[str]] = []
        for path in sorted(data.glob("*_dev.jsonl.gz")):
            for item in read_lines(path):
                question = str(item["question"])
                self._exact.add((normal(question), normal(str(item["context"] or ""))))
                if is_natural(item):
                    sets.append(word_set(question))
        self._units = Units(data)
        self._sets = sets
        self._counts = Counter(word for words in sets for word in words)
        self._index: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(sets):
            for word in words:
                self._index[word].append(number)
        self.items = len(self._exact)

    def hit(self, draft: Draft) -> str | None:
        """Return how the draft shows a benchmark item, or None.

        Returns:
            `exact` for question and context, `near` for the words of a question, `unit` for the
            theory, story or paragraph, `sentence` for a sentence of BIG-Bench-Hard.
        """
        question = str(draft.inputs.get("question", ""))
        beside = str(draft.inputs.get("passage") or draft.inputs.get("context") or "")
        if (normal(question), normal(beside)) in self._exact:
            return "exact"
        if draft.kind in _ASKING and self._is_near(question):
            return "near"
        if self._units.shares_unit(draft):
            return "unit"
        return "sentence" if self._units.shares_sentence(draft) else None

    def _is_near(self, question: str) -> bool:
        words = word_set(question)
        if len(words) < 4:
            return False
        # Sets this similar share one of the rarest words: only those need a look.
        spared = len(words) - math.ceil(self._near * len(words)) + 1
        rare = sorted(words, key=lambda word: (self._counts[word], word))[:spared]
        near = {number for word in rare for number in self._index.get(word, ())}
        return any(
            len(words & self._sets[number]) >= self._near * len(words | self._sets[number])
            for number in near
        )


def report(drafts: Iterable[Draft], contamination: Contamination) -> dict[str, int]:
    """Count examples that show a benchmark item; the counts of a clean set are zero."""
    counts = Counter(contamination.hit(draft) for draft in drafts)
    found = {name: counts[name] for name in ("exact", "near", "unit", "sentence")}
    return {**found, "items": contamination.items}
