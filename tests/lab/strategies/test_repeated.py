from __future__ import annotations

import pytest

from lottery_agent.graphs.handles import Policy
from lottery_agent.lab.passes import samples_of
from tests.lab.strategies.conftest import Ask

QUESTION = "12 birds sat on a wire, then 5 more came. How many birds are there?"
SHEETS = ["answer = 12 - 5", "answer = 12 + 5", "answer = 12 / 0", "answer = 12 * birds"]
FOUR = Policy(samples=4)


def test_the_judge_chooses_among_the_sound_samples_and_all_are_kept(ask: Ask) -> None:
    def judge(prompt: object) -> dict[str, float]:
        return {"right": 0.8 if "12 + 5" in str(prompt) else 0.3}

    script = {"mathematician": SHEETS, "judge": judge}
    run = ask("repeated", script, QUESTION, form="number", policy=FOUR, judges=True)
    answer = run.answer
    assert (answer.answer, answer.kind, answer.exact) == ("17", "number", True)
    assert answer.confidence == pytest.approx(1 / 4)
    assert samples_of(answer) == ["7", "17", None, "12 * birds"]
    assert [run.check(f"sample {n}").passed for n in range(1, 5)] == [True, True, False, False]
    assert [work.call for work in answer.work] == SHEETS
    assert run.agents.count("judge") == 2, "what fails a check is not judged"


def test_without_a_trained_judge_the_sound_samples_vote(ask: Ask) -> None:
    sheets = ["answer = 12 - 5", "answer = 12 + 5", "answer = 5 + 12"]
    policy = Policy(samples=3)
    run = ask("repeated", {"mathematician": sheets}, QUESTION, form="number", policy=policy)
    assert (run.answer.answer, run.answer.confidence) == ("17", pytest.approx(2 / 3, abs=1e-4))
    assert run.check("agreement").passed


def test_without_a_sound_sample_it_abstains_and_keeps_them(ask: Ask) -> None:
    script = {"mathematician": "answer = 12 * birds"}
    run = ask("repeated", script, QUESTION, form="number", policy=FOUR)
    assert (run.answer.status, run.answer.reason) == ("abstained", "error")
    assert samples_of(run.answer) == ["12 * birds"] * 4


def test_every_sample_has_its_own_seed_and_the_first_is_sampled_too(ask: Ask) -> None:
    run = ask("repeated", {"mathematician": SHEETS}, QUESTION, form="number", policy=FOUR)
    samplings = [request.sampling for request in run.requests]
    assert all(sampling.temperature > 0 for sampling in samplings)
    assert len({sampling.seed for sampling in samplings}) == 4
