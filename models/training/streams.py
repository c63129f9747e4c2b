"""The streams of drafts that a recipe may have shares of, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from lottery_agent.errors import UsageError
from lottery_agent.hints import meant
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators import (
    calls,
    constructions,
    documents,
    languages,
    logic,
    mathematics,
    planning,
    puzzles,
    reading,
    search,
    tables,
    talk,
    worlds,
)
from lottery_agent.models.training.generators.calls.shelf import Shelf
from lottery_agent.models.training.generators.routing import Router
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.labels import (
    boardgameqa,
    changed,
    colours,
    folio,
    gsm8k,
    logicaldeduction,
    proofwriter,
    tracking,
)
from lottery_agent.models.training.samples import Sample
from lottery_agent.models.training.selftraining import STREAMS, selftrained, verdicts

LABELLED: Mapping[str, tuple[str, Callable[[Path], Iterator[Draft]]]] = {
    "proofwriter": ("proofwriter_train", proofwriter.drafts),
    "folio": ("folio_train", folio.drafts),
    "boardgameqa": ("boardgameqa_train", boardgameqa.drafts),
    "logicaldeduction": ("logicaldeduction_train", logicaldeduction.drafts),
    "annotated": ("gsm8k_train", gsm8k.drafts),
    "changed": ("gsm8k_train", changed.drafts),
    "tracking": ("bigbench_tracking3_train", tracking.drafts),
    "colours": ("bigbench_colored_objects_train", colours.drafts),
}
"""The label makers by the name of their stream: the training file that each reads, and its drafts.
"""

GENERATED = (
    *("logic", "constructions", "notation", "story", "routing", "documents", "note", "search"),
    *("calls", "planning", "talk", "puzzle", "asking", "language", "table", "state"),
)
"""Streams of drawn items."""

READ = ("squad", "unanswerable", "nq", *LABELLED, *STREAMS)
"""Streams of items that are read from files, which have no held-out words."""


def check_shares(shares: Mapping[str, float]) -> None:
    """Check that there is a stream for each share.

    Args:
        shares: The shares of a recipe.

    Raises:
        UsageError: If there is none for one.
    """
    known = (*GENERATED, *READ)
    for name in shares:
        if name not in known:
            raise UsageError(
                f"the recipe has a share of {name!r}, but there is no such stream",
                hint=meant(name, known),
            )


def _endless(make: Callable[[Random], Draft], rng: Random) -> Iterator[Draft]:
    while True:
        yield make(rng)


def _shuffled(drafts: Iterator[Draft], rng: Random) -> Iterator[Draft]:
    """Yield drafts in a drawn order; none is made before the first is wanted."""
    items = list(drafts)
    rng.shuffle(items)
    yield from items


def streams(
    data: Path,
    words: Vocabulary,
    seed: str,
    shelf: Shelf | None = None,
    samples: Sequence[Sample] = (),
) -> dict[str, Iterator[Draft]]:
    """Return a stream of drafts for each name in a recipe's shares.

    Args:
        data: Folder with the training files.
        words: The vocabulary.
        seed: Seed of everything that is drawn: the recipe's, and a word for what the drafts are
            for. Rounds count the recipe's seed up, so a number alone would come again.
        shelf: Finds the signatures beside a call; by their words if there is none.
        samples: Worksheets that a ticket wrote.
    """

    def rng(name: str) -> Random:
        return Random(f"{seed} {name}")  # noqa: S311 - no secret

    def queries() -> Iterator[Draft]:
        real = _shuffled(search.asked(data), rng("asked"))
        own = _endless(lambda r: search.looked_up(r, words), rng("search"))
        for draft in own:
            yield draft
            yield next(real, draft)

    router = Router(data, words)
    return {
        "logic": _endless(lambda r: logic.draft(r, words), rng("logic")),
        "notation": _endless(lambda r: mathematics.notation(r, words), rng("notation")),
        "story": _endless(lambda r: mathematics.story(r, words), rng("story")),
        "routing": _endless(router.draft, rng("routing")),
        "note": _endless(lambda r: reading.note(r, words), rng("note")),
        "documents": _endless(lambda r: documents.draft(r, words), rng("documents")),
        "squad": _shuffled(reading.squad(data, rng("squad cut")), rng("squad")),
        "unanswerable": _shuffled(reading.unanswerable(data, rng("none cut")), rng("none")),
        "nq": _shuffled(reading.nq(data, rng("nq cut")), rng("nq")),
        "search": queries(),
        "calls": calls.drafts(rng("calls"), words, shelf),
        "planning": _endless(lambda r: planning.draft(r, words), rng("planning")),
        "talk": _endless(lambda r: talk.draft(r, words), rng("talk")),
        "constructions": constructions.drafts(rng("constructions"), words),
        "table": _endless(lambda r: tables.draft(r, words), rng("table")),
        "state": worlds.drafts(rng("state"), words, shelf),
        "puzzle": puzzles.lines(rng("puzzle"), words),
        "asking": puzzles.askings(rng("asking"), words),
        "language": _endless(lambda r: languages.draft(r, words), rng("language")),
        **{
            name: calls.as_shown(_shuffled(make(data), rng(name)), shelf)
            for name, (_, make) in LABELLED.items()
        },
        "verdicts": verdicts(samples, rng("verdicts")),
        "selftrained": selftrained(samples, rng("selftrained")),
    }
