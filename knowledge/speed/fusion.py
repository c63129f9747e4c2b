"""Which way to join meaning and words is best: a grid, chosen on tuning questions.

Candidates are the same for all ways: the 50 nearest by meaning, compared one by one, and the 50
best by words. Families are weighted sums of both scores, with word scores scaled by the best one
(`scaled`, what the package does) or both scores scaled by their spread among the candidates
(`spread`), and reciprocal rank fusion (`reciprocal`); each also with English stop words left out of
the word query. The choice of each family is what finds most on the tuning questions, all bases
counted alike; its figures are given for the reporting questions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

import numpy as np
from numpy.typing import NDArray

from lottery_agent.knowledge.chunking import chunk
from lottery_agent.knowledge.embedder import Embedder, Vectors, token_counter
from lottery_agent.knowledge.ingestion import embedded_text, passages_of
from lottery_agent.knowledge.passages import PassageStore
from lottery_agent.knowledge.records import Entry
from lottery_agent.knowledge.speed.corpus import OpenBase, Question
from lottery_agent.knowledge.speed.retrieval import Ranks, Recall, recall
from lottery_agent.progress import Progress, silent, track

DEPTH = 50
_WEIGHTS = (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
_CONSTANTS = (1, 5, 10, 30, 60)
_CUT = 5
_WORD = re.compile(r"\w+")
_STOP_WORDS = frozenset(
    "a an the of in on at to for from by with and or not is are was were be been do does did what "
    "which who whom whose when where why how that this these those it its as has have had can "
    "could would should will may might there".split()
)

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the two searches found for a question.

    Attributes:
        similar: Similarity of each candidate, in [0, 1].
        words: BM25 score of each, 0 for one that is not among the best by words.
        near: Whether each is among the nearest by meaning.
        right: Whether each is a part of the right paragraph.
    """

    similar: Scores
    words: Scores
    near: NDArray[np.bool_]
    right: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to join.

    Attributes:
        family: Its family.
        dense: Weight of meaning, in [0, 1].
        constant: Of reciprocal rank fusion; 0 in the other families.
        stop_words: Whether stop words are left out of the word query.
    """

    family: str
    dense: float
    constant: int
    stop_words: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What a family came to.

    Attributes:
        setting: The best one on the tuning questions.
        tried: How many settings of the family were compared.
        tuning: Its recall at 5 on them, mean over the bases.
        reporting: Its figures on the reporting questions, by base.
    """

    setting: Setting
    tried: int
    tuning: float
    reporting: tuple[Recall, ...]


def scaled(similar: Scores, words: Scores, near: NDArray[np.bool_], *, dense: float) -> Scores:
    """Return the weighted sum with word scores divided by the best one, as `ranking.fuse` does."""
    return dense * similar + (1 - dense) * words / (words.max() or 1.0)


def spread(similar: Scores, words: Scores, near: NDArray[np.bool_], *, dense: float) -> Scores:
    """Return the weighted sum of scores in units of their standard deviations."""
    return dense * similar / (similar.std() or 1.0) + (1 - dense) * words / (words.std() or 1.0)


def reciprocal(
    similar: Scores, words: Scores, near: NDArray[np.bool_], *, dense: float, constant: int
) -> Scores:
    """Return the weighted sum of reciprocal ranks; what a search did not find has none in it."""
    joint = np.zeros(len(similar))
    for scores, found, weight in ((similar, near, dense), (words, words > 0, 1 - dense)):
        order = np.argsort(-np.where(found, scores, -1.0), kind="stable")
        ranks = np.empty(len(order))
        ranks[order] = np.arange(1, len(order) + 1)
        joint += np.where(found, weight / (constant + ranks), 0.0)
    return joint


def settings() -> list[Setting]:
    """Return all settings that are compared."""
    made = []
    for stop_words in (False, True):
        made += [
            Setting(family, dense, 0, stop_words)
            for family, dense in product(("scaled", "spread"), _WEIGHTS)
        ]
        made += [
            Setting("reciprocal", dense, constant, stop_words)
            for dense, constant in product((0.3, 0.4, 0.5, 0.6), _CONSTANTS)
        ]
    return made


def compare(
    bases: Sequence[OpenBase], embedder: Embedder, *, seed: int = 0, progress: Progress = silent
) -> list[Choice]:
    """Choose the best setting of each family, and measure it."""
    pools = [list(_pools(base, embedder, progress)) for base in bases]
    tuning = {
        setting: float(
            np.mean([_share(ranks(setting, pool[setting.stop_words][0])) for pool in pools])
        )
        for setting in track(settings(), "Comparing", progress=progress)
    }
    choices = []
    for family in dict.fromkeys(setting.family for setting in tuning):
        members = [setting for setting in tuning if setting.family == family]
        best = max(members, key=lambda setting: tuning[setting])
        reporting = tuple(
            recall(base.name, family, ranks(best, pool[best.stop_words][1]), seed=seed)
            for base, pool in zip(bases, pools, strict=True)
        )
        choices.append(Choice(best, len(members), tuning[best], reporting))
    return choices


def ranks(setting: Setting, pools: Sequence[Candidates]) -> Ranks:
    """Return the rank of the right paragraph among each question's candidates; 0 for none."""
    joins: dict[str, Callable[..., Scores]] = {"scaled": scaled, "spread": spread}
    join = partial(joins.get(setting.family, reciprocal), dense=setting.dense)
    if setting.family not in joins:
        join = partial(join, constant=setting.constant)
    found = []
    for pool in pools:
        joint = join(pool.similar, pool.words, pool.near)
        best = joint[pool.right].max(initial=-np.inf)
        found.append(1 + int(np.sum(joint > best)) if pool.right.any() else 0)
    return np.array(found, dtype=np.int64)


def _share(found: Ranks) -> float:
    return float(np.mean((found > 0) & (found <= _CUT)))


def _pools(
    base: OpenBase, embedder: Embedder, progress: Progress
) -> Iterator[tuple[list[Candidates], list[Candidates]]]:
    """Yield candidates for tuning and reporting questions: with all words, without stop words."""
    count = token_counter(embedder)
    cut = [(d.source, passages_of(d, chunk(d, count=count))) for d in base.documents]
    sources = np.array([source for source, passages in cut for _ in passages])
    starts = np.cumsum([0, *(len(passages) for _, passages in cut)])
    texts = [embedded_text(part[3], part[2]) for _, passages in cut for part in passages]
    rows = embedder.embed(texts)
    store = PassageStore()
    entries = {n: Entry(source, "", 0, passages) for n, (source, passages) in enumerate(cut, 1)}
    store.put(entries)
    try:
        both = (base.tuning, base.reporting)
        vectors = [embedder.embed([q.text for q in questions]) for questions in both]
        for stop_words in (False, True):
            made = []
            for questions, queries in zip(both, vectors, strict=True):
                pools = []
                for question, query in track(
                    list(zip(questions, queries, strict=True)), base.name, progress=progress
                ):
                    text = _telling(question.text) if stop_words else question.text
                    matched = {
                        int(starts[document - 1]) + position: score
                        for (document, position), score in store.match(text, DEPTH)
                    }
                    pools.append(_candidates(question, rows @ query, matched, sources))
                made.append(pools)
            yield made[0], made[1]
    finally:
        store.close()


def _candidates(
    question: Question, similar: Vectors, matched: dict[int, float], sources: NDArray[np.str_]
) -> Candidates:
    depth = min(DEPTH, len(similar))
    nearest = np.argpartition(-similar, depth - 1)[:depth]
    found = np.array(sorted({*nearest.tolist(), *matched}), dtype=np.int64)
    return Candidates(
        similar=np.clip(similar[found], 0.0, 1.0).astype(np.float64),
        words=np.array([matched.get(int(number), 0.0) for number in found]),
        near=np.isin(found, nearest),
        right=sources[found] == question.paragraph,
    )


def _telling(text: str) -> str:
    """Return the words of a text without stop words, or the text if there are no others."""
    words = [word for word in _WORD.findall(text.lower()) if word not in _STOP_WORDS]
    return " ".join(words) or text
