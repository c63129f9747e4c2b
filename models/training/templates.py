"""The names of templates, so that a recipe holds out none that there is not."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from lottery_agent.errors import UsageError
from lottery_agent.hints import meant
from lottery_agent.models.training.generators import (
    calls,
    constructions,
    documents,
    ledgers,
    reading,
    stories,
    tables,
    talk,
    worlds,
)
from lottery_agent.models.training.generators.calls import everyday, strangers
from lottery_agent.models.training.generators.puzzles.scenes import FAMILIES, scene, scenes

_OPEN = (
    *("logic.fact.", "logic.rule.", "logic.two.", "logic.ask.", "logic.weather."),
    *("logic.folio.", "logic.proofwriter.", "logic.boardgameqa.", "puzzle.logicaldeduction."),
    *("mathematics.notation.", "mathematics.functions.", "mathematics.gsm8k."),
    *(f"mathematics.story.{family}." for family in ledgers.FAMILIES),
    *("language.places.", "language.rules.", "reading.squad", "reading.nq", "reading.unanswerable"),
    *("calls.bigbench.", "planning.", "routing.", "search."),
)
"""How names begin that are made while drawing: these are in no table."""


@cache
def names() -> frozenset[str]:
    """Return the names of all templates that stand in a table."""
    return frozenset(
        (
            *(template.name for each in calls.TEMPLATES.values() for template in each),
            *(
                template.name
                for each in (*scenes(), *map(scene, FAMILIES))
                for template in each.templates
            ),
            *(name for tool in everyday.TOOLS for name in tool.templates),
            *(f"calls.stranger.{number + 1}" for number in range(len(strangers.PATTERNS))),
            *constructions.PHRASINGS,
            *tables.PHRASINGS,
            *worlds.MANNERS,
            *(
                f"documents.{f.name}.{fact}"
                for f in documents.FORMS
                for fact in range(len(f.facts))
            ),
            "documents.none",
            *(f"mathematics.story.one.{number}" for number in range(len(stories.ONE))),
            *(f"mathematics.story.two.{number}" for number in range(len(stories.TWO))),
            *reading.NOTES,
            *talk.TEMPLATES,
        )
    )


def is_known(name: str) -> bool:
    """Tell whether there is a template of a name, as far as names stand in tables."""
    return name in names() or name.startswith(_OPEN)


def check_templates(unseen: Iterable[str]) -> None:
    """Check that there are the templates that a recipe holds out.

    Args:
        unseen: Their names.

    Raises:
        UsageError: If there is none of one.
    """
    for name in unseen:
        if not is_known(name):
            raise UsageError(
                f"the recipe holds out {name!r}, but there is no such template",
                hint=meant(name, names(), otherwise="take it out of unseen_templates"),
            )
