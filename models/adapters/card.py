"""What an adapter was trained for, and whether that is what runs.

Beside `adapter.gguf` lies `card.json`: the facts that `card.md` tells to people. An adapter writes
the tool languages, and reads the prompt heads, of the day of its training. Languages grow only by
addition, so an adapter of an older version still works, but knows less; a prompt with another head
is a prompt that it does not know.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lottery_agent.errors import ModelFileError

CARD = "card.json"


def read_card(adapter: Path) -> dict[str, Any] | None:
    """Return the facts beside an adapter's file, or None if it has no card.

    Raises:
        ModelFileError: If there is a card that can't be read, or one of another adapter.
    """
    path = adapter.with_name(CARD)
    try:
        card = json.loads(path.read_text("utf-8"))
        made_for = card["adapter"]["sha256"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelFileError(f"the card {str(path)!r} can't be read: {error}") from error
    if made_for != hashlib.sha256(adapter.read_bytes()).hexdigest():
        raise ModelFileError(
            f"the card {str(path)!r} is of another adapter", hint="export the adapter again"
        )
    return dict(card)


def route_temperature(card: Mapping[str, Any], type: str) -> float:
    """Return what the router's scores are divided by: as measured for a ticket type, else 1."""
    scores: Mapping[str, Any] = card.get("scores", {}).get(f"adapter {type}", {})
    return float(scores.get("router", {}).get("temperature", 1.0))


def trained(
    card: Mapping[str, Any], *, heads: Mapping[str, str], hashed: Callable[[str], str]
) -> frozenset[str]:
    """Return the names of the prompts that an adapter was trained on, as they are now.

    Args:
        card: The adapter's facts, as `read_card` returns them.
        heads: The heads of the prompts that run, by name.
        hashed: Hashes a head with the model's chat template: `Renderer.hash`.
    """
    known: Mapping[str, str] = card["heads"]
    return frozenset(name for name, head in heads.items() if known.get(name) == hashed(head))


def mismatches(
    card: Mapping[str, Any],
    *,
    languages: Mapping[str, int],
    heads: Mapping[str, str],
    hashed: Callable[[str], str],
) -> list[str]:
    """Return what an adapter was trained for and does not find any more, one line each.

    A language of a later version, and a prompt that the adapter never saw, are no mismatch: what it
    writes keeps its meaning, and new prompts come with worked examples.

    Args:
        card: The adapter's facts, as `read_card` returns them.
        languages: The versions of the tool languages that run.
        heads: The heads of the prompts that run, by name.
        hashed: Hashes a head with the model's chat template: `Renderer.hash`.
    """
    found = []
    for name, known in card["languages"].items():
        if name not in languages:
            found.append(f"language {name}: there is none any more")
        elif known > languages[name]:
            found.append(
                f"language {name}: version {languages[name]} runs, the adapter knows {known}"
            )
    changed = heads.keys() & card["heads"].keys() - trained(card, heads=heads, hashed=hashed)
    found += [f"prompt {name}: its head or the chat template changed" for name in sorted(changed)]
    return found
