"""Long lists, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of many; `number` counts from 1."""

    rows: Sequence[Row]
    number: int
    pages: int
    total: int


def page_of(rows: Sequence[Row], number: int) -> Page[Row]:
    """The page of this number, or the nearest there is."""
    pages = max(1, -(-len(rows) // PAGE_ROWS))
    number = min(max(number, 1), pages)
    return Page(rows[(number - 1) * PAGE_ROWS : number * PAGE_ROWS], number, pages, len(rows))


def whole(value: str | None, default: int = 1) -> int:
    """A whole number of an address, `default` where it is none or absurd."""
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) < 10 else default
