"""The zoo: models by name, where they come from, and how they get into the cache.

Names are loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lottery_agent.lazy import lazy

if TYPE_CHECKING:
    from lottery_agent.models.zoo.hashes import sha256_of as sha256_of
    from lottery_agent.models.zoo.header import Header as Header
    from lottery_agent.models.zoo.header import read_header as read_header
    from lottery_agent.models.zoo.manifest import ModelCard as ModelCard
    from lottery_agent.models.zoo.manifest import cards as cards
    from lottery_agent.models.zoo.manifest import find as find
    from lottery_agent.models.zoo.store import fetch as fetch
    from lottery_agent.models.zoo.store import located as located
    from lottery_agent.models.zoo.store import remove as remove
    from lottery_agent.models.zoo.store import state as state

_HOME = {
    "Header": "header",
    "ModelCard": "manifest",
    "cards": "manifest",
    "fetch": "store",
    "find": "manifest",
    "located": "store",
    "read_header": "header",
    "remove": "store",
    "sha256_of": "hashes",
    "state": "store",
}

__all__ = [
    "Header",
    "ModelCard",
    "cards",
    "fetch",
    "find",
    "located",
    "read_header",
    "remove",
    "sha256_of",
    "state",
]

__getattr__ = lazy(__name__, _HOME)
