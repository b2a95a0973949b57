"""Profiles laid upon each other: plain arithmetic."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from shared.traces.records import ProfileLine

# More than anybody reads, and what a chart can still show.
NODES_MAX = 1_000

# A line is told by its text: its number in the file changes with every release.
_Key = tuple[str, str, str]


@dataclass
class Node:
    line: ProfileLine
    count: int = 0
    total_ms: float = 0.0
    children: dict[_Key, "Node"] = field(default_factory=dict)

    @property
    def self_ms(self) -> float:
        # Sampled times need not add up to the last digit.
        return max(0.0, self.total_ms - sum(child.total_ms for child in self.children.values()))


@dataclass(frozen=True)
class Tree:
    """``nodes`` with their depths, each before those that it called."""

    nodes: tuple[tuple[int, Node], ...]
    total_ms: float
    is_cut: bool


def laid_upon(profiles: Iterable[Sequence[ProfileLine]], nodes_max: int = NODES_MAX) -> Tree:
    """Lines are shown as the first profile has them."""
    roots: dict[_Key, Node] = {}
    for lines in profiles:
        _add(roots, lines)
    every = list(_walk(roots, 0))
    least_ms = 0.0
    if len(every) > nodes_max:
        least_ms = sorted((node.total_ms for _, node in every), reverse=True)[nodes_max - 1]
    # What is called takes no longer than what calls it: with a line, all that it called is left out.
    kept = [(depth, node) for depth, node in every if node.total_ms >= least_ms][:nodes_max]
    total_ms = sum(node.total_ms for node in roots.values())
    return Tree(tuple(kept), total_ms, is_cut=len(kept) < len(every))


def _add(roots: dict[_Key, Node], lines: Sequence[ProfileLine]) -> None:
    above: list[Node] = []
    met: set[int] = set()
    for line in lines:
        # A source may skip a depth; a line is never its own caller's caller.
        del above[line.depth :]
        siblings = above[-1].children if above else roots
        node = siblings.setdefault((line.file, line.function, line.code), Node(line))
        node.total_ms += line.ms
        if id(node) not in met:
            met.add(id(node))
            node.count += 1
        above.append(node)


def _walk(siblings: dict[_Key, Node], depth: int) -> Iterator[tuple[int, Node]]:
    """Without recursion: other people's code may be as deep as it likes."""
    waiting = [(depth, node) for node in _longest_last(siblings)]
    while waiting:
        at, node = waiting.pop()
        yield at, node
        waiting.extend((at + 1, child) for child in _longest_last(node.children))


def _longest_last(siblings: dict[_Key, Node]) -> list[Node]:
    return sorted(siblings.values(), key=lambda node: node.total_ms)
