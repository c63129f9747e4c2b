"""Which signatures stand in the operator's prompt: those of the tools that a question may need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lottery_agent.toolbox.calls import Registry, SignatureIndex

MARGIN = 0.25
"""Tools that fit a question less than the best one by more than this are not shown.

Of the worked examples, each taken out of the index in turn, 84% find their tool among eight, and
five are shown on average. Without the words of the texts, with six places and a margin of 0.1, it
was 68% of 3.4 (`pytest -m real tests/test_signatures.py`).
"""


@dataclass(frozen=True, slots=True)
class Signatures:
    """The tools of the caller, of which only a description is known, and the built-in ones.

    Built-in tools are found by many questions too, so the caller's would hardly ever be as similar;
    up to half of the places are theirs.
    """

    own: SignatureIndex
    builtin: SignatureIndex

    def nearest(self, question: str, k: int) -> list[str]:
        """Return the names of up to `k` tools, the caller's first."""
        own = self.own.nearest(question, k // 2) if k > 1 else []
        return [*own, *self.builtin.nearest(question, k - len(own))]


def texts_of_tools(registry: Registry) -> dict[str, list[str]]:
    """Return what speaks of each tool: its description, and questions that are known to need it."""
    from lottery_agent.library import worked_examples

    texts = {name: [text] for name, text in registry.descriptions().items()}
    for example in worked_examples("operator"):
        if (name := example.call.partition("(")[0]) in texts:
            texts[name].append(example.question)
    return texts
