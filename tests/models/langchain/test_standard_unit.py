"""LangChain's standard unit suite."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_tests.unit_tests import ChatModelUnitTests

from lottery_agent.models.langchain import ChatLottery


class TestChatLottery(ChatModelUnitTests):
    """The suite, on a model that would be loaded at its first use."""

    @pytest.fixture(autouse=True)
    def _file(self, tiny_q8: Path) -> None:
        self.path = str(tiny_q8)

    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return ChatLottery

    @property
    def chat_model_params(self) -> dict[str, Any]:
        return {"model": "smollm2-135m", "sequences": 2}
