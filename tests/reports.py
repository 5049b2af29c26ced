"""A report from plain lists, for tests that need only some of its tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detector.documents import SkippedFile
from detector.matches import Cluster, Pair, Passage
from detector.report import Pairs, Report, Submission, Table
from detector.settings import Settings


def report_of(
    settings: Settings | None = None,
    submissions: Sequence[Submission] = (),
    pairs: Sequence[Pair] = (),
    passages: Sequence[Passage] = (),
    clusters: Sequence[Cluster] = (),
    skipped: Sequence[SkippedFile] = (),
    others: Sequence[Any] = (),
    **rest: Any,
) -> Report:
    """Lists become tables, and tuples where the report has tuples."""
    return Report(
        settings or Settings(),
        Table(submissions),
        Pairs(pairs),
        Table(passages),
        Table(clusters),
        Table(skipped),
        others=tuple(others),
        **{name: tuple(value) if isinstance(value, list) else value for name, value in rest.items()},
    )
