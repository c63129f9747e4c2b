"""Statements and queries from FOLIO's gold formulas, in the words of its sentences.

A premise becomes a draft if every name of its formula stands for words of the sentence and these
are all that the sentence says. Formulas that are not said (`either … or` that excludes both) are
left out. The file has no formula for a conclusion: the simplest conclusions (`Tom is no cat`, `All
cats are pets`) are translated here, and a story counts only if at least one of its conclusions is
executed and all of them give their labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from lottery_agent.errors import ToolError
from lottery_agent.graphs.words import content_words
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.labels.alignment import Run, Sentence
from lottery_agent.models.training.labels.conclusions import conclusion
from lottery_agent.models.training.labels.items import VERDICTS, Item, by_context, items, verdicts
from lottery_agent.toolbox.logic.formula import (
    All,
    And,
    Apply,
    Arithmetic,
    Atom,
    Compare,
    Constant,
    Equal,
    Formula,
    Iff,
    Implies,
    Negative,
    Not,
    Or,
    Some,
    Term,
    Variable,
    all_terms,
    rebuilt,
    show,
    walk,
)
from lottery_agent.toolbox.logic.notation import read_notation
from lottery_agent.toolbox.logic.words import ConstantKeys, predicate_key

_UNSAID = frozenset({"people", "person", "thing", "things", "known", "there"})
"""Content words that a formula need not have."""
_SAID: Mapping[type[Formula], re.Pattern[str]] = {
    Or: re.compile(r"\b(?:or|nor|either)\b", re.IGNORECASE),
    Not: re.compile(
        r"\b(?:no|not|nor|never|none|nobody|cannot|without|un\w+)\b|n't\b|\bor\b", re.I
    ),
}
_NAMED = re.compile(
    r"(?!(?:All|Every|Each|No|Some|Any|If|The)\b)[A-Z]\w* [A-Z]\w* (?:is|was|has)\b"
)
"""How a sentence about one named thing begins."""


class Unsaid(Exception):
    """A formula says what its sentence does not, or in no words of it."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a story's formulas, by their words.

    Attributes:
        predicates: Words of each predicate, by its name and number of terms.
        constants: Words of each constant.
    """

    predicates: dict[tuple[str, int], str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)

    def learn(self, other: Names) -> bool:
        """Add the names of a sentence, unless they say something else than those before."""
        for name, words in other.predicates.items():
            if predicate_key(self.predicates.get(name, words), name[1]) != predicate_key(
                words, name[1]
            ):
                return False
        for constant, words in other.constants.items():
            if not _alike(self.constants.get(constant, words), words):
                return False
        for name, words in other.predicates.items():
            self.predicates.setdefault(name, words)
        for constant, words in other.constants.items():
            self.constants.setdefault(constant, words)
        return True

    @property
    def distinct(self) -> bool:
        """Whether different predicates and constants keep different words."""
        keys = [(predicate_key(words, n), n) for (_, n), words in self.predicates.items()]
        return len(set(keys)) == len(keys) and not any(
            _alike(one, other)
            for i, one in enumerate(self.constants.values())
            for other in list(self.constants.values())[:i]
        )


def _alike(one: str, other: str) -> bool:
    keys = ConstantKeys(frozenset({one, other}))
    return keys.key(one) == keys.key(other)


def drafts(data: Path) -> Iterator[Draft]:
    """Yield each sentence once, of the stories whose execution gives the labels.

    Args:
        data: Folder with the training files.
    """
    seen: set[str] = set()
    for group in by_context(items(data, "folio_train")):
        for draft in _story(group):
            text = str(draft.inputs.get("sentence") or draft.inputs.get("question"))
            if text not in seen:
                seen.add(text)
                yield draft


def _story(group: Sequence[Item]) -> Iterator[Draft]:
    pairs = zip(group[0]["premises"], group[0]["premises_fol"], strict=False)
    story = Names()
    said: dict[str, str] = {}
    formulas: list[Formula] = []
    for text, notation in pairs:
        try:
            formula = read_notation(notation.strip())
        except ToolError:
            return  # without one premise, nothing is known of the others
        formulas.append(formula)
        sentence = Sentence(text.strip())
        try:
            names = _names_in(sentence, formula)
            _check_signs(formula, sentence.text)
            target = show(_renamed(_said(formula, sentence.text), names))
        except Unsaid:
            continue
        if _complete(sentence, names) and story.learn(names):
            said[sentence.text] = target
    if not said or not story.distinct:
        return
    theory = [show(_renamed(formula, story)) for formula in formulas]
    asked = {str(item["id"]): conclusion(Sentence(item["question"]), story) for item in group}
    asked = {source: query for source, query in asked.items() if query is not None}
    labels = {str(item["id"]): VERDICTS[item["answer"]] for item in group}
    found = verdicts(theory, [query for query in asked.values() if query is not None])
    if not asked or found != [labels[source] for source in asked]:
        return
    source = str(group[0]["id"])
    for sentence_text, target in said.items():
        inputs = {"sentence": sentence_text}
        yield Draft("statement", inputs, target, "logic.folio.statement", source=source)
    questions = {str(item["id"]): str(item["question"]) for item in group}
    for source, query in asked.items():
        inputs = {"question": questions[source]}
        yield Draft("query", inputs, f"? {query}", "logic.folio.query", source=source)


def _names_in(sentence: Sentence, formula: Formula) -> Names:
    """Return the words of a sentence that the names of a formula stand for."""
    names = Names()
    for part in walk(formula):
        if isinstance(part, Equal | Compare):
            raise Unsaid
        if isinstance(part, Atom):
            names.predicates[part.predicate, len(part.terms)] = _run(sentence, part.predicate).name
    for term in all_terms(formula):
        if isinstance(term, Apply | Arithmetic | Negative):
            raise Unsaid
        if isinstance(term, Variable) and term.name not in "xyz":
            raise Unsaid
        if isinstance(term, Constant):
            names.constants[term.name] = _run(sentence, term.name).name
    return names


def _check_signs(formula: Formula, text: str) -> None:
    """Check that a sentence says the signs of its formula: gold formulas have slips.

    Raises:
        Unsaid: If it has no word for a sign, or a named thing is no constant.
    """
    found = list(walk(formula))
    for kind, said in _SAID.items():
        if any(isinstance(part, kind) for part in found) and not said.search(text):
            raise Unsaid
    if any(isinstance(part, Some) and isinstance(part.body, Implies) for part in found):
        raise Unsaid
    if any(isinstance(part, All) for part in found) and _NAMED.match(text):
        raise Unsaid


def _run(sentence: Sentence, name: str) -> Run:
    found = sentence.run(name)
    if found is None or found.words & {"or", "and", "not"}:
        raise Unsaid
    return found


def _complete(sentence: Sentence, names: Names) -> bool:
    """Tell whether the names hold all that the sentence says."""
    used = {
        word.lower()
        for name in (*names.predicates.values(), *names.constants.values())
        for word in name.split("_")
    }
    return not content_words(sentence.text) - used - _UNSAID


def _renamed(formula: Formula, names: Names) -> Formula:
    """Return a formula in the words of `names`; what these lack stays as it is."""
    if isinstance(formula, Atom):
        words = names.predicates.get((formula.predicate, len(formula.terms)), formula.predicate)
        return Atom(words, tuple(_term(term, names.constants) for term in formula.terms))
    return rebuilt(formula, lambda part: _renamed(part, names))


def _term(term: Term, constants: Mapping[str, str]) -> Term:
    if isinstance(term, Constant):
        return Constant(constants.get(term.name, term.name))
    return term


def _said(formula: Formula, text: str) -> Formula:
    """Return a formula without `~(a <-> b)`, for which English has no plain word.

    Raises:
        Unsaid: If the sentence does not say that only one of the two holds.
    """
    match formula:
        case Not(Not(Iff(a, b))):
            if "neither" not in text:
                raise Unsaid
            return Or((And((a, b)), And((Not(a), Not(b)))))
        case Not(Iff(a, b)):
            if not _exclusive(a, b) and "not both" not in text:
                raise Unsaid
            either = Or((a, b))
            return either if _exclusive(a, b) else And((either, Not(And((a, b)))))
        case _:
            return rebuilt(formula, lambda part: _said(part, text))


def _exclusive(a: Formula, b: Formula) -> bool:
    """Tell whether two formulas without quantifiers can't both hold."""
    atoms = list({part for each in (a, b) for part in walk(each) if isinstance(part, Atom)})
    worlds = product([False, True], repeat=len(atoms)) if len(atoms) < 6 else ()
    return bool(atoms) and not any(
        _holds(a, world) and _holds(b, world)
        for values in worlds
        for world in [dict(zip(atoms, values, strict=True))]
    )


def _holds(formula: Formula, world: Mapping[Atom, bool]) -> bool:
    match formula:
        case Not(body):
            return not _holds(body, world)
        case And(inner):
            return all(_holds(part, world) for part in inner)
        case Or(inner):
            return any(_holds(part, world) for part in inner)
        case Implies(a, b):
            return not _holds(a, world) or _holds(b, world)
        case Iff(a, b):
            return _holds(a, world) is _holds(b, world)
        case Atom():
            return world[formula]
        case _:
            return True
