"""What an engine computed, for measurements."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(slots=True)
class Counters:
    """Counts since the engine started."""

    steps: int = 0
    """Calls of `llama_decode`."""
    prompt_tokens: int = 0
    """Evaluated tokens of prompts, with what a grammar forces right after them."""
    answer_tokens: int = 0
    """Evaluated tokens of answers after that."""
    forced_tokens: int = 0
    """Those of the answers' evaluated tokens that a grammar forced."""

    def __sub__(self, earlier: Counters) -> Counters:
        """Return what was computed since an earlier copy."""
        names = [field.name for field in fields(self)]
        return Counters(*(getattr(self, name) - getattr(earlier, name) for name in names))
