"""Theories, games, orders and liars: made-up items in the form of the benchmarks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lottery_agent.answer import Answer
from lottery_agent.lab.controls.boardgames import translate
from lottery_agent.lab.controls.theories import fact_or_rule, kind_or_fact

Ask = Callable[..., Answer]

VERDICTS = ["A) True", "B) False", "C) Unknown"]
THEORY = (
    "Wilma is brave. The otter chases Wilma. If something chases Wilma then it is quick. "
    "Quick, brave things are proud. If Wilma is brave then Wilma is not quick."
)


@pytest.mark.parametrize(
    ("statement", "letter"),
    [
        ("The otter is quick.", "A"),
        ("The otter is not quick.", "B"),
        ("Wilma is quick.", "B"),
        ("The otter is proud.", "C"),
    ],
)
def test_a_theory_decides_a_statement(ask: Ask, statement: str, letter: str) -> None:
    question = f"Is the following statement true, false, or unknown? {statement}"
    answer = ask("proofwriter", question, VERDICTS, THEORY)
    assert (answer.status, answer.answer, answer.kind) == ("answered", letter, "option")
    assert answer.exact
    assert [work.tool for work in answer.work] == ["logic"]
    assert answer.usage.model_calls == 0
    assert answer.ticket is None


def test_a_contradiction_is_an_abstention(ask: Ask) -> None:
    question = "Is the following statement true, false, or unknown? Wilma is proud."
    answer = ask("proofwriter", question, VERDICTS, f"{THEORY} Wilma is quick.")
    assert (answer.status, answer.reason, answer.answer) == ("abstained", "contradiction", None)


def test_one_sentence_that_fits_no_pattern_is_enough_to_abstain(ask: Ask) -> None:
    question = "Is the following statement true, false, or unknown? Wilma is proud."
    answer = ask("proofwriter", question, VERDICTS, f"{THEORY} Rarely has anybody been prouder.")
    assert (answer.status, answer.reason, answer.work) == ("abstained", "no_evidence", ())


def test_kinds_of_kinds(ask: Ask) -> None:
    kinds = "Each brinkle is a dumpet. Dumpets are not sour. Every florp is a brinkle. "
    kinds += "Rex is a florp."
    question = "Is the following statement true or false? Rex is not sour."
    assert ask("prontoqa", question, ["A) True", "B) False"], kinds).answer == "A"
    assert kind_or_fact("Rex is not sour.") == "~sour(Rex)"
    assert fact_or_rule("The otter does not like the bald eagle.") == "~like(otter, bald_eagle)"


ROW = (
    "In a bakery window, there are three loaves: a rye, a spelt, and a black bread. "
    "The rye is newer than the spelt. The black bread is the second-newest."
)
CLAIMS = ["A) The rye is the newest.", "B) The spelt is the newest.", "C) The rye is the oldest."]


@pytest.mark.parametrize("in_context", [True, False])
def test_the_claim_that_must_hold_is_found(ask: Ask, in_context: bool) -> None:
    asked = ("Which of the following is true?", CLAIMS, ROW) if in_context else (ROW, CLAIMS)
    answer = ask("logicaldeduction_paired", *asked)
    assert (answer.answer, [work.tool for work in answer.work]) == ("A", ["puzzle"])


def test_an_order_that_leaves_it_open_is_an_abstention(ask: Ask) -> None:
    answer = ask("logicaldeduction_paired", ROW.rpartition(" The black")[0], CLAIMS)
    assert (answer.status, answer.reason) == ("abstained", "low_confidence")
    unread = ask("logicaldeduction_paired", f"{ROW} The rye smells best.", CLAIMS)
    assert (unread.status, unread.reason) == ("abstained", "no_evidence")


def test_who_tells_the_truth(ask: Ask) -> None:
    told = "Question: Oda lies. Piet says Oda tells the truth. Quin says Piet lies."
    answer = ask("bbh_web_of_lies", f"{told} Does Quin tell the truth?")
    assert (answer.answer, answer.kind) == ("True", "verdict")
    assert ask("bbh_web_of_lies", f"{told} Does Piet tell the truth?").answer == "False"
    assert ask("bbh_web_of_lies", f"{told} Rik agrees. Does Quin tell the truth?").answer is None


GAME = (
    "A few players are playing a boardgame. The current state of the game is as follows. "
    "The gecko hugs the lynx. The lynx has a ladder. And the rules of the game are as follows. "
    "{rules} Based on the game state and the rules and preferences, does the lynx smile at the "
    "crow?"
)
PROOF = ["A) proved", "B) disproved", "C) unknown"]
SMILES = "Rule1: If the gecko hugs the lynx, then the lynx smiles at the crow."
CLIMBS = (
    "Rule2: Regarding the lynx, if it has something to climb on, then we can conclude that it "
    "does not smile at the crow."
)


def test_rules_of_a_game_are_applied(ask: Ask) -> None:
    answer = ask("boardgameqa", GAME.format(rules=SMILES), PROOF)
    assert (answer.answer, [work.tool for work in answer.work]) == ("A", ["logic"])


def test_knowledge_of_the_world_is_not_guessed(ask: Ask) -> None:
    against = f"{SMILES} {CLIMBS} Rule2 is preferred over Rule1."
    answer = ask("boardgameqa", GAME.format(rules=against), PROOF)
    assert (answer.status, answer.reason) == ("abstained", "no_evidence")
    harmless = f"{SMILES} {CLIMBS} Rule1 is preferred over Rule2."
    assert ask("boardgameqa", GAME.format(rules=harmless), PROOF).answer == "A"


def test_what_is_known_of_the_world_may_be_told() -> None:
    item = translate(GAME.format(rules=f"{SMILES} {CLIMBS}"))
    (name,) = item.open
    assert len(list(item.worlds())) == 2
    told = translate(GAME.format(rules=f"{SMILES} {CLIMBS}"), {name: True})
    assert (told.open, told.premises[-1]) == ((), name)
