"""A model alone, without tools: it answers at once, or thinks step by step, once or several times.

Each is an `Asker`, so the same items go the same way through a batch as an agent's. Nothing is
constrained: what the model writes is read by the form of the benchmark's answers.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from lottery_agent.answer import Answer, TicketInfo, Usage
from lottery_agent.comparison import meaning, option_parts
from lottery_agent.lab.forms import CONCLUSION, Form
from lottery_agent.models.engine import Completion, Engine, Request, Sampling
from lottery_agent.models.prompts import Prompt, Rendered

_THOUGHT_TOKENS = 320
_TEMPERATURE = 0.7
AT_ONCE = "Answer the question."
THINK = f'Think step by step. End with "{CONCLUSION}" and the answer.'


def prompt_of(
    head: str, form: Form, question: str, context: str | None, options: Sequence[str] | None
) -> Prompt:
    """Return the prompt of a model alone: context, question, options, and the form of the answer.

    Args:
        head: How to go about it.
        form: The form of the answer.
        question: The question.
        context: Text that the question is about.
        options: Answer options.
    """
    lines = [context.strip()] if context and context.strip() else []
    lines += [question, *(options or ()), form.wish]
    return Prompt(agent="alone", head=head, question="\n".join(lines))


@dataclass(frozen=True, slots=True)
class _Reply:
    """What a model alone came to."""

    answer: str | None
    confidence: float
    calls: int
    prompt: int
    reused: int
    completion: int


class Alone:
    """A model that answers without tools.

    Args:
        engine: Runs the model.
        form: The form of the benchmark's answers.
        seed: Seed of all sampling.
        seconds: Most seconds for a question.
    """

    head = AT_ONCE

    def __init__(self, engine: Engine, form: Form, *, seed: int, seconds: float) -> None:
        self.engine = engine
        self.form = form
        self.seed = seed
        self.seconds = seconds

    def ask(
        self,
        question: str,
        *,
        context: str | None = None,
        options: Sequence[str] | None = None,
    ) -> Answer:
        """Answer one question; a text that states no answer is an abstention."""
        start = time.monotonic()
        prompt = prompt_of(self.head, self.form, question, context, options)
        reply = self._reply(
            self.engine.renderer.render(prompt), tuple(options or ()), start + self.seconds
        )
        info = self.engine.info
        return Answer(
            question=question,
            status="abstained" if reply.answer is None else "answered",
            answer=reply.answer,
            kind=None if reply.answer is None else "text",
            reason="error" if reply.answer is None else None,
            confidence=reply.confidence,
            usage=Usage(
                model_calls=reply.calls,
                prompt_tokens=reply.prompt,
                prompt_tokens_reused=reply.reused,
                completion_tokens=reply.completion,
                seconds=round(time.monotonic() - start, 3),
            ),
            ticket=TicketInfo(info.name, info.type, info.sha256, info.bytes),
        )

    def _reply(self, prompt: Rendered, options: tuple[str, ...], deadline: float) -> _Reply:
        """Choose among labels by their probability where there are labels, else write."""
        labels = [option_label(option) for option in options] or list(self.form.labels)
        if not labels:
            return self._written(prompt, options, deadline, tokens=self.form.tokens)
        scores = self.engine.score(prompt, labels, deadline=deadline)
        best = max(range(len(labels)), key=scores.__getitem__)
        total = sum(math.exp(score - scores[best]) for score in scores)
        return _Reply(labels[best], 1 / total, 1, len(prompt), 0, 0)

    def _written(
        self, prompt: Rendered, options: tuple[str, ...], deadline: float, *, tokens: int
    ) -> _Reply:
        request = Request(prompt, tokens, deadline=deadline)
        return self._counted([self.engine.submit(request).result()], options)

    def _counted(self, completions: Sequence[Completion], options: tuple[str, ...]) -> _Reply:
        """Return the answer that most completions state; the earliest wins a tie.

        Spellings that are judged alike vote together; the first one of them is the answer.
        """
        votes: defaultdict[Hashable, list[str]] = defaultdict(list)
        for each in completions:
            answer = self.form.read(each.text, options)
            if answer is not None:
                votes[meaning(answer, options)].append(answer)
        most = max(votes.values(), key=len, default=[])
        return _Reply(
            most[0] if most else None,
            len(most) / len(completions),
            len(completions),
            sum(each.prompt_tokens for each in completions),
            sum(each.reused_tokens for each in completions),
            sum(len(each.tokens) for each in completions),
        )


class Thoughtful(Alone):
    """Chain of thought (Kojima et al. 2022, arXiv 2205.11916): steps first, then the answer."""

    head = THINK

    def _reply(self, prompt: Rendered, options: tuple[str, ...], deadline: float) -> _Reply:
        return self._written(prompt, options, deadline, tokens=_THOUGHT_TOKENS)


class Consistent(Thoughtful):
    """Self-consistency (Wang et al. 2022, arXiv 2203.11171): sampled chains of thought vote."""

    samples = 5

    def _reply(self, prompt: Rendered, options: tuple[str, ...], deadline: float) -> _Reply:
        handles = [
            self.engine.submit(
                Request(
                    prompt,
                    _THOUGHT_TOKENS,
                    sampling=Sampling(temperature=_TEMPERATURE, seed=self.seed + number),
                    deadline=deadline,
                )
            )
            for number in range(self.samples)
        ]
        return self._counted([handle.result() for handle in handles], options)


def option_label(option: str) -> str:
    """Return what stands for an option: its letter if it has one, else its text."""
    letter, text = option_parts(option)
    return letter or text
