"""Facts and questions of BoardgameQA whose gold proof tells what knowledge of the world adds.

What needs such knowledge ("has a sharp object") is an opaque proposition. Whether it holds is taken
from the gold proof where the proof says so; otherwise it is left open, and an item counts only if
the verdict is the same whatever such propositions hold.

Facts and questions that the formula says in full become drafts; `borrows a weapon of` does not, as
one word must stand for all the ways to say it. The rules have names and preferences; the logic language has
lines for them, but no prompt of the logician asks for one, so they give none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lottery_agent.errors import ToolError
from lottery_agent.graphs.sentences import problem_in
from lottery_agent.graphs.words import coverage
from lottery_agent.lab.controls.boardgames import ANIMAL, Item, fact_in, opaque, translate
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
        for sentence in problem_in(question).premises:
            found = fact_in(sentence)
            if found is not None and sentence not in seen and coverage(sentence, found) == 1:
                seen.add(sentence)
                inputs = {"sentence": sentence}
                yield Draft("statement", inputs, found, "logic.boardgameqa.fact", source=source)
        asked = question[question.rindex("Based on the game state") :]
        what = asked.rpartition(", ")[2]
        if asked not in seen and coverage(what, translated.query) == 1:
            seen.add(asked)
            inputs = {"question": asked}
            target = f"? {translated.query}"
            yield Draft("query", inputs, target, "logic.boardgameqa.query", source=source)


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
