import pytest

from lottery_agent.graphs.planner import is_plan, join, next_steps
from lottery_agent.graphs.state import State, Step


def state(plan: list[str], *steps: Step) -> State:
    return State(
        question="q",
        context="the context",
        options=None,
        history=[],
        depth=2,
        plan=plan,
        steps=list(steps),
    )


PLAN = ["How many legs has a spider?", "What is #1 times 3?", "Who is Ada?"]


@pytest.mark.parametrize(
    "lines",
    [[], ["only one"], ["same", "same"], ["What is #2?", "b"], ["What is #1?", "b"], ["a"] * 7],
)
def test_what_is_no_plan(lines: list[str]) -> None:
    assert not is_plan(lines)


def test_steps_that_need_no_answer_go_first_and_together() -> None:
    sends = next_steps(state(PLAN))
    assert isinstance(sends, list)
    assert [send.arg["question"] for send in sends] == [PLAN[0], PLAN[2]]
    assert {send.arg["depth"] for send in sends} == {1}
    assert {send.arg["context"] for send in sends} == {"the context"}


def test_a_reference_is_replaced_by_its_answer() -> None:
    sends = next_steps(state(PLAN, Step(1, PLAN[0], "8"), Step(3, PLAN[2], "a poet")))
    assert isinstance(sends, list)
    assert [send.arg["question"] for send in sends] == ["What is 8 times 3?"]


def test_a_step_without_an_answer_ends_the_plan() -> None:
    failed = state(PLAN, Step(1, PLAN[0], reason="no_evidence"), Step(3, PLAN[2], "a poet"))
    assert next_steps(failed) == "verifier"
    candidate = join(failed)["candidate"]
    assert candidate.text is None
    assert candidate.reason == "no_evidence"


def test_answers_that_no_step_needs_are_the_answer() -> None:
    solved = state(
        PLAN,
        Step(3, PLAN[2], "a poet", 0.6, "quote"),
        Step(1, PLAN[0], "8", 0.9, "number", True),
        Step(2, PLAN[1], "24", 0.8, "number", True),
    )
    candidate = join(solved)["candidate"]
    assert candidate.text == "24; a poet"
    assert candidate.confidence == 0.6
    assert not candidate.exact
