"""What of a definition is drawn: its steps, the entries of its case actions, the ways between."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ..blocks import blocks
from ..definition import ProcessDefinition
from ..texts import localized
from ..ways import ways
from .wording import deadline_label, outcome_labels

# A small sign where a way begins.
Mark = Literal["", "deadline", "error"]
# The main way; one beside it; one that leaves what goes on, such as a refusal; one that leads back.
Manner = Literal["main", "aside", "jump", "return"]
MANNERS: tuple[Manner, ...] = ("main", "aside", "jump", "return")
ENTRY = "entry"


@dataclass(frozen=True)
class Node:
    """A step, or with the kind ``ENTRY`` where a case action comes in."""

    key: str
    kind: str
    title: str
    stage: str = ""


@dataclass(frozen=True)
class Link:
    """A way from one node to another, both by their place in ``Graph.nodes``."""

    source: int
    target: int
    mark: Mark
    label: str
    manner: Manner = "main"


@dataclass(frozen=True)
class Graph:
    """``spine`` is the longest way from the start to an end, ``main`` all that leads there."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    spine: tuple[int, ...]
    main: frozenset[int]

    def forward(self) -> Iterator[Link]:
        return (link for link in self.links if link.manner != "return")


def graph(definition: ProcessDefinition, language: str) -> Graph:
    """The nodes in the order of the definition, case actions last; ways to nowhere are left out."""
    numbers = {step.id: number for number, step in enumerate(definition.steps)}
    nodes = [
        Node(step.id, step.kind, localized(step.title, language), step.stage or "")
        for step in definition.steps
    ]
    links = list(_links(definition, numbers, language))
    for action in definition.case_actions:
        if action.to in numbers:
            links.append(Link(len(nodes), numbers[action.to], "", "", "jump"))
            nodes.append(Node(action.key, ENTRY, localized(action.label, language)))
    start = next((number for number, node in enumerate(nodes) if node.kind == "start"), 0)
    links = _with_returns(links, len(nodes), start)
    spine, main = _main_way(links, nodes, start)
    return Graph(
        nodes=tuple(nodes),
        links=tuple(
            replace(link, manner="aside")
            if link.manner == "main" and not {link.source, link.target} <= main
            else link
            for link in links
        ),
        spine=spine,
        main=main,
    )


def _links(
    definition: ProcessDefinition, numbers: Mapping[str, int], language: str
) -> Iterator[Link]:
    around = blocks(definition)
    for step in definition.steps:
        labels = outcome_labels(step, language)
        seen = set()
        for way in ways(step):
            mark: Mark = way.kind if way.kind in {"deadline", "error"} else ""
            if way.target in numbers and (way.target, mark) not in seen:
                seen.add((way.target, mark))
                words = {"deadline": deadline_label(step, language), "error": ""}
                label = words.get(mark, labels.get(way.target, ""))
                jumps = way.kind in {"deadline", "error"} or (
                    way.kind == "outcome" and around.leaves(step.id, way.target)
                )
                manner: Manner = "jump" if jumps else "main"
                yield Link(numbers[step.id], numbers[way.target], mark, label, manner)


def _with_returns(links: list[Link], count: int, start: int) -> list[Link]:
    """The links, those marked that lead back to a node on the way to their own.

    Searched in depth, and among a node's ways in the order of the definition: people write steps
    in the order in which they come.
    """
    onward: list[list[int]] = [[] for _node in range(count)]
    for number, link in enumerate(links):
        onward[link.source].append(number)
    for ahead in onward:
        ahead.sort(key=lambda number: (links[number].target, number))
    found = list(links)
    open_nodes: set[int] = set()
    done: set[int] = set()
    for root in (start, *range(count)):
        if root in done:
            continue
        open_nodes.add(root)
        path = [(root, iter(onward[root]))]
        while path:
            node, ahead_of_it = path[-1]
            following = next(ahead_of_it, None)
            if following is None:
                path.pop()
                open_nodes.discard(node)
                done.add(node)
            elif (target := links[following].target) in open_nodes:
                found[following] = replace(links[following], manner="return")
            elif target not in done:
                open_nodes.add(target)
                path.append((target, iter(onward[target])))
    return found


def in_order(links: Iterator[Link], count: int) -> list[int]:
    """All nodes, each behind those that lead to it. The links must be without a circle."""
    onward: list[list[int]] = [[] for _node in range(count)]
    waits = [0] * count
    for link in links:
        onward[link.source].append(link.target)
        waits[link.target] += 1
    ready = [node for node in range(count) if not waits[node]]
    for node in ready:
        for target in onward[node]:
            waits[target] -= 1
            if not waits[target]:
                ready.append(target)
    return ready


def _main_way(
    links: list[Link], nodes: list[Node], start: int
) -> tuple[tuple[int, ...], frozenset[int]]:
    """The spine and the nodes of the main way. Only plain ways ahead count."""
    plain = [link for link in links if link.manner == "main"]
    into: list[list[int]] = [[] for _node in nodes]
    for link in plain:
        into[link.target].append(link.source)
    length, before = {start: 0}, {}
    for node in in_order(iter(plain), len(nodes)):
        reached = [source for source in into[node] if source in length]
        if reached and node != start:
            before[node] = max(reached, key=lambda source: (length[source], -source))
            length[node] = length[before[node]] + 1
    last = max(length, key=lambda node: (nodes[node].kind == "end", length[node], -node))
    spine = [last]
    while spine[-1] != start:
        spine.append(before[spine[-1]])
    main: set[int] = set()
    waiting = [last]
    while waiting:
        node = waiting.pop()
        if node not in main and node in length:
            main.add(node)
            waiting += into[node]
    return tuple(reversed(spine)), frozenset(main)
