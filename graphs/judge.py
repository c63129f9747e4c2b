"""The judge: says how likely a worksheet is right for its question, by one look of the model.

A learned verifier in the sense of Cobbe et al. 2021 (arXiv 2110.14168), where the verifier proper
decides by checks. It is trained on worksheets that the model itself wrote and that execution told
right or wrong. A model that was not trained on its head is never asked: it would say the same of
nearly every worksheet, and worked examples don't help, as a question like this one tells nothing
of what is wrong in a worksheet.
"""

from __future__ import annotations

from collections.abc import Sequence

from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.tooling import Outcome
from lottery_agent.graphs.writer import score
from lottery_agent.models.prompts import Prompt

HEAD = "Is the worksheet right or wrong?"
LABELS = ("right", "wrong")


def judge_prompt(question: str, sheet: str, value: str, *, context: str | None = None) -> Prompt:
    """Return the prompt whose next token tells whether a worksheet is right.

    Args:
        question: The question as the user wrote it.
        sheet: The worksheet, in the mathematics language.
        value: What it gives, as it is shown to people: a model that can't compute sees from it
            that half a person is no answer.
        context: Text given with the question, put before it.
    """
    text = f"{context.strip()}\n{question}" if context and context.strip() else question
    return Prompt(agent="judge", head=HEAD, question=f"{text}\n{sheet}\nResult: {value}")


def judged(
    handles: Handles,
    question: str,
    derivations: Sequence[Outcome],
    *,
    context: str | None = None,
    escalated: bool = False,
) -> list[float] | None:
    """Return the probability that each worksheet is right, in [0, 1].

    Equal worksheets are judged once. The engine computes what their prompts begin with, context and
    question, only for the first one; requests in flight together are no faster than one after the
    other, as the rest of each has another length. The probabilities tell better worksheets of one
    question from worse ones; how high they are in all depends on how many wrong ones the training
    showed, so they are no confidence.

    Args:
        handles: The run's handles.
        question: The question.
        derivations: Worksheets that ran. One without a result gets 0.
        context: Text given with the question.
        escalated: Whether the larger engine answers.

    Returns:
        The probabilities in order; None if the model that runs was not trained to judge.
    """
    if not (handles.larger_judges if escalated and handles.larger else handles.judges):
        return None
    right: dict[str, float] = {}
    for each in derivations:
        sheet = each.work.call
        if each.result is None or sheet in right:
            continue
        prompt = judge_prompt(question, sheet, str(each.result["answer"]), context=context)
        right[sheet], _ = score(handles, prompt, LABELS, escalated=escalated)
    return [right.get(each.work.call, 0.0) for each in derivations]
