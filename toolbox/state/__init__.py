"""A world that is changed line by line and then asked: what is where, whose, how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lottery_agent.lazy import lazy

if TYPE_CHECKING:
    from lottery_agent.toolbox.state.reader import names_of
    from lottery_agent.toolbox.state.tool import execute

__all__ = ["execute", "names_of"]

__getattr__ = lazy(__name__, {"execute": "tool", "names_of": "reader"})
