"""Orders clauses so that what may fail is settled before its failure is used.

A program is stratified if no predicate depends on the failure of itself (Apt, Blair and Walker,
Towards a theory of declarative knowledge, 1988). Then the order exists, and the facts that follow
stratum by stratum, the perfect model, do not depend on which order is taken.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.bodies import is_hidden
from lottery_agent.toolbox.logic.clauses import Clause, Key, key


@dataclass(frozen=True, slots=True)
class _Edge:
    """A predicate in a body: `target` is needed, or its failure."""

    target: Key
    fails: bool
    source: int


def strata(clauses: Sequence[Clause]) -> list[list[Clause]]:
    """Return the clauses in groups, each of which only needs failures of groups before it.

    Raises:
        ToolError: `value` if the clauses are not stratified; the message names the cycle.
    """
    graph: dict[Key, list[_Edge]] = {}
    for clause in clauses:
        edges = graph.setdefault(key(clause.head), [])
        edges += [_Edge(key(atom), False, clause.source) for atom in clause.body]
        edges += [_Edge(key(atom), True, clause.source) for atom in clause.absent]
    groups = components({kind: [edge.target for edge in graph[kind]] for kind in graph})
    number = {kind: i for i, group in enumerate(groups) for kind in group}
    for kind, edges in graph.items():
        for edge in edges:
            if edge.fails and number[edge.target] == number[kind]:
                raise _cycle(kind, edge, graph)
    ordered: list[list[Clause]] = [[] for _ in groups]
    for clause in clauses:
        ordered[number[key(clause.head)]].append(clause)
    return [group for group in ordered if group]


def components(graph: Mapping[Key, Iterable[Key]]) -> list[list[Key]]:
    """Return the strongly connected components of a graph, each after those that it points to.

    Tarjan's algorithm (Depth-first search and linear graph algorithms, 1972), without recursion.
    """
    order: dict[Key, int] = {}
    low: dict[Key, int] = {}
    stack: list[Key] = []
    on_stack: set[Key] = set()
    found: list[list[Key]] = []
    for root in graph:
        if root in order:
            continue
        work = [(root, iter(graph[root]))]
        order[root] = low[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            for target in rest:
                if target not in order:
                    order[target] = low[target] = len(order)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(graph.get(target, ()))))
                    break
                if target in on_stack:
                    low[node] = min(low[node], order[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == order[node]:
                    group = stack[stack.index(node) :]
                    del stack[-len(group) :]
                    on_stack -= set(group)
                    found.append(group)
    return found


def _cycle(kind: Key, failing: _Edge, graph: Mapping[Key, Sequence[_Edge]]) -> ToolError:
    """Return the error that names a cycle through the failing edge, the shortest one."""
    ways: dict[Key, tuple[Key, _Edge] | None] = {failing.target: None}
    queue = deque([failing.target])
    while queue and kind not in ways:
        node = queue.popleft()
        for edge in graph.get(node, ()):
            if edge.target not in ways:
                ways[edge.target] = (node, edge)
                queue.append(edge.target)
    path = [(kind, failing)]
    back: list[tuple[Key, _Edge]] = []
    node = kind
    while (step := ways[node]) is not None:
        back.append(step)
        node = step[0]
    path += reversed(back)
    return ToolError(
        f"not stratified: {_told(path)}",
        hint="no conclusion may depend on its own failure; leave out one of these rules",
    )


def _told(path: Sequence[tuple[Key, _Edge]]) -> str:
    """Return the cycle in the words of the problem; what bodies added is passed over."""
    start = next((i for i, (kind, _) in enumerate(path) if not is_hidden(kind[0])), 0)
    turned = [*path[start:], *path[:start]]
    words: list[str] = []
    fails, current, first = False, turned[0][0][0], turned[0][1].source
    for (_, edge), after in zip(turned, [*turned[1:], turned[0]], strict=True):
        fails = fails or edge.fails
        if is_hidden(after[0][0]):
            continue
        needed = "the failure of " if fails else ""
        words.append(f"`{current}` needs {needed}`{after[0][0]}` (premise {first + 1})")
        fails, current, first = False, after[0][0], after[1].source
    return ", ".join(words)
