"""Dates that are asked for in a format, from where they lie."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from lottery_agent.models.training.generators.calls import formats
from lottery_agent.models.training.generators.calls.patterns import templates
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.toolbox.calls.days import add_months

TEMPLATES = templates(formats.GROUPS)["format_date"]
PAST = ("ago", "earlier", "yesterday")
LATER = ("later", "earlier")


def test_days_and_months_come_to_the_same_day_in_both_orders(words: Vocabulary) -> None:
    rng = Random(1)
    known = next(each for each in TEMPLATES if each.pattern.startswith("{k}"))
    found = 0
    for _ in range(600):
        day, _, *shift = known.ask(rng, words).arguments
        if len(shift) == 2:
            days, months = shift
            assert isinstance(day, date)
            assert isinstance(days, int)
            assert isinstance(months, int)
            rest = timedelta(days)
            assert add_months(day, months) + rest == add_months(day + rest, months)
            found += 1
    assert found > 50


def test_what_is_not_counted_from_today_follows_a_date_of_today(words: Vocabulary) -> None:
    rng = Random(2)
    seen = 0
    for template in TEMPLATES:
        if template.pattern.startswith("{k}"):
            for _ in range(100):
                text = template.ask(rng, words).text
                if any(f" {word}" in text for word in LATER):
                    assert "today" in text.lower(), text
                    seen += 1
    assert seen > 20


def test_the_verb_has_the_tense_of_the_day(words: Vocabulary) -> None:
    rng = Random(3)
    for template in TEMPLATES:
        if "{is}" in template.pattern:
            for _ in range(100):
                asked = template.ask(rng, words).text
                _, was, after = asked.partition(" was it ")
                assert not was or any(word in after for word in PAST), asked
                after = asked.partition(" will it be ")[2]
                assert not any(word in after for word in PAST), asked
