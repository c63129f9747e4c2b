"""Texts that tests compare with a file: a snapshot is rewritten by deleting it and running them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lottery_agent.models.engine import load_vocabulary
from lottery_agent.models.prompts import Prompt

MOST_HEAD_TOKENS = 32


def check_text(text: str, snapshot: Path) -> None:
    """Compare a text with its snapshot."""
    if not snapshot.exists():
        snapshot.write_text(text, encoding="utf-8")
    assert text == snapshot.read_text(encoding="utf-8")


def check_prompts(prompts: Mapping[str, Prompt], model: Path, snapshot: Path) -> None:
    """Compare prompts, as a model reads them, with their snapshot; heads must be short."""
    with load_vocabulary(model) as vocabulary:
        shown = []
        for name, prompt in prompts.items():
            rendered = vocabulary.renderer.render(prompt)
            assert len(rendered.head) <= MOST_HEAD_TOKENS
            text = vocabulary.detokenize([*rendered.head, *rendered.tail], special=True)
            sizes = f"head {len(rendered.head)} tokens, tail {len(rendered.tail)} tokens"
            shown.append(f"## {name}: {sizes}\n{text}\n")
    check_text("\n".join(shown), snapshot)
