"""Facts and questions of BoardgameQA whose gold proof tells what knowledge of the world adds.

What needs such knowledge ("has a sharp object") is an opaque proposition. Whether it holds is taken
from the gold proof where the proof says so; otherwise it is left open, and an item counts only if
the verdict is the same whatever such propositions hold.

Facts, rules and questions become drafts. A deed is named by its verb and the noun that goes with it
(`borrows a weapon of` is `borrows_weapon`), the same in all the ways to say it; a condition that needs
knowledge of the world is named by its words as they stand. Names and preferences of the rules are
read without the model, so that a rule is drafted as any other sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from lottery_agent.errors import ToolError
from lottery_agent.graphs.sentences import problem_in
from lottery_agent.lab.controls.boardgames import (
    ANIMAL,
    Item,
    Properties,
    fact_in,
    opaque,
    rule_in,
    translate,
)
from lottery_agent.lab.controls.question import Unreadable
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.labels.items import VERDICTS, items
from lottery_agent.toolbox.logic import execute


def drafts(data: Path) -> Iterator[Draft]:
    """Yield each fact and question once, of the items whose execution gives the label.

    Args:
        data: Folder with the training files.
    """
    seen: set[str] = set()
    for item in items(data, "boardgameqa_train"):
        question, source = str(item["question"]), str(item["id"])
        try:
            translated = translate(question, known_in(str(item["proof"])))
        except Unreadable:
            continue
        if not _gives(translated, VERDICTS[item["answer"]]):
            continue
        problem = problem_in(question)
        for sentence, name in zip(problem.premises, problem.names, strict=True):
            found = _rule(sentence) if name else fact_in(sentence)
            if found is not None and sentence not in seen:
                seen.add(sentence)
                target = _in_words(found, sentence)
                template = f"logic.boardgameqa.{'rule' if name else 'fact'}"
                yield Draft("statement", {"sentence": sentence}, target, template, source=source)
        if problem.query not in seen:
            seen.add(problem.query)
            target = f"? {_in_words(translated.query, problem.query)}"
            inputs = {"question": problem.query}
            yield Draft("query", inputs, target, "logic.boardgameqa.query", source=source)


def _rule(sentence: str) -> str | None:
    """Return the formula of a rule, its opaque conditions named by their words."""
    properties: Properties = {}
    try:
        formula = rule_in(sentence, properties)
    except Unreadable:
        return None
    for name, (animal, condition) in properties.items():
        formula = formula.replace(name, _property(animal, condition))
    return formula


def _property(animal: str, condition: str) -> str:
    """Return `has(bee, sharp_object)` for `has a sharp object`."""
    verb, *rest = (word for word in re.findall(r"[\w'-]+", condition) if word not in _ARTICLES)
    who, what = "_".join(animal.split()), "_".join(rest)
    if verb == "is":
        return f"{what}({who})"
    return f"{verb}({who}, {what})" if verb in ("has", "owns") else f"{verb}_{what}({who})"


_ARTICLES = ("a", "an", "the")
_DEEDS: Mapping[str, str] = {
    "borrow": "weapon",
    "bring": "oil tank",
    "build": "power plant green fields",
    "capture": "king",
    "create": "castle",
    "destroy": "wall",
    "fall": "square",
    "hide": "cards",
    "invest": "company",
    "leave": "houses",
    "negotiate": "deal",
    "refuse": "help",
    "reveal": "secret",
    "stop": "victory",
    "suspect": "truthfulness",
    "swim": "pool house",
    "take": "emperor",
    "tear": "castle",
    "trade": "pieces",
    "want": "see",
}
"""What is common to all the ways to say a deed, besides its verb."""
_VERB = re.compile(rf"\b({'|'.join(_DEEDS)})((?:e?s)?)(?=\()")


def _in_words(formula: str, sentence: str) -> str:
    """Return a formula with the deeds in the words of its sentence: `captures_king` for `captures`."""

    def named(verb: re.Match[str]) -> str:
        words = _DEEDS[verb[1]].split()
        if words == ["weapon"] and "weapons" in sentence:
            words = ["weapons"]
        return "_".join((verb[0], *words))

    return _VERB.sub(named, formula)


def _gives(item: Item, label: str) -> bool:
    """Tell whether the verdict is the label in every world."""
    for world in item.worlds():
        request = {"premises": world, "query": item.query, "semantics": "defeasible"}
        try:
            if execute(request)["answer"] != label:
                return False
        except ToolError:
            return False
    return True


def known_in(proof: str) -> dict[str, bool]:
    """Return which opaque propositions the gold proof uses, and which it says can't be proved."""
    known: dict[str, bool] = {}
    for animal, condition in re.findall(
        rf"according to Rule\d+ \"if the ({ANIMAL}) (.*?), then ", proof
    ):
        known[opaque(animal, condition)] = True
    for animal, condition in re.findall(
        rf"we cannot prove the antecedent \"the ({ANIMAL}) (.*?)\"", proof
    ):
        known[opaque(animal, condition)] = False
    return known
