"""A picture of a group: who is linked with whom, and how strongly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from detector.review.index import PairRow
from detector.review.state import View

WIDTH, HEIGHT = 640, 430
MAX_NODES = 60
# With more members the lines of the picture cross too often to be followed.
MAX_DRAWN = 14
# Of the text outside form and regulation, on both sides: what is left are names and single words.
SAME_TEXT = 0.98


@dataclass(frozen=True, slots=True)
class Node:
    """A text of the picture. `chain`: in the group only through somebody else."""

    row: int
    label: str
    x: float
    y: float
    anchor: str
    is_submission: bool
    chain: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """A flagged pair; `strength` is the larger share in per cent."""

    pair: PairRow
    x1: float
    y1: float
    x2: float
    y2: float
    strength: int


@dataclass(frozen=True, slots=True)
class Graph:
    """Laid out on an ellipse, neighbours beside each other, so that equal groups look equal."""

    nodes: Sequence[Node]
    edges: Sequence[Edge]
    left_out: int


def chain_members(members: Sequence[int], links: Sequence[PairRow]) -> frozenset[int]:
    """Members without a link to the member that has most of them."""
    degree = _degrees(links)
    if not degree:
        return frozenset()
    centre = max(sorted(members), key=lambda row: degree.get(row, 0))
    near = {pair.other(centre) for pair in links if centre in pair.rows}
    texts = same_texts(members, links)
    near |= {row for row in members if texts[row] == texts[centre]}
    return frozenset(set(members) - near)


def draw_graph(
    view: View, members: Sequence[int], links: Sequence[PairRow], related: Sequence[PairRow], lang: str
) -> Graph:
    """Members, and the texts outside that are paired with one of them."""
    outside = sorted({row for pair in related for row in pair.rows} - set(members))
    rows = [*_ordered(members, links), *outside]
    drawn, chain = rows[:MAX_NODES], chain_members(members, links)
    nodes = {row: _node(view, row, place, len(drawn), chain, lang) for place, row in enumerate(drawn)}
    edges = [
        _edge(pair, nodes[pair.left], nodes[pair.right])
        for pair in (*links, *related)
        if pair.left in nodes and pair.right in nodes
    ]
    return Graph(list(nodes.values()), sorted(edges, key=lambda edge: edge.strength), len(rows) - len(drawn))


@dataclass(frozen=True, slots=True)
class Matrix:
    """Members against members, neighbours in strength beside each other; cells are pairs, None where there is none.

    Attributes:
        texts: by member a number of its text; one number for nearly one text, whether the pair is listed or not.
        left_out: members that are not drawn.
    """

    rows: Sequence[int]
    cells: Sequence[Sequence[PairRow | None]]
    texts: Mapping[int, int]
    left_out: int


def draw_matrix(members: Sequence[int], links: Sequence[PairRow]) -> Matrix:
    """For a group too large for lines to be told apart; at most `MAX_NODES` members."""
    ordered = _ordered(members, links)
    rows = ordered[:MAX_NODES]
    by_pair = {frozenset(pair.rows): pair for pair in links}
    cells = [[by_pair.get(frozenset((one, other))) if one != other else None for other in rows] for one in rows]
    return Matrix(rows, cells, same_texts(members, links), len(ordered) - len(rows))


def same_texts(members: Sequence[int], links: Sequence[PairRow]) -> dict[int, int]:
    """A number for each member, one for nearly the same texts: of a crowd not every pair is listed."""
    number = {row: row for row in members}
    alike = {row: [row] for row in members}
    for pair in links:
        if min(pair.left_share, pair.right_share) >= SAME_TEXT:
            kept, joined = sorted((number[pair.left], number[pair.right]))
            if kept != joined:
                alike[kept] += alike[joined]
                number |= dict.fromkeys(alike.pop(joined), kept)
    return number


def partners(members: Sequence[int], links: Sequence[PairRow]) -> dict[int, int]:
    """By member, with how many others it is a pair, listed or of nearly one text."""
    texts = same_texts(members, links)
    found: dict[int, set[int]] = {row: set() for row in members}
    for pair in links:
        found[pair.left].add(pair.right)
        found[pair.right].add(pair.left)
    together: dict[int, set[int]] = {}
    for row, text in texts.items():
        together.setdefault(text, set()).add(row)
    return {row: len((found[row] | together[texts[row]]) - {row}) for row in members}


def _degrees(links: Sequence[PairRow]) -> dict[int, int]:
    degree: dict[int, int] = {}
    for pair in links:
        for row in pair.rows:
            degree[row] = degree.get(row, 0) + 1
    return degree


def _ordered(members: Sequence[int], links: Sequence[PairRow]) -> list[int]:
    """Greedy: next to each member the one it is most strongly linked with."""
    strength: Mapping[tuple[int, int], float] = {p.rows: p.evidence for p in links}
    degree = _degrees(links)
    waiting = sorted(members, key=lambda row: (-degree.get(row, 0), row))
    ordered = waiting[:1]
    rest = set(waiting[1:])
    while rest:
        last = ordered[-1]
        best = max(sorted(rest), key=lambda row: max(strength.get((last, row), 0.0), strength.get((row, last), 0.0)))
        ordered.append(best)
        rest.discard(best)
    return ordered


def _node(view: View, row: int, place: int, count: int, chain: frozenset[int], lang: str) -> Node:
    angle = 2 * pi * place / max(count, 1) - pi / 2
    x, y = WIDTH / 2 + 190 * cos(angle), HEIGHT / 2 + 165 * sin(angle)
    anchor = "middle" if abs(cos(angle)) < 0.2 else "start" if cos(angle) > 0 else "end"
    text = view.text(row)
    return Node(row, text.named(lang), round(x, 1), round(y, 1), anchor, text.is_submission, row in chain)


def _edge(pair: PairRow, left: Node, right: Node) -> Edge:
    strength = round(100 * max(pair.left_share, pair.right_share))
    return Edge(pair, left.x, left.y, right.x, right.y, strength)
