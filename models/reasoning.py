"""Reasoning blocks: what a thinking model writes to itself before its answer.

Such models put their reasoning between two markers, `<think>` and `</think>` for most families, at
the start of what they write. The engine keeps it apart from the text that is shown. This module
loads nothing heavy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Markers:
    """How a family of models marks its reasoning."""

    opening: str
    closing: str
    answer: str = ""
    """What every answer begins with, in families that name the channel they write to."""

    def closing_for(self, prompt: str) -> str:
        """Return what ends a prompt so that the model starts with its answer.

        A prompt may end inside a reasoning block that the chat template opened. The block is then
        closed empty, in the form of Qwen3's and DeepSeek's own templates.

        Args:
            prompt: The end of the prompt as the template renders it.
        """
        _, opened, inside = prompt.rpartition(self.opening)
        if not opened or self.closing in inside:
            return "" if prompt.endswith(self.answer) else self.answer
        if inside.strip() or not self.opening.startswith("<"):
            return self.closing
        return "\n\n"[len(inside) :] + self.closing + "\n\n"


_TAGS = Markers("<think>", "</think>")
_FAMILIES = (
    Markers(
        "<|channel|>analysis<|message|>",
        "<|start|>assistant<|channel|>final<|message|>",
        answer="<|channel|>final<|message|>",
    ),
    Markers("<|START_THINKING|>", "<|END_THINKING|>"),
    Markers("<seed:think>", "</seed:think>"),
    Markers("<thinking>", "</thinking>"),
    Markers("<reasoning>", "</reasoning>"),
    Markers("<mm:think>", "</mm:think>"),
    Markers("<|channel>thought\n", "<channel|>"),
    Markers("[THINK]", "[/THINK]"),
    Markers("◁think▷", "◁/think▷"),
)


def markers_of(template: str) -> Markers:
    """Return the markers that a chat template names; `<think>` and `</think>` if it names none."""
    if _TAGS.closing in template:
        return _TAGS
    return next((family for family in _FAMILIES if family.opening in template), _TAGS)


class Split(NamedTuple):
    """Pieces of an answer: either may be empty."""

    text: str
    reasoning: str


class Splitter:
    """Takes the reasoning blocks at the start of a text out of it, piece by piece.

    Blocks may follow one another, with blanks around them; a block that is never closed reaches to
    the end. A marker after the first word of the answer is text: a model may well write about it.

    Args:
        markers: What marks a block.
    """

    def __init__(self, markers: Markers) -> None:
        self._markers = markers
        self._held = ""
        self._inside = False
        self._answering = False
        self._blocks = 0

    def feed(self, piece: str) -> Split:
        """Take the next piece; return what is certain by now."""
        if self._answering:
            return Split(piece, "")
        self._held += piece
        text = reasoning = ""
        while self._held and not self._answering:
            if self._inside:
                done, new = self._leave()
                reasoning += new
            else:
                done, new = self._enter()
                text += new
            if not done:
                break
        return Split(text, reasoning)

    def finish(self) -> Split:
        """Return what was held back, because a marker could have followed."""
        held, self._held = self._held, ""
        if self._inside:
            return Split("", held)
        return Split(held.lstrip() if self._blocks else held, "")

    def _leave(self) -> tuple[bool, str]:
        """Look for the end of the block; tell whether it was found, and what is reasoning."""
        closing = self._markers.closing
        before, found, after = self._held.partition(closing)
        if found:
            self._inside, self._held = False, after
            return True, before
        kept = next(n for n in range(len(closing) - 1, -1, -1) if before.endswith(closing[:n]))
        self._held = before[len(before) - kept :]
        return False, before[: len(before) - kept]

    def _enter(self) -> tuple[bool, str]:
        """Look for a block or the answer; tell whether either is there, and what is text."""
        opening = self._markers.opening
        begun = self._held.lstrip()
        if begun.startswith(opening):
            self._inside, self._held = True, begun[len(opening) :]
            self._blocks += 1
            return True, ""
        if opening.startswith(begun):
            return False, ""
        text = begun if self._blocks else self._held
        self._answering, self._held = True, ""
        return True, text
