"""Questions to tables: drawn tables of everyday topics, and the queries that answer.

Every answer is known from the drawn values; what the table tool says is compared with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators.tables import (
    counting,
    grouping,
    looking,
    ranking,
    summing,
)
from lottery_agent.models.training.generators.tables.asking import Asked, Unfit, exact
from lottery_agent.models.training.generators.tables.grids import Grid, grid
from lottery_agent.models.training.generators.tables.topics import topic
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.generators.voices import voiced
from lottery_agent.toolbox.table.finding import tables_in

FAMILIES: tuple[Callable[[Random, Grid], Asked], ...] = (
    *(looking.value, looking.value, looking.value, looking.two_values, looking.whole_row),
    *(looking.listed, looking.listed, looking.listed, looking.listed_of, looking.distinct),
    *(counting.counted, counting.counted, counting.counted, counting.different, counting.known),
    *(summing.reckoned, summing.reckoned, summing.reckoned, summing.reckoned, summing.combined),
    *(ranking.extreme, ranking.extreme, ranking.extreme, ranking.few, ranking.second),
    *(ranking.order, ranking.which_of_two, ranking.in_time),
    *(grouping.per_group, grouping.best_group, grouping.big_groups, grouping.beside_average),
)
"""Draw a question to a table; `Unfit` if it does not fit."""

PHRASINGS = (
    "table.value.ask",
    *(
        f"table.{family}.{name}"
        for module in (looking, counting, summing, ranking, grouping)
        for family, frames in module.FRAMES.items()
        for name in frames
    ),
)
"""The names of all phrasings."""

_TEXT = re.compile(r"'(?:[^'\\]|\\.)*'")
_INTRODUCTIONS = ("", "", "Here is a list.\n\n", "Look at this.\n", "This is what we have.\n\n")


def draft(rng: Random, words: Vocabulary) -> Draft:
    """Draw a table, a question to it and the query that answers.

    In one of eight the table stands in the question itself, as people paste it; in one of ten there
    is another table beside it, which the question is not about.
    """
    while True:
        inside, beside = rng.random() < 0.12, rng.random() < 0.1
        drawn = grid(rng, words, topic(rng, words), small=inside, titled=1.0 if beside else 0.25)
        other = grid(rng, words, topic(rng, words), small=inside, titled=1.0) if beside else None
        for _ in range(4):
            try:
                asked = rng.choice(FAMILIES)(rng, drawn)
                return _draft(rng, asked, _texts(rng, drawn, other), inside=inside)
            except Unfit:
                continue


def _texts(rng: Random, drawn: Grid, other: Grid | None) -> str:
    """Return the text with a table, and with another one before or behind it.

    Raises:
        Unfit: If their names would be mixed up.
    """
    if other is None:
        return drawn.text
    if drawn.topic is other.topic or drawn.title.lower() in ("", other.title.lower()):
        raise Unfit
    texts = [drawn.text, other.text]
    rng.shuffle(texts)
    return "\n\n".join(texts)


def _draft(rng: Random, asked: Asked, text: str, *, inside: bool) -> Draft:
    kept = {word.lower() for word in re.findall(r"\w+", " ".join(_TEXT.findall(asked.query)))}
    lower = rng.random() < 0.15
    question, query = voiced(rng, asked.question, kept=kept, lower=lower), asked.query
    if lower:
        query = _TEXT.sub(lambda text: text[0].lower(), query)
    if inside:
        names = [table.name for table in tables_in(text)]
        if rng.random() < 0.6:
            text = question = f"{rng.choice(_INTRODUCTIONS)}{text}\n\n{question}"
        else:
            text = question = f"{question}\n\n{text}"
        if [table.name for table in tables_in(text)] != names:
            raise Unfit  # the question was read as the table's heading
    inputs = {"question": question, "text": text}
    return Draft("table", inputs, query, asked.name, answer=exact(asked.answer))
