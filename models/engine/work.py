"""Requests while they run: what to evaluate next, given the logits of what was evaluated.

A work knows nothing of sequences or of its neighbours; the scheduler feeds it.
"""

from __future__ import annotations

import codecs
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lottery_agent.models.engine.context import Logits
from lottery_agent.models.engine.grammars import Follower
from lottery_agent.models.engine.interface import Completion, Finish, Request
from lottery_agent.models.engine.sampling import Sampler, logsumexp
from lottery_agent.models.engine.tracking import TrackedRequest
from lottery_agent.models.prompts import Rendered
from lottery_agent.models.reasoning import Split, Splitter

_LONGEST_STEP = 128
"""Tokens that a work has evaluated at once: neighbours wait for them."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a work wants to have evaluated after its prompt."""

    start: int
    """Position of the first token; what the sequence holds from there on is forgotten."""
    tokens: Sequence[int]
    rows: int
    """How many of the last tokens want logits."""


class Work(ABC):
    """A request that is being computed.

    Attributes:
        prompt: Its ids.
        head: How many of them are the static head.
        feed: The prompt and what certainly follows it; the last token wants logits.
        reused: How many of them needed no evaluation, set by the scheduler.
    """

    def __init__(self, prompt: Rendered) -> None:
        self.prompt = prompt.head + prompt.tail
        self.head = len(prompt.head)
        self.feed = self.prompt
        self.reused = 0

    @property
    @abstractmethod
    def tracked(self) -> TrackedRequest[Any]:
        """The handle to settle."""

    @abstractmethod
    def advance(self, rows: Logits) -> Step | None:
        """Take the wanted logits; return what comes next, or None when the handle is settled."""


class Writing(Work):
    """Writes an answer token by token.

    Args:
        request: What to write.
        tracked: Where text and completion go.
        follower: The request's grammar, at its start.
        ends: Ids that end the answer.
        piece: From an id to its bytes.
        splitter: Takes reasoning out of the text; None if there can't be any.
        fast_forward: Append forced tokens without sampling each.
    """

    def __init__(
        self,
        request: Request,
        tracked: TrackedRequest[Completion],
        *,
        follower: Follower | None,
        ends: frozenset[int],
        piece: Callable[[int], bytes],
        splitter: Splitter | None = None,
        fast_forward: bool = True,
    ) -> None:
        super().__init__(request.prompt)
        self._tracked = tracked
        self._limit = request.max_tokens
        self._follower = follower
        self._ends = ends
        self._piece = piece
        self._sampler = Sampler(request.sampling)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._tokens: list[int] = []
        self._logprobs: list[float] = []
        self._splitter = splitter
        self._fast_forward = fast_forward
        self._texts: list[str] = []
        self._reasoning: list[str] = []
        self._unread: list[int] = []  # chosen, but not evaluated yet
        self._read = 0  # position of the first of them
        self.feed = (*self.prompt, *self._take_forced())

    @property
    def tracked(self) -> TrackedRequest[Completion]:
        """The handle to settle."""
        return self._tracked

    def finish_early(self) -> bool:
        """Settle the handle if the forced opening is the whole answer; tell whether it is."""
        return self._finish_if_complete()

    def advance(self, rows: Logits) -> Step | None:
        """Choose the next token, then add all that the grammar forces after it.

        What is too long for a step goes in parts, and only the last one's logits are used.
        """
        if not self._unread and not self._choose(rows):
            return None
        part, self._unread = self._unread[:_LONGEST_STEP], self._unread[_LONGEST_STEP:]
        start, self._read = self._read, self._read + len(part)
        return Step(start, part, 1)

    def _choose(self, rows: Logits) -> bool:
        """Choose a token and tell whether the answer goes on."""
        allowed = self._follower.allowed() if self._follower else None
        choice = self._sampler.choose(rows[-1], allowed)
        self._logprobs.append(choice.logprob)
        if choice.token in self._ends:
            self._finish("stop")
            return False
        self._read = len(self.prompt) + len(self._tokens)
        if self._follower:
            self._follower.accept([choice.token])
        self._add([choice.token])
        self._unread = [choice.token, *self._take_forced()]
        return not self._finish_if_complete()

    def _take_forced(self) -> list[int]:
        """Add the tokens that must follow, up to the limit, and return them."""
        room = self._limit - len(self._tokens)
        if not self._fast_forward or self._follower is None or room <= 0 or self._follower.finished:
            return []
        forced = self._follower.forced()[:room]
        if forced:
            self._follower.accept(forced)
            self._logprobs += [0.0] * len(forced)
            self._add(forced)
        return forced

    def _add(self, tokens: list[int]) -> None:
        self._tokens += tokens
        text = self._decoder.decode(b"".join(map(self._piece, tokens)))
        self._show(self._splitter.feed(text) if self._splitter else Split(text, ""))

    def _show(self, part: Split) -> None:
        self._texts.append(part.text)
        self._reasoning.append(part.reasoning)
        self._tracked.write(part.text)

    def _finish_if_complete(self) -> bool:
        if self._follower is not None and self._follower.finished:
            self._finish("stop")
        elif len(self._tokens) >= self._limit:
            self._finish("length")
        return self._tracked.done()

    def _finish(self, finish: Finish) -> None:
        rest = self._decoder.decode(b"", final=True)
        self._show(self._splitter.feed(rest) if self._splitter else Split(rest, ""))
        if self._splitter:
            self._show(self._splitter.finish())
        self._tracked.finish(
            Completion(
                text="".join(self._texts),
                tokens=tuple(self._tokens),
                logprobs=tuple(self._logprobs),
                finish=finish,
                prompt_tokens=len(self.prompt),
                reused_tokens=self.reused,
                seconds=self._tracked.seconds,
                reasoning="".join(self._reasoning),
            )
        )


class Reading(Work):
    """Reads a static head, so that its state is there for later requests.

    Args:
        head: Its ids.
        tracked: Settled when the state is there.
    """

    def __init__(self, head: tuple[int, ...], tracked: TrackedRequest[None]) -> None:
        super().__init__(Rendered(head, ()))
        self._tracked = tracked

    @property
    def tracked(self) -> TrackedRequest[None]:
        """The handle to settle."""
        return self._tracked

    def advance(self, rows: Logits) -> None:
        """Finish: the scheduler keeps every head that it has computed."""
        self._tracked.finish(None)


class Scoring(Work):
    """Scores labels as the start of the answer.

    The prompt is evaluated once. The first token of each label is scored on its last logits; a
    label of several tokens is then evaluated after the prompt and forgotten again.

    Args:
        prompt: The prompt.
        labels: Ids of each label, at least one.
        tracked: Where the scores go.
    """

    def __init__(
        self,
        prompt: Rendered,
        labels: Sequence[Sequence[int]],
        tracked: TrackedRequest[tuple[float, ...]],
    ) -> None:
        super().__init__(prompt)
        self._labels = labels
        self._tracked = tracked
        self._scores: list[float] = []
        self._long = [number for number, label in enumerate(labels) if len(label) > 1]
        self._read = 0  # tokens of the first long label that were evaluated

    @property
    def tracked(self) -> TrackedRequest[tuple[float, ...]]:
        """The handle to settle."""
        return self._tracked

    def advance(self, rows: Logits) -> Step | None:
        """Score what the rows tell, then ask for the next label of several tokens."""
        if not self._scores:
            total = logsumexp(rows[-1])
            self._scores = [float(rows[-1][label[0]]) - total for label in self._labels]
        else:
            self._add(self._long[0], rows)
        if self._long:
            part = self._labels[self._long[0]][self._read : -1][:_LONGEST_STEP]
            return Step(len(self.prompt) + self._read, part, len(part))
        self._tracked.finish(tuple(self._scores))
        return None

    def _add(self, number: int, rows: Logits) -> None:
        """Score the tokens of a label that follow those which were evaluated."""
        first = self._read + 1
        for row, token in zip(rows, self._labels[number][first:], strict=False):
            self._scores[number] += float(row[token]) - logsumexp(row)
        self._read += len(rows)
        if self._read == len(self._labels[number]) - 1:
            self._long.pop(0)
            self._read = 0
