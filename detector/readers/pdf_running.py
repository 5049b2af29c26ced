"""Running heads, running feet and page numbers: what stands on page after page is no evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from detector.documents import BlockKind
from detector.readers.compose import Piece, piece
from detector.readers.pdf_chars import Fragment
from detector.readers.pdf_drawing import Rule
from detector.readers.pdf_layout import lines_of

_ZONE = 0.12  # share of the page's height at head and foot in which running lines stand
_FRAME = 0.8  # share of the page's height from which two vertical lines are its frame
_NUMBER = re.compile(r"[-–—\s]*(?:trang|page)?\s*\d{1,4}(?:\s*(?:/|trên|of)\s*\d{1,4})?[-–—\s.]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """`number` counts from 1, `size` is width and height in points.

    Attributes:
        is_picture: it has next to no letters but something to look at.
        turned: lines that run upwards or downwards.
        hidden: marks of hidden stretches that stand in no visible line.
        is_layer: most of its text lies unseen over the picture of the page, as text recognition puts it there.
    """

    number: int
    size: tuple[float, float]
    fragments: tuple[Fragment, ...]
    rules: tuple[Rule, ...]
    letters: int
    is_picture: bool
    turned: tuple[Fragment, ...] = ()
    hidden: str = ""
    is_layer: bool = False


@dataclass(frozen=True, slots=True)
class _Edge:
    """The first or last line of a page."""

    text: str
    key: tuple[BlockKind, str]
    fragments: tuple[Fragment, ...]


def split_running(pages: Sequence[Page]) -> tuple[list[Page], list[Piece]]:
    """Pages without their running lines, and these lines, each wording once."""
    edges = [_edges(page) for page in pages]
    counts = Counter(edge.key for page_edges in edges for edge in page_edges)
    bodies: list[Page] = []
    running: dict[tuple[BlockKind, str], Piece] = {}
    for page, page_edges in zip(pages, edges, strict=True):
        gone = [edge for edge in page_edges if _is_running(edge, counts[edge.key], len(pages))]
        for edge in gone:
            running.setdefault((edge.key[0], edge.text), piece(edge.text, edge.key[0], f"page={page.number}"))
        removed = {id(item) for edge in gone for item in edge.fragments}
        bodies.append(replace(page, fragments=tuple(f for f in page.fragments if id(f) not in removed)))
    return bodies, sorted(running.values(), key=lambda item: item.runs[0].kind, reverse=True)


def _is_running(edge: _Edge, count: int, pages: int) -> bool:
    return _NUMBER.fullmatch(edge.text) is not None or (count >= 2 and count * 2 >= pages)


def _edges(page: Page) -> list[_Edge]:
    """Up to two lines each at head and foot that lie in the zones."""
    if not page.fragments:
        return []
    base = 0.0 if min(f.bottom for f in page.fragments) >= 0 else min(f.bottom for f in page.fragments)
    lines = lines_of(page.fragments)
    verticals = [rule for rule in page.rules if rule.is_vertical]
    lines = [line for line in (*lines[:2], *lines[2:][-2:]) if not _is_in_table(line, verticals, page.size[1])]
    head = [line for line in lines[:2] if line[0].middle - base > page.size[1] * (1 - _ZONE)]
    foot = [line for line in lines[-2:] if line[0].middle - base < page.size[1] * _ZONE]
    return [_edge(line, BlockKind.HEADER) for line in head] + [
        _edge(line, BlockKind.FOOTER) for line in foot if not any(line is other for other in head)
    ]


def _is_in_table(line: Sequence[Fragment], verticals: Iterable[Rule], page_height: float) -> bool:
    """Whether vertical lines stand beside it, other than the frame of a page."""
    beside = {rule.left: rule.top - rule.bottom for rule in verticals if rule.bottom < line[0].middle < rule.top}
    return len(beside) > 2 or (len(beside) == 2 and max(beside.values()) < _FRAME * page_height)


def _edge(line: list[Fragment], kind: BlockKind) -> _Edge:
    text = " ".join(item.text for item in line)
    return _Edge(text, (kind, re.sub(r"\d+", "#", text)), tuple(line))
