"""What a page break parts: a paragraph, the cells of a row, a table whose head is printed again on each page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from detector.documents import BlockKind
from detector.readers.pdf_paragraphs import continues_across_pages, join_texts

_CELL = re.compile(r"page=\d+ (table=\d+) row=(\d+) column=(\d+)")
_NUMBER = re.compile(r"[\W\d]+|[IVX]+\.?")


@dataclass(frozen=True, slots=True)
class PageText:
    """A paragraph or cell paragraph, with marks for hidden stretches in it."""

    text: str
    place: str
    kind: BlockKind = BlockKind.PARAGRAPH

    @property
    def cell(self) -> tuple[str, int, int] | None:
        """Table, row and column."""
        found = _CELL.fullmatch(self.place)
        return (found[1], int(found[2]), int(found[3])) if found else None


def join_pages(pages: Sequence[Sequence[PageText]]) -> list[PageText]:
    """The texts of all pages in reading order, those that a page break parts joined."""
    found: list[PageText] = []
    head: list[str] = []
    for page in pages:
        texts = list(page)
        if found and texts and found[-1].cell and texts[0].cell:
            if head and [item.text for item in texts[: len(head)]] == head and len(texts) > len(head):
                texts = texts[len(head) :]
            _join_rows(found, texts)
        elif found and texts and _continues(found[-1], texts[0]):
            found[-1] = _joined(found[-1], texts.pop(0))
        head = _head(texts, head)
        found += texts
    return found


def _head(page: Sequence[PageText], head: list[str]) -> list[str]:
    """The first row of the table at the foot of a page; that of an earlier page if one table fills this one."""
    if not page or not (last := page[-1].cell):
        return []
    table = [item for item in page if item.cell and item.cell[0] == last[0]]
    if len(table) == len(page) and head:
        return head
    return [item.text for item in table if item.cell and item.cell[1] == 1]


def _join_rows(found: list[PageText], texts: list[PageText]) -> None:
    """Puts the rest of a parted row from the start of `texts` into the cells at the end of `found`."""
    upper, lower = _row(found[::-1])[::-1], _row(texts)
    if not _is_parted(upper, lower):
        return
    del found[len(found) - len(upper) :], texts[: len(lower)]
    below = _by_column(lower)
    for column, cell in _by_column(upper).items():
        rest = below.get(column, [])
        if rest and _continues(cell[-1], rest[0]):
            cell[-1] = _joined(cell[-1], rest.pop(0))
        found += cell + rest


def _row(texts: Sequence[PageText]) -> list[PageText]:
    """The texts at the start that stand in one row."""
    first = texts[0].cell
    return list(takewhile(lambda item: item.cell is not None and item.cell[:2] == first[:2], texts)) if first else []


def _is_parted(upper: Sequence[PageText], lower: Sequence[PageText]) -> bool:
    """Whether a row goes on: a cell in mid-sentence, none that was empty above, no number of a new row."""
    above, below = _by_column(upper), _by_column(lower)
    if not set(below) <= set(above):
        return False
    number = below.get(min(above), [None])[0]
    if number is not None and _NUMBER.fullmatch(number.text.strip()):
        return False
    return any(_continues(above[column][-1], cell[0]) for column, cell in below.items())


def _by_column(row: Sequence[PageText]) -> dict[int, list[PageText]]:
    cells = groupby(row, key=lambda item: item.cell[2] if item.cell else 0)
    return {column: list(cell) for column, cell in cells}


def _continues(last: PageText, first: PageText) -> bool:
    """The same paragraph, or the same cell of a table that goes on, before and after a page break."""
    same_column = (last.cell or (0, 0, 0))[2] == (first.cell or (0, 0, 0))[2]
    return last.kind == first.kind and same_column and continues_across_pages(last.text, first.text)


def _joined(last: PageText, first: PageText) -> PageText:
    return replace(last, text=join_texts(last.text, first.text))
