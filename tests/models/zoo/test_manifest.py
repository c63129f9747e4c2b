from __future__ import annotations

import re

import pytest

from lottery_agent.errors import UsageError
from lottery_agent.models.zoo.manifest import cards, find


def test_the_defaults_are_named_in_the_settings() -> None:
    from lottery_agent.settings import load_settings

    settings = load_settings()
    assert find(settings.model).kind == "chat"
    assert find(settings.embedder).kind == "embedding"


def test_every_card_is_complete() -> None:
    assert len({card.name for card in cards()}) == len(cards())
    for card in cards():
        assert re.fullmatch(r"pypi:[a-z0-9-]+==[0-9.]+", card.source)
        assert card.file.endswith(".gguf")
        assert card.parts
        for part in card.parts:
            assert re.fullmatch(r"[0-9a-f]{64}", part.sha256)
            assert part.bytes > 0
        assert min(card.bytes, card.download, card.window) > 0
        assert card.license


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match="'gpt-9'") as caught:
        find("gpt-9")
    assert "smollm2-135m" in str(caught.value)
