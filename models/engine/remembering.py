"""Prompts as bytes, and back: how a scripted engine knows what it was asked.

A token is a byte, so any text can be said and counted without a model's vocabulary.
"""

from __future__ import annotations

from llguidance import LLTokenizer

from lottery_agent.errors import EngineError
from lottery_agent.models.prompts import Prompt, Rendered, Renderer

_TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
BYTES = LLTokenizer("byte")
"""llguidance's view of these tokens: ids 0 to 255 are the bytes."""

_START, _END = 256, int(BYTES.eos_token)
_SPECIAL = {"<|im_start|>": _START, "<|im_end|>": _END}


class RememberingRenderer(Renderer):
    """A renderer of byte tokens that knows which prompt became which ids."""

    def __init__(self) -> None:
        super().__init__(_TEMPLATE, tokenize)
        self._seen: dict[tuple[tuple[int, ...], tuple[int, ...]], Prompt] = {}

    def render(self, prompt: Prompt) -> Rendered:
        """Return the ids of a prompt and remember it."""
        rendered = super().render(prompt)
        self._seen[rendered.head, rendered.tail] = prompt
        return rendered

    def prompt_of(self, rendered: Rendered) -> Prompt:
        """Return the prompt behind ids.

        Raises:
            EngineError: If they were not rendered here.
        """
        try:
            return self._seen[rendered.head, rendered.tail]
        except KeyError:
            raise EngineError("the prompt was not rendered by this engine") from None


def tokenize(text: str, special: bool = False) -> list[int]:
    """Return the bytes of a text as ids, and special tokens as theirs where they are read."""
    ids: list[int] = []
    while text:
        name = next((name for name in _SPECIAL if special and text.startswith(name)), None)
        if name:
            ids.append(_SPECIAL[name])
            text = text[len(name) :]
        else:
            ids += text[0].encode("utf-8", "replace")
            text = text[1:]
    return ids
