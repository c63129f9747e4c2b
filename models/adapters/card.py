"""What an adapter was trained for, and whether that is what runs.

Beside `adapter.gguf` lies `card.json`: the facts that `card.md` tells to people. An adapter writes
the tool languages, and reads the prompt heads, of the day of its training. Languages grow only by
addition, so an adapter of an older version still works, but knows less; with another head it may
not work at all.
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


def mismatches(
    card: Mapping[str, Any],
    *,
    languages: Mapping[str, int],
    heads: Mapping[str, str],
    hashed: Callable[[str], str],
) -> list[str]:
    """Return what an adapter was not trained for, one line each; none if all is well.

    Args:
        card: The adapter's facts, as `read_card` returns them.
        languages: The versions of the tool languages that run.
        heads: The heads of the prompts that run, by name.
        hashed: Hashes a head with the model's chat template: `Renderer.hash`.
    """
    found = [
        f"language {name}: version {version} runs, the adapter knows {known or 'none'}"
        for name, version in languages.items()
        if (known := card["languages"].get(name)) != version
    ]
    for name, head in heads.items():
        known_hash = card["heads"].get(name)
        if known_hash is None:
            found.append(f"prompt {name}: the adapter does not know it")
        elif known_hash != hashed(head):
            found.append(f"prompt {name}: its head or the chat template changed")
    return found
