"""Ablations: settings that take one thing from the agent, to see what it contributes.

A tool that is withheld is refused, and an agent all of whose tools are withheld is no choice for
the router: what is measured is an agent that does without, and none that fails half-way. Without
the constraint the model writes as it likes; what it writes goes to the same tools, and what they
can't read is a failed derivation like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lottery_agent.assembly import tool_names

UNCONSTRAINED = "unconstrained"


def ablations() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield name, title and settings of each ablation: one for each tool, and the constraint's."""
    for tool in tool_names():
        yield f"without_{tool}", f"agent without the tool {tool}", {"withheld": (tool,)}
    yield UNCONSTRAINED, "agent that writes freely, without grammars", {"constrained": False}
