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
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from jinja2 import TemplateError, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

from lottery_agent.errors import ModelFileError
from lottery_agent.models.reasoning import markers_of

# Some templates print the day. A prompt that changes at midnight would lose its head's state and
# make answers irreproducible, so every day is this one.
_DAY = date(2025, 1, 1)

# An agent has one head; the limit is for callers who make up a head for each prompt.
_HEADS_KEPT = 256

# Private-use characters stand for the texts while the template is rendered.
_SLOT = re.compile("\ue000([0-9]+)\ue001")

JOINT = "\ue000"
"""A text that no tokenizer joins with what follows: it keeps a blank from being put there."""


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


class _Generation(Extension):
    """Reads `{% generation %}`, with which some templates mark what a model writes, as nothing."""

    tags = {"generation"}  # noqa: RUF012 - the base class has it so

    def parse(self, parser: Parser) -> list[nodes.Node]:
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.loopcontrols", _Generation],
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
        blank_after: Ids after which, as at the very start, the tokenizer puts a blank before a
            text, as many SentencePiece ones do; empty if it never does. The blank is kept where
            the template as one text has it, and nowhere else.

    Raises:
        ModelFileError: If the template can't be rendered.

    Attributes:
        tokenize: The function that was given.
        recipe: All other arguments, as plain data: another process renders alike with them.
        markers: How the model marks its reasoning. A block that the template opens is closed.
        end_of_turn: Id of the token that ends an answer.
    """

    def __init__(
        self,
        template: str,
        tokenize: Callable[[str, bool], list[int]],
        *,
        bos: str = "",
        eos: str = "",
        begin: bool = False,
        blank_after: Collection[int] = (),
    ) -> None:
        self.recipe: Mapping[str, Any] = {
            "template": template,
            "bos": bos,
            "eos": eos,
            "begin": begin,
            "blank_after": tuple(sorted(blank_after)),
        }
        self.markers = markers_of(template)
        self._text = template
        self._blank_after = frozenset(blank_after)
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
        self._layouts: dict[int, list[str]] = {}
        self._known: dict[tuple[str, bool], list[int]] = {}
        self._heads: dict[str, tuple[int, ...]] = {}
        self._joint = len(tokenize(JOINT, False)) if blank_after else 0
        self.end_of_turn = self._find_end(eos)

    def render(self, prompt: Prompt) -> Rendered:
        """Return the token ids of a prompt, head and tail tokenised apart."""
        turns = [(example.question, example.call) for example in prompt.examples]
        texts = [text for turn in (*turns, *prompt.history) for text in turn] + [prompt.question]
        head = self._head_of(prompt.head)
        ids = list(head)
        for text, piece in zip(texts, self._layout_of(len(texts) // 2)[2:], strict=True):
            self._append(ids, text, special=False)
            self._append(ids, piece, special=True)
        return Rendered(head, tuple(ids[len(head) :]))

    def answer(self, text: str) -> tuple[int, ...]:
        """Return the ids of a text as the start of an answer."""
        ids = list(self._ids(self._layout_of(0)[-1], special=True, goes_on=True))
        prompt = len(ids)
        self._append(ids, text, special=False)
        return tuple(ids[prompt:])

    def target(self, sentence: str) -> tuple[int, ...]:
        """Return the ids that a model should write: the sentence, then the end of the turn."""
        return (*self.answer(sentence), self.end_of_turn)

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
        if not answered:
            parts[-1] += self.markers.closing_for(parts[-1])
        return parts[::2]

    def _layout_of(self, turns: int) -> list[str]:
        if turns not in self._layouts:
            self._layouts[turns] = self._layout(turns)
        return self._layouts[turns]

    def _head_of(self, head: str) -> tuple[int, ...]:
        ids = self._heads.get(head)
        if ids is None:
            before, after, _ = self._layout_of(0)
            parts: list[int] = []
            self._append(parts, before, special=True)
            self._append(parts, head, special=False)
            self._append(parts, after, special=True)
            ids = tuple(parts)
            if len(self._heads) < _HEADS_KEPT:
                self._heads[head] = ids
        return ids

    def _append(self, ids: list[int], text: str, *, special: bool) -> None:
        """Append the ids of the next text; `special` tells that it is the template's own."""
        goes_on = bool(ids) and ids[-1] not in self._blank_after
        ids += self._ids(text, special=special, goes_on=goes_on)

    def _ids(self, text: str, *, special: bool, goes_on: bool) -> list[int]:
        """Return the ids of a text, without the blank before it where it goes on after a text."""
        goes_on = goes_on and bool(self._blank_after)
        known = self._known.get((text, goes_on)) if special else None
        if known is not None:
            return known
        if goes_on:
            ids = self.tokenize(JOINT + text, special)[self._joint :]
        else:
            ids = self.tokenize(text, special)
        if special:
            self._known[text, goes_on] = ids
        return ids

    def _find_end(self, eos: str) -> int:
        """Return the first token after an answer: models are trained to end their turn with it."""
        ids = self._ids(self._layout(0, answered=True)[-1] or eos, special=True, goes_on=True)
        if not ids:
            raise _unusable("it does not end the assistant's turn")
        return ids[0]
