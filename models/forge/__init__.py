"""The forge: a base and an adapter become a ticket. Names are loaded on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lottery_agent.lazy import lazy

if TYPE_CHECKING:
    from lottery_agent.models.forge.adapter import read_adapter as read_adapter
    from lottery_agent.models.forge.adapter import write_adapter as write_adapter
    from lottery_agent.models.forge.auto import Decision as Decision
    from lottery_agent.models.forge.auto import decide as decide
    from lottery_agent.models.forge.auto import decided as decided
    from lottery_agent.models.forge.quantize import TYPES as TYPES
    from lottery_agent.models.forge.ticket import Ticket as Ticket
    from lottery_agent.models.forge.ticket import adapter_for as adapter_for
    from lottery_agent.models.forge.ticket import discard as discard
    from lottery_agent.models.forge.ticket import forge as forge
    from lottery_agent.models.forge.ticket import plain as plain
    from lottery_agent.models.forge.ticket import tickets as tickets

AUTO = "auto"
"""A ticket type that stands for the one picked for this processor (see `decide`)."""

_HOME = {
    "Decision": "auto",
    "decide": "auto",
    "decided": "auto",
    "TYPES": "quantize",
    "Ticket": "ticket",
    "adapter_for": "ticket",
    "discard": "ticket",
    "forge": "ticket",
    "plain": "ticket",
    "read_adapter": "adapter",
    "tickets": "ticket",
    "write_adapter": "adapter",
}

__all__ = [
    "AUTO",
    "TYPES",
    "Decision",
    "Ticket",
    "adapter_for",
    "decide",
    "decided",
    "discard",
    "forge",
    "plain",
    "read_adapter",
    "tickets",
    "write_adapter",
]

__getattr__ = lazy(__name__, _HOME)
