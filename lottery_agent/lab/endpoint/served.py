"""A model behind an endpoint as an arm: it answers at once, or after a chain of thought.

The questions, the forms of the answers and the readers are those of a model alone
(`lottery_agent.lab.alone`). Labels can't be scored over the route, so options and verdicts are
written and read, too.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from lottery_agent.answer import Answer, Check, Usage
from lottery_agent.lab.alone import AT_ONCE, THINK, prompt_of
from lottery_agent.lab.endpoint.client import Client
from lottery_agent.lab.forms import Form

_ANSWER_TOKENS = 64
"""Of an answer at once: more than a small model gets, as a chat model may say it in a sentence."""
_THOUGHT_TOKENS = 1024


class Served:
    """A model behind an endpoint that answers without tools, at once.

    Args:
        client: Asks the endpoint.
        form: The form of the benchmark's answers.
        seconds: Most seconds for a question.
    """

    head = AT_ONCE
    tokens = _ANSWER_TOKENS

    def __init__(self, client: Client, form: Form, *, seconds: float) -> None:
        self.client = client
        self.form = form
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
        reply = self.client.complete(
            prompt.head,
            prompt.question,
            tokens=max(self.tokens, self.form.tokens),
            seconds=self.seconds,
        )
        answer = self.form.read(reply.text, tuple(options or ()))
        return Answer(
            question=question,
            status="abstained" if answer is None else "answered",
            answer=answer,
            kind=None if answer is None else "text",
            reason="error" if answer is None else None,
            confidence=0.0 if answer is None else 1.0,
            checks=(Check("whole", reply.finish == "stop", f"{reply.model}: {reply.finish}"),),
            usage=Usage(
                model_calls=1,
                prompt_tokens=reply.prompt,
                prompt_tokens_reused=reply.reused,
                completion_tokens=reply.completion,
                seconds=round(time.monotonic() - start, 3),
            ),
        )


class ThoughtfulServed(Served):
    """The same with a chain of thought before the answer."""

    head = THINK
    tokens = _THOUGHT_TOKENS
