"""Blind mode: no figure of an undecided pair or person, and no order that gives one away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detector.hashes import text_digest
from detector.review.index import PairRow, SubmissionRow
from detector.review.search import Query
from detector.review.state import View


def shuffled_pairs(view: View, pairs: Iterable[PairRow]) -> Sequence[PairRow]:
    """Open ones first, else in an order that says nothing and is the same on every page."""
    return sorted(pairs, key=lambda pair: (not view.is_open(pair), lot(view, pair.left, pair.right)))


def shuffled_submissions(view: View, rows: Iterable[SubmissionRow]) -> Sequence[SubmissionRow]:
    """The same for persons."""
    return sorted(rows, key=lambda one: (view.standings.of(one.row) is not None, lot(view, one.row)))


def may_be_found(query: Query, *, decided: bool) -> bool:
    """Whether a search may find it at all: a condition on figures would tell the figures of what is undecided."""
    return decided or not (query.numbers.keys() - {"year"} or "flag" in query.codes)


def lot(view: View, *rows: int) -> bytes:
    """Drawn from the texts, so that neither name nor file nor strength decides."""
    keys = " ".join(view.text(row).key for row in rows)
    return text_digest(keys)
