"""The graphs of all strategies: as they are drawn, and that no node is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from lottery_agent.lab.arms import ARMS
from lottery_agent.lab.strategies.opening import GRAPHS
from tests.snapshots import check_text


def test_graphs_are_as_agreed() -> None:
    drawn = (f"## {name}\n{graph().get_graph().draw_mermaid()}" for name, graph in GRAPHS.items())
    check_text("\n".join(drawn), Path(__file__).with_name("graphs.txt"))


@pytest.mark.parametrize("name", GRAPHS)
def test_every_node_is_reached_from_the_start_and_ends(name: str) -> None:
    graph = GRAPHS[name]().get_graph()
    for start, ahead in (("__start__", True), ("__end__", False)):
        seen, todo = {start}, [start]
        while todo:
            node = todo.pop()
            for edge in graph.edges:
                here, there = edge.source, edge.target
                if not ahead:
                    here, there = there, here
                if here == node and there not in seen:
                    seen.add(there)
                    todo.append(there)
        assert seen == set(graph.nodes)


def test_each_strategy_has_one_arm() -> None:
    variants = [arm.variant for arm in ARMS.values() if arm.way == "strategy"]
    assert sorted(variants) == sorted(GRAPHS)
