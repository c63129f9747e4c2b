"""Prompts as token ids, through the model's own chat template.

A prompt is a static head (the agent's instruction) and a tail (earlier turns and the question).
Both are tokenised apart, so the head's ids never depend on the tail and its state can be computed
once for all requests. Only the template's own text may contain special tokens: texts of users and
documents are tokenised with special tokens off, so they can't open or close a turn.

Engine and training render through the same class. Nothing here loads a model: the renderer gets
the template's text and a tokenize function (see `lottery_agent.models.engine.vocabulary`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from lottery_agent.errors import ModelFileError

# Some templates print the day. A prompt that changes at midnight would lose its head's state and
# make answers irreproducible, so every day is this one.
_DAY = date(2025, 1, 1)

# An agent has one head; the limit is for callers who make up a head for each prompt.
_HEADS_KEPT = 256

# Private-use characters stand for the texts while the template is rendered.
_SLOT = re.compile("\ue000([0-9]+)\ue001")


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: a question and the call that the model should write for it."""

    question: str
    call: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What an agent asks the model, before tokenisation."""

    agent: str
    """Name of the agent that asks."""
    head: str
    """The static instruction, the same for all questions of the agent."""
    question: str
    """The text to answer; it comes last."""
    examples: tuple[Example, ...] = ()
    """Worked examples, shown as earlier turns."""
    history: tuple[tuple[str, str], ...] = ()
    """Earlier turns of a chat: pairs of user and assistant text, oldest first."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A prompt as token ids, in two parts that are evaluated one after the other."""

    head: tuple[int, ...]
    """Ids of the static part, equal for all prompts with the same head."""
    tail: tuple[int, ...]
    """Ids of the rest, up to the point where the answer starts."""

    def __len__(self) -> int:
        return len(self.head) + len(self.tail)


def _refuse(message: str) -> NoReturn:
    raise TemplateError(message)


def _unusable(reason: object) -> ModelFileError:
    line = " ".join(str(reason).split())
    return ModelFileError(
        f"the model's chat template can't be used: {line}",
        hint="use a model with a plain chat template",
    )


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )
    environment.globals["raise_exception"] = _refuse
    environment.globals["strftime_now"] = _DAY.strftime
    return environment


class Renderer:
    """Turns prompts into token ids.

    Args:
        template: The model's chat template, in Jinja.
        tokenize: From a text and whether special tokens are read in it, to ids.
        bos: Text of the token that begins a text, for templates that ask for it.
        eos: Text of the token that ends a text, for templates that ask for it.
        begin: Whether a prompt begins with `bos` even if the template does not say so.

    Raises:
        ModelFileError: If the template can't be rendered.

    Attributes:
        tokenize: The function that was given.
        recipe: All other arguments, as plain data: another process renders alike with them.
    """

    def __init__(
        self,
        template: str,
        tokenize: Callable[[str, bool], list[int]],
        *,
        bos: str = "",
        eos: str = "",
        begin: bool = False,
    ) -> None:
        self.recipe: Mapping[str, Any] = {
            "template": template,
            "bos": bos,
            "eos": eos,
            "begin": begin,
        }
        self._text = template
        self.tokenize = tokenize
        self._variables: Mapping[str, Any] = {
            "bos_token": bos,
            "eos_token": eos,
            "enable_thinking": False,
            "tools": None,
        }
        self._begin = bos if begin else ""
        try:
            self._template = _environment().from_string(template)
        except TemplateError as error:
            raise _unusable(error) from None
        self._folds_head = False
        self._folds_head = not self._has_system_turn()
        self._pieces: dict[int, list[list[int]]] = {}
        self._heads: dict[str, tuple[int, ...]] = {}
        self.end_of_turn = self._find_end(eos)

    def render(self, prompt: Prompt) -> Rendered:
        """Return the token ids of a prompt, head and tail tokenised apart."""
        turns = [(example.question, example.call) for example in prompt.examples]
        texts = [text for turn in (*turns, *prompt.history) for text in turn] + [prompt.question]
        pieces = self._pieces_of(len(texts) // 2)
        tail: list[int] = []
        for text, piece in zip(texts, pieces[1:], strict=True):
            tail += self.tokenize(text, False)
            tail += piece
        return Rendered(self._head_of(prompt.head), tuple(tail))

    def target(self, sentence: str) -> tuple[int, ...]:
        """Return the ids that a model should write: the sentence, then the end of the turn."""
        return (*self.tokenize(sentence, False), self.end_of_turn)

    def hash(self, head: str) -> str:
        """Return a SHA-256 (hexadecimal) over a head and the template.

        An adapter's card records it: an adapter fits the prompts that it was trained on.
        """
        digest = hashlib.sha256()
        for part in (self._text, head):
            data = part.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8, "big") + data)
        return digest.hexdigest()

    def _messages(self, turns: int) -> list[dict[str, str]]:
        """Return messages whose texts are slots: 0 the head, then users and assistants in turn."""
        slots = [f"\ue000{number}\ue001" for number in range(2 * turns + 2)]
        roles = ("user", "assistant")
        chat = [
            {"role": roles[number % 2], "content": slot} for number, slot in enumerate(slots[1:])
        ]
        if self._folds_head:
            chat[0]["content"] = f"{slots[0]}\n\n{chat[0]['content']}"
            return chat
        return [{"role": "system", "content": slots[0]}, *chat]

    def _has_system_turn(self) -> bool:
        """Tell whether the template puts a system turn first, whatever follows it."""
        try:
            return self._layout(0)[:2] == self._layout(1)[:2]
        except ModelFileError:
            return False

    def _layout(self, turns: int, *, answered: bool = False) -> list[str]:
        """Return the template's own texts before, between and after the slots."""
        messages = self._messages(turns)
        if answered:
            messages.append({"role": "assistant", "content": f"\ue000{2 * turns + 2}\ue001"})
        try:
            text = self._template.render(
                messages=messages, add_generation_prompt=not answered, **self._variables
            )
        except Exception as error:  # a template may fail in any way that an expression can
            raise _unusable(error) from None
        if not text.startswith(self._begin):
            text = self._begin + text
        parts = _SLOT.split(text)
        slots = 2 * turns + (3 if answered else 2)
        if parts[1::2] != [str(number) for number in range(slots)]:
            raise _unusable("it drops, repeats or reorders messages")
        return parts[::2]

    def _pieces_of(self, turns: int) -> list[list[int]]:
        """Return the ids of the template's texts after the head and after each further text."""
        pieces = self._pieces.get(turns)
        if pieces is None:
            pieces = [self.tokenize(text, True) for text in self._layout(turns)[1:]]
            self._pieces[turns] = pieces
        return pieces

    def _head_of(self, head: str) -> tuple[int, ...]:
        ids = self._heads.get(head)
        if ids is None:
            before = self.tokenize(self._layout(0)[0], True)
            ids = (*before, *self.tokenize(head, False), *self._pieces_of(0)[0])
            if len(self._heads) < _HEADS_KEPT:
                self._heads[head] = ids
        return ids

    def _find_end(self, eos: str) -> int:
        """Return the first token after an answer: models are trained to end their turn with it."""
        ids = self.tokenize(self._layout(0, answered=True)[-1] or eos, True)
        if not ids:
            raise _unusable("it does not end the assistant's turn")
        return ids[0]
