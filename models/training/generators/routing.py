"""Routing: any question with what is shown beside it, and the label of the agent it needs."""

from __future__ import annotations

from pathlib import Path
from random import Random

from lottery_agent.models.training.draft import Draft, capital, rough
from lottery_agent.models.training.generators import (
    calls,
    constructions,
    documents,
    languages,
    logic,
    mathematics,
    planning,
    tables,
    talk,
    worlds,
)
from lottery_agent.models.training.generators.constructions.everyday import Speech
from lottery_agent.models.training.generators.facts import fact
from lottery_agent.models.training.generators.reading import note
from lottery_agent.models.training.generators.rules import rule
from lottery_agent.models.training.generators.search import looked_up
from lottery_agent.models.training.generators.vocabulary import Vocabulary, read_lines

_VERDICTS = (
    ("True", "False", "Unknown"),
    ("A) True", "B) False", "C) Unknown"),
    ("A) True", "B) False", "C) Uncertain"),
    ("Yes", "No"),
    ("A) True", "B) False"),
)

_PUZZLES = 0.4
"""Share of the questions for the logician that are puzzles; the others follow from rules."""
_TALES = 0.12
"""Share of these others in which people say of one another whether they tell the truth."""
_SUMS = ("state.count.", "state.number.")
"""Stories that a worksheet tells as well as a program."""


class Router:
    """Draws routed questions; holds the real questions of the training files.

    Args:
        data: Folder of the training files.
        words: The vocabulary.
    """

    def __init__(self, data: Path, words: Vocabulary) -> None:
        self._words = words
        self._speech = Speech(words)
        self._read = [
            (str(item["question"]).strip(), str(item["context"]), str(item["id"]))
            for name in ("squad_train", "squad2_unanswerable_train", "nq_oracle_train")
            for item in read_lines(data / f"{name}.jsonl.gz")
        ]
        self._problems = [
            (str(item["question"]), str(item["id"]))
            for item in read_lines(data / "gsm8k_train.jsonl.gz")
            if len(str(item["question"]).split()) < 45
        ]

    def draft(self, rng: Random) -> Draft:
        """Draw a question and its label."""
        makers = (
            self._math, self._math, self._reason, self._reason, self._search, self._search,
            self._call, self._plan, self._chat,
        )  # fmt: skip
        return rng.choice(makers)(rng)

    def _draft(self, label: str, source: str = "generated", **inputs: object) -> Draft:
        return Draft("route", inputs, label, f"routing.{label}", source=source)

    def _math(self, rng: Random) -> Draft:
        draw = rng.random()
        if draw < 0.5:
            made = mathematics.notation(rng, self._words)
            return self._draft("math", question=made.inputs["question"])
        if draw < 0.8:
            text, source = str(mathematics.story(rng, self._words).inputs["question"]), "generated"
        else:
            text, source = rng.choice(self._problems)
        if rng.random() < 0.2 and ". " in text:
            context, question = text.rsplit(". ", 1)
            return self._draft("math", source, question=question, context=f"{context}.")
        return self._draft("math", source, question=text)

    def _reason(self, rng: Random) -> Draft:
        return (self._puzzle if rng.random() < _PUZZLES else self._theory)(rng)

    def _puzzle(self, rng: Random) -> Draft:
        while True:
            made = languages.places(rng, self._words)
            told = made.joint.join(made.given)
            if len(told) <= languages.LONGEST:
                break
        if rng.random() < 0.5:
            options = list(made.options) or None
            return self._draft("reason", question=made.question, context=told, options=options)
        asked = "\n".join((made.question, *made.options))
        return self._draft("reason", question=f"{told}{made.joint}{asked}")

    def _theory(self, rng: Random) -> Draft:
        if rng.random() < _TALES:
            lines, asked = constructions.told_tale(rng, self._speech)
        else:
            lines, asked = self._premises(rng), self._asked(rng)
        options = list(rng.choice(_VERDICTS)) if rng.random() < 0.25 else None
        asked = rough(rng, asked)
        if rng.random() < 0.3:
            return self._draft("reason", question=" ".join([*lines, asked]), options=options)
        joint = "\n" if rng.random() < 0.15 else " "
        return self._draft("reason", question=asked, context=joint.join(lines), options=options)

    def _premises(self, rng: Random) -> list[str]:
        count = rng.choice((1, 2, 3, 3, 4, 6, 9))
        return [capital(self._sentence(rng)) + "." for _ in range(count)]

    def _asked(self, rng: Random) -> str:
        if rng.random() < 0.7:
            made = rng.random() < 0.4
            text, *_ = (
                constructions.question(rng, self._speech)
                if made
                else logic.question(rng, self._words)
            )
            return f"{capital(text)}?"
        query = logic.draft(rng, self._words)
        return str(query.inputs.get("question") or query.inputs["sentence"])

    def _search(self, rng: Random) -> Draft:
        draw = rng.random()
        if draw < 0.28:
            context, asked = documents.document(rng, self._words)
            return self._draft("search", question=asked.inputs["question"], context=context)
        if draw < 0.44:
            question, context, source = rng.choice(self._read)
            return self._draft("search", source, question=rough(rng, question), context=context)
        if draw < 0.68:
            question, _, source = rng.choice(self._read)
            return self._draft("search", source, question=rough(rng, question))
        if draw < 0.8:
            made = note(rng, self._words)
            question, passage = made.inputs["question"], made.inputs["passage"]
            return self._draft("search", question=question, context=passage)
        return self._draft("search", question=looked_up(rng, self._words).inputs["question"])

    def _sentence(self, rng: Random) -> str:
        if rng.random() < 0.4:
            return constructions.statement(rng, self._speech)[0]
        return (fact if rng.random() < 0.4 else rule)(rng, self._words)[0]

    def _call(self, rng: Random) -> Draft:
        draw = rng.random()
        if draw < 0.25:
            story = self._story(rng)
            context = story.text.removesuffix(story.question).strip() or None
            return self._draft("call", question=story.question, context=context)
        if draw < 0.5:
            inputs = tables.draft(rng, self._words).inputs
            apart = inputs["text"] != inputs["question"]
            context = inputs["text"] if apart else None
            return self._draft("call", question=inputs["question"], context=context)
        return self._draft("call", question=calls.asked(rng, self._words).text)

    def _story(self, rng: Random) -> worlds.Asked:
        """Draw a story that needs to be followed; one of sums alone is as good for mathematics."""
        while True:
            story = worlds.asked(rng, self._words)
            if not story.told.template.startswith(_SUMS):
                return story

    def _plan(self, rng: Random) -> Draft:
        return self._draft("plan", question=planning.draft(rng, self._words).inputs["question"])

    def _chat(self, rng: Random) -> Draft:
        return self._draft("chat", question=talk.draft(rng, self._words).inputs["question"])
