"""The sentences of a report: what they count, and what they count apart."""

from __future__ import annotations

from dataclasses import replace

from lottery_agent.lab.pairing import Pairing, Terms, rows_of
from lottery_agent.lab.report.data import Versus
from lottery_agent.lab.report.summary import findings
from lottery_agent.scoring import Judgement
from tests.lab.report.conftest import Made

FEW = Terms(draws=100)


def test_a_match_with_what_may_be_guessing_is_counted_apart(made: Made) -> None:
    def versus(name: str, right: int) -> Versus:
        """Both arms are right on the same items of 400 with two options."""
        judgements = tuple(
            Judgement(str(n), name, "correct" if n < right else "wrong", answered=True)
            for n in range(400)
        )
        pairing = Pairing(name, judgements, judgements, (0.5,) * 400, 0, (0, 0))
        return Versus("model", False, rows_of([pairing], FEW)[0])

    report = made.report(terms=FEW)
    guessed, known = versus("guessed", 200), versus("known", 300)
    told = list(findings(replace(report, versus=(guessed, known))))
    said = "matches 2, of these 1 with one that may be guessing (2 comparisons)"
    assert f"Against model: {said}." in told
    told = list(findings(replace(report, versus=(known,))))
    assert "Against model: matches 1 (1 comparison)." in told
